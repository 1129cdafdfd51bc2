"""What a person last chose by key about the panes and the list, from visit to visit."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import asdict, dataclass
from typing import Literal, TypeAlias, get_args

from tui.browser import remembered
from tui.browser.layout import SHAPES, Shaped, SizeClass

Density: TypeAlias = Literal["auto", "one", "two"]
"""Lines of a headline; ``auto``: two where the list quotes what was searched for."""
DENSITIES: tuple[Density, ...] = get_args(Density)


@dataclass(frozen=True, slots=True)
class ListLook:
    """How the list looks; ``by_day``: a day stands above its first headline."""

    density: Density = "auto"
    by_day: bool = False


def panes() -> dict[SizeClass, Shaped]:
    """How the panes stand, by the class of the terminal's size."""
    told = remembered.read("panes")
    return {size: _shaped(told[size], size) for size in SHAPES if isinstance(told.get(size), dict)}


def keep_panes(shaped: Mapping[SizeClass, Shaped]) -> None:
    """Raises ``StoreError`` where it can't be kept."""
    remembered.keep("panes", {size: asdict(each) for size, each in shaped.items()})


def list_look(setting: str) -> ListLook:
    """``setting``: the density of the settings, which counts if it has been changed since."""
    told = remembered.read("list")
    density = told.get("density") if told.get("setting") == setting else setting
    chosen: Density = next((each for each in DENSITIES if each == density), "auto")
    return ListLook(chosen, told.get("by_day") is True)


def keep_list_look(look: ListLook, setting: str) -> None:
    """Raises ``StoreError`` where it can't be kept."""
    remembered.keep("list", {**asdict(look), "setting": setting})


def _shaped(told: dict[str, object], size: SizeClass) -> Shaped:
    def share(name: str) -> int | None:
        value = told.get(name)
        return value if type(value) is int and 0 <= value <= 1000 else None

    shape = next((each for each in SHAPES[size] if each == told.get("shape")), None)
    return Shaped(shape, share("list"), share("above"), share("side"))
