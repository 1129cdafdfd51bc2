"""How many examples a property is tried on that is slow to try."""

from __future__ import annotations

from hypothesis import settings

_USUAL = 100
"""Hypothesis' own number, which ``few`` is in proportion to: a search for new counterexamples
(``--hypothesis-profile=search``) tries more of the slow ones too."""


def few(number: int) -> int:
    """``number`` in a usual run."""
    return max(1, number * settings.default.max_examples // _USUAL)
