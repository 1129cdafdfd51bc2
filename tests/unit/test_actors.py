"""Dossiers, and names worth adding, over small stores whose mentions are written by hand."""

import random
from collections.abc import Callable, Iterable
from dataclasses import replace
from pathlib import Path

import pytest
from hypothesis import given
from hypothesis import strategies as st

from store.actors.lexicon import Lexicon, parse_table
from store.archive import Archive
from store.article import ActorKind, Article, Block, Mention
from store.library import Library
from store.search import actors, schema
from store.search.actors import surprise
from store.search.healing import writing
from store.search.tallies import as_named, pack, unpack

Named = tuple[str, ActorKind, str | None, str]
"""Text, kind, actor, name."""

PUTIN: Named = ("普京", "person", "w-p", "弗拉基米尔·普京")
HOUSE: Named = ("白宫", "organisation", "w-w", "白宫")
NOBODY: Named = ("陆启明", "person", None, "陆启明")
LEXICON = Lexicon(
    tuple(
        parse_table(
            "id\tkind\tname\taliases\tenglish\tpinyin\trole\tsince\tuntil\tsource\n"
            "w-p\tperson\t弗拉基米尔·普京\t普京\tPutin\t\t\t\t\t\n"
            "w-w\torganisation\t白宫\t\t\t\t\t\t\t\n"
            "w-q\tplace\t清河\t\t\t\t\t\t\t\n",
            "test",
        )
    ),
    "test",
)


def article(
    id: str,
    named: Iterable[Named],
    *,
    day: str | None = "2024-05-01",
    source: str = "甲报",
    story: str = "",
) -> Article:
    """Its body is the names, each in a sentence."""
    text = ""
    mentions = []
    for surface, kind, actor, name in named:
        text += "昨天"
        mentions.append(Mention(0, len(text), len(text) + len(surface), kind, actor, name))
        text += surface + "说话了。\n"
    return Article(
        id=id, title=id, source=source, url=None, authors=(),
        published=f"{day}T23:30:00-05:00" if day else None, added="2024-06-01T00:00:00Z",
        script="hans", blocks=(Block("paragraph", text or "没有人。"),), mentions=tuple(mentions),
        story=story or id, lexicon="test",
    )  # fmt: skip


Open = Callable[[Iterable[Article]], Library]


@pytest.fixture
def opened(tmp_path: Path) -> Open:
    """Writes articles into one store, in place of those of the same id, and opens it."""

    def take(articles: Iterable[Article]) -> Library:
        archive = Archive(tmp_path)
        with archive.writing():
            archive.put(articles)
        with writing(tmp_path, archive, LEXICON):
            pass
        return Library.open(tmp_path)

    return take


def other(number: int) -> Named:
    return (f"某{number}", "person", f"w-{number}", f"某{number}")


def test_who_is_in_everything_does_not_lead(opened: Open) -> None:
    everywhere: Named = ("中国", "place", "w-c", "中国")
    friend: Named = ("佩斯科夫", "person", "w-f", "佩斯科夫")
    made = random.Random(3)
    articles = []
    for n in range(60):
        named = [everywhere, everywhere, other(made.randrange(9))]
        if n % 3 == 0:
            named += [PUTIN, *([friend] if n % 2 else [])]
        articles.append(article(f"a{n:02}", named, day=f"2024-05-{n % 28 + 1:02}"))
    dossier = opened(articles).dossier("w-p")
    assert dossier
    assert dossier.together[0].name == "佩斯科夫"
    assert {c.name: c.articles for c in dossier.together}["中国"] == 20
    assert next(c for c in dossier.together if c.name == "中国").mentions == 40


@given(st.integers(1, 10**6), st.data())
def test_surprise_has_the_sign_of_what_it_says(every: int, data: st.DataObject) -> None:
    one = data.draw(st.integers(1, every))
    both = data.draw(st.integers(0, one))
    least = both
    other = data.draw(st.integers(least, every - one + both))
    found = surprise(both, one, other, every)
    assert found == pytest.approx(surprise(both, other, one, every), abs=1e-3)
    if both * every > one * other:
        assert found > -1e-3
    else:
        assert found < 1e-3
    # Whoever is in everything comes at no surprise.
    assert surprise(one, one, every, every) == pytest.approx(0, abs=1e-6)


def test_one_article_in_common_is_less_than_many(opened: Open) -> None:
    assert surprise(1, 100, 1, 1000) < surprise(40, 100, 60, 1000)
    assert surprise(40, 100, 400, 1000) == pytest.approx(0)


def test_two_articles_of_two_are_no_surprise(opened: Open) -> None:
    zelensky: Named = ("泽连斯基", "person", "w-z", "泽连斯基")
    articles = [article(f"p{n}", [PUTIN, *([zelensky] if n < 6 else [])]) for n in range(13)]
    articles += [article(f"z{n}", [zelensky] if n < 4 else [other(1)]) for n in range(24)]
    articles += [article(f"b{n}", [PUTIN, other(2)]) for n in range(2)]
    dossier = opened(articles).dossier("w-p")
    assert dossier
    assert [c.name for c in dossier.together] == ["泽连斯基", "某2"]


def test_a_common_name_is_sampled_evenly(opened: Open, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(actors, "SAMPLE", 50)
    everywhere: Named = ("中国", "place", "w-c", "中国")
    friend: Named = ("佩斯科夫", "person", "w-f", "佩斯科夫")
    articles = [
        article(
            f"a{n:03}",
            [everywhere, *([PUTIN] if n % 2 else []), *([friend] if n % 8 == 1 else [])],
            day=f"2024-{n // 28 + 1:02}-{n % 28 + 1:02}",
        )
        for n in range(300)
    ]
    dossier = opened(articles).dossier("w-p")
    assert dossier
    assert (dossier.articles, dossier.mentions) == (150, 150)
    friends, everybody = dossier.together
    assert (friends.name, everybody.name) == ("佩斯科夫", "中国")
    assert 30 <= everybody.articles <= 70
    assert friends.articles < everybody.articles
    # Of all times, not of the newest.
    assert everybody.first is not None
    assert everybody.last is not None
    assert everybody.first < "2024-03"
    assert everybody.last > "2024-09"


def test_days_months_texts_and_kinds(opened: Open) -> None:
    texts = ("普京", "普丁", "ＰＵＴＩＮ", "弗拉基米尔‧普京", "普京", "弗拉基米尔·普京")
    named: list[Named] = [(text, *PUTIN[1:]) for text in texts]
    place: Named = ("白宫", "place", "w-w", "白宫")
    library = opened(
        [
            article("a", named[:3], day="2024-03-31"),
            article("b", [*named[3:], HOUSE, place, place], day="2024-01-02"),
            article("c", [PUTIN], day="2024-03-31"),
            article("d", [PUTIN], day=None),
        ]
    )
    dossier = library.dossier("w-p")
    assert dossier
    # Days as the outlet dates them, whatever the hour is in China.
    assert dossier.days == (("2024-01-02", 1, 3), ("2024-03-31", 2, 4))
    assert dossier.months == (("2024-01", 1), ("2024-02", 0), ("2024-03", 2))
    assert (dossier.first, dossier.last) == ("2024-01-02", "2024-03-31")
    assert (dossier.articles, dossier.mentions) == (4, 8)
    assert dict(dossier.seen) == {"普京": 4, "弗拉基米尔·普京": 2, "普丁": 1, "PUTIN": 1}
    assert dossier.seen[0] == ("普京", 4)
    assert dossier.kinds == (("person", 8),)
    house = library.dossier("w-w")
    assert house
    assert house.kinds == (("place", 2), ("organisation", 1))
    assert house.seen == (("白宫", 3),)
    (count,) = (c for c in library.actors() if c.actor == "w-p")
    assert (count.mentions, count.articles) == (8, 4)
    assert (count.first, count.last) == ("2024-01-02", "2024-03-31")


def test_an_actor_without_a_date_or_an_article(opened: Open) -> None:
    library = opened([article("a", [PUTIN], day=None)])
    dossier = library.dossier("w-p")
    assert dossier
    assert (dossier.articles, dossier.first, dossier.last) == (1, None, None)
    assert (dossier.days, dossier.months, dossier.together) == ((), (), ())
    unnamed = library.dossier("w-q")
    assert unnamed
    assert (unnamed.articles, unnamed.seen, unnamed.kinds) == (0, (), ())
    assert [c.actor for c in library.actors()] == ["w-p"]


def test_what_goes_from_the_archive_goes_from_the_sums(opened: Open, tmp_path: Path) -> None:
    stays = article("a", [PUTIN, HOUSE, NOBODY], day="2024-05-01")
    goes = article("b", [PUTIN, ("普丁", *PUTIN[1:]), other(1)], day="2024-05-02")
    opened([stays, goes])
    Archive(tmp_path).path("2024-05-02").unlink()
    after = opened([])
    dossier = after.dossier("w-p")
    assert dossier
    assert (dossier.articles, dossier.mentions, dossier.seen) == (1, 1, (("普京", 1),))
    assert {c.name for c in after.actors()} == {"弗拉基米尔·普京", "白宫", "陆启明"}
    changed = replace(stays, mentions=stays.mentions[1:])
    Archive(tmp_path).path("2024-05-01").unlink()
    after = opened([changed])
    assert after.dossier("w-p") == replace(
        dossier, articles=0, mentions=0, seen=(), kinds=(), days=(), months=(), together=(),
        first=None, last=None,
    )  # fmt: skip
    left = after._db.all("SELECT DISTINCT articles, times FROM named ORDER BY 1")
    assert left == [(0, 0), (1, 1)]
    assert after._db.all("SELECT DISTINCT times FROM surface") == [(0,)]


def test_names_the_lexicon_lacks_come_by_their_spread(opened: Open) -> None:
    local: Named = ("临川", "place", None, "临川")
    copied: Named = ("龙口会", "organisation", None, "龙口会")
    known: Named = ("清河", "organisation", None, "清河")
    river: Named = ("清河", "person", None, "清河")
    single: Named = ("陆", "person", None, "陆")
    library = opened(
        [
            *(article(f"a{n}", [local, local, known, single]) for n in range(9)),
            *(article(f"b{n}", [copied], source=f"{n}报", story="b0") for n in range(9)),
            *(
                article(f"c{n}", [NOBODY, PUTIN], day=f"2024-05-{n + 2:02}", source=f"{n}报")
                for n in range(5)
            ),
            article("d", [river]),
        ]
    )
    found = library.suggestions()
    assert [s.name for s in found] == ["陆启明", "临川", "龙口会", "清河"]
    first = found[0]
    assert (first.kind, first.articles, first.mentions) == ("person", 5, 5)
    assert (first.stories, first.outlets, first.days) == (5, 5, 5)
    assert (first.first, first.last) == ("2024-05-02", "2024-05-06")
    assert [(c.article, c.before, c.text) for c in first.contexts] == [
        (f"c{n}", "昨天", "陆启明") for n in (4, 3, 2)
    ]
    assert first.contexts[0].after == "说话了。 昨天普京说话了。 "
    # Copies of one story are one example.
    assert len(found[2].contexts) == 1
    assert found[3].kind == "person"
    assert [s.name for s in library.suggestions(limit=1)] == ["陆启明"]
    assert [s.articles for s in library.suggestions("日期:2024-05-03 普京")] == [1]
    assert library.suggestions("标题:没有的") == []


def test_a_damaged_day_gives_no_context(opened: Open, tmp_path: Path) -> None:
    library = opened([article("a", [NOBODY])])
    Archive(tmp_path).path("2024-05-01").write_bytes(b"{")
    assert library.suggestions()[0].contexts == ()


@given(st.lists(st.integers(0, 2**40)))
def test_packed_numbers_come_back(numbers: list[int]) -> None:
    assert unpack(pack(numbers)) == numbers


def test_the_form_a_text_is_counted_in() -> None:
    assert as_named("習近平") == "习近平"
    assert as_named("ＣＮＮ") == "CNN"
    assert as_named("唐纳德•特朗普") == "唐纳德·特朗普"


@pytest.mark.parametrize("day", ["0001-01-01", "1969-12-31", "1970-01-01", "2024-02-29", None])
def test_days_as_numbers(day: str | None) -> None:
    assert schema.day_named(schema.day_number(day)) == day
    assert schema.day_number(day) >= schema.NO_DAY
