"""The measures of colour, on published values."""

from __future__ import annotations

import pytest

from tests.colour import BLINDNESS, colour, contrast, difference, distance, seen_with


def test_contrast_is_wcags() -> None:
    assert contrast(colour("#000000"), colour("#ffffff")) == pytest.approx(21)
    assert contrast(colour("#767676"), colour("#ffffff")) == pytest.approx(4.54, abs=0.01)
    assert contrast(colour("#ff0000"), colour("#ffffff")) == pytest.approx(4.0, abs=0.01)


@pytest.mark.parametrize(
    ("one", "other", "published"),
    [
        ((50, 2.6772, -79.7751), (50, 0, -82.7485), 2.0425),
        ((50, -1.3802, -84.2814), (50, 0, -82.7485), 1.0),
        ((50, 2.49, -0.001), (50, -2.49, 0.0011), 7.2195),
        ((50, 2.5, 0), (73, 25, -18), 27.1492),
        ((60.2574, -34.0099, 36.2677), (60.4626, -34.1751, 39.4387), 1.2644),
        ((6.7747, -0.2908, -2.4247), (5.8714, -0.0985, -2.2286), 0.6377),
        ((2.0776, 0.0795, -1.135), (0.9033, -0.0636, -0.5514), 0.9082),
    ],
)
def test_distance_is_ciede2000(
    one: tuple[float, float, float], other: tuple[float, float, float], published: float
) -> None:
    """Pairs of Sharma, Wu & Dalal's test data."""
    assert difference(one, other) == pytest.approx(published, abs=1e-4)
    assert difference(other, one) == pytest.approx(published, abs=1e-4)


def test_distance_of_black_and_white() -> None:
    assert distance(colour("#000000"), colour("#ffffff")) == pytest.approx(100, abs=0.1)


@pytest.mark.parametrize("blindness", BLINDNESS)
def test_greys_look_the_same_to_every_eye(blindness: str) -> None:
    for grey in ("#000000", "#808080", "#ffffff"):
        assert distance(seen_with(blindness, colour(grey)), colour(grey)) < 1


def test_red_and_green_come_close_to_a_deuteranope() -> None:
    red, green = colour("#b05040"), colour("#608040")
    seen = seen_with("deuteranopia", red), seen_with("deuteranopia", green)
    assert distance(*seen) < distance(red, green) / 3
