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
    """Every chunk with what ``submit`` makes of it, in order, some chunks ahead of the reader."""
    waiting: deque[tuple[T, Future[list[Preparation]]]] = deque()
    first = next(chunks, None)
    second = next(chunks, None)
    if second is not None:
        # An input of one chunk isn't worth a process.
        preparer.start()
    for chunk in chain((c for c in (first, second) if c is not None), chunks):
        waiting.append((chunk, submit(chunk)))
        if len(waiting) > AHEAD:
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


def one_ahead(
    thread: ThreadPoolExecutor, work: Callable[[T], R], items: Iterable[T]
) -> Iterator[R]:
    """``work`` on each item in ``thread``, while the next is being made here."""
    pending: Future[R] | None = None
    for item in items:
        if pending:
            yield pending.result()
        pending = thread.submit(work, item)
    if pending:
        yield pending.result()
