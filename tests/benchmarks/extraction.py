"""How well pages of HTML are read, beside the extractors there are, in one run.

    python -m tests.benchmarks.extraction [FOLDER GOLD]

``GOLD``: a JSON list of objects with the page's file (``copy``), its body (``gold``) and, where
known, ``title`` and ``date``; what it leaves out is looked up in ``extraction_truth.json``. A body
is compared by its runs of three characters, white space aside: precision, recall, F1. Many gold
bodies are whole containers, captions and credit lines included, so captions count as body.
"""

from __future__ import annotations

import argparse
import hashlib
import json
import logging
import os
import re
import time
from collections import Counter
from collections.abc import Callable
from dataclasses import dataclass, field
from datetime import datetime
from pathlib import Path
from typing import Any

from store.article import Draft
from store.errors import RefusedError
from store.folding import fold
from store.intake.charset import decode
from store.intake.dateline import CHINA, parse
from store.intake.extraction import extract
from store.intake.fragment import lines_of_html
from store.intake.hygiene import clean
from store.intake.page import draft_of_page
from store.intake.text import draft_of
from tests.benchmarks.measure import print_table

SHARED = Path(os.environ.get("WENREN_SHARED", Path(__file__).parents[2].parent / "shared"))
DATA = SHARED / "data"
TRUTH = Path(__file__).with_name("extraction_truth.json")
"""Dates and digests of headlines, read by eye: a headline itself belongs to its paper."""

NOW = datetime(2026, 11, 23, 9, 0, tzinfo=CHINA)
WORST = 8


@dataclass(frozen=True, slots=True)
class Reading:
    """What a tool makes of a page; None where it has no such answer."""

    body: str = ""
    title: str | None = None
    date: str | None = None


@dataclass(slots=True)
class Tally:
    """A tool's figures over all pages."""

    bodies: list[tuple[float, float, float]] = field(default_factory=list)
    titles: list[bool] = field(default_factory=list)
    days: list[bool] = field(default_factory=list)
    minutes: list[bool] = field(default_factory=list)
    seconds: float = 0


def wenren(html: str) -> Reading:
    try:
        draft = draft_of_page(html, "page", NOW)
    except RefusedError:
        return Reading()
    return Reading(_body(draft), draft.title, draft.published)


def readability(html: str) -> Reading:
    from lxml.html import fromstring
    from readability import Document

    document = Document(html)
    title = document.title()
    return Reading(fromstring(document.summary()).text_content(), title)


def gne(html: str) -> Reading:
    from gne import GeneralNewsExtractor

    found = GeneralNewsExtractor().extract(html)
    return Reading(found["content"], found["title"], found["publish_time"])


def trafilatura(html: str, **options: bool) -> Reading:
    from trafilatura import bare_extraction

    found = bare_extraction(html, with_metadata=True, include_comments=False, **options)
    return Reading(found.text or "", found.title, found.date) if found else Reading()


def justext(html: str) -> Reading:
    from justext import justext as paragraphs

    found = paragraphs(
        html.encode(),
        frozenset(),
        encoding="utf-8",
        length_low=30,
        length_high=80,
        stopwords_low=0,
        stopwords_high=0,
    )
    return Reading("\n".join(p.text for p in found if not p.is_boilerplate))


def boilerpy3(html: str) -> Reading:
    from boilerpy3.extractors import ArticleExtractor

    found = ArticleExtractor(raise_on_failure=False).get_doc(html)
    return Reading(found.content, found.title)


def resiliparse(html: str) -> Reading:
    from resiliparse.extract.html2text import extract_plain_text

    return Reading(extract_plain_text(html, main_content=True, alt_texts=False, links=False))


def whole(html: str) -> Reading:
    return Reading("\n".join(line.text for line in lines_of_html(html, "page")))


TOOLS: dict[str, Callable[[str], Reading]] = {
    "Wenren": wenren,
    "readability-lxml": readability,
    "gne": gne,
    "trafilatura": trafilatura,
    "trafilatura fast": lambda html: trafilatura(html, fast=True),
    "trafilatura precision": lambda html: trafilatura(html, favor_precision=True),
    "jusText, no stoplist": justext,
    "boilerpy3 Article": boilerpy3,
    "resiliparse": resiliparse,
    "whole body": whole,
}


def main() -> None:
    parser = argparse.ArgumentParser(description=__doc__.partition("\n")[0] if __doc__ else "")
    parser.add_argument("folder", type=Path, nargs="?", default=DATA / "html")
    parser.add_argument("gold", type=Path, nargs="?", default=DATA / "html_gold.json")
    chosen = parser.parse_args()
    logging.disable(logging.CRITICAL)
    if chosen.gold.is_file():
        pages(chosen.folder, json.loads(chosen.gold.read_text("utf-8")))
    else:
        print(f"no pages: {chosen.gold} is missing")
    if (DATA / "voa_gold.jsonl").is_file():
        fragments()


def pages(folder: Path, gold: list[dict[str, Any]]) -> None:
    """The table of tools, and the pages Wenren reads worst."""
    truth = json.loads(TRUTH.read_text("utf-8"))
    known = [row for row in gold if (folder / row["copy"]).is_file()]
    html = {row["copy"]: decode((folder / row["copy"]).read_bytes(), row["copy"]) for row in known}
    tallies: dict[str, Tally] = {}
    for name, tool in TOOLS.items():
        try:
            tool("<p>warm</p>")
        except ImportError as error:
            print(f"left out, not installed: {name} ({error.name})")
            continue
        except Exception:  # some tools refuse so short a page
            pass
        tally = tallies[name] = Tally()
        for row in known:
            started = time.perf_counter()
            try:
                reading = tool(html[row["copy"]])
            except Exception as error:  # a tool that fails has read nothing
                print(f"{name} failed on {row['copy']}: {type(error).__name__}")
                reading = Reading()
            tally.seconds += time.perf_counter() - started
            count(tally, reading, row, truth.get(row["copy"], {}))
    head = ("", "P", "R", "F1", "median", "<.8", "title", "day", "minute", "ms/page")
    rows = [(name, *figures(tally)) for name, tally in tallies.items()]
    print_table(f"{len(known)} pages", head, rows)
    mine, plain = tallies["Wenren"], tallies.get("readability-lxml")
    ranked = sorted(range(len(known)), key=lambda at: mine.bodies[at][2])
    worst = []
    for at in ranked[:WORST]:
        precision, recall, f1 = (f"{value:.3f}" for value in mine.bodies[at])
        beside = f"{plain.bodies[at][2]:.3f}" if plain else ""
        worst.append((known[at]["copy"], precision, recall, f1, beside))
    print_table("worst", ("", "P", "R", "F1", "readability"), worst)


def count(tally: Tally, reading: Reading, row: dict[str, Any], truth: dict[str, str]) -> None:
    tally.bodies.append(overlap(reading.body, row["gold"]))
    title = digest(row["title"]) if row.get("title") else truth.get("title")
    if title:
        tally.titles.append(digest(reading.title or "") == title)
    date = row.get("date") or truth.get("date")
    if date:
        published = parse(reading.date, NOW) if reading.date else None
        tally.days.append((published or "")[:10] == date[:10])
        if len(date) >= 16:
            tally.minutes.append((published or "")[:16] == date[:16])


def figures(tally: Tally) -> list[str]:
    f1 = [body[2] for body in tally.bodies]
    means = [sum(body[at] for body in tally.bodies) / len(f1) for at in range(3)]
    middle = sorted(f1)[len(f1) // 2]
    shares = [
        f"{sum(hits)}/{len(hits)}" if any(hits) else "-"
        for hits in (tally.titles, tally.days, tally.minutes)
    ]
    return [
        *(f"{value:.3f}" for value in (*means, middle)),
        str(sum(value < 0.8 for value in f1)),
        *shares,
        f"{tally.seconds / len(f1) * 1000:.0f}",
    ]


def overlap(found: str, gold: str) -> tuple[float, float, float]:
    """Precision, recall and F1 of the multisets of three characters in a row."""
    mine, truth = grams(found), grams(gold)
    both = (mine & truth).total()
    precision, recall = both / max(mine.total(), 1), both / max(truth.total(), 1)
    total = precision + recall
    return precision, recall, 2 * precision * recall / total if total else 0.0


def grams(text: str) -> Counter[str]:
    bare = re.sub(r"\s+", "", text)
    return Counter(bare[at : at + 3] for at in range(len(bare) - 2))


def digest(title: str) -> str:
    """A headline's digest: punctuation, width and script aside."""
    letters = re.sub(r"[\W_]+", "", fold(clean(title)))
    return hashlib.sha256(letters.encode()).hexdigest()[:16]


def _body(draft: Draft) -> str:
    return "\n".join(block.text for block in draft.blocks if block.kind != "related")


def fragments() -> None:
    """Articles given as fragments, against the paragraphs and captions of the site's markup."""
    gold = {
        (row := json.loads(line))["url"]: row
        for line in (DATA / "voa_gold.jsonl").open(encoding="utf-8")
    }
    hits: Counter[str] = Counter()
    started = time.perf_counter()
    for line in (DATA / "voa.jsonl").open(encoding="utf-8"):
        row = json.loads(line)
        truth = gold.get(row["url"])
        # Six pages came encoded twice, and their truth lost bytes.
        if truth is None or re.search(r"[äåæèé][\x80-\xbf]", "".join(truth["paragraphs"])):
            continue
        draft = draft_of(extract(row["html"], row["url"]), NOW, None, row["title"])
        if draft is None:
            hits["nothing read"] += 1
            continue
        hits["date"] += draft.published == row["published"][:17] + "00+08:00"
        hits["articles"] += 1
        for name, kinds in (
            ("paragraphs", ("paragraph", "heading", "list", "quote")),
            ("captions", ("caption",)),
        ):
            wanted = [bare(text) for text in truth[name]]
            mine = [bare(block.text) for block in draft.blocks if block.kind in kinds]
            if name == "paragraphs":
                mine = [without(text, truth["dateline"]) for text in mine]
            hits[f"{name} wanted"] += len(wanted)
            hits[f"{name} found"] += sum(text in "".join(mine) for text in wanted)
            hits[f"{name} given"] += len(mine)
            hits[f"{name} right"] += sum(text in "".join(wanted) for text in mine)
    seconds = time.perf_counter() - started
    rows = [
        (name, f"{hits[f'{name} right'] / hits[f'{name} given']:.4f}",
         f"{hits[f'{name} found'] / hits[f'{name} wanted']:.4f}", str(hits[f"{name} wanted"]))
        for name in ("paragraphs", "captions")
    ]  # fmt: skip
    print_table(f"{hits['articles']} fragments", ("", "P", "R", "count"), rows)
    each = seconds / max(hits["articles"], 1) * 1000
    print(f"dates right: {hits['date']}; nothing read: {hits['nothing read']}; {each:.1f} ms each")


def bare(text: str) -> str:
    return re.sub(r"\s+", "", clean(text))


def without(text: str, datelines: list[str]) -> str:
    for place in datelines:
        text = text.removeprefix(bare(place))
    return text


if __name__ == "__main__":
    main()
