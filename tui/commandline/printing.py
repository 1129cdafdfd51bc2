"""What the commands print: JSON for a program, clean lines for a person, progress on stderr."""

from __future__ import annotations

import json
import os
import sys
import time
from collections.abc import Callable, Iterable, Iterator
from typing import TYPE_CHECKING, Any, TypeVar

from store.errors import StoreError
from store.message import Message
from tui.language import reply
from tui.wire.capabilities import no_colour
from tui.wire.encoding import carries_chinese

if TYPE_CHECKING:
    from store.adding import AddReport

T = TypeVar("T")


def print_json(obj: Any) -> None:
    sys.stdout.buffer.write(_json(obj).encode() + b"\n")
    if sys.stdout.isatty():
        sys.stdout.buffer.flush()


def _json(obj: Any) -> str:
    """The same to a program; what a terminal would obey, or can't be encoded, is escaped."""
    from store.intake.hygiene import clean

    text = json.dumps(obj, ensure_ascii=False)
    if clean(text) == text:
        return text
    from unicodedata import combining

    unsafe = (c for c in {*text} if combining(c) or clean(c) != c)
    return text.translate({ord(c): json.dumps(c)[1:-1] for c in unsafe})


def print_text(text: str) -> None:
    """Print text for a person; one more gate for what a terminal would obey."""
    print(_printable(text))


def print_parts(parts: Iterable[tuple[str, str]]) -> None:
    """Print a line of texts, each with its SGR code ("" for none), where colours are wanted."""
    coloured = sys.stdout.isatty() and not no_colour()
    line = ""
    for text, code in parts:
        text = _printable(text).replace("\n", " ")
        line += f"\x1b[{code}m{text}\x1b[m" if coloured and code and text else text
    print(line.rstrip())


def _printable(text: str) -> str:
    from store.intake.hygiene import clean

    encoding = sys.stdout.encoding or "ascii"
    cleaned = clean(text)
    try:
        cleaned.encode(encoding)
    except UnicodeEncodeError:
        if not carries_chinese(encoding):
            raise StoreError(
                "this terminal's encoding ({encoding}) can't carry Chinese;"
                " set LANG to a UTF-8 locale, or use --json",
                encoding=encoding,
            ) from None
        cleaned = cleaned.encode(encoding, "replace").decode(encoding)
    return cleaned


def note(message: str, /, **values: object) -> None:
    """Say something beside the results, in the language of replies."""
    from store.intake.hygiene import clean

    print(clean(reply(message, **values)).replace("\n", " "), file=sys.stderr)


def warn(message: str, /, **values: object) -> None:
    """Say what isn't as it should be."""
    note("wenren: {message}", message=Message(message, **values))


def print_report(report: AddReport, *, as_json: bool, dry_run: bool = False) -> int:
    """Say what became of an input; returns the exit code."""
    for refused in report.refused:
        warn(refused.message)
    if as_json:
        print_json(
            {
                "added": report.added,
                "known": report.known,
                "reprints": report.reprints,
                "refused": [{"input": r.input, "reason": r.reason} for r in report.refused],
            }
        )
    else:
        note(
            "{added} would be added ({reprints} reprints), {known} known, {refused} refused"
            if dry_run
            else "{added} added ({reprints} reprints), {known} known, {refused} refused",
            added=report.added,
            reprints=report.reprints,
            known=report.known,
            refused=len(report.refused),
        )
    return 1 if report.refused else 0


def counted(items: Iterable[T], verb: str) -> Iterator[T]:
    """Pass items on, counting them for a terminal, or for ``tui.browser.command_line``."""
    verb = reply(verb)
    if not (sys.stderr.isatty() or os.environ.get("WENREN_PROGRESS")):
        yield from items
        return
    shown, done = 0.0, 0
    for done, item in enumerate(items, 1):
        if (now := time.monotonic()) - shown > 0.1:
            shown = now
            print(f"\r{verb} {done}", end="", file=sys.stderr, flush=True)
        yield item
    print(f"\r{verb} {done}\r\x1b[K", end="", file=sys.stderr, flush=True)


class ReadingBar:
    """How far the reading of files is, on a terminal's stderr: bytes of all, and articles."""

    def __init__(self) -> None:
        self._share = ""
        self._articles = 0
        self._shown = 0.0

    def measure(self, done: int, total: int) -> None:
        """Take note of the bytes read, and of how many there are."""
        self._share = f"[{'#' * (20 * done // total):<20}] {100 * done // total:>3} % "

    def passing(self, items: Iterable[T]) -> Iterator[T]:
        """Pass items on, showing how far they are."""
        for item in items:
            self._articles += 1
            if (now := time.monotonic()) - self._shown > 0.1:
                self._shown = now
                text = f"\r{self._share}{reply('{articles:,} read', articles=self._articles)}"
                print(text, end="", file=sys.stderr, flush=True)
            yield item
        print("\r\x1b[K", end="", file=sys.stderr, flush=True)


def progress_of(what: str) -> Callable[[int, int], None] | None:
    """A progress bar on a terminal's stderr, told what is done and what there is to do."""
    if not sys.stderr.isatty():
        return None
    what = reply(what)

    def show_progress(done: int, total: int) -> None:
        end = "\r\x1b[K" if done >= total else ""
        bar = "#" * (20 * done // max(total, 1))
        print(f"\r{what} [{bar:<20}] {done}/{total}{end}", end="", file=sys.stderr, flush=True)

    return show_progress
