"""Fetching: what is new in the feeds of a store, asked for politely and added safely.

Feeds are fetched by several threads, each taking one host at a time; only the caller's thread
writes. A feed's ETag is kept once its articles are in the store and not before, so that a kill
at any moment costs nothing but asking again.
"""

from __future__ import annotations

import threading
from collections import defaultdict
from collections.abc import Callable, Iterable, Iterator, Sequence
from contextlib import ExitStack, closing, contextmanager
from dataclasses import replace
from datetime import datetime
from pathlib import Path
from queue import SimpleQueue
from typing import TYPE_CHECKING
from urllib.parse import urlsplit

from store.adding import AddReport
from store.article import article_id
from store.errors import StoreError, system
from store.feeds.asking import LONGEST_RETRY, Outcome, ask
from store.feeds.subscriptions import Subscription, changing, merged, stamp
from store.intake.dateline import CHINA
from store.locking import locked

if TYPE_CHECKING:
    from store.library import Library
    from store.web.client import Client

HOSTS = 8
"""Hosts asked at the same time."""


def fetch(
    library: Library,
    feeds: Sequence[Subscription],
    client: Client,
    *,
    full: bool = False,
    progress: Callable[[int, int], None] | None = None,
) -> AddReport:
    """Fetch ``feeds`` and add what is new; failures are kept in ``feeds.json`` and reported.

    ``full``: the pages of entries that are only summaries, whatever the feed's own setting.
    ``progress`` is told how many feeds of how many are done. Raises ``StoreError``.
    """

    def known(ids: Iterable[str]) -> set[str]:
        with closing(library.clone()) as own:
            return own.known(ids)

    def work(feed: Subscription) -> Outcome:
        return ask(feed, client, known, now=datetime.now(CHINA), full=full)

    report = AddReport()
    done = 0
    if progress:
        progress(0, len(feeds))
    for outcomes in _at_once(feeds, work):
        report += _settle(library, outcomes)
        done += len(outcomes)
        if progress:
            progress(done, len(feeds))
    return report


def due(feeds: Iterable[Subscription], now: str) -> list[Subscription]:
    """The feeds to be asked ``now``: neither gone nor left alone after a failure.

    Nobody is left alone for longer than a failure can ask for: the clock was ahead then.
    """
    latest = stamp(datetime.fromisoformat(now) + LONGEST_RETRY)
    return [f for f in feeds if not f.gone and not now < (f.next_try or now) <= latest]


@contextmanager
def alone(store: Path, *, wait: bool) -> Iterator[bool]:
    """Be the only one who fetches for a store; yields whether that is so, or waits for it.

    Raises ``StoreError`` when the store can't be written.
    """
    lock = store / ".fetch.lock"
    with ExitStack() as stack:
        try:
            store.mkdir(parents=True, exist_ok=True)
            first = stack.enter_context(locked(lock, wait=wait))
        except OSError as error:
            raise StoreError("{path}: {reason}", path=lock, reason=system(error)) from error
        yield first is not None


def _settle(library: Library, outcomes: Sequence[Outcome]) -> AddReport:
    """Add the articles of some feeds, then note what became of these feeds."""
    ids = [[article_id(draft) for draft in outcome.drafts] for outcome in outcomes]
    seen = library.known({id for group in ids for id in group})
    report = library.add(draft for outcome in outcomes for draft in outcome.drafts)
    # What the archive refuses is asked for again.
    safe = not report.refused
    with changing(library.path) as feeds:
        for outcome, group in zip(outcomes, ids, strict=True):
            fresh = set(group) - seen
            seen |= fresh
            _note(feeds, outcome, len(fresh), safe=safe)
    return report + AddReport(refused=tuple(r for o in outcomes for r in o.refused))


def _note(feeds: dict[str, Subscription], outcome: Outcome, fresh: int, *, safe: bool) -> None:
    feed = feeds.get(outcome.feed.url)
    if feed is None:
        # Unsubscribed while it was being fetched.
        return
    kept = set() if safe else {"etag", "modified"}
    if feed.title:
        # It may have been named meanwhile.
        kept.add("title")
    changes = {key: value for key, value in outcome.changes.items() if key not in kept}
    feed = replace(feed, **changes, articles=feed.articles + fresh)
    url = outcome.moved or feed.url
    if url != feed.url and url in feeds:
        del feeds[feed.url]
        feeds[url] = merged(feeds[url], feed)
        return
    order = [replace(feed, url=url) if f.url == feed.url else f for f in feeds.values()]
    feeds.clear()
    feeds.update({f.url: f for f in order})


def _at_once(
    feeds: Sequence[Subscription], work: Callable[[Subscription], Outcome]
) -> Iterator[list[Outcome]]:
    """The outcomes as they come, all that are there at a time.

    The threads are daemons: a program that is told to stop doesn't wait for slow servers.
    """
    by_host: defaultdict[str, list[Subscription]] = defaultdict(list)
    for feed in feeds:
        by_host[urlsplit(feed.url).netloc].append(feed)
    hosts: SimpleQueue[list[Subscription] | None] = SimpleQueue()
    outcomes: SimpleQueue[Outcome] = SimpleQueue()
    for group in by_host.values():
        hosts.put(group)

    stopped = threading.Event()

    def serve() -> None:
        while group := hosts.get():
            for feed in group:
                if stopped.is_set():
                    return
                outcomes.put(work(feed))

    for _ in range(min(HOSTS, len(by_host))):
        hosts.put(None)
        threading.Thread(target=serve, daemon=True).start()
    left = len(feeds)
    try:
        while left:
            ready = [outcomes.get()]
            while not outcomes.empty():
                ready.append(outcomes.get())
            left -= len(ready)
            yield ready
    finally:
        stopped.set()
