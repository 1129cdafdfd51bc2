"""Stories of real articles: the labelled reprints, and what only looks like one."""

from __future__ import annotations

import random

import pytest

from tests.benchmarks.stories import DATA, Sample, grouped, prepared, real

pytestmark = pytest.mark.skipif(
    not (DATA / "reprints").is_dir(), reason=f"no labelled reprints: {DATA}"
)


@pytest.fixture(scope="module")
def sample() -> Sample:
    return real()


@pytest.fixture(scope="module")
def stories(sample: Sample) -> dict[str, str]:
    return grouped(prepared(sample.articles.values()), 5000)[0]


@pytest.mark.parametrize(
    ("kind", "least"),
    [
        ("= the seed pair", 1.0),
        ("= overlap ≥ .8", 0.99),
        ("= overlap .5-.8", 0.95),
        ("= contained ≥ .8, overlap < .5", 0.6),
    ],
)
def test_reprints_are_one_story(
    sample: Sample, stories: dict[str, str], kind: str, least: float
) -> None:
    assert joined(sample, stories, kind) >= least


@pytest.mark.parametrize(
    ("kind", "most"),
    [
        ("≠ template twins", 0.01),
        ("≠ listed, one outlet's appeal", 0.01),
        ("≠ shared subject, overlap .3-.5", 0.03),
        ("≠ shared subject, overlap < .3", 0.02),
    ],
)
def test_what_shares_a_subject_or_boilerplate_is_not(
    sample: Sample, stories: dict[str, str], kind: str, most: float
) -> None:
    assert joined(sample, stories, kind) <= most


def test_another_order_gives_the_same_stories(sample: Sample, stories: dict[str, str]) -> None:
    items = prepared(sample.articles.values())
    random.Random(3).shuffle(items)
    assert parts(grouped(items, 700)[0]) == parts(stories)


def joined(sample: Sample, stories: dict[str, str], kind: str) -> float:
    pairs = sample.pairs[kind]
    return sum(len({stories[name] for name in pair}) == 1 for pair in pairs) / len(pairs)


def parts(stories: dict[str, str]) -> set[frozenset[str]]:
    groups: dict[str, set[str]] = {}
    for name, story in stories.items():
        groups.setdefault(story, set()).add(name)
    return {frozenset(group) for group in groups.values()}
