"""A child of the browser: what crosses the pipe, and how it ends."""

from __future__ import annotations

from pathlib import Path

import orjson
import pytest

from store.child import line, message
from store.errands import Outcome, Progress, heard
from store.message import Message
from tui.browser.child import Child, lines

ECHO = """
import threading
from store.child import attend, order, say
say(order())
attend()
threading.Event().wait()
"""


def crossed(said: object) -> object:
    whole = line(said)
    assert whole.count(b"\n") == 1
    return orjson.loads(whole)


def test_a_message_crosses_with_its_values() -> None:
    inner = Message("{n} of it", n=2)
    said = message(crossed(Message("{path}: {reason}", path="a\nb", reason=inner)))
    assert said == "a b: 2 of it"
    clean = message(crossed(Message("{path}: {reason}", path="a", reason=inner)))
    assert (clean.template, clean.values) == ("{path}: {reason}", {"path": "a", "reason": inner})


def test_what_a_terminal_obeys_does_not_cross() -> None:
    outcome = Outcome(name="a\x1b[2J", refused=(Message("{it}", it="\x1b]52;c;eA==\x07"),))
    told = crossed(outcome)
    assert isinstance(told, dict)
    came = heard(told)
    assert isinstance(came, Outcome)
    assert "\x1b" not in came.name + came.refused[0]


def test_nothing_else_is_taken_for_a_message() -> None:
    with pytest.raises(TypeError):
        line(Path("a"))


def test_one_process_at_a_time_till_the_end(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    (tmp_path / "wenren_echo.py").write_text(ECHO)
    monkeypatch.syspath_prepend(str(tmp_path))
    child = Child("wenren_echo")
    first = child.start(tmp_path, Progress("feeds", 1, 2))
    assert first is not None
    assert heard(next(lines(first))) == Progress("feeds", 1, 2)
    second = child.start(tmp_path, "乙")
    assert second is not None
    assert first.returncode is not None
    assert child.is_at(second)
    assert not child.is_at(first)
    said = lines(second)
    assert next(said) == "乙"
    child.let_go()
    # Its input has ended, and it goes by itself.
    assert list(said) == []
    assert second.wait(20) == 0
    assert child.start(tmp_path) is None
