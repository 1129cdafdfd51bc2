"""Reading labelled text, and learning from it."""

from __future__ import annotations

from itertools import pairwise
from pathlib import Path

import numpy as np
import pytest

from store.actors.dictionary import counted, dictionary
from store.actors.labels import Label, LabelsError, read_labels, unmark
from store.actors.sequence import model
from store.actors.sequence.features import Marked, hashes
from store.actors.sequence.training import Example, train
from store.actors.training import adopted
from store.actors.wordgrid import word_grid


def test_marks_are_taken_out_of_the_text() -> None:
    text, labels = unmark("据[[路透社|M|路透社]]，访[[美|L|美国]]")
    assert text == "据路透社，访美"
    assert labels == (Label(1, 4, "media", "路透社"), Label(6, 7, "place", "美国"))


@pytest.mark.parametrize(
    ("line", "reason"),
    [
        ('{"marked": "[[北京|X|北京]]"}', "'X' is no type"),
        ('{"marked": "[[北京"}', "a mark isn't closed"),
        ('{"text": "北京"}', "no 'mentions'"),
        ('{"text": "北京", "mentions": [{"start": 1, "end": 3, "kind": "place"}]}', "outside"),
        ('{"text": "北京", "mentions": [{"start": 0, "end": 2, "kind": "city"}]}', "'city'"),
        ("{", ""),
    ],
)
def test_bad_labels_are_named_with_their_line(tmp_path: Path, line: str, reason: str) -> None:
    path = tmp_path / "labels.jsonl"
    path.write_text('{"marked": "好"}\n' + line + "\n", "utf-8")
    with pytest.raises(LabelsError) as refused:
        list(read_labels(path))
    assert f"{path}:2: " in str(refused.value)
    assert reason in str(refused.value)


def test_another_scheme_gives_its_people_first_and_the_rest_where_rules_are_silent() -> None:
    foreign = [(0, 3, "person"), (3, 7, "organisation"), (9, 11, "place"), (12, 13, "place")]
    rules = [(1, 2, "place"), (3, 5, "place")]
    assert adopted(foreign, rules) == [(0, 3, "person"), (3, 5, "place"), (9, 11, "place")]  # type: ignore[arg-type]


def example(text: str, *names: tuple[int, int]) -> Example:
    classes = np.zeros(0x10000, np.uint8)
    found = hashes(Marked(text, text, (), (), word_grid(text, dictionary(counted({})))), classes)
    return Example(text, found, [(a, b, "person") for a, b in names])


def test_a_model_learns_what_it_is_shown_and_survives_its_file(tmp_path: Path) -> None:
    shown = [
        example("记者甲乙丙报道", (2, 5)),
        example("记者丁戊己报道", (2, 5)),
        example("天气很好"),
        example("报道说天气不好"),
    ] * 4
    model.save(tmp_path / "model.npz", *train(shown))
    learned = model.load(tmp_path / "model.npz")
    unseen = example("记者庚辛壬报道")
    scores = learned.scores(unseen.found)
    stretches = [(0, len(unseen.text))]
    (labels,) = model.decode(scores, learned.moves, stretches)
    assert model.spans(labels, 0) == [(2, 5, "person")]


def test_stretches_lie_apart_and_begin_where_a_name_may() -> None:
    chance = np.random.default_rng(5)
    for size in (1, 2, 30, 400):
        scores = chance.normal(0, 3, (size, len(model.LABELS))).astype(np.float32)
        stretches = model.windows(scores, -2)
        assert all(a < b <= c for (a, b), (c, _) in pairwise([*stretches, (size, size)]))


def test_a_decoded_stretch_is_always_whole_names() -> None:
    chance = np.random.default_rng(3)
    moves = np.where(model.ALLOWED, 0, model.NEVER).astype(np.float32)
    scores = chance.normal(0, 3, (200, len(model.LABELS))).astype(np.float32)
    stretches = [(0, 1), (1, 40), (41, 43), (50, 200)]
    for (start, end), labels in zip(stretches, model.decode(scores, moves, stretches), strict=True):
        assert len(labels) == end - start
        assert model.OPENS[labels[0]]
        assert model.CLOSES[labels[-1]]
        assert all(model.ALLOWED[a, b] for a, b in pairwise(labels))


def test_training_twice_gives_the_same_model() -> None:
    shown = [example("记者甲乙丙报道", (2, 5)), example("天气很好")] * 3
    for a, b in zip(train(shown), train(shown), strict=True):
        assert np.array_equal(a, b)
