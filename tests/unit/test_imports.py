"""What may be loaded when; asked of a fresh interpreter each time, as users start one."""

from __future__ import annotations

import pkgutil
import subprocess
import sys
from collections.abc import Sequence
from pathlib import Path

import store
from tests.budgets import NOT_AT_FIRST_FRAME, NOT_FOR_VERSION


def loaded(code: str, arguments: Sequence[str] = ()) -> set[str]:
    """The top-level modules in ``sys.modules`` after ``code`` ran in a new Python."""
    report = "import sys; print(*{name.partition('.')[0] for name in sys.modules}, file=sys.stderr)"
    done = subprocess.run(
        [
            *(sys.executable, "-c"),
            f"import atexit; atexit.register(lambda: exec({report!r}))\n{code}",
            *arguments,
        ],
        capture_output=True,
        text=True,
        check=False,
    )
    assert done.returncode == 0, done.stderr
    return set(done.stderr.split())


def modules_of_the_store() -> list[str]:
    return [m.name for m in pkgutil.walk_packages(store.__path__, "store.")]


def test_the_store_never_loads_the_terminal() -> None:
    names = modules_of_the_store()
    assert "store.library" in names
    modules = loaded("".join(f"import {name}\n" for name in names))
    assert "store" in modules
    assert not modules & {"textual", "rich", "tui"}


def test_opening_a_store_loads_nothing_heavy() -> None:
    modules = loaded("import store.library, store.article, store.errors, store.folding")
    assert not modules & NOT_AT_FIRST_FRAME


def test_version_loads_next_to_nothing() -> None:
    modules = loaded("from tui.cli import main; main()", ["--version"])
    assert "tui" in modules
    assert not modules & NOT_FOR_VERSION


def test_the_plain_commands_load_no_textual(tmp_path: Path) -> None:
    (tmp_path / "articles").mkdir()
    modules = loaded("from tui.cli import main; main()", ["list", "--store", str(tmp_path)])
    assert not modules & (NOT_AT_FIRST_FRAME | {"textual"})
