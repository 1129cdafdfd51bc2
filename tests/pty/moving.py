"""What happens on a terminal as one SVG that moves by CSS alone, as GitHub shows it in a page.

A row is drawn once for as long as it stays the same. Where nothing moves (a printed page, a
person who wants no motion) the last picture is shown.
"""

from __future__ import annotations

from dataclasses import dataclass, field

from tests.pty.picture import STYLE, Palette, page, rows
from tests.pty.terminal import Screen


@dataclass(slots=True)
class Film:
    """Pictures of one screen in ``palette``, each shown for some seconds."""

    palette: Palette
    seconds: list[float] = field(default_factory=list)
    pictures: list[list[str]] = field(default_factory=list)

    def add(self, screen: Screen, seconds: float) -> None:
        """Show what is on the screen now."""
        self.pictures.append(["".join(parts) for parts in rows(screen, self.palette)])
        self.seconds.append(seconds)

    def svg(self, screen: Screen) -> str:
        """The film as a file, over and over."""
        spans: dict[tuple[int, int], list[str]] = {}
        for row in range(screen.lines):
            begun = 0
            for at in range(1, len(self.pictures) + 1):
                drawn = self.pictures[begun][row]
                if at == len(self.pictures) or self.pictures[at][row] != drawn:
                    if drawn:
                        spans.setdefault((begun, at), []).append(drawn)
                    begun = at
        parts = [f'<g class="s{a}-{b}">{"".join(drawn)}</g>' for (a, b), drawn in spans.items()]
        style = STYLE + "".join(self._shown(a, b) for a, b in spans)
        style += "@media(prefers-reduced-motion:reduce){g{animation:none!important}}"
        return page(screen, self.palette, style, parts)

    def _shown(self, begun: int, ended: int) -> str:
        """The rule that shows a part from one picture on until another."""
        end = len(self.pictures)
        if (begun, ended) == (0, end):
            return ""
        name, whole = f"s{begun}-{ended}", sum(self.seconds)
        first, last = (100 * sum(self.seconds[:at]) / whole for at in (begun, ended))
        before = "0%{visibility:hidden}" if begun else ""
        after = f"{last:.3f}%{{visibility:hidden}}" if ended < end else ""
        still = "" if ended == end else "visibility:hidden;"
        return (
            f".{name}{{{still}animation:{name} {whole:g}s step-end infinite}}"
            f"@keyframes {name}{{{before}{first:.3f}%{{visibility:visible}}{after}}}"
        )
