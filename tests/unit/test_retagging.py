"""Names found anew: in the articles, in the index, and nothing else."""

from __future__ import annotations

import json
import re
from collections.abc import Iterable, Iterator, Sequence
from dataclasses import replace
from pathlib import Path
from typing import Any

import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from store import own_lexicon, preparing, retagging
from store.actors import owner
from store.actors.changes import Change
from store.actors.editing import Wish
from store.actors.lexicon import Lexicon
from store.actors.rules import Span
from store.archive import Archive
from store.article import Article, Block, Draft, Mention
from store.errors import RefusedError, StoreError
from store.library import Library
from tests.examples import few
from tests.unit.test_changes import BUILT_IN

TEXTS = (
    "普京与王西谈清河。", "老西说，北报和城北日报不同。", "陆启明住在清河，a1 a12 s1 x。", "普丁。",
    "老陆，陆启明，普京。", "没有人。", "a1 a2 a3 a4 a5 a6 a7 普京，清河。",
)  # fmt: skip


class PlainTagger:
    """Links every unmarked name wherever it stands; 陆启明 it knows by itself."""

    def __init__(self, lexicon: Lexicon) -> None:
        names = {
            a.text: actor for actor in lexicon.actors for a in actor.aliases if not a.needs_context
        }
        self._names = names
        texts = sorted({*names, "陆启明"}, key=len, reverse=True)
        self._pattern = re.compile("|".join(map(re.escape, texts)))

    def tag_all(self, texts: Sequence[str]) -> list[list[Span]]:
        return [[self._span(m) for m in self._pattern.finditer(text)] for text in texts]

    def _span(self, match: re.Match[str]) -> Span:
        actor = self._names.get(match[0])
        if actor is None:
            return Span(*match.span(), "person", None, match[0])
        return Span(*match.span(), actor.kind, actor.id, actor.name)


@pytest.fixture(autouse=True)
def _plain(monkeypatch: pytest.MonkeyPatch) -> None:
    for module in (owner, own_lexicon):
        monkeypatch.setattr(module, "load_lexicon", lambda: BUILT_IN)
    monkeypatch.setattr(preparing, "Tagger", PlainTagger)
    monkeypatch.setattr(preparing, "_taggers", {})
    monkeypatch.setattr(preparing.Preparer, "start", lambda self: None)


def drafts(texts: Iterable[str] = TEXTS) -> list[Draft]:
    return [
        Draft(f"第{n}条", (Block("paragraph", text),), "甲报", published=f"2024-05-{n % 27 + 1:02}")
        for n, text in enumerate(texts)
    ]


@pytest.fixture
def library(tmp_path: Path) -> Iterator[Library]:
    library = Library.open(tmp_path / "store")
    library.add(drafts())
    yield library
    library.close()


def documents(store: Path) -> dict[str, dict[str, Any]]:
    return {
        document["id"]: document
        for path in (store / "articles").rglob("*.json")
        for document in json.loads(path.read_bytes())["articles"].values()
    }


def bare(store: Path) -> dict[str, dict[str, Any]]:
    """The documents without what retagging may change."""
    kept = documents(store)
    for document in kept.values():
        del document["mentions"], document["lexicon"]
    return kept


def answers(library: Library) -> list[object]:
    """What an index says of names, whatever numbers it has for them and orders equals by."""
    counts = sorted(library.actors(limit=1000), key=lambda count: count.actor)
    asked = [
        *TEXTS,
        "a1",
        "a2",
        "a3",
        "a12",
        "s1",
        "x",
        "a4",
        "a5",
        "a6",
        "“a1 a2 a3 a4 a5 a6 a7”",
        "“a12 s1”",
        "源:甲报",
        "近:9999天",
    ]
    return [
        counts,
        [
            replace(dossier, together=tuple(sorted(dossier.together, key=lambda c: c.actor)))
            for dossier in (library.dossier(count.actor) for count in counts)
            if dossier
        ],
        [
            {head.id for head in library.rows(query, stories=False).page(0, 99)}
            for query in (
                *(f'人:"{count.actor}"' for count in counts if count.actor[0] != "?"),
                *asked,
            )
        ],
        [library.named(name) for name in ("普京", "老西", "陆启明", "城北日报", "清河")],
        [replace(h, actors=tuple(sorted(h.actors))) for h in library.rows().page(0, 99)],
    ]


def rebuilt(library: Library) -> list[object]:
    library.reindex()
    return answers(library)


def test_an_added_actor_is_seen_by_who_has_the_store_open(library: Library) -> None:
    reader = Library.open(library.path)
    before = reader.revision()
    edited = library.lexicon.add(Wish("陆启明", "person", ("老陆",)))
    assert edited.articles == 2
    assert reader.revision() != before
    assert library.named("老陆") == [edited.actor.id]
    (document,) = (d for d in documents(library.path).values() if "老陆" in d["blocks"][0]["text"])
    untouched = bare(library.path)
    before = reader.revision()
    report = library.retag()
    assert (report.retagged, report.changed, report.refused) == (len(TEXTS), 2, ())
    assert reader.revision() != before
    found = reader.rows(f"人:{edited.actor.id}", stories=False)
    assert found.total() == 2
    assert bare(library.path) == untouched
    article = reader.article(document["id"])
    assert article
    assert [(m.actor, m.name) for m in article.mentions] == [
        (edited.actor.id, "陆启明"), (edited.actor.id, "陆启明"), ("Q1", "弗拉基米尔·普京"),
    ]  # fmt: skip
    assert {d["lexicon"] for d in documents(library.path).values()} == {
        library.lexicon.read().version
    }
    assert not library.stale()
    assert library.retag().retagged == 0
    assert library.retag(everything=True).retagged == len(TEXTS)


def test_the_hidden_and_the_merged_are_nowhere(library: Library) -> None:
    library.lexicon.hide("清河")
    library.lexicon.merge(["老西"], "城北日报")
    library.retag()
    listed = {count.actor for count in library.actors()}
    assert not {"w-river", "w-west"} & listed
    for id in ("w-river", "w-west"):
        assert library.dossier(id) is None
        assert library.named(id) == []
    assert library.named("清河") == []
    assert library.named("老西") == ["w-post"]
    assert not any(
        mention["actor"] in ("w-river", "w-west") or mention["name"] == "清河"
        for document in documents(library.path).values()
        for mention in document["mentions"]
    )


wishes = st.lists(
    st.sampled_from(
        [
            lambda door: door.add(Wish("陆启明", "person", ("老陆",))),
            lambda door: door.add(Wish("没有人", "organisation")),
            lambda door: door.edit("Q1", Wish("普京")),
            lambda door: door.edit("w-post", Wish(aliases=("普丁",))),
            lambda door: door.edit("w-post", Wish(kind="organisation", remove=("北报",))),
            lambda door: door.hide("w-river"),
            lambda door: door.hide("Q1"),
            lambda door: door.merge(["w-west"], "w-post"),
            lambda door: door.merge(["w-post"], "Q1"),
            lambda door: door.revert("Q1"),
            lambda door: door.revert("w-west"),
            lambda door: door.revert("陆启明"),
        ]
    ),
    max_size=4,
)


@settings(
    max_examples=few(12), suppress_health_check=[HealthCheck.function_scoped_fixture], deadline=None
)
@given(st.lists(wishes, min_size=1, max_size=3))
def test_the_index_is_what_one_made_anew_would_be(
    tmp_path_factory: pytest.TempPathFactory, rounds: list[list[Any]]
) -> None:
    store = tmp_path_factory.mktemp("store")
    library = Library.open(store)
    library.add(drafts())
    untouched = bare(store)
    for wishes_made in rounds:
        for wish in wishes_made:
            try:
                wish(library.lexicon)
            except RefusedError:
                continue
        library.retag()
        told = answers(library)
        assert told == rebuilt(library)
        assert bare(store) == untouched
    fresh = Library.open(tmp_path_factory.mktemp("fresh") / "store")
    fresh.path.mkdir()
    if (store / "lexicon.json").exists():
        (fresh.path / "lexicon.json").write_bytes((store / "lexicon.json").read_bytes())
    fresh.add(drafts())
    for id, document in documents(store).items():
        assert document["mentions"] == documents(fresh.path)[id]["mentions"]
    library.close()
    fresh.close()


def test_a_lexicon_that_changes_while_articles_are_added(tmp_path: Path) -> None:
    library = Library.open(tmp_path / "store")
    version = library.lexicon.read().version

    def items() -> Iterator[Draft]:
        yield from drafts()
        library.lexicon.add(Wish("陆启明", "person"))

    library.add(items())
    # Tagged by what was known when it began, and said to be; names are looked up as they are now.
    assert {d["lexicon"] for d in documents(library.path).values()} == {version}
    assert not any(
        m["actor"] is not None and m["name"] == "陆启明"
        for d in documents(library.path).values()
        for m in d["mentions"]
    )
    assert len(library.named("陆启明")) == 2
    assert not library.stale()
    assert library.retag().retagged == len(TEXTS)
    assert len(library.named("陆启明")) == 1


def test_only_a_query_of_them(library: Library) -> None:
    library.lexicon.edit("Q1", Wish("普京"))
    assert library.retag("清河").retagged == 3
    assert library.retag("没有 查无").retagged == 0
    assert library.retag().retagged == len(TEXTS) - 3


def test_an_imported_article_of_another_version(library: Library, tmp_path: Path) -> None:
    (article,) = (a for a in library.articles("老陆") if isinstance(a, Article))
    foreign = replace(
        article, id="other", story="other", mentions=(Mention(0, 0, 2, "person", "X9", "某人"),),
        lexicon="theirs",
    )  # fmt: skip
    other = Library.open(tmp_path / "other")
    assert other.add([foreign]).added == 1
    assert other.named("某人") == ["X9"]
    assert other.retag().changed == 1
    assert other.named("某人") == []
    found = other.article("other")
    assert found
    assert found.mentions == article.mentions
    other.close()


def test_the_newest_come_first(library: Library, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(retagging, "CHUNK", 1)
    monkeypatch.setattr(retagging, "BATCH_ARTICLES", 1)
    order: list[str] = []
    real = Archive.rename

    def spy(self: Archive, found: Any, lexicon: str) -> Any:
        order.extend(article.day for article, _ in found)
        return real(self, found, lexicon)

    monkeypatch.setattr(Archive, "rename", spy)
    library.lexicon.edit("Q1", Wish("普京"))
    told: list[tuple[int, int]] = []
    library.retag(progress=lambda done, total: told.append((done, total)))
    assert order == sorted(order, reverse=True)
    assert len(order) == len(TEXTS)
    assert told[-1] == (len(TEXTS), len(TEXTS))


def test_what_was_changed_meanwhile_is_left_alone(library: Library) -> None:
    archive = Archive(library.path)
    first, second, third, *_ = (a for a in library.articles() if isinstance(a, Article))
    told = replace(first, story="s")
    with archive.writing():
        archive.retell([told])
    old = [
        (first, ()),
        (replace(second, blocks=(Block("paragraph", "另一篇"),)), ()),
        (replace(third, lexicon="older"), ()),
        (replace(third, id="gone", published="1999-01-01"), ()),
    ]
    with archive.writing():
        renamed = archive.rename(old, "new")
    assert renamed == [(told, replace(told, mentions=(), lexicon="new"))]
    assert not archive.path("1999-01-01").exists()


def test_a_text_that_is_not_clean_is_tagged_no_further(library: Library) -> None:
    path = Archive(library.path).path("2024-05-04")
    path.write_bytes(path.read_bytes().replace("普丁。".encode(), "普\u202e丁。".encode()))
    library.refresh()
    before = documents(library.path)
    library.lexicon.edit("Q1", Wish("普京"))
    library.retag()
    (dirty,) = (d for d in documents(library.path).values() if "\u202e" in d["blocks"][0]["text"])
    assert dirty["mentions"] == before[dirty["id"]]["mentions"]
    assert library.retag().retagged == 0


def test_a_damaged_day_is_named_and_the_rest_done(library: Library) -> None:
    path = Archive(library.path).path("2024-05-02")
    path.write_bytes(b"{")
    library.lexicon.edit("Q1", Wish("普京"))
    report = library.retag()
    assert report.retagged == len(TEXTS) - 1
    assert [refused.input for refused in report.refused] == [str(path)]
    assert path.read_bytes() == b"{"


def test_a_change_is_undone_and_done_again(library: Library) -> None:
    version = library.lexicon.read().version
    done = library.lexicon.merge(["老西", "清河"], "普京")
    undone = library.lexicon.undo(done)
    assert library.lexicon.read().version == version
    assert library.lexicon.changes() == []
    library.lexicon.undo(undone)
    assert {c.change.id: c.state for c in library.lexicon.changes()} == {
        "w-west": "merged", "w-river": "merged",
    }  # fmt: skip
    library.lexicon.revert("清河")
    with pytest.raises(RefusedError, match="changed again since"):
        library.lexicon.undo(done)


def test_names_are_suggested_until_they_are_known_or_hidden(library: Library) -> None:
    assert [s.name for s in library.suggestions()] == ["陆启明"]
    added = library.lexicon.add(Wish("陆启明", "person"))
    assert library.suggestions() == []
    library.lexicon.hide(added.actor.id)
    assert library.suggestions() == []
    library.lexicon.revert(added.actor.id)
    assert [s.name for s in library.suggestions()] == ["陆启明"]


def test_an_index_that_missed_a_change_is_stale(library: Library) -> None:
    with owner.changing(library.path) as changes:
        changes["Q1"] = Change("Q1", hidden=True)
    assert library.stale()
    library.refresh()
    assert not library.stale()
    (library.path / "lexicon.json").write_text("{")
    assert library.stale()
    with pytest.raises(StoreError, match=r"lexicon\.json"):
        library.refresh()
    assert library.rows().total() == len(TEXTS)


def test_what_can_be_counted_is_counted(library: Library) -> None:
    edited = library.lexicon.add(Wish("陆启明", "person", ("陆",), english="--"))
    assert edited.articles == 2
    long = [f"某某{n}号" for n in range(400)]
    assert library.lexicon.edit("陆启明", Wish(aliases=tuple(long))).articles == 2


def test_a_lexicon_before_there_is_a_store(tmp_path: Path) -> None:
    library = Library.open(tmp_path / "none")
    assert library.retag().retagged == 0
    assert not library.path.exists()
    assert library.lexicon.add(Wish("陆启明", "person")).articles == 0
    assert len(library.named("陆启明")) == 1
    assert library.lexicon.find("陆启明").name == "陆启明"
    assert library.add(drafts()).added == len(TEXTS)
    assert library.retag().retagged == 0
