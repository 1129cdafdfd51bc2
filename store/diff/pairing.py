"""Which sentence of one text became which of another."""

from __future__ import annotations

from collections import Counter, defaultdict
from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from itertools import pairwise

from store.diff.alignment import Gaps, chain, equal_in_order, length_of_common
from store.diff.sentences import Tokens

LIKE = 0.5
"""Common tokens, of the mean length, from which one sentence is another one changed."""
MOVED = 0.7
"""The same where it stands somewhere else."""
PART = 0.7
"""Share of a sentence found in a longer one from which it is a part of it."""
LEAST = 8
"""Tokens that a part, or a sentence that moved, has at least: shorter ones are like many others."""
SENTENCE = 400
"""Tokens up to which parts are put together again: more is no sentence."""
_FREQUENT = 24
"""Two or three tokens that stand together in more sentences than this tell none from another."""
_LOOKED_AT = 2000
"""Tokens of a sentence that its likes are sought by."""
_TRIED = 4
"""Sentences that each one without an equal is compared with, token by token."""


@dataclass(frozen=True, slots=True)
class Sentence:
    """A sentence, or several in a row, of one block."""

    block: int
    tokens: Tokens

    @property
    def keys(self) -> tuple[str, ...]:
        return self.tokens.keys


@dataclass(frozen=True, slots=True)
class Match:
    """What became what: ``a`` is None for what is new, ``b`` for what is gone."""

    a: Sentence | None
    b: Sentence | None
    moved: bool = False


@dataclass(slots=True)
class _Run:
    """Sentences ``a:a_end`` of one text became ``b:b_end`` of the other."""

    a: int
    a_end: int
    b: int
    b_end: int


def pair(a: Sequence[Sentence], b: Sequence[Sentence]) -> list[Match]:
    """Every sentence of both once, in the order of ``b``; what is gone, where it stood in ``a``."""
    equal = equal_in_order([s.keys for s in a], [s.keys for s in b], [len(s.keys) for s in a])
    in_a, in_b = {i for i, _ in equal}, {j for _, j in equal}
    left_a = [i for i in range(len(a)) if i not in in_a]
    left_b = [j for j in range(len(b)) if j not in in_b]
    like = list(_alike(a, b, left_a, left_b))
    gaps = Gaps(equal)
    changed = chain([(i, j, n) for i, j, n in like if gaps.of_a(i) == gaps.of_b(j)])
    runs = [_Run(i, i + 1, j, j + 1) for i, j in sorted(equal + changed)]
    _put_together(a, b, runs)
    taken_a = {i for run in runs for i in range(run.a, run.a_end)}
    taken_b = {j for run in runs for j in range(run.b, run.b_end)}
    moved = _moved(
        a,
        b,
        [i for i in left_a if i not in taken_a],
        [j for j in left_b if j not in taken_b],
        like,
    )
    return list(_in_order(a, b, runs, moved))


def _alike(
    a: Sequence[Sentence], b: Sequence[Sentence], left_a: Sequence[int], left_b: Sequence[int]
) -> Iterator[tuple[int, int, int]]:
    """Pairs of sentences that are like each other, and how many tokens they have in common.

    Sentences that share tokens standing together are compared, those that share most first.
    """
    where: defaultdict[tuple[str, ...], list[int]] = defaultdict(list)
    for i in left_a:
        for gram in _grams(a[i].keys):
            where[gram].append(i)
    for j in left_b:
        keys = b[j].keys
        votes: Counter[int] = Counter()
        for gram in _grams(keys):
            found = where.get(gram, ())
            if len(found) <= _FREQUENT:
                votes.update(found)
        for i, _ in votes.most_common(_TRIED):
            longer, shorter = max(len(a[i].keys), len(keys)), min(len(a[i].keys), len(keys))
            # What is far longer isn't the same sentence, and costs more than it may.
            if longer > 8 * (shorter + LEAST):
                continue
            both = length_of_common(a[i].keys, keys)
            part = shorter >= LEAST and both >= PART * shorter
            if part or 2 * both >= LIKE * (longer + shorter):
                yield i, j, both


def _grams(keys: tuple[str, ...]) -> set[tuple[str, ...]]:
    keys = keys[:_LOOKED_AT]
    return {*pairwise(keys), *zip(keys, keys[1:], keys[2:], strict=False)}


def _put_together(a: Sequence[Sentence], b: Sequence[Sentence], runs: list[_Run]) -> None:
    """Let runs take in the sentences beside them that are parts of what stands opposite."""
    of_a = {run.a: run for run in runs}
    of_b = {run.b: run for run in runs}
    for j in (*range(len(b)), *reversed(range(len(b)))):
        for beside, start, end in ((j - 1, 0, 1), (j + 1, -1, 0)):
            run = of_b.get(beside)
            if j in of_b or run is None or b[j].block != b[beside].block:
                continue
            if _holds(_joined(a, run.a, run.a_end), _joined(b, run.b, run.b_end), b[j]):
                run.b, run.b_end = run.b + start, run.b_end + end
                of_b[j] = run
    for i in (*range(len(a)), *reversed(range(len(a)))):
        for beside, start, end in ((i - 1, 0, 1), (i + 1, -1, 0)):
            run = of_a.get(beside)
            if i in of_a or run is None or a[i].block != a[beside].block:
                continue
            if _holds(_joined(b, run.b, run.b_end), _joined(a, run.a, run.a_end), a[i]):
                run.a, run.a_end = run.a + start, run.a_end + end
                of_a[i] = run


def _holds(whole: Sentence, part: Sentence, more: Sentence) -> bool:
    """Whether ``whole`` also holds ``more``, which stands beside the ``part`` it is paired with."""
    if len(part.keys) >= len(whole.keys) or len(whole.keys) > SENTENCE:
        return False
    if len(more.keys) > len(whole.keys):
        return False
    before = part.tokens.start < more.tokens.start
    both = part.keys + more.keys if before else more.keys + part.keys
    gain = length_of_common(whole.keys, both) - length_of_common(whole.keys, part.keys)
    return gain >= PART * len(more.keys)


def _joined(text: Sequence[Sentence], start: int, end: int) -> Sentence:
    if end == start + 1:
        return text[start]
    tokens = text[start].tokens
    for sentence in text[start + 1 : end]:
        tokens += sentence.tokens
    return Sentence(text[start].block, tokens)


def _moved(
    a: Sequence[Sentence],
    b: Sequence[Sentence],
    left_a: Sequence[int],
    left_b: Sequence[int],
    like: Sequence[tuple[int, int, int]],
) -> dict[int, int]:
    """Where the sentences of ``b`` that stand elsewhere in ``a`` do, by index."""
    free_a, free_b = set(left_a), set(left_b)
    equal: defaultdict[tuple[str, ...], list[int]] = defaultdict(list)
    for i in reversed(left_a):
        equal[a[i].keys].append(i)
    moved = {}
    for j in left_b:
        if len(b[j].keys) >= LEAST and equal.get(b[j].keys):
            moved[j] = i = equal[b[j].keys].pop()
            free_a.remove(i)
            free_b.remove(j)
    for i, j, both in sorted(like, key=lambda found: -found[2]):
        mean = (len(a[i].keys) + len(b[j].keys)) / 2
        if i in free_a and j in free_b and both >= max(LEAST, MOVED * mean):
            moved[j] = i
            free_a.remove(i)
            free_b.remove(j)
    return moved


def _in_order(
    a: Sequence[Sentence], b: Sequence[Sentence], runs: Sequence[_Run], moved: dict[int, int]
) -> Iterator[Match]:
    elsewhere = set(moved.values())
    i = j = 0
    for run in (*runs, _Run(len(a), len(a), len(b), len(b))):
        for at in range(i, run.a):
            if at not in elsewhere:
                yield Match(a[at], None)
        for at in range(j, run.b):
            if at in moved:
                yield Match(a[moved[at]], b[at], moved=True)
            else:
                yield Match(None, b[at])
        if run.a < run.a_end:
            yield Match(_joined(a, run.a, run.a_end), _joined(b, run.b, run.b_end))
        i, j = run.a_end, run.b_end
