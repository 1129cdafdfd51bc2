"""Which cells every widget has: the panes, and what stands around and over them."""

from __future__ import annotations

from dataclasses import dataclass
from typing import Literal, TypeAlias

from tui.browser.layout import USUAL, WIDE, Box, Shaped, arrange, search_rows

Over: TypeAlias = Literal["", "help", "finder"]


@dataclass(frozen=True, slots=True)
class Stage:
    """What there is to be shown.

    ``zoomed``: the pane in front alone; ``zen``: with nothing around it either. ``over``: what
    covers all panes. ``editing``: a line is typed in the footer's place. ``comparing``: a
    comparison has the reader's place. ``hinted``: there is a line above the footer.
    """

    front: str = "list"
    side: str | None = None
    shaped: Shaped = USUAL
    zoomed: bool = False
    zen: bool = False
    searching: bool = False
    over: Over = ""
    editing: bool = False
    comparing: bool = False
    hinted: bool = False


def panes(stage: Stage, width: int, height: int) -> dict[str, Box]:
    """The panes in sight while nothing covers them, by the place they have."""
    searching = stage.searching
    height -= stage.hinted
    found = arrange(
        width,
        height,
        front="list" if searching else stage.front,
        side=stage.side,
        alone=width < WIDE if searching else stage.zoomed or stage.zen,
        shaped=stage.shaped,
    )
    if stage.zen and not searching:
        return {stage.front: Box(0, 0, width, max(height - 1, 0))}
    return found


def standing(stage: Stage, width: int, height: int) -> tuple[dict[str, Box], frozenset[str]]:
    """The boxes of all that is in sight, by id, and the panes without a heading of their own."""
    bottom = "edit-line" if stage.editing else "footer"
    boxes = {bottom: Box(0, height - 1, width, 1)}
    if stage.hinted:
        boxes["hint"] = Box(0, height - 2, width, 1)
    header = Box(0, 0, width, 1)
    if stage.over:
        return boxes | {
            "header" if not stage.searching else "search": header,
            stage.over: Box(0, 1, width, max(height - 2 - stage.hinted, 0)),
        }, frozenset()
    shown = panes(stage, width, height)
    bare = {name for name, box in shown.items() if box.y == 0}
    if stage.searching:
        # The search pane lies over no other: Textual halves Han characters at the edges beneath.
        # It takes the place of the header, of the topmost headings and of a few rows beneath; on a
        # small screen the results have all that is left.
        top = search_rows(height)
        boxes["search"] = Box(0, 0, width, top)
        for name, box in list(shown.items()):
            if box.y == 1:
                bare.add(name)
                shown[name] = Box(box.x, top, box.width, max(box.height + 1 - top, 0))
    elif not stage.zen:
        boxes["header"] = header
    for number, name in enumerate(("reader", stage.side or ""), start=1):
        if (beside := shown.get(name)) and beside.x > 0:
            boxes[f"rule-{number}"] = Box(beside.x - 1, beside.y, 1, beside.height)
    if stage.comparing and "reader" in shown:
        shown["comparison"] = shown.pop("reader")
        if "reader" in bare:
            bare.add("comparison")
    return boxes | shown, frozenset(bare)
