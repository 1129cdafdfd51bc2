"""The sequence model: a linear chain over characters, with hashed features and int8 weights."""

from __future__ import annotations

from dataclasses import dataclass
from pathlib import Path

import numpy as np
from numpy.typing import NDArray

from store.actors.sequence.features import KINDS, Hashes
from store.article import ActorKind

Floats = NDArray[np.float32]

LABELS = ("O", *(f"{where}-{kind}" for kind in KINDS for where in "BIES"))
NEVER = np.float32(-1e4)
SLOTS = 1 << 21
LITTLE = 8
"""Of 127: a feature whose weights are all this small is not kept."""


def _allowed() -> NDArray[np.bool_]:
    """``allowed[a, b]``: whether label b may follow label a."""
    out = np.zeros((len(LABELS), len(LABELS)), np.bool_)
    for i, a in enumerate(LABELS):
        for j, b in enumerate(LABELS):
            if a[0] in "OES":
                out[i, j] = b[0] in "OBS"
            else:
                out[i, j] = b[0] in "IE" and a[1:] == b[1:]
    return out


ALLOWED = _allowed()
OPENS = np.array([label[0] in "OBS" for label in LABELS])
CLOSES = np.array([label[0] in "OES" for label in LABELS])


@dataclass(frozen=True, slots=True)
class Model:
    """A feature's slot has its row in the lower half, and in the upper the hash that confirms it.

    In a row ``scale`` times ``none`` scores the label for no name, and times ``names`` the others:
    sixteen bytes that numpy fetches as one, twice as fast as seventeen.
    """

    slots: NDArray[np.uint64]
    none: NDArray[np.int8]
    names: NDArray[np.void]
    scale: np.float32
    moves: Floats

    def scores(self, found: Hashes) -> Floats:
        """The score of each label for each character, the features' weights added up."""
        # take with clip looks for no index out of range: a third of the time of an index. Indices
        # of another type than intp it would copy, each time.
        there = self.slots.take((found & np.uint32(SLOTS - 1)).astype(np.intp), mode="clip")
        rows = there.astype(np.intp) & 0xFFFFFFFF
        rows *= there >> np.uint64(32) == found
        size = found.shape[1]
        total = np.empty((size, len(LABELS)), np.int16)
        total[:, 0] = self.none.take(rows, mode="clip").sum(axis=0, dtype=np.int16)
        names = self.names.take(rows, mode="clip").view(np.int8).reshape(len(rows), -1)
        total[:, 1:] = names.sum(axis=0, dtype=np.int16).reshape(size, -1)
        return np.asarray(total * self.scale, np.float32)


def build(
    keys: NDArray[np.uint32], weights: NDArray[np.int8], scale: float, moves: Floats
) -> Model:
    """A model from features' hashes and weights; of two in one slot the weaker is dropped."""
    # Turned round first: numpy takes the largest of whole rows ten times as fast.
    order = np.argsort(np.abs(np.ascontiguousarray(weights.T)).max(axis=0).astype(np.int16))
    # Row 0 weighs nothing: it is that of what the model doesn't know.
    slots = np.zeros(SLOTS, np.uint64)
    hashes = keys[order]
    slots[hashes & np.uint32(SLOTS - 1)] = hashes.astype(np.uint64) << np.uint64(32) | (
        order + 1
    ).astype(np.uint64)
    rows = np.concatenate((np.zeros((1, len(LABELS)), np.int8), weights))
    return Model(
        slots,
        np.ascontiguousarray(rows[:, 0]),
        np.ascontiguousarray(rows[:, 1:]).view(f"V{len(LABELS) - 1}").ravel(),
        np.float32(scale),
        np.where(ALLOWED, moves, NEVER).astype(np.float32),
    )


def save(path: Path, keys: NDArray[np.uint32], weights: Floats, moves: Floats) -> None:
    """Write a model: weights as 8-bit numbers and their scale, features that weigh little not."""
    scale = float(np.abs(weights).max()) / 127
    small = np.round(weights / scale).astype(np.int8)
    kept = np.abs(small).max(axis=1) > LITTLE
    np.savez_compressed(
        path,
        keys=keys[kept],
        weights=small[kept],
        scale=np.float32(scale),
        moves=moves.astype(np.float32),
    )


def load(path: Path) -> Model:
    """Read what ``save`` wrote."""
    with np.load(path) as file:
        return build(file["keys"], file["weights"], float(file["scale"]), file["moves"])


BEGINS = np.array([label[0] in "BS" for label in LABELS])
GOES_ON = np.array([label[0] in "IE" for label in LABELS])
LONGEST = 60
"""Characters in a stretch, about: no name is as long, so a longer one is cut where none goes on."""


def windows(scores: Floats, margin: float) -> list[tuple[int, int]]:
    """The stretches in which a name may lie: where beginning one comes within ``margin`` of none,
    and on from there while its going on does."""
    # By labels first: numpy takes the largest of whole rows ten times as fast.
    columns = np.ascontiguousarray(scores.T)
    least = columns[0] - margin
    begins = columns[BEGINS].max(axis=0) > least
    going = columns[GOES_ON].max(axis=0)
    doubt = begins | (going > least)
    edges = np.flatnonzero(np.diff(np.concatenate(([0], doubt.view(np.int8), [0]))))
    starts = np.append(np.flatnonzero(begins), len(scores))
    first = starts[np.searchsorted(starts, edges[::2])]
    found = []
    for start, end in zip(first.tolist(), edges[1::2].tolist(), strict=True):
        while end - start > LONGEST:
            half = start + LONGEST // 2
            cut = half + int(
                (going[half : start + LONGEST] - least[half : start + LONGEST]).argmin()
            )
            found.append((start, cut))
            start = cut
        if start < end:
            found.append((start, end))
    return found


def decode(scores: Floats, moves: Floats, stretches: list[tuple[int, int]]) -> list[list[int]]:
    """The best labels of each stretch, stretches decoded side by side; outside them is none."""
    if not stretches:
        return []
    order = sorted(range(len(stretches)), key=lambda i: stretches[i][0] - stretches[i][1])
    starts = np.array([stretches[i][0] for i in order])
    sizes = np.array([stretches[i][1] - stretches[i][0] for i in order])
    # The best score of a path to each label (rows) in each stretch (columns), a character on each.
    # Whence it came is asked again for the best path alone, at a seventeenth of the cost.
    best = [np.where(OPENS[:, None], scores[starts].T + moves[0][:, None], NEVER)]
    for at in range(1, int(sizes[0])):
        alive = int(np.searchsorted(-sizes, -at, "left"))
        paths = best[-1][:, None, :alive] + moves[:, :, None]
        best.append(paths.max(axis=0) + scores[starts[:alive] + at].T)
    found = np.zeros((len(best), len(order)), np.int64)
    into = np.ascontiguousarray(moves.T)
    for at in range(len(best) - 1, -1, -1):
        alive = best[at].shape[1]
        going = best[at + 1].shape[1] if at + 1 < len(best) else 0
        ahead = into[found[at + 1, :going]] if going else into[:0]
        found[at, :going] = (best[at][:, :going].T + ahead).argmax(axis=1)
        last = best[at][:, going:alive] + moves[:, :1]
        found[at, going:alive] = np.where(CLOSES[:, None], last, NEVER).argmax(axis=0)
    out: list[list[int]] = [[] for _ in order]
    for number, size, labels in zip(order, sizes.tolist(), found.T.tolist(), strict=True):
        out[number] = labels[:size]
    return out


def spans(labels: list[int], start: int) -> list[tuple[int, int, ActorKind]]:
    """``start, end, kind`` of the names that labels from ``start`` on spell."""
    found: list[tuple[int, int, ActorKind]] = []
    begun = start
    for at, label in enumerate(labels, start):
        where = LABELS[label][0]
        if where in "BS":
            begun = at
        if where in "ES":
            found.append((begun, at + 1, KINDS[(label - 1) // 4]))
    return found
