"""The help of a command line in Chinese.

argparse counts characters and breaks lines at spaces; Chinese has none, and two cells a character.
"""

from __future__ import annotations

import argparse
from collections.abc import Iterable

from tui.language import reply


class ChineseHelp(argparse.HelpFormatter):
    """Says each text of the parsers in Chinese and fills lines by cells."""

    def _get_help_string(self, action: argparse.Action) -> str:
        return reply(action.help or "")

    def _format_text(self, text: str) -> str:
        return super()._format_text(reply(text))

    def _format_usage(
        self,
        usage: str | None,
        actions: Iterable[argparse.Action],
        groups: Iterable[argparse._MutuallyExclusiveGroup],
        prefix: str | None,
    ) -> str:
        # What is said of commands is in ASCII but for what goes before.
        prefix = reply("usage: ") if prefix is None else prefix
        as_wide = "x" * _cells(prefix)
        told = super()._format_usage(usage, actions, groups, as_wide)
        return prefix + told.removeprefix(as_wide)

    def _split_lines(self, text: str, width: int) -> list[str]:
        from tui.typography import lines

        return [line.text for line in lines(" ".join(text.split()), width, gaps=False)]

    def _fill_text(self, text: str, width: int, indent: str) -> str:
        return "\n".join(indent + line for line in self._split_lines(text, width - len(indent)))


def _cells(text: str) -> int:
    if text.isascii():
        return len(text)
    from rich.cells import cell_len

    return cell_len(text)
