from __future__ import annotations

from collections import Counter

import jieba
from hypothesis import given
from hypothesis import strategies as st

from store.actors.dictionary import Dictionary, counted, dictionary, jieba_words
from store.actors.segmentation import Cuts

CHARACTERS = "甲乙丙丁"
word = st.text(CHARACTERS, min_size=1, max_size=9)
words = st.dictionaries(word, st.integers(1, 10_000), min_size=1, max_size=25)


def by_jieba(known: dict[str, int], text: str) -> frozenset[int]:
    """Where jieba itself cuts a text by those words, without its HMM."""
    tokenizer = jieba.Tokenizer()
    heads = {word[:end]: 0 for word in known for end in range(1, len(word))}
    tokenizer.FREQ, tokenizer.total = heads | known, sum(known.values())
    tokenizer.initialized = True
    route: dict[int, tuple[float, int]] = {}
    tokenizer.calc(text, tokenizer.get_DAG(text), route)
    found = {0}
    at = 0
    while at < len(text):
        at = route[at][1] + 1
        found.add(at)
    return frozenset(found)


def doubted(cuts: Cuts, text: str) -> list[int]:
    return [at for at in range(len(text)) if cuts.grid.crosses[at]]


@given(words, st.text(CHARACTERS + "戊", min_size=1, max_size=14))
def test_where_words_cross_a_text_is_cut_as_jieba_cuts_it(known: dict[str, int], text: str) -> None:
    cuts = Cuts(dictionary(counted(known)), text)
    # A word of more than six characters crosses nothing: the stretches that are cut may end in it.
    if max(map(len, known)) < 7:
        expected = by_jieba(known, text)
        assert [cuts.at(at) for at in doubted(cuts, text)] == [
            at in expected for at in doubted(cuts, text)
        ]
    assert cuts.at(0)
    assert cuts.at(len(text))


def test_a_long_word_lies_on_the_path_within_its_stretch() -> None:
    text = "甲乙丙丁甲乙丙丁"
    known = {**{text[at : at + 2]: 2 for at in range(7)}, text: 10_000}
    cuts = Cuts(dictionary(counted(known)), text)
    assert not any(cuts.at(at) for at in range(1, 8))
    assert by_jieba(known, text) == {0, 8}


def test_the_dictionary_is_jiebas() -> None:
    with jieba.get_dict_file() as file:
        lines = [line.split(b" ") for line in file.read().splitlines()]
    # One word is there twice, with two counts.
    once = Counter(line[0] for line in lines)
    found = dictionary(jieba_words())
    for raw, times, _ in lines[::40]:
        if once[raw] == 1:
            assert found.frequency(raw.decode()) == int(times), raw.decode()
    assert jieba_words().total == sum(int(line[1]) for line in lines)
    assert not any(map(found.frequency, ("", "戊己庚", "甲" * 5, "甲" * 30)))


@given(words, words, st.lists(word))
def test_names_are_added_and_words_taken_out(
    base: dict[str, int], added: dict[str, int], removed: list[str]
) -> None:
    found: Dictionary = dictionary(counted(base), added, removed)
    for each in {*base, *added, *removed}:
        wanted = 0 if each in removed else max(base.get(each, 0), added.get(each, 0))
        assert found.frequency(each) == wanted
