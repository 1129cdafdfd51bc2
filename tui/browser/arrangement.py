"""The boxes of ``tui.browser.layout`` as Textual arranges widgets: in one pass at any size."""

from __future__ import annotations

from collections.abc import Callable
from typing import TYPE_CHECKING, ClassVar

from textual.geometry import NULL_OFFSET, NULL_SPACING, Region, Size
from textual.layout import Layout, WidgetPlacement

if TYPE_CHECKING:
    from textual.layout import ArrangeResult
    from textual.widget import Widget

    from tui.browser.layout import Box


class Arrangement(Layout):
    """Places the widgets whose id ``boxes`` knows for a size; the others aren't shown."""

    name: ClassVar[str] = "wenren"

    def __init__(self, boxes: Callable[[int, int], dict[str, Box]]) -> None:
        super().__init__()
        self._boxes = boxes

    def arrange(
        self, parent: Widget, children: list[Widget], size: Size, greedy: bool = True
    ) -> ArrangeResult:
        boxes = self._boxes(size.width, size.height)
        return [
            WidgetPlacement(
                Region(box.x, box.y, box.width, box.height),
                NULL_OFFSET,
                NULL_SPACING,
                child,
                order=0,
            )
            for child in children
            if (box := boxes.get(child.id or ""))
        ]
