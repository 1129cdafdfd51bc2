"""Who is in the news of some days."""

from datetime import date

import pytest

from store.library import Library
from store.search.actors import CHANCE
from tests.unit.test_actors import HOUSE, NOBODY, PUTIN, Open, article, opened

__all__ = ["opened"]


@pytest.fixture
def library(opened: Open) -> Library:
    old = [article(f"o{n}", [PUTIN], day="2024-05-01") for n in range(8)]
    older = article("older", [NOBODY], day="2024-04-29")
    new = [article(f"n{n}", [HOUSE] if n else [HOUSE, PUTIN], day="2024-05-03") for n in range(8)]
    undated = article("u", [HOUSE, NOBODY], day=None)
    return opened([*old, older, *new, undated])


def test_the_days_end_with_the_stores_newest(library: Library) -> None:
    found = library.trends(2)
    assert (found.first, found.last) == (date(2024, 5, 2), date(2024, 5, 3))
    assert (found.articles, found.before) == (8, 8)
    assert [(t.actor, t.articles, t.before) for t in found.actors] == [("w-w", 8, 0), ("w-p", 1, 8)]
    assert found.actors[0].change > CHANCE
    assert (found.actors[0].kind, found.actors[0].name) == ("organisation", "白宫")


def test_rising_and_falling(library: Library) -> None:
    assert [t.actor for t in library.trends(2, "rising").actors] == ["w-w"]
    assert [t.actor for t in library.trends(2, "falling").actors] == ["w-p"]


def test_another_day_may_be_the_last(library: Library) -> None:
    found = library.trends(3, last=date(2024, 5, 1))
    assert [(t.name, t.articles) for t in found.actors] == [("弗拉基米尔·普京", 8), ("陆启明", 1)]
    assert found.before == 0
    assert {t.change for t in found.actors} == {0.0}


def test_an_empty_store_has_nobody(opened: Open) -> None:
    assert opened([]).trends(7).actors == ()
