"""Bytes to text: read rightly or refused by name."""

from __future__ import annotations

from contextlib import suppress

import pytest
from hypothesis import given
from hypothesis import strategies as st

from store.errors import RefusedError
from store.intake.charset import decode, undo_double_encoding

SIMPLIFIED = (
    "两国外长周二在日内瓦举行会谈，讨论停火和人道援助。会谈持续三个小时，双方同意下月继续。"
)
TRADITIONAL = (
    "兩國外長週二在日內瓦舉行會談，討論停火和人道援助。會談持續三個小時，雙方同意下月繼續。"
)


@pytest.mark.parametrize("encoding", ["utf-8", "utf-8-sig", "utf-16", "utf-32", "gb18030"])
def test_simplified_text_in_any_encoding(encoding: str) -> None:
    assert decode(SIMPLIFIED.encode(encoding), "f") == SIMPLIFIED


@pytest.mark.parametrize("encoding", ["utf-8", "utf-16", "big5", "cp950", "big5hkscs", "gb18030"])
def test_traditional_text_in_any_encoding(encoding: str) -> None:
    assert decode(TRADITIONAL.encode(encoding), "f") == TRADITIONAL


@pytest.mark.parametrize("mark", ["utf-16-le", "utf-16-be"])
def test_utf_16_of_either_order_by_its_mark(mark: str) -> None:
    assert decode("\ufeff".encode(mark) + SIMPLIFIED.encode(mark), "f") == SIMPLIFIED


def test_a_headline_is_enough_to_tell_gb18030_from_big5() -> None:
    assert decode("中国外长今天访问俄罗斯".encode("gb18030"), "f") == "中国外长今天访问俄罗斯"
    assert decode("中國外長今天訪問俄羅斯".encode("big5"), "f") == "中國外長今天訪問俄羅斯"


def test_a_few_broken_bytes_in_utf_8_cost_nothing_else() -> None:
    good = SIMPLIFIED.encode()
    text = decode(good + b"\xe4\xb8" + good + b"\xff" + good, "f")
    assert text.replace("\ufffd", "") == SIMPLIFIED * 3
    assert text.count("\ufffd") == 2


@pytest.mark.parametrize(
    ("data", "reason"),
    [
        (b"", "empty"),
        (b" \n\t\r\n", "empty"),
        ("\ufeff\n".encode(), "empty"),
        (b"\x89PNG\r\n\x1a\n" + b"\x01" * 50, "a picture"),
        (b"%PDF-1.7\n%abc", "a PDF"),
        (b"PK\x03\x04rest", "a ZIP"),
        (b"\x1f\x8b\x08rest", "a gzip"),
        (b"text\x00with nul", "binary"),
        (bytes(range(1, 32)) * 20, "binary"),
        (bytes(range(128, 256)) * 40, "neither UTF-8"),
    ],
    ids=lambda value: value if isinstance(value, str) else "",
)
def test_what_is_no_text_is_refused_by_name(data: bytes, reason: str) -> None:
    with pytest.raises(RefusedError, match=reason) as caught:
        decode(data, "some/file.txt")
    assert caught.value.input == "some/file.txt"


def page(text: str, declared: str) -> str:
    script = "<script>" + "var a = 1;" * 9000 + "</script>"
    return f'<html><head><meta charset="{declared}">{script}</head><body><p>{text}</body></html>'


@pytest.mark.parametrize("declared", ["gb2312", "GBK", "utf-8", "big5", "iso-8859-1", "none"])
@pytest.mark.parametrize("encoding", ["utf-8", "gb18030", "big5"])
def test_a_page_is_read_by_its_bytes_whatever_it_declares(encoding: str, declared: str) -> None:
    text = TRADITIONAL if encoding == "big5" else SIMPLIFIED
    data = page(text, declared).encode(encoding)
    assert decode(data, "f") == page(text, declared)
    assert decode(data, "f", declared) == page(text, declared)


@pytest.mark.parametrize(
    ("head", "encoding"),
    [
        ("<meta charset=gb2312>", "gbk"),
        ('<meta content="text/html; charset=GB2312" http-equiv="Content-Type">', "gbk"),
        ('<?xml version="1.0" encoding="gbk"?>', "gbk"),
        ("<meta charset='big5-hkscs'>", "big5"),
    ],
)
def test_what_is_declared_decides_where_the_text_is_too_short(head: str, encoding: str) -> None:
    text = f"{head}<p>鬱鬱"
    assert decode(text.encode(encoding), "f") == text
    with pytest.raises(RefusedError, match="neither UTF-8"):
        decode("<p>鬱鬱".encode(encoding), "f")
    assert decode("<p>鬱鬱".encode(encoding), "f", encoding) == "<p>鬱鬱"


def test_gb2312_is_read_as_the_larger_set_that_pages_mean_by_it() -> None:
    text = "<meta charset=gb2312><p>朱镕基会见记者，谈到今年的经济情况。€"
    assert decode(text.encode("gb18030"), "f") == text


def test_a_page_in_utf_16_needs_no_mark() -> None:
    for encoding in ("utf-16-le", "utf-16-be"):
        assert decode(f"<p>{SIMPLIFIED}".encode(encoding), "f") == f"<p>{SIMPLIFIED}"


def test_utf_8_that_was_encoded_twice_is_undone_line_by_line() -> None:
    twice = SIMPLIFIED.encode().decode("latin-1")
    assert undo_double_encoding(f"标题\n\n{twice}\n") == f"标题\n\n{SIMPLIFIED}\n"
    windows = "会晤——双方".encode().decode("cp1252", "replace")
    if "\ufffd" not in windows:
        assert undo_double_encoding(windows) == "会晤——双方"


def test_text_with_accents_is_not_taken_for_such() -> None:
    text = "“Ünïcödé”——à la carte, Ångström, café é"
    assert undo_double_encoding(text) == text


@given(st.binary(max_size=300))
def test_any_bytes_are_read_or_refused(data: bytes) -> None:
    with suppress(RefusedError):
        assert decode(data, "f").strip()


@given(st.text(st.characters(min_codepoint=0x4E00, max_codepoint=0x9FFF), min_size=1, max_size=50))
def test_valid_utf_8_is_always_itself(text: str) -> None:
    assert decode(text.encode(), "f") == text
