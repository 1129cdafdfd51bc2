"""What is pasted, told from what is typed."""

from __future__ import annotations

import pytest
from hypothesis import given
from hypothesis import strategies as st
from textual import events

from tui.wire.incoming import BURST, LONGEST, Parser, Pasted, Pastes, lenient

START, END = "\x1b[200~", "\x1b[201~"


def parts(*data: str) -> list[str | Pasted]:
    pastes = Pastes(lambda: 0.0)
    return [part for chunk in data for part in pastes.take(chunk)]


def test_a_paste_is_one_however_it_comes() -> None:
    whole = f"j{START}普京\r\nq{END}k"
    for at in range(len(whole)):
        # The first three bytes of a start may be keys, and are not waited with.
        if not whole[:at].endswith(("\x1b", "\x1b[")) or END[:2] in whole[6:at]:
            came = parts(whole[:at], whole[at:])
            assert came == ["j", Pasted("普京\r\nq"), "k"], at


def test_a_paste_is_cut() -> None:
    pastes = parts(START + "a" * LONGEST, *["b" * 4095] * 200, f"c{END}", "q")
    assert pastes == [Pasted("a" * LONGEST), "q"]


def test_many_characters_at_once_are_a_paste() -> None:
    assert parts("q" * (BURST - 1)) == ["q" * (BURST - 1)]
    assert parts("q" * BURST, "the rest") == [Pasted("q" * BURST), Pasted("the rest")]
    assert parts("\x1b[A" * BURST) == ["\x1b[A" * BURST]


def test_after_a_burst_keys_are_keys_again() -> None:
    clock = iter([0.0, 1.0])
    pastes = Pastes(lambda: next(clock))
    assert [*pastes.take("q" * BURST), *pastes.take("j")] == [Pasted("q" * BURST), "j"]


def test_a_paste_whose_end_is_lost_ends_in_silence() -> None:
    now = 0.0
    pastes = Pastes(lambda: now)
    assert [*pastes.take(f"{START}abc"), *pastes.tick()] == []
    now = 5.0
    assert [*pastes.tick(), *pastes.take("q")] == [Pasted("abc"), "q"]


def test_what_begins_like_a_paste_is_given_back() -> None:
    pastes = Pastes(lambda: 0.0)
    assert list(pastes.take("\x1b[20")) == []
    assert list(pastes.tick()) == ["\x1b[20"]


@given(st.lists(st.sampled_from([START, END, "\x1b", "[2", "00~", "a", "普", "\x1b[A"])))
def test_nothing_is_lost_or_turned_round(chunks: list[str]) -> None:
    now = 0.0
    pastes = Pastes(lambda: now)
    came = [part for chunk in chunks for part in pastes.take(chunk)]
    now = 99.0
    came += pastes.tick()
    texts = [part.text if isinstance(part, Pasted) else part for part in came]
    got, sent = "".join(texts), "".join(chunks)
    for mark in (START, END):
        got, sent = got.replace(mark, ""), sent.replace(mark, "")
    assert got == sent


@pytest.mark.parametrize(
    "data", ["\x1b[48;0;0;0;0t\x1b[<0;5;5M", "\x1b[48;9;9;9;9t", "\x1b[48;1;1;1;1t\x1b[M   "]
)
def test_a_size_that_nobody_asked_for(data: str) -> None:
    came = [*Parser().feed(data)]
    assert not any(isinstance(message, events.Resize) for message in came)


def test_bytes_that_mean_nothing_are_none() -> None:
    decoder = lenient("utf-8")()
    got = "".join(map(decoder.decode, (b"\xff\xfe", b"\xe6\x99", b"\xae", b"a\xc0\x80")))
    assert got == "普a"
