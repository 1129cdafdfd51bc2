"""A storm on the browser: python -m tests.storm [--seconds N] [--seed N] [--store DIR] [--kiosk]

Every key, mouse reports, pastes, answers that nobody asked for, halves of sequences and bytes that
are no text, at random, while the terminal changes its size. In its midst articles are starred and
tagged on purpose. Afterwards the browser must still answer and end well, or has been killed, and
nothing that it said was marked be lost.
"""

from __future__ import annotations

import argparse
import os
import random
import re
import subprocess
import sys
import tempfile
import time
from collections.abc import Callable, Sequence
from pathlib import Path

from tests.benchmarks.generate import build
from tests.pty.program import WENREN, environment
from tests.pty.terminal import KEYS, Terminal
from tui.language import in_chinese

MOMENT = 0.06
"""Seconds after which an escape is no beginning of a key, and nothing comes of it any more."""
SPELL = 8.0
"""Seconds of a storm before something is marked in its midst."""
LETTERS = [chr(code) for code in range(0x20, 0x7F)]
SIZES = [(1, 1), (2, 1), (10, 3), (20, 6), (79, 23), (80, 24), (132, 43), (200, 50), (300, 100)]
LEFT = ("?1049l", "?25h", "?1000l", "?1003l", "?1006l", "?2004l", "?1004l", "?7h")
"""The modes that a terminal has to be left in."""
# Nothing that ends or stops the program on purpose, or would once the terminal is given back.
_ENDING = {"q", "Q", "ｑ"}
_CONTROLS = [chr(code) for code in range(1, 32) if code not in (0x03, 0x11, 0x1A, 0x1B, 0x1C)]
_WORDS = [
    "普京",
    "习近平 会",
    "人:",
    "“",
    "…—",
    "日期:2020",
    "👍🏽",
    "e\u0301",
    "\u202e",
    "ａ：",
    "#",
]
_MODIFIED = [f"\x1b[1;{m}{k}" for m in range(2, 9) for k in "ABCDHFPQRS"]
_FUNCTION = [f"\x1b[{n}~" for n in range(1, 35)] + [f"\x1bO{k}" for k in "ABCDHFPQRS"]
_ANSWERS = [
    "\x1b[2;3R", "\x1b[2;2R", "\x1b[1;1R", "\x1b[?2026;2$y", "\x1b[?2048;1$y", "\x1b[?62;22c",
    "\x1b]11;rgb:ffff/ffff/ffff\x1b\\", "\x1b]11;rgb:0/0/0\x07", "\x1b]11;", "\x1b]52;c;UFdO\x07",
    "\x1b[48;10;20;0;0t", "\x1b[48;0;0;0;0t", "\x1b[I", "\x1b[O", "\x1bP1$r0m\x1b\\",
]  # fmt: skip


def _mouse(chance: random.Random) -> str:
    """A report as SGR has it, or as X10."""
    button = chance.choice([0, 1, 2, 3, 32, 35, 64, 65, 66, 67, 4, 8, 16, 128, 999])
    x, y = chance.choice([0, 1, 5, 40, 80, 223, 9999]), chance.choice([0, 1, 3, 12, 24, 9999])
    if chance.random() < 0.2:
        return "\x1b[M" + "".join(chr(32 + min(n, 94)) for n in (button & 63, x, y))
    return f"\x1b[<{button};{x};{y}{chance.choice('Mm')}"


def _garbage(chance: random.Random) -> bytes:
    data = chance.randbytes(chance.randint(1, 12))
    # What ends the program on purpose, and what suspends it, isn't garbage.
    return bytes(byte for byte in data if byte not in b"\x03\x11\x1a\x1cqQ")


def _half(chance: random.Random) -> str:
    whole = chance.choice([*_MODIFIED, *_FUNCTION, *_ANSWERS, "\x1b[200~", "\x1b[<0;5;5M"])
    return whole[: chance.randint(1, len(whole) - 1)]


def _paste(chance: random.Random) -> str:
    text = "".join(chance.choice([*_WORDS, *LETTERS, "\n"]) for _ in range(chance.randint(0, 60)))
    return f"\x1b[200~{text}\x1b[201~"


def blow(chance: random.Random) -> bytes:
    """What comes next."""
    kind = chance.random()
    if kind < 0.35:
        return chance.choice([k for k in LETTERS if k not in _ENDING]).encode()
    if kind < 0.60:
        named = [k for name, k in KEYS.items() if name not in ("ctrl+c", "ctrl+q")]
        return chance.choice(named).encode()
    choices: list[Callable[[], bytes]] = [
        lambda: chance.choice(_CONTROLS).encode() if chance.random() < 0.8 else b"\x00",
        lambda: chance.choice([*_MODIFIED, *_FUNCTION]).encode(),
        lambda: _mouse(chance).encode("latin-1"),
        lambda: chance.choice(_WORDS).encode(),
        lambda: _paste(chance).encode(),
        lambda: chance.choice(_ANSWERS).encode(),
        lambda: _half(chance).encode(),
        lambda: _garbage(chance),
    ]
    return chance.choice(choices)().replace(b"\x1a", b"")


def begin(
    store: Path, env: dict[str, str], words: Sequence[str] = (), size: tuple[int, int] = (80, 24)
) -> Terminal:
    """A browser that has shown its first frame."""
    cols, rows = size
    terminal = Terminal([*WENREN, "--store", store, *words], env, cols=cols, rows=rows)
    terminal.wait(lambda: len(terminal.received) > 500, "first frame", 60)
    terminal.settle()
    return terminal


def storm(
    terminal: Terminal,
    chance: random.Random,
    seconds: float,
    *,
    size: tuple[int, int] = (80, 24),
    sizes: float = 0.02,
) -> int:
    """Blow for so long; ``sizes``: how often the size changes, every other time back to ``size``.

    Returns how often it blew. Ends before its time where the palette was asked to end the browser,
    which is no fault.
    """
    end, blown = time.monotonic() + seconds, 0
    while time.monotonic() < end and not ended(terminal):
        if chance.random() < sizes:
            terminal.give_size(*chance.choice((size, chance.choice(SIZES))))
        else:
            terminal.write(blow(chance))
        blown += 1
        terminal.read(0.002)
        if blown % 50 == 0:
            # Whoever types waits for what comes of it now and then.
            terminal.settle(0.01, 2)
    return blown


def ended(terminal: Terminal) -> bool:
    return terminal.at_end or terminal.process.poll() is not None


def over(terminal: Terminal) -> None:
    """What must hold after a storm: the browser answers, ends well, or has done so already."""
    if not ended(terminal):
        calm(terminal)
        terminal.send("q")
    code = terminal.wait_end(60)
    assert code == 0, (code, ending(terminal))
    assert "Traceback" not in terminal.output, ending(terminal)
    restored(terminal)


class Marking:
    """Stars and tags made in the midst of storms, each as the journal had it when it was said."""

    def __init__(self, home: Path) -> None:
        self._home = home
        self._expected: list[bytes] = []
        self.made = 0

    def mark(self, terminal: Terminal, chance: random.Random) -> None:
        """Star an article or take its star, tag it, and see both confirmed on the screen."""
        lull(terminal)
        # The list of all articles, some row of it.
        terminal.send("0")
        terminal.settle(seconds=60)
        terminal.send("g", *["down"] * chance.randrange(5))
        terminal.settle(seconds=60)
        before = self._lines()
        terminal.send("s")
        self._wait(terminal, before, b"star", "starred", "unstarred")
        before, tag = self._lines(), f"storm-{self.made}"
        terminal.press("t")
        terminal.send("end", f"，{tag}", "enter")
        self._wait(terminal, before, tag.encode(), "tagged")
        self.made += 2

    def check(self) -> None:
        """All are there still, in their order."""
        lines = iter(self._lines())
        for line in self._expected:
            assert line in lines, line

    def _wait(self, terminal: Terminal, before: list[bytes], what: bytes, *words: str) -> None:
        said = [in_chinese(word) for word in words]
        terminal.wait(lambda: any(word in terminal.text() for word in said), f"{said}", 60)
        # It is on the disk before it is said.
        new = [line for line in self._lines()[len(before) :] if what in line]
        assert new, (what, said)
        self._expected += new

    def _lines(self) -> list[bytes]:
        return [
            line
            for path in sorted(self._home.rglob("*.jsonl"))
            for line in path.read_bytes().splitlines()
        ]


def lull(terminal: Terminal) -> None:
    """The list has the keys, if they can still be had."""
    terminal.give_size(80, 24)
    # An end for what was begun and never ended: a paste, a sequence.
    for data in ("\x1b[201~", "\x1b\\", "\x07"):
        terminal.write(data.encode())
        terminal.settle(MOMENT, 60)
    for _ in range(10):
        terminal.send("escape")
        terminal.settle(MOMENT, 60)
    terminal.settle(seconds=60)


def calm(terminal: Terminal) -> None:
    """After a storm the browser answers: help comes when it is asked for, and goes."""
    lull(terminal)
    terminal.send("\x0c")
    terminal.settle(seconds=60)
    terminal.send("?")
    terminal.wait(lambda: helped(terminal), "help", 60)
    terminal.send("escape")
    terminal.wait(lambda: not helped(terminal), "end of help", 60)


def helped(terminal: Terminal) -> bool:
    return "帮助  (" in terminal.text()


def restored(terminal: Terminal) -> None:
    """Every mode that was set is as it was."""
    assert terminal.restored()
    for mode in LEFT:
        name, state = mode[:-1], mode[-1]
        said = re.findall(re.escape(f"\x1b[{name}") + "([hl])", terminal.output)
        assert said, mode
        assert said[-1] == state, mode


def ending(terminal: Terminal) -> str:
    """What was written last; all of a traceback, if there is one."""
    terminal.settle()
    output = re.sub(r"\x1b\[[\d;]*m", "", terminal.output)
    if (at := output.rfind("╭─")) >= 0:
        return output[at:]
    return re.sub(r"\x1b\[[\d;]*m", "", terminal.output)[-6000:]


def kept(store: Path, env: dict[str, str]) -> None:
    """Marks can be read, and the doctor finds nothing."""
    for words in (["list", "is:starred"], ["doctor"]):
        done = subprocess.run(
            [*WENREN, words[0], "--store", str(store), *words[1:]],
            env=env,
            capture_output=True,
            text=True,
        )
        assert done.returncode == 0, (words, done.stdout[-2000:], done.stderr[-2000:])


def main() -> None:
    parser = argparse.ArgumentParser(prog="python -m tests.storm")
    parser.add_argument("--seconds", type=float, default=60)
    parser.add_argument("--seed", type=int, default=None)
    parser.add_argument("--store", type=Path, help="one that may be changed; else one is made")
    parser.add_argument("--kiosk", action="store_true")
    parser.add_argument("--size", default="80x24", help="of the terminal, most of the time")
    options = parser.parse_args()
    cols, rows = map(int, options.size.split("x"))
    words = ["--kiosk"] if options.kiosk else []
    seed = options.seed if options.seed is not None else random.randrange(1 << 32)
    with tempfile.TemporaryDirectory() as name:
        folder = Path(name)
        store = options.store or folder / "store"
        if options.store is None:
            build(store, 400)
        env = environment(folder / "home", WENREN_USER="storm")
        (folder / "home").mkdir()
        os.chdir(folder)
        print(f"seed {seed}", file=sys.stderr)
        chance, blown, read, runs = random.Random(seed), 0, 0, 0
        end, marking = time.monotonic() + options.seconds, Marking(folder / "home")
        while (left := end - time.monotonic()) > 0:
            with begin(store, env, words, (cols, rows)) as terminal:
                for _ in range(chance.randint(1, 3)):
                    blown += storm(terminal, chance, min(left, SPELL), size=(cols, rows))
                    if not ended(terminal):
                        marking.mark(terminal, chance)
                        blown += storm(terminal, chance, 1, size=(cols, rows))
                if chance.random() < 0.5 and not ended(terminal):
                    terminal.process.kill()
                    terminal.wait_end()
                else:
                    over(terminal)
                marking.check()
                read += len(terminal.received)
                runs += 1
        kept(store, env)
    print(
        f"seed {seed}: {blown:,} blows in {options.seconds:g} s, {runs} sessions,"
        f" {marking.made} marks, {read:,} bytes"
    )


if __name__ == "__main__":
    main()
