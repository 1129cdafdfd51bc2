"""Labelled text: articles in which every name is marked, read from JSON lines.

A line has ``text`` with ``mentions`` (``start``, ``end``, ``kind``, ``name``; offsets in code
points), or ``marked`` (``[[surface|TYPE|canonical]]`` in the text itself, TYPE one of P O M L),
or ``text`` with ``spans`` (``[start, end, "PER"|"ORG"|"LOC"]``, as Universal NER has them).
"""

from __future__ import annotations

import re
from collections.abc import Iterator
from dataclasses import dataclass
from pathlib import Path
from typing import Any

import orjson

from store.article import ACTOR_KINDS, ActorKind
from store.errors import WenrenError

_MARK = re.compile(r"\[\[([^\[\]|]+)\|([^\[\]|]*)\|([^\[\]|]*)\]\]")
_LETTERS: dict[str, ActorKind] = {
    "P": "person",
    "O": "organisation",
    "M": "media",
    "L": "place",
    "PER": "person",
    "ORG": "organisation",
    "LOC": "place",
}


@dataclass(frozen=True, slots=True)
class Label:
    """``text[start:end]`` names ``name``; an empty ``name``: the labels don't say whom."""

    start: int
    end: int
    kind: ActorKind
    name: str


@dataclass(frozen=True, slots=True)
class Labelled:
    """A text with its names, in order, none overlapping. ``split``: ``train``, ``test`` or ''."""

    id: str
    source: str
    split: str
    text: str
    labels: tuple[Label, ...]


class LabelsError(WenrenError):
    """A line of labels can't be used; the message names file, line and what is wrong."""


def read_labels(path: Path) -> Iterator[Labelled]:
    """The labelled texts of a file of JSON lines; raises ``LabelsError``."""
    try:
        lines = path.read_bytes().splitlines()
    except OSError as error:
        raise LabelsError(f"{path}: {(error.strerror or str(error)).lower()}") from error
    for number, line in enumerate(lines, 1):
        if not line.strip():
            continue
        try:
            row = orjson.loads(line)
            yield _labelled(row, f"{path.stem}:{number}")
        except (KeyError, TypeError, ValueError) as error:
            reason = f"no {error}" if isinstance(error, KeyError) else str(error)
            raise LabelsError(f"{path}:{number}: {reason}") from error


def unmark(marked: str) -> tuple[str, tuple[Label, ...]]:
    """A text without its inline marks, and the marks; raises ``ValueError``."""
    text = ""
    labels = []
    at = 0
    for mark in _MARK.finditer(marked):
        surface, letter, name = mark.groups()
        if letter not in "POML" or not letter:
            raise ValueError(f"{mark.group()}: {letter!r} is no type")
        text += marked[at : mark.start()]
        labels.append(Label(len(text), len(text) + len(surface), _LETTERS[letter], name))
        text += surface
        at = mark.end()
    text += marked[at:]
    if "[[" in text or "]]" in text:
        raise ValueError("a mark isn't closed")
    return text, tuple(labels)


def _labelled(row: dict[str, Any], place: str) -> Labelled:
    if "marked" in row:
        text, labels = unmark(row["marked"])
    elif "spans" in row:
        text = row["text"]
        labels = tuple(Label(a, b, _LETTERS[kind], "") for a, b, kind in row["spans"])
    else:
        text = row["text"]
        labels = tuple(
            Label(m["start"], m["end"], m["kind"], m.get("name") or "") for m in row["mentions"]
        )
    done = 0
    for label in sorted(labels, key=lambda label: label.start):
        if label.kind not in ACTOR_KINDS:
            raise ValueError(f"mention at {label.start}: {label.kind!r} is no kind of actor")
        if not done <= label.start < label.end <= len(text):
            raise ValueError(f"mention at {label.start}: outside the text or over another")
        done = label.end
    return Labelled(
        str(row.get("id") or place),
        str(row.get("source") or row.get("style") or ""),
        str(row.get("split") or ""),
        text,
        tuple(sorted(labels, key=lambda label: label.start)),
    )
