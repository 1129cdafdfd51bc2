"""The tagger on the articles labelled for us: exact span and kind, beside jieba.posseg.

Prints the figures (``-s``). The model learned from these very articles, so the figures show that
it is whole, not how good it is: ``python -m tests.benchmarks.names`` leaves outlets out.
"""

from __future__ import annotations

import json
import os
import re
from collections import Counter
from dataclasses import dataclass, field
from pathlib import Path
from typing import Any

import pytest

from store.actors.lexicon import load_lexicon
from store.actors.rules import Span
from store.actors.tagger import Tagger
from store.folding import fold

ROOT = Path(__file__).resolve().parents[2]
SHARED = Path(os.environ.get("WENREN_SHARED", ROOT.parent / "shared"))
LABELLED = SHARED / "data" / "actors" / "labelled.jsonl"
pytestmark = pytest.mark.skipif(not LABELLED.is_file(), reason=f"no labelled articles: {LABELLED}")

Key = tuple[int, int, str]
POSSEG = {"nr": "person", "nrt": "person", "nrfg": "person", "ns": "place", "nt": "organisation"}


@dataclass
class Score:
    """Counts of right, found and wanted mentions, by kind."""

    right: Counter[str] = field(default_factory=Counter)
    found: Counter[str] = field(default_factory=Counter)
    gold: Counter[str] = field(default_factory=Counter)

    def add(self, found: set[Key], gold: set[Key]) -> None:
        self.right.update(k for _, _, k in found & gold)
        self.found.update(k for _, _, k in found)
        self.gold.update(k for _, _, k in gold)

    def figures(self, *kinds: str) -> tuple[float, float, float]:
        """Precision, recall and F1 in percent."""
        right, found, gold = (
            sum(c[k] for k in kinds or c) for c in (self.right, self.found, self.gold)
        )
        return (
            100 * right / max(found, 1),
            100 * right / max(gold, 1),
            200 * right / max(found + gold, 1),
        )


@pytest.fixture(scope="module")
def articles() -> list[dict[str, Any]]:
    return [json.loads(line) for line in LABELLED.read_text("utf-8").splitlines()]


@pytest.fixture(scope="module")
def tagged(articles: list[dict[str, Any]]) -> list[dict[Key, Span]]:
    tagger = Tagger(load_lexicon())
    result = []
    for article in articles:
        lines = article["text"].split("\n")
        spans: dict[Key, Span] = {}
        offset = 0
        for line, found in zip(lines, tagger.tag_all(lines), strict=True):
            spans |= {(s.start + offset, s.end + offset, s.kind): s for s in found}
            offset += len(line) + 1
        result.append(spans)
    return result


def _gold(article: dict[str, Any], *, merged: bool = False) -> dict[Key, str]:
    kinds = {"media": "organisation"} if merged else {}
    return {
        (m["start"], m["end"], kinds.get(m["kind"], m["kind"])): m["name"]
        for m in article["mentions"]
    }


def _posseg(text: str) -> set[Key]:
    import jieba.posseg

    found: set[Key] = set()
    at = 0
    for word, flag in jieba.posseg.cut(fold(text)):
        if flag in POSSEG:
            found.add((at, at + len(word), POSSEG[flag]))
        at += len(word)
    return found


def test_figures(articles: list[dict[str, Any]], tagged: list[dict[Key, Span]]) -> None:
    score, posseg, own = Score(), Score(), Score()
    outlets = {"voa": Score(), "others": Score()}
    named = linked = 0
    for article, found in zip(articles, tagged, strict=True):
        gold = _gold(article)
        score.add(found.keys(), gold.keys())
        outlet = "voa" if article["source"] in ("VOA Chinese", "seed") else "others"
        outlets[outlet].add(found.keys(), gold.keys())
        sure = [key for key in found.keys() & gold.keys() if found[key].actor]
        linked += len(sure)
        named += sum(found[key].name == gold[key] for key in sure)
        merged = _gold(article, merged=True).keys()
        own.add({(a, b, k.replace("media", "organisation")) for a, b, k in found}, merged)
        posseg.add(_posseg(article["text"]), merged)
    rows = {
        **{kind: score.figures(kind) for kind in ("person", "organisation", "media", "place")},
        "all": score.figures(),
        **{f"all, {name}": s.figures() for name, s in outlets.items()},
        "all, media as organisation": own.figures(),
        "jieba.posseg": posseg.figures(),
    }
    for name, figures in rows.items():
        print("{:28} P {:5.1f} R {:5.1f} F {:5.1f}".format(name, *figures))
    print(f"links right: {100 * named / linked:.1f} % of {linked}")
    assert rows["all"][0] >= 90
    assert rows["all, others"][0] >= 90
    assert rows["all, media as organisation"][2] >= rows["jieba.posseg"][2] + 10
    assert named >= 0.95 * linked


def test_the_seed_comes_out_right(
    articles: list[dict[str, Any]], tagged: list[dict[Key, Span]]
) -> None:
    index = next(i for i, a in enumerate(articles) if a["source"] == "seed")
    gold, found = _gold(articles[index]), tagged[index]
    text = articles[index]["text"]
    wrong = {text[a:b] for a, b, _ in found.keys() ^ gold.keys()}
    assert {s.name for k, s in found.items() if k[2] == "person"} == {
        n for k, n in gold.items() if k[2] == "person"
    }
    assert not any(re.search("习近平|普京|泽连斯基|王毅|乌克兰|北京|莫斯科|沙特", w) for w in wrong)
    assert len(found.keys() & gold.keys()) >= 174
    assert all(found[key].name == gold[key] for key in found.keys() & gold.keys())
