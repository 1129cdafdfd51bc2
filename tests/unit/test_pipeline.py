"""Lists of work handed to a thread while more are being made."""

from __future__ import annotations

from collections.abc import Iterator
from concurrent.futures import ThreadPoolExecutor
from threading import Event

import pytest

from store.errors import StoreError
from store.pipeline import in_batches


def one(_: int) -> tuple[int, int]:
    return 1, 1


def test_a_list_goes_when_it_is_worth_it_and_grows_while_the_thread_is_busy() -> None:
    free = Event()
    taken: list[list[int]] = []

    def work(batch: list[int]) -> int:
        taken.append(batch)
        assert free.wait(60)
        return len(batch)

    def items() -> Iterator[int]:
        for number in range(7):
            if number == 5:
                free.set()
            yield number

    with ThreadPoolExecutor(1) as thread:
        done = in_batches(thread, work, items(), one, articles=4, letters=99, ready=0.5)
        assert list(done) == [2, 4, 1]
    assert taken == [[0, 1], [2, 3, 4, 5], [6]]


def test_a_list_is_full_with_its_letters_too() -> None:
    with ThreadPoolExecutor(1) as thread:
        done = in_batches(thread, len, range(5), lambda number: (1, number), articles=99, letters=3)
        assert list(done) == [3, 1, 1]


def test_after_one_that_fails_no_other_is_begun() -> None:
    taken: list[list[int]] = []

    def fail(batch: list[int]) -> None:
        taken.append(batch)
        raise StoreError("the disk is full")

    with ThreadPoolExecutor(1) as thread, pytest.raises(StoreError):
        list(in_batches(thread, fail, range(5), one, articles=3, letters=99))
    assert taken == [[0, 1, 2]]
