"""What a page says of its article outside the body: JSON-LD, meta elements, ``<title>``.

Every witness can be wrong, so each field is taken from the one that is wrong least often: what a
publisher writes for other machines (JSON-LD) before what is written for sharing (OpenGraph)
before the many older habits; a headline that the reader sees before all of them, if one of them
confirms it, since they are often cut short or lengthened.
"""

from __future__ import annotations

import re
from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from datetime import datetime, tzinfo
from itertools import islice
from typing import TYPE_CHECKING
from urllib.parse import urljoin, urlsplit

from store.intake.dateline import CHINA, parse
from store.intake.hygiene import clean_line
from store.intake.linked_data import VALUE_LENGTH, letters, linked_article, one_line

if TYPE_CHECKING:
    from lxml.html import HtmlElement

TITLE_LENGTH = 120
NAME_LENGTH = 30
"""Longest headline and longest name of an outlet taken, in code points."""

HEADINGS = 50
LINKS = 500
"""Most headings (and dates) and most ``<link>`` elements of a page looked at."""


@dataclass(frozen=True, slots=True)
class Metadata:
    """What was found, clean; ``published`` as in ``Draft``; ``body``: the article as JSON-LD
    gives it; ``site``: the name of the place that shows it, which need not have written it."""

    title: str | None = None
    published: str | None = None
    source: str | None = None
    site: str | None = None
    authors: tuple[str, ...] = ()
    url: str | None = None
    body: str = ""


def metadata_of(root: HtmlElement, now: datetime, zone: tzinfo = CHINA) -> Metadata:
    """The metadata of a parsed page; ``zone`` is that of a date that names none."""
    meta = _metas(root)
    full = _text_of(next(root.iter("title"), None)) or ""
    shared, headings = _first(meta, _TITLES), _headings(root)
    linked = linked_article(root, shared or next(iter(headings), None))
    named = linked.publisher or _first(meta, _SITES)
    stripped, suffix = _without_suffix(full, named)
    site = outlet(named) or outlet(suffix)
    dates = [
        *linked.dates,
        *(meta[key] for key in _DATES if key in meta),
        *_marked_dates(root),
    ]
    authors = [
        part
        for names in (*linked.authors, _first(meta, _AUTHORS) or "")
        for part in _NAMES.split(names)
        if _PERSON.fullmatch(part) and not _is_site(part, site)
    ]
    return Metadata(
        title=_headline([t for t in (linked.title, shared, stripped) if t], headings),
        published=_best_date([parse(date, now, zone) for date in dates]),
        source=outlet(_first(meta, _ORIGINS)),
        site=site,
        authors=tuple(dict.fromkeys(authors)),
        url=_address(root, [meta.get("og:url"), linked.url]),
        body=linked.body,
    )


def outlet(name: str | None) -> str | None:
    """A name as an outlet's: without its own translation (某报-Some News), None for none."""
    name = _TRANSLATION.sub("", name or "").strip()
    if not name or len(name) > NAME_LENGTH or name in _NO_OUTLETS or web_address(name):
        return None
    return name if any(map(str.isalpha, name)) else None


def _metas(root: HtmlElement) -> dict[str, str]:
    """The ``<meta>`` elements by name or property, in lower case; the first of each counts."""
    out: dict[str, str] = {}
    for element in root.iter("meta"):
        key = element.get("property") or element.get("name") or element.get("itemprop") or ""
        value = one_line(element.get("content"))
        if value:
            out.setdefault(" ".join(key.lower().split()), value)
    return out


def _headline(said: Sequence[str], headings: Sequence[str]) -> str | None:
    """The longest heading that what is ``said`` confirms, else what is said first."""
    if not said:
        return headings[0][:TITLE_LENGTH] if headings else None
    witnesses = [key for key in map(letters, said) if key]
    shown = [
        text
        for text in headings
        if len(text) <= TITLE_LENGTH and any(_confirms(key, letters(text)) for key in witnesses)
    ]
    if shown:
        return max(shown, key=len)
    title = said[0]
    # A quotation mark in the headline ended the attribute it was put in.
    whole = next((text for text in said if text.startswith(f'{title}"')), title)
    return whole[:TITLE_LENGTH].strip()


def _confirms(witness: str, shown: str) -> bool:
    """Whether a headline shown is the one a witness gives, be one of them cut short."""
    if min(len(witness), len(shown)) < 4:
        return witness == shown
    cut = min(len(witness), len(shown))
    return witness[:cut] == shown[:cut] and cut * 2 >= len(witness)


def _headings(root: HtmlElement) -> list[str]:
    shown = islice(root.iter("h1", "h2", "h3"), HEADINGS)
    return [text for element in shown if (text := _text_of(element))]


def _without_suffix(full: str, site: str | None) -> tuple[str, str | None]:
    """``<title>`` without the names of section and site at its end, and the last such name."""
    name: str | None = None
    while match := _SUFFIX.search(full):
        head, tail = full[: match.start()].rstrip(), _TRANSLATION.sub("", match["tail"].strip())
        strong = match["sign"].strip() == "_" or match["sign"].startswith(" ")
        named = _is_site(tail, site) or OUTLET.search(tail) is not None
        if len(head) < 4 or not (named or (strong and len(tail) <= 12 and len(head) > len(tail))):
            break
        name = name or (tail if named or strong else None)
        full = head
    return full, name


def _is_site(name: str, site: str | None) -> bool:
    mine, known = letters(name), letters(site or "")
    return bool(mine and known) and (mine in known or known in mine)


def _marked_dates(root: HtmlElement) -> Iterator[str]:
    """Dates that elements of the page are marked with, those of other articles left out."""
    for element in root.xpath("(//*[contains(@itemprop, 'datePublished')])[1]"):
        yield element.get("content") or element.get("datetime") or _text_of(element) or ""
    times = [
        t for t in islice(root.iter("time"), HEADINGS) if not _UPDATED.search(t.get("class", ""))
    ]
    for element in [t for t in times if _speaks_of_article(t)][:1]:
        yield element.get("datetime") or ""
        yield _text_of(element) or ""


def _speaks_of_article(element: HtmlElement) -> bool:
    return not any(e.tag in ("aside", "nav", "footer", "li") for e in element.iterancestors())


def _best_date(dates: Sequence[str | None]) -> str | None:
    """The first date, with the time of day that another witness gives for the same day."""
    known = [date for date in dates if date]
    if not known:
        return None
    day = known[0][:10]
    timed = [d for d in known if d[:10] == day and len(d) > 10 and d[11:19] != "00:00:00"]
    return timed[0] if timed else known[0]


def _address(root: HtmlElement, said: Sequence[str | None]) -> str | None:
    links = islice(root.iter("link", "base"), LINKS)
    base, canonical = "", None
    for link in links:
        if link.tag == "base":
            base = base or link.get("href", "")
        elif link.get("rel", "").lower() == "canonical":
            canonical = canonical or link.get("href")
    for value in (canonical, *said):
        url = web_address(value, base)
        # A page that calls the front page its address says nothing.
        if url and (urlsplit(url).path.strip("/") or urlsplit(url).query):
            return url
    return None


def web_address(value: str | None, base: str = "") -> str | None:
    """An address of the web in one clean line, None for any other."""
    try:
        url = clean_line(urljoin(base, value.strip()) if value else "")
        parts = urlsplit(url)
    except ValueError:
        return None
    if parts.scheme not in ("http", "https") or not parts.hostname or len(url) > 2000:
        return None
    return None if " " in url else url


def _split_names(text: str | None) -> list[str]:
    return [part for part in _NAMES.split(text or "") if part]


def _text_of(element: HtmlElement | None) -> str | None:
    if element is None:
        return None
    text = ""
    for piece in element.itertext():
        text += piece
        if len(text) > VALUE_LENGTH:
            return None
    return one_line(text)


def _first(meta: dict[str, str], keys: Sequence[str]) -> str | None:
    return next((meta[key] for key in keys if key in meta), None)


_TITLES = ("og:title", "twitter:title", "articletitle", "dc.title", "dcterms.title", "headline")
_SITES = ("og:site_name", "application-name", "sitename", "apple-mobile-web-app-title")
_ORIGINS = ("contentsource", "source", "article:source", "mediaid", "copyright:source")
_AUTHORS = (
    "article:author", "author", "byl", "og:article:author", "dc.creator", "dcterms.creator",
    "sailthru.author", "parsely-author", "contentauthor",
)  # fmt: skip
_DATES = (
    "article:published_time", "og:article:published_time", "og:published_time", "og:release_date",
    "article:published", "bytedance:published_time", "datepublished", "pubdate", "publishdate",
    "publish_date", "publish-date", "published", "publish_time", "publishtime", "pubtime",
    "publish-time", "publication_date", "publicationdate", "article_date_original",
    "dc.date.issued", "dcterms.issued", "dc.date", "dcterms.created",
    "dc.date.created", "dcterms.date",
    "sailthru.date", "parsely-pub-date", "cxenseparse:recs:publishtime",
    "weibo: article:create_at", "article.created", "firstpublishedtime", "date", "_pubtime",
    "apub:time",
)  # fmt: skip
_PERSON = re.compile(
    r"(?!.*(?:网|報|报|社|台|组|编辑|编辑部|新闻|记者|频道|财经|娱乐|体育|科技)\Z)[一-鿿㐀-䶿]{2,4}"
    r"|[一-鿿㐀-䶿]{1,9}(?:[·•‧][一-鿿㐀-䶿]{1,9})+"
    r"|[A-Z][A-Za-z'’.-]{0,20}(?: [A-Z][A-Za-z'’.-]{0,20}){1,3}"
)
_TRANSLATION = re.compile(r"(?<=[一-鿿])\s*[-–—|_/]\s*[\x20-\x7e]+\Z")
_NO_OUTLETS = frozenset(
    (
        "网络",
        "互联网",
        "网上",
        "未知",
        "不详",
        "原创",
        "本站",
        "本网",
        "本报",
        "综合",
        "转载",
        "其他",
    )
)
_UPDATED = re.compile(r"updat|modif", re.IGNORECASE)
_NAMES = re.compile(r"\s*[,，、;；|/&]\s*|\s{2,}")
_SUFFIX = re.compile(
    r"(?P<sign>\s*[_|｜丨]\s*|\s+[-–—»·:]+\s+|[-–—](?=[^-–—]{1,20}\Z))(?P<tail>[^_|｜丨]{1,40}?)\s*\Z"
)
OUTLET = re.compile(
    r"(?:网|報|报|社|新闻|新聞|频道|頻道|日报|電視台?|电视台?|门户网站|中文|资讯|台"
    r"|\.(?:com|cn|net|org|tw|hk))\Z",
    re.IGNORECASE,
)
