from __future__ import annotations

from pathlib import Path

import pytest

from store.errors import StoreError
from tui.commands import COMMANDS, Command
from tui.keymap import commands, keymap_path
from tui.keys import meaning, table


@pytest.fixture
def file(tmp_path: Path) -> Path:
    return tmp_path / "keys.toml"


def named(made: tuple[Command, ...], id: str) -> Command:
    return next(command for command in made if command.id == id)


def test_without_a_file_the_keys_are_as_usual(file: Path) -> None:
    assert commands(file) is COMMANDS


def test_it_lies_beside_the_settings(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("WENREN_CONFIG", str(tmp_path / "elsewhere.toml"))
    assert keymap_path() == tmp_path / "keys.toml"
    keymap_path().write_text('star = "*"')
    assert named(commands(), "star").keys == ("*",)


def test_a_command_has_the_keys_given_to_it_and_no_others(file: Path) -> None:
    file.write_text('\ufeffstar = "*"\nhome = ["g g", "home"]\ncopy = []\n', "utf-8")
    made = commands(file)
    assert named(made, "star").keys == ("*",)
    assert named(made, "copy").keys == ()
    keys = table(made)
    assert meaning(keys, "list", ("s",)) is None
    assert meaning(keys, "list", ("g",)) == "more"
    assert meaning(keys, "list", ("g", "g")) == named(made, "home")
    assert [c.id for c in made] == [c.id for c in COMMANDS]


def test_a_key_that_another_command_had_is_taken_from_it(file: Path) -> None:
    file.write_text('star = "j"\nquit = "ctrl+x q"\n')
    made = commands(file)
    assert named(made, "down").keys == ("down",)
    keys = table(made)
    assert meaning(keys, "list", ("j",)) == named(made, "star")
    # Where star doesn't apply, j is down no longer either: one command, one set of keys.
    assert meaning(keys, "dossier", ("j",)) is None


def test_full_width_keys_mean_the_same(file: Path) -> None:
    file.write_text('star = "＊"\n', "utf-8")
    assert meaning(table(commands(file)), "list", ("asterisk",)) is not None


@pytest.mark.parametrize(
    ("text", "told"),
    [
        ('a = 1\nstarr = "s"\n', "line 1: no command is called 'a'"),
        ('\nstarr = "s"\n', "line 2: no command is called 'starr'; star is"),
        ('star = "hyper+s"\n', "line 1: star: no key is called hyper+s"),
        ("star = 5\n", "line 1: star must be a key or a list of keys"),
        ('star = ["s", 5]\n', "line 1: star must be a key or a list of keys"),
        ('star = ""\n', "line 1: star: no key"),
        ('star = "x"\n# …\ntag = "x"\n', "line 3: tag can't have x: star has it on line 1"),
        ('star = "x y"\ntag = "x"\n', "line 2: tag can't have x: star has it on line 1"),
        ("star = s\n", "not TOML"),
        ("a" + ".a" * 5000 + " = 1\n", "no"),
    ],
)
def test_a_mistake_is_said_with_its_line(file: Path, text: str, told: str) -> None:
    file.write_text(text, "utf-8")
    with pytest.raises(StoreError) as error:
        commands(file)
    assert str(error.value).startswith(str(file))
    assert told in str(error.value)
    assert "\n" not in str(error.value)


def test_a_file_that_cannot_be_read_is_said(file: Path) -> None:
    file.write_bytes(b"star = \xff")
    with pytest.raises(StoreError, match="not UTF-8"):
        commands(file)
    file.unlink()
    file.mkdir()
    with pytest.raises(StoreError, match="is a directory"):
        commands(file)


def test_commands_that_never_meet_may_share_a_key(file: Path) -> None:
    file.write_text('open = "x"\nchoose = "x"\n')
    made = commands(file)
    assert named(made, "open").keys == named(made, "choose").keys == ("x",)
