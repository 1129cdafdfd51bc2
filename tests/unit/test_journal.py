"""The journal of marks: what is kept, by whom it is seen, and what no kill or damage loses."""

from __future__ import annotations

import errno
import json
import multiprocessing
from pathlib import Path

import pytest
from hypothesis import given
from hypothesis import strategies as st

from store import journal as module
from store.errors import RefusedError, StoreError
from store.identity import NAME
from store.journal import Journal, journal_of
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


def test_queries_that_cannot_be_written_down_are_remembered_meanwhile(
    state: Path, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    marks = OwnMarks(tmp_path / "store")
    marks.remember("  普京 ")
    marks.remember("")
    monkeypatch.setattr(module, "locked", _nobody_may)
    for query in ("xjp", "石油", "xjp"):
        with pytest.raises(StoreError, match="read-only"):
            marks.remember(query)
    assert marks.asked == ("xjp", "石油", "普京")
    assert OwnMarks(tmp_path / "store").asked == ("普京",)
    monkeypatch.undo()
    monkeypatch.setenv("XDG_STATE_HOME", str(tmp_path / "xdg"))
    marks.remember("天然气")
    assert OwnMarks(tmp_path / "store").asked == ("天然气", "xjp", "石油", "普京")


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


@pytest.mark.parametrize("cut", range(1, 30, 3))
def test_a_line_a_kill_left_half_written_is_mended(path: Path, cut: int) -> None:
    first = opened(path)
    first.change([Entry("read", ("a",))])
    first.change([Entry("star", ("bbbbbbbbbbbb",))])
    whole = path.read_bytes()
    path.write_bytes(whole[:-cut])
    after = opened(path)
    # Without the end of its line alone, an entry is an entry.
    assert after.marks.read == {"a"}
    after.change([Entry("read", ("c",))])
    again = opened(path)
    assert again.marks.read == {"a", "c"}
    assert again.marks.starred == ({"bbbbbbbbbbbb"} if cut == 1 else set())
    assert again.problem == ""
    assert after.marks == again.marks
    assert not after.look()


@pytest.mark.parametrize("left", [b"", b'{"wenren":"ma'])
def test_a_first_line_a_kill_left_half_written(path: Path, left: bytes) -> None:
    path.parent.mkdir()
    path.write_bytes(left)
    journal = opened(path)
    assert journal.problem == ""
    journal.change([Entry("read", ("a",))])
    assert opened(path).marks.read == {"a"}


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
        (b"my diary\n", "not a journal"),
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


def test_two_processes_lose_nothing(path: Path) -> None:
    def write(name: str) -> None:
        journal = opened(path)
        for number in range(40):
            journal.change([Entry("read", (f"{name}{number}",))])

    context = multiprocessing.get_context("fork")
    writers = [context.Process(target=write, args=(name,)) for name in "xy"]
    for writer in writers:
        writer.start()
    for writer in writers:
        writer.join()
    assert len(opened(path).marks.read) == 80


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
    for user in ("", "王", "../../x", ".", "..", "a/b", "x" * 500, "x" * 501, "\udcff"):
        monkeypatch.setenv("WENREN_USER", user)
        journal = journal_of(tmp_path / "store")
        assert state in journal.path.parents
        assert journal.path.parent.parent == state
        journal.change([Entry("read", ("a",))])
        assert journal.path.is_file()
        names.add(journal.path.name)
    assert len(names) == 9


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
    undo = marks.searches.move("丙", 1)
    marks.searches.save("甲", "新的")
    assert [s.name for s in marks.searches.all()] == ["丙", "甲", "乙"]
    marks.searches.move("丙", 99)
    assert [s.name for s in marks.searches.all()] == ["甲", "乙", "丙"]
    marks.change(*undo)
    assert marks.searches.all()[0] == Saved("甲", "查甲")
    with pytest.raises(RefusedError, match="no search"):
        marks.searches.remove("丁")


def test_a_search_is_renamed_in_its_place(state: Path, tmp_path: Path) -> None:
    marks = OwnMarks(tmp_path / "store")
    for name in ("甲", "乙"):
        marks.searches.save(name, f"查{name}")
    undo = marks.searches.rename("甲", "ＡＢ")
    marks.searches.rename("ab", "AB")
    assert [s.name for s in marks.searches.all()] == ["AB", "乙"]
    with pytest.raises(RefusedError, match="another search has this name"):
        marks.searches.rename("AB", "乙")
    marks.change(*undo)
    assert marks.searches.all() == (Saved("甲", "查甲"), Saved("乙", "查乙"))
