"""What pages put beside their text, read from ``habits.toml``: furniture, list heads, sites."""

from __future__ import annotations

import re
import tomllib
from dataclasses import dataclass
from datetime import tzinfo
from functools import cache
from importlib.resources import files
from urllib.parse import urlsplit

from store.folding import fold
from store.intake.zones import zone_named


@dataclass(frozen=True, slots=True)
class Site:
    """How one outlet writes; patterns are for folded text, None where it has no habit.

    ``names``: what it is called, its own name too, folded.
    """

    source: str
    names: frozenset[str]
    dateline: re.Pattern[str] | None
    lead: re.Pattern[str] | None
    hosts: tuple[str, ...]
    zone: str | None


@dataclass(frozen=True, slots=True)
class Habits:
    """All of ``habits.toml``; lists of words are compared as ``key`` gives them."""

    furniture: frozenset[str]
    furniture_pattern: re.Pattern[str]
    tail_pattern: re.Pattern[str]
    related: frozenset[str]
    comments: frozenset[str]
    sites: tuple[Site, ...]

    def is_furniture(self, folded: str) -> bool:
        """Whether a folded line belongs to the page and not to an article."""
        if len(folded) > 60:
            return False
        plain = key(folded)
        if not plain or plain in self.furniture:
            return True
        if " " in folded and all(key(part) in self.furniture for part in folded.split()):
            return True
        return self.furniture_pattern.fullmatch(folded) is not None

    def known(self, name: str | None) -> str | None:
        """The outlet that a name in any script means, or None."""
        folded = fold(name or "")
        return next((s.source for s in self.sites if folded in s.names), None)

    def source_named(self, name: str | None) -> str | None:
        """An outlet's name as it is written here, or the name itself."""
        return self.known(name) or name

    def source_at(self, url: str | None) -> str | None:
        """The outlet whose site an address lies on."""
        try:
            host = urlsplit(url or "").hostname
        except ValueError:
            return None
        for site in self.sites:
            if host and any(host == h or host.endswith(f".{h}") for h in site.hosts):
                return site.source
        return None

    def zone_of(self, source: str | None) -> tzinfo | None:
        """The zone of an outlet's datelines, where it isn't China's."""
        outlet = self.known(source)
        named = next((s.zone for s in self.sites if s.source == outlet and s.zone), None)
        return zone_named(named) if named else None


def key(folded: str) -> str:
    """A folded line without spaces and punctuation but ``+`` and ``-``; "" for a bare rule."""
    plain = _NOT_WORDS.sub("", folded)
    return "" if not plain.strip("+-") else plain


_NOT_WORDS = re.compile(r"[^\w+-]+|_+")


@cache
def habits() -> Habits:
    """The shipped file, read once."""
    data = tomllib.loads(files("store.intake").joinpath("habits.toml").read_text("utf-8"))
    return Habits(
        frozenset(data["furniture"]),
        re.compile("|".join(f"(?:{p})" for p in data["furniture_patterns"])),
        re.compile("|".join(f"(?:{p})" for p in data["tail_patterns"])),
        frozenset(data["related"]),
        frozenset(data["comments"]),
        tuple(
            Site(
                site["source"],
                frozenset(map(fold, (site["source"], *site.get("names", ())))),
                re.compile(site["dateline"]) if "dateline" in site else None,
                re.compile(site["lead"]) if "lead" in site else None,
                tuple(site.get("hosts", ())),
                site.get("zone"),
            )
            for site in data["site"]
        ),
    )
