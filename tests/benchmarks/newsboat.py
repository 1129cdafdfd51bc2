"""Newsboat from the distribution, with a cache of any size: a baseline people know."""

from __future__ import annotations

import shutil
import sqlite3
import subprocess
from collections.abc import Iterator
from datetime import datetime
from pathlib import Path
from typing import Any
from xml.sax.saxutils import escape

from tests.benchmarks.generate import documents
from tests.pty.program import HEADLINE, environment

FEED = "新闻"
_RSS = """<rss version="2.0"><channel><title>{feed}</title><link>http://localhost/</link>
<description>-</description><item><title>{title}</title><link>http://localhost/0</link>
<guid>0</guid><description>{body}</description><pubDate>{date}</pubDate></item></channel></rss>
"""


# The newest is shown first, whatever an earlier run has read.
_CONFIG = "confirm-exit no\nauto-reload no\ngoto-first-unread no\n"


def installed() -> bool:
    return shutil.which("newsboat") is not None


def command(folder: Path) -> tuple[str, ...]:
    """The command line of newsboat on the cache in ``folder``."""
    files = ("-u", "urls", "-c", "cache.db", "-C", "config")
    return (
        "newsboat",
        *(str(folder / part) if "-" not in part else part for part in files),
        "-q",
    )


def cached(store: Path, folder: Path) -> Path:
    """A folder with newsboat's cache of a store's articles, made when it isn't there yet."""
    made = folder / f"newsboat-{store.name}"
    if not made.exists():
        building = folder / f".{made.name}"
        shutil.rmtree(building, ignore_errors=True)
        building.mkdir(parents=True)
        _build(building, documents(store))
        building.rename(made)
        # The feed's address is an absolute path: the cache must know the final one.
        _point_to(made)
    (made / "config").write_text(_CONFIG, "utf-8")
    return made


def newest(folder: Path) -> str:
    """The beginning of the first headline it shows."""
    with sqlite3.connect(folder / "cache.db") as cache:
        query = "SELECT title FROM rss_item ORDER BY pubDate DESC LIMIT 1"
        title = str(cache.execute(query).fetchone()[0])
    cache.close()
    return title[:HEADLINE]


def _build(folder: Path, articles: Iterator[dict[str, Any]]) -> None:
    first = next(articles)
    rss = _RSS.format(
        feed=FEED,
        title=escape(first["title"]),
        body=escape(_body(first)),
        date=_moment(first).strftime("%a, %d %b %Y %H:%M:%S %z"),
    )
    (folder / "feed.xml").write_text(rss, "utf-8")
    (folder / "urls").write_text(f"file://{folder / 'feed.xml'}\n", "utf-8")
    (folder / "config").write_text(_CONFIG, "utf-8")
    # Newsboat makes its own tables; the other articles are put beside the first.
    subprocess.run(
        [*command(folder), "-x", "reload"],
        env=environment(folder),
        check=True,
        stdout=subprocess.DEVNULL,
    )
    with sqlite3.connect(folder / "cache.db") as cache:
        cache.executemany(
            "INSERT INTO rss_item (guid, title, author, url, feedurl, pubDate, content, unread)"
            " SELECT ?, ?, '', ?, rssurl, ?, ?, 1 FROM rss_feed",
            (
                (
                    str(at),
                    article["title"],
                    f"http://localhost/{at}",
                    int(_moment(article).timestamp()),
                    _body(article),
                )
                for at, article in enumerate(articles, 1)
            ),
        )
    cache.close()


def _point_to(folder: Path) -> None:
    url = f"file://{folder / 'feed.xml'}"
    (folder / "urls").write_text(f"{url}\n", "utf-8")
    with sqlite3.connect(folder / "cache.db") as cache:
        cache.execute("UPDATE rss_feed SET rssurl = ?", (url,))
        cache.execute("UPDATE rss_item SET feedurl = ?", (url,))
    cache.close()


def _body(article: dict[str, Any]) -> str:
    return "".join(f"<p>{block['text']}</p>" for block in article["blocks"])


def _moment(article: dict[str, Any]) -> datetime:
    return datetime.fromisoformat(article["published"] or "1970-01-01")
