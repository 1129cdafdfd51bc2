"""`wenren feeds` and `wenren fetch` from outside: what they print and how they end."""

from __future__ import annotations

import json
import os
import subprocess
import sys
from pathlib import Path
from typing import Any

import pytest

from store.feeds.fetching import alone
from store.feeds.subscriptions import FILE, subscriptions
from tests import command_line
from tests.web.server import answer, conditional, serving

OPML = """<opml version="2.0"><body><outline text="新闻"><outline text="国际">
<outline text="城北日报" xmlUrl="https://north.example/rss"/></outline></outline>
<outline text="本地" xmlUrl="file:///etc/passwd"/></body></opml>"""

RSS = """<rss version="2.0"><channel><title>城北日报</title><item><title>河堤完工</title>
<link>/1</link><description>河堤完工，工程师说。</description></item></channel></rss>""".encode()


def wenren(*arguments: str, store: Path, input: bytes = b"") -> subprocess.CompletedProcess[bytes]:
    return command_line.wenren(*arguments, "--store", store, input=input)


def allow_private_addresses(folder: Path, patch: pytest.MonkeyPatch) -> None:
    """From here on, commands may fetch from this machine."""
    config = folder / "config.toml"
    config.write_text("[fetch]\nprivate_addresses = true\n", "utf-8")
    patch.setenv("WENREN_CONFIG", str(config))


def said(done: subprocess.CompletedProcess[bytes], code: int = 0) -> str:
    error = done.stderr.decode()
    assert done.returncode == code, error
    assert "Traceback" not in error
    return error


def lines(done: subprocess.CompletedProcess[bytes], code: int = 0) -> list[dict[str, Any]]:
    said(done, code)
    return [json.loads(line) for line in done.stdout.splitlines()]


def test_subscribing_without_asking(tmp_path: Path) -> None:
    url = "https://north.example/rss"
    words = ("--title", "城北\x1b[31m日报", "--tag", "新闻/国际", "--tag", "早报", "--full")
    done = wenren("feeds", "add", url, "--no-check", *words, store=tmp_path)
    assert "subscribed: 城北[31m日报 https://north.example/rss" in said(done)
    assert "already" in said(wenren("feeds", "add", url, "--no-check", store=tmp_path))
    for command in (["feeds", "--json"], ["feeds", "list", "--json"], ["feeds", "--json", "list"]):
        (feed,) = lines(wenren(*command, store=tmp_path))
        assert (feed["url"], feed["tags"], feed["full"]) == (url, ["新闻/国际", "早报"], True)
        assert (feed["fetched"], feed["error"], feed["articles"]) == (None, None, 0)
    printed = wenren("feeds", store=tmp_path).stdout.decode()
    assert "城北[31m日报 #新闻/国际 #早报  https://north.example/rss" in printed
    assert "removed" in said(wenren("feeds", "remove", "城北[31m日报", store=tmp_path))
    assert lines(wenren("feeds", "list", "--json", store=tmp_path)) == []
    assert "no feed" in said(wenren("feeds", "remove", url, store=tmp_path), 1)


def test_opml_in_and_out(tmp_path: Path) -> None:
    done = wenren("feeds", "import", "-", "--json", store=tmp_path, input=OPML.encode())
    (report,) = lines(done, 1)
    assert (report["added"], report["known"], len(report["refused"])) == (1, 0, 1)
    assert report["refused"][0]["reason"] == "not an http or https address"
    exported = wenren("feeds", "export", store=tmp_path).stdout
    path = tmp_path / "out.opml"
    said(wenren("feeds", "export", "--output", str(path), store=tmp_path))
    assert path.read_bytes() == exported
    other = tmp_path / "other"
    assert "1 feeds added" in said(wenren("feeds", "import", str(path), store=other))
    assert wenren("feeds", "export", store=other).stdout == exported
    assert subscriptions(other)[0].tags == ("新闻/国际",)
    assert "1 known" in said(wenren("feeds", "import", str(path), store=other))
    assert "/nowhere" in said(wenren("feeds", "import", "/nowhere", store=other), 1)
    assert "OPML" in said(wenren("feeds", "import", "-", store=other, input=b"<rss/>"), 1)


def test_subscribing_fetching_and_what_went_wrong(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    page = (
        b"<html><head><link rel='alternate' type='application/rss+xml' href='/rss'></head></html>"
    )
    with serving({"/rss": conditional(RSS), "/": answer(page)}) as server:
        url = server.url("/rss")
        refused = said(wenren("feeds", "add", url, store=tmp_path), 1)
        assert "private" in refused
        assert "--no-check" in refused
        allow_private_addresses(tmp_path, monkeypatch)
        added = wenren("feeds", "add", server.url("/"), store=tmp_path)
        assert f"subscribed: 城北日报 {url}" in said(added)
        report = {"added": 1, "known": 0, "reprints": 0, "refused": []}
        fetched = wenren("fetch", "--json", store=tmp_path)
        assert lines(fetched) == [report]
        assert fetched.stderr == b""
        assert lines(wenren("fetch", "--json", store=tmp_path)) == [report | {"added": 0}]
        (head,) = lines(wenren("list", "--json", store=tmp_path))
        assert (head["title"], head["source"]) == ("河堤完工", "城北日报")

        server.routes["/rss"] = answer(status=404)
        (failed,) = lines(wenren("fetch", "--json", store=tmp_path), 1)
        assert failed["refused"][0]["input"] == url
        assert "404" in failed["refused"][0]["reason"]
        asked = len(server.requests)
        assert "0 refused" in said(wenren("fetch", store=tmp_path))
        assert len(server.requests) == asked, "a feed that failed is left alone"
        for name in (url, "城北日报"):
            error = said(wenren("fetch", name, store=tmp_path), 1)
            assert f"wenren: {url}: " in error
        assert len(server.requests) == asked + 2
        assert "404 Not Found (3 times" in wenren("feeds", store=tmp_path).stdout.decode()

        server.routes["/rss"] = answer(status=410)
        said(wenren("fetch", url, store=tmp_path), 1)
        assert "gone since" in wenren("feeds", store=tmp_path).stdout.decode()
        asked = len(server.requests)
        assert "gone" in said(wenren("fetch", url, store=tmp_path), 1)
        said(wenren("fetch", store=tmp_path))
        assert len(server.requests) == asked


@pytest.mark.parametrize(
    ("arguments", "code", "words"),
    [
        (["feeds", "add", "file:///etc/passwd"], 1, "not an http or https address"),
        (["feeds", "add", "http://127.0.0.1:1/"], 1, "127.0.0.1"),
        (["feeds", "add"], 2, "URL"),
        (["feeds", "rename"], 2, "rename"),
        (["fetch", "没有这个"], 1, "没有这个: no feed or tag is called so"),
        (["feeds", "export", "--output", "/nowhere/at/all"], 1, "/nowhere/at/all"),
    ],
)
def test_mistakes_are_one_line_and_a_code(
    tmp_path: Path, arguments: list[str], code: int, words: str
) -> None:
    done = wenren(*arguments, store=tmp_path)
    assert words in said(done, code)
    assert done.stdout == b""


def test_a_broken_file_ends_every_command(tmp_path: Path) -> None:
    (tmp_path / FILE).write_bytes(b"{")
    for command in (["feeds"], ["fetch"], ["feeds", "add", "http://a.example/", "--no-check"]):
        assert FILE in said(wenren(*command, store=tmp_path), 3)
    assert (tmp_path / FILE).read_bytes() == b"{"


def test_a_second_fetch_leaves_it_to_the_first(tmp_path: Path) -> None:
    with alone(tmp_path, wait=False):
        done = wenren("fetch", "--json", store=tmp_path)
    assert "under way" in said(done)
    assert json.loads(done.stdout)["added"] == 0


def test_several_processes_at_once_lose_nothing(tmp_path: Path) -> None:
    script = """
import sys
from pathlib import Path
from store.feeds.subscriptions import Subscription, changing
for n in range(60):
    with changing(Path(sys.argv[1])) as feeds:
        feed = Subscription(f"http://{sys.argv[2]}.example/{n}")
        feeds[feed.url] = feed
"""
    root = str(Path(__file__).parents[2])
    writers = [
        subprocess.Popen(
            [sys.executable, "-c", script, str(tmp_path), name],
            env={**os.environ, "PYTHONPATH": root},
        )
        for name in "ab"
    ]
    assert [writer.wait() for writer in writers] == [0, 0]
    found = {feed.url for feed in subscriptions(tmp_path)}
    assert found == {f"http://{name}.example/{n}" for name in "ab" for n in range(60)}
    assert not list(tmp_path.glob(".*.tmp"))


def test_addresses_are_added_by_what_lies_there(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    article = (
        "<p>河堤完工，工程师说。这是三年来最大的一项工程，从去年春天起每天有两百人工作。</p>" * 3
    )
    page = (
        f"<html><head><title>大桥通车</title></head><body><h1>大桥通车</h1>{article}</body></html>"
    )
    routes = {"/rss": answer(RSS), "/page": answer(page.encode())}
    with serving(routes) as server:
        urls = [server.url(path) for path in ("/rss", "/page", "/missing")]
        assert "private" in said(wenren("add", urls[0], store=tmp_path), 1)
        allow_private_addresses(tmp_path, monkeypatch)
        done = wenren("add", *urls, "--source", "城西报", "--json", store=tmp_path)
        (report,) = lines(done, 1)
        assert report["added"] == 2
        assert [r["input"] for r in report["refused"]] == urls[2:]
    heads = lines(wenren("list", "--json", store=tmp_path))
    assert {(h["title"], h["source"]) for h in heads} == {
        ("河堤完工", "城西报"),
        ("大桥通车", "城西报"),
    }
