"""What the tests of fetching share: a feed, a page, a client in no hurry, a store."""

from __future__ import annotations

from pathlib import Path

from store.article import Article
from store.feeds.fetching import fetch
from store.feeds.subscribing import subscribe
from store.feeds.subscriptions import Subscription, subscriptions
from store.library import Library
from store.web.client import Client
from tests.web.server import Behaviour, Server

FEED = "/feed.xml"


def rss(*titles: str, body: str = "", link: str = "/{}", title: str = "城北日报") -> bytes:
    items = "".join(
        f"<item><title>{t}</title><link>{link.format(n)}</link>"
        f"<pubDate>Thu, 16 May 2024 0{n}:30:00 GMT</pubDate>"
        f"<description><![CDATA[{body or f'{t}，工程师说。'}]]></description></item>"
        for n, t in enumerate(titles)
    )
    return f"<rss version='2.0'><channel><title>{title}</title>{items}</channel></rss>".encode()


PAGE = """<!DOCTYPE html><html><head><meta charset="utf-8"><title>河堤完工 - 城北日报</title></head>
<body><nav><a href="/">首页</a><a href="/a">国际</a></nav><article><h1>河堤完工</h1>
<p>河堤完工，工程师说。这是三年来最大的一项工程，从去年春天起每天有两百人在这里工作。</p>
<p>市长在典礼上说，新的河堤能挡住五十年一遇的洪水，沿岸的八个村子从此不必每年夏天搬家。</p>
<p>也有村民担心，河堤修高以后，下游的水会更急；水利局回答说，明年会接着修下游的一段。</p>
</article><footer>版权所有</footer></body></html>""".encode()


def client(**given: float) -> Client:
    return Client(allow_private=True, delay=0, wait=lambda seconds: None, **given)  # type: ignore[arg-type]


class Store:
    """A store that is subscribed to feeds of a server."""

    def __init__(self, path: Path, *urls: str, full: bool = False) -> None:
        self.path = path
        for url in urls:
            subscribe(path, Subscription(url, full=full))

    def fetch(self, *, full: bool = False, **given: float) -> tuple[int, int, list[str]]:
        """Fetch all; how many were added and known, and what was refused."""
        with client(**given) as web:
            report = fetch(Library.open(self.path), subscriptions(self.path), web, full=full)
        return report.added, report.known, [str(refused) for refused in report.refused]

    def feed(self) -> Subscription:
        (feed,) = subscriptions(self.path)
        return feed

    def articles(self) -> list[Article]:
        library = Library.open(self.path)
        found = [library.article(h.id) for h in library.rows(stories=False).page(0, 1000)]
        return [article for article in found if article]

    def titles(self) -> set[str]:
        return {article.title for article in self.articles()}


def one(tmp_path: Path, server: Server, behaviour: Behaviour) -> Store:
    server.routes[FEED] = behaviour
    return Store(tmp_path / "store", server.url(FEED))
