"""The one hygiene function: nothing that steers a terminal passes, nothing else is touched."""

from __future__ import annotations

import unicodedata

import pytest
from hypothesis import given
from hypothesis import strategies as st

from store.intake.hygiene import MARKS, clean, clean_line

HOSTILE = [
    *range(0x0A), *range(0x0B, 0x20), *range(0x7F, 0xA0), 0x61C, 0x200B, 0x200C, 0x200D,
    0x200E, 0x200F, *range(0x202A, 0x202F), *range(0x2060, 0x2070), 0x2028, 0x2029, 0xFEFF,
    0xFFF9, 0xFFFE, 0xFFFF, 0xFDD0, 0xD800, 0xDFFF, 0xE000, 0xF8FF, 0xFE0F, 0xE0041, 0xE0100,
    0x10FFFF, 0xAD, 0x3164, 0x115F,
]  # fmt: skip


@pytest.mark.parametrize("point", HOSTILE, ids=hex)
def test_no_hostile_character_passes(point: int) -> None:
    assert chr(point) not in clean(f"前{chr(point)}后")


def test_an_escape_sequence_is_left_as_harmless_letters() -> None:
    assert clean("\x1b]52;c;aGk=\x07标题\x9b31m") == "]52;c;aGk=标题31m"


@pytest.mark.parametrize(
    ("text", "expected"),
    [
        ("一\r\n二\r三\u2028四\u2029五\x85六\f七", "一\n二\n三\n四\n五\n六\n七"),
        ("a\tb\xa0c\u2003d", "a b c d"),
        ("习\u200b近\ufeff平", "习近平"),
        ("私\ue000用", "私\ufffd用"),
        ("e\u0301", "é"),
        ("\uf900", "\u8c48"),
        ("全角　空格", "全角　空格"),
        ("[red]红[/] <b>粗</b> &amp;", "[red]红[/] <b>粗</b> &amp;"),
        ("𠮷野家 😀", "𠮷野家 😀"),
    ],
)
def test_what_becomes_of_text(text: str, expected: str) -> None:
    assert clean(text) == expected


def test_clean_text_comes_back_as_the_same_object() -> None:
    text = "各国外长周二在日内瓦会晤，讨论停火。\n会议持续三小时……“进展有限”，一名官员说。"
    assert clean(text) is text


@given(st.text(st.characters(codec=None, categories=None), max_size=60))
def test_idempotent_normal_and_free_of_controls(text: str) -> None:
    once = clean(text)
    assert clean(once) == once
    assert unicodedata.is_normalized("NFC", once)
    assert all(
        c == "\n" or unicodedata.category(c) not in ("Cc", "Cs", "Co", "Zl", "Zp") for c in once
    )


@given(st.text("a\u0301\u0316\u0344\u05b0\u0f71\u20dd\u0e34中", max_size=200))
def test_marks_are_bounded_and_stay_idempotent(text: str) -> None:
    once = clean(text * 3)
    assert clean(once) == once
    run = longest = 0
    for char in once:
        run = run + 1 if unicodedata.category(char) in ("Mn", "Me") else 0
        longest = max(longest, run)
    assert longest <= MARKS


def test_a_hundred_thousand_marks_cost_no_more_than_their_length() -> None:
    # Normalising this run without cutting it first takes quadratic time.
    assert len(clean("a" + "\u0301\u0316" * 100_000)) <= MARKS + 1


def test_a_line_is_one_line() -> None:
    assert clean_line("  标题\n第二\u2028行\t 　完 ") == "标题 第二 行 完"


@given(st.text(max_size=60))
def test_a_line_is_idempotent(text: str) -> None:
    once = clean_line(text)
    assert clean_line(once) == once
    assert "\n" not in once
