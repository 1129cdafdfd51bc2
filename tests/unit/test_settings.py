from __future__ import annotations

from pathlib import Path

import pytest
from hypothesis import given
from hypothesis import strategies as st

from store.errors import StoreError
from store.settings import Fetch, Reading, Settings, every_setting, settings, settings_path
from tui.keymap import keymap_path


@pytest.fixture
def file(tmp_path: Path) -> Path:
    return tmp_path / "config.toml"


def test_without_a_file_everything_is_as_usual(file: Path) -> None:
    usual = Settings(fetch=Fetch(False, 1.0, 60.0, 16.0), reader=Reading(40, "blank", True))
    assert settings(file) == Settings() == usual


def test_every_setting_of_a_file_is_taken(file: Path) -> None:
    file.write_text(
        '[fetch]\nprivate_addresses = ["198.18.0.1/15", "fd00::/8"]\n'
        "delay = 0\ntimeout = 2.5\nsize = 1\n"
        '[reader]\nmeasure = 20\nparagraphs = "indent"\ngap = false\nscript = "traditional"\n'
        'read_after = "off"\n'
    )
    assert settings(file).reader == Reading(20, "indent", False, "traditional", "off")
    assert settings(file).fetch == Fetch(("198.18.0.0/15", "fd00::/8"), 0.0, 2.5, 1.0)


def test_a_byte_order_mark_is_no_mistake(file: Path) -> None:
    file.write_bytes(b"\xef\xbb\xbf[fetch]\nprivate_addresses = true\n")
    assert settings(file).fetch.private_addresses is True


def test_every_setting_says_where_it_stands(file: Path) -> None:
    file.write_text("fetch.delay = 2\n\n[reader]\n# ours\nmeasure = 30\n")
    found = {(s.section, s.name): (s.value, s.place) for s in every_setting(file)}
    assert found["fetch", "delay"] == (2.0, f"{file}, line 1")
    assert found["reader", "measure"] == (30, f"{file}, line 5")
    assert found["reader", "gap"] == (True, None)


def test_the_file_is_the_one_named_in_the_environment(
    file: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    assert settings_path() != file
    monkeypatch.setenv("WENREN_CONFIG", str(file))
    file.write_text("[fetch]\ndelay = 7\n")
    assert settings_path() == file
    assert settings().fetch.delay == 7


@pytest.mark.parametrize(
    ("text", "said"),
    [
        ("[fetch]\n\nprivate_adresses = true\n", ["line 3", "private_adresses", "is"]),
        ("[fetch]\ndelay = '1'\n", ["line 2", "delay must be a number from 0 to 3600"]),
        ("[fetch]\ndelay = true\n", ["line 2", "delay must be a number"]),
        ("[fetch]\ndelay = nan\n", ["line 2", "delay must be a number"]),
        ("fetch.delay = -1\n", ["line 1", "delay must be a number"]),
        ("[fetch]\ntimeout = 0\n", ["timeout must be a number from 1 "]),
        ("[fetch]\nsize = inf\n", ["size must be"]),
        ("[fetch]\nprivate_addresses = 'yes'\n", ["private_addresses must be true, false or"]),
        ("[fetch]\nprivate_addresses = ['home']\n", ["line 2", "private_addresses must be"]),
        ("[fetch]\nprivate_addresses = [1]\n", ["line 2", "private_addresses must be"]),
        ("[reader]\nmeasure = 40.0\n", ["line 2", "measure must be a whole number from 20 to 60"]),
        ("[reader]\nmeasure = 61\n", ["measure must be"]),
        ("[reader]\nmeasure = true\n", ["measure must be"]),
        ("[reader]\nparagraphs = 'none'\n", ["paragraphs must be one of blank, indent"]),
        ("[reader]\nread_after = 'never'\n", ['number from 0 to 3600, or "off"']),
        ("[browser]\ndensity = 2\n", ["density must be one of auto, one, two"]),
        ("[reader]\ngap = 1\n", ["gap must be true or false"]),
        ("[reader]\nscript = ['simplified']\n", ["script must be one of"]),
        ("# ours\n[fetsch]\n", ["line 2", "no section is called fetsch; fetch is"]),
        ("delay = 1\n", ["line 1", "no section is called delay"]),
        ("fetch = 1\n", ["line 1", "must be a section [fetch]"]),
        ("[fetch]\ndelay = \n", ["not TOML", "line 2"]),
        ("a = " + "[" * 5000, ["not TOML"]),
    ],
)
def test_a_mistake_is_said_in_one_line_with_its_place(
    file: Path, text: str, said: list[str]
) -> None:
    file.write_text(text)
    with pytest.raises(StoreError) as error:
        settings(file)
    message = str(error.value)
    assert message.startswith(str(file))
    assert "\n" not in message
    for part in said:
        assert part in message


def test_a_file_that_cannot_be_read_is_named(file: Path) -> None:
    file.write_bytes(b"\xff\xfe")
    with pytest.raises(StoreError, match="not UTF-8"):
        settings(file)
    file.write_bytes(b"#" * (2 << 20))
    with pytest.raises(StoreError, match="larger than 1 MiB"):
        settings(file)
    file.unlink()
    file.mkdir()
    with pytest.raises(StoreError, match="is a directory"):
        settings(file)


VALUES = st.recursive(
    st.none() | st.booleans() | st.integers() | st.floats() | st.text(max_size=5),
    lambda inner: st.lists(inner, max_size=3),
    max_leaves=5,
)


@given(key=st.sampled_from(("private_addresses", "delay", "timeout", "size")), value=VALUES)
def test_no_value_is_taken_that_breaks_its_bounds(
    tmp_path_factory: pytest.TempPathFactory, key: str, value: object
) -> None:
    file = tmp_path_factory.getbasetemp() / "any.toml"
    file.write_text(f"[fetch]\n{key} = {_toml(value)}\n")
    try:
        taken = getattr(settings(file).fetch, key)
    except StoreError:
        return
    assert taken == value or (key == "private_addresses" and value == list(taken))


def _toml(value: object) -> str:
    match value:
        case None:
            return '""'
        case bool():
            return str(value).lower()
        case list():
            return "[" + ", ".join(map(_toml, value)) + "]"
        case str():
            return '"' + "".join(f"\\U{ord(c):08x}" for c in value) + '"'
        case _:
            return str(value)


def test_people_who_share_a_login_may_have_settings_and_keys_of_their_own(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setenv("XDG_CONFIG_HOME", str(tmp_path))
    folder = tmp_path / "wenren"
    own = folder / "people" / "%E7%8E%8B"
    own.mkdir(parents=True)
    (folder / "config.toml").write_text("[reader]\nmeasure = 30\n")
    (folder / "keys.toml").write_text('star = "*"\n')
    (own / "config.toml").write_text("[reader]\nmeasure = 50\n")
    for user, measure in (("", 30), ("王", 50), ("李", 30), ("..", 30), ("../王", 30)):
        monkeypatch.setenv("WENREN_USER", user)
        assert settings().reader.measure == measure
        # A file that isn't their own is everybody's.
        assert keymap_path() == folder / "keys.toml"
    monkeypatch.setenv("WENREN_USER", "王")
    (own / "keys.toml").write_text('star = "+"\n')
    assert keymap_path() == own / "keys.toml"
    monkeypatch.setenv("WENREN_CONFIG", str(tmp_path / "other.toml"))
    assert keymap_path() == tmp_path / "keys.toml"
    assert settings().reader.measure == 40
