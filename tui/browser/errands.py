"""Errands run beside a person's reading: one at a time, listened to, ended; and put into words."""

from __future__ import annotations

import threading
from collections import deque
from collections.abc import Iterator
from functools import reduce
from typing import TYPE_CHECKING

from textual.message import Message

from store import permission
from tui.browser.child import Child, lines
from tui.language import say

if TYPE_CHECKING:
    from pathlib import Path

    from textual.app import App

    from store.errands import Errand, Outcome, Progress
    from store.library import Library


class Progressed(Message):
    """An errand is so far; None: it has begun."""

    def __init__(self, errand: Errand, progress: Progress | None) -> None:
        super().__init__()
        self.errand = errand
        self.progress = progress


class Finished(Message):
    """What became of an errand; None: it was stopped."""

    def __init__(self, errand: Errand, outcome: Outcome | None) -> None:
        super().__init__()
        self.errand = errand
        self.outcome = outcome


class Errands:
    """Has errands run by a child process each (``store.taking``), in the order they were given.

    Posts ``Progressed`` and ``Finished`` to the app.
    """

    def __init__(self, app: App[None], library: Library) -> None:
        self._app = app
        self._library = library
        self._lock = threading.Lock()
        self._waiting: deque[Errand] = deque()
        self._at: Errand | None = None
        self._child = Child("store.taking")
        self._stopped = False

    def give(self, errand: Errand) -> int:
        """Have an errand run; returns how many go before it."""
        with self._lock:
            if self._at is None:
                self._at = errand
                threading.Thread(target=self._run_all, daemon=True).start()
                return 0
            self._waiting.append(errand)
            return len(self._waiting)

    @property
    def busy(self) -> bool:
        """Whether one is under way."""
        return self._at is not None

    @property
    def waiting(self) -> int:
        """How many errands wait for the one under way."""
        return len(self._waiting)

    def has(self, errand: Errand) -> bool:
        """Whether the same errand is under way or waits."""
        return errand == self._at or errand in self._waiting

    def stop(self) -> bool:
        """Stop the one under way, whether there is one; what it has written stays."""
        with self._lock:
            if self._at is None:
                return False
            self._stopped = True
            self._child.stop()
            return True

    def end(self) -> None:
        """Stop for good."""
        self._child.end()

    def _run_all(self) -> None:
        from store.errands import Outcome, Progress

        broken = Outcome(failed=say("It broke off."))
        while (errand := self._at) is not None:
            self._app.post_message(Progressed(errand, None))
            outcome = broken
            for said in self.words(errand):
                if self._child.ended:
                    return
                if isinstance(said, Progress):
                    self._app.post_message(Progressed(errand, said))
                else:
                    outcome = said
            with self._lock:
                stopped, self._stopped = self._stopped, False
                self._at = self._waiting.popleft() if self._waiting else None
                if self._child.ended:
                    return
            self._app.post_message(Finished(errand, None if stopped else outcome))

    def words(self, errand: Errand) -> Iterator[Progress | Outcome]:
        """What the child of an errand says, last what became of it; nothing of one killed."""
        from store.errands import heard

        process = None if self._stopped else self._child.start(self._library.path, errand)
        if process is None:
            return
        if self._stopped:
            # While it was started.
            self._child.stop()
        yield from map(heard, lines(process))
        process.wait()


def barred(store: Path) -> str:
    """Why nothing can be changed in a store by this person here; "" if it can."""
    told = {
        "": "",
        "kiosk": say("Not in kiosk mode."),
        "read-only": say("The store is read-only: {store}", store=store),
    }
    return told[permission.barred(store)]


def under_way(errand: Errand, progress: Progress | None, waiting: int = 0) -> str:
    """How far an errand is, in a few words."""
    doing = say("fetching") if errand.do == "fetch" else say("adding")
    if progress is None or not (progress.total or progress.articles):
        told = f"{doing}…" if errand.do == "fetch" else f"{doing} {_short(errand.what)}"
    elif progress.unit == "feeds":
        told = say("fetching {done:,}/{total:,} feeds", done=progress.done, total=progress.total)
    else:
        share = f" {100 * progress.done // progress.total} %" if progress.total else ""
        told = f"{doing}{share}  " + say("{articles:,} articles", articles=progress.articles)
    return told + (say(" (+{waiting})", waiting=waiting) if waiting else "")


def became(errand: Errand, outcome: Outcome | None) -> str:
    """What became of an errand, in one line; the first refusal with its reason."""
    if outcome is None:
        return say("Stopped; what was added stays.")
    if outcome.failed:
        return say(outcome.failed)
    if errand.do == "export" and not outcome.refusals:
        return say("{feeds} feeds written to {name}", feeds=outcome.feeds, name=outcome.name)
    told = list(_gained(errand, outcome))
    if outcome.refusals:
        why = say(outcome.refused[0]) if outcome.refused else ""
        told.append(say("{refusals} refused: {why}", refusals=outcome.refusals, why=why))
    return reduce(lambda one, other: say("{one}, {other}", one=one, other=other), told or [""])


def _gained(errand: Errand, outcome: Outcome) -> Iterator[str]:
    if outcome.feeds and outcome.name:
        yield say("subscribed to {name}", name=outcome.name)
    elif outcome.feeds:
        yield say("{feeds} new feeds", feeds=outcome.feeds)
    if outcome.added:
        yield say("{added:,} new articles", added=outcome.added)
    elif outcome.refusals or outcome.feeds:
        return
    elif errand.do == "fetch":
        yield (
            say("nothing new in {asked} feeds", asked=outcome.asked)
            if outcome.asked
            else say("no feed is due; A adds one")
        )
    elif errand.do == "take" and outcome.known:
        yield say("all of it is here already")
    elif errand.do == "take":
        yield say("there are no articles in it")


def _short(text: str) -> str:
    from tui.typography import ellipsis

    return ellipsis(text.strip(), 30)
