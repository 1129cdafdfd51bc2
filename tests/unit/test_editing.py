"""What an owner may do to a lexicon, and what is refused and why."""

from __future__ import annotations

import pytest
from hypothesis import given
from hypothesis import strategies as st

from store.actors.changes import Change, to_json
from store.actors.editing import Editor, Wish
from store.actors.lexicon import Alias
from store.actors.naming import local_id, read_alias, read_name, read_time
from store.errors import RefusedError
from tests.unit.test_changes import BUILT_IN


@pytest.fixture
def editor() -> Editor:
    return Editor(BUILT_IN, {})


def texts(editor: Editor, id: str) -> list[str]:
    actor = editor.people.listed[id]
    return [a.text + "?" * a.needs_context for a in actor.aliases]


def test_an_actor_is_added(editor: Editor) -> None:
    done = editor.add(Wish("陆启明", "person", ("老陆", "陆?"), english="Lu Qiming", role="船长"))
    assert done.actor.id == local_id("person", "陆启明") == local_id("person", "陸啟明")
    assert (done.actor.name, done.actor.english, done.actor.role) == ("陆启明", "Lu Qiming", "船长")
    assert texts(editor, done.actor.id) == ["陆启明", "老陆", "陆?"]
    assert done.said == f"added 陆启明 ({done.actor.id}, person, 船长)"
    assert set(done.names) == {"陆启明", "老陆", "陆", "Lu Qiming"}
    assert to_json(editor.changes[done.actor.id]) == {
        "id": done.actor.id, "kind": "person", "name": "陆启明", "aliases": ["老陆", "陆?"],
        "english": "Lu Qiming", "role": "船长",
    }  # fmt: skip


def test_a_namesake_is_marked_and_has_an_id_of_its_own(editor: Editor) -> None:
    first = editor.add(Wish("陆启明", "person")).actor
    second = editor.add(Wish("陆启明？", "person")).actor
    assert second.id == f"{first.id}-2"
    assert texts(editor, first.id) == ["陆启明"]
    assert texts(editor, second.id) == ["陆启明?"]
    with pytest.raises(RefusedError, match=rf"2 actors .*{first.id}.*; .*{second.id}"):
        editor.hide("陆启明")


@pytest.mark.parametrize(
    ("name", "kind", "said"),
    [
        ("普京", "person", "弗拉基米尔·普京 \\(Q1, person, 总统\\) is called so already"),
        ("弗拉基米尔•普京", "person", "Q1"),
        ("清河", "organisation", "w-river"),
        ("", "person", "no name is in it"),
        (" \u200b", "person", "no name is in it"),
        ("陆", "person", "one character"),
        ("陆@cn", "person", "tw or hk"),
        ("陆\n启明", "person", "line end or a control character"),
        ("\x1b[31m陆启明", "person", "control character"),
        ("\x9b31m陆启明", "person", "control character"),
        ("陆|启明", "person", "none of"),
        ("陆" * 101, "person", "longer than 100"),
        ("陆\ue000启明", "person", "aren't text"),
    ],
)
def test_a_name_that_is_refused(editor: Editor, name: str, kind: str, said: str) -> None:
    with pytest.raises(RefusedError, match=said):
        editor.add(Wish(name, kind))  # type: ignore[arg-type]
    assert editor.changes == {}


def test_what_comes_along_with_a_copied_name_is_dropped(editor: Editor) -> None:
    assert editor.add(Wish("\u202e陆启\u200b明\n", "person")).actor.name == "陆启明"


def test_a_name_of_something_else_altogether_is_taken(editor: Editor) -> None:
    done = editor.add(Wish("清河", "person"))
    assert done.said.endswith("; 清河 no longer means 清河 (w-river, place)")
    other = editor.add(Wish("陆启明", "person", ("北报",)))
    assert "北报 no longer means 城北日报" in other.said
    with pytest.raises(RefusedError, match=f"you gave this name to 陆启明 .{other.actor.id}"):
        editor.edit("Q1", Wish(aliases=("北报",)))
    editor.edit("Q1", Wish(aliases=("北报?",)))
    with pytest.raises(RefusedError, match="one of its names already"):
        editor.edit("Q1", Wish(aliases=("北报?",)))


def test_an_id_is_given_or_refused(editor: Editor) -> None:
    assert editor.add(Wish("陆启明", "person"), "w-lu").actor.id == "w-lu"
    for id in ("w-lu", "Q1", "lu", "w-Lu", "?person:x"):
        with pytest.raises(RefusedError, match=r"id|Q…"):
            editor.add(Wish("别人家", "person"), id)


def test_a_built_in_actor_is_edited_and_edited_back(editor: Editor) -> None:
    done = editor.edit("普丁", Wish("普京", role="", aliases=("普大帝",), remove=("普丁",)))
    assert (done.actor.name, done.actor.role) == ("普京", "")
    assert texts(editor, "Q1") == ["普京", "弗拉基米尔·普京", "普大帝"]
    assert to_json(editor.changes["Q1"]) == {
        "id": "Q1", "name": "普京", "aliases": ["普大帝"], "dropped": ["普丁"], "role": "",
    }  # fmt: skip
    assert "was 弗拉基米尔·普京, role taken away, +普大帝, -普丁" in done.said
    editor.edit(
        "Q1", Wish("弗拉基米尔·普京", role="总统", aliases=("普丁@tw",), remove=("普大帝",))
    )
    assert editor.changes == {}


def test_the_old_name_of_an_added_actor_is_kept_unless_removed(editor: Editor) -> None:
    id = editor.add(Wish("陆启明", "person")).actor.id
    editor.edit(id, Wish("陆启铭"))
    assert texts(editor, id) == ["陆启铭", "陆启明"]
    editor.edit(id, Wish("陆其铭", remove=("陆启铭",)))
    assert texts(editor, id) == ["陆其铭", "陆启明"]
    with pytest.raises(RefusedError, match="no such name"):
        editor.edit(id, Wish(remove=("陆启铭",)))
    with pytest.raises(RefusedError, match="the name itself"):
        editor.edit(id, Wish(remove=("陆其铭",)))
    with pytest.raises(RefusedError, match="nothing to change"):
        editor.edit(id, Wish("陆其铭"))
    with pytest.raises(RefusedError, match="is called so already"):
        editor.edit(id, Wish("普京"))
    with pytest.raises(RefusedError, match="'2020-13' is not YYYY"):
        editor.edit(id, Wish(since="2020-13"))


def test_hidden_and_back(editor: Editor) -> None:
    assert editor.hide("普京").state == "hidden"
    for name in ("普京", "Q1", "弗拉基米尔·普京"):
        with pytest.raises(RefusedError, match="unhide Q1"):
            editor.edit(name, Wish(role="x"))
    with pytest.raises(RefusedError, match="is hidden"):
        editor.add(Wish("弗拉基米尔·普京", "person"))
    assert editor.unhide("普京").state == "listed"
    assert editor.changes == {}
    with pytest.raises(RefusedError, match="no hidden actor"):
        editor.unhide("普京")


def test_merged_and_parted(editor: Editor) -> None:
    added = editor.add(Wish("陆启明", "person")).actor.id
    done = editor.merge(["陆启明", "老西", "老西"], "普京")
    assert done.actor.id == "Q1"
    assert "老西" in texts(editor, "Q1")
    assert editor.people.listed.keys() == {"Q1", "w-river", "w-post"}
    with pytest.raises(RefusedError, match="into itself"):
        editor.merge(["陆启明"], "普京")
    with pytest.raises(RefusedError, match="merged into Q1; `wenren actors revert w-west`"):
        editor.hide("w-west")
    editor.merge(["Q1"], "w-post")
    assert "老西" in texts(editor, "w-post")
    editor.edit("w-post", Wish(remove=("老西",)))
    assert "老西" not in texts(editor, "w-post")
    editor.revert("王西")
    assert texts(editor, "w-west") == ["王西?", "老西"]
    assert editor.revert("陆启明").state == "gone"
    assert added not in editor.changes


def test_what_the_built_in_lexicon_has_lost_can_be_taken_back() -> None:
    editor = Editor(BUILT_IN, {"Q99": Change("Q99", hidden=True)})
    assert editor.revert("Q99").state == "gone"
    assert editor.changes == {}
    with pytest.raises(RefusedError, match="no changed actor"):
        editor.revert("Q99")


def test_a_refusal_changes_nothing(editor: Editor) -> None:
    editor.add(Wish("陆启明", "person"))
    before = dict(editor.changes)
    for attempt in (
        lambda: editor.edit("普京", Wish(role="x", aliases=("陆启明",))),
        lambda: editor.merge(["普京", "nobody"], "清河"),
        lambda: editor.add(Wish("另一个人", "person", ("\x07",))),
    ):
        with pytest.raises(RefusedError):
            attempt()
        assert editor.changes == before


@given(st.text(max_size=12))
def test_whatever_is_read_as_a_name_is_clean(text: str) -> None:
    try:
        alias = read_alias(text)
    except ValueError:
        return
    assert alias.text == alias.text.strip()
    assert not set(alias.text) & set("?？@|\n\x1b\u202e")
    assert all(ord(c) >= 32 for c in alias.text)
    if len(alias.text) > 1:
        assert read_name(alias.text) == alias.text


@pytest.mark.parametrize("text", ["", "1999", "1999-01", "2024-12"])
def test_times(text: str) -> None:
    assert read_time(text) == text


def test_marks_of_the_tables() -> None:
    assert read_alias(" 普丁@tw？") == Alias("普丁", "tw", True)
    assert read_alias("习") == Alias("习", "", True)
    for text in ("X", "·", "?", "@tw", "普丁@", "_"):
        with pytest.raises(ValueError, match=r"."):
            read_alias(text)


def test_a_canonical_name_goes_before_other_names(editor: Editor) -> None:
    editor.edit("清河", Wish(aliases=("王西?",)))
    assert editor.people.find("王西").id == "w-west"
