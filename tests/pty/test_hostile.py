"""Text from outside never steers the terminal, by whatever door it came."""

from __future__ import annotations

import sqlite3
from pathlib import Path

import pytest

from store.library import Library
from tests.command_line import on_terminal
from tests.pty.hostile import ATTACKS, MARKUP, betrayed, documents, write_store
from tests.pty.program import WENREN
from tests.pty.terminal import Terminal

PASTED = "\x1b[200~{}\x1b[201~"


@pytest.fixture(scope="module")
def hostile(tmp_path_factory: pytest.TempPathFactory) -> Path:
    folder = tmp_path_factory.mktemp("hostile") / "store"
    write_store(folder)
    Library.open(folder).close()
    return folder


@pytest.mark.parametrize("name", ATTACKS)
def test_the_check_sees_every_attack(name: str) -> None:
    assert betrayed(f"普京{ATTACKS[name]}。")


def test_the_check_lets_the_program_do_its_work() -> None:
    assert not betrayed(f"\x1b[?2026h\x1b[3;4H\x1b[1;38;5;4m普京 PWNED {MARKUP}\x1b[0m\r\n")


@pytest.mark.parametrize("size", [(80, 24), (200, 50)])
def test_the_browser(hostile: Path, env: dict[str, str], size: tuple[int, int]) -> None:
    cols, rows = size
    with Terminal([*WENREN, "--store", hostile], env, cols=cols, rows=rows) as terminal:
        terminal.wait_for("第0号")
        terminal.settle()
        for number in range(len(documents())):
            keys = ["enter", "tab", "enter", "escape", "escape", "down"]
            if number == 0:
                # Unfolded once, related links stay so; one copy is enough.
                keys[1:1] = ["o", "y", "y", "y", "a"]
            for key in keys:
                terminal.send(key)
                terminal.settle(0.02)
        assert terminal.process.poll() is None
        terminal.send("q")
        assert terminal.wait_end() == 0
        # Copying is the one control that may hold an article's text: base64, so it can't end early.
        copied = [c for c in betrayed(terminal.output) if not c.startswith(r"'\x1b]52;c;")]
        assert not copied
        assert not any("UFdORUQ=" in c for c in betrayed(terminal.output))


def test_markup_is_text(hostile: Path, env: dict[str, str]) -> None:
    title = f"第{len(ATTACKS)}号[bold red]PWNED[/]"
    with Terminal([*WENREN, "--store", hostile, title], env, cols=200, rows=50) as terminal:
        terminal.wait_for(f"第{len(ATTACKS)}号")
        terminal.settle()
        assert MARKUP.split(" <")[0] in terminal.text()


def test_typing_and_pasting(hostile: Path, env: dict[str, str]) -> None:
    with Terminal([*WENREN, "--store", hostile], env) as terminal:
        terminal.wait_for("第0号")
        terminal.press("/")
        for name, attack in ATTACKS.items():
            if name == "marks":
                continue  # They steer nothing; in a text of one's own they are one's own affair.
            terminal.send(PASTED.format(attack.replace("\x1b", "")))
            terminal.settle(0.1)
        terminal.send("人", ":", "\x9b31337m", "\u202e")
        terminal.settle()
        assert not betrayed(terminal.output)


@pytest.mark.parametrize(
    "words",
    [
        ("list",),
        ("list", "--json"),
        ("search", "普京"),
        ("actors",),
        ("actors", "--json"),
        *(("show", f"hostile{n}") for n in range(len(ATTACKS))),
        *(("show", f"hostile{n}", "--json") for n in range(len(ATTACKS))),
        ("show", "hostile5", "--markdown"),
        *(("actors", "show", f"bad{n}") for n in range(0, len(ATTACKS), 3)),
    ],
    ids=" ".join,
)
def test_the_plain_commands(hostile: Path, env: dict[str, str], words: tuple[str, ...]) -> None:
    code, output = on_terminal(words[0], "--store", hostile, *words[1:], env=env)
    assert code == 0
    assert output
    assert not betrayed(output)


@pytest.mark.parametrize("name", ["osc-title", "csi", "c1", "bidi"])
def test_messages(hostile: Path, env: dict[str, str], tmp_path: Path, name: str) -> None:
    attack = ATTACKS[name]
    binary = tmp_path / f"{attack.replace('/', '')}.txt"
    binary.write_bytes(b"\x00\x01")
    for words in (
        ("search", "--store", str(hostile), f"({attack}"),
        ("show", "--store", str(hostile), attack),
        ("actors", "--store", str(hostile), "show", f"查无此人{attack}"),
        ("list", "--store", str(tmp_path / f"none{attack}".replace("/", ""))),
        ("add", "--store", str(tmp_path / "new"), str(binary)),
        ("list", f"--{attack}"),
    ):
        code, output = on_terminal(*words, env=env)
        assert code != 0, words
        assert output, words
        assert not betrayed(output), words


def test_an_index_from_a_stranger(env: dict[str, str], tmp_path: Path) -> None:
    """The index is derived, but it comes with the store all the same."""
    write_store(tmp_path / "store")
    Library.open(tmp_path / "store").close()
    (index,) = (tmp_path / "store/index").glob("*.sqlite")
    with sqlite3.connect(index) as connection:
        bad = "".join(ATTACKS.values())
        connection.execute("UPDATE head SET title = ?, source = ?", (f"题{bad}", f"源{bad}"))
        connection.execute("UPDATE actor SET name = ?, role = ?, english = ?", (bad, bad, bad))
    connection.close()
    for command in ("list", "actors"):
        code, output = on_terminal(command, "--store", tmp_path / "store", env=env)
        assert code == 0
        assert not betrayed(output), command
    with Terminal([*WENREN, "--store", tmp_path / "store"], env) as terminal:
        terminal.wait_for("题")
        for key in ("down", "enter", "tab", "enter"):
            terminal.send(key)
            terminal.settle(0.1)
        assert not betrayed(terminal.output)
