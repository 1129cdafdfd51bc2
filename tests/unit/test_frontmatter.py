"""Posts with front matter: its fields go before what the body says, and nothing in it explodes."""

from __future__ import annotations

from datetime import datetime

import pytest
from hypothesis import given
from hypothesis import strategies as st

from store.article import Draft
from store.errors import RefusedError
from store.intake import frontmatter
from store.intake.dateline import CHINA

NOW = datetime(2026, 11, 23, 9, 0, tzinfo=CHINA)

LEAD = "两国外长周二在日内瓦会晤三个小时，讨论边境停火与人道援助的安排。"
BODY = "一名参加会谈的官员说，双方同意下个月在第三国继续谈判。"
LAST = "此前的三轮会谈都没有结果。"
TEXT = f"{LEAD}\n\n{BODY}\n\n{LAST}\n"


def read(head: str, body: str = TEXT, mark: str = "---", source: str | None = None) -> Draft:
    text = f"{mark}\n{head}\n{mark}\n\n{body}"
    assert frontmatter.looks_like(text)
    return frontmatter.draft_of(text, "f.md", NOW, source)


def test_yaml() -> None:
    draft = read(
        'layout: post\ntitle: "港口恢复通航"\ndate: 2023-03-14T05:45:00+01:00\nauthor: 张三、李四\n'
        "source: 某某时报\nfrom: https://news.example/a/1\ntags: [ 港口, 航运 ]\n"
    )
    assert draft.title == "港口恢复通航"
    assert draft.published == "2023-03-14T05:45:00+01:00"
    assert draft.authors == ("张三", "李四")
    assert (draft.source, draft.url) == ("某某时报", "https://news.example/a/1")
    assert [block.text for block in draft.blocks] == [LEAD, BODY, LAST]


def test_toml() -> None:
    draft = read(
        'title = "港口恢复通航"\ndate = 2023-03-14T05:45:00+08:00\nauthors = ["张三"]\n', mark="+++"
    )
    assert draft.title == "港口恢复通航"
    assert draft.published == "2023-03-14T05:45:00+08:00"
    assert draft.authors == ("张三",)


@pytest.mark.parametrize(
    ("head", "field", "value"),
    [
        ("date: 2023-03-14", "published", "2023-03-14"),
        ("date: 2023年3月14日 下午3:20", "published", "2023-03-14T15:20:00+08:00"),
        ("Published: 民國112年3月14日", "published", "2023-03-14"),
        ("lastmod: 2023-03-15\ndate: 2023-03-14", "published", "2023-03-14"),
        ("author:\n  - 张三\n  - name: 李四", "authors", ("张三", "李四")),
        ("author: no", "authors", ("no",)),
        ("source: https://news.example/a/1", "url", "https://news.example/a/1"),
        ("original_url: https://news.example/a/1", "url", "https://news.example/a/1"),
        ("link: /a/1", "url", None),
        ("site: 某某时报", "source", "某某时报"),
    ],
)
def test_fields_under_their_many_names(head: str, field: str, value: object) -> None:
    assert getattr(read(f"title: 港口恢复通航\n{head}"), field) == value


def test_the_source_given_goes_before_the_field() -> None:
    assert read("title: 港口恢复通航\nsource: 甲报", source="乙报").source == "乙报"


@pytest.mark.parametrize(
    "title", ["快讯: 港口恢复通航", "[转载] 港口恢复通航", "@港口恢复通航", "*港口*"]
)
def test_titles_that_are_no_yaml(title: str) -> None:
    draft = read(f"title: {title}\ndate: 2023-03-14")
    assert (draft.title, draft.published) == (title, "2023-03-14")


def test_a_body_that_is_a_piece_of_a_page() -> None:
    page = (
        "<section>\n <h1>\n  港口恢复通航\n </h1>\n"
        ' <div class="submitted">张三 在 星期二, 03/14/2023 - 14:17 提交</div>\n'
        f" <div>\n  <p>\n   {LEAD}\n  </p>\n  <h3>\n   市民反应\n  </h3>\n"
        f"  <p>{BODY}</p><p>{LAST}</p>\n </div>\n"
        " <h3>共享此文章：</h3>\n <ul><li><a href='/t'>推特</a></li></ul>\n"
        " <h2>评论</h2>\n <p>路人 (未验证)</p>\n <p>便宜的药片在这里买。</p>\n</section>\n"
    )
    draft = read("title: 港口恢复通航\ndate: 2023-03-14T14:17:00+01:00", page)
    assert [(block.kind, block.text) for block in draft.blocks] == [
        ("paragraph", LEAD),
        ("heading", "市民反应"),
        ("paragraph", BODY),
        ("paragraph", LAST),
    ]


@pytest.mark.parametrize(
    "text",
    [
        TEXT,
        f"---\n\n{TEXT}---\n",
        f"---\ntitle: 港口恢复通航\n\n{TEXT}",
        f"港口恢复通航\n---\ntitle: 港口\n---\n{TEXT}",
    ],
)
def test_what_is_no_front_matter(text: str) -> None:
    assert not frontmatter.looks_like(text)


ALIASES = "a: &a [x, x, x, x, x, x, x, x, x]\n" + "".join(
    f"{name}: &{name} [{', '.join(['*' + before] * 9)}]\n"
    for before, name in zip("abcdefghijkl", "bcdefghijklm", strict=True)
)


@pytest.mark.parametrize(
    ("head", "reason"),
    [
        (f"{ALIASES}title: *m", "title: not a string"),
        (f"title: 港口\n{ALIASES}author: *m", "author: not a list of names"),
        (f"title: 港口\n{ALIASES}author: {{of: *m}}", "author: not a list of names"),
        (f"{ALIASES}? *m\n: x", "can't be read"),
        ("titles: " + "[" * 2000, "can't be read"),
        ("titles: x\n x: [", "can't be read at line"),
        ("title: !!python/object/apply:os.abort []", "title: not a string"),
        ("title: 港口\ndate: 不详", "date: no date: '不详'"),
    ],
    ids=["title", "author", "mapping", "key", "depth", "broken", "object", "date"],
)
def test_hostile_front_matter_is_refused_by_name(head: str, reason: str) -> None:
    with pytest.raises(RefusedError, match=r"f\.md: ") as refusal:
        read(head)
    assert reason in str(refusal.value)


def test_front_matter_above_nothing_is_refused() -> None:
    with pytest.raises(RefusedError, match="no article in it"):
        read("title: 港口恢复通航", "")


@given(st.text("title: 港口date-2023&*[]{}!|>'\"#?,\n\t \x07", max_size=120))
def test_any_front_matter_is_read_or_refused(head: str) -> None:
    text = f"---\ntitle: 港口\n{head}\n---\n{TEXT}"
    if frontmatter.looks_like(text):
        try:
            draft = frontmatter.draft_of(text, "f.md", NOW)
        except RefusedError:
            return
        assert draft.title
        assert not set(draft.title) & {"\n", "\x07"}
