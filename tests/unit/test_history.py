"""Places gone to, back and forward."""

from __future__ import annotations

from hypothesis import given
from hypothesis import strategies as st

from tui.browser.history import KEPT, History, Snapshot


def place(number: int) -> Snapshot:
    """A place that differs from others."""
    return Snapshot("list", False, None, None, None, ("facets", number))  # type: ignore[arg-type]


@given(st.lists(st.sampled_from(["go", "back", "forward"]), max_size=120))
def test_it_goes_as_in_a_list_of_places(steps: list[str]) -> None:
    history, here, new = History(), place(0), 0
    places, at = [here], 0
    for step in steps:
        if step == "go":
            new += 1
            history.push(here)
            here = place(new)
            places = [*places[: at + 1], here][-KEPT - 1 :]
            at = len(places) - 1
        elif step == "back":
            gone = history.back(here)
            assert (gone is None) == (at == 0)
            at, here = max(at - 1, 0), gone or here
        else:
            gone = history.forward(here)
            assert (gone is None) == (at == len(places) - 1)
            at, here = min(at + 1, len(places) - 1), gone or here
        assert here == places[at]
        assert len(history) == at <= KEPT


def test_from_where_everything_begins_one_can_go_forward() -> None:
    history = History()
    history.fall_back(place(1))
    assert history.back(place(0)) is None
    assert history.forward(place(0)) == place(1)
    assert history.back(place(1)) == place(0)
