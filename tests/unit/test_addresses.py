from __future__ import annotations

import socket
import threading
from ipaddress import IPv4Address, IPv6Address, ip_address

import pytest
from hypothesis import example, given
from hypothesis import strategies as st

from store.web.addresses import Reach, address, public, redirected, resolve
from store.web.failures import Failure


@pytest.mark.parametrize(
    ("url", "becomes"),
    [
        ("http://News.Example", "http://news.example/"),
        (" https://news.example:443/a?b=c#d ", "https://news.example/a?b=c"),
        ("https://news.example:8443/a b", "https://news.example:8443/a%20b"),
        (
            "http://news.example/新闻?词=油",
            "http://news.example/%E6%96%B0%E9%97%BB?%E8%AF%8D=%E6%B2%B9",
        ),
        ("http://news.example/%E6%96%B0?a[]=%zz", "http://news.example/%E6%96%B0?a[]=%zz"),
        ("http://新闻.中国/", "http://xn--efvy88h.xn--fiqs8s/"),
        ("http://news。example．/", "http://news.example/"),
        ("http://[2606:4700::0:1111]:81/", "http://[2606:4700::1111]:81/"),
        ("http://a_b.news.example?x", "http://a_b.news.example/?x"),
    ],
)
def test_an_address_has_one_spelling(url: str, becomes: str) -> None:
    assert address(url).url == becomes
    assert address(becomes).url == becomes


@pytest.mark.parametrize(
    ("url", "reason"),
    [
        ("file:///etc/passwd", "only http and https"),
        ("javascript:alert(1)", "only http and https"),
        ("ftp://news.example/", "only http and https"),
        ("gopher://news.example/_", "only http and https"),
        ("data:text/html,x", "only http and https"),
        ("news.example/feed", "only http and https"),
        ("", "only http and https"),
        ("http://", "not a web address"),
        ("http:///path", "not a web address"),
        ("http://news..example/", "not a web address"),
        ("http://news.example:x/", "not a web address"),
        ("http://news.example:70000/", "not a web address"),
        ("http://news.example:0/", "port 0"),
        ("http://news.example:25/", "port 25"),
        ("http://news.example:6667/", "port 6667"),
        ("http://news.example@127.0.0.1/", "name or password"),
        ("http://a:b@news.example/", "name or password"),
        ("http://news.example\\@127.0.0.1/", "name or password"),
        ("http://127.0.0.1\\.news.example/", "not a web address"),
        ("http://%31%32%37.0.0.1/", "not a web address"),
        ("http://[::1", "not a web address"),
        ("http://[fe80::1%25eth0]/", "not a web address"),
        ("http://news℀example/", "not a web address"),
        ("http://news.example/\ud800", "not a web address"),
        ("http://" + "a" * 300 + "/", "not a web address"),
        ("http://news.example/" + "a" * 5000, "longer than"),
    ],
)
def test_what_is_no_public_web_address_is_refused(url: str, reason: str) -> None:
    with pytest.raises(Failure, match=reason):
        address(url)


@given(st.text(max_size=60) | st.text("/:@[]%#?.\\ \r\n\t0x1", max_size=30).map("http://".__add__))
@example("http://a\r\nHost: b/")
@example("http://a/\r\nHost:%20b")
def test_a_target_can_hold_nothing_but_itself(url: str) -> None:
    try:
        made = address(url)
    except Failure:
        return
    for part in (made.target, made.authority, made.url):
        assert part.isascii()
        assert part.isprintable()
        assert " " not in part
    assert made.target.startswith("/")
    assert address(made.url) == made


@pytest.mark.parametrize(
    ("location", "url"),
    [
        ("/b", "https://news.example/b"),
        ("b?c", "https://news.example/a/b?c"),
        ("../b#c", "https://news.example/b"),
        ("//other.example", "https://other.example/"),
        ("http://other.example/b c", "http://other.example/b%20c"),
        ("/æ\x96°", "https://news.example/%E6%96%B0"),  # 新 in UTF-8, as headers are read
    ],
)
def test_a_location_is_relative_to_where_it_was_found(location: str, url: str) -> None:
    assert redirected(address("https://news.example/a/"), location).url == url


@pytest.mark.parametrize("location", ["file:///etc/passwd", "JavaScript:alert(1)", "//[", "http:"])
def test_a_location_leads_nowhere_else(location: str) -> None:
    with pytest.raises(Failure):
        redirected(address("https://news.example/"), location)


@pytest.mark.parametrize(
    "ip",
    [
        *("0.0.0.0", "0.1.2.3", "10.0.0.1", "100.64.0.1", "127.0.0.1", "127.255.0.1"),
        *("169.254.169.254", "172.16.0.1", "172.31.255.255", "192.0.0.170", "192.168.1.1"),
        *("198.18.0.5", "198.51.100.1", "203.0.113.9", "224.0.0.1", "240.0.0.1"),
        *("255.255.255.255", "192.88.99.1"),
        *("::", "::1", "::7f00:1", "::ffff:127.0.0.1", "::ffff:10.0.0.1", "::ffff:0:127.0.0.1"),
        *("64:ff9b::7f00:1", "64:ff9b::a00:1", "64:ff9b:1::1", "2002:7f00:1::1", "2002:808:808::"),
        *("2001:0:4136:e378:8000:63bf:3fff:fdd2", "2001:db8::1", "3fff::1", "fc00::1", "fd00::1"),
        *("fe80::1", "fe80::1%eth0", "fec0::1", "ff02::1", "100::1", "5f00::1"),
    ],
)
def test_no_private_address_is_public(ip: str) -> None:
    assert not public(ip_address(ip))


@pytest.mark.parametrize(
    "ip", ["8.8.8.8", "223.5.5.5", "100.128.0.1", "2606:4700::1111", "240e::1", "64:ff9b::808:808"]
)
def test_public_addresses_are_public(ip: str) -> None:
    assert public(ip_address(ip))


@given(st.ip_addresses(v=4) | st.ip_addresses(v=6))
def test_what_python_calls_not_global_is_never_public(ip: IPv4Address | IPv6Address) -> None:
    if public(ip):
        assert ip.is_global
        assert not ip.is_multicast


@pytest.mark.parametrize(
    "host",
    [
        *("2130706433", "0x7f.1", "0x7f000001", "017700000001", "127.1", "0", "127.0.0.1"),
        *("１２７.０.０.１", "127。0。0。1", "0x7f.0.0.0x1", "[::1]", "[::ffff:127.0.0.1]"),
        *("localhost", "LOCALHOST.", "printer.local", "a.localhost"),
    ],
)
def test_a_spelling_of_a_private_address_is_refused_behind_a_proxy_too(host: str) -> None:
    with pytest.raises(Failure, match="private address"):
        Reach().check_name(address(f"http://{host}/").host)


@pytest.mark.parametrize(
    "host",
    ["2130706433", "0x7f.1", "0x7f000001", "127.1", "0", "１２７.０.０.１", "[::ffff:127.0.0.1]"],
)
def test_a_spelling_of_a_private_address_is_refused(host: str) -> None:
    name = address(f"http://{host}/").host
    try:
        found = resolve(name, 80, 5)
    except OSError:
        # A resolver that knows no such spelling leads nowhere.
        return
    with pytest.raises(Failure, match="private address"):
        Reach().check(name, found)


def test_one_private_address_among_public_ones_is_refused() -> None:
    with pytest.raises(Failure, match=r"news\.example \(10\.0\.0\.1\) is a private address"):
        Reach().check("news.example", ["8.8.8.8", "10.0.0.1"])
    Reach().check("news.example", ["8.8.8.8", "2606:4700::1111"])


def test_allowed_networks_may_be_reached_and_no_others() -> None:
    reach = Reach(["198.18.0.0/15", "fd00::/8"])
    reach.check("news.example", ["198.18.3.4", "fd00::1", "8.8.8.8"])
    with pytest.raises(Failure):
        reach.check("news.example", ["127.0.0.1"])
    Reach(True).check("news.example", ["127.0.0.1", "::1"])
    Reach(True).check_name("localhost")


def test_a_host_is_looked_up_within_its_time(monkeypatch: pytest.MonkeyPatch) -> None:
    stuck = threading.Event()
    monkeypatch.setattr(socket, "getaddrinfo", lambda *_, **__: stuck.wait(60) and [])
    try:
        with pytest.raises(socket.gaierror) as error:
            resolve("news.example", 80, 0.05)
        assert error.value.errno == socket.EAI_AGAIN
    finally:
        stuck.set()


def test_addresses_come_in_the_order_of_the_system_and_once(
    monkeypatch: pytest.MonkeyPatch,
) -> None:
    found = [(0, 0, 0, "", (ip, 80)) for ip in ("::2", "8.8.8.8", "::2")]
    monkeypatch.setattr(socket, "getaddrinfo", lambda *_, **__: found)
    assert resolve("news.example", 80, 5) == ["::2", "8.8.8.8"]
