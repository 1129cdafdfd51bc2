"""The lexicon's tables: read right, and free of what would make the tagger wrong."""

from __future__ import annotations

import re
from collections import defaultdict

import pytest

from store.actors.lexicon import (
    COLUMNS,
    Alias,
    Lexicon,
    LexiconError,
    load_lexicon,
    normalise,
    packed,
    parse_table,
    unpacked,
)
from store.folding import fold, is_han

HEADER = "\t".join(COLUMNS)
# Names that jieba's dictionary holds for verbs, adverbs and the like, by mistake.
_WRONG_KINDS = (
    "微软|周恩来|达赖|大连|海口|包头|保定|遵义|三八线|以军|非国大|加纳|海地|约旦|也门|硚口区|掇刀区"
)
WRONG_KINDS = frozenset(_WRONG_KINDS.split("|"))
# Traditional characters that are kept in the simplified spelling of some people's names.
KEPT = frozenset("乾峯崑昇濛")


@pytest.fixture(scope="module")
def lexicon() -> Lexicon:
    return load_lexicon()


def test_a_row_is_read() -> None:
    row = "w-x\tperson\t王某\t老王@tw?|Wang\tWang Mou\t\t作家\t2001\t\t"
    (actor,) = parse_table(f"{HEADER}\n# note\n\n{row}\n", "x.tsv")
    assert actor.id == "w-x"
    assert actor.aliases == (Alias("王某"), Alias("老王", "tw", True), Alias("Wang"))
    assert (actor.role, actor.since, actor.until) == ("作家", "2001", "")


def test_a_name_marked_among_its_aliases_needs_context() -> None:
    (actor,) = parse_table(f"{HEADER}\nw-x\tplace\t红场\t红场?\tX\t\t\t\t\t", "x.tsv")
    assert actor.aliases == (Alias("红场", "", True),)


@pytest.mark.parametrize(
    ("row", "message"),
    [
        ("w-x\tplace\t某地", "x.tsv:2: 3 columns, not 10"),
        ("w-x\tcountry\t某地\t\t\t\t\t\t\t", "x.tsv:2: 'country' is no kind of actor"),
        ("\tplace\t某地\t\t\t\t\t\t\t", "x.tsv:2: no id"),
        ("w-x\tplace\t\t\t\t\t\t\t\t", "x.tsv:2: no name"),
    ],
)
def test_a_bad_row_is_named(row: str, message: str) -> None:
    with pytest.raises(LexiconError) as error:
        parse_table(f"{HEADER}\n{row}\n", "x.tsv")
    assert str(error.value) == message


def test_a_table_with_other_columns_is_refused() -> None:
    with pytest.raises(LexiconError, match=r"x\.tsv:1"):
        parse_table("id\tname\n", "x.tsv")


def test_version_names_the_data(lexicon: Lexicon) -> None:
    assert re.fullmatch(r"[0-9a-f]{12}", lexicon.version)
    assert load_lexicon().version == lexicon.version


def test_ids_are_one_of_two_forms_and_unique(lexicon: Lexicon) -> None:
    seen: set[str] = set()
    for actor in lexicon.actors:
        assert re.fullmatch(r"Q[1-9]\d*|w-[a-z0-9]+(-[a-z0-9]+)*", actor.id), actor
        assert actor.id not in seen, actor
        assert bool(actor.source) == (actor.id[0] == "Q"), actor
        seen.add(actor.id)


def test_every_field_is_trimmed_and_filled(lexicon: Lexicon) -> None:
    for actor in lexicon.actors:
        for text in (actor.name, *(a.text for a in actor.aliases)):
            assert text, actor
            assert text == text.strip(), actor
            assert not set(text) & set("?|@？"), actor
        assert {a.region for a in actor.aliases} <= {"", "tw", "hk"}, actor
        for when in (actor.since, actor.until):
            assert re.fullmatch(r"(\d{4}(-\d\d)?)?", when), actor


def test_names_are_written_in_simplified_characters(lexicon: Lexicon) -> None:
    for actor in lexicon.actors:
        for alias in actor.aliases:
            han = "".join(c for c in alias.text if is_han(c) and c not in KEPT)
            assert fold(han) == han, (actor.id, alias.text)


def test_no_unmarked_alias_belongs_to_two_actors(lexicon: Lexicon) -> None:
    owners: dict[str, set[str]] = defaultdict(set)
    for actor in lexicon.actors:
        for alias in actor.aliases:
            if not alias.needs_context:
                owners[normalise(alias.text)].add(actor.id)
    assert {k: v for k, v in owners.items() if len(v) > 1} == {}


def test_one_character_is_always_marked(lexicon: Lexicon) -> None:
    for actor in lexicon.actors:
        for alias in actor.aliases:
            assert len(alias.text) > 1 or alias.needs_context, (actor.id, alias.text)


def test_no_unmarked_alias_is_an_ordinary_word(lexicon: Lexicon) -> None:
    """Ordinary: jieba's dictionary has it, often, and as no kind of name."""
    import jieba

    kinds: dict[str, tuple[int, str]] = {}
    with jieba.get_dict_file() as table:
        for line in table.read().decode("utf-8").splitlines():
            word, count, kind = line.split(" ")
            kinds[word] = (int(count), kind)
    names = ("n", "nr", "ns", "nt", "nz", "nrt", "nrfg", "j", "l", "i", "eng", "x")
    found = [
        alias.text
        for actor in lexicon.actors
        for alias in actor.aliases
        if not alias.needs_context and alias.text not in WRONG_KINDS
        for count, kind in [kinds.get(alias.text, (0, "x"))]
        if count >= 100 and kind not in names
    ]
    assert found == []


def test_the_states_are_there_with_ids_and_three_regions_names(lexicon: Lexicon) -> None:
    by_alias = {a.text: actor for actor in lexicon.actors for a in actor.aliases}
    assert by_alias["俄罗斯"].id == "Q159"
    for forms in ("沙特阿拉伯 沙乌地阿拉伯 沙地阿拉伯", "朝鲜 北韩", "新西兰 纽西兰", "老挝 寮国"):
        assert len({by_alias[form].id for form in forms.split()}) == 1
    places = [a for a in lexicon.actors if a.kind == "place" and a.id[0] == "Q"]
    assert len(places) > 350


def test_a_lexicon_comes_whole_to_another_process() -> None:
    lexicon = load_lexicon()
    assert unpacked(packed(lexicon)) == lexicon
    with pytest.raises(EOFError):
        unpacked(packed(lexicon)[:-100])
