"""The owner's changes applied to a lexicon: what holds whatever they are."""

from __future__ import annotations

import random
from collections import Counter
from dataclasses import replace

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from store.actors.changes import Change, changes_version, merges, to_json, with_changes
from store.actors.lexicon import COLUMNS, Actor, Alias, Lexicon, normalise, parse_table
from store.actors.owner import from_json
from store.article import Article, Block, Mention
from store.search import schema
from store.search.index import IndexWriter
from store.search.terms import NO_TERMS
from tests.examples import few

ROWS = (
    "Q1\tperson\t弗拉基米尔·普京\t普京|普丁@tw\tPutin\t\t总统\t\t\tx",
    "w-west\tperson\t王西\t王西?|老西\tWang Xi\t\t作家\t\t\t",
    "w-river\tplace\t清河\t河上?\tQinghe\t\t\t\t\t",
    "w-post\tmedia\t城北日报\t北报\tNorth Daily\t\t\t\t\t",
)
BUILT_IN = Lexicon(tuple(parse_table("\n".join(["\t".join(COLUMNS), *ROWS]), "t")), "abc")
IDS = ("Q1", "w-west", "w-river", "w-post", "w-new", "w-two", "w-none")
TEXTS = (
    "普京",
    "普丁",
    "王西",
    "老西",
    "清河",
    "北报",
    "城北日报",
    "陆启明",
    "陸啟明",
    "老陆",
    "NTU",
)


def names(lexicon: Lexicon, id: str) -> list[str]:
    (actor,) = (a for a in lexicon.actors if a.id == id)
    return [a.text + "?" * a.needs_context for a in actor.aliases]


def ids(lexicon: Lexicon) -> set[str]:
    return {actor.id for actor in lexicon.actors}


def test_nothing_changed_is_the_built_in_lexicon_itself() -> None:
    assert with_changes(BUILT_IN, []) is BUILT_IN


def test_what_is_not_said_shows_through() -> None:
    changed = with_changes(BUILT_IN, [Change("Q1", name="普京", dropped=("普丁",), role="元首")])
    actor = changed.actors[0]
    assert actor == replace(
        BUILT_IN.actors[0],
        name="普京",
        aliases=(Alias("普京"), Alias("弗拉基米尔·普京")),
        role="元首",
    )
    assert changed.version == f"abc-{changed.owners}"
    later = replace(BUILT_IN, actors=(replace(BUILT_IN.actors[0], english="Vladimir Putin"),))
    assert with_changes(later, [Change("Q1", name="普京")]).actors[0].english == "Vladimir Putin"


def test_an_added_actor_and_the_names_it_takes() -> None:
    added = Change("w-new", "person", "陆启明", aliases=(Alias("普京"), Alias("老西", "", True)))
    lexicon = with_changes(BUILT_IN, [added])
    assert names(lexicon, "w-new") == ["陆启明", "普京", "老西?"]
    assert names(lexicon, "Q1") == ["弗拉基米尔·普京", "普京?", "普丁"]
    assert names(lexicon, "w-west") == ["王西?", "老西"]


def test_a_name_of_another_kind_is_taken_too() -> None:
    lexicon = with_changes(BUILT_IN, [Change("w-new", "person", "清河")])
    assert names(lexicon, "w-river") == ["清河?", "河上?"]


def test_the_hidden_are_nowhere_and_their_plain_names_are_known() -> None:
    lexicon = with_changes(BUILT_IN, [Change("w-west", hidden=True)])
    assert ids(lexicon) == {"Q1", "w-river", "w-post"}
    assert lexicon.hidden == {"老西"}


def test_the_merged_are_one() -> None:
    changes = [Change("w-west", merged="w-river"), Change("w-river", merged="w-post")]
    lexicon = with_changes(BUILT_IN, changes)
    assert ids(lexicon) == {"Q1", "w-post"}
    assert names(lexicon, "w-post") == [
        "城北日报", "北报", "清河", "河上?", "Qinghe?", "王西?", "老西", "Wang Xi?",
    ]  # fmt: skip


def test_a_name_dropped_after_a_merge_stays_away() -> None:
    changes = [Change("w-west", merged="w-post"), Change("w-post", dropped=("老西",))]
    assert "老西" not in names(with_changes(BUILT_IN, changes), "w-post")


def test_who_is_hidden_before_a_merge_gives_no_names() -> None:
    lexicon = with_changes(BUILT_IN, [Change("w-west", merged="w-post", hidden=True)])
    assert names(lexicon, "w-post") == ["城北日报", "北报"]
    assert lexicon.hidden == {"老西"}


def test_circles_and_merges_into_nobody() -> None:
    said = {
        "a": Change("a", merged="b"),
        "b": Change("b", merged="c"),
        "c": Change("c", merged="b"),
        "d": Change("d", merged="gone"),
        "e": Change("e", merged="e"),
    }
    assert merges(said, "abcde") == {"a": "b", "c": "b"}


def test_a_change_of_nobody_is_nothing() -> None:
    lexicon = with_changes(BUILT_IN, [Change("w-none", name="谁", merged="Q1")])
    assert lexicon.actors == BUILT_IN.actors


marks = st.builds(Alias, st.sampled_from(TEXTS), st.sampled_from(["", "tw"]), st.booleans())
changes = st.builds(
    Change,
    st.sampled_from(IDS),
    st.sampled_from([None, "person", "place"]),
    st.sampled_from([None, *TEXTS]),
    st.lists(marks, max_size=3, unique=True).map(tuple),
    st.lists(st.sampled_from(TEXTS), max_size=2, unique=True).map(tuple),
    st.sampled_from([None, "", "Lu"]),
    st.sampled_from([None, "", "作家"]),
    hidden=st.sampled_from([False, False, False, True]),
    merged=st.sampled_from([None, None, *IDS]),
)
sets = st.lists(changes, max_size=6, unique_by=lambda c: c.id)


@given(sets)
def test_whatever_is_changed_no_plain_name_is_two_actors(said: list[Change]) -> None:
    lexicon = with_changes(BUILT_IN, said)
    owners = Counter(
        normalise(alias.text)
        for actor in lexicon.actors
        for alias in actor.aliases
        if not alias.needs_context
    )
    assert set(owners.values()) <= {1}
    for actor in lexicon.actors:
        keys = [normalise(alias.text) for alias in actor.aliases]
        assert len(keys) == len(set(keys))
        assert actor.aliases[0].text == actor.name


@given(sets, st.randoms(use_true_random=False))
def test_the_order_of_changes_plays_no_part(said: list[Change], chance: random.Random) -> None:
    other = list(said)
    chance.shuffle(other)
    assert with_changes(BUILT_IN, said) == with_changes(BUILT_IN, other)
    assert changes_version(said) == changes_version(other)


@given(sets)
def test_who_is_listed(said: list[Change]) -> None:
    listed = ids(with_changes(BUILT_IN, said))
    assert not {c.id for c in said if c.hidden} & listed
    real = {a.id for a in BUILT_IN.actors} | {c.id for c in said if c.kind and c.name}
    merged = merges({c.id: c for c in said}, real)
    assert not merged.keys() & listed
    assert listed == real - merged.keys() - {c.id for c in said if c.hidden}


@given(sets)
def test_merging_loses_no_name(said: list[Change]) -> None:
    said = [replace(c, hidden=False, dropped=()) for c in said]
    lexicon = with_changes(BUILT_IN, said)
    alone = with_changes(BUILT_IN, [replace(c, merged=None) for c in said])

    def keys(actors: tuple[Actor, ...]) -> set[str]:
        return {normalise(alias.text) for actor in actors for alias in actor.aliases}

    assert keys(alone.actors) <= keys(lexicon.actors)


@given(changes)
def test_a_change_is_read_as_it_was_written(change: Change) -> None:
    assert from_json(to_json(change)) == change


@pytest.mark.parametrize("field", ["role", "english"])
def test_any_change_is_another_version(field: str) -> None:
    one = with_changes(BUILT_IN, [replace(Change("Q1"), **{field: "x"})])
    assert one.version != with_changes(BUILT_IN, [replace(Change("Q1"), **{field: "y"})]).version


def _indexed(writer: IndexWriter) -> dict[str, list[tuple[object, ...]]]:
    """All that the index has of a lexicon, whatever its numbers."""
    asked = {
        "actor": "SELECT actor, kind, name, english, role, aliases FROM actor",
        "called": "SELECT actor, key, how FROM called JOIN actor USING (aid)",
        "regional": "SELECT word, other FROM regional",
    }
    return {table: sorted(writer.db.execute(sql), key=str) for table, sql in asked.items()}


@settings(max_examples=few(25))
@given(st.lists(sets, min_size=1, max_size=4), st.sets(st.sampled_from(IDS)))
def test_an_index_follows_as_if_all_were_written_anew(
    steps: list[list[Change]], named: set[str]
) -> None:
    following, anew = (IndexWriter(schema.open_to_write(None), BUILT_IN) for _ in range(2))
    named_ones = [actor for actor in BUILT_IN.actors if actor.id in named]
    mentions = tuple(Mention(0, 0, 2, a.kind, a.id, a.name) for a in named_ones)
    blocks = (Block("paragraph", "甲乙"),)
    article = Article("a", "", None, None, (), None, "", "hans", blocks, mentions, "a", "")
    for writer in (following, anew):
        writer.begin()
        writer.add(article, b"", NO_TERMS)
        writer.commit()
    for said in steps:
        lexicon = with_changes(BUILT_IN, said)
        anew.db.execute("UPDATE meta SET value = 'another' WHERE key = 'lexicon'")
        following, anew = (IndexWriter(writer.db, lexicon) for writer in (following, anew))
        assert _indexed(following) == _indexed(anew)
