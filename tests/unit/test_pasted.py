"""What is pasted, told apart: addresses, paths, and what a document is to be taken for."""

from __future__ import annotations

from contextlib import suppress
from pathlib import Path

import pytest
from hypothesis import given
from hypothesis import strategies as st

from store.errors import RefusedError
from store.pasted import form_of, pasted


@pytest.mark.parametrize(
    ("text", "meant"),
    [
        ("https://news.example/feed.xml", "https://news.example/feed.xml"),
        ("  HTTP://news.example  ", "HTTP://news.example"),
        ("feed:https://news.example/rss", "feed:https://news.example/rss"),
        ("<https://news.example/1>", "https://news.example/1"),
        ("“https://news.example/1”", "https://news.example/1"),
        ("news.example/feed", "https://news.example/feed"),
        ("www.news.example", "https://www.news.example"),
        ("news.example:8080/rss", "https://news.example:8080/rss"),
    ],
)
def test_an_address(text: str, meant: str) -> None:
    assert pasted(text) == meant


@pytest.mark.parametrize("form", ["{}", " '{}' ", '"{}"', "file://{}", "\u201c{}\u201d"])
def test_a_path_however_it_was_copied(tmp_path: Path, form: str) -> None:
    folder = tmp_path / "新闻 一"
    folder.mkdir()
    assert pasted(form.format(folder)) == folder
    assert pasted(form.format(str(folder)).replace(" 一", "%20一" if "file:" in form else " 一"))


def test_a_path_as_a_shell_wants_it_and_from_home(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    (tmp_path / "a b (1).txt").touch()
    monkeypatch.setenv("HOME", str(tmp_path))
    assert pasted(str(tmp_path / r"a\ b\ \(1\).txt")) == tmp_path / "a b (1).txt"
    assert pasted("~/a b (1).txt") == tmp_path / "a b (1).txt"


def test_a_file_called_as_an_address_is_the_file(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.chdir(tmp_path)
    (tmp_path / "news.example").touch()
    assert pasted("news.example") == Path("news.example")


@pytest.mark.parametrize(
    ("text", "why"),
    [
        ("", "nothing"),
        ("  ", "nothing"),
        ('""', "nothing"),
        ("ftp://news.example/", "only http"),
        ("javascript://news.example/", "only http"),
        ("/there/is/no/such/file", "no such file"),
        ("articles.txt", "no such file"),
        ("一条新闻", "no such file"),
        ("a\0b", "no such file"),
        ("x" * 5000, "no such file"),
        ("~nobody-at-all/x", "no such file"),
    ],
)
def test_what_is_neither_is_refused_in_a_word(text: str, why: str) -> None:
    with pytest.raises(RefusedError, match=why):
        pasted(text)


@given(st.text(max_size=60))
def test_whatever_is_pasted_is_told_or_refused(text: str) -> None:
    with suppress(RefusedError):
        assert pasted(text)


@pytest.mark.parametrize(
    ("text", "form"),
    [
        ("<?xml version='1.0'?><opml version='2.0'><body/></opml>", "opml"),
        ("<rss version='2.0'><channel/></rss>", "feed"),
        ('<feed xmlns="http://www.w3.org/2005/Atom"/>', "feed"),
        ('{"version": "https://jsonfeed.org/version/1.1", "items": []}', "feed"),
        ("<!DOCTYPE html><html><body>opml <opml></body></html>", "articles"),
        ("河堤完工\n\n工程师说。", "articles"),
        ("", "articles"),
    ],
)
def test_a_document_is_told_by_what_is_in_it(text: str, form: str) -> None:
    assert form_of(text) == form
