from importlib.resources import files

from hypothesis import given
from hypothesis import strategies as st

from store.folding import fold, is_traditional, simplify
from tests.tables.traditional import table


@given(st.text())
def test_folding_keeps_every_offset(text: str) -> None:
    assert len(fold(text)) == len(text)


@given(st.text())
def test_folding_twice_changes_nothing_more(text: str) -> None:
    assert fold(fold(text)) == fold(text)


def test_scripts_widths_cases_and_marks_meet() -> None:
    assert fold("習近平 ＣＮＮ　Zélensky") == "习近平 cnn zelensky"
    assert simplify("臺灣ＡＢ") == "台湾ＡＢ"


def test_script_of_a_text() -> None:
    assert is_traditional("習近平與普京會晤，討論烏克蘭局勢")
    assert not is_traditional("习近平与普京会晤，讨论乌克兰局势，引述「臺」字一个" + "的" * 30)
    assert not is_traditional("")


def test_the_table_is_what_opencc_says() -> None:
    shipped = files("store").joinpath("data/traditional.txt").read_text("utf-8")
    assert shipped == table()
