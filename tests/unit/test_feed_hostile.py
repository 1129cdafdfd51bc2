"""Feeds made to do harm are refused, or cost little."""

from __future__ import annotations

import json
from collections.abc import Iterator

import pytest
from hypothesis import given
from hypothesis import strategies as st

from store.errors import RefusedError
from store.intake.feed import Entry, Feed
from store.intake.feed.item import ENTRIES
from store.intake.feed.xmlfeed import TAG_LENGTH
from store.intake.hygiene import clean
from tests.unit.feed_samples import description, feed, item, refusal, rss, texts

BOMBS = {
    "billion laughs": '<!DOCTYPE z [<!ENTITY a "哈哈哈"><!ENTITY b "&a;&a;&a;">]>',
    "external file": '<!DOCTYPE z [<!ENTITY a SYSTEM "file:///etc/passwd">]>',
    "external address": '<!DOCTYPE z [<!ENTITY % a SYSTEM "http://127.0.0.1:9/x"> %a;]>',
    "inside an entity": '<!DOCTYPE z [<!ENTITY b "<rss"><!ENTITY a "哈">]>',
}


@pytest.mark.parametrize("bomb", BOMBS.values(), ids=BOMBS)
def test_entity_bombs_are_refused(bomb: str) -> None:
    text = rss(item("河堤&a;&b;完工"), head=f'<?xml version="1.0"?>{bomb}')
    assert refusal(text) == "it declares XML entities, as entity bombs do"


def test_an_entity_declared_out_of_sight_means_nothing() -> None:
    hidden = '<!-- <rss version="2.0"> --><!DOCTYPE z [<!ENTITY a "哈哈哈">]>'
    assert "哈哈哈" not in str(read_or_refusal(rss(item("河堤&a;完工"), head=hidden)))


def test_endless_titles_are_refused_by_entry() -> None:
    found = feed(rss(item("字" * 300_000) + item("河堤完工")))
    assert [entry.draft.title for entry in found.entries] == ["河堤完工"]
    assert [(r.input, r.reason) for r in found.refused] == [
        ("f: entry 1", "a paragraph of 300,000 characters is no article")
    ]


@pytest.mark.parametrize("address", ["http://[::1", "//[x", "http://[v1.a]:b/", "http://a:99999/"])
def test_what_is_no_address(address: str) -> None:
    text = rss(f"<link>{address}</link>" + item(rest=description("完工了。")))
    text = text.replace("https://news.example/1", address)
    (entry,) = feed(text).entries
    assert entry.draft.title == "河堤完工"
    atom = "<feed><title>报</title><entry xml:base='{0}'><title>河堤</title><link xml:base='{0}'"
    (entry,) = feed(atom.format(address) + " href='1'/><updated>2024-05-16</updated>").entries
    assert entry.draft.title == "河堤"


def test_too_many_entries() -> None:
    assert "entries" in refusal("<rss><channel>" + "<item/>" * (ENTRIES + 1))
    many = {"version": "https://jsonfeed.org/version/1", "items": [{}] * (ENTRIES + 1)}
    assert "entries" in refusal(json.dumps(many))


def test_deep_nesting() -> None:
    deep = "<div>" * 20_000
    found = feed(rss(item(rest=f"<description>{deep}河堤完工了。</description>") + item("第二条")))
    assert len(found.entries) + len(found.refused) >= 1
    refusal('{"version":"https://jsonfeed.org/version/1","items":' + "[" * 100_000)


def test_a_tag_of_endless_attributes_is_no_tag() -> None:
    attributes = " ".join(f'a{n}="1"' for n in range(TAG_LENGTH))
    picture = f"<![CDATA[<p>见图<img src='data:{'A' * TAG_LENGTH}'>一幅。</p>]]>"
    text = rss(f"<item><title {attributes}>河堤</title></item>" + item("桥", description(picture)))
    found = feed(text)
    assert [entry.draft.title for entry in found.entries] == ["桥"]
    assert texts(found.entries[0].draft) == ["见图一幅。"]
    assert len(found.refused) == 1


COSTLY = {
    "author": "<author>" + "a" * 100_000 + "</author>",
    "categories": "".join(f"<category>{n}</category>" for n in range(10_000)),
    "namespaces": "".join(f'<n{n}:a xmlns:n{n}="http://n/{n}">' for n in range(10_000)),
    "attributes": "<link " + 'a="' * 1000 + "/>",
    "open comments": "<!--" * 50_000,
    "open data": "<![CDATA[" * 50_000,
    "names": f"<author>{'<name><![CDATA[' * 20_000}</author>",
    "open tags": "<a " * 50_000,
    "ends": "</b>" * 50_000,
    "character": f"<description>&#{'9' * 100_000};</description>",
    "character escaped": f"<description>&amp;amp;#{'9' * 100_000};</description>",
    "fields": "<pubDate>" * 50_000,
}


@pytest.mark.parametrize("inside", COSTLY.values(), ids=COSTLY)
def test_what_takes_other_parsers_minutes(inside: str) -> None:
    """No clock here: with any quadratic step these take longer than the whole suite."""
    found = feed(rss(f"<item><title>桥</title>{inside * 5}</item>" + item()))
    assert len(found.entries) + len(found.refused) >= 1


def read_or_refusal(text: str) -> Feed | RefusedError:
    try:
        return feed(text)
    except RefusedError as error:
        return error


def pieces() -> Iterator[str]:
    yield from ("<item>", "</item>", "<title>", "</title>", "<entry>", "<![CDATA[", "]]>", "<link>")
    yield from ("&lt;", "&#x1b;", "&#0;", "&#xD800;", "&nbsp;", "&", "<", ">", "<!--", "<?x", "]")
    yield from ("<content type='xhtml'>", "<content type='base64'>", "<a:b>", "<source url='x'>")
    yield from ("<pubDate>", "2024-05-16", "<author>", "\x1b[31m", "\u202e", "河堤", "<svg>", "'")


@given(st.lists(st.sampled_from(list(pieces())), max_size=40), st.booleans())
def test_whatever_is_in_a_feed_is_clean_or_refused(parts: list[str], atom: bool) -> None:
    root = "feed xmlns='http://www.w3.org/2005/Atom'" if atom else "rss version='2.0'><channel"
    found = read_or_refusal(f"<{root}>" + "".join(parts))
    if isinstance(found, RefusedError):
        assert "\n" not in str(found)
        return
    for entry in found.entries:
        assert isinstance(entry, Entry)
        for text in (entry.draft.title, *texts(entry.draft), *entry.draft.authors):
            assert text
            assert clean(text) == text
        assert (entry.draft.url or "https://").startswith(("http://", "https://"))
