"""What servers say, on the terminal that had them asked: headers, errors, pages, feeds."""

from __future__ import annotations

from pathlib import Path
from random import Random

import pytest

from tests.hostile.conftest import HOSTILE
from tests.hostile.test_command_line import run
from tests.hostile.texts import ATOMS, mixed
from tests.web.server import Behaviour, answer, raw, redirect, serving

BAD = HOSTILE.replace("\udc9b", "").encode()
ANY = mixed(Random(11)).encode("utf-8", "replace")
FEED = f"""<rss version='2.0'><channel><title>报{HOSTILE}</title><item><title>题{HOSTILE}</title>
<link>/{HOSTILE}</link><author>{HOSTILE}</author><description>普京说{"".join(ATOMS[:60])}</description>
</item></channel></rss>"""
SAID: dict[str, Behaviour] = {
    "a reason": raw(b"HTTP/1.1 404 " + BAD + b"\r\nContent-Length: 0\r\n\r\n"),
    "no protocol": raw(BAD + b"\r\n\r\n"),
    "a type": answer(b"\0\1", headers={"Content-Type": "x/\x9b31337m;charset=\x9bPWNED"}),
    "an encoding": answer(b"\0\1", headers={"Content-Encoding": "PWNED\x9b31337m\x1b]0;PWNED\x07"}),
    "a length": raw(b"HTTP/1.1 200 OK\r\nContent-Length: " + BAD + b"\r\n\r\n"),
    "a place": redirect("http://\x1b]0;PWNED\x07\x9b31337m/"),
    "another place": redirect("/\x1b]0;PWNED\x07\x9b31337m"),
    "a scheme": redirect("\x1b]0;PWNED\x07://a"),
    "a tag": answer(b"<rss/>", headers={"ETag": '"\x9b31337m\x1b]0;PWNED\x07"'}),
    "a broken feed": answer(b"<?xml version='1.0'?><rss><" + BAD + ANY),
    "a feed of JSON": answer(b'{"version":"https://jsonfeed.org/version/1","' + BAD + b'":'),
    "a page": answer(b"<html><title>" + BAD + b"</title><p>" + ANY * 3),
    "a feed": answer(FEED.encode("utf-8", "replace"), headers={"Content-Type": "text/xml"}),
}


@pytest.mark.parametrize("what", SAID)
def test_what_a_server_says(person: Path, tmp_path: Path, what: str) -> None:
    config = tmp_path / "config.toml"
    config.write_text("[fetch]\nprivate_addresses = true\ndelay = 0\ntimeout = 1\n", "utf-8")
    around = {"WENREN_CONFIG": str(config), "WENREN_STORE": str(tmp_path / "store")}
    with serving({"*": SAID[what]}) as server:
        url = server.url("/a.xml")
        run("add", url, **around)
        run("feeds", "add", url, "--no-check", **around)
        run("fetch", url, "--json", **around)
    for words in (("feeds",), ("feeds", "--json"), ("list",)):
        run(*words, **around)
