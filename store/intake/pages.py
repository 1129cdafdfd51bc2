"""Where one article of a file ends and the next begins."""

from __future__ import annotations

from collections.abc import Sequence
from datetime import datetime
from itertools import accumulate, pairwise

from store.intake.bylines import Notes, read_notes
from store.intake.habits import habits
from store.intake.lines import Line, banner, is_prose, is_rule, is_title_like

LOOKAHEAD = 6
"""Lines after a bare date within which a body must begin for it to open an article."""


def split(lines: Sequence[Line], now: datetime) -> list[list[Line]]:
    """The lines of each article in the order of the file; no line is lost.

    An article begins at a site's banner, or at a title with a dateline under it. Signatures
    and lists of reports look like that too, so a dateline counts where the first article has one
    under its title, or after a page's furniture, or where it is called a date of publication; a
    bare date only where the first article's is bare.
    """
    starts: list[int] = []
    timed: set[int] = set()  # those of them with a time of day
    dated = False  # the first article has a dateline of its own
    prose = [0, *accumulate(map(is_prose, lines))]  # lines of prose before each line
    bare_first = False  # the first article's dateline is a bare date too
    furniture = habits().is_furniture
    for index, line in enumerate(lines):
        if banner(line):
            # A banner at the very end is the foot of the page above it.
            if index + 1 < len(lines):
                starts.append(index)
            continue
        notes = read_notes(line, now)
        if notes is None or notes.stamp is None:
            continue
        title = _title_above(lines, index, now)
        if title is None:
            continue
        before = title - 1
        cut = before < 0 or furniture(lines[before].folded) or banner(lines[before]) is not None
        if before >= 0 and banner(lines[before]):
            continue
        strong = notes.stamp.timed or notes.labelled
        if not starts and not prose[title]:
            bare_first = bare_first or not strong
            dated = True
            continue
        if not cut and (lines[title].gap == 0 or not (dated or starts or notes.labelled)):
            continue
        if not strong and not cut and not (bare_first and _body_follows(lines, index, before)):
            continue
        if _is_update(notes) and not cut:
            continue
        starts.append(title)
        if notes.stamp.timed:
            timed.add(title)
    return _chunks(lines, starts, timed, prose)


def _is_update(notes: Notes) -> bool:
    # 更新于… under the last words of an article speaks of that article.
    return notes.updated and not notes.labelled


def _title_above(lines: Sequence[Line], index: int, now: datetime) -> int | None:
    """The line of the title over the dateline at ``index``, with other notes between them."""
    for above in range(index - 1, max(index - 5, -1), -1):
        line = lines[above]
        if banner(line) or is_rule(line):
            return None
        if read_notes(line, now):
            continue
        return above if is_title_like(line) and not habits().is_furniture(line.folded) else None
    return None


def _body_follows(lines: Sequence[Line], index: int, before: int) -> bool:
    body = any(map(is_prose, lines[index + 1 : index + 1 + LOOKAHEAD]))
    return body and is_prose(lines[before])


def _chunks(
    lines: Sequence[Line], starts: Sequence[int], timed: set[int], prose: Sequence[int]
) -> list[list[Line]]:
    """Cut at ``starts``; a cut that would leave a piece without any prose isn't made.

    Between two articles one item may be a headline with a time of day, and nothing more. Several
    in a row are rather the links of a page.
    """
    cuts = [0]
    flash = False
    for start in starts:
        last = cuts[-1]
        if prose[-1] == prose[start]:
            break
        if prose[start] > prose[last]:
            flash = False
        elif last in timed and not flash and lines[last].folded != lines[start].folded:
            flash = True
        else:
            continue
        cuts.append(start)
    bounds = [*cuts, len(lines)]
    return [list(lines[a:b]) for a, b in pairwise(bounds) if a < b]
