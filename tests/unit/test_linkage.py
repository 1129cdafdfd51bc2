"""From ties to stories: whatever the order, and no digest makes its items one story."""

from hypothesis import given
from hypothesis import strategies as st

from store.linkage import names_of, stories_of
from store.stories import Kind, Tie


def ties(*noted: tuple[str, Kind, str] | tuple[str, Kind, str, bool]) -> dict[str, dict[str, Tie]]:
    found: dict[str, dict[str, Tie]] = {}
    for a, kind, b, *opening in noted:
        tie = Tie(kind, 0.9, bool(opening and opening[0]))
        found.setdefault(a, {})[b] = tie
        found.setdefault(b, {})[a] = tie.reversed()
    return found


def stories(noted: dict[str, dict[str, Tie]]) -> set[str]:
    return {"".join(sorted(story)) for story in stories_of(noted)}


def test_the_same_text_through_others_is_one_story() -> None:
    assert stories(ties(("a", "same", "b"), ("b", "same", "c"), ("d", "same", "e"))) == {
        "abc",
        "de",
    }


def test_a_cut_attaches_to_what_holds_it() -> None:
    assert stories(ties(("a", "inside", "b"))) == {"ab"}


def test_a_passage_two_stories_share_doesn_t_make_them_one() -> None:
    found = stories(ties(("p", "inside", "a"), ("p", "inside", "b")))
    assert found in ({"ap", "b"}, {"a", "bp"})


def test_a_digest_keeps_its_items_apart() -> None:
    digest = ties(("a", "inside", "d"), ("b", "inside", "d"), ("c", "inside", "d"))
    assert stories(digest) == {"a", "b", "c", "d"}
    lead = ties(("a", "inside", "d", True), ("b", "inside", "d"))
    assert stories(lead) == {"ad", "b"}


NAMES = "abcdef"


@given(
    st.lists(
        st.tuples(
            st.sampled_from(NAMES),
            st.sampled_from(["same", "inside", "holds"]),
            st.sampled_from(NAMES),
            st.booleans(),
        ).filter(lambda t: t[0] != t[2]),
        max_size=10,
        unique_by=lambda t: frozenset((t[0], t[2])),
    ),
    st.randoms(use_true_random=False),
)
def test_the_order_of_the_ties_is_nothing(noted: list, rng: object) -> None:  # type: ignore[type-arg]
    there = stories(ties(*noted))
    rng.shuffle(noted)  # type: ignore[attr-defined]
    assert stories(ties(*noted)) == there
    assert sorted("".join(there)) == sorted({n for t in noted for n in (t[0], t[2])})


def test_a_story_keeps_its_name_as_it_grows() -> None:
    time = {"a": 1, "b": 2, "c": 3}
    both = [frozenset("abc")]
    assert set(names_of(both, {"a": "a", "b": "a", "c": "c"}, {"a", "b"}, time).values()) == {"a"}
    # The earlier article came later: the name that is written stays.
    assert set(names_of(both, {"a": "a", "b": "b", "c": "b"}, {"b", "c"}, time).values()) == {"b"}


def test_a_story_that_falls_apart_leaves_its_name_to_one_part() -> None:
    names = names_of(
        [frozenset("ab"), frozenset("c")],
        {"a": "a", "b": "a", "c": "a"},
        set("abc"),
        {"a": 1, "b": 2, "c": 3},
    )
    assert names == {"a": "a", "b": "a", "c": "c"}
