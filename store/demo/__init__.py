"""The built-in demo store: pages of our own, read by the same intake as any other."""

from __future__ import annotations

import hashlib
import shutil
import tempfile
from importlib.resources import files
from pathlib import Path

from store.errors import StoreError, system


def demo_pages() -> list[Path]:
    """The demo's pages, as scraped sites would leave them."""
    folder = Path(str(files("store").joinpath("demo/pages")))
    return sorted(folder.glob("*.txt"))


def demo_store() -> Path:
    """The demo store in the user's cache, made on first use and whenever pages or names change.

    Raises ``StoreError`` when the cache can't be written.
    """
    from platformdirs import user_cache_path

    from store.actors.lexicon import load_lexicon

    pages = demo_pages()
    seal = hashlib.sha256(load_lexicon().version.encode())
    for page in pages:
        seal.update(page.read_bytes())
    cache = user_cache_path("wenren")
    store = cache / f"demo-{seal.hexdigest()[:12]}"
    if store.is_dir():
        return store
    try:
        cache.mkdir(parents=True, exist_ok=True)
        building = Path(tempfile.mkdtemp(prefix=".demo-", dir=cache))
        try:
            _fill(building, pages)
            # Another process may have been quicker; its store is the same.
            if not store.is_dir():
                building.replace(store)
        finally:
            shutil.rmtree(building, ignore_errors=True)
    except OSError as error:
        raise StoreError(
            "{path}: {reason}", path=error.filename or cache, reason=system(error)
        ) from error
    for old in cache.glob("demo-*"):
        if old != store:
            shutil.rmtree(old, ignore_errors=True)
    return store


def _fill(store: Path, pages: list[Path]) -> None:
    from store.adding import add
    from store.intake import read

    add(store, read([str(page) for page in pages]))
