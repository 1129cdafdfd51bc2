"""OPML in and out: folders, merging, and lists made to do harm."""

from __future__ import annotations

import pytest
from hypothesis import given
from hypothesis import strategies as st

from store.errors import RefusedError
from store.feeds.opml import read_opml, write_opml
from store.feeds.subscriptions import TAG_DEPTH, Subscription, tag_path
from store.intake.feed.item import ENTRIES
from store.intake.hygiene import clean_line

LIST = """\
<?xml version="1.0" encoding="UTF-8"?>
<opml version="1.1"><head><title>我的订阅</title></head><body>
<outline text="新闻" title="新闻">
  <outline text="国际">
    <outline type="rss" text="城北" title="城北日报" xmlUrl="https://north.example/rss"
      htmlUrl="https://north.example/"/>
  </outline>
  <outline text="晚报 &amp; 周刊" TYPE="rss" xmlURL="http://south.example/feed" />
</outline>
<outline text="城北又一次" xmlUrl="https://NORTH.example/rss"/>
<outline text="别的/杂项"><outline text="东" xmlUrl="http://east.example/"/></outline>
<outline text="空文件夹"/>
</body></opml>
"""


def read(text: str | bytes) -> tuple[list[Subscription], list[RefusedError]]:
    data = text if isinstance(text, bytes) else text.encode()
    items = list(read_opml(data, "list.opml"))
    return (
        [i for i in items if isinstance(i, Subscription)],
        [i for i in items if isinstance(i, RefusedError)],
    )


def body(inside: str, head: str = "") -> str:
    return f"{head}<opml version='2.0'><body>{inside}</body></opml>"


def refusal(text: str | bytes) -> str:
    with pytest.raises(RefusedError) as caught:
        read(text)
    assert caught.value.input == "list.opml"
    return caught.value.reason


def test_folders_are_tags() -> None:
    feeds, refused = read(LIST)
    assert not refused
    assert [(f.url, f.title, f.tags) for f in feeds] == [
        ("https://north.example/rss", "城北日报", ("新闻/国际",)),
        ("http://south.example/feed", "晚报 & 周刊", ("新闻",)),
        ("http://east.example/", "东", ("别的／杂项",)),
    ]


@pytest.mark.parametrize("encoding", ["utf-16", "gb18030"])
def test_encodings(encoding: str) -> None:
    text = LIST.replace("UTF-8", encoding.upper())
    assert read(text.encode(encoding)) == read(LIST)


def test_bad_entries_are_named_and_the_rest_read() -> None:
    feeds, refused = read(
        body(
            "<outline type='rss' text='没有地址'/>"
            "<outline text='本地' xmlUrl='file:///etc/passwd'/>"
            "<outline xmlUrl='javascript:1'/>"
            "<outline text='红\x1b[31m' xmlUrl='http://a.example/'/>"
        )
    )
    assert [feed.title for feed in feeds] == ["红[31m"]
    assert [(r.input, r.reason) for r in refused] == [
        ("list.opml: 没有地址", "no xmlUrl"),
        ("list.opml: 本地", "not an http or https address"),
        ("list.opml: javascript:1", "not an http or https address"),
    ]


def test_bare_ampersands_and_missing_ends() -> None:
    text = "<opml><body><outline text='甲 & 乙' xmlUrl='http://a.example/?b=1&c=2'>"
    ((feed,), refused) = read(text)
    assert not refused
    assert feed.url.startswith("http://a.example/?b=1")


def test_one_feed_in_two_folders() -> None:
    feed = Subscription("http://a.example/", "甲", ("一", "二/三"))
    text = write_opml([feed])
    assert text.count("xmlUrl") == 2
    assert read(text) == ([feed], [])


def test_full_and_source_go_along() -> None:
    feed = Subscription("http://a.example/?x=1&y=2", '甲"<乙>', full=True, source="城北 & 社")
    assert read(write_opml([feed])) == ([feed], [])


names = st.text(st.characters(codec="utf-8"), max_size=8).map(clean_line)
feeds = st.lists(
    st.builds(
        Subscription,
        st.integers(0, 30).map(lambda n: f"http://a.example/{n}"),
        names.map(lambda name: name or None),
        st.lists(st.lists(names, max_size=3).map("/".join).map(tag_path), max_size=3).map(
            lambda tags: tuple(dict.fromkeys(filter(None, tags)))
        ),
        st.booleans(),
        names.map(lambda name: name or None),
    ),
    unique_by=lambda feed: feed.url,
    max_size=8,
)


@given(feeds)
def test_out_and_in_and_out_again_is_the_same(made: list[Subscription]) -> None:
    text = write_opml(made)
    again, refused = read(text)
    assert not refused
    assert write_opml(again) == text
    assert {f.url: set(f.tags) for f in again} == {f.url: set(f.tags) for f in made}


def test_entity_bombs() -> None:
    head = '<?xml version="1.0"?><!DOCTYPE z [<!ENTITY a "哈哈"><!ENTITY b "&a;&a;">]>'
    assert "entities" in refusal(body("<outline text='&b;' xmlUrl='http://a.example/'/>", head))


def test_an_entity_declared_out_of_sight_means_nothing() -> None:
    hidden = '<!-- <opml> --><!DOCTYPE z [<!ENTITY a "哈哈哈">]>'
    assert refusal(body("<outline text='&a;' xmlUrl='http://a.example/'/>", hidden))


def test_deep_nesting() -> None:
    feed = "<outline xmlUrl='http://a.example/'/>"
    ((found,), _) = read(body("<outline text='夹'>" * 100 + feed + "</outline>" * 100))
    assert found.tags == ("/".join(["夹"] * TAG_DEPTH),)
    assert "deep" in refusal(body("<outline text='夹'>" * 9000 + feed))


def test_too_many() -> None:
    assert "more than" in refusal(body("<outline/>" * (ENTRIES + 1)))


@pytest.mark.parametrize("text", ["", "新闻", "<html><body/></html>", "<rss/>", "<opml/>", "<opml"])
def test_what_is_no_opml(text: str) -> None:
    assert refusal(text)
