"""An article as a reference list names it."""

from __future__ import annotations

from datetime import date
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from store.article import Article


def cite(article: Article, accessed: date) -> str:
    """The reference by GB/T 7714-2015: of a newspaper online (4.4), or of a page (4.6).

    What isn't known is left out, as the standard has it for works without an author; at most three
    authors are named. ``accessed``: the day on which it was read, which the standard wants where
    there is an address.
    """
    authors = "，".join(article.authors[:3])
    if len(article.authors) > 3:
        authors += "，等"
    kind = "N" if article.source else "EB"
    parts = [f"{authors}. " if authors else "", article.title]
    parts.append(f"[{kind}/OL]." if article.url else f"[{kind}].")
    where = ", ".join(part for part in (article.source, article.day) if part)
    if article.url:
        where += f"[{accessed.isoformat()}]. {article.url}"
    return "".join(parts) + (f" {where}." if where else "")
