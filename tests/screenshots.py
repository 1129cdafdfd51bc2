"""Pictures of the real program on its demo store: ``python -m tests.screenshots``.

Each is a terminal's screen after some keys, at one size and in one look. The film is the main way
through the program, key by key.
"""

from __future__ import annotations

import argparse
import os
import tempfile
from collections.abc import Iterator
from dataclasses import dataclass, replace
from pathlib import Path

from store.demo import demo_store
from store.library import Library
from tests.pty.moving import Film
from tests.pty.picture import DARK, LIGHT, Palette, draw
from tests.pty.program import ROOT, WENREN, environment, newest
from tests.pty.terminal import Terminal
from tui.palette import palette
from tui.terminal import Theme
from tui.wire.background import QUESTION

GENEVA, KREMLIN = "中美日内瓦联合声明", "习近平与普京在克里姆林宫"
TRADITIONAL, TOLD_TWICE = "高市早苗就任", "美国枢机主教"
DOSSIER = ("enter", "tab", "enter")
BOTH = ("dark", "light")


@dataclass(frozen=True, slots=True)
class Look:
    """A theme on a terminal; one of any colours brings its own text and ground."""

    theme: Theme
    terminal: Palette

    @property
    def picture(self) -> Palette:
        colours = palette(self.theme)
        if colours.text is None:
            return self.terminal
        return replace(self.terminal, text=colours.foreground, background=colours.background)

    def open(self, store: Path, env: dict[str, str], cols: int, rows: int) -> Terminal:
        """The browser on the demo store, for one who has read nothing; the caller closes it."""
        ground = self.terminal.background.removeprefix("#")
        told = "/".join(ground[at : at + 2] for at in (0, 2, 4))
        return Terminal(
            [*WENREN, "--store", store],
            env
            | {"WENREN_THEME": self.theme, "COLORTERM": "truecolor"}
            | {"XDG_STATE_HOME": tempfile.mkdtemp(dir=env["HOME"])},
            cols=cols,
            rows=rows,
            answers={QUESTION.encode(): f"\x1b]11;rgb:{told}\x1b\\".encode()},
        )


LOOKS = {
    "dark": Look("dark", DARK),
    "light": Look("light", LIGHT),
    "16-dark": Look("ansi", DARK),
    "16-light": Look("ansi", LIGHT),
    "high-dark": Look("high-dark", DARK),
    "high-light": Look("high-light", LIGHT),
    "mono": Look("mono", DARK),
}


@dataclass(frozen=True, slots=True)
class Shot:
    """One picture: its name, the terminal's size, the headline chosen, the keys typed then."""

    name: str
    cols: int
    rows: int
    headline: str = ""
    keys: tuple[str, ...] = ()
    looks: tuple[str, ...] = BOTH


SHOTS = (
    Shot("headlines", 80, 24, keys=("z",)),
    Shot("reader", 80, 24, GENEVA, looks=(*BOTH, "16-dark", "16-light")),
    Shot("reader", 120, 40, KREMLIN, looks=tuple(LOOKS)),
    Shot("reader", 200, 50, KREMLIN, DOSSIER),
    Shot("traditional", 120, 40, TRADITIONAL),
    Shot("comparison", 120, 40, TOLD_TWICE, ("d",)),
    Shot("search", 80, 24, keys=("/", *"会谈")),
    Shot("search", 120, 40, keys=("/", *"人:普京 会谈", "enter")),
    Shot("dossier", 80, 24, KREMLIN, DOSSIER),
    Shot("dossier", 120, 40, KREMLIN, DOSSIER, looks=(*BOTH, "16-dark")),
    Shot("facets", 120, 40, keys=("/", *"会谈", "enter", "f"), looks=("dark",)),
    Shot("facets", 200, 50, keys=("/", *"人:普京", "enter", "f"), looks=("dark",)),
    Shot("newsmakers", 120, 40, keys=("a",)),
    Shot("palette", 120, 40, keys=(":", *"标")),
    Shot("help", 120, 40, keys=("?",)),
    Shot("legend", 120, 40, keys=("?", "end"), looks=(*BOTH, "mono")),
)

FILM = (
    *(("/", 0.8), ("会", 0.4), ("谈", 1.0), ("enter", 1.2)),
    *(("down", 0.4), ("down", 0.4), ("down", 0.4), ("down", 0.4), ("down", 1.0)),
    *(("enter", 1.2), ("tab", 0.6), ("tab", 1.0), ("enter", 2.4)),
    *(("down", 0.5), ("enter", 2.0), ("escape", 1.0), ("escape", 2.5)),
)
"""Keys, and for how many seconds what each does is shown: who talks with whom, and who is that?"""


def take(shot: Shot, look: Look, store: Path, env: dict[str, str]) -> Terminal:
    """The program as the picture shows it; the caller closes it."""
    terminal = look.open(store, env, shot.cols, shot.rows)
    terminal.wait_for(newest(store))
    terminal.settle()
    for key in (*["down"] * _position(store, shot.headline), *shot.keys):
        terminal.press(key)
    return terminal


def film(look: Look, store: Path, env: dict[str, str]) -> str:
    """The main way, as an SVG that moves."""
    with look.open(store, env, 120, 30) as terminal:
        terminal.wait_for(newest(store))
        terminal.settle()
        made = Film(look.picture)
        made.add(terminal.screen, 1.5)
        for key, seconds in FILM:
            terminal.press(key)
            made.add(terminal.screen, seconds)
        return made.svg(terminal.screen)


def _position(store: Path, headline: str) -> int:
    library = Library.open(store)
    titles = [head.title for head in library.rows().page(0, 100)]
    library.close()
    return next(at for at, title in enumerate(titles) if title.startswith(headline))


def pictures(only: str | None, store: Path, env: dict[str, str]) -> Iterator[tuple[str, str]]:
    """Each picture's file name and content."""
    for shot in SHOTS:
        if only not in (None, shot.name):
            continue
        for name in shot.looks:
            look = LOOKS[name]
            with take(shot, look, store, env) as terminal:
                svg = draw(terminal.screen, look.picture)
            yield f"{shot.name}-{shot.cols}x{shot.rows}-{name}.svg", svg
    if only in (None, "film"):
        for name in BOTH:
            yield f"film-{name}.svg", film(LOOKS[name], store, env)


def main() -> None:
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("--into", type=Path, default=ROOT / "screenshots", metavar="FOLDER")
    parser.add_argument("--only", metavar="NAME", help="the pictures of this name alone")
    given = parser.parse_args()
    given.into.mkdir(parents=True, exist_ok=True)
    with tempfile.TemporaryDirectory() as home:
        cache = Path(home) / "cache"
        os.environ["XDG_CACHE_HOME"] = str(cache)
        env = environment(Path(home), XDG_CACHE_HOME=str(cache))
        for name, svg in pictures(given.only, demo_store(), env):
            path = given.into / name
            path.write_text(svg, "utf-8")
            print(path.name, path.stat().st_size)


if __name__ == "__main__":
    main()
