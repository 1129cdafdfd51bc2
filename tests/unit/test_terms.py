from hypothesis import given
from hypothesis import strategies as st

from store.article import Block
from store.folding import fold, is_han
from store.search.terms import TITLE_ALONE, index_terms, phrase, terms_of

NEWS = st.text(alphabet="习近平普京會晤会俄G7a3，。 \n", max_size=40)


def found(text: str, query: str) -> bool:
    """Whether the index's terms, matched as FTS5 matches a phrase, find ``query`` in ``text``."""
    have = index_terms(text).split()
    want, is_open = phrase(query, prefix=True)
    if len(want) == 1 and is_open and is_han(want[0]):
        return want[0] in terms_of("", (Block("paragraph", text),)).glyphs.split()
    for at in range(len(have) - len(want) + 1):
        here = have[at : at + len(want)]
        if is_open:
            if here[:-1] == want[:-1] and here[-1].startswith(want[-1]):
                return True
        elif here == want:
            return True
    return False


def test_a_run_is_pairs_and_its_last_character() -> None:
    assert index_terms("習近平會晤，G7峰会") == "习近 近平 平会 会晤 晤 g7 g7峰 峰会 会"


@given(NEWS, st.text(alphabet="习近平普京会晤俄", min_size=1, max_size=5))
def test_a_han_run_is_found_exactly_where_it_stands(text: str, run: str) -> None:
    assert found(text, run) == (run in fold(text))


@given(NEWS)
def test_every_run_of_a_text_finds_it(text: str) -> None:
    folded = fold(text)
    for at in range(len(folded)):
        for size in (1, 2, 3):
            run = folded[at : at + size]
            if run and all(map(is_han, run)):
                assert found(text, run)


def test_mixed_runs() -> None:
    assert found("出席G7峰会的代表", "G7峰会")
    assert found("出席G7峰会的代表", "G7峰")
    assert found("G7 峰会", "G7峰")
    assert found("9月3日", "9月")
    assert found("9月3日", "月3日")
    assert not found("19月", "9月")
    assert not found("出席G7 会议", "G7峰")
    assert found("美中G7会谈", "中G7")
    assert found("beijing 2022", "beij")


@given(NEWS, st.text(alphabet="习近俄G7a3", min_size=1, max_size=4))
def test_only_a_character_after_a_mark_is_asked_for_as_a_beginning(text: str, run: str) -> None:
    want, is_open = phrase(run, prefix=False)
    assert not is_open or want == [fold(run)]


@given(NEWS, NEWS)
def test_a_character_of_the_body_alone(title: str, body: str) -> None:
    glyphs = terms_of(title, (Block("paragraph", body),)).glyphs.split()
    for char in filter(is_han, fold(title + body)):
        assert (char in glyphs and char + TITLE_ALONE not in glyphs) == (char in fold(body))
