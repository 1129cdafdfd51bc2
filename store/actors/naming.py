"""What may be a name: texts from a person's hand made fit for the lexicon, or refused.

Every function raises ``ValueError`` with a reason in words.
"""

from __future__ import annotations

import re
import unicodedata
from base64 import b32encode
from hashlib import sha256

from store.actors.lexicon import Alias, normalise
from store.article import ActorKind
from store.errors import FieldError
from store.folding import is_han
from store.intake.hygiene import clean_line

LENGTH = 100
"""Longest name, in code points."""
NOTE_LENGTH = 300
"""Longest English name and role."""
REGIONS = ("tw", "hk")
_ID = re.compile(r"(?:Q[1-9]\d{0,15}|w-[a-z0-9]+(?:-[a-z0-9]+)*)\Z")
_TIME = re.compile(r"(?:\d{4}(?:-(?:0[1-9]|1[0-2]))?)?\Z")
_MARKS = frozenset("?？@|")


def read_alias(text: str) -> Alias:
    """A name written as in the tables, ``text@region?``; the mark may be of full width.

    A single character always counts only in context, and only a Chinese one means anything.
    """
    bare = _line(text, LENGTH)
    marked = bare[-1:] in ("?", "？")
    name, at, region = (bare[:-1] if marked else bare).strip().partition("@")
    name = name.strip()
    if at and region not in REGIONS:
        raise FieldError("after @ stands {regions}", regions=" or ".join(REGIONS))
    if not any(char.isalnum() for char in name):
        raise FieldError("no name is in it")
    if not _MARKS.isdisjoint(name):
        raise FieldError("a name has none of ? @ | in it")
    if len(name) == 1 and not is_han(name):
        raise FieldError("one letter is no name")
    return Alias(name, region, marked or len(name) == 1)


def read_name(text: str) -> str:
    """A canonical name: unmarked, more than a character."""
    alias = read_alias(text)
    if len(alias.text) == 1:
        raise FieldError("one character can't be told from the words around it")
    if alias.text != clean_line(text):
        raise FieldError("the name itself has no marks")
    return alias.text


def read_note(text: str) -> str:
    """An English name or a role; may be empty."""
    return _line(text, NOTE_LENGTH)


def read_time(text: str) -> str:
    """When a role began or ended: a year, a month or nothing."""
    if not _TIME.match(text):
        raise FieldError("{text!r} is not YYYY or YYYY-MM", text=clean_line(text)[:20])
    return text


def read_id(text: str) -> str:
    """An actor's id: of Wikidata, or local."""
    if not _ID.match(text):
        raise FieldError(
            "{text!r} is neither Q… nor w-… in small letters", text=clean_line(text)[:40]
        )
    return text


def local_id(kind: ActorKind, name: str) -> str:
    """An id for an actor of the owner's: the same for the same kind and name in any script.

    A hash, for a Chinese name has no one spelling in letters, and no built-in id looks like it.
    """
    digest = sha256(f"{kind}\x1f{normalise(name)}".encode()).digest()
    return f"w-{b32encode(digest[:10]).decode().lower()}"


def _line(text: str, longest: int) -> str:
    text = text.strip()
    # Other invisible characters come along when a name is copied; these were put there.
    if any(unicodedata.category(char) == "Cc" for char in text):
        raise FieldError("a line end or a control character is in it")
    line = clean_line(text)
    if "\ufffd" in line:
        raise FieldError("it has characters that aren't text")
    if len(line) > longest:
        raise FieldError("it is longer than {longest} characters", longest=longest)
    return line
