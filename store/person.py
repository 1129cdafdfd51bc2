"""Who reads: one name a person, fit to be a file's, and the settings that are theirs."""

from __future__ import annotations

import os
from pathlib import Path
from urllib.parse import quote

LONGEST = 100
"""Characters of a name that is kept as it is; a file's name has at most 255 bytes."""


def person() -> str:
    """The name of the person's files: ``$WENREN_USER``, else the login's; no two share one."""
    named = os.environ.get("WENREN_USER") or _login()
    # Bytes that are no UTF-8 come out of the environment as surrogates, and go back as they were.
    name = quote(named, safe="", errors="surrogateescape").replace("~", "%7E")
    if not name.strip("."):
        name = name.replace(".", "%2E")
    if len(name) > LONGEST:
        import hashlib

        bytes_of = named.encode(errors="surrogateescape")
        name = f"{name[:60]}~{hashlib.sha256(bytes_of).hexdigest()[:24]}"
    return name


def configured(name: str) -> Path:
    """A file of the configuration folder, ``wenren/`` under the XDG one.

    For one of several people who share a login, ``people/PERSON/`` there, if they have that file.
    """
    from platformdirs import user_config_path

    folder = user_config_path("wenren")
    if os.environ.get("WENREN_USER"):
        own = folder / "people" / person() / name
        if own.exists():
            return own
    return folder / name


def _login() -> str:
    import pwd

    try:
        return pwd.getpwuid(os.getuid()).pw_name
    except KeyError:
        return str(os.getuid())
