"""Pictures of the real program on its demo store: ``python -m tests.screenshots``.

Each is a terminal's screen after some keys, at one size, on a light and on a dark terminal.
"""

from __future__ import annotations

import argparse
import os
import tempfile
from dataclasses import dataclass
from pathlib import Path

from store.demo import demo_store
from store.library import Library
from tests.pty.picture import DARK, LIGHT, draw
from tests.pty.program import ROOT, WENREN, environment, newest
from tests.pty.terminal import Terminal

PALETTES = {"light": LIGHT, "dark": DARK}


GENEVA, KREMLIN = "中美日内瓦联合声明", "习近平与普京在克里姆林宫"
DOSSIER = ("enter", "tab", "enter")


@dataclass(frozen=True, slots=True)
class Shot:
    """One picture: its name, the terminal's size, the headline chosen, the keys typed then."""

    name: str
    cols: int
    rows: int
    headline: str = ""
    keys: tuple[str, ...] = ()


SHOTS = (
    Shot("reader", 80, 24, GENEVA),
    Shot("reader", 120, 40, KREMLIN),
    Shot("reader", 200, 50, KREMLIN, DOSSIER),
    Shot("search", 80, 24, keys=("/", *"会谈")),
    Shot("search", 120, 40, keys=("/", *"人:普京 会谈", "enter")),
    Shot("dossier", 80, 24, KREMLIN, DOSSIER),
    Shot("dossier", 120, 40, KREMLIN, DOSSIER),
    Shot("help", 120, 40, keys=("?",)),
)


def take(shot: Shot, store: Path, env: dict[str, str]) -> Terminal:
    """The program as the picture shows it; the caller closes it."""
    terminal = Terminal([*WENREN, "demo"], env, cols=shot.cols, rows=shot.rows)
    terminal.wait_for(newest(store))
    terminal.settle()
    for key in (*["down"] * _position(store, shot.headline), *shot.keys):
        terminal.press(key)
    return terminal


def _position(store: Path, headline: str) -> int:
    library = Library.open(store)
    titles = [head.title for head in library.rows().page(0, 100)]
    library.close()
    return next(at for at, title in enumerate(titles) if title.startswith(headline))


def main() -> None:
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("--into", type=Path, default=ROOT / "screenshots", metavar="FOLDER")
    parser.add_argument("--only", metavar="NAME", help="the pictures of this name alone")
    given = parser.parse_args()
    given.into.mkdir(parents=True, exist_ok=True)
    with tempfile.TemporaryDirectory() as home:
        cache = Path(home) / "cache"
        os.environ["XDG_CACHE_HOME"] = str(cache)
        store = demo_store()
        env = environment(Path(home), XDG_CACHE_HOME=str(cache))
        for shot in SHOTS:
            if given.only not in (None, shot.name):
                continue
            with take(shot, store, env) as terminal:
                for name, palette in PALETTES.items():
                    path = given.into / f"{shot.name}-{shot.cols}x{shot.rows}-{name}.svg"
                    path.write_text(draw(terminal.screen, palette), "utf-8")
                    print(path.name, path.stat().st_size)


if __name__ == "__main__":
    main()
