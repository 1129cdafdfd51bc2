"""What the terminal tells of its background, and that nothing typed is lost over it."""

from __future__ import annotations

import pytest
from hypothesis import given
from hypothesis import strategies as st

from tui.wire.background import Listener, known

WHITE = "\x1b]11;rgb:ffff/ffff/ffff\x1b\\"


@pytest.mark.parametrize(
    ("answer", "background"),
    [
        (WHITE, "light"),
        ("\x1b]11;rgb:0000/0000/0000\x07", "dark"),
        ("\x1b]11;rgb:1e/1e/2e\x07", "dark"),
        ("\x1b]11;rgba:fbfb/f8f8/f1f1/ffff\x07", "light"),
        # Solarized: half of its 16 colours are greys.
        ("\x1b]11;rgb:0000/2b2b/3636\x1b\\", None),
        ("\x1b]11;rgb:fdfd/f6f6/e3e3\x1b\\", None),
    ],
)
def test_the_answer_tells_dark_from_light(answer: str, background: str | None) -> None:
    listener = Listener()
    assert listener.take(f"j{answer}k") == "jk"
    assert listener.heard
    assert listener.background == background


@given(st.text("jk\x1b]1;[普", max_size=8), st.data())
def test_an_answer_in_pieces_is_taken_whole(typed: str, data: st.DataObject) -> None:
    listener = Listener()
    # A read ends anywhere but between the escape and what it begins.
    cut = data.draw(st.integers(2, len(WHITE)))
    left = listener.take(WHITE[:cut]) + listener.take(WHITE[cut:] + typed)
    assert listener.heard
    assert left == typed


@given(st.lists(st.text("jk\x1b]1;[普", min_size=1, max_size=4), max_size=6))
def test_what_is_typed_arrives(pieces: list[str]) -> None:
    listener = Listener()
    left = "".join(map(listener.take, pieces)) + listener.take("q")
    assert left == "".join(pieces) + "q"
    assert not listener.heard


def test_the_environment_may_know(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("TERM", "xterm")
    for value, background in (
        ("15;0", "dark"),
        ("0;15", "light"),
        ("0;default;7", "light"),
        ("12;8", "dark"),
        ("default;default", None),
        ("", None),
    ):
        monkeypatch.setenv("COLORFGBG", value)
        assert known() == background
    monkeypatch.setenv("TERM", "linux")
    assert known() == "dark"
