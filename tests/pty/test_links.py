"""Links on the wire: only what we put there, begun once, with one id; and files beside reading."""

from __future__ import annotations

from pathlib import Path

import pytest

from store.article import Block, Draft
from store.library import Library
from tests.budgets import LIST_DOWN_WITH_DETAIL
from tests.hostile.check import LINK
from tests.pty.program import browse
from tests.pty.sequences import controls

URL = "https://news.example.org/2024/05/{:02}/world/a-headline-as-long-as-they-are-nowadays-{}.html"
SIZES = {"80x24": (80, 24), "200x50": (200, 50)}


@pytest.fixture(scope="module")
def linked(tmp_path_factory: pytest.TempPathFactory) -> Path:
    folder = tmp_path_factory.mktemp("linked") / "store"
    library = Library.open(folder)
    library.add(
        Draft(
            f"普京第{n}次会见习近平，谈到联合国和美国，还有{n * 3}件别的事情要等到下个月再谈",
            tuple(Block("paragraph", f"普京{n}说了{p}件事，习近平也说了。" * 5) for p in range(6)),
            "闻人通讯社",
            url=URL.format(n, n),
            published=f"2024-05-{n:02}",
        )
        for n in range(1, 13)
    )
    library.close()
    return folder


def links(output: str) -> list[str]:
    return [token.raw for token in controls(output) if token.shape == "OSC 8"]


@pytest.mark.parametrize("theme", ["ansi", "dark", "mono"])
@pytest.mark.parametrize("size", SIZES)
def test_a_headline_is_one_link_a_line(
    linked: Path, env: dict[str, str], size: str, theme: str
) -> None:
    cols, rows = SIZES[size]
    around = {**env, "WENREN_THEME": theme}
    with browse(linked, around, cols=cols, rows=rows) as terminal:
        terminal.press("enter")
        costs = [terminal.press("J") for _ in range(5)]
        found = links(terminal.output)
        assert found
        assert all(LINK.fullmatch(link) for link in found)
        assert URL.format(8, 8) in "".join(found)
        assert found[-1] == "\x1b]8;;\x1b\\"
        if theme == "ansi":
            assert max(c.bytes for c in costs) <= LIST_DOWN_WITH_DETAIL[size == "200x50"], costs


@pytest.mark.parametrize("change", [{"TERM": "linux"}, {"TERM": "vt220"}, {"config": "off"}])
def test_none_where_they_would_be_printed_or_aren_t_wanted(
    linked: Path, env: dict[str, str], change: dict[str, str], tmp_path: Path
) -> None:
    config = tmp_path / "config.toml"
    config.write_text("[browser]\nlinks = false\n" if "config" in change else "", "utf-8")
    with browse(linked, {**env, "WENREN_CONFIG": str(config), **change}) as terminal:
        terminal.press("enter")
        assert not links(terminal.output)


def test_the_list_in_a_file_while_one_reads_on(linked: Path, env: dict[str, str]) -> None:
    home = Path(env["HOME"])
    # Wide enough for the whole of what is said of a long path.
    with browse(linked, env, ["普京", "排序:旧"], cols=220) as terminal:
        terminal.send("x", "m")
        terminal.wait_for("导出到")
        terminal.send("enter")
        terminal.wait_for("已导出 12 篇")
        (made,) = home.glob("wenren-*.md")
        text = made.read_text("utf-8")
        assert text.index("普京第1次") < text.index("普京第12次")
        terminal.send("x", "c")
        terminal.wait_for("导出到")
        terminal.press("\x15")
        terminal.send(*f"{home}/none/a.csv", "enter")
        terminal.wait_for("没有这个文件或文件夹")


def test_what_is_under_way_ends_with_the_browser(
    linked: Path, env: dict[str, str], tmp_path: Path
) -> None:
    """A pipe that nobody reads holds the child up for ever, were it not for its parent."""
    import os

    import psutil  # type: ignore[import-untyped]

    pipe = tmp_path / "pipe"
    os.mkfifo(pipe)
    with browse(linked, env, cols=120) as terminal:
        terminal.send("x", "j")
        terminal.wait_for("导出到")
        terminal.press("\x15")
        terminal.send(*str(pipe), "enter")
        terminal.wait_for("回车换掉")
        terminal.send("enter")
        browser = psutil.Process(terminal.pid)
        terminal.wait(lambda: len(browser.children()) > 0, "child")
        (child,) = browser.children()
        terminal.send("q")
        terminal.wait_end()
        child.wait(10)
    assert not list(tmp_path.glob(".wenren-*"))
