"""OSC 52 and OSC 8: what the terminal is told to copy, and where a link leads."""

from __future__ import annotations

import re
import unicodedata
from base64 import b64decode
from pathlib import Path
from random import Random

import pytest
from hypothesis import given
from hypothesis import strategies as st

from store.library import Library
from tests.hostile.check import LINK
from tests.hostile.test_commands import BY_ID, Walk
from tests.hostile.texts import texts
from tests.hostile.wire import wired
from tests.pty.sequences import controls
from tui import links
from tui.browser import copying
from tui.commands import COMMANDS

COPIES = [c for c in COMMANDS if c.id.startswith("copy") or c.id == "open-original"]
SEVERAL_LINES = {"copy-article", "copy-markdown"}


def copied(written: str) -> list[str]:
    """What a terminal took into its clipboard; anything else that begins so is a mistake."""
    found = []
    for token in controls(written):
        if token.shape == "OSC 52":
            inside = re.fullmatch(r"\x1b\]52;c;([A-Za-z0-9+/]+={0,2})\x07", token.raw)
            assert inside, token.raw
            assert len(token.raw) < 100_000
            found.append(b64decode(inside[1], validate=True).decode())
    return found


def harmless(text: str) -> bool:
    """Nothing that a shell, an editor or a person would take for anything but letters."""
    unseen = ("Cc", "Cs", "Co", "Zl", "Zp")
    return not any(unicodedata.category(c) in unseen or c in BIDI for c in text.replace("\n", ""))


BIDI = frozenset(
    map(chr, (0x61C, *range(0x200B, 0x2010), *range(0x202A, 0x202F), *range(0x2060, 0x206A)))
)


async def test_only_the_copy_commands_copy_and_only_letters(hostile: Path) -> None:
    async with wired(Library.at_hand(hostile), (80, 24)) as (app, pilot):
        person = Walk(app, pilot, Random(3))
        for _ in range(4):
            await person.go("reader")
            assert not copied(app.written())
            for command in COPIES:
                await person.obey(command)
                (text, *more) = copied(app.written()) or [""]
                assert not more
                assert harmless(text), command.id
                assert not text.endswith("\n")
                assert command.id in SEVERAL_LINES or "\n" not in text, command.id
            await person.back()
            await person.obey(BY_ID["down"])


async def test_links_lead_only_where_we_put_them(hostile: Path) -> None:
    async with wired(Library.at_hand(hostile), (140, 40)) as (app, pilot):
        person = Walk(app, pilot, Random(4))
        found: list[str] = []
        for _ in range(4):
            for id in ("open", "related", "end", "left", "down"):
                await person.obey(BY_ID[id])
            found += [t.raw for t in controls(app.written()) if t.shape == "OSC 8"]
        assert any("PWNED" in link for link in found)
        assert all(LINK.fullmatch(link) for link in found), found
        assert all(len(link) <= links.LONGEST + 20 for link in found)


class _Sent(copying.Copying):
    """A browser of which only the clipboard is looked at."""

    def __init__(self) -> None:
        self.sent: list[str] = []

        class Driver:
            write = staticmethod(self.sent.append)

        self._driver = Driver()  # type: ignore[assignment]
        self._clipboard = ""


@given(st.one_of(texts, texts.map(lambda t: t * 2000)))
def test_whatever_is_to_be_copied(text: str) -> None:
    app = _Sent()
    app.copy_to_clipboard(text)
    assert harmless(app.clipboard)
    assert not app.clipboard.endswith("\n")
    for sent in copied("".join(app.sent)):
        assert sent == app.clipboard
        assert len(sent.encode()) <= copying.LARGEST
    assert bool(app.sent) == (0 < len(app.clipboard.encode()) <= copying.LARGEST)


ADDRESSES = st.one_of(
    texts,
    texts.map("https://a.org/{}".format),
    texts.map("http://{}/a".format),
    st.text(st.sampled_from("а新闻аррӏеgoogle丿。․/:;@\\.xn--")).map("https://{}.cn/a;b".format),
)


@given(ADDRESSES)
def test_a_link_can_t_end_early(url: str) -> None:
    drawn = links.drawn(url)
    if drawn is not None:
        assert LINK.fullmatch(f"\x1b]8;id=1;{drawn}\x1b\\")
        assert len(drawn) <= links.LONGEST


@given(ADDRESSES)
def test_the_host_that_is_shown_is_the_one_it_leads_to(url: str) -> None:
    leads = links.address(url)
    if leads is not None:
        host = re.split(r"[/?#]", links.shown(url))[0]
        assert re.fullmatch(r"[a-z0-9_.:\[\]\u3400-\u4dbf\u4e00-\u9fff-]+", host)
        assert links.address(f"http://{host}/") == f"http://{host_of(leads)}/"


def host_of(url: str) -> str:
    return re.split(r"[/?#]", url.partition("://")[2])[0]


@pytest.mark.parametrize(
    ("url", "shown"),
    [
        ("https://例子.中国/新闻", "例子.中国/新闻"),
        ("https://xn--fsqu00a.xn--fiqs8s/", "例子.中国/"),
        # Cyrillic, all of it or a letter; and a stroke that looks like a slash.
        ("https://аррӏе.com/", "xn--80ak6aa92e.com/"),
        ("https://gооgle.com/", "xn--ggle-55da.com/"),
        ("https://a.org丿b.cn/", "a.xn--orgb-ni5f.cn/"),
        ("https://163新闻.cn:8080/a", "163新闻.cn:8080/a"),
        ("ftp://а.org/", "а.org/"),
        ("见报纸", "见报纸"),
    ],
)
def test_homographs_are_shown_as_they_are_asked_for(url: str, shown: str) -> None:
    assert links.shown(url) == shown
