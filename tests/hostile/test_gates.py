"""The last gates, each with any mixture of attacks: what is drawn, typed, printed, said in JSON."""

from __future__ import annotations

import io
import json
import re
import unicodedata
from collections.abc import Iterator
from contextlib import contextmanager, redirect_stderr, redirect_stdout

import pytest
from hypothesis import example, given
from hypothesis import strategies as st
from rich.segment import Segment
from textual.geometry import Size

from store.intake.hygiene import MARKS
from store.message import Message
from tests.hostile.check import ATTACKS, MARKUP, betrayed
from tests.hostile.texts import ATOMS, texts
from tui.commandline import printing
from tui.palette import palette
from tui.panes.line_input import LineInput, printable
from tui.panes.lines import Lines


class _Drawn(Lines):
    """One row of whatever it is given."""

    texts: list[str]

    @property
    def size(self) -> Size:
        return Size(40, 1)

    def draw(self, row: int) -> list[Segment]:
        return [self.segment(text) for text in self.texts]


@pytest.mark.parametrize("name", ATTACKS)
def test_the_check_sees_every_attack(name: str) -> None:
    assert betrayed(f"普京{ATTACKS[name]}。")


def test_the_check_lets_the_program_do_its_work() -> None:
    assert not betrayed(f"\x1b[?2026h\x1b[3;4H\x1b[1;38;5;4m普京 PWNED {MARKUP}\x1b[0m\r\n")


@given(st.lists(texts, min_size=1, max_size=4))
@example(list(ATOMS))
def test_what_is_drawn(given: list[str]) -> None:
    widget = _Drawn(palette("ansi"))
    widget.texts = given
    strip = widget.render_line(0)
    assert not betrayed(strip.text)
    assert "\n" not in strip.text
    assert strip.cell_length == 40


@given(texts)
@example("".join(ATOMS))
def test_what_is_typed_pasted_completed_or_recalled(text: str) -> None:
    for line in (printable(text), LineInput.validate_value(LineInput.__new__(LineInput), text)):
        assert not betrayed(line)
        assert not any(unicodedata.category(char) == "Cc" for char in line)


@contextmanager
def printed() -> Iterator[io.BytesIO]:
    """What is written to standard output and error meanwhile."""
    made = io.BytesIO()
    stream = io.TextIOWrapper(made, "utf-8", errors="surrogateescape", write_through=True)
    with redirect_stdout(stream), redirect_stderr(stream):
        yield made
        stream.flush()


@given(texts)
def test_what_is_printed(text: str) -> None:
    with printed() as out:
        printing.print_text(text)
        printing.print_parts([(text, "1"), ("。", ""), (text, "")])
        printing.note(text)
        printing.note(Message("{one} {two}", one=text, two=Message(text)))
        assert not betrayed(out.getvalue().decode())


@given(
    st.dictionaries(texts, texts, max_size=2), st.text(st.characters(exclude_categories=("Cs",)))
)
def test_what_is_printed_as_json(told: dict[str, str], any_text: str) -> None:
    with printed() as out:
        printing.print_json({**told, "any": [any_text, "普\udcff\ud800京"]})
        json_printed = out.getvalue().decode()
    assert not betrayed(json_printed)
    assert json_printed.count("\n") == 1
    # To a program it is the same.
    assert json.loads(json_printed) == {**told, "any": [any_text, "普\udcff\ud800京"]}


@given(texts)
def test_floods_are_bounded_wherever_they_are(text: str) -> None:
    runs = re.findall("[\u0300-\u036f]+", printable(text))
    assert all(len(run) <= MARKS for run in runs)
