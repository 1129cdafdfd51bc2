"""The client against a server that does as it should."""

from __future__ import annotations

import gzip
import socket
import threading
import zlib
from collections.abc import Iterator
from concurrent.futures import ThreadPoolExecutor
from datetime import UTC, datetime, timedelta
from email.utils import format_datetime
from typing import Any

import brotli
import pytest

from store.settings import Fetch
from store.web import headers
from store.web.client import Client
from store.web.response import FetchError, Response
from tests.web.server import (
    CERTIFICATES,
    Exchange,
    Server,
    answer,
    conditional,
    in_turn,
    raw,
    redirect,
    serving,
)

BODY = "<p>河堤完工，工程师说。</p>".encode() * 20
LOOPBACK = ["127.0.0.1/32"]


class Time:
    """A clock that only waiting moves."""

    def __init__(self) -> None:
        self.now = 1000.0
        self.waited: list[float] = []

    def clock(self) -> float:
        return self.now

    def wait(self, seconds: float) -> None:
        self.waited.append(round(seconds, 6))
        self.now += seconds


@pytest.fixture
def time() -> Time:
    return Time()


@pytest.fixture
def server() -> Iterator[Server]:
    with serving() as server:
        yield server


def client(time: Time, **given: Any) -> Client:
    usual: dict[str, Any] = {"allow_private": LOOPBACK, "delay": 0, "timeout": 5, "connect": 2}
    return Client(clock=time.clock, wait=time.wait, **{**usual, **given})


def get(time: Time, url: str, **given: Any) -> Response:
    with client(time) as web:
        return web.get(url, **given)


def refused(time: Time, url: str, **given: Any) -> FetchError:
    with client(time, **given) as web, pytest.raises(FetchError) as error:
        web.get(url)
    return error.value


def test_what_a_server_gives(time: Time, server: Server) -> None:
    said = {"Content-Type": 'Text/HTML; charset="GB2312"', "ETag": 'W/"1"', "Last-Modified": "x"}
    server.routes["/a"] = answer(BODY, headers=said)
    url = server.url("/a")
    expected = Response(url, None, 200, "text/html", "gb2312", 'W/"1"', "x", BODY, None)
    assert get(time, url + "#part") == expected


def test_what_is_asked(time: Time, server: Server) -> None:
    server.routes["/a"] = answer()
    get(time, server.url("/a?词"))
    asked = server.requests[0]
    assert (asked.method, asked.target) == ("GET", "/a?%E8%AF%8D")
    assert asked.headers["host"] == f"127.0.0.1:{server.port}"
    assert asked.headers["user-agent"].startswith("Wenren")
    assert asked.headers["accept-language"].startswith("zh-CN")
    assert asked.headers["accept-encoding"] == "gzip, deflate, br"
    assert not {"cookie", "referer", "if-none-match"} & asked.headers.keys()


def _raw_deflate(data: bytes) -> bytes:
    packer = zlib.compressobj(wbits=-15)
    return packer.compress(data) + packer.flush()


@pytest.mark.parametrize(
    ("coding", "packed"),
    [
        ("gzip", gzip.compress(BODY, mtime=0)),
        ("x-gzip", gzip.compress(BODY[:50], mtime=0) + gzip.compress(BODY[50:], mtime=0)),
        ("gzip", gzip.compress(BODY, mtime=0) + bytes(100)),
        ("deflate", zlib.compress(BODY)),
        ("deflate", _raw_deflate(BODY)),
        ("br", brotli.compress(BODY)),
        ("br, GZIP", gzip.compress(brotli.compress(BODY), mtime=0)),
        ("identity", BODY),
        ("", BODY),
    ],
)
def test_bodies_are_unpacked(time: Time, server: Server, coding: str, packed: bytes) -> None:
    server.routes["/a"] = answer(packed, headers={"Content-Encoding": coding})
    assert get(time, server.url("/a")).body == BODY


def test_what_is_known_is_not_sent_again(time: Time, server: Server) -> None:
    server.routes["/a"] = conditional(BODY, '"1"')
    first = get(time, server.url("/a"))
    again = get(time, server.url("/a"), etag=first.etag, modified="Thu, 16 May 2024 01:00:00 GMT")
    assert (first.status, first.body) == (200, BODY)
    assert (again.status, again.body, again.etag) == (304, b"", '"1"')
    sent = server.requests[1].headers
    assert sent["if-modified-since"] == "Thu, 16 May 2024 01:00:00 GMT"


@pytest.mark.parametrize("value", ["a\r\nX-Evil: 1", "a\nb", "新", "a" * 10_000, " ", "\x1b[2J"])
def test_a_stored_validator_that_could_harm_is_not_sent(
    time: Time, server: Server, value: str
) -> None:
    server.routes["/a"] = answer(BODY)
    assert get(time, server.url("/a"), etag=value, modified=value).status == 200
    assert not {"if-none-match", "if-modified-since", "x-evil"} & server.requests[0].headers.keys()


@pytest.mark.parametrize(
    ("statuses", "moved_to"),
    [
        ((301,), 1),
        ((308,), 1),
        ((301, 308), 2),
        ((302,), None),
        ((303,), None),
        ((307,), None),
        ((302, 301), None),
        ((301, 302), 1),
        ((301, 302, 301), 1),
    ],
)
def test_a_move_for_good_is_one_that_begins_the_way(
    time: Time, server: Server, statuses: tuple[int, ...], moved_to: int | None
) -> None:
    for number, status in enumerate(statuses):
        server.routes[f"/{number}"] = redirect(f"{number + 1}", status)
    server.routes[f"/{len(statuses)}"] = answer(BODY)
    found = get(time, server.url("/0"))
    assert found.url == server.url(f"/{len(statuses)}")
    assert found.permanent_url == (None if moved_to is None else server.url(f"/{moved_to}"))
    assert found.body == BODY


def test_an_etag_is_asked_about_where_a_redirect_leads(time: Time, server: Server) -> None:
    server.routes |= {"/0": redirect("/1", 301), "/1": conditional(BODY)}
    found = get(time, server.url("/0"), etag='"1"')
    assert (found.status, found.permanent_url) == (304, server.url("/1"))


def test_ten_redirects_are_followed_and_no_more(time: Time, server: Server) -> None:
    for number in range(20):
        server.routes[f"/{number}"] = redirect(f"/{number + 1}")
    server.routes["/20"] = answer(BODY)
    assert get(time, server.url("/10")).url == server.url("/20")
    server.requests.clear()
    assert "more than 10 redirects" in refused(time, server.url("/0")).reason
    assert len(server.requests) == 11


@pytest.mark.parametrize("status", [400, 401, 403, 404, 451, 501])
def test_a_no_is_taken_at_once(time: Time, server: Server, status: int) -> None:
    server.routes["/a"] = answer(BODY, status)
    error = refused(time, server.url("/a"))
    assert (error.status, error.gone, len(server.requests)) == (status, False, 1)
    assert str(error).startswith(f"{server.url('/a')}: the server says {status} ")


def test_gone_for_good_is_said_by_410_alone_and_not_after_a_passing_redirect(
    time: Time, server: Server
) -> None:
    server.routes |= {"/a": answer(BODY, 410), "/b": redirect("/a", 301), "/c": redirect("/a")}
    assert refused(time, server.url("/a")).gone
    assert refused(time, server.url("/b")).gone
    assert not refused(time, server.url("/c")).gone


@pytest.mark.parametrize("status", [429, 500, 502, 503, 504])
def test_what_may_pass_is_tried_twice_more(time: Time, server: Server, status: int) -> None:
    bad = answer(b"", status)
    server.routes |= {"/a": in_turn(bad, bad, answer(BODY)), "/b": bad}
    assert get(time, server.url("/a")).body == BODY
    assert len(time.waited) == 2
    assert 1 <= time.waited[0] <= 1.5
    assert 2 <= time.waited[1] <= 3
    error = refused(time, server.url("/b"))
    assert (error.status, len(server.asked("/b"))) == (status, 3)


def test_a_server_is_left_alone_for_as_long_as_it_asks(time: Time, server: Server) -> None:
    busy = {"Retry-After": "7"}
    server.routes["/a"] = in_turn(answer(b"", 429, busy), answer(BODY))
    assert get(time, server.url("/a")).body == BODY
    assert time.waited == [7]


def test_a_server_that_asks_for_long_is_not_tried_again(time: Time, server: Server) -> None:
    server.routes["/a"] = answer(b"", 503, {"Retry-After": "3600"})
    error = refused(time, server.url("/a"))
    assert (error.retry_after, len(server.requests), time.waited) == (3600, 1, [])


def test_a_host_that_asked_for_long_is_left_alone_at_its_other_addresses_too(
    time: Time, server: Server
) -> None:
    server.routes |= {"/a": answer(b"", 503, {"Retry-After": "3600"}), "/b": answer(BODY)}
    with client(time) as web:
        for path in ("/a", "/b"):
            with pytest.raises(FetchError) as error:
                web.get(server.url(path))
            assert error.value.retry_after == 3600
        assert error.value.reason == "the server asked a moment ago to be left alone"
        assert len(server.requests) == 1
        time.now += 3600
        assert web.get(server.url("/b")).body == BODY


def test_a_host_that_is_silent_again_and_again_is_not_asked_for_a_while(
    time: Time, server: Server
) -> None:
    server.routes |= {"/ok": answer(BODY), "/a": raw()}

    def silent(web: Client) -> str:
        with pytest.raises(FetchError) as error:
            web.get(server.url("/a"))
        return error.value.reason

    with client(time) as web:
        for _ in range(2):
            assert silent(web) == "the connection was closed without an answer"
        web.get(server.url("/ok"))
        # An answer in between, and all is as it was.
        for _ in range(3):
            assert silent(web) == "the connection was closed without an answer"
        asked = len(server.requests)
        assert silent(web) == "the server hasn't answered several times in a row"
        assert len(server.requests) == asked == 5 * 3 + 1
        time.now += 600
        assert web.get(server.url("/ok")).body == BODY


def test_a_host_that_says_no_is_not_silent(time: Time, server: Server) -> None:
    server.routes |= {"/a": answer(b"", 500), "/b": answer(b"", 404)}
    with client(time) as web:
        for path in ("/a", "/b") * 5:
            with pytest.raises(FetchError, match="the server says"):
                web.get(server.url(path))


@pytest.mark.parametrize(
    ("value", "seconds"),
    [
        ("120", 120),
        (" 0 ", 0),
        ("99999999999999999999", 7 * 86400),
        ("Thu, 16 May 2024 01:02:00 GMT", 120),
        ("Thu, 16 May 2024 01:02:00", 120),
        ("Wed, 15 May 2024 01:00:00 GMT", 0),
        ("Thu, 16 May 9999 01:00:00 GMT", 7 * 86400),
        ("-5", None),
        ("１２", None),
        ("soon", None),
        ("", None),
        (None, None),
        ("9" * 10_000, 7 * 86400),
        ("Thu, 99 May 2024 01:00:00 GMT", None),
    ],
)
def test_retry_after(value: str | None, seconds: float | None) -> None:
    assert headers.retry_after(value, datetime(2024, 5, 16, 1, tzinfo=UTC)) == seconds


def test_retry_after_as_a_date_counts_from_now() -> None:
    at = format_datetime(datetime.now(UTC) + timedelta(hours=1), usegmt=True)
    assert headers.retry_after(at) == pytest.approx(3600, abs=60)


@pytest.mark.parametrize(
    ("value", "parts"),
    [
        ("text/html; charset=GBK", ("text/html", "gbk")),
        ("application/rss+xml;charset='utf-8'", ("application/rss+xml", "utf-8")),
        ('text/html; a=b ; CharSet = "big5"', ("text/html", "big5")),
        ("text/html", ("text/html", None)),
        ("charset=utf-8", (None, None)),
        ("html; charset=\x1b[2J", (None, None)),
        ("text/html, text/plain", ("text/html", None)),
        ("", (None, None)),
        (None, (None, None)),
        ("a/b;" * 100_000, ("a/b", None)),
    ],
)
def test_content_type(value: str | None, parts: tuple[str | None, str | None]) -> None:
    assert headers.content_type(value) == parts


def test_a_host_is_left_a_pause_between_two_requests(time: Time, server: Server) -> None:
    server.routes |= {"/a": answer(), "/b": redirect("/a")}
    with client(time, delay=2) as web:
        web.get(server.url("/a"))
        assert time.waited == []
        web.get(server.url("/a"))
        time.now += 0.5
        web.get(server.url("/b"))
        # The hop of a redirect belongs to its request.
        assert time.waited == [2, 1.5]
        time.now += 2
        web.get(server.url("/a"))
        assert time.waited == [2, 1.5]


def test_hosts_do_not_wait_for_one_another(time: Time, server: Server) -> None:
    server.routes["/a"] = answer()
    with client(time, delay=2, resolve=lambda *_: ["127.0.0.1"]) as web:
        for host in ("one.example", "two.example", "three.example"):
            web.get(server.url("/a", host))
    assert time.waited == []


def test_one_host_has_one_connection_and_several_hosts_several(time: Time, server: Server) -> None:
    together = threading.Barrier(2)
    lock = threading.Lock()
    open_now = [0]
    most = [0]

    def meet(exchange: Exchange) -> None:
        # Passes only when two requests are under way at once.
        together.wait(5)
        answer(BODY)(exchange)

    def count(exchange: Exchange) -> None:
        with lock:
            open_now[0] += 1
            most[0] = max(most[0], open_now[0])
        exchange.wait(0.02)
        with lock:
            open_now[0] -= 1
        answer(BODY)(exchange)

    server.routes |= {"/meet": meet, "*": count}
    with client(time, resolve=lambda *_: ["127.0.0.1"]) as web, ThreadPoolExecutor(8) as pool:
        meeting = [server.url("/meet", f"{name}.example") for name in ("one", "two")]
        assert [r.body for r in pool.map(web.get, meeting)] == [BODY, BODY]
        same = [server.url(f"/{n}", "one.example") for n in range(8)]
        assert [r.body for r in pool.map(web.get, same)] == [BODY] * 8
    assert most == [1]


def test_closing_ends_what_is_under_way_and_what_comes_after(time: Time, server: Server) -> None:
    asked = threading.Event()

    def silent(exchange: Exchange) -> None:
        asked.set()
        exchange.wait()

    server.routes["/a"] = silent
    web = client(time, timeout=60, idle=60)
    with ThreadPoolExecutor(2) as pool:
        under_way = [pool.submit(web.get, server.url("/a")) for _ in range(2)]
        assert asked.wait(5)
        web.close()
        for one in under_way:
            with pytest.raises(FetchError, match="given up"):
                one.result(10)
    with pytest.raises(FetchError, match="given up"):
        web.get(server.url("/a"))
    assert len(server.requests) == 1


def test_closing_wakes_who_waits_for_a_turn(server: Server) -> None:
    server.routes["/a"] = answer()
    web = Client(allow_private=LOOPBACK, delay=3600)
    web.get(server.url("/a"))
    with ThreadPoolExecutor(1) as pool:
        waiting = pool.submit(web.get, server.url("/a"))
        web.close()
        with pytest.raises(FetchError, match="given up"):
            waiting.result(10)


def test_the_connection_goes_to_the_address_that_was_checked(time: Time, server: Server) -> None:
    server.routes["/a"] = answer(BODY)
    looked_up: list[str] = []

    def resolve(host: str, port: int, seconds: float) -> list[str]:
        # The second answer would be the one that leads inside.
        looked_up.append(host)
        return ["127.0.0.1"] if len(looked_up) == 1 else ["127.0.0.2"]

    with client(time, resolve=resolve) as web:
        assert web.get(server.url("/a", "news.example")).body == BODY
        assert server.requests[0].headers["host"] == f"news.example:{server.port}"
        assert looked_up == ["news.example"]
        with pytest.raises(FetchError, match=r"127\.0\.0\.2\) is a private address"):
            web.get(server.url("/a", "news.example"))
    assert len(server.requests) == 1


def test_the_next_address_of_a_host_is_tried(time: Time, server: Server) -> None:
    server.routes["/a"] = answer(BODY)
    dead = ["127.0.0.2", "127.0.0.3", "127.0.0.1"]
    with client(time, allow_private=True, resolve=lambda *_: dead) as web:
        assert web.get(server.url("/a", "news.example")).body == BODY


def test_a_larger_body_may_be_asked_for(time: Time, server: Server) -> None:
    server.routes["/a"] = answer(BODY)
    with client(time, size=100) as web:
        with pytest.raises(FetchError, match="larger than 100 bytes"):
            web.get(server.url("/a"))
        assert web.get(server.url("/a"), limit=len(BODY)).body == BODY


def test_a_client_does_as_the_settings_say(server: Server) -> None:
    server.routes["/a"] = answer(BODY)
    with Client.configured(Fetch()) as web, pytest.raises(FetchError, match="private address"):
        web.get(server.url("/a"))
    allowed = Fetch(private_addresses=("127.0.0.0/8",), delay=0, size=len(BODY) / (1 << 20))
    with Client.configured(allowed) as web:
        assert web.get(server.url("/a")).body == BODY
    small = Fetch(private_addresses=True, delay=0, size=(len(BODY) - 1) / (1 << 20))
    with Client.configured(small) as web, pytest.raises(FetchError, match="larger than"):
        web.get(server.url("/a"))


# TLS


def secure(certificate: str, monkeypatch: pytest.MonkeyPatch) -> Any:
    monkeypatch.setenv("SSL_CERT_FILE", str(CERTIFICATES / certificate))
    return serving({"/a": answer(BODY)}, certificate=certificate)


def test_a_certificate_the_system_trusts(time: Time, monkeypatch: pytest.MonkeyPatch) -> None:
    with (
        secure("localhost.pem", monkeypatch) as server,
        client(time, resolve=lambda *_: ["127.0.0.1"]) as web,
    ):
        assert web.get(server.url("/a", "news.example")).body == BODY
        assert web.get(server.url("/a", "127.0.0.1")).body == BODY
        with pytest.raises(FetchError, match="TLS: Hostname mismatch"):
            web.get(server.url("/a", "other.example"))


def test_a_certificate_that_has_run_out(time: Time, monkeypatch: pytest.MonkeyPatch) -> None:
    with secure("expired.pem", monkeypatch) as server:
        assert refused(time, server.url("/a")).reason == "TLS: certificate has expired"
        assert time.waited == []


def test_a_certificate_nobody_knows(time: Time) -> None:
    with serving({"/a": answer(BODY)}, certificate="localhost.pem") as server:
        assert refused(time, server.url("/a")).reason == "TLS: self-signed certificate"


def test_a_way_down_from_tls_is_followed_but_not_kept(
    time: Time, server: Server, monkeypatch: pytest.MonkeyPatch
) -> None:
    server.routes["/a"] = answer(BODY)
    with secure("localhost.pem", monkeypatch) as tls:
        tls.routes |= {"/0": redirect("/1", 301), "/1": redirect(server.url("/a"), 301)}
        found = get(time, tls.url("/0"))
        assert (found.body, found.permanent_url) == (BODY, tls.url("/1"))
        server.routes["/up"] = redirect(tls.url("/a"), 301)
        assert get(time, server.url("/up")).permanent_url == tls.url("/a")


# Proxies


def tunnel(exchange: Exchange) -> None:
    """What a proxy does with CONNECT: bytes to and fro; names lead to the loopback."""
    port = int(exchange.request.target.rpartition(":")[2])
    exchange.send(b"HTTP/1.1 200 Connection established\r\n\r\n")
    with socket.create_connection(("127.0.0.1", port)) as there:
        here = exchange.connection

        def back() -> None:
            while piece := there.recv(65536):
                here.sendall(piece)

        thread = threading.Thread(target=back)
        thread.start()
        while not exchange.stopping.is_set() and thread.is_alive():
            here.settimeout(0.05)
            try:
                if not (piece := here.recv(65536)):
                    break
                there.sendall(piece)
            except TimeoutError:
                continue
        there.shutdown(socket.SHUT_RDWR)
        thread.join()


@pytest.mark.parametrize("variable", ["http_proxy", "HTTP_PROXY", "all_proxy"])
def test_the_proxy_of_the_environment_is_asked(
    time: Time, server: Server, monkeypatch: pytest.MonkeyPatch, variable: str
) -> None:
    monkeypatch.setenv(variable, f"http://reader:p%40ss@127.0.0.1:{server.port}")
    server.routes["*"] = answer(BODY)
    with client(time, allow_private=False) as web:
        assert web.get("http://news.example/a?b").body == BODY
    asked = server.requests[0]
    assert asked.target == "http://news.example/a?b"
    assert asked.headers["host"] == "news.example"
    assert asked.headers["proxy-authorization"] == "Basic cmVhZGVyOnBAc3M="


def test_tls_goes_through_a_proxy_as_it_is(
    time: Time, server: Server, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setenv("https_proxy", f"127.0.0.1:{server.port}")
    server.routes["*"] = tunnel
    with (
        secure("localhost.pem", monkeypatch) as tls,
        client(time, allow_private=False) as web,
    ):
        assert web.get(tls.url("/a", "news.example")).body == BODY
        assert server.requests[0].target == f"news.example:{tls.port}"
        with pytest.raises(FetchError, match="TLS: Hostname mismatch"):
            web.get(tls.url("/a", "other.example"))


def test_a_proxy_leads_to_no_private_address_that_can_be_told(
    time: Time, server: Server, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setenv("http_proxy", f"http://127.0.0.1:{server.port}")
    server.routes["*"] = redirect("http://169.254.169.254/latest/meta-data/")
    for url in ("http://0x7f.1/", "http://localhost/", "http://[::1]/", "http://news.example/"):
        assert "is a private address" in refused(time, url, allow_private=False).reason
    assert [r.target for r in server.requests] == ["http://news.example/"]


def test_some_hosts_need_no_proxy(
    time: Time, server: Server, monkeypatch: pytest.MonkeyPatch
) -> None:
    server.routes["/a"] = answer(BODY)
    monkeypatch.setenv("http_proxy", "http://127.0.0.1:1")
    monkeypatch.setenv("no_proxy", "127.0.0.1,.example")
    assert get(time, server.url("/a")).body == BODY
    with client(time, resolve=lambda *_: ["127.0.0.1"]) as web:
        assert web.get(server.url("/a", "news.example")).body == BODY


@pytest.mark.parametrize(
    ("proxy", "reason"),
    [
        ("socks5://127.0.0.1:1080", "only http:// proxies are supported; set http_proxy to one"),
        ("http://", "http_proxy is not an address"),
        ("http://[x", "http_proxy is not an address"),
        ("http://a:b", "http_proxy is not an address"),
    ],
)
def test_a_proxy_that_cannot_be_used_is_not_gone_round(
    time: Time, server: Server, monkeypatch: pytest.MonkeyPatch, proxy: str, reason: str
) -> None:
    server.routes["/a"] = answer(BODY)
    monkeypatch.setenv("all_proxy", proxy)
    assert refused(time, server.url("/a")).reason == reason
    assert server.requests == []


def test_a_proxy_that_refuses_is_named(
    time: Time, server: Server, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setenv("https_proxy", f"http://127.0.0.1:{server.port}")
    server.routes["*"] = answer(b"", 407)
    reason = refused(time, "https://news.example/").reason
    assert reason == "proxy 127.0.0.1: it says 407 Proxy Authentication Required"
    monkeypatch.setenv("https_proxy", "http://127.0.0.1:1")
    assert refused(time, "https://news.example/").reason == "proxy 127.0.0.1: connection refused"
