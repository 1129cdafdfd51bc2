"""Links, the way to the original, and the list in a file, key by key."""

from __future__ import annotations

import os
from dataclasses import replace
from pathlib import Path
from typing import Any

import pytest

from store.article import Article, Block
from tests.tui.fake_library import FakeLibrary, make_article
from tests.tui.test_browser import browser, press, shown
from tui.app import WenrenApp
from tui.browser import opening, saving, taking_along
from tui.browser.setup import Setup

URL = "https://例子.中国/新闻?q=1"
ENCODED = "https://xn--fsqu00a.xn--fiqs8s/%E6%96%B0%E9%97%BB?q=1"
SIZE = (120, 40)


class Linked(FakeLibrary):
    path = Path("/nowhere")

    def article(self, id: str) -> Article | None:
        article = make_article(int(id[1:]))
        blocks = (Block("paragraph", "普京说。"), Block("related", "见 https://a.org/b 一文"))
        return replace(article, url=URL, blocks=blocks, mentions=article.mentions[:1])


class Unlinked(FakeLibrary):
    path = Path("/nowhere")


def links(app: WenrenApp) -> dict[str, str]:
    """What is a link on the screen, and where it leads."""
    found: dict[str, str] = {}
    for strip in app.screen._compositor.render_strips():
        for segment in strip:
            if segment.style is not None and segment.style.link:
                url = segment.style.link
                found[url] = found.get(url, "") + segment.text
    return found


async def test_title_address_and_what_related_links_hold() -> None:
    async with browser(Linked(), SIZE) as (app, pilot):
        await press(pilot, "enter", "o")
        led = links(app)
        assert led["https://a.org/b"] == "https://a.org/b"
        article = app.reader.article
        assert article is not None
        assert "".join(led[ENCODED].split()) == article.title + "例子.中国/新闻?q=1"


async def test_no_links_where_none_are_wanted() -> None:
    async with browser(Linked(), SIZE, setup=Setup(links=False)) as (app, pilot):
        await press(pilot, "enter", "o")
        assert links(app) == {}
        assert "例子.中国/新闻?q=1" in shown(app)


HERE = {"SSH_CONNECTION": "", "WENREN_KIOSK": "", "DISPLAY": ":0", "WAYLAND_DISPLAY": ""}


@pytest.mark.parametrize(
    ("changes", "opens"),
    [
        ({}, True),
        ({"DISPLAY": "", "WAYLAND_DISPLAY": "wayland-0"}, True),
        ({"DISPLAY": ""}, False),
        ({"SSH_CONNECTION": "10.0.0.1 5 10.0.0.2 22"}, False),
        ({"WENREN_KIOSK": "1"}, False),
    ],
)
def test_where_there_is_a_display(
    monkeypatch: pytest.MonkeyPatch, changes: dict[str, str], opens: bool
) -> None:
    monkeypatch.setattr("sys.platform", "linux")
    for name, value in {**HERE, **changes}.items():
        monkeypatch.setenv(name, value)
    assert opening.displays() is opens


async def test_the_original_is_opened_without_a_word_on_the_screen(
    monkeypatch: pytest.MonkeyPatch, tmp_path: Path, capfd: pytest.CaptureFixture[str]
) -> None:
    for name, value in HERE.items():
        monkeypatch.setenv(name, value)
    program, told = tmp_path / "browser", tmp_path / "told"
    os.mkfifo(told)
    program.write_text(f'#!/bin/sh\necho garbage\necho garbage >&2\necho "$1" > {told}\n')
    program.chmod(0o755)
    monkeypatch.setenv("BROWSER", str(program))
    async with browser(Linked(), SIZE) as (app, pilot):
        await press(pilot, "w")
        assert told.read_text() == ENCODED + "\n"
        assert ENCODED in shown(app)
        assert not app.clipboard
    assert "garbage" not in "".join(capfd.readouterr())


async def test_elsewhere_its_address_is_copied_and_shown(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(opening, "displays", lambda: False)
    async with browser(Linked(), SIZE) as (app, pilot):
        await press(pilot, "w")
        assert app.clipboard == ENCODED
        assert ENCODED in shown(app).splitlines()[-1]
    async with browser(Unlinked(), SIZE) as (app, pilot):
        await press(pilot, "w")
        assert not app.clipboard
        assert "没有网址" in shown(app)


async def test_a_terminal_without_a_clipboard_is_told_of(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(opening, "displays", lambda: False)
    monkeypatch.setenv("TERM", "linux")
    async with browser(Linked(), SIZE) as (app, pilot):
        await press(pilot, "y", "y")
        assert "这个终端没有剪贴板" in shown(app)
        await press(pilot, "w")
        assert ENCODED in shown(app).splitlines()[-1]
        assert not app.clipboard


async def test_an_article_is_copied_as_markdown() -> None:
    async with browser(Linked(), SIZE) as (app, pilot):
        await press(pilot, "y", "m")
        article = app.reader.article
        assert article is not None
        assert app.clipboard.startswith(f"# {article.title}\n\n")
        assert f"<{URL}>" in app.clipboard


@pytest.fixture
def asked(monkeypatch: pytest.MonkeyPatch, tmp_path: Path) -> list[list[str]]:
    """The commands that were given to children, who all do as they are told."""
    monkeypatch.setenv("HOME", str(tmp_path))
    given: list[list[str]] = []

    def run(words: list[str], told: Any) -> tuple[int, str]:
        given.append(words)
        told("exported 1200")
        return 0, "exported 1200"

    monkeypatch.setattr("tui.browser.command_line.run", run)
    return given


@pytest.mark.parametrize(
    ("key", "form", "suffix"),
    [
        ("m", "markdown", "md"),
        ("j", "jsonl", "jsonl"),
        ("c", "csv", "csv"),
        ("g", "graphml", "graphml"),
    ],
)
async def test_the_list_in_a_file(
    asked: list[list[str]], tmp_path: Path, key: str, form: str, suffix: str
) -> None:
    async with browser(Linked(), query="普京 -源:远望报") as (app, pilot):
        await press(pilot, "x", key)
        assert app.edit_line is not None
        suggested = app.edit_line.input.value
        assert suggested.startswith("~/wenren-普京-源-远望报-2")
        assert suggested.endswith(f".{suffix}")
        await press(pilot, "enter")
        path = suggested.replace("~", str(tmp_path))
        words = [
            "--store",
            str(app.library.path),
            "export",
            "--format",
            form,
            "--output",
            path,
            "--new",
        ]
        assert asked == [[*words, "--", "普京 -源:远望报"]]
        assert "1,200" in shown(app)


async def test_no_file_is_replaced_unasked(asked: list[list[str]], tmp_path: Path) -> None:
    (tmp_path / "a.md").write_text("old", "utf-8")
    async with browser(Linked()) as (app, pilot):
        await press(pilot, "x", "m", "ctrl+u", *"~/a.md", "enter")
        assert not asked
        assert "已有" in shown(app)
        await press(pilot, "escape")
        assert not asked
        await press(pilot, "x", "m", "ctrl+u", *"~/a.md", "enter", "enter")
        assert len(asked) == 1
        assert "--new" not in asked[0]


def test_a_suggested_file_isn_t_there_yet(asked: list[list[str]], tmp_path: Path) -> None:
    first = saving.suggestion("a/../b 习近平", "md")
    assert first.startswith("~/wenren-a-b-习近平-")
    Path(first).expanduser().touch()
    assert saving.suggestion("a/../b 习近平", "md") == first.replace(".md", "-2.md")


async def test_in_a_kiosk_the_list_is_copied(
    asked: list[list[str]], monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setenv("WENREN_KIOSK", "1")
    async with browser(Linked()) as (app, pilot):
        copied = set()
        for key in "mjcg":
            await press(pilot, "x", key)
            assert app.edit_line is None
            assert "已复制这份列表" in shown(app)
            copied.add(app.clipboard)
        assert len(copied) == 4
        monkeypatch.setattr(taking_along, "LARGEST", 100)
        await press(pilot, "x", "j")
        assert "剪贴板放不下" in shown(app)
        assert app.clipboard in copied
    assert not asked


def test_a_graph_of_too_many_articles_is_not_made(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(taking_along, "MOST", 3)
    library: Any = Linked()
    many = [make_article(number) for number in range(4)]
    monkeypatch.setattr(library, "articles", lambda query: iter(many))
    assert taking_along.written(library, "", "graphml") is None
    many.pop()
    assert (taking_along.written(library, "", "graphml") or "").endswith("</graphml>\n")


async def test_the_help_is_found_in_as_one_types() -> None:
    async with browser(FakeLibrary(), SIZE) as (app, pilot):
        await press(pilot, "question_mark", "slash", *"jiaxing")
        assert "加星或去星" in shown(app)
        assert "往下读" not in shown(app)
        await press(pilot, "enter")
        assert app.focused is app.help
        assert "加星或去星" in shown(app)
        await press(pilot, "escape")
        assert "向下" in shown(app)
        await press(pilot, "slash", *"graphml")
        assert "向下" not in shown(app)
        await press(pilot, "escape")
        assert "向下" in shown(app)
        await press(pilot, "slash", *"zzzz")
        assert "帮助里没有" in shown(app)
        await press(pilot, "enter", "escape", "escape")
        assert app.help is None
        assert app.focused is app.headlines
