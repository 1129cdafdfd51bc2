"""Where an article ends and the foot of its page begins: comments, appeals, notes, links."""

from __future__ import annotations

import re
from collections.abc import Callable, Sequence

from store.intake.habits import habits, key
from store.intake.lines import Line, banner, is_prose, is_rule

HEAD_LENGTH = 20
"""Longest head over comments, in code points."""

SURE = 3
"""Lines of prose above a head over comments from which it is believed."""


def without_comments(lines: Sequence[Line]) -> Sequence[Line]:
    """The lines above the readers' comments.

    Words for comments also stand in bars at the head of pages, and counters anywhere: there must
    be an article above them, for the doubtful ones a longer one than what is below.
    """
    prose = size = 0
    total = sum(len(line.text) for line in lines)
    for index, line in enumerate(lines):
        if prose and len(line.text) <= HEAD_LENGTH:
            plain = key(line.folded)
            if (plain in habits().comments and prose >= SURE) or (
                2 * size >= total
                and (
                    plain in habits().comments
                    or (line.kind == "heading" and plain in _COMMENTS)
                    or _COUNTED.fullmatch(plain)
                )
            ):
                return lines[:index]
        prose += is_prose(line)
        size += len(line.text)
    return lines


def foot_of(lines: Sequence[Line], is_note: Callable[[Line], bool]) -> int:
    """The index from which on every line is the page's; ``is_note`` knows those that speak of it.

    The first line is never part of it: an article is more than its foot.
    """
    start = len(lines)
    while start > 1 and (is_foot(lines[start - 1]) or is_note(lines[start - 1])):
        start -= 1
    return start


def is_foot(line: Line) -> bool:
    """Whether a line among the last ones of a page isn't its article's."""
    return (
        line.linked
        or is_rule(line)
        or banner(line) is not None
        or habits().is_furniture(line.folded)
        or habits().tail_pattern.fullmatch(line.folded) is not None
    )


_COUNTED = re.compile(
    r"(?:共有?|已有|全部)?\d{1,6}[条则个](?:评论|留言|回应|跟帖)|(?:评论|留言)\d{1,6}"
)
_COMMENTS = frozenset(("评论", "留言", "回应", "comments", "leaveareply", "发表评论", "发表回复"))
