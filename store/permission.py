"""What this process may do in a store: read and mark alone (kiosk), or change it too."""

from __future__ import annotations

import os
from pathlib import Path
from typing import Literal, TypeAlias

KIOSK = "WENREN_KIOSK"
"""The variable that says it; ``--kiosk`` sets it."""
Bar: TypeAlias = Literal["", "kiosk", "read-only"]


def kiosk() -> bool:
    """Whether a person may only read and mark.

    Then nothing is written but their state folder, no other program started, and no file read
    whose path they give.
    """
    return os.environ.get(KIOSK, "").strip().lower() not in ("", "0", "no", "false")


def barred(store: Path) -> Bar:
    """What keeps this process from changing a store, one that is still to be made included."""
    if kiosk():
        return "kiosk"
    there = next((path for path in (store, *store.parents) if path.exists()), store)
    return "" if os.access(there, os.W_OK) else "read-only"
