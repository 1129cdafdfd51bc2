"""What this process may do in a store, and what a kiosk forgets."""

from __future__ import annotations

import os
import signal
import sys
from pathlib import Path

import pytest

from store import permission
from store.permission import barred
from tui import kiosk


@pytest.mark.parametrize(
    ("value", "holds"), [("1", True), ("yes", True), ("0", False), ("", False), (" No ", False)]
)
def test_the_variable_says_it(value: str, holds: bool, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv(permission.KIOSK, value)
    assert permission.kiosk() is holds


def test_a_kiosk_and_a_store_that_cannot_be_written_are_told_apart(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    new = tmp_path / "a" / "store"
    assert barred(tmp_path) == barred(new) == ""
    monkeypatch.setattr(os, "access", lambda path, mode: path != tmp_path)
    assert barred(tmp_path) == barred(new) == "read-only"
    assert barred(tmp_path.parent) == ""
    monkeypatch.setenv(permission.KIOSK, "1")
    assert barred(tmp_path) == barred(tmp_path.parent) == "kiosk"


def test_what_a_client_may_have_set_steers_nothing(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(signal, "signal", lambda *_: None)
    monkeypatch.setattr(sys, "dont_write_bytecode", sys.dont_write_bytecode)
    hostile = {
        "TEXTUAL_DRIVER": "os:system",
        "TEXTUAL_LOG": "/tmp/log",
        "TEXTUAL": "devtools",
        "WENREN_CONFIG": "/etc/shadow",
        "XDG_CONFIG_HOME": "/root",
        "TEXTUAL_ANIMATIONS": "full",
    }
    for name, value in {**hostile, permission.KIOSK: "0"}.items():
        monkeypatch.setenv(name, value)
    kiosk.enter()
    assert permission.kiosk()
    left = {name: os.environ[name] for name in hostile if name in os.environ}
    assert left == {"TEXTUAL_ANIMATIONS": "none"}
