"""Labelled text: articles in which every name is marked, read from JSON lines.

A line has ``text`` with ``mentions`` (``start``, ``end``, ``kind``, ``name``; offsets in code
points), or ``marked`` (``[[surface|TYPE|canonical]]`` in the text itself, TYPE one of P O M L),
or ``text`` with ``spans`` (``[start, end, "PER"|"ORG"|"LOC"]``, as Universal NER has them), or,
for a text that can't be shipped, its ``head``, ``length`` and ``digest`` with ``names``
(``[start, end, TYPE]``): see ``store.actors.texts``.
"""

from __future__ import annotations

import re
import sys
from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass, replace
from pathlib import Path
from typing import Any

import orjson

from store.actors.texts import Texts
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


def read_labels(path: Path, texts: Texts | None = None) -> Iterator[Labelled]:
    """The labelled texts of a file of JSON lines; raises ``LabelsError``.

    Rows without their text are passed over where ``texts`` hasn't got it.
    """
    try:
        lines = path.read_bytes().splitlines()
    except OSError as error:
        raise LabelsError(f"{path}: {(error.strerror or str(error)).lower()}") from error
    for number, line in enumerate(lines, 1):
        if not line.strip():
            continue
        try:
            row = orjson.loads(line)
            if "digest" in row:
                text = texts.find(row["head"], row["length"], row["digest"]) if texts else None
                if text is None:
                    continue
                row["text"] = text
            yield _labelled(row, f"{path.stem}:{number}")
        except (KeyError, TypeError, ValueError) as error:
            reason = f"no {error}" if isinstance(error, KeyError) else str(error)
            raise LabelsError(f"{path}:{number}: {reason}") from error


def read_all(
    paths: Iterable[Path], texts: Iterable[Path] = (), corrections: Path | None = None
) -> list[Labelled]:
    """The labelled texts of several files, put right; raises ``LabelsError`` or ``TextsError``.

    Says on stderr how many had no text among the files ``texts``.
    """
    known = Texts(texts)
    right = read_corrections(corrections) if corrections else []
    rows = [corrected(row, right) for path in paths for row in read_labels(path, known)]
    if known.missing:
        print(f"{known.missing} labelled texts were not found", file=sys.stderr)
    return rows


@dataclass(frozen=True, slots=True)
class Correction:
    """A mark of somebody's labels put right: ``label`` is to be there, or not (``gone``)."""

    id: str
    label: Label
    gone: bool


def read_corrections(path: Path) -> list[Correction]:
    """Corrections from JSON lines: ``id start end kind name``; a null ``kind`` takes a mark away.

    Raises ``LabelsError``.
    """
    found = []
    for number, line in enumerate(path.read_bytes().splitlines(), 1):
        try:
            row = orjson.loads(line)
            kind = row["kind"]
            label = Label(row["start"], row["end"], kind or "place", row.get("name") or "")
            found.append(Correction(row["id"], label, gone=kind is None))
        except (KeyError, TypeError, ValueError) as error:
            raise LabelsError(f"{path}:{number}: {error}") from error
    return found


def corrected(row: Labelled, corrections: Sequence[Correction]) -> Labelled:
    """A labelled text with its marks put right; a new mark takes the place of those it overlaps."""
    labels = list(row.labels)
    for correction in corrections:
        if correction.id == row.id:
            new = correction.label
            labels = [n for n in labels if n.end <= new.start or new.end <= n.start]
            labels += [] if correction.gone else [new]
    return replace(row, labels=tuple(sorted(labels, key=lambda label: label.start)))


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
    elif "names" in row:
        text = row["text"]
        labels = tuple(Label(a, b, _LETTERS[letter], "") for a, b, letter in row["names"])
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
