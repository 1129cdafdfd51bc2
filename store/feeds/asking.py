"""Asking: one feed, or one address, to drafts; and what its answer says about the feed."""

from __future__ import annotations

from collections import Counter
from collections.abc import Callable, Iterable, Iterator, Sequence
from dataclasses import dataclass, field, replace
from datetime import datetime, timedelta
from typing import TYPE_CHECKING, Any

from store.article import Draft, article_id
from store.errors import RefusedError, WenrenError, said
from store.feeds.subscriptions import Subscription, feed_url, stamp
from store.intake.dateline import CHINA
from store.intake.feed import Entry, read_feed
from store.message import Message, kept
from store.web.response import FetchError

if TYPE_CHECKING:
    from store.intake.forms import Item
    from store.web.client import Client
    from store.web.response import Response

PAGES = 100
"""Most pages fetched for one feed at a time; of further entries the summary is kept."""

FIRST_WAIT = timedelta(minutes=15)
LONGEST_WAIT = timedelta(days=1)
"""How long a feed that fails is left alone: doubled from the first with every failure."""

LONGEST_RETRY = timedelta(days=7)
"""The longest Retry-After that is honoured."""


@dataclass(frozen=True, slots=True)
class Outcome:
    """What became of one feed: its articles, what was refused, and what changes in its entry.

    ``moved``: the address it has for good from now on.
    """

    feed: Subscription
    drafts: tuple[Draft, ...] = ()
    refused: tuple[RefusedError, ...] = ()
    changes: dict[str, Any] = field(default_factory=dict)
    moved: str | None = None


def ask(
    feed: Subscription,
    client: Client,
    known: Callable[[Iterable[str]], set[str]],
    *,
    now: datetime,
    full: bool = False,
) -> Outcome:
    """Ask for one feed, and for the pages of its new entries where that is wanted.

    ``known`` says which article ids the store has; their pages aren't asked for again. Raises
    nothing: whatever fails is part of the outcome.
    """
    try:
        response = client.get(feed.url, etag=feed.etag, modified=feed.modified)
        changes = {"fetched": stamp(now), "error": None, "failure": None, "errors": 0}
        changes["next_try"] = None
        if response.status == 304:
            return Outcome(feed, changes=changes, moved=_moved(feed, response))
        found = read_feed(
            response.body,
            feed.url,
            now,
            source=feed.source,
            url=response.url,
            declared=response.charset,
        )
        changes |= {"etag": response.etag, "modified": response.modified}
        if feed.title is None:
            changes["title"] = found.title
        drafts = [entry.draft for entry in found.entries]
        refused = list(found.refused)
        if full or feed.full:
            drafts, failed = _with_pages(found.entries, client, known, feed, now)
            refused += failed
        if sources := Counter(draft.source for draft in drafts if draft.source):
            changes["outlet"] = sources.most_common(1)[0][0]
        return Outcome(feed, tuple(drafts), tuple(refused), changes, _moved(feed, response))
    except Exception as error:
        return _failure(feed, error, now)


def articles_at(
    url: str, client: Client, *, source: str | None = None, now: datetime | None = None
) -> Iterator[Item]:
    """The articles behind an address, be it a page, a feed or a file; nothing is raised."""
    try:
        response = client.get(url)
    except RefusedError as error:
        yield error
        return
    yield from articles_in(response, url, source=source, now=now)


def articles_in(
    response: Response, name: str, *, source: str | None = None, now: datetime | None = None
) -> Iterator[Item]:
    """The articles of what a server gave for the address ``name``; nothing is raised."""
    # A feed alone needs none of the other readers.
    from store.intake.forms import Reading, read_bytes

    return read_bytes(
        response.body,
        name,
        Reading(now or datetime.now(CHINA), source),
        url=response.url,
        declared=response.charset,
        content_type=response.content_type,
    )


def _with_pages(
    entries: Sequence[Entry],
    client: Client,
    known: Callable[[Iterable[str]], set[str]],
    feed: Subscription,
    now: datetime,
) -> tuple[list[Draft], list[RefusedError]]:
    """The drafts, those of new summaries from their pages; where a page fails the summary."""
    there = known(article_id(entry.draft) for entry in entries)
    drafts: list[Draft] = []
    failed: list[RefusedError] = []
    asked = 0
    for entry in entries:
        draft = entry.draft
        if entry.partial and draft.url and article_id(draft) not in there:
            asked += 1
            if asked <= PAGES:
                try:
                    draft = _page(draft, client, feed.source, now)
                except RefusedError as error:
                    failed.append(
                        RefusedError(error.input, "{reason}; summary kept", reason=error.reason)
                    )
        drafts.append(draft)
    if asked > PAGES:
        failed.append(
            RefusedError(feed.url, "{asked} pages too many; summaries kept", asked=asked - PAGES)
        )
    return drafts, failed


def _page(summary: Draft, client: Client, source: str | None, now: datetime) -> Draft:
    """The article of a summary's page under the summary's own title and address.

    The id comes from these two, so the entry is known when the feed is read again.
    """
    url = summary.url or ""
    response = client.get(url)
    item = next(
        articles_in(response, url, source=source, now=now),
        RefusedError(url, "no article in the page"),
    )
    if isinstance(item, RefusedError):
        raise item
    if not isinstance(item, Draft):
        raise RefusedError(url, "no page")
    if _length(item) < _length(summary):
        raise RefusedError(url, "the page holds less than the summary")
    return replace(
        item,
        title=summary.title,
        url=summary.url,
        source=summary.source or item.source,
        authors=summary.authors or item.authors,
        published=summary.published or item.published,
    )


def _length(draft: Draft) -> int:
    return sum(len(block.text) for block in draft.blocks if block.kind != "related")


def _moved(feed: Subscription, response: Response) -> str | None:
    """Where the feed has moved for good."""
    try:
        url = feed_url(response.permanent_url or feed.url)
    except RefusedError:
        return None
    return None if url == feed.url else url


def _failure(feed: Subscription, error: Exception, now: datetime) -> Outcome:
    reason = error.reason if isinstance(error, RefusedError) else said(error)
    if not isinstance(error, WenrenError):
        # A fault of ours in one feed must not keep the others from being fetched.
        reason = Message(type(error).__name__ + ": " + reason)
    refusal = RefusedError(feed.url, reason)
    failed = {"error": str(reason), "failure": kept(reason), "errors": feed.errors + 1}
    if isinstance(error, FetchError) and error.gone:
        changes = {"gone": stamp(now), **failed}
        return Outcome(feed, refused=(refusal,), changes=changes)
    wait = min(FIRST_WAIT * 2 ** min(feed.errors, 10), LONGEST_WAIT)
    if isinstance(error, FetchError) and error.retry_after:
        wait = max(wait, min(timedelta(seconds=error.retry_after), LONGEST_RETRY))
    changes = {**failed, "next_try": stamp(now + wait)}
    return Outcome(feed, refused=(refusal,), changes=changes)
