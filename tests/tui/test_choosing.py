"""Completions and earlier queries, as state: what stands in the line, and how a grid is set."""

from __future__ import annotations

import pytest
from hypothesis import given
from hypothesis import strategies as st

from store.search.completion import Completion, Kind
from tui import grid
from tui.browser.completing import Choice
from tui.browser.recall import Recall


def choice(typed: str, insert: str, kind: Kind = "actor") -> Choice:
    """What is offered for the word that the bar in ``typed`` stands behind."""
    at = typed.index("|")
    text = typed.replace("|", "")
    start = 0 if kind in ("asked", "saved") else max(text.rfind(" ", 0, at), text.rfind("(")) + 1
    end = len(text) if kind in ("asked", "saved") else at
    return Choice(text, at, (Completion(insert, start, end, kind, insert),))


@pytest.mark.parametrize(
    ("typed", "insert", "kind", "line"),
    [
        ("xjp|", "人:习近平", "actor", "人:习近平 |"),
        ("石油 xjp|", "人:习近平", "actor", "石油 人:习近平 |"),
        ("xjp| 石油", "人:习近平", "actor", "人:习近平 |石油"),
        ("(xjp|)", "人:习近平", "actor", "(人:习近平|)"),
        ("日|", "日期:", "key", "日期:|"),
        ("日| 石油", "日期:", "key", "日期:| 石油"),
        ("日期:今|", "日期:今天", "value", "日期:今天 |"),
        ("标签:国|", "标签:国际", "tag", "标签:国际 |"),
        ("普|", "普京 石油", "asked", "普京 石油|"),
        ("|", "普京 石油", "asked", "普京 石油|"),
    ],
)
def test_what_is_chosen_stands_in_the_line(typed: str, insert: str, kind: Kind, line: str) -> None:
    before = choice(typed, insert, kind)
    assert before.line == (typed.replace("|", ""), typed.index("|"))
    assert before.moved(1).line == (line.replace("|", ""), line.index("|"))
    assert before.moved(1).is_key == (kind == "key")


def test_choosing_goes_round() -> None:
    offered = tuple(Completion(c, 0, 1, "key", c) for c in "abc")
    none = Choice("x", 1, offered)
    walked = [none.moved(1)]
    for _ in range(3):
        walked.append(walked[-1].moved(1))
    assert [w.chosen for w in walked] == [0, 1, 2, 0]
    assert none.moved(-1).chosen == 2
    assert walked[0].moved(-1).chosen == 2
    assert none.moved(2).chosen == 1
    assert Choice("x", 1, ()).moved(1).chosen is None


def test_earlier_queries_are_walked_and_what_was_typed_is_kept() -> None:
    recall = Recall.of("石", ["普京", "xjp"])
    older = recall.older()
    assert (older.line, older.older().line, older.older().older().line) == ("普京", "xjp", "xjp")
    assert older.newer() == recall
    assert recall.newer().line == "石"
    assert Recall.of(" 普京", ["普京", "xjp"]).older().line == "xjp"
    assert Recall.of("石", []).older().line == "石"


CELLS = st.lists(st.integers(1, 60), min_size=1, max_size=14)


@given(CELLS, st.integers(1, 3), st.integers(10, 220))
def test_a_grid_fits_and_cuts_the_widest_only(cells: list[int], rows: int, room: int) -> None:
    """Texts that may do with two thirds of what they would have."""
    columns = grid.columns(cells, rows, room)
    assert 1 <= columns <= -(-len(cells) // rows)
    shown = cells[: columns * rows]
    natural = [max(shown[at::columns]) for at in range(min(columns, len(shown)))]
    least = [width * 2 // 3 + 1 for width in natural]
    widths = grid.widths(least, natural, room)
    assert sum(widths) + grid.GAP * (len(widths) - 1) <= room
    assert all(0 < width <= wanted for width, wanted in zip(widths, natural, strict=True))
    if widths != natural:
        assert columns == max(min(room // grid.NARROW, -(-len(cells) // rows)), 1)
    if sum(least) + grid.GAP * (len(least) - 1) <= room:
        assert all(width >= enough for width, enough in zip(widths, least, strict=True))


def test_as_many_columns_as_there_is_room_for() -> None:
    assert grid.columns([24] * 10, 2, 78) == 3
    assert grid.columns([43] * 10, 2, 78) == 3
    assert grid.columns([10] * 10, 2, 78) == 5
    assert grid.columns([24] * 10, 2, 198) == 5
    assert grid.columns([], 2, 78) == 1
    assert grid.widths([43, 20, 20], [50, 30, 20], 78) == [34, 20, 20]
    assert grid.widths([20, 20, 20], [50, 30, 20], 78) == [34, 20, 20]
    assert grid.widths([20, 20, 20], [24, 30, 20], 78) == [24, 30, 20]
    assert grid.widths([50, 50, 10], [50, 50, 10], 78) == [32, 32, 10]
