"""What a person sees in each kind of terminal and locale, and that nothing else is sent to it."""

from __future__ import annotations

import os
import re
import shutil
import subprocess
from collections.abc import Mapping
from functools import cache
from pathlib import Path

import pytest

from tests.pty.program import WENREN, newest
from tests.pty.sequences import controls
from tests.pty.terminal import Terminal

COLS, ROWS = 100, 30
KEYS = ("enter", "tab", "enter", "?", "end", "escape")

_MOVES = {"CSI H", "CSI J", "CSI K", "C0 0d", "C0 0a", "CSI m"}
_MODERN = _MOVES | {"CSI G", "CSI X", "CSI ?h", "CSI ?l", "CSI ?$p", "CSI n", "CSI <u"} | {
    *("OSC 8", "OSC 11", "OSC 22"),
}  # fmt: skip
_LINUX = _MOVES | {"CSI G", "CSI X", "CSI ?h", "CSI ?l"}
_VT220 = _MOVES | {"CSI X", "CSI ?h", "CSI ?l"}
_VT100 = _MOVES | {"CSI ?h", "CSI ?l"}
_SIXTEEN = {str(first + n) for first in (30, 40, 90, 100) for n in range(8)} | {"39", "49"}
_BASIC = {"", "0", "1", "4", "7"}
_ATTRIBUTES = _BASIC | {"2", "3", "22", "23", "24", "27"}

KINDS: dict[str, tuple[set[str], set[str] | None, set[str]]] = {
    # What is sent, the modes that are set (None: any), the styles.
    "xterm-256color": (_MODERN, None, _ATTRIBUTES | _SIXTEEN),
    "xterm": (_MODERN, None, _ATTRIBUTES | _SIXTEEN),
    "screen": (_MODERN, None, _ATTRIBUTES | _SIXTEEN),
    "tmux-256color": (_MODERN, None, _ATTRIBUTES | _SIXTEEN),
    "unknown-thing": (_MODERN, None, _ATTRIBUTES | _SIXTEEN),
    "linux": (_LINUX, {"7", "25", "1000"}, _ATTRIBUTES | _SIXTEEN),
    "vt220": (_VT220, {"7", "25"}, _BASIC | {"22", "24", "27"}),
    "vt100": (_VT100, {"7"}, _BASIC),
}


def run(store: Path, env: Mapping[str, str]) -> Terminal:
    return Terminal([*WENREN, "--store", store], env, cols=COLS, rows=ROWS)


def walk(terminal: Terminal, store: Path) -> list[str]:
    """The screens of a short session."""
    terminal.wait_for(newest(store))
    terminal.settle()
    seen = [terminal.text()]
    for key in KEYS:
        terminal.press(key)
        seen.append(terminal.text())
    return seen


@cache
def usual(store: Path, home: Path) -> tuple[str, ...]:
    """The screens of that session in a terminal that has only ASCII's signs."""
    from tests.pty.program import environment

    home.mkdir(exist_ok=True)
    with run(store, environment(home, WENREN_ASCII="1")) as terminal:
        return tuple(walk(terminal, store))


@pytest.fixture
def as_usual(store: Path, tmp_path_factory: pytest.TempPathFactory) -> tuple[str, ...]:
    return usual(store, tmp_path_factory.getbasetemp() / "usual")


def styles(terminal: Terminal) -> set[str]:
    raw = (token.raw for token in controls(terminal.output) if token.shape == "CSI m")
    return {number for style in raw for number in re.split("[;:]", style[2:-1])}


@pytest.mark.parametrize("kind", KINDS)
def test_a_kind(kind: str, store: Path, env: dict[str, str], as_usual: tuple[str, ...]) -> None:
    """The same text in all; nothing is sent that the terminal doesn't know."""
    sent, modes, looks = KINDS[kind]
    with run(store, env | {"TERM": kind, "WENREN_ASCII": "1"}) as terminal:
        assert tuple(walk(terminal, store)) == as_usual
        terminal.send("q")
        assert terminal.wait_end() == 0
        assert terminal.restored()
        found = controls(terminal.output)
        assert {token.shape for token in found} <= sent
        assert styles(terminal) <= looks
        if modes is not None:
            told = {t.raw[3:-1] for t in found if t.shape in ("CSI ?h", "CSI ?l")}
            assert told <= modes
            # One screen: it is left empty.
            assert not terminal.text().strip()
        # Colours are those that the terminal's background asks for; a console's is dark.
        assert bool(styles(terminal) & (_SIXTEEN - {"39", "49"})) is (kind == "linux")


@pytest.mark.parametrize("kind", ["linux", "vt100", "xterm"])
def test_signs_are_those_it_has(kind: str, store: Path, env: dict[str, str]) -> None:
    with run(store, env | {"TERM": kind}) as terminal:
        terminal.wait_for(newest(store))
        terminal.settle()
        assert ("━" in terminal.text()) is (kind == "xterm")
        assert ("===" in terminal.text()) is (kind != "xterm")


@pytest.mark.parametrize(
    ("changes", "many"),
    [
        ({"COLORTERM": "truecolor"}, True),
        ({"TERM": "xterm"}, False),
        ({"TERM": "linux"}, False),
        ({"TERM": "vt100", "COLORTERM": "truecolor"}, False),
        ({"COLORTERM": "truecolor", "NO_COLOR": "1"}, False),
    ],
    ids=str,
)
def test_colours_are_those_it_has(
    changes: dict[str, str], many: bool, store: Path, env: dict[str, str]
) -> None:
    with run(store, env | {"WENREN_THEME": "dark"} | changes) as terminal:
        terminal.wait_for(newest(store))
        terminal.settle()
        assert ("38" in styles(terminal)) is many
        if "NO_COLOR" in changes or changes.get("TERM") == "vt100":
            assert styles(terminal) <= _ATTRIBUTES
        assert "58" not in styles(terminal)


@pytest.mark.parametrize("kind", ["dumb", "unknown", "", None])
def test_one_that_can_place_no_text(kind: str | None, store: Path, env: dict[str, str]) -> None:
    """A line that says so, and what works instead."""
    env = {**env, "TERM": kind or ""}
    if kind is None:
        del env["TERM"]
    with run(store, env) as terminal:
        assert terminal.wait_end(20) == 3
        told = terminal.text().replace("\n", "")
        assert "TERM" in told
        assert "wenren list" in told
        assert "\x1b" not in terminal.output
    with Terminal([*WENREN, "list", "--store", store, "--limit", "1"], env) as terminal:
        assert terminal.wait_end(20) == 0
        assert newest(store) in terminal.text()
        assert "\x1b" not in terminal.output


@pytest.mark.parametrize(
    "locale",
    [
        {"LC_ALL": "C.UTF-8"},
        {"LC_ALL": "", "LANG": "C.UTF-8"},
        {"LC_ALL": "zh_CN.UTF-8"},
        {"LC_ALL": "C"},
        {"LC_ALL": "", "LANG": ""},
        {"LC_ALL": "nowhere"},
    ],
    ids=str,
)
def test_a_locale_that_names_no_other_encoding(
    locale: dict[str, str], store: Path, env: dict[str, str]
) -> None:
    with run(store, env | locale | {"WENREN_LANG": "zh"}) as terminal:
        terminal.wait_for(newest(store))
        terminal.settle()
        assert "搜索" in terminal.text()
        assert "\ufffd" not in terminal.text()


@pytest.fixture(scope="module")
def locales(tmp_path_factory: pytest.TempPathFactory) -> dict[str, str]:
    """Where the locales of other encodings are, which no machine here has."""
    folder = tmp_path_factory.mktemp("locales")
    command = ["localedef", "-f", "GBK", "-i", "zh_CN", str(folder / "zh_CN.GBK")]
    # 1: warnings.
    if not shutil.which("localedef") or subprocess.run(command, capture_output=True).returncode > 1:
        pytest.skip("no localedef, or none of its sources (Debian: locales)")
    return {"LOCPATH": str(folder)}


OTHERS = ("zh_CN.GBK", "zh_CN.gb18030", "zh_TW.Big5", "fr_FR.ISO-8859-1")


@pytest.mark.parametrize("locale", OTHERS)
def test_the_browser_needs_utf8_and_says_so(locale: str, store: Path, env: dict[str, str]) -> None:
    """Also where the locale isn't there, and Python took UTF-8 in its place."""
    with run(store, env | {"LC_ALL": locale, "WENREN_LANG": "en"}) as terminal:
        assert terminal.wait_end(20) == 3
        assert "encoding" in terminal.output
        assert "UTF-8" in terminal.output
        assert "\x1b" not in terminal.output
        assert terminal.output.isascii()


def test_it_says_so_where_the_locale_is_there(
    store: Path, env: dict[str, str], locales: dict[str, str]
) -> None:
    with run(store, env | locales | {"LC_ALL": "zh_CN.GBK"}) as terminal:
        assert terminal.wait_end(20) == 3
        assert "gbk" in terminal.output.lower()


def done(env: Mapping[str, str], *words: str | Path | bytes) -> subprocess.CompletedProcess[bytes]:
    return subprocess.run(
        [*WENREN, *map(os.fspath, words)], env=env, stdin=subprocess.DEVNULL, capture_output=True
    )


@pytest.mark.parametrize("there", [False, True])
def test_commands_are_read_and_written_in_the_locales_encoding(
    there: bool, store: Path, env: dict[str, str], request: pytest.FixtureRequest
) -> None:
    env = env | {"LC_ALL": "zh_CN.GBK"}
    if there:
        env |= request.getfixturevalue("locales")
    headline = newest(store)
    listed = done(env, "list", "--store", store, "--limit", "1")
    assert listed.returncode == 0
    assert headline in listed.stdout.decode("gbk")
    found = done(env, "search", "--store", store, "--limit", "1", headline.encode("gbk"))
    assert headline in found.stdout.decode("gbk")
    # For a program it is UTF-8 all the same.
    assert headline in done(env, "list", "--json", "--store", store).stdout.decode("utf-8")


def test_what_an_encoding_lacks_is_a_question_mark(env: dict[str, str], tmp_path: Path) -> None:
    text = tmp_path / "a.txt"
    text.write_text("普京会见习近平👍\n\n会谈。", "utf-8")
    env = env | {"LC_ALL": "zh_CN.GBK"}
    assert done(env, "add", "--store", tmp_path / "store", text).returncode == 0
    listed = done(env, "list", "--store", tmp_path / "store")
    assert "普京会见习近平?" in listed.stdout.decode("gbk")


@pytest.mark.parametrize("words", [("list",), ("actors",), ("search", "a"), ("tag", "-")], ids=str)
def test_an_encoding_without_chinese_is_said(
    words: tuple[str, ...], store: Path, env: dict[str, str]
) -> None:
    env = env | {"LC_ALL": "fr_FR.ISO-8859-1"}
    told = subprocess.run(
        [*WENREN, words[0], "--store", str(store), *words[1:]],
        env=env,
        input="普京会见习近平。".encode(),
        capture_output=True,
    )
    assert b"Traceback" not in told.stderr
    told.stdout.decode("ascii")
    if told.returncode:
        assert b"encoding" in told.stderr
    else:
        assert words[0] == "search"
