"""Command lines, as argparse takes them: what every command's parser has in common."""

from __future__ import annotations

import argparse
from pathlib import Path
from typing import NoReturn


class Parser(argparse.ArgumentParser):
    """Repeats nothing in its complaints that a terminal would obey."""

    def error(self, message: str) -> NoReturn:
        from store.intake.hygiene import clean

        super().error(clean(message))

    def _get_formatter(self) -> argparse.HelpFormatter:
        from tui.language import replies_in_chinese

        if not replies_in_chinese():
            return super()._get_formatter()
        from tui.commandline.usage import ChineseHelp

        return ChineseHelp(self.prog)


def speak() -> None:
    """Have argparse reply in Chinese where that is named: it looks its words up as ``_``."""
    from tui.language import replies_in_chinese, reply

    if replies_in_chinese():
        argparse._ = reply  # type: ignore[attr-defined]


def positive(text: str) -> int:
    """A whole number from 1 on."""
    number = int(text)
    if number < 1:
        from tui.language import reply

        raise argparse.ArgumentTypeError(reply("must be 1 or more"))
    return number


def store_of(options: argparse.Namespace) -> Path:
    """The store a command line means."""
    from store.library import default_store

    path: Path | None = getattr(options, "store", None)
    return path if path is not None else default_store()
