"""Where the panes stand."""

from __future__ import annotations

from datetime import date

from hypothesis import given
from hypothesis import strategies as st

from tui import dates
from tui.browser.layout import (
    LEAST,
    LEAST_ROWS,
    SHAPES,
    STACKED,
    WIDE,
    Shaped,
    arrange,
    resized,
    shape_of,
    size_class,
)
from tui.browser.standing import Stage, panes, standing
from tui.panes.dossier import sparkline

FRONTS = st.sampled_from(["list", "reader", "dossier"])
SHARES = st.none() | st.integers(0, 1000)
SHAPED = st.builds(
    Shaped, st.sampled_from([None, "columns", "rows", "one"]), SHARES, SHARES, SHARES
)
WIDTHS, HEIGHTS = st.integers(20, 300), st.integers(6, 100)


@st.composite
def stages(draw: st.DrawFn) -> Stage:
    front = draw(FRONTS)
    side = "dossier" if front == "dossier" or draw(st.booleans()) else None
    flags = {
        name: draw(st.booleans())
        for name in ("zoomed", "zen", "searching", "editing", "comparing", "hinted")
    }
    over = "" if flags["searching"] else draw(st.sampled_from(["", "", "help", "finder"]))
    return Stage(front, side, draw(SHAPED), over=over, **flags)  # type: ignore[arg-type]


@given(stages(), WIDTHS, HEIGHTS)
def test_what_is_shown_fills_the_screen_and_never_overlaps(
    stage: Stage, width: int, height: int
) -> None:
    boxes, _ = standing(stage, width, height)
    cells = [
        (x, y)
        for box in boxes.values()
        for y in range(box.y, box.y + box.height)
        for x in range(box.x, box.x + box.width)
    ]
    assert len(set(cells)) == len(cells) == width * height
    assert all(0 <= x < width and 0 <= y < height for x, y in cells)
    assert "edit-line" in boxes if stage.editing else "footer" in boxes
    if not stage.over and not stage.searching:
        front = "comparison" if stage.comparing and stage.front == "reader" else stage.front
        assert front in boxes
        assert ("header" in boxes) != stage.zen


@given(stages(), WIDTHS, HEIGHTS)
def test_zen_is_the_text_and_a_line_for_what_is_said(stage: Stage, width: int, height: int) -> None:
    if stage.zen and not (stage.searching or stage.over):
        boxes, bare = standing(stage, width, height)
        (front,) = panes(stage, width, height)
        assert len(boxes) == 2 + stage.hinted
        assert bare >= {front}


@given(FRONTS, SHAPED, WIDTHS, HEIGHTS, st.sampled_from([1, -1]))
def test_a_pane_is_made_larger_and_smaller_as_far_as_there_is_room(
    front: str, shaped: Shaped, width: int, height: int, by: int
) -> None:
    side = "dossier" if front == "dossier" else None

    def size(shaped: Shaped) -> int:
        box = arrange(width, height, front=front, side=side, shaped=shaped)[front]
        return box.width * box.height

    wanted = resized(shaped, width, height, by, front=front, side=side)
    assert (size(wanted) - size(shaped)) * by >= 0
    # Not at once: what a person had in another terminal may lie beyond the bounds of this one.
    for _ in range(100):
        shaped, wanted = wanted, resized(wanted, width, height, by, front=front, side=side)
    assert size(wanted) == size(shaped)
    boxes = arrange(width, height, front=front, side=side, shaped=wanted)
    if wanted != Shaped(wanted.shape) and len(boxes) > 1 and front != "dossier":
        assert all(box.width >= LEAST or box.width == width for box in boxes.values())
        assert (
            all(box.height >= LEAST_ROWS for box in boxes.values()) or height < 2 + 2 * LEAST_ROWS
        )


def test_larger_and_then_smaller_is_as_it_was() -> None:
    for width, height, front in ((120, 40, "list"), (200, 50, "reader"), (80, 24, "list")):
        was = arrange(width, height, front=front)
        larger = resized(Shaped(), width, height, 1, front=front)
        assert arrange(width, height, front=front, shaped=larger) != was
        again = resized(larger, width, height, -1, front=front)
        assert arrange(width, height, front=front, shaped=again) == was


def test_a_shape_there_is_no_room_for_gives_way_to_the_usual_one() -> None:
    assert [shape_of(width, Shaped("columns")) for width in (200, 80, 60)] == [
        "columns", "rows", "one",
    ]  # fmt: skip
    for width in (60, 80, 200):
        for shape in SHAPES[size_class(width)]:
            assert shape_of(width, Shaped(shape)) == shape


def test_layouts_a_person_may_have() -> None:
    rows = arrange(200, 50, front="list", side="dossier", shaped=Shaped("rows"))
    assert rows["list"].x == rows["reader"].x == 0
    assert rows["dossier"].height == 48
    assert set(arrange(200, 50, front="reader", side="dossier", shaped=Shaped("one"))) == {"reader"}


def test_how_many_panes_there_are() -> None:
    assert set(arrange(200, 50, front="list", side="dossier")) == {"list", "reader", "dossier"}
    assert set(arrange(WIDE, 40, front="list", side="dossier")) == {"list", "reader", "dossier"}
    assert set(arrange(WIDE - 1, 40, front="reader", side="dossier")) == {"list", "reader"}
    assert set(arrange(STACKED, 24, front="list")) == {"list", "reader"}
    assert set(arrange(STACKED - 1, 24, front="list")) == {"list"}
    assert set(arrange(200, 50, front="reader", alone=True)) == {"reader"}


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


def test_days_follow_each_other_in_china_whatever_the_source_says() -> None:
    today = date(2024, 5, 6)
    assert dates.day("2024-05-05T17:30:00Z") == "2024-05-06"
    assert dates.clock("2024-05-05T17:30:00Z") == "01:30"
    assert dates.day("2024-05-05T23:30:00+08:00") == dates.day("2024-05-05") == "2024-05-05"
    assert dates.clock("2024-05-05") == dates.clock(None) == ""
    assert dates.heading("2024-05-05", today) == "5月5日 周日"
    assert dates.heading("2023-11-30", today) == "2023年11月30日 周四"
    assert dates.heading(dates.day(None), today) == "没有日期"


@given(st.lists(st.integers(0, 500), min_size=1, max_size=200), st.integers(1, 60))
def test_a_sparkline_fits_and_hides_nothing(counts: list[int], width: int) -> None:
    drawn = sparkline(counts, width)
    assert 1 <= len(drawn) <= width
    if len(counts) <= width:
        assert len(drawn) == len(counts)
        assert all((bar == " ") == (n == 0) for bar, n in zip(drawn, counts, strict=True))
        assert max(counts) == 0 or drawn[counts.index(max(counts))] == "█"
