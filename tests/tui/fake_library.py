"""A library in memory with the same door as the real one, for the browser's tests.

Articles are made from a few sentences of our own; any number of them costs nothing until looked
at. Queries are plain substrings of headline or body, ``人:ID`` an actor, ``源:`` an outlet and
``日期:`` a month, all of which hold; ``(`` alone is an error.
"""

from __future__ import annotations

import re
import tempfile
from collections import Counter
from collections.abc import Callable, Iterable, Iterator, Sequence
from dataclasses import dataclass, field, replace
from datetime import date, timedelta
from pathlib import Path

from store.article import Article, Block, Mention
from store.diff.comparison import Comparison, compare
from store.errors import QueryError, UnfinishedQueryError
from store.library import ActorCount, Candidate, Dossier, Head, Meaning
from store.marks import Building, Do, Entry, Marks
from store.own_marks import Marked
from store.saved import Searches
from store.search.completion import Completion
from store.search.excerpts import Excerpt, excerpt
from store.search.facets import Facet, Facets
from store.search.hits import Sought
from store.search.tree import Order
from store.search.trends import Ranking, Trend, Trends
from store.search.values import AWAITED
from store.search.wording import Item

NAMES = {
    "普京": ("Q7747", "person", "弗拉基米尔·普京"),
    "泽连斯基": ("w-volodymyr-zelenskyy", "person", "弗拉基米尔·泽连斯基"),
    "联合国": ("Q1065", "organisation", "联合国"),
    "路透社": ("w-reuters", "media", "路透社"),
    "日内瓦": ("w-geneva", "place", "日内瓦"),
    "CNN": ("w-cnn", "media", "美国有线电视新闻网"),
}
SENTENCES = (
    "联合国的一位发言人说，各方的代表将在日内瓦再谈一轮，议程里有“停火”和“换俘”两项。",
    "据路透社报道，普京没有说他会不会去；CNN的消息则说，行程仍在商量之中……",
    "泽连斯基在晚间讲话中要求有“看得见的保证”——他说，纸上的承诺已经太多了。",
    "会期定为3天，预算约4,500万美元，比上一次多出12.5%，由东道主与联合国分担。",
    "当地居民李女士说：“我们只想好好过个冬天。”她的儿子在《晨报》做校对。",
)
TITLES = (
    "日内瓦会谈定在下周：普京是否出席仍无定论",
    "泽连斯基要求“看得见的保证”",
    "联合国：冬季援助还差一半",
)
SOURCES = ("远望报", "海港新闻", None, "城北日报电子版")
FIRST = date(2024, 11, 30)


def text_mentions(block: int, text: str) -> list[Mention]:
    found = []
    for name, (actor, kind, canonical) in NAMES.items():
        at = text.find(name)
        while at >= 0:
            found.append(Mention(block, at, at + len(name), kind, actor, canonical))  # type: ignore[arg-type]
            at = text.find(name, at + 1)
    return sorted(found, key=lambda m: m.start)


def make_article(number: int) -> Article:
    """Article ``number``, 0 the newest; always the same."""
    title = f"{TITLES[number % len(TITLES)]}（{number}）"
    turned = SENTENCES[number % 5 :] + SENTENCES[: number % 5]
    blocks = [
        Block("caption", "资料照：会场外的旗帜。（2024年）"),
        *(Block("paragraph", turned[i % 5] + turned[(i + 2) % 5]) for i in range(4 + number % 3)),
        Block("related", "另一篇报道：谁来付暖气费"),
        Block("related", "另一篇报道：口译员的一天"),
        Block("quote", "保证要看得见。"),
    ]
    mentions = [m for at, b in enumerate(blocks) for m in text_mentions(at, b.text)]
    return Article(
        id=f"a{number:06}",
        title=title,
        source=SOURCES[number % len(SOURCES)],
        url=None,
        authors=(),
        published=f"{FIRST - timedelta(days=number // 20)}T{8 + number % 12:02}:30:00+08:00",
        added="2024-12-01T00:00:00Z",
        script="hans",
        blocks=tuple(blocks),
        mentions=(*text_mentions(-1, title), *mentions),
        story=f"s{number:06}",
        lexicon="test",
    )


COPIES = 900_000
"""Article ``COPIES + 10 * n + k`` is copy ``k`` of article ``n``."""


def make_copy(number: int) -> Article:
    """A copy that dropped the caption and changed, dropped, added and moved a sentence."""
    original, copy = divmod(number - COPIES, 10)
    article = make_article(original)
    first, *middle, last = (b for b in article.blocks if b.kind == "paragraph")
    blocks = [
        Block("paragraph", "【本台讯】" + first.text.replace("一位发言人", "一名官员", 1)),
        *middle,
        *([Block("paragraph", "主办方没有回应本台的询问。")] if copy else [last]),
    ]
    mentions = [m for at, b in enumerate(blocks) for m in text_mentions(at, b.text)]
    return replace(
        article,
        id=f"a{number:06}",
        source=("新桥通讯", "南岛电台")[copy],
        blocks=tuple(blocks),
        mentions=(*text_mentions(-1, article.title), *mentions),
    )


def make_head(number: int) -> Head:
    article = make_article(number)
    names = tuple(dict.fromkeys(m.name for m in article.mentions))
    reprints = 2 if number % 7 == 3 else 0
    first = COPIES + 10 * number
    told = tuple(f"a{first + copy:06}" for copy in range(reprints))
    return Head(
        article.id,
        article.title,
        article.source,
        article.published,
        article.story,
        reprints,
        names,
        told,
    )


@dataclass
class FakeRows:
    """Rows over article numbers."""

    numbers: range | list[int]
    pages: list[tuple[int, int]] = field(default_factory=list)

    def total(self) -> int:
        return len(self.numbers)

    def page(self, start: int, count: int) -> list[Head]:
        self.pages.append((start, count))
        return [make_head(n) for n in self.numbers[start : start + count]]

    def position(self, id: str) -> int | None:
        number = int(id[1:])
        return self.numbers.index(number) if number in self.numbers else None


class FakeMarks:
    """Marks in memory."""

    problem = ""
    unsaved = ""
    holds = False

    def __init__(self) -> None:
        self.building = Building()
        self.searches = Searches(self.change_by, lambda: self.now)

    @property
    def now(self) -> Marks:
        return self.building.marks()

    def look(self) -> bool:
        return False

    def change_by(self, make: Callable[[Marks], Iterable[Entry]]) -> tuple[Entry, ...]:
        return self.change(*make(self.now))

    def change(self, *entries: Entry) -> tuple[Entry, ...]:
        made = [self.building.apply(entry) for entry in entries]
        return tuple(each.undo for each in reversed(made) if each and each.undo)

    @property
    def asked(self) -> tuple[str, ...]:
        return self.now.asked

    def remember(self, query: str) -> None:
        if query:
            self.change(Entry("asked", asked=(query,)))


class FakeLibrary:
    """``size`` articles; ``add_new`` puts some before them, as another process would."""

    def __init__(self, size: int = 30) -> None:
        self.size = size
        self.path = Path(tempfile.gettempdir()) / "there is no such store"
        self.first = 0
        self.marks = FakeMarks()
        self.asked: list[str] = []
        self.interrupted = 0
        self.quoted: list[tuple[str, ...]] = []

    def add_new(self, count: int) -> None:
        self.first -= count

    def rows(self, query: str = "", *, stories: bool = True) -> FakeRows:
        self.asked.append(query)
        if "(" in query:
            raise QueryError("a bracket is never closed", query.index("("))
        if query.endswith("人:"):
            at = len(query) - 2
            values = {"typed": "人:", "values": ""}
            raise UnfinishedQueryError("nothing after this", at, at, AWAITED["actor"], **values)
        every = range(self.first, self.size)
        terms = [term for term in query.split() if not term.startswith("排序:")]
        found = [n for n in every if all(_holds(n, term) for term in terms)] if terms else every
        return FakeRows(found[::-1] if self.order(query) == "oldest" else found)

    def order(self, query: str) -> Order:
        return "oldest" if "排序:旧" in query else "relevance" if "排序:相关" in query else "newest"

    def reordered(self, query: str, term: str) -> str:
        kept = [each for each in query.split() if not each.startswith("排序:")]
        return " ".join([*kept, *([term] if term else [])])

    def facets(self, query: str = "", *, stories: bool = False, total: int | None = None) -> Facets:
        articles = [make_article(n) for n in self.rows(query).numbers]
        named = Counter(actor for a in articles for actor in _named(a))
        sources = Counter(a.source for a in articles if a.source)
        months = Counter((a.published or "")[:7] for a in articles)
        known = {id: (kind, name) for id, kind, name in NAMES.values()}
        return Facets(
            len(articles), len(articles), True,
            tuple(
                Facet(known[id][1], n, f"{query} 人:{id}".strip(), id, known[id][0])  # type: ignore[arg-type, index]
                for id, n in named.most_common()
            ),
            tuple(Facet(s, n, f"{query} 源:{s}".strip()) for s, n in sources.most_common()),
            tuple(Facet(m, months[m], f"{query} 日期:{m}".strip()) for m in sorted(months)[::-1]),
        )  # fmt: skip

    def items(self, query: str) -> list[Item]:
        terms = query.split()
        return [Item(t, " ".join(u for u in terms if u != t)) for t in terms]

    def naming(self, *actors: str) -> str:
        return " ".join(f"人:{actor}" for actor in actors)

    def unread(self, query: str) -> int:
        read = self.marks.now.read
        return sum(make_head(n).id not in read for n in self.rows(query).numbers)

    def mark(self, do: Do, query: str, tag: str = "") -> Marked:
        ids = tuple(make_head(n).id for n in self.rows(query).numbers)
        undo = self.marks.change(Entry(do, ids, tag))
        return Marked(len(ids), sum(len(entry.ids) for entry in undo), undo)

    def article(self, id: str) -> Article | None:
        number = int(id[1:])
        return make_article(number) if number < COPIES else make_copy(number)

    def story(self, id: str) -> list[Head]:
        number = int(id[1:])
        head = make_head(number if number < COPIES else (number - COPIES) // 10)
        first = COPIES + 10 * int(head.id[1:])
        others = [
            Head(f"a{first + i}", head.title, source, head.published, head.story, 2, ())
            for i, source in enumerate(("新桥通讯", "南岛电台"))
        ]
        return [head, *others] if head.reprints else [head]

    def compare(self, first: str, second: str) -> Comparison | None:
        a, b = self.article(first), self.article(second)
        return compare(a, b) if a and b else None

    def dossier(self, actor: str) -> Dossier | None:
        known = {id: (name, kind, canonical) for name, (id, kind, canonical) in NAMES.items()}
        if actor not in known:
            return None
        name, kind, canonical = known[actor]
        together = tuple(
            ActorCount(a, k, c, 9 - i, 6 - i, "2024-01-02", "2024-11-30")  # type: ignore[arg-type]
            for i, (a, k, c) in enumerate(NAMES.values())
            if a != actor
        )
        months = tuple((f"2024-{m:02}", (m * 5) % 9) for m in range(1, 12))
        return Dossier(
            actor, kind, canonical, (name, "别名"), "English Name", "测试用的角色",  # type: ignore[arg-type]
            40, 20, "2024-01-02", "2024-11-30", months, together,
            seen=((name, 31), ("别名", 9)),
        )  # fmt: skip

    def trends(self, days: int, ranking: Ranking = "most") -> Trends:
        found = [
            Trend(actor, kind, name, "English", "yw", 10 * days - n, n, 5.0 - n)  # type: ignore[arg-type]
            for n, (actor, kind, name) in enumerate(NAMES.values())
        ]
        kept = [t for t in found if ranking == "most" or (t.change > 0) == (ranking == "rising")]
        # One is named on none of the days.
        return Trends(FIRST - timedelta(days=days - 1), FIRST, 200, 100, tuple(kept[:-1]))

    def meanings(self, query: str) -> list[Meaning]:
        if query == "pj":
            one, other = (
                Candidate(i, "person", n, a) for i, n, a in (("P", "普京", 9), ("Q", "浦江", 2))
            )
            return [Meaning("pj", 0, "initials", (one,), (other,))]
        wanted = query.removeprefix('人:"').removesuffix('"')
        found = [
            Candidate(actor, kind, name, 4)  # type: ignore[arg-type]
            for text, (actor, kind, name) in NAMES.items()
            if wanted.lower() in (text.lower(), name)
        ]
        return [Meaning(wanted, 2, "name", tuple(found), ())] if found else []

    def sought(self, query: str) -> tuple[Sought, ...]:
        query = " ".join(term for term in query.split() if not term.startswith("排序:"))
        if not query:
            return ()
        if not query.startswith("人:"):
            return (Sought(re.compile(re.escape(query))),)
        asked = query[2:].strip('"')
        return (Sought(actors=frozenset(a for n, (a, _, _) in NAMES.items() if asked in (a, n))),)

    def excerpts(
        self, ids: Sequence[str], sought: Sequence[Sought], cells: int
    ) -> Iterator[tuple[str, Excerpt]]:
        self.quoted.append(tuple(ids))
        for id in ids:
            if (article := self.article(id)) is not None:
                yield id, excerpt(article, sought, cells)

    def complete(self, text: str, at: int) -> list[Completion]:
        """Keys for nothing, and the actors whose name holds the last word."""
        if not text:
            whole = [Completion(q, 0, 0, "asked", q) for q in self.marks.asked[:5]]
            keys = [Completion(f"{key}:", 0, 0, "key", f"{key}:") for key in ("人", "源", "日期")]
            return [*whole, *keys]
        start = text.rfind(" ", 0, at) + 1
        word = text[start:at].removeprefix("人:")
        return [
            Completion(f"人:{name}", start, at, "actor", canonical, id, 1234)
            for name, (id, _, canonical) in NAMES.items()
            if word in canonical or id.startswith(word)
        ]

    def articles(self, query: str = "") -> Iterator[Article]:
        return map(make_article, self.rows(query).numbers[:5])

    def revision(self) -> int:
        return self.first

    def unfinished(self) -> tuple[int, int] | None:
        return None

    def stale(self) -> bool:
        return False

    def clone(self) -> FakeLibrary:
        return self

    def interrupt(self) -> None:
        self.interrupted += 1

    def close(self) -> None:
        pass


def _holds(number: int, term: str) -> bool:
    key, _, value = term.partition(":")
    if key == "人":
        actor = value.strip('"')
        ids = {id for name, (id, _, _) in NAMES.items() if actor in (id, name)}
        return not ids.isdisjoint(_named(make_article(number)))
    if key == "源":
        return make_article(number).source == value
    if key == "日期":
        return (make_article(number).published or "").startswith(value)
    return term in _text(number)


def _named(article: Article) -> set[str]:
    """Who counts as named: those of the headline and first paragraph, so that articles differ."""
    return {m.actor for m in article.mentions if m.block <= 1 and m.actor}


def _text(number: int) -> str:
    article = make_article(number)
    return article.title + "".join(b.text for b in article.blocks)


if __name__ == "__main__":
    import sys

    from tui.app import WenrenApp

    size = int(sys.argv[1]) if len(sys.argv) > 1 else 30
    from tui.browser.setup import setup

    WenrenApp(FakeLibrary(size), setup=setup()).run()  # type: ignore[arg-type]
