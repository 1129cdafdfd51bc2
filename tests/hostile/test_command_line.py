"""Every command that prints, on a terminal: hostile stores, files, arguments and environments."""

from __future__ import annotations

import argparse
import io
import shutil
import tarfile
from collections.abc import Iterator
from pathlib import Path
from random import Random

import pytest

from tests.command_line import on_terminal
from tests.hostile.check import betrayed
from tests.hostile.conftest import HOSTILE
from tests.hostile.texts import ATOMS, mixed
from tui.cli import every_command

T, FILE = "{text}", "{file}"
"""Stand for a hostile text, and for a file with a hostile name and content."""
LINES: dict[str, tuple[tuple[str, ...], ...]] = {
    "browse": (("browse", T),),
    # Its articles are ours.
    "demo": (),
    "add": (("add", FILE, T, "-"), ("add", "--map", T, "-"), ("add", "--source", T, FILE)),
    "list": (("list",), ("list", T), ("list", "--limit", T)),
    "search": (("search", "普京", "--excerpts"), ("search", "", "--facets"), ("search", T)),
    "show": (("show", "hostile0"), ("show", "hostile1", "--markdown"), ("show", T)),
    "diff": (("diff", "hostile0", "hostile2"), ("diff", "hostile1"), ("diff", T, T)),
    "tag": (("tag",), ("tag", FILE), ("tag", T)),
    "actors list": (("actors",), ("actors", T)),
    "actors suggest": (("actors", "suggest"), ("actors", "suggest", T)),
    "actors show": (("actors", "show", "bad1"), ("actors", "show", T)),
    "actors add": (
        ("actors", "add", f"新人{T}", "--kind", "person", "--role", T),
        ("actors", "add", "新人", "--kind", T),
    ),
    "actors edit": (("actors", "edit", T, "--name", T), ("actors", "edit", "普京", "--alias", T)),
    "actors hide": (("actors", "hide", T), ("actors", "hide", "普京")),
    "actors unhide": (("actors", "unhide", T),),
    "actors revert": (("actors", "revert", T),),
    "actors merge": (("actors", "merge", T, "普京"),),
    "actors changes": (("actors", "changes"),),
    "retag": (("retag", T), ("retag", "--all")),
    "feeds list": (("feeds",),),
    "feeds add": (
        ("feeds", "add", T, "--no-check"),
        ("feeds", "add", "http://a.org/", "--no-check", "--title", T, "--tag", T),
    ),
    "feeds remove": (("feeds", "remove", T), ("feeds", "remove", "http://feed0.example/")),
    "feeds import": (("feeds", "import", FILE), ("feeds", "import", T)),
    "feeds export": (("feeds", "export"), ("feeds", "export", "--output", f"/nowhere/{T}")),
    "fetch": (("fetch", T),),
    "export": (
        *(("export", "--format", f) for f in ("jsonl", "markdown", "csv", "graphml")),
        ("export", T),
        ("export", "--format", T),
    ),
    "help": (("help",), ("help", T)),
    "config": (("config",), ("config", "--store", T)),
    "doctor": (("doctor",), ("doctor", "--repair")),
    "keys": (("keys",),),
    "reindex": (("reindex", "--store", T), ("reindex",)),
    **{f"mark {do}": (("mark", do, ""), ("mark", do, T)) for do in ("read", "unread")},
    **{f"mark {do}": (("mark", do, "普京"), ("mark", do, T)) for do in ("star", "unstar")},
    **{f"mark {do}": (("mark", do, T, "普京"), ("mark", do, "", T)) for do in ("tag", "untag")},
    "searches list": (("searches",),),
    "searches save": (("searches", "save", T, "普京"), ("searches", "save", T, T)),
    "searches remove": (("searches", "remove", T),),
    "searches move": (("searches", "move", T, "1"), ("searches", "move", "a", T)),
    "searches export": (("searches", "export"),),
    "searches import": (("searches", "import", FILE), ("searches", "import", T)),
    "backup": (("backup", "-"), ("backup", f"/nowhere/{T}")),
    "restore": (("restore", FILE), ("restore", T), ("restore", "-")),
    "server check": (("server", "check"),),
    "server lines": (("server", "lines"),),
}
"""For every command what is run of it; with ``--json`` too where it has that."""


def leaves(parser: argparse.ArgumentParser, path: str = "") -> Iterator[tuple[str, bool]]:
    """Every command that a parser knows, and whether it prints JSON."""
    verbs = [a for a in parser._actions if isinstance(a, argparse._SubParsersAction)]
    if not verbs:
        yield path.strip(), "--json" in parser._option_string_actions
    for action in verbs:
        for name, made in action.choices.items():
            yield from leaves(made, f"{path} {name}")


COMMANDS = dict(leaves(every_command()[0]))


def test_every_command_is_in_the_table() -> None:
    assert set(LINES) == set(COMMANDS)


def run(*words: str | Path, input: bytes = b"", **env: str) -> str:
    """What the terminal was sent; the command ended as commands do."""
    code, sent = on_terminal(*words, input=input, **env)
    assert "Traceback" not in sent, sent[sent.index("Traceback") :]
    assert code in (0, 1, 2, 3), sent
    assert not betrayed(sent), words
    return sent


@pytest.fixture
def store(hostile: Path, tmp_path: Path) -> Path:
    return Path(shutil.copytree(hostile, tmp_path / "store"))


@pytest.fixture
def file(tmp_path: Path) -> Path:
    path = tmp_path / f"文{HOSTILE}.html"
    path.write_text(f"<html><title>{HOSTILE}</title><p>普京{''.join(ATOMS)}", "utf-8", "replace")
    return path


@pytest.mark.parametrize("name", [name for name in LINES if LINES[name]])
def test_what_commands_print(store: Path, file: Path, name: str) -> None:
    random = Random(name)
    around = {"WENREN_STORE": str(store), "TERM": f"dumb{HOSTILE}" if name != "browse" else "dumb"}
    for line in LINES[name]:
        for more in ((), ("--json",))[: 1 + (COMMANDS[name] and line == LINES[name][0])]:
            text = mixed(random, surrogates=True).replace("\0", "").lstrip("-")
            words = [word.replace(T, text).replace(FILE, str(file)) for word in line]
            typed = mixed(random).encode().replace(b"\x04", b"")[:2000]
            at = next((i for i, w in enumerate(words) if w == "--"), len(words))
            words[at:at] = more
            assert run(*words, input=typed, **around) or name not in ("show", "keys", "config")


@pytest.mark.parametrize("attack", ATOMS[:40:6])
def test_who_is_named_on_a_terminal(hostile: Path, attack: str) -> None:
    typed = f"普京说{attack}，习近平{attack}也说。\n".encode().replace(b"\x04", b"")
    said = run("tag", input=typed, WENREN_STORE=str(hostile))
    assert "普京" in said or "a binary file" in said


BROKEN = {
    "articles/2024/2024-01-02.json": ("doctor", "reindex", "list"),
    "feeds.json": ("feeds", "fetch", "doctor"),
    "lexicon.json": ("actors", "retag", "tag"),
}
CONTENTS = [
    f'{{"{HOSTILE}',
    f'{{"articles": {{"{HOSTILE}": 1}}, "feeds": {{"{HOSTILE}": 1}},'
    f' "actors": {{"{HOSTILE}": {{}}}}}}',
    f'{{"articles": {{"1": {{"id": "{HOSTILE}", "blocks": [], "title": ""}}}},'
    f' "feeds": {{"1": {{"url": "{HOSTILE}"}}}}, "actors": {{"1": {{"id": "{HOSTILE}"}}}}}}',
]


@pytest.mark.parametrize("content", CONTENTS)
@pytest.mark.parametrize("name", BROKEN)
def test_what_is_said_of_broken_files(store: Path, name: str, content: str) -> None:
    content = content.replace("\x1b", "\\u001b").replace("\x07", "\\u0007")
    (store / name).write_bytes(content.encode("utf-8", "surrogateescape"))
    for command in BROKEN[name]:
        run(command, input=b"", WENREN_STORE=str(store))


@pytest.mark.parametrize(
    ("name", "content"),
    [
        ("config.toml", f'"{HOSTILE}" = 1'),
        ("config.toml", f'[browser]\n"{HOSTILE}" = 1'),
        ("config.toml", f'[browser]\ntheme = "{HOSTILE}"'),
        ("config.toml", f"[browser]\n{HOSTILE} = 1"),
        ("keys.toml", f'"{HOSTILE}" = "q"'),
        ("keys.toml", f'quit = "{HOSTILE}"'),
        ("keys.toml", f"{HOSTILE} ="),
    ],
)
def test_what_is_said_of_settings(tmp_path: Path, name: str, content: str) -> None:
    folder = tmp_path / f"配置{HOSTILE}"
    folder.mkdir()
    escaped = content.replace("\x1b", "\\u001b").replace("\x07", "\\u0007")
    for text in (escaped.replace("\udc9b", ""), content):
        (folder / name).write_bytes(text.encode("utf-8", "surrogateescape"))
        for command in (("config",), ("keys",), ("fetch",), ("browse",)):
            run(*command, WENREN_CONFIG=str(folder / "config.toml"), TERM="dumb")


@pytest.mark.parametrize("kind", [tarfile.REGTYPE, tarfile.SYMTYPE, tarfile.DIRTYPE])
def test_what_is_said_of_an_archive(tmp_path: Path, kind: bytes) -> None:
    for name in (f"store/articles/{HOSTILE}", f"../{HOSTILE}", f"marks/{HOSTILE}.jsonl", HOSTILE):
        packed = io.BytesIO()
        with tarfile.open(fileobj=packed, mode="w:gz") as archive:
            member = tarfile.TarInfo(name)
            member.type, member.linkname, member.uname = kind, HOSTILE, HOSTILE
            archive.addfile(member)
        path = tmp_path / f"{HOSTILE}.tar.gz"
        path.write_bytes(packed.getvalue())
        run("restore", path, WENREN_STORE=str(tmp_path / "new"))
