"""The tagger on sentences of our own: what is a name, whose, and what only looks like one."""

from __future__ import annotations

import subprocess
import sys

import pytest
from hypothesis import given
from hypothesis import strategies as st

from store.actors.changes import Change, with_changes
from store.actors.lexicon import Alias, Lexicon, load_lexicon
from store.actors.tagger import Tagger, tag_article
from store.article import Block, Draft


@pytest.fixture(scope="module")
def tagger() -> Tagger:
    return Tagger(load_lexicon())


def named(tagger: Tagger, text: str) -> list[str]:
    """``surface=canonical`` of every mention, the canonical name left out where it is the same."""
    return [
        text[s.start : s.end] + ("" if text[s.start : s.end] == s.name else "=" + s.name)
        for s in tagger.tag(text)
    ]


@pytest.mark.parametrize(
    ("text", "names"),
    [
        # titles stay outside, full and short names are one actor
        ("俄罗斯总统普京抵达北京", "俄罗斯 普京=弗拉基米尔·普京 北京"),
        ("弗拉基米尔·普京与习近平会晤", "弗拉基米尔·普京 习近平"),
        ("弗拉基米尔•普京", "弗拉基米尔•普京=弗拉基米尔·普京"),
        # regions and scripts
        ("俄羅斯總統普丁訪問烏克蘭", "俄羅斯=俄罗斯 普丁=弗拉基米尔·普京 烏克蘭=乌克兰"),
        ("沙烏地阿拉伯與紐西蘭", "沙烏地阿拉伯=沙特阿拉伯 紐西蘭=新西兰"),
        ("北韓與南韓", "北韓=朝鲜 南韓=韩国"),
        # two states in two characters
        ("中俄继续加强双边关系", "中=中国 俄=俄罗斯"),
        ("美中关系出现转机", "美=美国 中=中国"),
        ("2月24日俄乌战争一周年", "俄=俄罗斯 乌=乌克兰"),
        ("中老铁路通车", "中=中国 老=老挝"),
        ("其中非洲国家居多", "非洲"),
        ("美乌敦促停火", "美=美国 乌=乌克兰"),
        ("港澳事务", "港=香港 澳=澳门"),
        # verb and state, state and noun
        ("国务卿下月访美", "美=美国"),
        ("新任驻华大使", "华=中国"),
        ("扩大对俄制裁", "俄=俄罗斯"),
        ("中方表示反对，美方没有回应", "中=中国 美=美国"),
        ("港府宣布新规", "港=香港"),
        ("如果来自美国的商品", "美国"),
        ("中国人和美国公司", "中国 美国"),
        # the longest name
        ("中国外交部发言人", "中国外交部"),
        ("加拿大国会通过议案", "加拿大国会"),
        ("联合国安理会", "联合国安理会=联合国安全理事会"),
        ("中共中央政治局开会", "中共中央政治局"),
        ("全国人大代表提出议案", "全国人大=全国人民代表大会"),
        ("美军和以军", "美军=美国军队 以军=以色列国防军"),
        ("美国务院发表声明", "美国务院=美国国务院"),
        # an organ's head is a title
        ("中国外交部长抵达", "中国"),
        # names no list has, by their shape
        ("香港养蜂技术协会宣布", "香港养蜂技术协会"),
        ("扬州市委书记", "扬州市委=中国共产党扬州市委员会"),
        # Latin names: whole words, abbreviations in capitals
        ("NATO 与 ＮＡＴＯ", "NATO=北大西洋公约组织 ＮＡＴＯ=北大西洋公约组织"),
        ("who is it", ""),
        ("Moscow", "Moscow=莫斯科"),
        ("SpaceMoscow2", ""),
    ],
)
def test_names(tagger: Tagger, text: str, names: str) -> None:
    assert " ".join(named(tagger, text)) == names


@pytest.mark.parametrize(
    "text",
    [
        "他在采访中谈到",  # 访+中
        "华为发布新手机",  # 华
        "非法贸易",  # 非
        "3月5日美方",  # 日 after a number is a day
        "以方便群众办事",  # 以
        "美元、日元、欧元",
        "中文和英语",
        "京剧与沪剧",
        "学习、练习、复习",
    ],
)
def test_what_only_looks_like_a_name(tagger: Tagger, text: str) -> None:
    assert [n for n in named(tagger, text) if n not in ("美=美国", "华为=华为技术有限公司")] in (
        [],
        ["华为"],
    )


def test_kinds(tagger: Tagger) -> None:
    kinds = {s.name: s.kind for s in tagger.tag("习近平在莫斯科对新华社和联合国说")}
    assert kinds == {
        "习近平": "person",
        "莫斯科": "place",
        "新华社": "media",
        "联合国": "organisation",
    }


def test_a_building_one_goes_to_is_a_place(tagger: Tagger) -> None:
    went = tagger.tag("两人在克里姆林宫会晤")
    said = tagger.tag("克里姆林宫表示拒绝")
    assert [s.kind for s in went] == ["place"]
    assert [s.kind for s in said] == ["organisation"]
    assert went[0].actor == said[0].actor


def test_a_full_name_makes_its_short_form_safe(tagger: Tagger) -> None:
    title, body = tagger.tag_all(["习主席南下", "习近平昨日抵达潮州。"])
    assert [s.name for s in title] == ["习近平"]
    assert [s.name for s in body] == ["习近平", "潮州"]
    (unknown,) = tagger.tag("习主席南下")
    assert unknown.actor is None


def test_a_bare_organ_is_the_one_the_article_named(tagger: Tagger) -> None:
    names = [s.name for s in tagger.tag("美国国务院批评中国。国务院发言人说，将继续对话。")]
    assert names == ["美国国务院", "中国", "美国国务院"]


def test_a_work_is_no_mention_but_an_outlet_is(tagger: Tagger) -> None:
    assert named(tagger, "读了《美国往事》和《人民日报》") == ["人民日报"]


def test_draft_mentions_count_in_their_blocks(tagger: Tagger) -> None:
    draft = Draft(
        "普京访华",
        (
            Block("caption", "资料照：普京"),
            Block("related", "普京谈乌克兰"),
            Block("paragraph", "他前往北京。"),
        ),
    )
    found = tag_article(tagger, draft.title, draft.blocks)
    assert [(m.block, m.start, m.end, m.kind) for m in found] == [
        (-1, 0, 2, "person"),
        (-1, 3, 4, "place"),
        (0, 4, 6, "person"),
        (2, 3, 5, "place"),
    ]
    assert {m.actor for m in found if m.name == "中国"} == {"Q148"}


WORDS = (
    "主席|普京|NATO|g20|the |外交部|委员会|人民|白宫|表示|總統|蔡英文|阿曼|市委|书记|"
    "大使馆|亚太|联盟|沙特-伊朗|港澳|Donald Trump"
)
PIECES = [*"中美俄乌日韩国华台湾北京大学习近平·•-《》的对访3，。在长达会党驻\n", *WORDS.split("|")]


@given(st.lists(st.sampled_from(PIECES), max_size=24).map("".join))
def test_spans_are_ordered_apart_and_inside(tagger: Tagger, text: str) -> None:
    done = 0
    for span in tagger.tag(text):
        assert done <= span.start < span.end <= len(text)
        assert span.name
        done = span.end


@given(st.text(max_size=40))
def test_any_text_is_tagged(tagger: Tagger, text: str) -> None:
    assert all(s.end <= len(text) for s in tagger.tag(text))


def test_an_empty_lexicon_links_nobody() -> None:
    spans = Tagger(Lexicon((), "none")).tag("习近平访美，中俄、港澳和京津冀")
    assert "习近平" in [s.name for s in spans]
    assert {s.actor for s in spans} == {None}


def test_a_place_inside_a_longer_foreign_name_is_the_person(tagger: Tagger) -> None:
    (span,) = tagger.tag("丹泽尔·华盛顿主演的影片获奖")
    assert (span.kind, span.actor, span.name) == ("person", None, "丹泽尔·华盛顿")


def test_names_no_list_has_are_found_and_remembered(tagger: Tagger) -> None:
    text = "美国参议员科里·哈特韦尔说，法案会通过。\n哈特韦尔表示，他不担心。"
    people = [s for s in tagger.tag(text) if s.kind == "person"]
    assert [(text[s.start : s.end], s.name) for s in people] == [
        ("科里·哈特韦尔", "科里·哈特韦尔"),
        ("哈特韦尔", "科里·哈特韦尔"),
    ]
    assert all(s.actor is None for s in people)


def test_nothing_is_written_and_the_global_tokenizer_is_untouched(tmp_path: object) -> None:
    code = (
        "import jieba, os, sys; from store.actors.lexicon import Lexicon, load_lexicon;"
        "from store.actors.tagger import Tagger; Tagger(load_lexicon()).tag('北京');"
        "assert not jieba.dt.initialized; assert not os.listdir(sys.argv[1])"
    )
    run = subprocess.run(
        [sys.executable, "-c", code, str(tmp_path)],
        env={"TMPDIR": str(tmp_path), "PYTHONPATH": ":".join(sys.path)},
        capture_output=True,
        text=True,
        check=False,
    )
    assert (run.returncode, run.stdout, run.stderr) == (0, "", "")


def test_the_owner_s_names_win_and_the_hidden_are_not_found() -> None:
    changes = [
        Change("w-xi-jinping", hidden=True),
        Change("w-lu", "person", "陆启明", (Alias("普京"), Alias("老陆"))),
        Change("Q148", merged="Q30"),
    ]
    tagger = Tagger(with_changes(load_lexicon(), changes))
    text = "習近平在北京会见普京。习近平主席对老陆说，中国外交部和访华的陸啟明意见一致。"
    found = [(text[s.start : s.end], s.actor, s.name) for s in tagger.tag(text)]
    assert not [name for name in found if "习" in name[0] or "近平" in name[0]]
    assert {
        ("普京", "w-lu", "陆启明"),
        ("老陆", "w-lu", "陆启明"),
        ("陸啟明", "w-lu", "陆启明"),
    } <= {*found}
    assert {actor for _, actor, _ in found} & {"Q148", "w-xi-jinping", "Q7747"} == set()
