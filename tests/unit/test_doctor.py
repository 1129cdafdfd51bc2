"""What the doctor finds in a store, and what is left of it after a repair."""

from __future__ import annotations

import json
from pathlib import Path

import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from store.doctor import ASIDE, Finding, examine, repair
from store.errors import StoreError
from store.library import Library
from tests.unit.test_archive import article, put
from tui.cli import run

DAY = "articles/2024/2024-05-16.json"


@pytest.fixture
def store(tmp_path: Path) -> Path:
    put(tmp_path, article(1), article(2), article(3, "2023-01-02"))
    Library.open(tmp_path).close()
    return tmp_path


def found(store: Path) -> list[Finding]:
    return list(examine(store))


def known(store: Path) -> set[str]:
    library = Library.open(store)
    ids = {head.id for head in library.rows(stories=False).page(0, 100)}
    library.close()
    return ids


def test_a_store_that_is_well(store: Path) -> None:
    before = {path: path.read_bytes() for path in store.rglob("*.json")}
    assert found(store) == []
    assert run(["doctor", "--store", str(store), "--repair"]) == 0
    assert {path: path.read_bytes() for path in store.rglob("*.json")} == before


def test_no_store(tmp_path: Path) -> None:
    with pytest.raises(StoreError, match="no store here"):
        found(tmp_path / "nowhere")
    assert run(["doctor", "--store", str(tmp_path / "nowhere")]) == 3


def test_a_file_cut_in_half_is_set_aside_and_what_can_be_read_stays(
    store: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    path = store / DAY
    whole = path.read_bytes()
    path.write_bytes(whole[: len(whole) * 3 // 4])
    broken = path.read_bytes()
    assert run(["doctor", "--store", str(store)]) == 1
    assert f"{path}: not JSON" in capsys.readouterr().out
    assert path.read_bytes() == broken
    assert run(["doctor", "--store", str(store), "--repair", "--json"]) == 0
    told = [json.loads(line) for line in capsys.readouterr().out.splitlines()]
    assert told[0]["path"] == str(path)
    assert "1 articles of it stay" in told[0]["done"]
    (kept,) = (store / ASIDE).rglob("2024-05-16.json")
    assert kept.read_bytes() == broken
    assert found(store) == []
    assert known(store) == {"id1", "id3"}


def test_a_document_that_is_no_article_goes_and_the_others_stay(store: Path) -> None:
    path = store / DAY
    data = json.loads(path.read_bytes())
    number = next(n for n, d in data["articles"].items() if d["id"] == "id1")
    del data["articles"][number]["title"]
    path.write_text(json.dumps(data), "utf-8")
    (finding, *behind) = found(store)
    assert "title" in finding.reason
    repair(store, [finding, *behind])
    assert found(store) == []
    assert known(store) == {"id2", "id3"}


@pytest.mark.parametrize("name", ["feeds.json", "lexicon.json"])
def test_the_other_tables(store: Path, name: str) -> None:
    (store / name).write_text("{", "utf-8")
    assert name in {finding.path.name for finding in found(store)}
    repair(store, found(store))
    assert found(store) == []
    assert not (store / name).exists()
    assert [path.read_text("utf-8") for path in (store / ASIDE).rglob(name)] == ["{"]


def test_an_index_that_is_gone_behind_or_broken_is_made_anew(store: Path) -> None:
    (index,) = (store / "index").glob("*.sqlite")
    index.unlink()
    assert [finding.reason for finding in found(store)] == ["no index"]
    repair(store, found(store))
    put(store, article(4))
    assert [finding.reason for finding in found(store)] == ["behind the articles"]
    repair(store, found(store))
    (index,) = (store / "index").glob("*.sqlite")
    data = bytearray(index.read_bytes())
    data[8192 : len(data) // 2] = b"\xff" * (len(data) // 2 - 8192)
    for path in (store / "index").glob("*"):
        path.unlink()
    index.write_bytes(data)
    assert {finding.derived for finding in found(store)} == {"broken"}
    repair(store, found(store))
    assert found(store) == []
    assert known(store) == {"id1", "id2", "id3", "id4"}


def test_what_a_kill_left_is_set_aside_and_a_writer_at_work_is_not_disturbed(store: Path) -> None:
    left = store / "articles/2024/.abc.tmp"
    left.write_bytes(b"half")
    from store.archive import Archive

    with Archive(store).writing():
        assert found(store) == []
    (finding,) = found(store)
    repair(store, [finding])
    assert not left.exists()
    assert [path.read_bytes() for path in (store / ASIDE).rglob(".abc.tmp")] == [b"half"]


def test_an_article_in_another_days_file_or_twice_is_for_a_person_to_see(store: Path) -> None:
    (store / "articles/2023/2023-01-03.json").write_bytes((store / DAY).read_bytes())
    reasons = [finding.reason for finding in found(store) if not finding.mends]
    assert any("id1: an article of 2024-05-16" in reason for reason in reasons)
    assert any("id1: also in" in reason for reason in reasons)
    assert run(["doctor", "--store", str(store), "--repair"]) == 1


@settings(suppress_health_check=[HealthCheck.function_scoped_fixture], max_examples=30)
@given(cut=st.floats(0, 1), noise=st.binary(max_size=20))
def test_nothing_is_lost_whatever_happened_to_a_file(
    tmp_path_factory: pytest.TempPathFactory, cut: float, noise: bytes
) -> None:
    store = tmp_path_factory.mktemp("doctor")
    path = store / "articles/2024/2024-05-16.json"
    put(store, *(article(number) for number in range(5)))
    whole = path.read_bytes()
    at = int(len(whole) * cut)
    broken = whole[:at] + noise
    path.write_bytes(broken)
    damage = [finding for finding in found(store) if finding.day]
    repair(store, damage)
    kept = [p.read_bytes() for p in (store / ASIDE).rglob("*.json")]
    assert kept == ([broken] if damage else [])
    left = json.loads(path.read_bytes())["articles"] if path.exists() else {}
    originals = json.loads(whole)["articles"]
    # Every document that was whole is there, as it was.
    assert left.items() <= originals.items()
    assert sum(f'"{n}":'.encode() in broken for n in originals) - len(left) <= 1
