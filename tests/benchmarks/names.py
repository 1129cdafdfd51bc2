"""How well names are found and linked, beside jieba.posseg (and LAC where it is installed).

    python -m tests.benchmarks.names LABELS…                      what the program finds in them
    python -m tests.benchmarks.names LABELS… --outlets [--sentences UNER…]
                                          trained without an outlet, tested on it, each in turn
    python -m tests.benchmarks.names LABELS… --test               only lines set apart for testing
    … --texts FILES… [--corrections FILE]       for labels without their text, and marks put right

Exact spans and kinds. Intervals are 95 %, by resampling articles. posseg and LAC tell no outlet
from another organisation, so there organisations and media count as one kind for everyone.
"""

from __future__ import annotations

import argparse
import random
import sys
from collections import Counter, defaultdict
from collections.abc import Callable, Iterable, Sequence
from dataclasses import dataclass
from importlib import import_module
from importlib.util import find_spec
from pathlib import Path
from tempfile import TemporaryDirectory

from store.actors.labels import Labelled, read_all, read_labels
from store.actors.lexicon import load_lexicon
from store.actors.names import NameFinder
from store.actors.rules import Span
from store.actors.sequence import model
from store.actors.sequence.training import Example, train
from store.actors.tagger import Tagger
from store.actors.training import Teacher
from store.folding import fold

GROUPS = {
    "all": {"person", "organisation", "media", "place"},
    "person": {"person"},
    "organisation+media": {"organisation", "media"},
    "place": {"place"},
}
POSSEG = {"nr": "person", "nrt": "person", "nrfg": "person", "ns": "place", "nt": "organisation"}
LAC = {"PER": "person", "LOC": "place", "ORG": "organisation"}
FOLDS = 5
DRAWS = 500

Key = tuple[int, int, str]
Found = Callable[[str], list[Key]]


@dataclass(frozen=True)
class Result:
    """One article's right and found names."""

    article: Labelled
    found: list[Key]
    spans: list[Span]


def figures(results: Sequence[Result], kinds: set[str]) -> tuple[float, float, float]:
    """Precision, recall and F1 in percent; organisations and media are one kind."""
    right = found = wanted = 0
    for result in results:
        gold = {_merged(n.start, n.end, n.kind) for n in result.article.labels if n.kind in kinds}
        own = {_merged(*key) for key in result.found if key[2] in kinds}
        right += len(gold & own)
        found += len(own)
        wanted += len(gold)
    return (
        100 * right / max(found, 1),
        100 * right / max(wanted, 1),
        200 * right / max(found + wanted, 1),
    )


def interval(results: Sequence[Result], kinds: set[str]) -> tuple[float, float]:
    """The middle 95 % of F1 over articles drawn with replacement."""
    chance = random.Random(1)
    draws = sorted(figures(chance.choices(results, k=len(results)), kinds)[2] for _ in range(DRAWS))
    return draws[DRAWS // 40], draws[-DRAWS // 40]


def _merged(start: int, end: int, kind: str) -> Key:
    return start, end, "organisation" if kind == "media" else kind


def posseg(text: str) -> list[Key]:
    """jieba.posseg's names."""
    import jieba.posseg

    out = []
    at = 0
    for word, flag in jieba.posseg.lcut(text):
        if flag in POSSEG and len(word) > 1:
            out.append((at, at + len(word), POSSEG[flag]))
        at += len(word)
    return out


def lac() -> Found:
    """Baidu LAC's names; needs the package LAC and Paddle 2."""
    # LAC asks for a module that Paddle has under another name since 2.5.
    base = import_module("paddle.base")
    sys.modules.setdefault("paddle.fluid", base)
    sys.modules.setdefault("paddle.fluid.core", import_module("paddle.base.core"))
    analyser = import_module("LAC").LAC(mode="lac")

    def names(text: str) -> list[Key]:
        out = []
        at = 0
        for word, flag in zip(*analyser.run(text), strict=True):
            start = text.find(word, at)
            if start < 0:
                continue
            at = start + len(word)
            if flag in LAC:
                out.append((start, at, LAC[flag]))
        return out

    return names


def ours(tagger: Tagger, articles: Iterable[Labelled]) -> list[Result]:
    """What the program finds."""
    results = []
    for article in articles:
        spans = tagger.tag(article.text)
        results.append(Result(article, [(s.start, s.end, s.kind) for s in spans], spans))
    return results


def left_out(articles: Sequence[Labelled], sentences: Sequence[Path]) -> list[Result]:
    """What the program finds in each outlet, trained on all but a fifth of the outlets."""
    lexicon = load_lexicon()
    teacher = Teacher(lexicon)
    tagger = Tagger(lexicon)
    foreign: list[Example] = []
    for path in sentences:
        foreign += teacher.examples(read_labels(path), foreign=True)
    examples = [(a, teacher.examples([a])) for a in articles]
    sizes = Counter(a.source for a in articles)
    outlets: list[set[str]] = [set() for _ in range(FOLDS)]
    for source, _ in sizes.most_common():
        min(outlets, key=lambda fold: sum(sizes[s] for s in fold)).add(source)
    results: list[Result] = []
    words = tagger.rules.gazetteer.dictionary
    for number, apart in enumerate(outlets):
        known = [e for a, own in examples if a.source not in apart for e in own] + foreign
        with TemporaryDirectory() as folder:
            path = Path(folder) / "model.npz"
            model.save(path, *train(known))
            tagger.names = NameFinder(lexicon, words, model.load(path))
        results += ours(tagger, (a for a in articles if a.source in apart))
        print(f"fold {number + 1} of {FOLDS}: without {', '.join(sorted(apart))}")
    return results


def table(name: str, results: Sequence[Result]) -> None:
    """Print the figures of one tagger."""
    for group, kinds in GROUPS.items():
        p, r, f = figures(results, kinds)
        low, high = interval(results, kinds)
        print(f"{name:14} {group:19} P {p:5.1f} R {r:5.1f} F {f:5.1f} [{low:.1f}, {high:.1f}]")


def links(results: Sequence[Result]) -> None:
    """Print how many right names are linked, and how many links have the labels' name."""
    known = {fold(a.name) for a in load_lexicon().actors}
    linked = right = linkable = caught = 0
    wrong: Counter[tuple[str, str, str]] = Counter()
    for result in results:
        gold = {(n.start, n.end, n.kind): n.name for n in result.article.labels if n.name}
        own = {(s.start, s.end, s.kind): s for s in result.spans if s.actor}
        for key, name in gold.items():
            span = own.get(key)
            linkable += fold(name) in known
            if span is None:
                continue
            caught += fold(name) in known
            linked += 1
            if fold(span.name) == fold(name):
                right += 1
            else:
                wrong[result.article.text[key[0] : key[1]], span.name, name] += 1
    if linked:
        print(f"links: {100 * right / linked:.1f} % of {linked} have the labels' canonical name")
        print(f"names of lexicon actors linked: {100 * caught / max(linkable, 1):.1f} %")
        print("other name than the labels':", _commonest(wrong))


def errors(results: Sequence[Result]) -> None:
    """Print kinds taken for others, and the commonest errors of each sort."""
    confused: Counter[tuple[str, str]] = Counter()
    sorts: dict[str, Counter[str]] = defaultdict(Counter)
    for result in results:
        text = result.article.text
        gold = {(n.start, n.end): n.kind for n in result.article.labels}
        own = {(s, e): k for s, e, k in result.found}
        for place, kind in own.items():
            surface = text[place[0] : place[1]]
            if place in gold:
                confused[gold[place], kind] += gold[place] != kind
                if gold[place] != kind:
                    sorts["kind"][f"{surface} ({gold[place]} as {kind})"] += 1
            elif any(a < place[1] and place[0] < b for a, b in gold):
                sorts["edges"][surface] += 1
            else:
                sorts["no name"][surface] += 1
        for place in gold.keys() - own.keys():
            if not any(a < place[1] and place[0] < b for a, b in own):
                sorts["missed"][text[place[0] : place[1]]] += 1
    for (wanted, kind), times in confused.most_common():
        if times:
            print(f"{wanted} taken for {kind}: {times}")
    for sort, surfaces in sorts.items():
        print(f"{sort}, {surfaces.total()}:", _commonest(surfaces))


def _commonest(counts: Counter[str] | Counter[tuple[str, str, str]]) -> str:
    shown = (x if isinstance(x, str) else "/".join(x) for x, _ in counts.most_common(25))
    return "  ".join(text.replace("\n", " ") for text in shown)


def main() -> None:
    """Print the figures."""
    parser = argparse.ArgumentParser(prog="python -m tests.benchmarks.names")
    parser.add_argument("labels", nargs="+", type=Path)
    parser.add_argument("--outlets", action="store_true")
    parser.add_argument("--test", action="store_true")
    parser.add_argument("--texts", nargs="*", type=Path, default=[])
    parser.add_argument("--corrections", type=Path)
    parser.add_argument("--sentences", nargs="*", type=Path, default=[])
    given = parser.parse_args()
    articles = read_all(given.labels, given.texts, given.corrections)
    if given.test:
        articles = [a for a in articles if a.split == "test"]
    peers: dict[str, Found] = {"jieba.posseg": posseg}
    if find_spec("LAC"):
        peers["LAC"] = lac()
    if given.outlets:
        results = left_out(articles, given.sentences)
    else:
        results = ours(Tagger(load_lexicon()), articles)
    print(f"{len(articles)} texts, {sum(len(a.labels) for a in articles)} names")
    table("Wenren", results)
    for name, peer in peers.items():
        table(name, [Result(a, peer(a.text), []) for a in articles])
    if given.outlets:
        for source in sorted({a.source for a in articles}):
            own = [r for r in results if r.article.source == source]
            print(f"{source:24} F {figures(own, GROUPS['all'])[2]:.1f} of {len(own)} articles")
    links(results)
    errors(results)


if __name__ == "__main__":
    main()
