"""A store in an archive and back: the same, whoever writes meanwhile; or refused, and nothing."""

from __future__ import annotations

import gzip
import hashlib
import io
import json
import multiprocessing
import os
import shutil
import subprocess
import tarfile
from collections.abc import Callable, Iterator
from contextlib import contextmanager, suppress
from multiprocessing.sharedctypes import Synchronized
from pathlib import Path
from typing import Any, NoReturn

import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from store import backup as module
from store import restoring
from store.archive import Archive
from store.backup import MANIFEST, Backed, Whose, backup
from store.doctor import examine
from store.errors import RefusedError, StoreError
from store.identity import NAME
from store.journals import journals
from store.library import Library
from store.own_marks import OwnMarks
from store.restoring import Restored, restore
from tests.unit.test_archive import article, put
from tui.cli import run


@pytest.fixture(autouse=True)
def state(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Path:
    monkeypatch.setenv("XDG_STATE_HOME", str(tmp_path / "state"))
    return tmp_path / "state"


@pytest.fixture
def store(tmp_path: Path) -> Path:
    folder = tmp_path / "store"
    put(folder, article(1), article(2), article(3, "2023-01-02"), article(4, None))
    (folder / "feeds.json").write_text('{"feeds": {}}', "utf-8")
    (folder / "lexicon.json").write_text('{"actors": {}}', "utf-8")
    (folder / "index").mkdir()
    (folder / "index" / "derived").write_text("x")
    return folder


def packed(store: Path, whose: Whose = "own") -> tuple[bytes, Backed]:
    file = io.BytesIO()
    done = backup(store, file, whose)
    assert done.bytes == len(file.getvalue())
    return file.getvalue(), done


def unpacked(data: bytes, place: Path) -> Restored:
    return restore(io.BytesIO(data), "a.tar.gz", place)


def truth(store: Path) -> dict[str, bytes]:
    """Every file of a store that isn't derived or a lock."""
    return {
        path.relative_to(store).as_posix(): path.read_bytes()
        for path in store.rglob("*")
        if path.is_file() and "index" not in path.parts and not path.name.endswith("lock")
    }


def found(store: Path) -> list[str]:
    """What the doctor finds in a store that was opened."""
    Library.open(store).close()
    return [str(finding) for finding in examine(store)]


DAYS = st.sampled_from([None, "2023-01-01", "2023-12-31T23:59:59+08:00", "2024-05-16"])


@settings(suppress_health_check=[HealthCheck.function_scoped_fixture], max_examples=20)
@given(st.dictionaries(st.integers(0, 99), DAYS, min_size=1, max_size=8))
def test_what_comes_out_is_what_went_in(
    tmp_path_factory: pytest.TempPathFactory, days: dict[int, str | None]
) -> None:
    folder = tmp_path_factory.mktemp("backup")
    put(folder / "store", *(article(number, day) for number, day in days.items()))
    data, done = packed(folder / "store")
    again = unpacked(data, folder / "again")
    assert done.articles == again.articles == len(days)
    assert truth(folder / "again") == truth(folder / "store")


def test_export_dossiers_and_marks_are_the_same(
    store: Path, tmp_path: Path, monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]
) -> None:
    marks = OwnMarks(store)
    marks.mark("star", ["id1", "id2"])
    marks.searches.save("普", "人:普京")
    file = tmp_path / "a.tar.gz"
    assert run(["backup", str(file), "--store", str(store), "--json"]) == 0
    told = json.loads(capsys.readouterr().out)
    assert told == {"articles": 4, "files": 7, "bytes": file.stat().st_size}
    assert file.stat().st_mode & 0o777 == 0o600

    def printed(store: Path) -> list[str]:
        lines = []
        for words in (["export"], ["actors", "--json"], ["list", "is:starred"], ["searches"]):
            assert run([*words, "--store", str(store)]) == 0
            lines.append(capsys.readouterr().out)
        return lines

    before = printed(store)
    assert before[0].count("\n") == 4
    assert before[2].count("\n") == 2
    # On another machine, by another login.
    monkeypatch.setenv("XDG_STATE_HOME", str(tmp_path / "elsewhere"))
    monkeypatch.setenv("WENREN_USER", "somebody")
    again = tmp_path / "new" / "again"
    assert run(["restore", str(file), "--store", str(again), "--json"]) == 0
    assert json.loads(capsys.readouterr().out) == {"articles": 4, "files": 7}
    assert printed(again) == before
    assert found(again) == []
    assert again.stat().st_mode & 0o777 == 0o777 & ~restoring._mask()
    assert list(again.parent.iterdir()) == [again]
    # Whatever else reads tars.
    with tarfile.open(file) as tar:
        names = tar.getnames()
    assert names[-1] == MANIFEST
    assert not any("index" in name or name.endswith("lock") for name in names)


def test_whose_marks_are_in_it(
    store: Path, state: Path, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    for user in ("甲", "..", "b"):
        monkeypatch.setenv("WENREN_USER", user)
        OwnMarks(store).mark("read", [user])
    names = {path.name for path in journals().rglob("*.jsonl")}
    assert len(names) == 3
    archives = {whose: packed(store, whose)[0] for whose in ("nobody", "own", "everyone")}
    shutil.rmtree(state)
    unpacked(archives["nobody"], tmp_path / "1")
    assert not list(state.rglob("*.jsonl"))
    unpacked(archives["own"], tmp_path / "2")
    assert [path.name for path in state.rglob("*.jsonl")] == ["b.jsonl"]
    # Those who read meanwhile keep what they have now.
    OwnMarks(store).mark("read", ["since"])
    done = unpacked(archives["everyone"], tmp_path / "3")
    assert done.kept == ("b",)
    assert {path.name for path in journals().rglob("*.jsonl")} == names
    assert OwnMarks(tmp_path / "3").now.read == {"b", "since"}
    monkeypatch.setenv("WENREN_USER", "..")
    assert OwnMarks(tmp_path / "3").now.read == {".."}
    assert {path.stat().st_mode & 0o777 for path in state.rglob("*.jsonl")} == {0o600}
    assert not list((tmp_path / "3").glob("*.jsonl"))


def test_a_store_without_an_id_and_a_line_being_written(store: Path, tmp_path: Path) -> None:
    (store / "articles" / NAME).unlink()
    marks = OwnMarks(store)
    marks.mark("read", ["id1"])
    (journal,) = journals().rglob("*.jsonl")
    with journal.open("ab") as file:
        file.write(b'{"do":"sta')
    data, _ = packed(store, "everyone")
    unpacked(data, tmp_path / "again")
    assert OwnMarks(tmp_path / "again").now.read == {"id1"}
    assert OwnMarks(tmp_path / "again").problem == ""


def _add_pairs(store: Path, done: Synchronized[int]) -> None:
    """Add two articles at once, of two days, until killed; count those that are there."""
    for number in range(1, 100_000):
        first, second = 1000 + 2 * number, 1001 + 2 * number
        put(store, article(first, "2022-01-01"), article(second, "2025-01-01"))
        done.value = number


@contextmanager
def adding(store: Path) -> Iterator[Callable[[], int]]:
    context = multiprocessing.get_context("fork")
    done = context.Value("i", 0)
    writer = context.Process(target=_add_pairs, args=(store, done))
    writer.start()
    try:
        while not done.value:
            os.sched_yield()
        yield lambda: done.value
    finally:
        writer.kill()
        writer.join()


def pairs(store: Path) -> tuple[set[int], set[int]]:
    days = (Archive(store).read(day).articles for day in ("2022-01-01", "2025-01-01"))
    first, second = ({int(each.id[2:]) // 2 - 500 for each in day} for day in days)
    return first, second


@pytest.mark.parametrize(("passes", "few"), [(3, 8), (1, 0), (3, 0)])
def test_a_backup_beside_a_writer_is_of_one_moment(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch, passes: int, few: int
) -> None:
    monkeypatch.setattr(module, "PASSES", passes)
    monkeypatch.setattr(module, "FEW", few)
    store = tmp_path / "store"
    put(store, *(article(number, f"2023-02-{number % 28 + 1:02}") for number in range(40)))
    with adding(store) as done:
        for turn in range(3):
            reported = done()
            data, told = packed(store)
            place = tmp_path / f"again-{turn}"
            unpacked(data, place)
            assert told.broken == ()
            first, second = pairs(place)
            assert first == second
            assert first >= set(range(1, reported + 1))
            assert told.articles == 40 + 2 * len(first)
    assert found(place) == []


def test_a_store_nobody_here_may_write(
    store: Path, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    (store / "articles" / ".lock").unlink()
    before = sorted(store.rglob("*"))
    real = os.open

    def readers(path: Any, flags: int, *rest: Any, **named: Any) -> int:
        if str(path).endswith(".lock") and str(store) in str(path):
            raise OSError(30, "Read-only file system", str(path))
        return real(path, flags, *rest, **named)

    with monkeypatch.context() as patch:
        patch.setattr(os, "open", readers)
        data, _ = packed(store)
    assert sorted(store.rglob("*")) == before
    unpacked(data, tmp_path / "again")
    assert truth(tmp_path / "again") == truth(store)


def test_a_broken_file_is_in_it_as_it_is_and_named(
    store: Path, tmp_path: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    broken = store / "articles/2023/2023-01-02.json"
    broken.write_bytes(broken.read_bytes()[:-9])
    (store / "feeds.json").write_bytes(b"\x00")
    file = tmp_path / "a.tar.gz"
    assert run(["backup", str(file), "--store", str(store)]) == 1
    said = capsys.readouterr().err
    assert f"{broken}: not JSON" in said
    assert f"{store / 'feeds.json'}: not JSON" in said
    unpacked(file.read_bytes(), tmp_path / "again")
    assert truth(tmp_path / "again") == truth(store)


def test_no_file_and_no_store_is_written_over(
    store: Path, tmp_path: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    file, at = tmp_path / "a.tar.gz", ["--store", str(store)]
    file.write_text("mine")
    assert run(["backup", str(file), *at]) == 1
    assert "is there already" in capsys.readouterr().err
    assert file.read_text() == "mine"
    assert run(["backup", str(file), "--force", *at]) == 0
    before = truth(store)
    assert run(["restore", str(file), *at]) == 3
    assert "not empty" in capsys.readouterr().err
    assert truth(store) == before
    (tmp_path / "file").write_text("mine")
    assert run(["restore", str(file), "--store", str(tmp_path / "file")]) == 3
    (tmp_path / "empty").mkdir()
    assert run(["restore", str(file), "--store", str(tmp_path / "empty")]) == 0
    assert truth(tmp_path / "empty") == before
    assert run(["restore", str(tmp_path / "nowhere"), "--store", str(tmp_path / "x")]) == 1
    assert run(["backup", str(tmp_path / "b"), "--store", str(tmp_path / "nowhere")]) == 3
    assert not (tmp_path / "b").exists()


def nothing_comes_of(data: bytes, folder: Path) -> str:
    """Restore what is no backup; what is said of it."""
    before = sorted(folder.rglob("*"))
    with pytest.raises(RefusedError) as caught:
        unpacked(data, folder / "never")
    assert sorted(folder.rglob("*")) == before
    assert str(caught.value).startswith("a.tar.gz: ")
    return str(caught.value)


def test_a_cut_archive_is_refused_wherever_it_was_cut(store: Path, tmp_path: Path) -> None:
    OwnMarks(store).mark("read", ["id1"])
    data, _ = packed(store)
    journals().rename(tmp_path / "marks")
    for length in {*range(0, len(data), len(data) // 40), *range(len(data) - 12, len(data))}:
        nothing_comes_of(data[:length], tmp_path)


def test_a_flipped_byte_is_refused_or_changes_nothing(store: Path, tmp_path: Path) -> None:
    data, _ = packed(store)
    harmless = []
    for at in {
        *range(12),
        *range(12, len(data), len(data) // 80),
        *range(len(data) - 8, len(data)),
    }:
        flipped = bytearray(data)
        flipped[at] ^= 0x41
        with suppress(RefusedError):
            unpacked(bytes(flipped), tmp_path / "again")
            harmless.append(at)
            assert truth(tmp_path / "again") == truth(store)
            shutil.rmtree(tmp_path / "again")
    # When it was packed, how thoroughly, and on what: gzip has no sum of these.
    assert set(harmless) <= set(range(3, 10))


def tarred(*members: tuple[tarfile.TarInfo, bytes], manifest: Any = None) -> bytes:
    """An archive of anything, with a manifest that promises just that."""
    raw = io.BytesIO()
    with tarfile.open(fileobj=raw, mode="w", format=tarfile.PAX_FORMAT) as tar:
        files = {}
        for member, data in members:
            if not member.size:
                member.size = len(data)
            tar.addfile(member, io.BytesIO(data))
            files[member.name] = {"size": len(data), "sha256": hashlib.sha256(data).hexdigest()}
        said = {"wenren": "backup", "version": 1, "articles": 1, "files": files}
        text = json.dumps(said if manifest is None else manifest).encode()
        last = tarfile.TarInfo(MANIFEST)
        last.size = len(text)
        tar.addfile(last, io.BytesIO(text))
    return gzip.compress(raw.getvalue())


def member(name: str, kind: bytes = tarfile.REGTYPE, **more: Any) -> tarfile.TarInfo:
    made = tarfile.TarInfo(name)
    made.type = kind
    for key, value in more.items():
        setattr(made, key, value)
    return made


DAY = "articles/2024/2024-05-16.json"


@pytest.mark.parametrize(
    "hostile",
    [
        member("../escaped"),
        member("/tmp/escaped"),
        member("articles/../../escaped"),
        member("articles/2024/../2024/2024-05-16.json"),
        member("articles/2023/2024-05-16.json"),
        member("articles/２０２４/２０２４-05-16.json"),
        member("./feeds.json"),
        member("people/../../x.jsonl"),
        member("people/a/b.jsonl"),
        member("people/\n.jsonl"),
        member("index/wenren-000001.sqlite"),
        member(DAY + "\n"),
        member(DAY, tarfile.SYMTYPE, linkname="/etc/passwd"),
        member(DAY, tarfile.LNKTYPE, linkname="../../x"),
        member("articles", tarfile.DIRTYPE),
        member("articles/undated.json", tarfile.FIFOTYPE),
        member("feeds.json", tarfile.CHRTYPE, devmajor=1, devminor=3),
        member("feeds.json", tarfile.BLKTYPE),
        member("feeds.json", tarfile.GNUTYPE_SPARSE),
        member("feeds.json", tarfile.CONTTYPE),
        member("feeds.json", pax_headers={"comment": "x" * 100}),
        member("feeds.json", tarfile.XHDTYPE),
        member("articles/" + "x" * 300),
    ],
    ids=lambda each: ascii(each.name)[:30] + each.type.decode(),
)
def test_a_hostile_member_is_refused(tmp_path: Path, hostile: tarfile.TarInfo) -> None:
    (tmp_path / "outside").mkdir()
    nothing_comes_of(tarred((member("feeds.json"), b"{}"), (hostile, b"")), tmp_path)


def test_what_the_manifest_promises_is_checked(store: Path, tmp_path: Path) -> None:
    other = member("feeds.json")
    good: dict[str, Any] = {
        "wenren": "backup",
        "version": 1,
        "articles": 0,
        "files": {"feeds.json": {"size": 2, "sha256": hashlib.sha256(b"{}").hexdigest()}},
    }
    sha = good["files"]["feeds.json"]["sha256"]
    for wrong, said in (
        ({**good, "version": 2}, "later version"),
        ({**good, "wenren": "marks"}, "no backup of wenren's"),
        ({**good, "files": []}, "no backup of wenren's"),
        ([], "no backup of wenren's"),
        ({**good, "files": {"feeds.json": {"size": 3, "sha256": sha}}}, "promises"),
        ({**good, "files": {"feeds.json": {"size": 2, "sha256": sha[::-1]}}}, "promises"),
        ({**good, "files": {"feeds.json": None}}, "promises"),
        ({**good, "files": {**good["files"], DAY: {"size": 2, "sha256": sha}}}, "isn't in it"),
    ):
        assert said in nothing_comes_of(tarred((other, b"{}"), manifest=wrong), tmp_path)
    # What was read twice counts as it was read last, and what was gone by then isn't there.
    twice = ((member("feeds.json"), b"{"), (member(DAY), b"{"), (other, b"{}"))
    data = tarred(*twice, manifest=good)
    assert unpacked(data, tmp_path / "again").files == 1
    assert truth(tmp_path / "again") == {"feeds.json": b"{}"}
    with_more = tarred((member(MANIFEST), b"{}"), (member("feeds.json"), b"{}"))
    assert "after its manifest" in nothing_comes_of(with_more, tmp_path)
    nothing_comes_of(gzip.compress(b""), tmp_path)
    nothing_comes_of(gzip.compress(bytes(10240)), tmp_path)


def test_what_grows_out_of_proportion_is_refused(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(restoring, "SMALL", 1 << 20)
    bomb = tarred((member("feeds.json"), bytes(8 << 20)))
    assert len(bomb) < 20_000
    assert "far more" in nothing_comes_of(bomb, tmp_path)
    # A head that only says it is large, and one before it that would be kept in memory.
    for kind in (tarfile.REGTYPE, tarfile.XHDTYPE, tarfile.GNUTYPE_LONGNAME):
        head = member("feeds.json", kind, size=1 << 40).tobuf(tarfile.GNU_FORMAT)
        nothing_comes_of(gzip.compress(head + bytes(4 << 20)), tmp_path)
    monkeypatch.setattr(restoring, "MEMBERS", 3)
    many = tarred(*((member("feeds.json"), b"{}") for _ in range(4)))
    assert "more than 3 files" in nothing_comes_of(many, tmp_path)


def test_a_disk_that_is_full(store: Path, tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    data, _ = packed(store)
    before = sorted(tmp_path.rglob("*"))

    def full(*_: object) -> NoReturn:
        raise OSError(28, "No space left on device", "x")

    monkeypatch.setattr(os, "fsync", full)
    with pytest.raises(StoreError, match="the disk is full"):
        unpacked(data, tmp_path / "never")
    assert run(["backup", str(tmp_path / "b.tar.gz"), "--store", str(store)]) == 1
    assert sorted(tmp_path.rglob("*")) == before


def _copied(store: Path, copy: Path) -> None:
    shutil.copytree(store / "articles", copy / "articles", dirs_exist_ok=True)


def _synced(store: Path, copy: Path) -> None:
    copy.mkdir(exist_ok=True)
    words = ["rsync", "-a", "--exclude=.lock", f"{store}/articles", str(copy)]
    # 24: a temporary file was gone before it could be copied.
    assert subprocess.run(words, check=False).returncode in (0, 24)


RSYNC = pytest.mark.skipif(shutil.which("rsync") is None, reason="rsync isn't installed")


@pytest.mark.parametrize("copied", [_copied, pytest.param(_synced, marks=RSYNC)])
def test_a_plain_copy_beside_a_writer_is_a_sound_store(
    tmp_path: Path, copied: Callable[[Path, Path], None]
) -> None:
    store, copy = tmp_path / "store", tmp_path / "copy"
    put(store, *(article(number, f"2023-02-{number % 28 + 1:02}") for number in range(40)))
    with adding(store) as done:
        for _ in range(4):
            reported = done()
            # What ``copytree`` lists and then finds gone is a writer's temporary file.
            with suppress(shutil.Error):
                copied(store, copy)
            first, second = pairs(copy)
            assert first & second >= set(range(1, reported + 1))
    # What writers and copiers were at when they were stopped is no day to anybody.
    (copy / "articles/2022/.abcdefgh.tmp").write_bytes(b"half")
    (copy / "articles/2022/.2022-01-01.json.AbCdEf").write_bytes(b"half")
    (copy / "articles/.store-id.new").write_bytes(b"half")
    assert set(Archive(copy).days()) == set(Archive(store).days())
    left = [finding for finding in examine(copy) if "killed" in finding.reason]
    assert {finding.path.name for finding in left} >= {
        ".abcdefgh.tmp",
        ".2022-01-01.json.AbCdEf",
        ".store-id.new",
    }
    assert run(["doctor", "--repair", "--store", str(copy)]) == 0
    assert found(copy) == []
    id = (store / "articles" / NAME).read_bytes()
    assert (copy / "articles" / NAME).read_bytes() == id
