import pytest

from store.search.readings import _table, name_readings, runs
from store.search.spelling import SYLLABLES


def test_every_syllable_of_the_table_can_be_typed() -> None:
    table = _table()
    told = {syllable for word in table.words.values() for syllable in word}
    borne = {s for readings in table.surnames.values() for reading in readings for s in reading}
    assert set(table.characters.values()) | told | borne <= SYLLABLES
    assert all(len(word) == len(read) for word, read in table.words.items())


@pytest.mark.parametrize(
    ("text", "syllables"),
    [
        ("中美贸易战", ["zhong mei mao yi zhan"]),
        ("厦门、六安和台州", ["xia men", "lu an he tai zhou"]),
        ("重庆的重量", ["chong qing de zhong liang"]),
        ("央行行长", ["yang hang hang zhang"]),
        ("外长发言，财长谈增长", ["wai zhang fa yan", "cai zhang tan zeng zhang"]),
        ("女排在吕梁", ["nu pai zai lu liang"]),
        ("G20峰会", ["feng hui"]),
        ("", []),
    ],
)
def test_words_are_read_as_they_are_said(text: str, syllables: list[str]) -> None:
    assert [" ".join(run) for run in runs(text)] == syllables


@pytest.mark.parametrize(
    ("name", "readings"),
    [
        ("单田芳", ["shan tian fang"]),
        ("仇和", ["qiu he"]),
        ("解振华", ["xie zhen hua"]),
        ("曾庆红", ["zeng qing hong"]),
        ("尉迟恭", ["yu chi gong"]),
        ("乐嘉", ["yue jia", "le jia"]),
        ("普京", ["pu jing"]),
        ("弗拉基米尔·普京", ["fu la ji mi er pu jing"]),
        ("Putin", []),
    ],
)
def test_surnames_are_read_as_surnames(name: str, readings: list[str]) -> None:
    assert [" ".join(r) for r in name_readings(name, person=True)] == readings


def test_only_persons_have_surnames() -> None:
    assert name_readings("单县", person=False) == [("shan", "xian")]
    assert name_readings("解放军", person=False) == [("jie", "fang", "jun")]
