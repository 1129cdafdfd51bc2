"""What comes in from the terminal in the shape of an answer, a paste or a key, whoever made it.

An answer holds what somebody may have had the terminal say: it is never sent back, and nothing in
it ends the program or the thread that reads.
"""

from __future__ import annotations

import asyncio
from collections.abc import Iterable
from pathlib import Path
from random import Random

import pytest
from hypothesis import example, given
from hypothesis import strategies as st
from textual.drivers import linux_driver
from textual.message import Message

import tui.wire.driver  # noqa: F401 - puts the browser's parser in the place of Textual's
from store.library import Library
from tests.hostile.test_commands import BY_ID, Walk
from tests.hostile.texts import ATOMS, mixed
from tests.hostile.wire import Wired, escaped, wired
from tests.pty.sequences import controls

BIG = ("0", "1", "31337", "65536", "1114112", "4294967296", "9" * 20, "-1", "")
number = st.sampled_from(BIG)
answers = st.one_of(
    # Of a cursor's place, a device, a mode, a colour, a window, the clipboard, a font.
    st.tuples(number, number).map("\x1b[{0[0]};{0[1]}R".format),
    st.tuples(number, number).map("\x1b[?{0[0]};{0[1]}c".format),
    st.tuples(number, number).map("\x1b[>{0[0]};{0[1]};0c".format),
    st.tuples(number, number).map("\x1b[?{0[0]};{0[1]}$y".format),
    number.map("\x1b[{}n".format),
    st.tuples(number, st.sampled_from(ATOMS)).map("\x1b]11;rgb:{0[0]}/{0[1]}/0\x07".format),
    st.tuples(number, st.sampled_from(ATOMS)).map("\x1b]{0[0]};{0[1]}\x1b\\".format),
    st.sampled_from(ATOMS).map("\x1bP1$r{}\x1b\\".format),
    st.sampled_from(ATOMS).map("\x1bP>|{}\x1b\\".format),
    st.sampled_from(ATOMS).map("\x1b_G{}\x1b\\".format),
    # Mice, in every way in which their places are told.
    st.tuples(number, number, number, st.sampled_from("Mm")).map(
        "\x1b[<{0[0]};{0[1]};{0[2]}{0[3]}".format
    ),
    st.tuples(number, number, number).map("\x1b[{0[0]};{0[1]};{0[2]}M".format),
    st.text(st.characters(max_codepoint=0xFF), min_size=3, max_size=3).map("\x1b[M{}".format),
    # Keys of the Kitty protocol, with the text that they are said to make.
    st.tuples(number, number, number, st.sampled_from("u~ABCDEFHPQRS")).map(
        "\x1b[{0[0]};{0[1]};{0[2]}{0[3]}".format
    ),
    st.tuples(number, number).map("\x1b[97:{0[0]};1;27:93:{0[1]}u".format),
    # A paste that has its own end in it, or none.
    st.sampled_from(ATOMS).map("\x1b[200~a\x1b[201~q{}\x1b[201~".format),
    st.sampled_from(ATOMS).map("\x1b[200~\x1b[200~{}\x1b[201~".format),
    st.sampled_from(("\x1b[I", "\x1b[O", "\x1b[201~", "\x1b[A", "\x1b", "普", "\x7f", "\r")),
)


def messages(parts: Iterable[str]) -> list[Message]:
    parser = linux_driver.XTermParser()
    return [message for part in parts if part for message in (*parser.feed(part), *parser.tick())]


@given(st.lists(st.one_of(answers, st.sampled_from(ATOMS)), max_size=6))
@example(["\x1b[1114112u", "\x1b[97;1;1114112u", "\x1b[55296u"])
def test_nothing_ends_the_thread_that_reads(parts: list[str]) -> None:
    messages(parts)
    messages("".join(parts))
    # A key is one all the same.
    parser = linux_driver.XTermParser()
    for part in (*parts, "\x1b[201~", " " * 40):
        [*parser.feed(part)]
    assert any(getattr(m, "key", "") == "j" for m in parser.feed("j"))


@pytest.mark.parametrize("place", ["list", "search", "reader", "line", "finder"])
async def test_nothing_of_an_answer_is_sent_back(hostile: Path, place: str) -> None:
    shaped = _shaped(Random(place))
    async with wired(Library.at_hand(hostile), (80, 24)) as (app, pilot):
        person = Walk(app, pilot, Random(5))
        await person.go(place)  # type: ignore[arg-type]
        app.written()
        for part in shaped:
            for message in messages([part]):
                app.wire.process_message(message)
            await person.settle()
            _look(app, part)
        # It still does as it is told.
        await person.obey(BY_ID["redraw"])
        written = ""
        for _ in range(2000):
            if "\x1b[H" in (written := written + app.written()):
                break
            await asyncio.sleep(0.01)
        assert "\x1b[H" in written
        assert not escaped(written)


def _shaped(random: Random) -> list[str]:
    """One of each shape, with numbers and texts by chance."""
    n = [random.choice(BIG) for _ in range(40)]
    text = [mixed(random) for _ in range(8)]
    return [
        f"\x1b[{n[0]};{n[1]}R", f"\x1b[?{n[2]};{n[3]}c", f"\x1b[?{n[4]};1$y", f"\x1b[{n[5]}n",
        f"\x1b]11;rgb:{text[0]}/0/0\x07", f"\x1b]52;c;{text[1]}\x1b\\", f"\x1bP>|{text[2]}\x1b\\",
        f"\x1b[<0;{n[6]};{n[7]}M", f"\x1b[<64;{n[8]};{n[9]}M", f"\x1b[<35;{n[10]};{n[11]}m",
        f"\x1b[{n[12]};{n[13]};{n[14]}u", "\x1b[1114112u", f"\x1b[97:{n[15]};1;27:93:31337u",
        f"\x1b[200~{text[3]}\x1b[201~", "\x1b[200~a\x1b[201~\x1b]0;PWNED\x07\x1b[201~",
        "\x1b[200~\x9b31337m\u202e\r\n\x1b[201~", "\x1b[M\xff\xff\xff", *"人\u202e\x9b\x85",
    ]  # fmt: skip


def _look(app: Wired, part: str) -> None:
    written = app.written()
    assert not escaped(written), part
    # No key that is told in words makes it copy.
    assert not any(token.shape == "OSC 52" and "?" in token.raw for token in controls(written))
