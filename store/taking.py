"""Carrying out an errand: what was pasted is taken in, feeds are fetched, a list is written.

In a process of its own (``store.child``).
"""

from __future__ import annotations

import sys
import time
from collections.abc import Callable, Iterable, Iterator
from pathlib import Path
from typing import TYPE_CHECKING, TypeAlias

from store.child import attend, order, say
from store.errands import Errand, Outcome, Progress
from store.errors import RefusedError, StoreError, system

if TYPE_CHECKING:
    from store.adding import AddReport
    from store.article import Article, Draft
    from store.feeds.subscriptions import Subscription
    from store.message import Message
    from store.web.client import Client
    from store.web.response import Response

    Item: TypeAlias = Draft | Article | RefusedError

Tell: TypeAlias = Callable[[Progress], None]
APART = 1.0
"""Seconds between two words on how far it is: the terminal is sent each of them."""
TOLD = 20
"""Refusals told one by one; of the others their number is."""


def run(store: Path, errand: Errand, tell: Tell) -> Outcome:
    """Run an errand; raises nothing that is a person's or the network's fault."""
    from store.feeds import subscribing
    from store.feeds.subscriptions import from_json

    try:
        match errand.do:
            case "take":
                return _take(store, errand.what, tell)
            case "fetch":
                return _fetch_due(store, tell)
            case "export":
                return _export(store, errand.what)
            case "put":
                subscribing.put(store, from_json(errand.feed))
            case "unsubscribe":
                subscribing.unsubscribe(store, errand.what)
        return Outcome()
    except RefusedError as error:
        return Outcome(refusals=1, refused=(error.message,))
    except StoreError as error:
        return Outcome(failed=error.message)


def _take(store: Path, text: str, tell: Tell) -> Outcome:
    from store.pasted import pasted

    what = pasted(text)
    if isinstance(what, str):
        with _client() as client:
            return _take_address(store, what, client, tell)
    if what.is_file() and (data := _opml_of(what)) is not None:
        return _import(store, data, str(what), tell)
    return _take_path(store, what, tell)


def _take_path(store: Path, path: Path, tell: Tell) -> Outcome:
    from store.adding import add
    from store.intake import read

    done = total = count = 0

    def measure(now: int, of: int) -> None:
        nonlocal done, total
        done, total = now, of

    def counted(items: Iterable[Item]) -> Iterator[Item]:
        nonlocal count
        for item in items:
            count += not isinstance(item, RefusedError)
            tell(Progress("bytes", done, total, count))
            yield item

    return _outcome(add(store, counted(read([path], progress=measure))))


def _take_address(store: Path, url: str, client: Client, tell: Tell) -> Outcome:
    from store.feeds.asking import articles_in
    from store.feeds.subscribing import feed_named_in, seen, subscribe
    from store.feeds.subscriptions import Subscription, feed_url
    from store.library import Library
    from store.pasted import form_of

    url = feed_url(url)
    response = client.get(url)
    text = _text(response, url)
    form = form_of(text)
    if form == "opml":
        return _import(store, response.body, url, tell)
    if form == "feed" or (_is_front(response.url) and feed_named_in(text, response.url)):
        feed, new = subscribe(store, seen(Subscription(url), response, client))
        return _fetch(store, [feed], client, tell, new=int(new), name=feed.name)
    return _outcome(Library.at_hand(store).add(articles_in(response, url)))


def _import(store: Path, data: bytes, name: str, tell: Tell) -> Outcome:
    from store.feeds.opml import read_opml
    from store.feeds.subscribing import subscribe_to_all

    new, known, refused = subscribe_to_all(store, read_opml(data, name))
    if not new:
        return Outcome(known=known, refusals=len(refused), refused=_first(refused))
    with _client() as client:
        return _fetch(store, new, client, tell, new=len(new), refused=refused)


def _fetch_due(store: Path, tell: Tell) -> Outcome:
    from store.feeds.fetching import due
    from store.feeds.subscriptions import now_stamp, subscriptions

    feeds = due(subscriptions(store), now_stamp())
    if not feeds:
        return Outcome()
    with _client() as client:
        return _fetch(store, feeds, client, tell)


def _fetch(
    store: Path,
    feeds: list[Subscription],
    client: Client,
    tell: Tell,
    *,
    new: int = 0,
    name: str = "",
    refused: Iterable[RefusedError] = (),
) -> Outcome:
    from store.adding import AddReport
    from store.feeds.fetching import alone, fetch
    from store.library import Library

    with alone(store, wait=True):
        report = fetch(
            Library.open(store),
            feeds,
            client,
            progress=lambda done, total: tell(Progress("feeds", done, total)),
        )
    report += AddReport(refused=tuple(refused))
    return _outcome(report, feeds=new, asked=len(feeds), name=name)


def _export(store: Path, text: str) -> Outcome:
    from store.feeds.opml import write_opml
    from store.feeds.subscriptions import subscriptions

    feeds = subscriptions(store)
    try:
        path = Path(text.strip()).expanduser()
        # What is there already may be somebody's only copy.
        with path.open("xb") as file:
            file.write(write_opml(feeds).encode())
    except (OSError, ValueError, RuntimeError) as error:
        reason = system(error) if isinstance(error, OSError) else str(error).lower()
        raise RefusedError(text.strip() or "-", reason) from error
    return Outcome(feeds=len(feeds), name=str(path))


def _outcome(report: AddReport, *, feeds: int = 0, asked: int = 0, name: str = "") -> Outcome:
    refused = report.refused
    return Outcome(report.added, report.known, feeds, asked, name, len(refused), _first(refused))


def _first(refused: Iterable[RefusedError]) -> tuple[Message, ...]:
    return tuple(each.message for each in refused)[:TOLD]


def _text(response: Response, url: str) -> str:
    """An answer as text; "" for what is none, which its reader will tell."""
    from store.intake.charset import decode

    try:
        return decode(response.body, url, response.charset)
    except RefusedError:
        return ""


def _is_front(url: str) -> bool:
    """Whether an address is of a whole site: of that, what is new is meant."""
    from urllib.parse import urlsplit

    return urlsplit(url).path in ("", "/")


def _opml_of(path: Path) -> bytes | None:
    """The bytes of a list of feeds; None for any other file."""
    from store.intake.feed.item import SIZE
    from store.pasted import HEAD, form_of

    try:
        with path.open("rb") as file:
            head = file.read(HEAD)
            if b"<" not in head or form_of(head.decode("utf-8", "replace")) != "opml":
                return None
            return head + file.read(SIZE + 1 - HEAD)
    except OSError:
        return None


def _client() -> Client:
    from store.settings import settings
    from store.web.client import Client

    return Client.configured(settings().fetch)


def _now_and_then() -> Tell:
    """Says how far it is, but not more often than anybody wants to see."""
    following = 0.0

    def tell(progress: Progress) -> None:
        nonlocal following
        if (now := time.monotonic()) >= following:
            following = now + APART
            say(progress)

    return tell


def main() -> None:
    errand = Errand(**order())
    attend()
    say(run(Path(sys.argv[1]), errand, _now_and_then()))


if __name__ == "__main__":
    main()
