"""The client against servers that misbehave: each ends, within bounds, as one line of reason."""

from __future__ import annotations

import gzip
import socket
import threading
import tracemalloc
import zlib
from collections.abc import Iterator
from contextlib import suppress
from typing import Any

import brotli
import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from store.web.bodies import unpacked
from store.web.client import Client
from store.web.failures import Failure, failure_of
from store.web.response import FetchError, Response
from tests.examples import few
from tests.web.server import (
    Behaviour,
    Exchange,
    Server,
    answer,
    head,
    in_turn,
    raw,
    redirect,
    serving,
)

BODY = "河堤完工，工程师说。".encode() * 40
LIMIT = 1 << 20
SHORT = 0.25
"""Seconds of patience in these tests."""

ZEROS = bytes(32 * LIMIT)


@pytest.fixture(scope="module")
def server() -> Iterator[Server]:
    with serving() as server:
        yield server


def client(**given: Any) -> Client:
    usual: dict[str, Any] = {
        "allow_private": ["127.0.0.1/32"],
        "delay": 0,
        "size": LIMIT,
        "timeout": 5,
        "connect": SHORT,
        "idle": SHORT,
        "wait": lambda seconds: None,
    }
    return Client(**{**usual, **given})


def ask(server: Server, behaviour: Behaviour, **given: Any) -> Response:
    server.requests.clear()
    server.routes["/"] = behaviour
    with client(**given) as web:
        return web.get(server.url("/"))


def refused(server: Server, behaviour: Behaviour, **given: Any) -> str:
    """The reason, of which the form is checked here: one line, and nothing of the server's."""
    with pytest.raises(FetchError) as error:
        ask(server, behaviour, **given)
    assert "\n" not in str(error.value)
    assert str(error.value).isprintable()
    assert len(error.value.reason) < 200
    return error.value.reason


def endless(piece: bytes, first: bytes = b"") -> Behaviour:
    """``piece`` again and again, as fast as it is read."""

    def behave(exchange: Exchange) -> None:
        exchange.send(first)
        while not exchange.stopping.is_set():
            exchange.send(piece)

    return behave


def silent(after: bytes) -> Behaviour:
    def behave(exchange: Exchange) -> None:
        exchange.send(after)
        exchange.wait()

    return behave


def dripping(data: bytes, first: bytes = b"") -> Behaviour:
    def behave(exchange: Exchange) -> None:
        exchange.send(first)
        exchange.drip(data, SHORT / 10)

    return behave


def reset(after: bytes) -> Behaviour:
    def behave(exchange: Exchange) -> None:
        exchange.send(after)
        exchange.reset()

    return behave


def packed(coding: str, data: bytes) -> Behaviour:
    return answer(data, headers={"Content-Encoding": coding})


CHUNKED = head(200, {"Transfer-Encoding": "chunked"})
SIZED = head(200, {"Content-Length": "1000"})


@pytest.mark.parametrize(
    ("behaviour", "reason"),
    [
        # Not HTTP
        (raw(), "the connection was closed without an answer"),
        (raw(b"\r\n\r\n"), "the answer is not HTTP"),
        (raw(b"\x00\xff\x1b[2J" * 100 + b"\r\n\r\n"), "the answer is not HTTP"),
        (raw(b"<html>" + BODY), "the answer is not HTTP"),
        (raw(b"HTTP/1.1 OK\r\n\r\n"), "the answer is not HTTP"),
        (raw(b"HTTP/1.1 99999 OK\r\n\r\n"), "the answer is not HTTP"),
        (raw(b"HTTP/9.9 200 OK\r\n\r\n"), "the answer is not HTTP"),
        (raw(b"HTTP/1.1 " + b"2" * 100_000), "a header is too long"),
        (raw(b"SSH-2.0-OpenSSH_9.2\r\n"), "the answer is not HTTP"),
        # Headers
        (raw(head(200, {"A": "a" * 10_000_000}), BODY), "a header is too long"),
        (endless(b"a" * 65536, b"HTTP/1.1 200 OK\r\nA: "), "a header is too long"),
        (endless(b"Set-Cookie: a=b\r\n" * 99, b"HTTP/1.1 200 OK\r\n"), "too many headers"),
        (raw(head(200, {"Content-Length": "1, 2"}), BODY), "the answer is not HTTP"),
        # Ends that come too early
        (raw(SIZED, b"a" * 999), "the answer was cut off"),
        (raw(SIZED), "the answer was cut off"),
        (raw(CHUNKED, b"5\r\nhello\r\n"), "the answer was cut off"),
        (raw(CHUNKED, b"5\r\nhel"), "the answer was cut off"),
        (raw(CHUNKED), "the answer was cut off"),
        (raw(CHUNKED, b"zz\r\nhello\r\n0\r\n\r\n"), "the answer was cut off"),
        (raw(CHUNKED, b"-5\r\nhello\r\n0\r\n\r\n"), "the answer is not HTTP"),
        (raw(CHUNKED, b"5" * 100_000), "a header is too long"),
        (raw(CHUNKED, BODY), "the answer was cut off"),
        (reset(b""), "the connection was broken off"),
        (reset(head()[:-4]), "the connection was broken off"),
        (reset(SIZED + b"half"), "the connection was broken off"),
        # Too much
        (raw(head(200, {"Content-Length": str(LIMIT + 1)})), "larger than 1 MiB"),
        (raw(head(200, {"Content-Length": "9" * 30})), "larger than 1 MiB"),
        (endless(bytes(65536), head()), "larger than 1 MiB"),
        (endless(b"1000\r\n" + bytes(4096) + b"\r\n", CHUNKED), "larger than 1 MiB"),
        # Packed
        (packed("gzip", gzip.compress(ZEROS, 9, mtime=0)), "larger than 1 MiB"),
        (packed("deflate", zlib.compress(ZEROS, 9)), "larger than 1 MiB"),
        (packed("br", brotli.compress(ZEROS, quality=5)), "larger than 1 MiB"),
        (
            packed("gzip, gzip", gzip.compress(gzip.compress(ZEROS, 9, mtime=0))),
            "larger than 1 MiB",
        ),
        (packed("br, gzip", gzip.compress(brotli.compress(ZEROS, quality=5))), "larger than 1 MiB"),
        (packed("gzip, gzip, gzip", b""), "packed too many times over"),
        (packed(", ".join(["gzip"] * 1000), b""), "packed too many times over"),
        (packed("gzip", BODY), "the gzip data is damaged"),
        (packed("deflate", b"\x78\x9c" + BODY), "the deflate data is damaged"),
        (packed("br", BODY), "the br data is damaged"),
        (packed("gzip", gzip.compress(BODY, mtime=0)[:-9] + bytes(9)), "the gzip data is damaged"),
        (packed("gzip", gzip.compress(BODY, mtime=0)[:-10]), "the answer was cut off"),
        (packed("deflate", zlib.compress(BODY)[:-10]), "the answer was cut off"),
        (packed("br", brotli.compress(BODY)[:-5]), "the answer was cut off"),
        (packed("zstd", BODY), "packed in an unknown way (zstd)"),
        (packed("x" * 5000, BODY), f"packed in an unknown way ({'x' * 20})"),
        (packed("\x1b[2J", BODY), "packed in an unknown way ([2j)"),
        # Statuses
        (answer(BODY, 204), "the server says 204 No Content"),
        (answer(BODY, 206), "the server says 206 Partial Content"),
        (answer(BODY, 103), "the server says 103 Early Hints"),
        (answer(BODY, 304), "the server says 304 Not Modified"),
        (answer(BODY, 300), "the server says 300 Multiple Choices"),
        (answer(BODY, 999), "the server says 999"),
        (raw(b"HTTP/1.1 404 \x1b[2JGotcha\r\n\r\n"), "the server says 404 Not Found"),
        # Redirects
        (answer(BODY, 302), "the server says 302 Found"),
        (redirect(""), "the server says 302 Found"),
        (redirect("file:///etc/passwd"), "only http and https addresses are fetched"),
        (redirect("javascript:alert(1)"), "only http and https addresses are fetched"),
        (redirect("data:text/html,x", 301), "only http and https addresses are fetched"),
        (redirect("http://a@127.0.0.1/"), "an address with a name or password isn't fetched"),
        (redirect("http://[x"), "not a web address"),
        (redirect("http://news.example:22/"), "port 22 is no web server's"),
        (redirect("/" + "a" * 5000), "the address is longer than 4000 characters"),
        (redirect("\x1b]52;c;x\x07"), "the server says 404 Not Found"),
        (redirect("http://10.0.0.1/"), "10.0.0.1 is a private address"),
        (redirect("http://127.0.0.2:8080/", 301), "127.0.0.2 is a private address"),
        (redirect("http://169.254.169.254/latest/"), "169.254.169.254 is a private address"),
        (redirect("http://[::1]/"), "::1 is a private address"),
        (redirect("http://0/"), "0 (0.0.0.0) is a private address"),
        (redirect("http://2130706434/"), "2130706434 (127.0.0.2) is a private address"),
        (redirect("//[::ffff:10.0.0.1]/"), "::ffff:a00:1 (::ffff:10.0.0.1) is a private address"),
    ],
)
def test_an_answer_that_is_none(server: Server, behaviour: Behaviour, reason: str) -> None:
    assert refused(server, behaviour).startswith(reason)


@pytest.mark.parametrize(
    "behaviour",
    [
        silent(b""),
        silent(b"HTTP/1.1 200 OK\r\nContent-"),
        silent(head()),
        silent(SIZED + b"half"),
        silent(CHUNKED + b"5\r\nhel"),
    ],
)
def test_silence_is_not_waited_for(server: Server, behaviour: Behaviour) -> None:
    assert refused(server, behaviour) == "no answer in time"
    # It may have been the network, so it was tried again.
    assert len(server.requests) == 3


@pytest.mark.parametrize(
    "behaviour",
    [
        dripping(b"HTTP/1.1 200 OK\r\n" + b"A: b\r\n" * 1000),
        dripping(b"a" * 1000, b"HTTP/1.1 200 OK\r\nA: "),
        dripping(b"a" * 1000, SIZED),
        dripping(b"a" * 1000, head()),
        dripping(b"1\r\na\r\n" * 1000, CHUNKED),
        dripping(b"0" * 1000, CHUNKED),
        dripping(b"A: b\r\n" * 1000, CHUNKED + b"0\r\n"),
        endless(b"HTTP/1.1 100 Continue\r\n\r\n"),
        endless(b"A: b\r\n", CHUNKED + b"0\r\n"),
        endless(b"", head()),
    ],
)
def test_an_answer_without_end_is_given_up(server: Server, behaviour: Behaviour) -> None:
    assert refused(server, behaviour, timeout=SHORT) == f"not done in {SHORT} seconds"
    # Who was slow once has had all the time there is.
    assert len(server.requests) == 1


def test_slow_redirects_share_the_time_of_one_request(server: Server) -> None:
    def slowly(exchange: Exchange) -> None:
        exchange.wait(SHORT / 3)
        redirect(f"/slow{len(server.requests)}")(exchange)

    server.routes["*"] = slowly
    try:
        assert refused(server, slowly, timeout=SHORT).startswith("not done in ")
    finally:
        del server.routes["*"]
    assert len(server.requests) <= 4


def test_a_body_that_the_clock_cut_off_is_not_taken_for_whole(server: Server) -> None:
    # Without a length, the end of the connection is the end of the body.
    assert ask(server, raw(head(), BODY)).body == BODY
    assert refused(server, dripping(BODY, head()), timeout=SHORT).startswith("not done in ")


def test_a_redirect_loop_is_named(server: Server) -> None:
    server.routes |= {"/b": redirect("/c", 301), "/c": redirect("/b")}
    said = refused(server, redirect("/b"))
    assert said.startswith(f"redirects in a loop, back to {server.url('/b')}")
    assert refused(server, redirect("/")).startswith("redirects in a loop")
    assert len(server.requests) == 1


def test_cookies_are_neither_kept_nor_sent(server: Server) -> None:
    server.routes["/in"] = answer(BODY)
    cookie = {"Location": "/in", "Set-Cookie": "a=b"}
    assert ask(server, answer(status=302, headers=cookie)).body == BODY
    assert "cookie" not in server.requests[1].headers


@pytest.mark.parametrize(
    "value", ["a" * 501, '"' + "a" * 60_000 + '"', '"a\x1b[2J"', '"\xe6\x96\xb0"', '"\x7f"', "  "]
)
def test_a_validator_that_could_harm_is_not_kept(server: Server, value: str) -> None:
    found = ask(server, answer(BODY, headers={"ETag": value, "Last-Modified": value}))
    assert (found.body, found.etag, found.modified) == (BODY, None, None)


@pytest.mark.parametrize(
    "behaviour",
    [
        raw(head(200, {"ETag": '"1"\r\n X: y'}), BODY),
        raw(b'HTTP/1.1 200 OK\r\nETag: "1"\rX: y\r\n\r\n', BODY),
    ],
)
def test_a_header_over_several_lines_is_sent_back_as_one_or_not(
    server: Server, behaviour: Behaviour
) -> None:
    etag = ask(server, behaviour).etag
    with client() as web:
        web.get(server.url("/"), etag=etag)
    sent = server.requests[1].headers
    assert "x" not in sent
    assert sent.get("if-none-match") == etag


@pytest.mark.parametrize(
    "behaviour",
    [
        raw(b"HTTP/1.1 200\r\nContent-Length: 1200\r\n\r\n", BODY * 2),
        raw(b"HTTP/1.0 200 OK\nServer: x\n\n", BODY),
        raw(b"HTTP/0.9 200 OK\r\n\r\n", BODY),
        raw(b"HTTP/1.1 100 Continue\r\n\r\n" * 20, head(), BODY),
        raw(head(200, {"Content-Length": "-1"}), BODY),
        raw(head(200, {"Content-Length": "many"}), BODY),
        raw(head(200, {"Content-Type": "\x00;" * 9000}), BODY),
        raw(head(200, {"Content-Length": "5", "Transfer-Encoding": "chunked"}), b"4b0\r\n", BODY,
            b"\r\n0\r\n\r\n"),
        raw(CHUNKED, b"4b0;x=y\r\n", BODY, b"\r\n0\r\nTrailer: x\r\n\r\n"),
        raw(head(200, {"No colon here\r\nSet-Cookie": "x"}), BODY),
        packed("gzip", gzip.compress(BODY) + b"rubbish"),
        dripping(b"\r\n\r\n", b"HTTP/1.1 200 OK\r\nContent-Length: 0"),
    ],
)  # fmt: skip
def test_what_only_looks_bad_is_taken(server: Server, behaviour: Behaviour) -> None:
    assert len(BODY) == 0x4B0 == 1200
    assert ask(server, behaviour).body in (BODY, b"")


def test_what_comes_after_an_error_is_not_spoilt_by_it(server: Server) -> None:
    # The rest of a bad answer, or a second one that nobody asked for, is never the next answer.
    smuggled = head(200, {"Content-Length": "4"}) + b"evil"
    bad = raw(head(503, {"Content-Length": "0"}) + smuggled)
    assert ask(server, in_turn(bad, raw(SIZED, b"half"), answer(BODY))).body == BODY
    twice = raw(head(200, {"Content-Length": str(len(BODY))}), BODY + smuggled)
    with client() as web:
        server.routes |= {"/twice": twice, "/then": answer(b"good")}
        assert web.get(server.url("/twice")).body == BODY
        assert web.get(server.url("/then")).body == b"good"


def test_failures_that_may_pass_are_tried_again(server: Server) -> None:
    for first in (raw(), reset(b""), raw(SIZED, b"half"), silent(b""), raw(CHUNKED, b"5\r\nhel")):
        assert ask(server, in_turn(first, answer(BODY))).body == BODY
    for first in (raw(b"junk\r\n"), packed("gzip", BODY), packed("zstd", BODY)):
        refused(server, in_turn(first, answer(BODY)))


def test_nobody_listens(server: Server) -> None:
    with socket.create_server(("127.0.0.1", 0)) as listener:
        port = listener.getsockname()[1]
    with client() as web, pytest.raises(FetchError, match="connection refused") as error:
        web.get(f"http://127.0.0.1:{port}/")
    assert error.value.status is None


def test_a_name_that_nobody_has(server: Server) -> None:
    def unknown(*_: object) -> list[str]:
        raise socket.gaierror(socket.EAI_NONAME, "Name or service not known")

    def nobody_to_ask(*_: object) -> list[str]:
        asked.append(1)
        raise socket.gaierror(socket.EAI_AGAIN, "Temporary failure in name resolution")

    asked: list[int] = []
    with client(resolve=unknown) as web, pytest.raises(FetchError, match="no such host"):
        web.get("http://news.example/")
    with client(resolve=nobody_to_ask) as web, pytest.raises(FetchError, match="at the moment"):
        web.get("http://news.example/")
    assert len(asked) == 3
    with client(resolve=lambda *_: []) as web, pytest.raises(FetchError, match="no such host"):
        web.get("http://news.example/")


def test_a_tls_server_that_never_shakes_hands() -> None:
    with socket.create_server(("127.0.0.1", 0)) as listener:
        url = f"https://127.0.0.1:{listener.getsockname()[1]}/"
        with client() as web, pytest.raises(FetchError, match="no answer in time"):
            web.get(url)


def test_a_plain_server_where_tls_was_promised() -> None:
    with socket.create_server(("127.0.0.1", 0)) as listener:

        def answer_in_the_clear() -> None:
            connection, _ = listener.accept()
            with connection:
                connection.recv(65536)
                connection.sendall(head(400))

        thread = threading.Thread(target=answer_in_the_clear)
        thread.start()
        with client() as web, pytest.raises(FetchError, match="TLS: wrong version number"):
            web.get(f"https://127.0.0.1:{listener.getsockname()[1]}/")
        thread.join(5)


def test_many_gzip_members_are_no_way_to_spend_time() -> None:
    member = gzip.compress(b"")
    assert unpacked(member * 100 + b"\x1fmore", "gzip", LIMIT) == b""
    assert unpacked(member * 50 + gzip.compress(BODY) + member * 100_000, "gzip", LIMIT) == BODY


@pytest.mark.parametrize(
    ("coding", "bomb"),
    [
        ("gzip", gzip.compress(ZEROS, mtime=0)),
        ("deflate", zlib.compress(ZEROS)),
        ("br", brotli.compress(ZEROS, quality=5)),
    ],
    ids=["gzip", "deflate", "br"],
)
def test_a_bomb_is_never_held(coding: str, bomb: bytes) -> None:
    tracemalloc.start()
    try:
        with pytest.raises(Failure, match="larger than"):
            unpacked(bomb, coding, LIMIT)
        assert tracemalloc.get_traced_memory()[1] < 8 * LIMIT
    finally:
        tracemalloc.stop()


def test_what_fits_exactly_is_taken() -> None:
    for coding, pack in (("gzip", gzip.compress), ("br", brotli.compress)):
        assert unpacked(pack(bytes(LIMIT)), coding, LIMIT) == bytes(LIMIT)
        with pytest.raises(Failure, match="larger than 1 MiB"):
            unpacked(pack(bytes(LIMIT + 1)), coding, LIMIT)


@given(
    data=st.binary(max_size=200),
    cut=st.integers(0, 60),
    codings=st.lists(st.sampled_from(["gzip", "deflate", "br", "identity"]), max_size=2),
    junk=st.binary(max_size=5),
)
def test_packed_bytes_become_what_they_were_or_a_failure(
    data: bytes, cut: int, codings: list[str], junk: bytes
) -> None:
    packers = {"gzip": gzip.compress, "deflate": zlib.compress, "br": brotli.compress}
    body = data
    for coding in codings:
        body = packers[coding](body) if coding in packers else body
    assert unpacked(body, ",".join(codings), 1000) == data
    damaged = body[: len(body) - cut] + junk
    try:
        made = unpacked(damaged, ",".join(codings), 1000)
    except Failure:
        return
    assert len(made) <= 1000


@settings(max_examples=few(60), suppress_health_check=[HealthCheck.function_scoped_fixture])
@given(
    st.lists(
        st.binary(max_size=30)
        | st.sampled_from(
            [b"HTTP/1.1 ", b"200 OK", b"301 ", b"\r\n", b"\r\n\r\n", b"Location: ", b"http://[",
             b"Content-Length: 3\r\n", b"Transfer-Encoding: chunked\r\n", b"abc", b"3\r\nabc\r\n",
             b"Content-Encoding: gzip\r\n", b"ETag: \xff\r\n", b"0\r\n\r\n"]
        ),
        max_size=10,
    )
)  # fmt: skip
def test_no_bytes_bring_the_client_down(server: Server, pieces: list[bytes]) -> None:
    with suppress(FetchError):
        assert ask(server, raw(*pieces)).status == 200


def test_a_fault_of_our_own_is_not_blamed_on_the_server() -> None:
    with pytest.raises(KeyError):
        failure_of(KeyError("x"))


def test_no_thread_is_left_behind(server: Server) -> None:
    def timers() -> list[threading.Thread]:
        return [t for t in threading.enumerate() if isinstance(t, threading.Timer)]

    for behaviour in (answer(BODY), answer(BODY, 404), reset(b""), raw(b"junk")):
        with suppress(FetchError):
            ask(server, behaviour, timeout=60)
    for timer in timers():
        timer.join(2)
    assert timers() == []
