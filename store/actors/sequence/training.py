"""Training: a conditional random field by stochastic gradients (AdaGrad), all in numpy.

Lafferty, McCallum and Pereira 2001; forward and backward sums over a batch of sentences of like
length at a time, scaled at each character. The weights are averaged over the later epochs.
"""

from __future__ import annotations

from collections.abc import Callable, Sequence
from dataclasses import dataclass

import numpy as np
from numpy.typing import NDArray

from store.actors.sequence.features import Hashes, Name, positions
from store.actors.sequence.model import ALLOWED, CLOSES, LABELS, OPENS, Floats

PIECE = 90
"""Characters after which a sentence may be cut in two, outside its names."""
BATCH = 3000
"""Characters in a batch, about."""
LEAST = 3
"""Occurrences a feature needs: 2 makes the model twice as large and no better."""
EPOCHS = 6
RATE = 0.1
SHRINK = 1e-2
"""L2 penalty a batch; chosen, as the rate, by leaving outlets out (3e-4 and 3e-2 are worse)."""

Numbers = NDArray[np.int64]


@dataclass(frozen=True, slots=True)
class Example:
    """An article's features and its names; ``weight`` is what its errors count."""

    text: str
    found: Hashes
    names: Sequence[Name]
    weight: float = 1.0


@dataclass(frozen=True, slots=True)
class _Sentence:
    rows: NDArray[np.int32]
    labels: Numbers
    weight: float


@dataclass(frozen=True, slots=True)
class _State:
    """Weights and sums of squared gradients; the last row of weights is of unknown features."""

    weights: Floats
    squares: Floats
    moves: Floats
    move_squares: Floats


def train(
    examples: Sequence[Example],
    *,
    epochs: int = EPOCHS,
    seed: int = 1,
    progress: Callable[[int, float], None] | None = None,
) -> tuple[NDArray[np.uint32], Floats, Floats]:
    """Features' hashes, their weights and the moves between labels; the same for the same input.

    Features rarer than ``LEAST`` are left out. ``progress`` hears each epoch and its loss in nats.
    """
    keys, times = np.unique(np.concatenate([e.found.ravel() for e in examples]), return_counts=True)
    keys = keys[times >= LEAST]
    width = len(LABELS)
    state = _State(
        np.zeros((len(keys) + 1, width), np.float32),
        np.full((len(keys) + 1, width), 1e-8, np.float32),
        np.zeros((width, width), np.float32),
        np.full((width, width), 1e-8, np.float32),
    )
    sentences = [s for example in examples for s in _sentences(example, keys)]
    chance = np.random.default_rng(seed)
    weights = np.zeros_like(state.weights)
    moves = np.zeros_like(state.moves)
    averaged = range(epochs // 2, epochs)
    for epoch in range(epochs):
        loss = sum(_step(batch, state) for batch in _batches(sentences, chance))
        if epoch in averaged:
            weights += state.weights / len(averaged)
            moves += state.moves / len(averaged)
        if progress:
            progress(epoch, loss)
    return keys, weights[: len(keys)], moves


def _sentences(example: Example, keys: NDArray[np.uint32]) -> list[_Sentence]:
    labels = positions(example.names, len(example.text))
    place = np.searchsorted(keys, example.found)
    place[place == len(keys)] = 0
    rows = np.where(keys[place] == example.found, place, len(keys)).astype(np.int32)
    return [
        _Sentence(rows[:, start:end], labels[start:end], example.weight)
        for start, end in _pieces(example.text, labels)
    ]


def _pieces(text: str, labels: Numbers) -> list[tuple[int, int]]:
    """Sentences, and pieces of very long ones, cut where no name is."""
    out = []
    start = 0
    for i, char in enumerate(text):
        stop = char in "\n。!?;" or (i - start >= PIECE and labels[i] == 0)
        if stop and CLOSES[labels[i]]:
            if text[start : i + 1].strip():
                out.append((start, i + 1))
            start = i + 1
    if text[start:].strip():
        out.append((start, len(text)))
    return out


def _batches(sentences: list[_Sentence], chance: np.random.Generator) -> list[list[_Sentence]]:
    """Sentences of like length together, the batches in any order."""
    sizes = np.array([len(s.labels) for s in sentences])
    order = chance.permutation(len(sentences))
    order = order[np.argsort(sizes[order] + chance.integers(0, 6, len(order)), kind="stable")]
    batches: list[list[_Sentence]] = [[]]
    size = 0
    for i in order:
        if size > BATCH:
            batches.append([])
            size = 0
        batches[-1].append(sentences[i])
        size += int(sizes[i])
    return [batches[i] for i in chance.permutation(len(batches))]


def _step(batch: list[_Sentence], state: _State) -> float:
    """One step down the gradient of a batch; its loss before the step."""
    sizes = np.array([len(s.labels) for s in batch])
    rows = np.concatenate([s.rows for s in batch], axis=1)
    gold = np.concatenate([s.labels for s in batch])
    which = np.repeat(np.arange(len(batch)), sizes)
    at = np.concatenate([np.arange(n) for n in sizes])
    emit = state.weights[rows[0]]
    for row in rows[1:]:
        emit += state.weights[row]
    grid = np.zeros((int(sizes.max()), len(batch), len(LABELS)), np.float32)
    grid[at, which] = emit
    posterior, expected, total = _expectations(grid, sizes, state.moves)
    observed = _observed(gold, at, sizes)
    right = emit[np.arange(len(gold)), gold].sum() + (observed * state.moves).sum()
    error = posterior[at, which]
    error[np.arange(len(gold)), gold] -= 1
    error *= np.array([s.weight for s in batch], np.float32)[which][:, None]
    _descend(state, rows, error)
    change = np.where(ALLOWED, expected - observed, 0).astype(np.float32)
    np.add(state.move_squares, change**2, out=state.move_squares)
    np.subtract(state.moves, RATE / 2 * change / np.sqrt(state.move_squares), out=state.moves)
    return total - float(right)


def _descend(state: _State, rows: NDArray[np.int32], error: Floats) -> None:
    """Move the weights of the features that occur, each by all the errors it had part in."""
    flat = rows.ravel()
    order = np.argsort(flat, kind="stable")
    ordered = flat[order]
    cut = np.flatnonzero(np.diff(ordered, prepend=-1))
    gradient = np.add.reduceat(error[order % rows.shape[1]], cut, axis=0)
    used = ordered[cut]
    gradient += SHRINK * state.weights[used]
    state.squares[used] += gradient**2
    state.weights[used] -= RATE * gradient / np.sqrt(state.squares[used])
    state.weights[-1] = 0


def _observed(gold: Numbers, at: Numbers, sizes: Numbers) -> Floats:
    """How often each move between labels is in the labels; a sentence lies between two O."""
    counts = np.zeros((len(LABELS), len(LABELS)), np.float32)
    inner = at[1:] > 0
    np.add.at(counts, (gold[:-1][inner], gold[1:][inner]), 1)
    np.add.at(counts[0], gold[at == 0], 1)
    np.add.at(counts[:, 0], gold[np.cumsum(sizes) - 1], 1)
    return counts


def _expectations(grid: Floats, sizes: Numbers, moves: Floats) -> tuple[Floats, Floats, float]:
    """The probability of each label, the expected moves, and the sum of the log partitions."""
    longest, many, _ = grid.shape
    lines = np.arange(many)
    step = np.where(ALLOWED, np.exp(moves), 0).astype(np.float32)
    top = grid.max(axis=2, keepdims=True)
    local = np.exp(grid - top)
    alpha = np.zeros_like(grid)
    scale = np.ones((longest, many), np.float32)
    for t in range(longest):
        current = ((alpha[t - 1] @ step) if t else step[0] * OPENS) * local[t]
        scale[t] = current.sum(axis=1)
        alpha[t] = current / scale[t][:, None]
    final = step[:, 0] * CLOSES
    inside = np.arange(longest)[:, None] < sizes[None]
    beta = np.zeros_like(grid)
    beta[sizes - 1, lines] = final
    for t in range(longest - 2, -1, -1):
        on = inside[t + 1]
        value = ((local[t + 1] * beta[t + 1]) / scale[t + 1][:, None]) @ step.T
        beta[t][on] = value[on]
    posterior = alpha * beta
    total = posterior.sum(axis=2)
    posterior /= np.where(total > 0, total, 1)[:, :, None]
    expected = np.zeros_like(step)
    for t in range(longest - 1):
        on = inside[t + 1]
        right = (local[t + 1] * beta[t + 1])[on] / (scale[t + 1] * total[t])[on][:, None]
        expected += (alpha[t][on].T @ right) * step
    expected[0] += posterior[0].sum(axis=0)
    expected[:, 0] += posterior[sizes - 1, lines].sum(axis=0)
    logs = np.log((alpha[sizes - 1, lines] * final).sum(axis=1))
    logs += (np.log(scale) + top[:, :, 0]).sum(axis=0, where=inside)
    return posterior, expected, float(logs.sum())
