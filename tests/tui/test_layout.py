"""Where the panes stand."""

from __future__ import annotations

from datetime import date

from hypothesis import given
from hypothesis import strategies as st

from tui import dates
from tui.layout import STACKED, WIDE, arrange
from tui.panes.dossier import sparkline

fronts = st.sampled_from(["list", "reader", "dossier"])


@given(st.integers(20, 300), st.integers(6, 100), fronts, st.booleans(), st.booleans())
def test_panes_fill_the_screen_and_never_overlap(
    width: int, height: int, front: str, side: bool, zoom: bool
) -> None:
    third = "dossier" if side or front == "dossier" else None
    boxes = arrange(width, height, front=front, side=third, zoom=zoom)
    assert front in boxes
    cells = set()
    for box in boxes.values():
        for y in range(box.y, box.y + box.height):
            for x in range(box.x, box.x + box.width):
                assert (x, y) not in cells
                cells.add((x, y))
    rules = (len(boxes) - 1) * (height - 2) if width >= WIDE else 0
    assert len(cells) + rules == width * (height - 2)
    assert all(0 < y < height - 1 and 0 <= x < width for x, y in cells)


def test_how_many_panes_there_are() -> None:
    assert set(arrange(200, 50, front="list", side="dossier")) == {"list", "reader", "dossier"}
    assert set(arrange(WIDE, 40, front="list", side="dossier")) == {"list", "reader", "dossier"}
    assert set(arrange(WIDE - 1, 40, front="reader", side="dossier")) == {"list", "reader"}
    assert set(arrange(STACKED, 24, front="list")) == {"list", "reader"}
    assert set(arrange(STACKED - 1, 24, front="list")) == {"list"}
    assert set(arrange(200, 50, front="reader", zoom=True)) == {"reader"}


def test_nothing_stands_to_the_right_of_text_on_a_small_screen() -> None:
    assert all(box.width == 80 for box in arrange(80, 24, front="list").values())


def test_dates_are_as_short_as_the_day_allows() -> None:
    today = date(2024, 5, 6)
    assert dates.short("2024-05-06T14:05:00+08:00", today) == "14:05"
    assert dates.short("2024-05-06", today) == "05-06"
    assert dates.short("2024-03-14T05:45:00+08:00", today) == "03-14"
    assert dates.short("2023-03-14", today) == "23-03-14"
    assert dates.short(None, today) == ""
    assert dates.full("2023-03-14T05:45:00+08:00") == "2023-03-14 05:45"


@given(st.lists(st.integers(0, 500), min_size=1, max_size=200), st.integers(1, 60))
def test_a_sparkline_fits_and_hides_nothing(counts: list[int], width: int) -> None:
    drawn = sparkline(counts, width)
    assert 1 <= len(drawn) <= width
    if len(counts) <= width:
        assert len(drawn) == len(counts)
        assert all((bar == " ") == (n == 0) for bar, n in zip(drawn, counts, strict=True))
        assert max(counts) == 0 or drawn[counts.index(max(counts))] == "█"
