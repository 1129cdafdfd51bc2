"""Errands run beside a person's reading: one at a time, listened to, ended; and put into words."""

from __future__ import annotations

import os
import threading
from collections import deque
from collections.abc import Iterator
from typing import TYPE_CHECKING

from textual.message import Message

from tui.language import say

if TYPE_CHECKING:
    from pathlib import Path
    from subprocess import Popen

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
    """Has errands run by a child process each (``store.errands``), in the order they were given.

    Posts ``Progressed`` and ``Finished`` to the app.
    """

    def __init__(self, app: App[None], library: Library) -> None:
        self._app = app
        self._library = library
        self._lock = threading.Lock()
        self._waiting: deque[Errand] = deque()
        self._at: Errand | None = None
        self._process: Popen[bytes] | None = None
        self._stopped = False
        self._ended = False

    def give(self, errand: Errand) -> int:
        """Have an errand run; returns how many go before it."""
        with self._lock:
            if self._at is None:
                self._at = errand
                # A daemon: no end of the program waits for it.
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
            if self._process is not None:
                self._process.kill()
            return True

    def end(self) -> None:
        """Stop for good."""
        with self._lock:
            self._ended = True
            self._waiting.clear()
            process = self._process
        if process is not None:
            process.kill()
            process.wait()

    def _run_all(self) -> None:
        from store.errands import Outcome, Progress

        broken = Outcome(failed=say("中断了。", "It broke off."))
        while (errand := self._at) is not None:
            self._app.post_message(Progressed(errand, None))
            outcome = broken
            for said in self.words(errand):
                if self._ended:
                    return
                if isinstance(said, Progress):
                    self._app.post_message(Progressed(errand, said))
                else:
                    outcome = said
            with self._lock:
                stopped, self._stopped = self._stopped, False
                self._at = self._waiting.popleft() if self._waiting else None
                self._process = None
                if self._ended:
                    return
            self._app.post_message(Finished(errand, None if stopped else outcome))

    def words(self, errand: Errand) -> Iterator[Progress | Outcome]:
        """What the child of an errand says, last what became of it; nothing of one killed."""
        from subprocess import DEVNULL, PIPE, Popen

        from store.errands import command, order, word

        words, environment = command(self._library.path)
        with self._lock:
            if self._ended or self._stopped:
                return
            process = self._process = Popen(
                words, stdin=PIPE, stdout=PIPE, stderr=DEVNULL, env=environment
            )
        # Its input stays open as long as this process lives.
        assert process.stdin
        assert process.stdout
        try:
            process.stdin.write(order(errand))
            process.stdin.flush()
            for line in process.stdout:
                if line.endswith(b"\n"):
                    yield word(line)
        except OSError:
            pass
        finally:
            process.kill()
            process.wait()
            with self._lock:
                self._process = None


def barred(store: Path) -> str:
    """Why nothing can be taken into a store by this person here; "" if it can."""
    if os.environ.get("WENREN_KIOSK", "").strip() not in ("", "0"):
        return say(
            "这里只读，不能加文章或订阅。", "This is for reading only: nothing is added here."
        )
    there = next((path for path in (store, *store.parents) if path.exists()), store)
    if not os.access(there, os.W_OK):
        return say(f"不能写入 {store}。", f"{store} can't be written.")
    return ""


def under_way(errand: Errand, progress: Progress | None, waiting: int = 0) -> str:
    """How far an errand is, in a few words."""
    doing = say("正在取", "fetching") if errand.do == "fetch" else say("正在加", "adding")
    if progress is None or not (progress.total or progress.articles):
        told = f"{doing}…" if errand.do == "fetch" else f"{doing} {_short(errand.what)}"
    elif progress.unit == "feeds":
        feeds = say("个订阅", "feeds")
        told = f"{say('正在取', 'fetching')} {progress.done:,}/{progress.total:,} {feeds}"
    else:
        share = f" {100 * progress.done // progress.total} %" if progress.total else ""
        told = f"{doing}{share}  {progress.articles:,} {say('篇', 'articles')}"
    return told + (say(f"（还有 {waiting} 件）", f" (+{waiting})") if waiting else "")


def became(errand: Errand, outcome: Outcome | None) -> str:
    """What became of an errand, in one line; the first refusal with its reason."""
    if outcome is None:
        return say("停下了，已加的留着。", "Stopped; what was added stays.")
    if outcome.failed:
        return outcome.failed
    if errand.do == "export" and not outcome.refusals:
        return say(
            f"{outcome.feeds} 个订阅写到了 {outcome.name}",
            f"{outcome.feeds} feeds written to {outcome.name}",
        )
    told = list(_gained(errand, outcome))
    if outcome.refusals:
        why = outcome.refused[0] if outcome.refused else ""
        told.append(say(f"{outcome.refusals} 个被拒：{why}", f"{outcome.refusals} refused: {why}"))
    return say("，", ", ").join(told)


def _gained(errand: Errand, outcome: Outcome) -> Iterator[str]:
    if outcome.feeds and outcome.name:
        yield say(f"订阅了“{outcome.name}”", f"subscribed to {outcome.name}")
    elif outcome.feeds:
        yield say(f"{outcome.feeds} 个新订阅", f"{outcome.feeds} new feeds")
    if outcome.added:
        yield say(f"{outcome.added:,} 篇新文章", f"{outcome.added:,} new articles")
    elif outcome.refusals or outcome.feeds:
        return
    elif errand.do == "fetch":
        yield (
            say(f"{outcome.asked} 个订阅都没有新文章", f"nothing new in {outcome.asked} feeds")
            if outcome.asked
            else say("没有该取的订阅，A 加一个", "no feed is due; A adds one")
        )
    elif errand.do == "take" and outcome.known:
        yield say("都已经有了", "all of it is here already")
    elif errand.do == "take":
        yield say("里面没有文章", "there are no articles in it")


def _short(text: str) -> str:
    from tui.typography import ellipsis

    return ellipsis(text.strip(), 30)
