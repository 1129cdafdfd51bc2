"""Addresses as links: only the web's, and nothing of them ends the sequence."""

from __future__ import annotations

import re
from itertools import groupby
from pathlib import Path

import pytest
from hypothesis import given
from hypothesis import strategies as st
from rich.style import Style
from textual.strip import Segment, Strip

from tests.hostile.check import ATTACKS
from tests.pty.sequences import tokens
from tui.browser.setup import setup
from tui.links import LONGEST, address, drawn, in_text
from tui.wire.shadow import Shadow

WEB = re.compile(r"https?://(?:[a-z0-9_.-]+|\[[0-9a-f:.]+\])(?::\d+)?(?:[/?#][!-~]*)?")
URLS = st.one_of(
    st.text(),
    st.text().map("https://example.org/{}".format),
    st.text().map("http://{}/a".format),
    st.tuples(st.sampled_from(list(ATTACKS.values())), st.text(max_size=5)).map(
        lambda parts: "https://example.org/?q={}#{}".format(*parts)
    ),
)


@given(URLS)
def test_whatever_an_address_is_it_can_t_act(url: str) -> None:
    made = address(url)
    if made is not None:
        assert WEB.fullmatch(made)
        assert address(made) == made


@given(URLS)
def test_a_text_s_addresses_are_where_it_has_them(text: str) -> None:
    for start, end, url in in_text(f"见{text}。"):
        assert WEB.fullmatch(url)
        assert f"见{text}。"[start:end].lower().startswith("http")


@pytest.mark.parametrize(
    ("given", "made"),
    [
        ("https://example.org/a?b=c#d", "https://example.org/a?b=c#d"),
        ("https://例子.中国/新闻 1", "https://xn--fsqu00a.xn--fiqs8s/%E6%96%B0%E9%97%BB%201"),
        ("HTTP://Example.org:8080/%E6%96%B0", "http://example.org:8080/%E6%96%B0"),
        ("http://[::1]/", "http://[::1]/"),
        *((bad, None) for bad in (None, "", "/a", "ftp://a.org/", "javascript:alert(1)")),
        *((bad, None) for bad in ("file:///etc/passwd", "https://a@b.org/", "http://a b/")),
        *((bad, None) for bad in ("http://[::1", "http://a.org:x/", "http:///a")),
    ],
)
def test_only_the_web(given: str | None, made: str | None) -> None:
    assert address(given) == made


def test_a_very_long_one_isn_t_drawn() -> None:
    assert drawn("https://example.org/" + "a" * 100)
    assert drawn("https://example.org/" + "a" * LONGEST) is None


def test_in_a_text_without_the_marks_around_it() -> None:
    text = "详见（https://example.org/a_1）和http://b.org/c，等。"
    assert [(text[s:e], url) for s, e, url in in_text(text)] == [
        ("https://example.org/a_1", "https://example.org/a_1"),
        ("http://b.org/c", "http://b.org/c"),
    ]


PIECES = st.lists(
    st.tuples(
        st.sampled_from(["", "u", "v"]), st.booleans(), st.text("ab京", min_size=1, max_size=5)
    )
)


def cells(frame: str) -> list[tuple[str, str, str]]:
    """Every letter, where it leads and how it looks."""
    found, url, look = [], "", ""
    for token in tokens(frame):
        if token.shape == "OSC 8":
            url = token.raw.split(";", 2)[2].removesuffix("\x1b\\")
        elif token.shape == "CSI m":
            look = token.raw
        elif token.kind != "text":
            continue
        else:
            found += [(letter, url, look) for letter in token.raw]
    assert not url
    return found


@given(PIECES)
def test_the_same_cells_lead_to_the_same_places(pieces: list[tuple[str, bool, str]]) -> None:
    segments = [
        Segment(text, Style(bold=bold, link=f"http://{url}" if url else None))
        for url, bold, text in pieces
    ]
    from rich.console import Console

    shadow = Shadow(erases_in_colour=True)
    frame = Strip(segments).render(Console(force_terminal=True, color_system="truecolor"))
    sent = shadow.draw(f"\x1b[1;1H{frame}") + shadow.put_down_pen()
    assert [c[:2] for c in cells(sent)] == [c[:2] for c in cells(frame)]
    # Begun once where it goes on in another style, with an id that is no chance.
    opened = sum(url != "" for url, _ in groupby(url for url, _, _ in pieces))
    assert sent.count("\x1b]8;id=1;") == opened
    # What stands there isn't sent again.
    assert not shadow.draw(f"\x1b[1;1H{frame}").replace("\x1b[H", "")


@pytest.mark.parametrize(
    ("term", "takes"),
    [("xterm-256color", True), ("tmux", True), ("linux", False), ("vt220", False), ("", False)],
)
def test_where_they_would_be_printed(
    monkeypatch: pytest.MonkeyPatch, tmp_path: Path, term: str, takes: bool
) -> None:
    monkeypatch.setenv("TERM", term)
    monkeypatch.setenv("WENREN_CONFIG", str(tmp_path / "config.toml"))
    assert setup().links is takes
