"""Work on many articles at once: some in workers, some being written, in order all the same."""

from __future__ import annotations

from collections import deque
from collections.abc import Callable, Iterable, Iterator
from concurrent.futures import Future, ThreadPoolExecutor
from itertools import chain
from typing import TypeVar

from store.preparing import Preparation, Preparer

T = TypeVar("T")
R = TypeVar("R")

CHUNK = 100
CHUNK_LETTERS = 200_000
"""What goes to a worker at once: enough that the way there costs nothing."""

AHEAD = 20
"""Chunks read ahead of the batch that is being written, so that the workers are never idle."""


def prepared(
    chunks: Iterator[T],
    submit: Callable[[T], Future[list[Preparation]]],
    preparer: Preparer,
) -> Iterator[tuple[T, list[Preparation]]]:
    """Every chunk with what ``submit`` makes of it, in order, as soon as it is made."""
    waiting: deque[tuple[T, Future[list[Preparation]]]] = deque()
    first = next(chunks, None)
    second = next(chunks, None)
    if second is not None:
        # An input of one chunk isn't worth a process.
        preparer.start()
    for chunk in chain((c for c in (first, second) if c is not None), chunks):
        waiting.append((chunk, submit(chunk)))
        while waiting and (len(waiting) > AHEAD or waiting[0][1].done()):
            done, future = waiting.popleft()
            yield done, future.result()
    while waiting:
        done, future = waiting.popleft()
        yield done, future.result()


def batches(
    items: Iterable[T], measure: Callable[[T], tuple[int, int]], articles: int, letters: int
) -> Iterator[list[T]]:
    """Items in lists that hold as many articles or letters; ``measure`` tells those of one."""
    batch: list[T] = []
    held = long = 0
    for item in items:
        batch.append(item)
        more, longer = measure(item)
        held += more
        long += longer
        if held >= articles or long >= letters:
            yield batch
            batch, held, long = [], 0, 0
    if batch:
        yield batch


def in_batches(
    thread: ThreadPoolExecutor,
    work: Callable[[list[T]], R],
    items: Iterable[T],
    measure: Callable[[T], tuple[int, int]],
    *,
    articles: int,
    letters: int,
    ready: float = 1,
) -> Iterator[R]:
    """``work`` on lists of items in ``thread``, while more are being made here.

    A list is full with as many ``articles`` or ``letters``. It is handed over before, when that
    share of it is ``ready`` and the thread is free: so lists grow with what one costs.
    """
    pending: Future[R] | None = None
    batch: list[T] = []
    held = long = 0
    for item in items:
        batch.append(item)
        more, longer = measure(item)
        held += more
        long += longer
        full = max(held / articles, long / letters)
        if full >= 1 or (full >= ready and (pending is None or pending.done())):
            if pending:
                yield pending.result()
            pending = thread.submit(work, batch)
            batch, held, long = [], 0, 0
    if pending:
        yield pending.result()
    if batch:
        yield thread.submit(work, batch).result()
