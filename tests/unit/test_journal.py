"""The journal of marks: what is kept, by whom it is seen, and what no kill or damage loses."""

from __future__ import annotations

import errno
import json
import multiprocessing
import os
import shutil
from pathlib import Path
from typing import Any, NoReturn

import pytest
from hypothesis import given
from hypothesis import strategies as st

from store import journal as module
from store.errors import RefusedError, StoreError
from store.identity import NAME
from store.journal import Journal
from store.journals import journal_of
from store.library import Library
from store.marks import ASKED, Building, Entry, Marks, Saved, entry_json, read_entry, tag_named
from store.own_marks import OwnMarks
from store.saved import from_toml, to_toml
from tests.unit.test_library import draft


@pytest.fixture
def path(tmp_path: Path) -> Path:
    return tmp_path / "state" / "reader.jsonl"


@pytest.fixture
def state(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Path:
    monkeypatch.setenv("XDG_STATE_HOME", str(tmp_path / "xdg"))
    return tmp_path / "xdg" / "wenren" / "marks"


def opened(path: Path) -> Journal:
    return Journal(path, path.parent.parent / "store")


IDS = st.lists(st.sampled_from("abcdef"), max_size=4).map(tuple)
ENTRIES = st.one_of(
    st.builds(Entry, st.sampled_from(["read", "unread", "star", "unstar"]), IDS),
    st.builds(
        Entry, st.sampled_from(["tag", "untag"]), IDS, st.sampled_from(["国际", "國際", "b"])
    ),
    st.builds(
        lambda names: Entry("searches", searches=tuple(Saved(n, n) for n in names)),
        st.lists(st.sampled_from("xyz"), max_size=3, unique=True),
    ),
    st.builds(
        lambda asked: Entry("asked", asked=tuple(asked)),
        st.lists(st.sampled_from(["普京", "石油 OR 天然气", "xjp"]), max_size=3),
    ),
)


@given(st.lists(ENTRIES, max_size=12))
def test_undoing_in_turn_leads_back_and_lines_say_all(entries: list[Entry]) -> None:
    building, read = Building(), Building()
    undos = []
    before = [building.marks()]
    for entry in entries:
        made = building.apply(entry)
        if made is not None:
            undos += [made.undo] if made.undo else []
            read.apply(read_entry(json.loads(json.dumps(entry_json(made.done)))))
        assert read.marks() == building.marks()
        before.append(building.marks())
    fewest = Building()
    for entry in building.marks().entries():
        fewest.apply(entry)
    assert fewest.marks() == building.marks()
    for undo in reversed(undos):
        building.apply(undo)
    assert building.marks() == Marks(asked=building.marks().asked)
    assert before[0] == Marks()


def test_the_latest_queries_are_remembered_none_twice(path: Path) -> None:
    journal = opened(path)
    for query in ("普京", "xjp", "普京"):
        assert journal.change([Entry("asked", asked=(query,))]) == ()
    assert journal.marks.asked == ("普京", "xjp")
    size = path.stat().st_size
    journal.change([Entry("asked", asked=("普京",))])
    assert path.stat().st_size == size
    journal.change([Entry("asked", asked=tuple(map(str, range(2 * ASKED))))])
    assert opened(path).marks.asked == tuple(map(str, range(2 * ASKED - 1, ASKED - 1, -1)))


def test_queries_are_still_there_when_the_file_was_written_anew(
    path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(module, "SMALL", 2000)
    journal = opened(path)
    journal.change([Entry("star", ("a",))])
    for number in range(400):
        journal.change([Entry("asked", asked=(f"石油 {number % 7}",))])
    assert path.stat().st_size < 4000
    assert opened(path).marks == journal.marks
    assert journal.marks.asked[:2] == ("石油 0", "石油 6")
    assert len(journal.marks.asked) == 7
    assert journal.marks.starred == {"a"}


def test_what_cannot_be_written_down_is_held_and_said_to_be_unsaved(
    state: Path, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    marks = OwnMarks(tmp_path / "store")
    marks.remember("  普京 ")
    marks.remember("")
    marks.mark("star", ["a", "b"])
    with monkeypatch.context() as patch:
        patch.setattr(module, "locked", _nobody_may)
        with pytest.raises(StoreError, match="read-only"):
            marks.mark("star", ["c"])
        assert marks.now.starred == {"a", "b"}
        marks.holds = True
        for query in ("xjp", "石油", "xjp"):
            marks.remember(query)
        undo = marks.mark("unstar", ["b", "x"]).undo
        marks.searches.save("能源", "石油")
        assert marks.now is marks.now
        assert marks.now.starred == {"a"}
        marks.change(*undo)
        assert marks.mark("star", ["b"]).changed == 0
        assert marks.latest().starred == {"a", "b"}
        assert marks.asked == ("xjp", "石油", "普京")
        assert "read-only" in marks.unsaved
        assert OwnMarks(tmp_path / "store").now == Marks(
            frozenset(), frozenset("ab"), asked=("普京",)
        )
    OwnMarks(tmp_path / "store").mark("read", ["meanwhile"])
    marks.remember("天然气")
    assert marks.unsaved == ""
    assert marks.now == OwnMarks(tmp_path / "store").now
    assert marks.asked == ("天然气", "xjp", "石油", "普京")
    assert marks.now.searches == (Saved("能源", "石油"),)
    assert (marks.now.read, marks.now.starred) == ({"meanwhile"}, {"a", "b"})


def _nobody_may(path: Path) -> None:
    raise OSError(errno.EROFS, "Read-only file system", path)


def test_a_change_is_in_the_file_and_others_see_it(path: Path) -> None:
    mine, theirs = opened(path), opened(path)
    assert not path.exists()
    undo = mine.change([Entry("read", ("a", "b")), Entry("tag", ("a",), "国际")])
    assert theirs.look()
    assert not theirs.look()
    assert theirs.marks == Marks(frozenset("ab"), tags={"国际": frozenset("a")})
    theirs.change([Entry("read", ("b", "c"))])
    assert json.loads(path.read_bytes().splitlines()[-1]) == {"do": "read", "ids": ["c"]}
    assert mine.look()
    assert mine.marks.read == {"a", "b", "c"}
    mine.change(undo)
    assert theirs.look()
    assert theirs.marks == Marks(frozenset("c"))
    assert path.stat().st_mode & 0o777 == 0o600
    size = path.stat().st_size
    assert mine.change([Entry("unread", ("x",)), Entry("read", ("c",))]) == ()
    assert path.stat().st_size == size


def test_a_line_a_kill_left_half_written_is_mended_wherever_it_was_cut(path: Path) -> None:
    first = opened(path)
    first.change([Entry("read", ("a",))])
    before = path.stat().st_size
    first.change([Entry("star", ("斯b",))])
    whole = path.read_bytes()
    for length in range(before, len(whole)):
        path.write_bytes(whole[:length])
        after = opened(path)
        # Without the end of its line alone, an entry is an entry.
        assert (after.marks.read, after.problem) == ({"a"}, "")
        after.change([Entry("read", ("c",))])
        again = opened(path)
        assert again.marks.read == {"a", "c"}
        assert again.marks.starred == ({"斯b"} if length == len(whole) - 1 else set())
        assert again.problem == ""
        assert after.marks == again.marks
        assert not after.look()


def test_a_first_line_is_mended_wherever_it_was_cut(path: Path) -> None:
    opened(path).change([Entry("read", ("a",))])
    header = path.read_bytes().splitlines()[0]
    for length in range(len(header) + 1):
        path.write_bytes(header[:length])
        journal = opened(path)
        assert journal.problem == ""
        journal.change([Entry("read", ("b",))])
        assert opened(path).marks.read == {"b"}


def test_what_cannot_be_read_is_named_and_kept(path: Path) -> None:
    opened(path).change([Entry("read", ("a",))])
    damaged = b'{"do":"read","ids":[7]}\n\xff\x00\n{"do":"dance"}\n'
    with path.open("ab") as file:
        file.write(damaged)
    journal = opened(path)
    assert "line 5" in journal.problem
    journal.change([Entry("read", tuple(f"{n:020}" for n in range(5000)))])
    journal.change([Entry("unread", tuple(f"{n:020}" for n in range(5000)))])
    assert damaged in path.read_bytes()
    assert opened(path).marks.read == {"a"}


@pytest.mark.parametrize(
    ("text", "said"),
    [
        (b'{"wenren":"marks","version":2}\n{"do":"read","ids":["a"]}\n', "later version"),
        (b'{"wenren":"marks","version":2', "not a journal"),
        (b"my diary\n", "not a journal"),
        (b"my diary", "not a journal"),
        (b"x" * 9000, "not a journal"),
    ],
)
def test_a_file_that_is_not_ours_is_left_alone(path: Path, text: bytes, said: str) -> None:
    path.parent.mkdir()
    path.write_bytes(text)
    journal = opened(path)
    assert said in journal.problem
    assert journal.marks == Marks()
    with pytest.raises(StoreError, match=said):
        journal.change([Entry("read", ("b",))])
    assert path.read_bytes() == text


def test_a_file_of_what_no_longer_holds_is_written_anew(
    path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(module, "SMALL", 2000)
    journal, other = opened(path), opened(path)
    journal._check_at = 2000
    sizes = []
    for turn in range(60):
        journal.change([Entry("read", (f"article-{turn}",)), Entry("star", ("a",))])
        journal.change([Entry("unread", (f"article-{turn - 1}",)), Entry("unstar", ("a",))])
        sizes.append(path.stat().st_size)
        if turn % 7 == 0:
            other.look()
            assert other.marks == journal.marks
    assert max(sizes) < 4500
    assert min(sizes[20:]) < 2000
    assert opened(path).marks == journal.marks == Marks(frozenset({"article-59"}))


def test_several_processes_lose_nothing_while_the_file_is_written_anew_again_and_again(
    path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(module, "SMALL", 600)

    def write(name: str) -> None:
        journal = opened(path)
        marks = OwnMarks(path.parent)
        marks._opened = journal
        inodes = set()
        for number in range(50):
            journal.change([Entry("read", (f"{name}{number}",)), Entry("star", (name,))])
            journal.change([Entry("unstar", (name,)), Entry("tag", (f"{number}",), name)])
            if number % 10 == 0:
                marks.searches.save(f"{name}{number}", "查")
            if number > 3:
                journal.change([Entry("unread", (f"{name}{number - 3}",))])
            inodes.add(path.stat().st_ino)
        # It was written anew meanwhile.
        os._exit(0 if len(inodes) > 1 else 1)

    context = multiprocessing.get_context("fork")
    writers = [context.Process(target=write, args=(name,)) for name in "xyz"]
    reader = opened(path)
    for writer in writers:
        writer.start()
    while any(writer.is_alive() for writer in writers):
        reader.look()
        assert reader.problem == ""
    for writer in writers:
        writer.join()
        assert writer.exitcode == 0
    reader.look()
    assert reader.marks == opened(path).marks
    assert reader.marks.read == {f"{name}{n}" for name in "xyz" for n in (0, 47, 48, 49)}
    assert reader.marks.starred == set()
    assert reader.marks.tags == {name: set(map(str, range(50))) for name in "xyz"}
    saved = {saved.name for saved in reader.marks.searches}
    assert saved == {f"{name}{n}" for name in "xyz" for n in range(0, 50, 10)}


CALLS = ("open", "write", "fsync", "ftruncate", "replace", "close")


@pytest.mark.parametrize("at", range(24))
def test_killed_at_any_call_to_the_system_nothing_reported_is_lost(
    path: Path, monkeypatch: pytest.MonkeyPatch, at: int
) -> None:
    monkeypatch.setattr(module, "SMALL", 300)
    journal = opened(path)
    kept = tuple(f"{number:04}" for number in range(10))
    journal.change([Entry("read", kept)])
    journal.change([Entry("star", tuple("abcdefghijklmnopqrstuvwxyz"))])
    with path.open("ab") as file:
        file.write(b'{"do":"read","id')

    def die() -> None:
        left = at

        def dying(call: Any) -> Any:
            def counted(*arguments: Any, **named: Any) -> Any:
                nonlocal left
                left -= 1
                if left < 0:
                    if call is write:
                        write(arguments[0], bytes(arguments[1])[: len(arguments[1]) // 2])
                    os._exit(9)
                return call(*arguments, **named)

            return counted

        write = os.write
        for name in CALLS:
            setattr(os, name, dying(getattr(os, name)))
        journal.change([Entry("unstar", tuple("abcdefghijklmnopqrstuvwxyz"))])
        os._exit(0)

    child = multiprocessing.get_context("fork").Process(target=die)
    child.start()
    child.join()
    after = opened(path)
    assert after.problem == ""
    assert after.marks.read == set(kept)
    assert after.marks.starred in (set(), set("abcdefghijklmnopqrstuvwxyz"))
    if child.exitcode == 0:
        assert after.marks.starred == set()
    after.change([Entry("unstar", tuple("abcdefghijklmnopqrstuvwxyz"))])
    again = opened(path)
    assert (again.marks.read, again.marks.starred, again.problem) == (set(kept), set(), "")
    assert path.stat().st_mode & 0o777 == 0o600


@pytest.mark.parametrize("call", ["read", "fsync", "replace"])
def test_a_change_that_fails_leaves_the_file_as_it_was(
    path: Path, monkeypatch: pytest.MonkeyPatch, call: str
) -> None:
    monkeypatch.setattr(module, "SMALL", 300)
    journal = opened(path)
    journal.change([Entry("star", tuple(f"{number:040}" for number in range(20)))])
    whole = path.read_bytes()

    def fail(*_: object, **__: object) -> NoReturn:
        raise OSError(errno.EIO, "Input/output error", str(path))

    with monkeypatch.context() as patch:
        if call == "read":
            patch.setattr(Path, "open", fail)
        elif call == "fsync":
            patch.setattr(os, "fsync", fail)
        else:
            patch.setattr(Path, "replace", fail)
        if call == "replace":
            # That the file can't be written anew is no reason to say that nothing was marked.
            assert journal.change([Entry("unstar", tuple(journal.marks.starred))])
            assert path.read_bytes().startswith(whole)
            assert opened(path).marks.starred == set()
            return
        with pytest.raises(StoreError, match="input/output"):
            journal.change([Entry("read", ("a",))])
    assert path.read_bytes() == whole
    journal.look()
    assert journal.problem == ""
    assert (len(journal.marks.starred), journal.marks.read) == (20, set())


def test_a_folder_that_cannot_be_written_is_said(tmp_path: Path) -> None:
    (tmp_path / "state").write_text("a file")
    journal = opened(tmp_path / "state" / "reader.jsonl")
    with pytest.raises(StoreError, match="state"):
        journal.change([Entry("read", ("a",))])
    assert journal.marks == Marks()


def test_whose_marks_these_are(
    state: Path, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    names = set()
    users = ("", "王", "../../x", ".", "..", "a/b", "a b", "a\nb", "x" * 500, "x" * 501, "?", "~")
    for user in (*users, "\udcff", "\udcfe", "\udcff" * 300, "\udcfe" * 300, "%2E", "A", "王" * 90):
        monkeypatch.setenv("WENREN_USER", user)
        journal = journal_of(tmp_path / "store")
        assert state in journal.path.parents
        assert journal.path.parent.parent == state
        journal.change([Entry("read", ("a",))])
        assert journal.path.is_file()
        names.add(journal.path.name)
    assert len(names) == 19
    assert all(name.isprintable() and len(name) < 120 for name in names)


def test_marks_stay_with_a_store_that_moves(state: Path, tmp_path: Path) -> None:
    library = Library.open(tmp_path / "store")
    library.marks.mark("read", ["early"])
    assert next(state.iterdir()).name.startswith("path-")
    library.add([draft(1)])
    id = (tmp_path / "store" / "articles" / NAME).read_text().strip()
    # The browser that was open goes on with the same marks.
    assert library.marks.now.read == {"early"}
    library.marks.mark("star", ["late"])
    assert (state / id).is_dir()
    library.add([draft(2)])
    library.close()
    moved = (tmp_path / "store").rename(tmp_path / "elsewhere")
    assert (moved / "articles" / NAME).read_text().strip() == id
    marks = OwnMarks(moved).now
    assert (marks.read, marks.starred) == ({"early"}, {"late"})


def test_marks_made_on_both_sides_of_the_id_are_all_there(state: Path, tmp_path: Path) -> None:
    store = tmp_path / "store"
    before = OwnMarks(store)
    before.mark("read", ["early"])
    before.searches.save("甲", "查甲")
    before.remember("旧")
    late = journal_of(store)
    library = Library.open(store)
    library.add([draft(1)])
    library.marks.mark("star", ["a"])
    library.marks.remember("新")
    library.close()
    # A browser that was about to write when the id was made wrote under the old name.
    late.change([Entry("tag", ("x",), "国际"), Entry("searches", searches=(Saved("乙", "查乙"),))])
    marks = OwnMarks(store)
    assert marks.now.read == {"early"}
    assert marks.now.starred == {"a"}
    assert marks.now.tags == {"国际": {"x"}}
    assert [saved.name for saved in marks.searches.all()] == ["甲", "乙"]
    assert marks.asked == ("新", "旧")
    assert OwnMarks(store).now == marks.now
    assert not list(state.glob("path-*/*.jsonl"))


def test_a_copy_of_a_store_has_its_marks_and_so_has_one_nobody_may_write(
    state: Path, tmp_path: Path
) -> None:
    library = Library.open(tmp_path / "store")
    library.add([draft(1)])
    library.marks.mark("star", ["a"])
    library.close()
    copy = Path(shutil.copytree(tmp_path / "store", tmp_path / "copy"))
    OwnMarks(copy).mark("read", ["b"])
    both = OwnMarks(tmp_path / "store").now
    assert (both.starred, both.read) == ({"a"}, {"b"})
    # Of a version that gave no ids, and read-only since: by its path, and nothing is written there.
    (copy / "articles" / NAME).unlink()
    files = sorted(copy.rglob("*"))
    OwnMarks(copy).mark("read", ["c"])
    assert OwnMarks(copy).now == Marks(frozenset("c"))
    assert sorted(copy.rglob("*")) == files


def test_a_store_without_a_sound_id_goes_by_its_path(state: Path, tmp_path: Path) -> None:
    folder = tmp_path / "store" / "articles"
    folder.mkdir(parents=True)
    (folder / NAME).write_text("../../../etc/passwd\n")
    OwnMarks(tmp_path / "store").mark("read", ["a"])
    assert [p.name[:5] for p in state.iterdir()] == ["path-"]


def test_tags_are_clean_and_of_one_spelling(state: Path, tmp_path: Path) -> None:
    marks = OwnMarks(tmp_path / "store")
    marks.mark("tag", ["a"], " 國際\u202e  x ")
    done = marks.mark("tag", ["a", "b"], "国际 X")
    assert (done.found, done.changed) == (2, 1)
    assert marks.now.tags == {"國際 x": {"a", "b"}}
    assert marks.now.tags_of("b") == ("國際 x",)
    for wrong in ("", " \x1b", "x" * 300):
        with pytest.raises(RefusedError):
            tag_named(wrong)


SEARCHES = st.lists(
    st.builds(Saved, st.text(min_size=1, max_size=9), st.text(max_size=20)), max_size=5
)


@given(SEARCHES)
def test_searches_go_out_and_come_in_as_toml(searches: list[Saved]) -> None:
    from store.intake.hygiene import clean_line

    clean = [Saved(clean_line(s.name), clean_line(s.query)) for s in searches]
    if clean:
        assert from_toml(to_toml(clean), "file") == clean


@pytest.mark.parametrize(
    ("text", "said"),
    [
        ("x", "not TOML"),
        ("a = 1", "no \\[\\[searches\\]\\]"),
        ("[[searches]]\nname = 1\nquery = ''", "search 1 needs"),
        ("a = " + "[" * 5000, "not TOML"),
    ],
)
def test_a_file_that_holds_no_searches(text: str, said: str) -> None:
    with pytest.raises(RefusedError, match=said):
        from_toml(text, "file")


def test_searches_keep_their_order_and_can_be_undone(state: Path, tmp_path: Path) -> None:
    marks = OwnMarks(tmp_path / "store")
    for name in ("甲", "乙", "丙"):
        marks.searches.save(name, f"查{name}")
    undos = [marks.searches.move("丙", 1), marks.searches.save("甲", "新的")]
    assert [s.name for s in marks.searches.all()] == ["丙", "甲", "乙"]
    undos.append(marks.searches.move("丙", 99))
    assert [s.name for s in marks.searches.all()] == ["甲", "乙", "丙"]
    marks.change(*undos.pop())
    assert [s.name for s in marks.searches.all()] == ["丙", "甲", "乙"]
    marks.change(*undos.pop())
    marks.change(*undos.pop())
    assert marks.searches.all() == tuple(Saved(name, f"查{name}") for name in "甲乙丙")
    with pytest.raises(RefusedError, match="no search"):
        marks.searches.remove("丁")


def test_undoing_leaves_alone_what_another_session_saved_since(state: Path, tmp_path: Path) -> None:
    mine, theirs = OwnMarks(tmp_path / "store"), OwnMarks(tmp_path / "store")
    for name in ("甲", "乙", "丙"):
        mine.searches.save(name, f"查{name}")
    undos = [
        mine.searches.save("丁", "查丁"),
        mine.searches.save("甲", "新的"),
        mine.searches.remove("乙"),
        mine.searches.rename("丙", "丙丙"),
    ]
    theirs.searches.save("戊", "查戊")
    for undo in reversed(undos):
        mine.change(*undo)
    assert {(s.name, s.query) for s in theirs.searches.all()} == {(n, f"查{n}") for n in "甲乙丙戊"}
    undo = mine.searches.remove("甲")
    theirs.searches.save("甲", "他们的")
    mine.change(*undo)
    assert Saved("甲", "他们的") in theirs.searches.all()


def test_a_search_is_renamed_in_its_place(state: Path, tmp_path: Path) -> None:
    marks = OwnMarks(tmp_path / "store")
    for name in ("甲", "乙"):
        marks.searches.save(name, f"查{name}")
    undos = [marks.searches.rename("甲", "ＡＢ"), marks.searches.rename("ab", "AB")]
    assert [s.name for s in marks.searches.all()] == ["AB", "乙"]
    with pytest.raises(RefusedError, match="another search has this name"):
        marks.searches.rename("AB", "乙")
    for undo in reversed(undos):
        marks.change(*undo)
    assert marks.searches.all() == (Saved("甲", "查甲"), Saved("乙", "查乙"))
