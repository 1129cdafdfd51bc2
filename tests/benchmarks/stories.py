"""How well and how fast reprints are found, beside two other ways, on the labelled pairs.

    python -m tests.benchmarks.stories [--examples 10]

Real pairs and made copies go through the real grouping in several orders of arrival, with
unrelated articles among them. Exact overlap is counted here, apart from the rule under test.
"""

from __future__ import annotations

import argparse
import os
import random
import re
import time
from collections import Counter, defaultdict
from collections.abc import Callable, Iterable, Iterator, Sequence
from dataclasses import dataclass, replace
from heapq import nsmallest
from itertools import combinations
from pathlib import Path
from zlib import crc32

import orjson

from store.actors.lexicon import load_lexicon
from store.archive import Archive
from store.article import Article, Block, Draft
from store.errors import RefusedError
from store.folding import fold
from store.grouping import Prepared, index_in_stories
from store.intake import read
from store.search import schema
from store.search.index import IndexWriter
from store.search.terms import NO_TERMS
from store.stories import sketch
from tests.benchmarks.measure import print_table

SHARED = Path(os.environ.get("WENREN_SHARED", Path(__file__).parents[2].parent / "shared"))
DATA = SHARED / "data"
_NOT_LETTERS = re.compile(r"[\W_]+")
Pair = frozenset[str]


@dataclass(frozen=True, slots=True)
class Sample:
    """The articles by name, and the pairs of them to look at, by kind."""

    articles: dict[str, Article]
    pairs: dict[str, list[Pair]]


class Memory(Archive):
    """Day files that are kept in memory."""

    def __init__(self) -> None:
        super().__init__(Path())
        self.articles: dict[str, Article] = {}

    def get(self, day: str, id: str) -> Article | None:
        return self.articles.get(id)


def article(name: str, draft: Draft) -> Article:
    return Article(
        name, draft.title, draft.source, None, (), draft.published, "2026-01-01T00:00:00Z",
        "hans", draft.blocks, (), name, "",
    )  # fmt: skip


def rows(path: Path) -> Iterator[tuple[dict[str, str], Draft]]:
    """Each line of a file with the draft that intake makes of it."""
    objects = [orjson.loads(line) for line in path.read_bytes().splitlines()]
    for row, item in zip(objects, read([path]), strict=True):
        if not isinstance(item, RefusedError):
            yield row, item


def body(article: Article) -> str:
    text = "".join(b.text for b in article.blocks if b.kind != "related")
    return _NOT_LETTERS.sub("", fold(text))


def shingles(text: str, size: int) -> set[str]:
    return {text[at : at + size] for at in range(len(text) - size + 1)}


class Overlap:
    """Exact Jaccard overlap and containment in 5-letter shingles."""

    def __init__(self, articles: dict[str, Article]) -> None:
        self._articles = articles
        self._shingles: dict[str, set[str]] = {}

    def __call__(self, pair: Pair) -> tuple[float, float]:
        a, b = (self._of(name) for name in pair)
        both, shorter = len(a & b), max(min(len(a), len(b)), 1)
        return both / max(len(a) + len(b) - both, 1), both / shorter

    def _of(self, name: str) -> set[str]:
        if name not in self._shingles:
            self._shingles[name] = shingles(body(self._articles[name]), 5)
        return self._shingles[name]


def real() -> Sample:
    """The labelled documents and pairs, and unrelated articles from the other sets."""
    articles: dict[str, Article] = {}
    for name in ("reprint_docs_2020", "template_twins_docs"):
        for row, draft in rows(DATA / "reprints" / f"{name}.jsonl"):
            articles.setdefault(row["path"], article(row["path"], draft))
    pairs: dict[str, list[Pair]] = defaultdict(list)
    labelled = _pairs("reprint_pairs_2020")
    near = Counter(
        name for row in labelled if _retitled(row) and row["jaccard5"] >= 0.5
        for name in (row["a"], row["b"])
    )  # fmt: skip
    for row in labelled:
        pair = frozenset((row["a"], row["b"]))
        if not pair <= articles.keys():
            continue
        jaccard, containment = row["jaccard5"], row["containment5"]
        if jaccard >= 0.5 and _retitled(row) and min(near[row["a"]], near[row["b"]]) >= 5:
            # One outlet, one text, six titles and more: listed as reprints, but no report at all.
            pairs["≠ listed, one outlet's appeal"].append(pair)
        elif jaccard >= 0.5:
            pairs["= overlap ≥ .8" if jaccard >= 0.8 else "= overlap .5-.8"].append(pair)
        elif containment >= 0.8:
            pairs["= contained ≥ .8, overlap < .5"].append(pair)
        else:
            band = "overlap .3-.5" if jaccard >= 0.3 else "overlap < .3"
            part = "part copied" if containment >= 0.5 else "shared subject"
            pairs[f"≠ {part}, {band}"].append(pair)
    for row in _pairs("template_twins_2020"):
        pair = frozenset((row["a"], row["b"]))
        if pair <= articles.keys():
            pairs["≠ template twins"].append(pair)
    others = [*read([DATA / "voa.jsonl", DATA / "dumps" / "broadcast_transcripts.jsonl"])]
    for at, item in enumerate(others):
        if isinstance(item, Draft):
            articles[f"other{at}"] = article(f"other{at}", item)
    seeds = []
    for at, item in enumerate(read([DATA / "seeds"])):
        if isinstance(item, Draft):
            articles[f"seed{at}"] = article(f"seed{at}", item)
            seeds.append(f"seed{at}")
    pairs["= the seed pair"] = [frozenset(p) for p in combinations(seeds, 2)]
    return Sample(articles, pairs)


def _pairs(name: str) -> list[dict[str, object]]:
    path = DATA / "reprints" / f"{name}.jsonl"
    return [orjson.loads(line) for line in path.read_bytes().splitlines()]


def _retitled(row: dict[str, object]) -> bool:
    return row["source_a"] == row["source_b"] and row["title_a"] != row["title_b"]


def with_copies(sample: Sample, number: int, rng: random.Random) -> Sample:
    """Copies of some articles, made as other outlets make them, and articles that only look so."""
    from opencc import OpenCC

    converters = [OpenCC(name) for name in ("s2twp", "s2hk", "s2t")]
    articles, pairs = dict(sample.articles), defaultdict(list, sample.pairs)
    in_pairs = {name for listed in sample.pairs.values() for pair in listed for name in pair}
    names = [n for n in sorted(in_pairs) if len(body(articles[n])) >= 500]
    picked = rng.sample(names, 3 * number)
    # Each article is copied in one manner only: a chain of made copies is nothing that happens.
    chosen, digested, quoting = (picked[at::3] for at in range(3))
    unrelated = [name for name in sorted(articles) if name.startswith("other")]

    def copy(kind: str, name: str, blocks: Iterable[Block], title: str | None = None) -> None:
        made = f"{kind} {name}"
        old = articles[name]
        articles[made] = replace(
            old, id=made, story=made, blocks=tuple(blocks), source=f"{old.source} copied",
            title=title or old.title,
        )  # fmt: skip
        pairs[kind].append(frozenset((name, made)))

    for at, name in enumerate(chosen):
        old, other = articles[name], articles[unrelated[at]]
        plain = [b for b in old.blocks if b.kind == "paragraph"]
        lead = next((b for b in other.blocks if b.kind == "paragraph"), Block("paragraph", "无"))
        convert = converters[at % 3].convert
        blocks = (Block(b.kind, convert(b.text)) for b in old.blocks)
        copy("= traditional script", name, blocks, convert(old.title))
        copy("= other title, no captions", name, [b for b in old.blocks if b.kind != "caption"],
             other.title)  # fmt: skip
        copy("= cut to a quarter", name, _first(old.blocks, sum(map(_size, old.blocks)) // 4))
        if sum(map(_size, plain[:2])) >= 100:
            copy("= cut to two paragraphs", name, plain[:2])
        first = old.blocks.index(plain[0]) if plain else 0
        copy("= lead rewritten", name, [*old.blocks[:first], lead, *old.blocks[first + 1 :]])
    for at, four in enumerate(zip(*[iter(digested)] * 4, strict=False)):
        parts = [b for name in four for b in _first(articles[name].blocks, 300)]
        digest = f"digest {at}"
        articles[digest] = replace(
            articles[four[0]], id=digest, story=digest, source="摘编", blocks=tuple(parts)
        )
        for name in four:
            made = f"brief {name}"
            cut = tuple(_first(articles[name].blocks, 300))
            articles[made] = replace(articles[name], id=made, story=made, source="简讯", blocks=cut)
            pairs["= brief of a story in a digest"].append(frozenset((name, made)))
        pairs["≠ stories in one digest"] += map(frozenset, combinations(four, 2))
    for at, (a, b) in enumerate(zip(*[iter(quoting)] * 2, strict=False)):
        source = "".join(block.text for block in articles[unrelated[-at - 1]].blocks)
        statement = Block("paragraph", f"声明说：“{_NOT_LETTERS.sub('，', source)[:260]}。”")
        sides = []
        for side, name in (("a", a), ("b", b)):
            made = f"statement {side} {name}"
            own = _first([x for x in articles[name].blocks if x.kind == "paragraph"][1:], 220)
            articles[made] = replace(
                articles[name], id=made, story=made, source=f"源{side}", blocks=(*own, statement)
            )
            sides.append(made)
        pairs["≠ one statement quoted by two"].append(frozenset(sides))
    return Sample(articles, dict(pairs))


def _size(block: Block) -> int:
    return len(block.text)


def _first(blocks: Sequence[Block], letters: int) -> list[Block]:
    taken: list[Block] = []
    for block in blocks:
        taken.append(Block(block.kind, block.text[:letters]))
        letters -= len(block.text)
        if letters <= 0:
            break
    return taken


def prepared(articles: Iterable[Article]) -> list[Prepared]:
    return [Prepared(a, sketch(a.blocks), NO_TERMS) for a in articles]


def grouped(items: Sequence[Prepared], batch: int) -> tuple[dict[str, str], int]:
    """The story of each article, and how often an older one had to be written again."""
    writer = IndexWriter(schema.open_to_write(None), load_lexicon())
    archive, again = Memory(), 0
    for at in range(0, len(items), batch):
        writer.begin()
        result = index_in_stories(writer, archive, items[at : at + batch])
        writer.commit()
        again += len(result.changed)
        archive.articles.update((a.id, a) for a in result.new + result.changed)
    return {name: a.story for name, a in archive.articles.items()}, again


def clusters(names: Iterable[str], pairs: Iterable[Pair]) -> dict[str, str]:
    """Stories from pairs, each joined to the other."""
    root = {name: name for name in names}

    def find(name: str) -> str:
        while root[name] != name:
            root[name] = name = root[root[name]]
        return name

    for a, b in (sorted(pair) for pair in pairs):
        root[find(b)] = find(a)
    return {name: find(name) for name in root}


def candidates(keys: dict[str, Iterable[int]], least: int, common: int) -> Iterator[Pair]:
    """Pairs that share ``least`` keys, those in more than ``common`` articles not counted."""
    holding: defaultdict[int, list[str]] = defaultdict(list)
    for name, mine in keys.items():
        for key in mine:
            holding[key].append(name)
    shared = Counter(
        pair for names in holding.values() if len(names) <= common
        for pair in combinations(names, 2)
    )  # fmt: skip
    return (frozenset(pair) for pair, times in shared.items() if times >= least)


def by_minhash(articles: dict[str, Article]) -> dict[str, str]:
    """MinHash in one permutation of 128 bins, bands of 4, estimated overlap .5: no judgement."""
    signatures: dict[str, list[int]] = {}
    for name, item in articles.items():
        bins = [1 << 32] * 128
        for shingle in shingles(body(item), 5):
            value = crc32(shingle.encode())
            bins[value & 127] = min(bins[value & 127], value)
        if any(value < 1 << 32 for value in bins):
            signatures[name] = bins
    bands = {
        name: [
            hash((at, *bins[at : at + 4]))
            for at in range(0, 128, 4)
            if min(bins[at : at + 4]) < 1 << 32
        ]
        for name, bins in signatures.items()
    }

    def alike(pair: Pair) -> bool:
        a, b = (signatures[name] for name in pair)
        filled = [(x, y) for x, y in zip(a, b, strict=True) if min(x, y) < 1 << 32]
        return sum(x == y for x, y in filled) * 2 >= len(filled)

    return clusters(articles, filter(alike, candidates(bands, 1, 1000)))


def by_bottom_sketch(articles: dict[str, Article]) -> dict[str, str]:
    """The twelve smallest 9-letter hashes, two in common, then exact overlap or containment."""
    keys: dict[str, Iterable[int]] = {
        name: nsmallest(12, {crc32(s.encode()) for s in shingles(body(item), 9)})
        for name, item in articles.items()
    }
    overlap = Overlap(articles)

    def alike(pair: Pair) -> bool:
        jaccard, containment = overlap(pair)
        long = min(len(body(articles[name])) for name in pair) >= 200
        return jaccard >= 0.5 or (long and containment >= 0.8)

    return clusters(articles, filter(alike, candidates(keys, 2, 40)))


def main() -> None:
    parser = argparse.ArgumentParser(description="Measure how reprints are found.")
    parser.add_argument("--copies", type=int, default=400)
    parser.add_argument("--examples", type=int, default=0, help="of each kind that fails")
    parser.add_argument("--sizes", type=int, nargs="+", default=[1_000, 10_000, 40_000])
    options = parser.parse_args()
    rng = random.Random(1)
    sample = with_copies(real(), options.copies, rng)
    items = prepared(sample.articles.values())
    print(f"{len(items)} articles")
    orders = []
    for batch in (5000, 700, 60):
        rng.shuffle(items)
        stories, again = grouped(items, batch)
        orders.append(stories)
        print(f"batches of {batch}: {len(set(stories.values()))} stories,", end=" ")
        print(f"{again} older articles moved, same as the first order: {_same(orders)}")
    ways = {
        "wenren": orders[0],
        "bottom 12": by_bottom_sketch(sample.articles),
        "MinHash": by_minhash(sample.articles),
    }
    joined: dict[str, Callable[[Pair], bool]] = {
        way: lambda pair, s=stories: len({s[name] for name in pair}) == 1  # type: ignore[misc]
        for way, stories in ways.items()
    }
    table = []
    for kind, pairs in sorted(sample.pairs.items(), reverse=True):
        shares = [f"{sum(map(j, pairs)) / len(pairs):.3f}" for j in joined.values()]
        table.append([kind, f"{len(pairs)}", *shares])
    print_table("share of pairs in one story (=: should be, ≠: should not)",
                ["kind", "pairs", *ways], table)  # fmt: skip
    precision(sample, ways)
    examples(sample, joined["wenren"], options.examples)
    growth(sample, options.sizes)


def precision(sample: Sample, ways: dict[str, dict[str, str]]) -> None:
    """Of all pairs in one story, how many overlap, themselves or through others of the story."""
    overlap = Overlap(sample.articles)
    made = {name for pairs in sample.pairs.values() for pair in pairs for name in pair
            if " " in name}  # fmt: skip
    table = []
    for way, stories in ways.items():
        members: defaultdict[str, list[str]] = defaultdict(list)
        for name, story in stories.items():
            if name not in made:
                members[story].append(name)
        pairs = [frozenset(p) for group in members.values() for p in combinations(group, 2)]
        grades = Counter(_grade(*overlap(pair)) for pair in pairs)
        table.append([way, f"{len(pairs)}", *(f"{grades[at]}" for at in range(4))])
    print_table("real pairs in one story, themselves or through others, by exact overlap",
                ["way", "pairs", "J≥.5 or C≥.8", "J≥.4 or C≥.7", "J≥.2 or C≥.5", "less"],
                table)  # fmt: skip


def _grade(jaccard: float, containment: float) -> int:
    limits = ((0.5, 0.8), (0.4, 0.7), (0.2, 0.5))
    return next((at for at, (j, c) in enumerate(limits) if jaccard >= j or containment >= c), 3)


def examples(sample: Sample, joined: Callable[[Pair], bool], number: int) -> None:
    overlap = Overlap(sample.articles)
    for kind, pairs in sample.pairs.items():
        wrong = [pair for pair in pairs if joined(pair) is not kind.startswith("=")]
        for pair in wrong[:number]:
            jaccard, containment = overlap(pair)
            print(f"\n{kind}: overlap {jaccard:.2f}, contained {containment:.2f}")
            for name in sorted(pair):
                a = sample.articles[name]
                print(f"  {a.source} {a.published} {len(body(a))} letters: {a.title[:50]}")


def growth(sample: Sample, sizes: Sequence[int]) -> None:
    """Time for the last thousand articles of archives of different sizes.

    Articles enough are had by replacing every letter and digit by another: the same statistics,
    no text in common.
    """
    han = "".join(
        sorted({c for a in sample.articles.values() for c in body(a) if "一" <= c <= "鿿"})
    )
    alphabets = (han, "abcdefghijklmnopqrstuvwxyz", "ABCDEFGHIJKLMNOPQRSTUVWXYZ", "0123456789")
    source = [a for name, a in sample.articles.items() if " " not in name]
    writer = IndexWriter(schema.open_to_write(None), load_lexicon())
    archive, size, table = Memory(), 0, []
    for turn in range(max(sizes) // len(source) + 1):
        other = {ord(c): a[(at + 97 * turn) % len(a)] for a in alphabets for at, c in enumerate(a)}
        for at in range(0, len(source), 1000):
            articles = [_ciphered(a, other, turn) for a in source[at : at + 1000]]
            begun = time.perf_counter()
            items = prepared(articles)
            sketched = time.perf_counter()
            writer.begin()
            archive.articles.update((a.id, a) for a in index_in_stories(writer, archive, items).new)
            writer.commit()
            ended = time.perf_counter()
            size += len(items)
            if any(size - len(items) < wanted <= size for wanted in sizes):
                milliseconds = [1000 * t / len(items) for t in (sketched - begun, ended - sketched)]
                table.append([f"{size}", *(f"{m:.2f}" for m in milliseconds)])
    print_table("milliseconds an article, full text left out",
                ["articles", "sketch (in workers)", "index and group"], table)  # fmt: skip


def _ciphered(article: Article, other: dict[int, str], turn: int) -> Article:
    name = f"{turn} {article.id}"
    blocks = tuple(Block(b.kind, b.text.translate(other)) for b in article.blocks)
    return replace(article, id=name, story=name, blocks=blocks, title=article.title + str(turn))


def _same(orders: Sequence[dict[str, str]]) -> bool:
    parted = []
    for stories in (orders[0], orders[-1]):
        members: defaultdict[str, set[str]] = defaultdict(set)
        for name, story in stories.items():
            members[story].add(name)
        parted.append({frozenset(group) for group in members.values()})
    return parted[0] == parted[1]


if __name__ == "__main__":
    main()
