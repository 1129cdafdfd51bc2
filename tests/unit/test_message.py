"""Messages that outlive the process that said them: sent to another, or kept in a file."""

from __future__ import annotations

import json
from copy import deepcopy

import pytest
from hypothesis import given
from hypothesis import strategies as st

from store.errors import RefusedError, StoreError
from store.message import Message, kept, packed, recalled, unpacked
from tui.language import say

FAILED = Message("the server says {said}", said="404 Not Found")


def test_an_error_carries_its_values() -> None:
    error = RefusedError("a.txt", "larger than {size} MiB", size=64)
    assert (str(error), error.reason) == ("a.txt: larger than 64 MiB", "larger than 64 MiB")
    assert say(error.message) == "a.txt: 超过 64 MiB"
    wrapped = StoreError("{path}: {reason}", path="feeds.json", reason=error)
    assert say(wrapped.message) == "feeds.json: a.txt: 超过 64 MiB"
    assert str(StoreError("{braces} of a file's own")) == "{braces} of a file's own"
    assert say(Message("")) == ""


@given(st.text(), st.integers())
def test_messages_go_to_another_process_whole(text: str, number: int) -> None:
    inner = Message("{name} is hidden", name=text)
    for message in (Message(text), inner, Message("{a} {b:,}", a=inner, b=number)):
        back = unpacked(json.loads(json.dumps(packed(message))))
        assert (back, say(back)) == (message, say(message))
        assert say(recalled(message, kept(message))) == say(message)
        assert deepcopy(message) is message


def test_what_is_kept_is_said_in_the_language_of_whoever_reads_it() -> None:
    wrapped = Message("{reason} (redirected to {url})", reason=FAILED, url="http://x/")
    assert say(recalled(wrapped, kept(wrapped))) == "服务器说 404 Not Found（跳转到 http://x/）"
    assert say(recalled("no such host", kept(Message("no such host")))) == "没有这个主机"


@pytest.mark.parametrize(
    "beside",
    [
        None,
        "",
        "{",
        "3",
        "[]",
        "{}",
        '{"template": 1, "values": {}}',
        '{"template": "{said}", "values": ["said"]}',
        '{"template": "{missing}", "values": {"said": "x"}}',
        '{"template": "the server says {said}", "values": {"said": "200 OK"}}',
        # What a format string could ask for.
        '{"template": "{said.__class__}", "values": {"said": "x"}}',
        '{"template": "{said:>999999999}", "values": {"said": "x"}}',
        "[" * 100_000,
    ],
)
def test_words_are_kept_whatever_stands_beside_them(beside: str | None) -> None:
    found = recalled(str(FAILED), beside)
    assert (found, found.values) == (str(FAILED), {})
