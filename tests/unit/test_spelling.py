import pytest
from hypothesis import given
from hypothesis import strategies as st

from store.search.spelling import SYLLABLES, is_near, latin_keys, skeleton, spellings


def read(text: str) -> list[str]:
    return [" ".join(s.syllables) + ("…" if s.is_open else "") for s in spellings(text)]


@pytest.mark.parametrize(
    ("text", "readings"),
    [
        ("xian", ["xian", "xi an"]),
        ("xi'an", ["xi an"]),
        ("xi’an", ["xi an"]),
        ("fangan", ["fan gan", "fang an"]),
        ("beijing", ["bei jing"]),
        ("BeiJing", ["bei jing"]),
        ("ｂｅｉｊｉｎｇ", ["bei jing"]),
        ("bei jing", ["bei jing"]),
        ("pu3jing1", ["pu jing"]),
        ("pu3 jing1", ["pu jing"]),
        ("pǔjīng", ["pu jing"]),
        ("pu\u030cji\u0304ng", ["pu jing"]),
        ("lv4shi1", ["lu shi"]),
        ("lüshi", ["lu shi"]),
        ("nǚhái", ["nu hai"]),
        ("lve", ["lue"]),
        ("zhongm", ["zhong m…"]),
        ("b", ["b…"]),
        ("xjp", []),
        ("maoyi", ["mao yi"]),
        ("putin", ["pu tin…", "pu ti n…"]),
        ("trump", []),
        ("g20", []),
        ("北京", []),
        ("", []),
        ("'", []),
    ],
)
def test_pinyin_is_read_in_every_way_it_can_be(text: str, readings: list[str]) -> None:
    assert read(text) == readings


@given(st.lists(st.sampled_from(sorted(SYLLABLES)), min_size=1, max_size=3))
def test_what_is_written_apart_is_read_so(syllables: list[str]) -> None:
    # The last may be two: xian.
    assert " ".join(syllables) in read("'".join(syllables))
    assert latin_keys(" ".join(syllables)) == ["".join(syllables)]


@given(st.text(max_size=70))
def test_any_text_is_read_or_not(text: str) -> None:
    for spelling in spellings(text):
        whole = spelling.syllables[:-1] if spelling.is_open else spelling.syllables
        assert set(whole) <= SYLLABLES


@pytest.mark.parametrize(
    ("text", "keys"),
    [
        ("Vladimir Putin", ["vladimirputin"]),
        ("Müller", ["muller"]),
        ("pu3 jing1", ["pu3jing1", "pujing"]),
        ("lv4", ["lv4", "lu"]),
        ("Xi'an", ["xian"]),
        ("G20", ["g20"]),
        ("５Ｇ", ["5g"]),
        ("普京", []),
        ("X公司", []),
        ("Путин", []),
    ],
)
def test_latin_is_filed_without_what_keyboards_lack(text: str, keys: list[str]) -> None:
    assert latin_keys(text) == keys


@pytest.mark.parametrize(
    ("typed", "known"),
    [
        ("zelenski", "zelensky"),
        ("zelianskiy", "zelenskyy"),
        ("zelianskiy", "zelensky"),
        ("huawie", "huawei"),
        ("huawe", "huawei"),
        ("macrron", "macron"),
    ],
)
def test_a_misspelt_word_is_near(typed: str, known: str) -> None:
    assert is_near(typed, known) == (len(typed) >= 6)


@pytest.mark.parametrize(
    ("typed", "known"), [("trump", "truml"), ("beijing", "nanjing"), ("london", "lindenau")]
)
def test_short_and_other_words_are_not(typed: str, known: str) -> None:
    assert not is_near(typed, known)


def test_a_skeleton_is_no_word() -> None:
    assert skeleton("zelensky") == skeleton("zelianskiy") == "~zlnsk"
