"""From nothing to the first folder and the first feed, in the real browser with real children."""

from __future__ import annotations

import os
from collections.abc import Iterator
from pathlib import Path

import pytest

from tests.pty.program import WENREN
from tests.pty.terminal import Terminal
from tests.pty.test_living_store import PAGE, PAGES
from tests.pty.test_rebuilding import alive, children, eventually
from tests.web.server import Exchange, answer, serving
from tests.web.subscribed import rss


@pytest.fixture
def terminal(tmp_path: Path, env: dict[str, str]) -> Iterator[Terminal]:
    settings = tmp_path / "config.toml"
    settings.write_text("[fetch]\nprivate_addresses = true\n")
    env["WENREN_CONFIG"] = str(settings)
    with Terminal([*WENREN, "--store", tmp_path / "store"], env) as made:
        made.wait_for("粘贴网址")
        made.settle()
        yield made


def paste(terminal: Terminal, text: str) -> None:
    terminal.press("A")
    terminal.write(f"\x1b[200~{text}\x1b[201~".encode())
    terminal.press("enter")


def test_a_folder_and_a_feed_are_added_while_one_reads(terminal: Terminal, tmp_path: Path) -> None:
    folder = tmp_path / "旧 新闻"
    folder.mkdir()
    for title, body in PAGES.items():
        (folder / f"{title}.txt").write_text(PAGE.format(title=title, body=body), "utf-8")
    paste(terminal, f"'{folder}'")
    terminal.wait_for("2 篇新文章", 60)
    for title in PAGES:
        terminal.wait_for(title, 60)
    with serving({"/f": answer(rss("河堤完工", "市场重开"))}) as server:
        paste(terminal, server.url("/f"))
        terminal.wait_for("订阅了“城北日报”，2 篇新文章", 60)
    terminal.wait_for("r 刷新")
    terminal.press("r")
    terminal.press("F")
    terminal.wait_for("城北日报")
    terminal.press("j")
    terminal.press("enter")
    terminal.wait_for("河堤完工")
    # Nothing that takes in is loaded where one reads, and then it is quiet.
    eventually(lambda: not children(terminal.pid))
    assert "etree" not in Path(f"/proc/{terminal.pid}/maps").read_text()
    terminal.settle()


def test_the_child_ends_with_the_browser(terminal: Terminal) -> None:
    def hang(exchange: Exchange) -> None:
        exchange.wait()

    with serving({"/f": hang}) as server:
        paste(terminal, server.url("/f"))
        eventually(lambda: bool(server.asked("/f")))
        (child,) = children(terminal.pid)
        os.kill(terminal.pid, 9)
        terminal.wait_end(20)
        eventually(lambda: not alive(child))
