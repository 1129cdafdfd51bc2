"""The condition of a store, and what is said of it, from a store that is well and its failings."""

from __future__ import annotations

import fcntl
import os
from dataclasses import replace
from datetime import UTC, datetime, timedelta
from pathlib import Path

import pytest

from store.condition import Condition, IndexCondition, condition
from store.errors import StoreError
from store.feeds.subscriptions import Subscription, changing
from tests.benchmarks.generate import build
from tui.commandline import serving
from tui.commandline.findings import Finding, of_store
from tui.commandline.sshd_findings import of_settings


@pytest.fixture(scope="module")
def store(tmp_path_factory: pytest.TempPathFactory) -> Path:
    folder = tmp_path_factory.mktemp("condition") / "store"
    build(folder, 20)
    return folder


def test_a_store_that_is_well(store: Path) -> None:
    found = condition(store)
    assert found.index is not None
    assert (found.index.articles, found.index.problem, found.index.behind) == (20, "", False)
    assert found.index.shared
    assert found.unreadable == found.exposed == ()
    assert not found.held
    assert [f for f in of_store(store, found, reader=False) if f.level == "wrong"] == []


def test_where_there_is_none(tmp_path: Path) -> None:
    with pytest.raises(StoreError, match="no store"):
        condition(tmp_path)


def test_what_everybody_may_write_and_who_writes_just_now(store: Path) -> None:
    day = next((store / "articles").rglob("2*.json"))
    lock = os.open(store / "articles" / ".lock", os.O_RDWR)
    fcntl.flock(lock, fcntl.LOCK_EX)
    day.chmod(0o666)
    try:
        found = condition(store)
    finally:
        os.close(lock)
        day.chmod(0o644)
    assert found.exposed == (day,)
    assert found.held


def test_when_a_feed_was_fetched(store: Path) -> None:
    with changing(store) as feeds:
        for hour in (3, 5):
            url = f"http://n.example/{hour}"
            feeds[url] = Subscription(url, fetched=f"2026-01-01T{hour:02}:00:00Z")
    found = condition(store)
    assert (found.feeds, found.fetched) == (2, datetime(2026, 1, 1, 5, tzinfo=UTC))


NOW = datetime.now(UTC)
EXPOSED = tuple(map(Path, "abcde"))
INDEX = IndexCondition(Path("/s/index/x"), 1 << 20, 9, "2026-01-01")
WELL = Condition("wenren", 3, (), (), False, False, INDEX, 1, NOW, NOW, 1 << 40)


@pytest.mark.parametrize(
    ("found", "said", "do"),
    [
        (replace(WELL, unreadable=(Path("/s/a b"),)), "'/s/a b'", "chmod -R a+rX /s"),
        (
            replace(WELL, exposed=EXPOSED),
            "a b c and 2 more",
            "chmod -R o-w /s",
        ),
        (replace(WELL, writable=True), "may write to it", "chown"),
        (replace(WELL, index=None), "there is none", "wenren reindex"),
        (replace(WELL, index=replace(INDEX, problem="坏了")), "坏了", "wenren reindex"),
        (replace(WELL, index=replace(INDEX, unfinished=True)), "isn't whole", "wenren reindex"),
        (replace(WELL, index=replace(INDEX, behind=True)), "behind", "wenren fetch"),
        (replace(WELL, index=replace(INDEX, shared=False)), "log is missing", "wenren reindex"),
        (replace(WELL, fetched=None), "never fetched", "timer"),
        (replace(WELL, fetched=NOW - timedelta(hours=30)), "fetched 30.", "timer"),
        (replace(WELL, fetched=NOW + timedelta(hours=1)), "hours", "timedatectl"),
        (replace(WELL, written=NOW + timedelta(hours=1)), "in the future", "timedatectl"),
        (replace(WELL, free=1 << 20), "1 MiB", "make room"),
    ],
)
def test_each_failing_is_one_finding(found: Condition, said: str, do: str) -> None:
    wrong = [f for f in of_store(Path("/s"), found, reader=True) if f.level == "wrong"]
    assert len(wrong) == 1
    assert said in wrong[0].said
    assert do in wrong[0].do


def test_nothing_is_wrong_with_what_is_well() -> None:
    assert {f.level for f in of_store(Path("/s"), WELL, reader=True)} == {"ok"}
    ahead = replace(WELL, index=replace(INDEX, ahead=2), held=True, feeds=0, fetched=None)
    levels = [f.level for f in of_store(Path("/s"), ahead, reader=True)]
    assert levels.count("note") == 3
    assert "wrong" not in levels


KIOSK = {
    "forcecommand": ["/opt/wenren/bin/wenren --kiosk --store /srv/news"],
    "permittty": ["yes"],
    "allowtcpforwarding": ["no"],
    "x11forwarding": ["no"],
    "permituserenvironment": ["WENREN_USER"],
    "acceptenv": ["LANG", "LC_*"],
}


def _sshd(**changes: list[str]) -> list[Finding]:
    return list(of_settings("reader", {**KIOSK, **changes}))


@pytest.mark.parametrize(
    ("changes", "level", "said"),
    [
        ({}, "ok", "reader"),
        ({"forcecommand": ["none"]}, "note", "shell"),
        ({"forcecommand": ["/opt/wenren/bin/wenren"]}, "wrong", "--kiosk"),
        ({"allowtcpforwarding": ["yes"]}, "wrong", "allowtcpforwarding yes"),
        ({"permittunnel": ["point-to-point"]}, "wrong", "permittunnel"),
        ({"acceptenv": ["LANG", "WENREN_*"]}, "wrong", "acceptenv WENREN_*"),
        ({"acceptenv": ["*"]}, "wrong", "acceptenv *"),
        ({"permituserenvironment": ["yes"]}, "wrong", "permituserenvironment"),
        ({"permittty": ["no"]}, "wrong", "permittty"),
    ],
)
def test_what_sshd_leaves_a_reader(changes: dict[str, list[str]], level: str, said: str) -> None:
    (finding,) = _sshd(**changes)
    assert finding.level == level
    assert said in finding.said


def test_what_may_not_be_looked_at_is_named(monkeypatch: pytest.MonkeyPatch) -> None:
    def refused(store: Path) -> Condition:
        raise PermissionError(13, "Permission denied", str(store / "articles"))

    monkeypatch.setattr("store.condition.condition", refused)
    finding = next(serving._here(Path("/s/news"), reader=True))
    assert (finding.level, finding.said) == ("wrong", "/s/news/articles: permission denied")
