"""The forms articles, heads and actors are printed in: JSON objects, plain text, Markdown."""

from __future__ import annotations

import json
import re
from collections.abc import Iterator
from typing import TYPE_CHECKING, Any

if TYPE_CHECKING:
    from store.article import Article
    from store.library import ActorCount, Dossier, Head
    from store.search.excerpts import Excerpt

SEEN = 12
"""Texts shown that name an actor."""


def head_json(head: Head) -> dict[str, Any]:
    """A line of ``list --json``, keys as the contract has them."""
    return {
        "id": head.id,
        "title": head.title,
        "source": head.source,
        "published": head.published,
        "story": head.story,
        "reprints": head.reprints,
        "actors": list(head.actors),
    }


def head_line(head: Head, marks: str) -> str:
    """A line of ``list``: id, marks, time, source, title, and ×n for a story told n times."""
    when = (head.published or "").replace("T", " ")[:16]
    times = f"  ×{head.reprints + 1}" if head.reprints else ""
    return f"{head.id}  {marks}  {when:<16}  {head.source or '—'}  {head.title}{times}"


def marked_parts(excerpt: Excerpt) -> Iterator[tuple[str, str]]:
    """An excerpt as texts with their SGR codes, its hits in bold."""
    done = 0
    yield "    ", ""
    for start, end in excerpt.hits:
        yield excerpt.text[done:start], ""
        yield excerpt.text[start:end], "1"
        done = end
    yield excerpt.text[done:], ""


def count_json(count: ActorCount) -> dict[str, Any]:
    """A line of ``actors --json``."""
    return {
        "actor": count.actor,
        "kind": count.kind,
        "name": count.name,
        "mentions": count.mentions,
        "articles": count.articles,
        "first": count.first,
        "last": count.last,
    }


def dossier_json(dossier: Dossier) -> dict[str, Any]:
    """``actors show --json``."""
    return {
        "actor": dossier.actor,
        "kind": dossier.kind,
        "name": dossier.name,
        "aliases": list(dossier.aliases),
        "english": dossier.english,
        "role": dossier.role,
        "mentions": dossier.mentions,
        "articles": dossier.articles,
        "first": dossier.first,
        "last": dossier.last,
        "months": [{"month": month, "articles": n} for month, n in dossier.months],
        "days": [{"day": day, "articles": n, "mentions": m} for day, n, m in dossier.days],
        "seen": [{"text": text, "mentions": n} for text, n in dossier.seen],
        "kinds": [{"kind": kind, "mentions": n} for kind, n in dossier.kinds],
        "together": [count_json(c) for c in dossier.together],
    }


def dossier_text(dossier: Dossier) -> str:
    """A dossier in a few lines."""
    lines = [f"{dossier.name}  ({dossier.kind}, {dossier.actor})"]
    if dossier.role:
        lines.append(dossier.role)
    also = [*([dossier.english] if dossier.english else []), *dossier.aliases]
    if also:
        lines.append("also: " + ", ".join(dict.fromkeys(also)))
    span = f", {dossier.first} – {dossier.last}" if dossier.first else ""
    lines.append(f"{dossier.mentions} mentions in {dossier.articles} articles{span}")
    if dossier.seen:
        seen = (f"{text} {n}" for text, n in dossier.seen[:SEEN])
        lines.append("named as: " + ", ".join(seen))
    if len(dossier.kinds) > 1:
        lines.append("as what: " + ", ".join(f"{kind} {n}" for kind, n in dossier.kinds))
    if dossier.months:
        latest = (f"{month} {n}" for month, n in reversed(dossier.months[-12:]))
        lines.append("articles by month: " + ", ".join(latest))
    if dossier.together:
        named = ", ".join(f"{c.name} {c.articles}" for c in dossier.together[:12])
        lines.append("named with: " + named)
    return "\n".join(lines)


def readable(article: Article) -> str:
    """An article as plain text, unwrapped: captions marked, related titles last."""
    line = "  ".join(
        part
        for part in (article.source, (article.published or "").replace("T", " ")[:16], article.url)
        if part
    )
    parts = [article.title, line, *(["、".join(article.authors)] if article.authors else [])]
    related = [b.text for b in article.blocks if b.kind == "related"]
    shown = {"caption": "〔图〕{}", "heading": "■ {}", "quote": "  {}", "list": "· {}"}
    for block in article.blocks:
        if block.kind != "related":
            parts.append("\n" + shown.get(block.kind, "{}").format(block.text))
    if related:
        parts.append("\n相关：" + "；".join(related))
    return "\n".join(parts)


def markdown(article: Article) -> str:
    """An article as Markdown; its own text can't act as marks."""
    parts = [f"# {_escaped(article.title)}"]
    about = [
        _escaped(part) for part in (article.source, article.published, *article.authors) if part
    ]
    if about:
        parts.append(" · ".join(about))
    if article.url:
        parts.append(f"<{article.url}>")
    return "\n\n".join([*parts, *_paragraphs(article)])


def post(article: Article) -> str:
    """An article as Markdown under front matter, as site generators and intake read it."""
    said = {
        "title": article.title,
        "source": article.source,
        "url": article.url,
        "authors": list(article.authors),
        "published": article.published,
    }
    # A JSON string is a YAML string, whatever is in it.
    fields = [f"{key}: {json.dumps(v, ensure_ascii=False)}" for key, v in said.items() if v]
    head = "\n".join(["---", *fields, "---"])
    return "\n\n".join([head, f"# {_escaped(article.title)}", *_paragraphs(article)])


def _paragraphs(article: Article) -> list[str]:
    marks = {"caption": "*{}*", "heading": "## {}", "quote": "> {}", "list": "- {}"}
    parts = [
        marks.get(b.kind, "{}").format(_escaped(b.text))
        for b in article.blocks
        if b.kind != "related"
    ]
    related = [_escaped(b.text) for b in article.blocks if b.kind == "related"]
    return [*parts, *(["相关阅读：", *related] if related else [])]


def _escaped(text: str) -> str:
    """Text that Markdown takes as text, each line of it on one line."""
    lines = (
        _MARK_AT_START.sub(r"\1\\\2", _MARK.sub(r"\\\g<0>", line)) for line in text.split("\n")
    )
    return "\\\n".join(line.strip() for line in lines if line.strip())


_MARK = re.compile(r"[\\`*_\[\]<>#|]|~(?=~)|(?<=~)~|&(?=[#\w])")
_MARK_AT_START = re.compile(r"^(\s*\d{0,9})([-+=.)])")
