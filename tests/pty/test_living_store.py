"""A browser that is open while other processes write its store."""

from __future__ import annotations

import subprocess
from collections.abc import Iterator
from pathlib import Path

import pytest

from store.library import Library
from tests.benchmarks.generate import build
from tests.pty.program import WENREN, browse, newest
from tests.pty.terminal import Terminal

PAGE = """{title}

2026-01-05 08:00 来源：远望通讯社

{body}
"""
PAGES = {
    "海港吊车停工三日": "吊车停工的消息在港口传开，货轮在锚地等候，船员说他们已经等了三天，"
    "管理处只请各船公司留意下一次通知，并把冷藏货物先行转运到内河码头。",
    "北岸渔船改道返航": "大雾封住了北岸的水道，十几艘渔船绕过沙洲才回到渔港，比平日晚了半天，"
    "鱼市因此开得迟，几家饭馆临时改了菜单，渔民说春汛前这样的天气并不少见。",
}


@pytest.fixture
def own_store(tmp_path: Path) -> Path:
    folder = tmp_path / "store"
    build(folder, 30)
    return folder


@pytest.fixture
def pages(tmp_path: Path) -> list[Path]:
    """Two pages, newer than all else, with one article each."""
    made = []
    for title, body in PAGES.items():
        path = tmp_path / f"{title}.txt"
        path.write_text(PAGE.format(title=title, body=body), "utf-8")
        made.append(path)
    return made


def add(store: Path, page: Path, env: dict[str, str]) -> subprocess.Popen[bytes]:
    return subprocess.Popen([*WENREN, "add", "--store", store, page], env=env, stderr=-1, stdout=-1)


@pytest.fixture
def terminal(own_store: Path, env: dict[str, str]) -> Iterator[Terminal]:
    with browse(own_store, env) as terminal:
        yield terminal


def test_two_writers_at_once_and_a_reader(
    terminal: Terminal, own_store: Path, pages: list[Path], env: dict[str, str]
) -> None:
    before = terminal.lines()
    writers = [add(own_store, page, env) for page in pages]
    for writer in writers:
        _, messages = writer.communicate()
        assert writer.returncode == 0, messages.decode()
    library = Library.open(own_store)
    assert {head.title for head in library.rows().page(0, 2)} == set(PAGES)
    library.close()
    # It says so, and nothing jumps: not even when they are taken in, above what is read.
    terminal.wait_for("2 篇新文章")
    assert terminal.lines()[1:] == before[1:]
    terminal.press("r")
    assert terminal.lines()[1:] == before[1:]
    terminal.send("home")
    for title in PAGES:
        terminal.wait_for(title)


def test_two_browsers_of_one_person_and_one_of_another(
    terminal: Terminal, own_store: Path, env: dict[str, str]
) -> None:
    title = newest(own_store)
    theirs = {**env, "WENREN_USER": "somebody else"}
    with browse(own_store, env) as mine, browse(own_store, theirs) as other:
        terminal.press("s")
        mine.wait_for(">N*")
        # As a connection that is lost ends it: the mark is kept.
        terminal.hang_up()
        assert ">N*" not in other.text()
        other.press("j")
        assert "N*" not in other.text()
    with Terminal([*WENREN, "--store", own_store, "星标"], env) as again:
        again.wait_for(">N*")
        again.wait_for(title)
        assert again.text().count("N*") == 1


def test_what_one_browser_tags_and_saves_the_other_shows(
    own_store: Path, env: dict[str, str]
) -> None:
    with browse(own_store, env, cols=120) as mine, browse(own_store, env, cols=120) as other:
        other.send("L")
        other.wait_for("没有保存")
        steps = (("t", "标签", "稍后"), ("/", "搜索", "标签:稍后"), ("S", "存为", ""))
        for key, said, line in steps:
            mine.press(key)
            mine.wait_for(said)
            mine.write(line.encode())
            mine.settle()
            mine.press("enter")
        # The other without a key: at its next look at the journal.
        other.wait_for("标签:稍后")
        other.send("1")
        other.wait_for("1 篇")


def test_marks_that_cannot_be_saved_are_shown_and_said_to_be_unsaved_once(
    own_store: Path, env: dict[str, str]
) -> None:
    with browse(own_store, {**env, "XDG_STATE_HOME": "/dev/null"}) as terminal:
        terminal.press("s")
        terminal.wait_for(">N*")
        terminal.wait_for("标记存不下来")
        terminal.press("s")
        assert ">N*" not in terminal.text()
        assert "标记存不下来" not in terminal.text()
        terminal.press("u")
        terminal.wait_for(">N*")
        terminal.press("/")
        terminal.write("星标".encode())
        terminal.wait_for("1 篇")
        terminal.press("enter")
        terminal.wait_for(">N*")
        terminal.send("q")
        assert terminal.wait_end(10) == 0


def test_what_another_program_wrote_over_the_screen_goes_at_ctrl_l(
    store: Path, env: dict[str, str]
) -> None:
    with browse(store, env) as terminal:
        before = terminal.text()
        terminal.screen.cursor_position(3, 5)
        terminal.screen.draw("Message from root: 维护")
        terminal.screen.erase_in_line(1)
        assert terminal.text() != before
        terminal.press("ctrl+l")
        assert terminal.text() == before
