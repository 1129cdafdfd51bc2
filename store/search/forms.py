"""Every form of the query language, once.

The parser's keys, values and words, ``wenren help query``, the ``?`` page and the README's table
are all made from this one table.
"""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, field


@dataclass(frozen=True, slots=True)
class Form:
    """One line of the table.

    ``shown``: ways of writing it that are equal, each a whole query. ``finds``: what, as a
    message of the interface (``tui.language``).
    ``key``: what the parser calls the field, and ``names`` what a person may, before a colon.
    ``values``: the only ones the key takes, each with what it stands for. ``words``: those that
    stand for a value of the key by themselves. Names, values and words are of half width and lower
    case; the Chinese ones come first.
    """

    shown: tuple[str, ...]
    finds: str
    key: str = ""
    names: tuple[str, ...] = ()
    values: Mapping[str, str] = field(default_factory=dict)
    words: Mapping[str, str] = field(default_factory=dict)


_IS = ("是", "is")
_SORT = ("排序", "sort")
_DAYS = {
    "今天": "today",
    "today": "today",
    "昨天": "yesterday",
    "yesterday": "yesterday",
    "本周": "thisweek",
    "thisweek": "thisweek",
}

FORMS: tuple[Form, ...] = (
    Form(
        ("制裁 石油",),
        "both; any run of Han characters that the headline or the body holds",
    ),
    Form(("“和谈计划”", '"和谈计划"', "「和谈计划」"), "exactly that"),
    Form(("-广告",), "what is without it"),
    Form(("石油 OR 天然气", "石油 或 天然气", "石油|天然气"), "either"),
    Form(("制裁 (石油 OR 天然气)",), "brackets group"),
    Form(("習近平", "ＣＮＮ"), "either script, width and case"),
    Form(
        ("xjp", "huawei", "zhongmeimaoyi", "zelianskiy"),
        "a Latin word: its text, an actor by pinyin, initials or English name, or a title by sound",
    ),
    Form(
        ("人:普京", "actor:putin", "@pujing", "@pj"),
        "an actor, by any of its names; two of them: both are named",
        "actor",
        ("人", "actor"),
    ),
    Form(("标题:制裁", "title:制裁"), "in the headline", "title", ("标题", "title")),
    Form(("正文:制裁", "body:制裁"), "in the body", "body", ("正文", "body")),
    Form(
        ("源:路透社", "source:reuters"),
        "the outlet, by its name or a part of it",
        "source",
        ("源", "source"),
    ),
    Form(("标签:稍后", "tag:稍后"), "what you tagged so", "tag", ("标签", "tag")),
    Form(
        ("日期:2023-03", "date:2023-03-01..2023-03-14"),
        "published in that year, month, day; from..to, either may be left out",
        "date",
        ("日期", "date"),
    ),
    Form(
        ("今天", "today", "昨天", "yesterday", "本周", "thisweek"),
        "published today, yesterday, this week",
        "date",
        words=_DAYS,
    ),
    Form(
        ("近:7天", "last:7d"),
        "the last days, weeks (w), months (m), years (y)",
        "last",
        ("近", "last"),
    ),
    Form(
        ("未读", "is:unread"),
        "what you haven't read",
        "is",
        _IS,
        {"未读": "unread", "unread": "unread"},
        {"未读": "unread"},
    ),
    Form(
        ("已读", "is:read"),
        "what you have read",
        "is",
        _IS,
        {"已读": "read", "read": "read"},
        {"已读": "read"},
    ),
    Form(
        ("星标", "is:starred"),
        "what you starred",
        "is",
        _IS,
        {"星标": "starred", "starred": "starred"},
        {"星标": "starred"},
    ),
    Form(
        ("是:转载", "is:reprinted"),
        "stories that several outlets tell",
        "is",
        _IS,
        {"转载": "reprinted", "reprinted": "reprinted"},
    ),
    Form(
        ("排序:新", "sort:newest"),
        "newest first, as always",
        "sort",
        _SORT,
        {"新": "newest", "newest": "newest"},
    ),
    Form(
        ("排序:旧", "sort:oldest"),
        "oldest first, undated last",
        "sort",
        _SORT,
        {"旧": "oldest", "oldest": "oldest"},
    ),
    Form(
        ("排序:相关", "sort:relevance"),
        "in the headline first, then more and rarer hits",
        "sort",
        _SORT,
        {"相关": "relevance", "relevance": "relevance"},
    ),
)

KEYS: Mapping[str, str] = {name: form.key for form in FORMS for name in form.names}
"""What may stand before a colon, and what the parser calls it."""

VALUES: Mapping[str, Mapping[str, str]] = {
    key: {value: meant for f in FORMS if f.key == key for value, meant in f.values.items()}
    for key in {form.key for form in FORMS if form.values}
}
"""The only values some keys take, by key, and what each stands for."""

WORDS: Mapping[str, tuple[str, str]] = {
    word: (form.key, meant) for form in FORMS for word, meant in form.words.items()
}
"""Words that do without a key: that key, and what they stand for."""

SOUNDS: Mapping[str, str] = {
    "人": "ren",
    "标题": "biaoti",
    "正文": "zhengwen",
    "源": "yuan",
    "标签": "biaoqian",
    "日期": "riqi",
    "近": "jin",
    "是": "shi",
    "排序": "paixu",
    "今天": "jintian",
    "昨天": "zuotian",
    "本周": "benzhou",
    "未读": "weidu",
    "已读": "yidu",
    "星标": "xingbiao",
    "转载": "zhuanzai",
    "新": "xin",
    "旧": "jiu",
    "相关": "xiangguan",
}
"""How the language's own Chinese words sound: what is typed by those who can't type them."""

SOUNDED: Mapping[str, str] = {sound: word for word, sound in SOUNDS.items() if word in KEYS}
"""The keys by their pinyin, which are no keys themselves."""

DAYS: Mapping[str, str] = _DAYS
"""Days by name, which ``date`` takes besides numbers."""


def markdown() -> str:
    """The table as the README has it."""
    lines = ["| form | finds |", "|---|---|"]
    for form in FORMS:
        shown = " ".join(f"`{way}`".replace("|", "\\|") for way in form.shown)
        lines.append(f"| {shown} | {form.finds} |")
    return "\n".join(lines)
