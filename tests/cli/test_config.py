"""``wenren config``: what is set, and by whom."""

from __future__ import annotations

import json
import tomllib
from pathlib import Path

import pytest

from tui.cli import STORE, run


@pytest.fixture
def file(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Path:
    path = tmp_path / "config.toml"
    monkeypatch.setenv("WENREN_CONFIG", str(path))
    return path


def test_every_setting_with_where_it_comes_from(
    file: Path, capfd: pytest.CaptureFixture[str]
) -> None:
    file.write_text('[fetch]\nprivate_addresses = ["10.0.0.0/8"]\n\n[reader]\nmeasure = 30\n')
    assert run(["config", "--json", "--store", "/nowhere"]) == 0
    lines = [json.loads(line) for line in capfd.readouterr().out.splitlines()]
    found = {line["setting"]: (line["value"], line["from"], line["place"]) for line in lines}
    assert found["store"] == ("/nowhere", "option", "--store")
    assert found["config"] == (str(file), "environment", "$WENREN_CONFIG")
    assert found["fetch.private_addresses"] == (["10.0.0.0/8"], "file", f"{file}, line 2")
    assert found["reader.measure"] == (30, "file", f"{file}, line 5")
    assert found["reader.gap"] == (True, "default", None)


def test_what_is_printed_could_be_the_file(file: Path, capfd: pytest.CaptureFixture[str]) -> None:
    assert run(["config"]) == 0
    first = capfd.readouterr().out
    assert f"# config: {file}  ($WENREN_CONFIG, nothing there yet)" in first
    assert tomllib.loads(first)["reader"]["paragraphs"] == "blank"
    file.write_text(first)
    assert run(["config", "--json"]) == 0
    lines = [json.loads(line) for line in capfd.readouterr().out.splitlines()]
    assert {line["from"] for line in lines if "." in line["setting"]} == {"file"}


def test_a_mistake_is_said(file: Path, capfd: pytest.CaptureFixture[str]) -> None:
    file.write_text("[reader]\nmesure = 30\n")
    assert run(["config"]) == STORE
    told = capfd.readouterr()
    assert "mesure" not in told.out
    assert "line 2: no setting in [reader] is called mesure; measure is" in told.err
