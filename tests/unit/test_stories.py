"""Sketches: the same words are one story, however they were retitled, cut or put about."""

import random

from hypothesis import given
from hypothesis import strategies as st

from store.article import Block, BlockKind
from store.stories import BOUND, SHORTEST, Sketch, Tie, compare, sketch, unpack

WORDS = "总统总理外长会谈协议制裁石油天然气经济增长选举议会法院军队演习导弹边境难民疫苗芯片关税贸易"
TRADITIONAL = str.maketrans("总统经济议会军队边难", "總統經濟議會軍隊邊難")


def body(seed: int, size: int = 600) -> str:
    rng = random.Random(seed)
    return "".join(rng.choice(WORDS) for _ in range(size))


def of(*texts: str, kind: BlockKind = "paragraph") -> Sketch:
    return unpack(sketch(Block(kind, text) for text in texts))


def tie(a: str, b: str) -> Tie | None:
    return compare(of(a), of(b))


def test_a_reprint_with_a_passage_cut_and_one_added_is_the_same() -> None:
    for seed in range(40):
        text = body(seed)
        found = tie(text, text[80:] + body(1000 + seed, 60))
        assert found
        assert found.kind == "same"


def test_script_width_and_punctuation_make_no_difference() -> None:
    text = body(3)
    other = "，".join(text[at : at + 9] for at in range(0, len(text), 9)).translate(TRADITIONAL)
    assert of(text).hashes == of(other).hashes


def test_a_cut_lies_inside_and_says_whether_it_is_the_opening() -> None:
    text = body(1, 3000)
    opening, middle = tie(text[:900], text), tie(text[1500:2400], text)
    assert opening
    assert middle
    assert (opening.kind, opening.opening) == ("inside", True)
    assert (middle.kind, middle.opening) == ("inside", False)
    assert opening.reversed().kind == "holds"
    assert compare(of(text), of(text[:900])) == opening.reversed()


def test_the_larger_item_of_a_digest_lies_inside_it() -> None:
    digest = body(1, 1000)
    found = tie(digest[450:], digest)
    assert found
    assert found.kind == "inside"


def test_other_articles_are_other_stories() -> None:
    assert not any(tie(body(1), body(seed)) for seed in range(2, 60))


def test_a_statement_quoted_by_both_ties_nothing() -> None:
    quotation = f"“{body(7, 300)}”"
    assert tie(body(8, 200) + quotation, body(9, 200) + quotation) is None
    plain = body(7, 300)
    assert compare(of(body(8, 60), plain), of(body(9, 60), plain))


def test_boilerplate_taken_out_leaves_what_differs() -> None:
    appeal = body(7, 900)
    a, b = of(body(8, 200), appeal), of(body(9, 200), appeal)
    assert compare(a, b)
    standing = of(appeal).hashes
    assert compare(a.without(standing), b.without(standing)) is None


def test_short_bodies_and_related_links_have_no_sketch() -> None:
    assert sketch([Block("paragraph", body(1, SHORTEST - 1))]) == b""
    assert sketch([Block("related", body(1))]) == b""
    assert sketch([]) == b""
    assert not unpack(b"").hashes


def test_a_book_s_sketch_is_bounded() -> None:
    assert len(of(body(1, 400_000)).hashes) <= BOUND


@given(st.text(max_size=300), st.text(max_size=300))
def test_comparing_is_symmetric_and_takes_any_text(a: str, b: str) -> None:
    one, other = tie(a, b), tie(b, a)
    assert (one is None) == (other is None)
    assert one is None or other is None or {one.kind, other.kind} in ({"same"}, {"inside", "holds"})
