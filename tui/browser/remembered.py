"""What the browser remembers of a person between two visits, in any store.

``STATE/wenren/interface/PERSON.json`` under the XDG state folder: an object a subject. Nothing in
it is worth an error when it is read.
"""

from __future__ import annotations

from pathlib import Path
from typing import Any

import orjson

from store.errors import StoreError, system
from store.locking import locked
from store.person import person


def read(subject: str) -> dict[str, Any]:
    """What is remembered of a subject; empty where nothing is, or can't be read."""
    told = _all(_path()).get(subject)
    return told if isinstance(told, dict) else {}


def keep(subject: str, told: dict[str, Any]) -> None:
    """Remember something of a subject; raises ``StoreError``."""
    path = _path()
    try:
        path.parent.mkdir(parents=True, exist_ok=True)
        # Another browser of this person may keep something else at this moment.
        with locked(path.with_name(f".{path.name}.lock")):
            new = path.with_name(f".{path.name}.new")
            new.write_bytes(orjson.dumps(_all(path) | {subject: told}))
            new.replace(path)
    except OSError as error:
        raise StoreError("{path}: {reason}", path=path, reason=system(error)) from error


def _all(path: Path) -> dict[str, Any]:
    try:
        held = orjson.loads(path.read_bytes())
    except (OSError, orjson.JSONDecodeError):
        return {}
    return held if isinstance(held, dict) else {}


def _path() -> Path:
    from platformdirs import user_state_path

    return user_state_path("wenren") / "interface" / f"{person()}.json"
