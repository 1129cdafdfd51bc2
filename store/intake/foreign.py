"""Names of files that stand beside articles, in a folder or an archive, and are none themselves."""

from __future__ import annotations

from pathlib import PurePosixPath

# Packed files are not among them: what they hold would be missed in silence.
_SUFFIXES = frozenset(
    f".{suffix}"
    for line in (
        "avi bin bmp class css csv db dll doc docx eot epub exe flac gif ico jar jpeg jpg js",
        "lock m4a map mov mp3 mp4 o odt ogg opml otf pdf png ppt pptx py pyc so sqlite",
        "sqlite-shm sqlite-wal svg swp tif tiff tmp toml ttf wav webm webp woff woff2 xls xlsx",
        "yaml yml",
    )
    for suffix in line.split()
)
_FOLDERS = "__MACOSX"


def is_foreign(name: str) -> bool:
    """Whether a file found under this name, and not asked for by it, is passed over in silence."""
    path = PurePosixPath(name.replace("\\", "/"))
    hidden = any(part.startswith(".") and part != ".." for part in path.parts)
    return hidden or path.suffix.lower() in _SUFFIXES or _FOLDERS in path.parts
