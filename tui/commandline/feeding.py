"""The commands about feeds: subscriptions, and fetching what is new."""

from __future__ import annotations

import sys
from argparse import Namespace
from collections.abc import Callable, Iterator
from contextlib import ExitStack, contextmanager
from pathlib import Path
from typing import TYPE_CHECKING

from store.errors import RefusedError, system
from tui.commandline.arguments import store_of
from tui.commandline.printing import (
    note,
    print_json,
    print_report,
    print_text,
    progress_of,
    warn,
)
from tui.language import later, reply

if TYPE_CHECKING:
    from store.feeds.subscriptions import Subscription
    from store.intake.forms import Item
    from store.web.client import Client


def feeds_list(options: Namespace) -> int:
    from store.feeds.subscriptions import subscriptions

    for feed in subscriptions(store_of(options)):
        if options.json:
            print_json(_feed_json(feed))
        else:
            print_text(_feed_line(feed))
    return 0


def feeds_add(options: Namespace) -> int:
    from store.feeds.subscribing import checked, subscribe
    from store.feeds.subscriptions import NAME_LENGTH, Subscription, feed_url, tag_path
    from store.intake.hygiene import clean_line

    title, source = (
        clean_line(text or "")[:NAME_LENGTH] or None for text in (options.title, options.source)
    )
    tags = tuple(dict.fromkeys(filter(None, map(tag_path, options.tag))))
    feed = Subscription(feed_url(options.url), title, tags, options.full, source)
    if options.check:
        with configured_client() as client:
            try:
                feed = checked(feed, client)
            except RefusedError as error:
                raise RefusedError(
                    error.input,
                    "{reason} (--no-check subscribes without asking)",
                    reason=error.reason,
                ) from error
    feed, new = subscribe(store_of(options), feed)
    if options.json:
        print_json(_feed_json(feed))
    else:
        note(
            "subscribed: {name} {url}" if new else "already subscribed: {name} {url}",
            name=feed.name,
            url=feed.url,
        )
    return 0


def feeds_remove(options: Namespace) -> int:
    from store.feeds.subscriptions import changing, named

    with changing(store_of(options)) as feeds:
        found = named(tuple(feeds.values()), options.feed, tags=False)
        if len(found) != 1:
            if not found:
                raise RefusedError(options.feed, "no feed is called so")
            raise RefusedError(options.feed, "{found} feeds are called so", found=len(found))
        del feeds[found[0].url]
    if options.json:
        print_json(_feed_json(found[0]))
    else:
        note("removed: {name} {url}", name=found[0].name, url=found[0].url)
    return 0


def feeds_import(options: Namespace) -> int:
    from store.feeds.opml import read_opml
    from store.feeds.subscribing import subscribe_to_all

    items = read_opml(_bytes_of(options.file), options.file)
    new, known, refused = subscribe_to_all(store_of(options), items)
    added = len(new)
    for error in refused:
        warn(error.message)
    if options.json:
        reasons = [{"input": r.input, "reason": r.reason} for r in refused]
        print_json({"added": added, "known": known, "refused": reasons})
    else:
        note(
            "{added} feeds added, {known} known, {refused} refused",
            added=added,
            known=known,
            refused=len(refused),
        )
    return 1 if refused else 0


def feeds_export(options: Namespace) -> int:
    from store.day_storage import replace_file
    from store.feeds.opml import write_opml
    from store.feeds.subscriptions import subscriptions

    data = write_opml(subscriptions(store_of(options))).encode()
    if options.output is None:
        sys.stdout.buffer.write(data)
        return 0
    try:
        replace_file(options.output, data)
    except OSError as error:
        raise RefusedError(str(options.output), system(error)) from error
    return 0


def fetch(options: Namespace) -> int:
    from store.adding import AddReport
    from store.feeds.fetching import alone, fetch
    from store.feeds.subscriptions import subscriptions
    from store.library import Library

    path = store_of(options)
    # Whoever names feeds waits for them; a plain fetch has nothing to do beside another.
    with alone(path, wait=bool(options.feeds)) as first:
        if not first:
            warn("another fetch of this store is under way")
            print_report(AddReport(), as_json=options.json)
            return 0
        feeds, unknown = _wanted(subscriptions(path), options.feeds)
        library = Library.open(path, progress_of(later("index")))
        with configured_client() as client:
            report = fetch(
                library, feeds, client, full=options.full, progress=progress_of(later("feeds"))
            )
    report += AddReport(refused=tuple(unknown))
    return print_report(report, as_json=options.json)


@contextmanager
def reader_of_addresses(source: str | None) -> Iterator[Callable[[str], Iterator[Item]]]:
    """What reads an address for ``store.intake.read``; the web is loaded with the first one."""
    with ExitStack() as stack:
        client: list[Client] = []

        def fetch(url: str) -> Iterator[Item]:
            from store.feeds.asking import articles_at

            if not client:
                client.append(stack.enter_context(configured_client()))
            return articles_at(url, client[0], source=source)

        yield fetch


def configured_client() -> Client:
    """The client that the person's settings ask for."""
    from store.settings import settings
    from store.web.client import Client

    return Client.configured(settings().fetch)


def _wanted(
    feeds: tuple[Subscription, ...], names: list[str]
) -> tuple[list[Subscription], list[RefusedError]]:
    """The feeds to fetch: those that are due, or the named ones, and which names mean none."""
    from store.feeds.fetching import due
    from store.feeds.subscriptions import named, now_stamp

    if not names:
        return due(feeds, now_stamp()), []
    found: dict[str, Subscription] = {}
    refused: list[RefusedError] = []
    for name in names:
        meant = named(feeds, name)
        if not meant:
            refused.append(RefusedError(name, "no feed or tag is called so; see `wenren feeds`"))
        for feed in meant:
            if feed.gone and len(meant) == 1:
                refused.append(
                    RefusedError(feed.url, "gone for good since {gone}", gone=feed.gone[:10])
                )
            elif not feed.gone:
                found[feed.url] = feed
    return list(found.values()), refused


def _feed_json(feed: Subscription) -> dict[str, object]:
    return {
        "url": feed.url,
        "title": feed.title,
        "tags": list(feed.tags),
        "full": feed.full,
        "source": feed.source,
        "added": feed.added,
        "fetched": feed.fetched,
        "error": feed.error,
        "errors": feed.errors,
        "next_try": feed.next_try,
        "gone": feed.gone,
        "articles": feed.articles,
    }


def _feed_line(feed: Subscription) -> str:
    from rich.cells import cell_len

    when = feed.fetched[:16].replace("T", " ") if feed.fetched else reply("never")
    when += " " * (16 - cell_len(when))
    tags = "".join(f" #{tag}" for tag in feed.tags)
    line = f"{feed.articles:>6}  {when}  {feed.name}{tags}  {feed.url}"
    if feed.gone:
        gone, error = feed.gone[:10], feed.why
        return f"{line}\n        " + reply("gone since {gone}: {error}", gone=gone, error=error)
    if feed.error:
        told = reply(
            "{error} ({errors} times, next try {next})"
            if feed.next_try
            else "{error} ({errors} times)",
            error=feed.why,
            errors=feed.errors,
            next=(feed.next_try or "")[:16].replace("T", " "),
        )
        return f"{line}\n        {told}"
    return line


def _bytes_of(name: str) -> bytes:
    from store.intake.feed.item import SIZE

    try:
        if name == "-":
            return sys.stdin.buffer.read(SIZE + 1)
        with Path(name).open("rb") as file:
            return file.read(SIZE + 1)
    except OSError as error:
        raise RefusedError(name, system(error)) from error
