"""What intake keeps of real articles and what of the sites it leaves: nothing lost, no junk.

    python -m tests.benchmarks.intake [--worst 20] [--set NAME]

No list of junk is used to measure junk. A line that stands in many documents of one outlet
belongs to the site, any other to its article; figures count as equal. ``kept``: share of the Han
characters of an article's own lines that came through. ``junk``: a site's lines left in
a body, for each hundred articles. Words of signing lines (dates, bylines) are read out of the
page and count as lost here, so ``kept`` never reaches 1. For the pages that have one, the site's
own markup is the truth. ``pairs``: dumps of one page scraped twice that became the same article.
"""

from __future__ import annotations

import argparse
import json
import os
import re
import time
from collections import Counter, defaultdict
from collections.abc import Callable, Iterator
from dataclasses import dataclass, field
from datetime import datetime
from pathlib import Path
from typing import Any
from urllib.parse import urlsplit

from store.article import Draft
from store.errors import RefusedError
from store.folding import fold, is_han
from store.intake.dateline import CHINA, parse
from store.intake.forms import Reading, read_bytes
from store.intake.hygiene import clean
from store.intake.markup import undo
from store.intake.objects import item
from tests.benchmarks.measure import print_table

SHARED = Path(os.environ.get("WENREN_SHARED", Path(__file__).parents[2].parent / "shared"))
DATA = SHARED / "data"
NOW = datetime(2026, 11, 23, 9, 0, tzinfo=CHINA)

FEWEST = 4
SHARE = 0.005
"""A line is the site's when it stands in so many documents of an outlet and in such a share."""


@dataclass(slots=True)
class Document:
    """One input: its own words, what was made of it, and what is known to be right."""

    name: str
    outlet: str
    text: str
    drafts: list[Draft]
    refused: list[str]
    title: str | None = None
    published: str | None = None
    gold: str | None = None
    lines: list[str] = field(default_factory=list)


@dataclass(slots=True)
class Losses:
    """What one document lost and what junk it still holds."""

    document: Document
    own: int = 0
    lost: int = 0
    gone: list[str] = field(default_factory=list)
    junk: list[str] = field(default_factory=list)


def read(data: bytes, name: str) -> tuple[list[Draft], list[str]]:
    found = list(read_bytes(data, name, Reading(NOW)))
    return (
        [item for item in found if isinstance(item, Draft)],
        [item.reason for item in found if isinstance(item, RefusedError)],
    )


def rows(path: str) -> list[dict[str, Any]]:
    return [json.loads(line) for line in (DATA / path).open(encoding="utf-8")]


def pages() -> Iterator[Document]:
    """Pages as text, with the site's own markup as their truth."""
    truth = {row["url"]: row for row in rows("voa_gold.jsonl")}
    for number, row in enumerate(rows("voa.jsonl")):
        data = (DATA / "voa" / f"{number:03}.txt").read_bytes()
        gold = truth.get(row["url"])
        body = (
            "\n".join((*gold["dateline"], *gold["captions"], *gold["paragraphs"])) if gold else ""
        )
        yield Document(
            f"{number:03}.txt", "voa", data.decode("utf-8", "replace"), *read(data, "a.txt"),
            row["title"], row["published"], None if _MANGLED.search(body) else body,
        )  # fmt: skip


def dumps() -> Iterator[Document]:
    """Raw Markdown dumps of pages; the first line of each is its title."""
    for row in rows("dumps/rescrape_pairs.jsonl"):
        text = row["raw_new"]
        title = text.split("\n", 1)[0].lstrip("# ")
        # What the mirror adds stands under headings of the fourth level.
        own = _MIRROR.sub("", text)
        yield Document(
            row["path"], row["source"], own, *read(text.encode(), row["path"]), title=title
        )


def posts() -> Iterator[Document]:
    """Posts with front matter."""
    for path in sorted((DATA / "dumps/posts").glob("*.md")):
        text = path.read_text("utf-8")
        head, body = text.split("\n---\n", 1)
        fields = dict(re.findall(r"^(\w+): *(.*)$", head, re.MULTILINE))
        yield Document(
            path.name,
            ".".join((urlsplit(fields["from"]).hostname or "").split(".")[-2:]),
            _ATTRIBUTE.sub("", body),
            *read(text.encode(), path.name),
            title=_SITE.sub("", fields["title"].strip('"')),
            published=fields["date"],
        )


def transcripts() -> Iterator[Document]:
    """Items of a broadcast; their date isn't in the text, so it is given as it would be."""
    yield from _objects(rows("dumps/broadcast_transcripts.jsonl"), ("published",))


def reprints() -> Iterator[Document]:
    """The text of pages, title apart, as JSON Lines bring it."""
    yield from _objects(rows("reprints/reprint_docs_2020.jsonl"))


def texts() -> Iterator[Document]:
    """The same pages as text files: the title is a line like others."""
    for row in rows("reprints/reprint_docs_2020.jsonl"):
        text = f"{row['title']}\n\n\n{row['text']}"
        yield Document(
            row["path"], row["source"], text, *read(text.encode(), "a.txt"),
            row["title"], parse(row["published"], NOW),
        )  # fmt: skip


def labelled() -> Iterator[Document]:
    for row in rows("actors/labelled.jsonl"):
        title = row["text"].split("\n", 1)[0]
        read_ = read(row["text"].encode(), "a.txt")
        yield Document(row["id"], row["source"], row["text"], *read_, title=title)


SETS: dict[str, Callable[[], Iterator[Document]]] = {
    "pages": pages, "dumps": dumps, "posts": posts, "transcripts": transcripts,
    "reprints": reprints, "texts": texts, "labelled": labelled,
}  # fmt: skip


def _objects(given: list[dict[str, Any]], said: tuple[str, ...] = ()) -> Iterator[Document]:
    for row in given:
        drafts: list[Draft] = []
        refused: list[str] = []
        try:
            fields = {name: row[name] for name in ("title", "text", *said)}
            made = item(fields, row["path"], NOW)
            assert isinstance(made, Draft)
            drafts.append(made)
        except RefusedError as error:
            refused.append(error.reason)
        yield Document(
            row["path"], row["source"], row["text"], drafts, refused,
            row["title"], parse(row["published"], NOW),
        )  # fmt: skip


def lines_of(text: str) -> list[str]:
    """The lines of raw text without tags, as a plain reader would see them."""
    return [line for raw in undo(clean(text)).split("\n") if (line := _LINK.sub("", raw).strip())]


def pattern(line: str) -> str:
    """What of a line is compared between documents: its letters, any figure the same."""
    return _FIGURE.sub("0", _SIGNS.sub("", fold(line[:300])))


def site_lines(documents: list[Document]) -> dict[str, set[str]]:
    """The lines of each outlet that stand in too many of its documents to be an article's own."""
    seen: dict[str, Counter[str]] = defaultdict(Counter)
    sizes = Counter(document.outlet for document in documents)
    for document in documents:
        seen[document.outlet].update({p for line in document.lines if len(p := pattern(line)) > 1})
    return {
        outlet: {p for p, n in counts.items() if n >= max(FEWEST, SHARE * sizes[outlet])}
        for outlet, counts in seen.items()
    }


def losses(document: Document, site: set[str]) -> Losses:
    out = Losses(document)
    texts = [d.title for d in document.drafts]
    texts += [block.text for d in document.drafts for block in d.blocks]
    kept = Counter(filter(is_han, "".join(texts)))
    everything = _SIGNS.sub("", "".join(texts))
    seen: set[str] = set()
    for line in document.lines:
        known = pattern(line)
        if known in site or known in seen:
            continue  # the same caption twice is one
        seen.add(known)
        han = Counter(filter(is_han, line))
        out.own += han.total()
        if _SIGNS.sub("", line) not in everything and (missing := (han - kept).total()):
            out.lost += missing if missing > 2 or missing == han.total() else 0
            out.gone.append(line)
        kept -= han
    for draft in document.drafts:
        out.junk += [b.text for b in draft.blocks if pattern(b.text) in site]
    return out


def right(found: str | None, wanted: str | None) -> bool:
    """Whether a date found says the day of the one known."""
    return bool(found and wanted and found[:10] == wanted[:10])


def report(name: str, worst: int) -> list[str]:
    started = time.perf_counter()
    documents = list(SETS[name]())
    seconds = time.perf_counter() - started
    for document in documents:
        document.lines = lines_of(document.text)
    site = site_lines(documents)
    all_losses = [losses(document, site[document.outlet]) for document in documents]
    articles = sum(len(document.drafts) for document in documents)
    own, lost = sum(x.own for x in all_losses), sum(x.lost for x in all_losses)
    junk = Counter((x.document.outlet, t[:60]) for x in all_losses for t in x.junk)
    titled = [d for d in documents if d.title]
    dated = [d for d in documents if d.published]
    print(f"\n== {name}: the worst {worst} of {len(documents)}")
    for loss in sorted(all_losses, key=lambda x: (-x.lost / (x.own or 1), x.document.name))[:worst]:
        if loss.lost:
            print(f"{1 - loss.lost / loss.own:.3f} {loss.document.name} {loss.document.refused}")
            for line in loss.gone[:6]:
                print(f"        - {line[:90]}")
    print(f"   most frequent junk of {sum(junk.values())} lines")
    for (outlet, text), count in junk.most_common(worst):
        print(f"   {count:5} {outlet}: {text}")
    return [
        name,
        str(len(documents)),
        str(sum(len(d.drafts) != 1 for d in documents)),
        f"{1 - lost / own:.4f}",
        f"{100 * sum(junk.values()) / max(articles, 1):.1f}",
        _rate(sum(any(same(x.title, d.title or "") for x in d.drafts) for d in titled), titled),
        _rate(sum(any(right(x.published, d.published) for x in d.drafts) for d in dated), dated),
        _rate(sum(bool(x.published) for d in documents for x in d.drafts), documents),
        _rate(sum(bool(x.source) for d in documents for x in d.drafts), documents),
        *against_gold(documents),
        f"{articles / seconds:,.0f}",
    ]


def against_gold(documents: list[Document]) -> tuple[str, str]:
    """Share of the true characters kept, and of the characters given that are true."""
    hit = given = wanted = 0
    for document in documents:
        if document.gold is None:
            continue
        truth = Counter(filter(is_han, document.gold))
        made = Counter(
            c for d in document.drafts for b in d.blocks for c in b.text
            if b.kind != "related" and is_han(c)
        )  # fmt: skip
        hit, given, wanted = (
            hit + (truth & made).total(),
            given + made.total(),
            wanted + truth.total(),
        )
    return (f"{hit / wanted:.4f}", f"{hit / given:.4f}") if wanted else ("", "")


def same(one: str, other: str) -> bool:
    return _SIGNS.sub("", one) == _SIGNS.sub("", clean(other))


def pairs(worst: int) -> str:
    """How many pages scraped twice became the same article, in every field and block."""
    given = rows("dumps/rescrape_pairs.jsonl")
    equal = shown = 0
    for row in given:
        old, new = (read(row[key].encode(), row["path"])[0] for key in ("raw_old", "raw_new"))
        if len(old) == len(new) == 1 and old == new:
            equal += 1
        elif shown < worst:
            shown += 1
            print(f"-- {row['path']}: {len(old)} and {len(new)} articles")
            for one, other in zip(old, new, strict=False):
                mine, theirs = (
                    {(b.kind, b.text) for b in x.blocks}
                    | {("", str((x.title, x.source, x.published, x.authors, x.url)))}
                    for x in (one, other)
                )
                for sign, left in (("old", mine - theirs), ("new", theirs - mine)):
                    for kind, text in sorted(left)[:5]:
                        print(f"        only {sign}: {kind} {text[:100]}")
    return f"{equal} of {len(given)}"


def _rate(count: int, among: list[Document]) -> str:
    return f"{count / len(among):.3f}" if among else ""


_MIRROR = re.compile(r"^####.*$", re.MULTILINE)
_MANGLED = re.compile(r"[äåæèé][\x80-\xbf]")
_ATTRIBUTE = re.compile(r"\s(?:content|title|alt|data-[\w-]+)=\"[^\"<>]*\"")
_LINK = re.compile(r"\]\([^()\s]*\)|\[|^\s*#+\s+|\*\*")
_SIGNS = re.compile(r"[\W_]+")
_SITE = re.compile(r" [-|] \S+$")
_FIGURE = re.compile(r"\d+")


def main() -> None:
    parser = argparse.ArgumentParser(description=(__doc__ or "").split("\n", 1)[0])
    parser.add_argument("--worst", type=int, default=20, help="how many are printed of each set")
    parser.add_argument("--set", choices=SETS, action="append", help="default: all")
    options = parser.parse_args()
    table = [report(name, options.worst) for name in options.set or SETS]
    print(f"\npages scraped twice that became the same article: {pairs(options.worst)}")
    print_table(
        "intake of real articles",
        ("set", "inputs", "≠ 1", "kept", "junk/100", "title", "date", "dated", "source",
         "gold R", "gold P", "articles/s"),
        table,
    )  # fmt: skip


if __name__ == "__main__":
    main()
