"""What is well and what is wrong with a store that many people read, in words and what to do."""

from __future__ import annotations

import shlex
from collections.abc import Iterator
from dataclasses import dataclass
from datetime import UTC, datetime, timedelta
from pathlib import Path
from typing import Literal, TypeAlias

from store.condition import Condition, IndexCondition
from tui.language import reply

Level: TypeAlias = Literal["ok", "note", "wrong"]
LATE = timedelta(hours=26)
"""The oldest a last fetch may be: that of a daily timer, with time for its work."""
LITTLE = 200 << 20
"""Bytes of free space below which a store may soon fail to be written."""
NAMED = 3
"""Files that are named; the rest are counted."""


@dataclass(frozen=True, slots=True)
class Finding:
    """``about``: a word for what was looked at. ``do``: what mends it."""

    level: Level
    about: str
    said: str
    do: str = ""


def of_store(store: Path, found: Condition, *, reader: bool) -> Iterator[Finding]:
    """``reader``: it was looked at as a person sees it who only reads."""
    yield from _permissions(store, found, reader=reader)
    yield from _index(found.index)
    yield from _feeds(found)
    now = datetime.now(UTC)
    if found.written > now + timedelta(minutes=5):
        said = reply(
            "files of the store were written in the future: {when}",
            when=found.written.isoformat(" ", "minutes"),
        )
        yield Finding("wrong", "clock", said, reply("set the clock (timedatectl)"))
    if found.held:
        yield Finding("note", "lock", reply("somebody is writing to the store just now"))
    yield space("disk", store, found.free)


def space(about: str, path: Path, free: int) -> Finding:
    """Whether a file system has room left."""
    said = reply("{free:,} MiB free at {path}", free=free >> 20, path=path)
    if free >= LITTLE:
        return Finding("ok", about, said)
    return Finding("wrong", about, said, reply("make room: what is written may be refused soon"))


def _permissions(store: Path, found: Condition, *, reader: bool) -> Iterator[Finding]:
    where = shlex.quote(str(store))
    said = reply(
        "{store}: {days:,} days, owner {owner}", store=store, days=found.days, owner=found.owner
    )
    yield Finding("ok", "store", said)
    if found.unreadable:
        yield Finding(
            "wrong",
            "store",
            reply("can't be read: {files}", files=_files(found.unreadable)),
            f"chmod -R a+rX {where}",
        )
    if found.exposed:
        yield Finding(
            "wrong",
            "store",
            reply("every login may write: {files}", files=_files(found.exposed)),
            f"chmod -R o-w {where}",
        )
    if reader and found.writable:
        yield Finding(
            "wrong",
            "store",
            reply("this reader may write to it"),
            reply("let another login own it: chown -R wenren {where}", where=where),
        )


def _index(index: IndexCondition | None) -> Iterator[Finding]:
    mend = "wenren reindex"
    if index is None:
        yield Finding("wrong", "index", reply("there is none"), mend)
        return
    if index.problem:
        yield Finding("wrong", "index", reply(index.problem), mend)
        return
    said = reply(
        "{articles:,} articles, the newest of {newest}, {size:,} MiB",
        articles=index.articles,
        newest=index.newest or "-",
        size=-(-index.size >> 20),
    )
    yield Finding("ok", "index", said)
    if index.unfinished:
        yield Finding("wrong", "index", reply("it isn't whole"), mend)
    elif index.behind:
        yield Finding("wrong", "index", reply("it is behind the articles"), "wenren fetch")
    if not index.shared:
        said = reply("readers would see no news: its log is missing")
        yield Finding("wrong", "index", said, mend)
    if index.ahead:
        said = reply("{ahead:,} articles are dated in the future", ahead=index.ahead)
        yield Finding("note", "clock", said, reply("look at this clock, or at the outlet's dates"))


def _feeds(found: Condition) -> Iterator[Finding]:
    if not found.feeds:
        yield Finding("note", "feeds", reply("there are none: wenren feeds add URL"))
        return
    timer = "systemctl status wenren-fetch.timer"
    if found.fetched is None:
        said = reply("{feeds:,} feeds, never fetched", feeds=found.feeds)
        yield Finding("wrong", "feeds", said, timer)
        return
    age = datetime.now(UTC) - found.fetched
    hours = age.total_seconds() / 3600
    said = reply(
        "{feeds:,} feeds, the last fetched {hours:.1f} hours ago", feeds=found.feeds, hours=hours
    )
    if age > LATE:
        yield Finding("wrong", "feeds", said, timer)
    elif age < timedelta(minutes=-5):
        yield Finding("wrong", "clock", said, reply("set the clock (timedatectl)"))
    else:
        yield Finding("ok", "feeds", said)


def _files(paths: tuple[Path, ...]) -> str:
    named = " ".join(shlex.quote(str(path)) for path in paths[:NAMED])
    more = len(paths) - NAMED
    return named + (reply(" and {more:,} more", more=more) if more > 0 else "")
