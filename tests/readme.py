"""The tables of the README made anew from what they tell of: ``python -m tests.readme``."""

from __future__ import annotations

import re
from collections.abc import Callable, Mapping
from pathlib import Path

from store.search import forms
from tui.commandline import helping

README = Path(__file__).parents[1] / "README.md"
TABLES: Mapping[str, Callable[[], str]] = {
    "query-forms": forms.markdown,
    "keys": helping.markdown,
}
"""By the name in the comments around them."""


def made(text: str) -> str:
    """The README with its tables as they should be."""
    for name, table in TABLES.items():
        around = re.compile(rf"(<!-- {name}: .*? -->\n).*?(\n<!-- /{name} -->)", re.DOTALL)
        (around_it,) = around.findall(text)
        text = around.sub(lambda _, put=table().join(around_it): put, text)  # noqa: B008
    return text


if __name__ == "__main__":
    README.write_text(made(README.read_text("utf-8")), "utf-8")
