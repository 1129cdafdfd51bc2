"""Which entries of a list are in sight, and that no more than these are asked for."""

from __future__ import annotations

from hypothesis import given
from hypothesis import strategies as st

from tui.browser.sight import Sight, Spot

# Each story: its own height, and how many reports it has unfolded.
STORIES = st.lists(st.tuples(st.integers(1, 3), st.integers(0, 5)), max_size=20)
ROWS = st.integers(3, 30)


def sight(stories: list[tuple[int, int]]) -> tuple[Sight, list[Spot]]:
    """And all entries there are."""
    found = Sight(
        lambda index: stories[index][1] if 0 <= index < len(stories) else None,
        lambda spot: 1 if spot.report else stories[spot.story][0],
    )
    return found, [Spot(i, k) for i, (_, n) in enumerate(stories) for k in range(n + 1)]


@given(STORIES, st.integers(-30, 30), st.data())
def test_entries_follow_each_other(
    stories: list[tuple[int, int]], by: int, data: st.DataObject
) -> None:
    seen, spots = sight(stories)
    if spots:
        at = data.draw(st.integers(0, len(spots) - 1))
        assert seen.moved(spots[at], by) == spots[max(0, min(at + by, len(spots) - 1))]


@given(STORIES, ROWS, st.data())
def test_what_is_selected_is_scrolled_into_sight_and_no_further(
    stories: list[tuple[int, int]], rows: int, data: st.DataObject
) -> None:
    seen, spots = sight(stories)
    if not spots:
        assert seen.shown(Spot(0), rows) == []
        return
    top, at = data.draw(st.sampled_from(spots)), data.draw(st.sampled_from(spots))
    new = seen.scrolled(top, at, rows)
    shown = seen.shown(new, rows)
    assert at in shown
    assert sum(map(seen.height, shown)) <= rows
    if at in seen.shown(top, rows):
        assert new == top
    elif at > top:
        before = seen.before(new)
        assert before is None or at not in seen.shown(before, rows)
    else:
        assert at == shown[0]
    heights = map(seen.height, spots[spots.index(new) : spots.index(at)])
    assert seen.row(new, at) == sum(heights)


def test_a_list_of_a_hundred_thousand_is_looked_at_where_one_is() -> None:
    asked: set[int] = set()

    def reports(index: int) -> int | None:
        asked.add(index)
        return 2 if 0 <= index < 100_000 else None

    seen = Sight(reports, lambda spot: 2 - min(spot.report, 1))
    at = Spot(50_000, 1)
    top = seen.scrolled(Spot(0), at, 40)
    seen.shown(top, 40)
    assert seen.scrolled(at, Spot(10), 40) == Spot(10)
    assert len(asked) < 80
