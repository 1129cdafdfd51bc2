"""Which theme the browser begins with."""

from __future__ import annotations

import multiprocessing
from pathlib import Path

import pytest

from store.errors import StoreError
from store.settings import settings
from tui.browser import remembered
from tui.glyphs import ASCII, UNICODE, glyphs
from tui.theming import chosen, remember
from tui.typography import ellipsis


@pytest.fixture(autouse=True)
def person(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("XDG_STATE_HOME", str(tmp_path))
    monkeypatch.setenv("TERM", "xterm-256color")


def test_the_environment_comes_before_the_key_before_the_settings(
    monkeypatch: pytest.MonkeyPatch,
) -> None:
    assert chosen("ansi") == "ansi"
    assert chosen("dark") == "dark"
    remember("light", "dark")
    assert chosen("dark") == "light"
    monkeypatch.setenv("WENREN_THEME", " High-Dark ")
    assert chosen("dark") == "high-dark"
    monkeypatch.setenv("NO_COLOR", "1")
    assert chosen("dark") == "mono"
    # Set and empty is not set (no-color.org).
    monkeypatch.setenv("NO_COLOR", "")
    assert chosen("dark") == "high-dark"


def test_a_changed_setting_comes_before_an_older_key() -> None:
    remember("light", "dark")
    assert chosen("high-dark") == "high-dark"


def test_each_person_has_a_theme(monkeypatch: pytest.MonkeyPatch) -> None:
    remember("light", "ansi")
    monkeypatch.setenv("WENREN_USER", "../二")
    assert chosen("ansi") == "ansi"
    remember("dark", "ansi")
    assert chosen("ansi") == "dark"
    monkeypatch.delenv("WENREN_USER")
    assert chosen("ansi") == "light"


def test_what_is_remembered_may_be_broken(tmp_path: Path) -> None:
    remember("light", "ansi")
    (path,) = (tmp_path / "wenren" / "interface").glob("*.json")
    for held in (b"", b"[]", b"{", b'{"theme": "light"}', b'{"theme": {"theme": ["x"]}}'):
        path.write_bytes(held)
        assert chosen("ansi") == "ansi"
    remember("light", "ansi")
    assert chosen("ansi") == "light"


def test_a_state_that_cannot_be_kept_is_said(tmp_path: Path) -> None:
    (tmp_path / "wenren").write_text("")
    with pytest.raises(StoreError, match="wenren"):
        remember("light", "ansi")


def test_a_theme_that_is_none_is_named(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("WENREN_THEME", "drak")
    with pytest.raises(StoreError, match="no theme is called drak; dark is"):
        chosen("ansi")


def test_16_colours_are_given_what_they_can_show(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("WENREN_THEME", "dark")
    monkeypatch.setenv("TERM", "xterm")
    assert chosen("ansi") == "ansi"
    monkeypatch.setenv("COLORTERM", "truecolor")
    assert chosen("ansi") == "dark"


def test_the_settings_hold_the_look(tmp_path: Path) -> None:
    path = tmp_path / "config.toml"
    path.write_text('[browser]\ntheme = "high-light"\nascii = true\n')
    assert settings(path).browser.theme == "high-light"
    assert settings(path).browser.ascii
    path.write_text('[browser]\ntheme = "drak"\n')
    with pytest.raises(StoreError, match="line 2: theme must be one of ansi, "):
        settings(path)
    path.write_text("[browser]\nascii = 1\n")
    with pytest.raises(StoreError, match="line 2: ascii must be true or false"):
        settings(path)


@pytest.mark.parametrize(
    ("asked", "terminal", "plain"),
    [
        ("", "xterm-256color", False),
        ("1", "xterm-256color", True),
        ("", "linux", True),
        ("", "vt100", True),
        ("0", "linux", False),
    ],
)
def test_ascii_is_for_those_who_ask_or_have_no_more(
    asked: str, terminal: str, plain: bool, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setenv("WENREN_ASCII", asked)
    monkeypatch.setenv("TERM", terminal)
    glyphs.cache_clear()
    try:
        assert glyphs() == (ASCII if plain else UNICODE)
        assert ellipsis("闻人闻人闻人", 9) == ("闻人闻..." if plain else "闻人闻人…")
        assert ellipsis("闻人闻人", 2) == ("闻" if plain else "…")
    finally:
        glyphs.cache_clear()


def test_two_browsers_of_one_person_forget_nothing_of_each_other(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setenv("XDG_STATE_HOME", str(tmp_path))

    def keep(subject: str) -> None:
        for number in range(100):
            remembered.keep(f"{subject}{number}", {"of": subject})

    context = multiprocessing.get_context("fork")
    browsers = [context.Process(target=keep, args=(name,)) for name in ("panes", "list")]
    for browser in browsers:
        browser.start()
    for browser in browsers:
        browser.join()
    for name in ("panes", "list"):
        assert all(remembered.read(f"{name}{n}") == {"of": name} for n in range(100))
