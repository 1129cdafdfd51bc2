"""What a query is about, and what it was taken for, as plain lines and JSON."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

if TYPE_CHECKING:
    from collections.abc import Iterator

    from store.library import Candidate, Meaning
    from store.search.facets import Facet, Facets


def facets_json(facets: Facets, *, stories: bool) -> dict[str, Any]:
    unit = "stories" if stories else "articles"

    def objects(found: tuple[Facet, ...]) -> list[dict[str, Any]]:
        return [{"name": f.name, unit: f.count, "query": f.query} for f in found]

    return {
        unit: facets.total,
        "exact": facets.is_exact,
        "looked_at": facets.looked_at,
        "actors": objects(facets.actors),
        "sources": objects(facets.sources),
        "months": objects(facets.months),
    }


def facet_lines(facets: Facets, *, stories: bool) -> Iterator[str]:
    """Lines of number, name and query; what is estimated has a tilde."""
    about = "" if facets.is_exact else "~"
    told = "" if facets.is_exact else f" (from {facets.looked_at:,} of them, spread evenly)"
    yield f"{about}{facets.total:,} {'stories' if stories else 'articles'}{told}"
    for title, found in (
        ("actors", facets.actors),
        ("sources", facets.sources),
        ("months", facets.months),
    ):
        if found:
            yield ""
            yield title
            for facet in found:
                yield f"{about + format(facet.count, ','):>9}  {facet.name}  {facet.query}"


def meaning_line(meaning: Meaning) -> str:
    """What a name in a query was taken for, where that may not be what was meant."""
    taken = ", ".join(map(_named, meaning.taken))
    others = "; also " + ", ".join(map(_named, meaning.others)) if meaning.others else ""
    nobody = "nobody is called so; " if meaning.way == "misspelt" else ""
    return f"{meaning.text}: {nobody}taken for {taken}{others}"


def _named(candidate: Candidate) -> str:
    return f"{candidate.name} ({candidate.articles:,})"
