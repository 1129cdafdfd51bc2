"""Changing the lexicon as a child does: asked, made, tagged again, undone in JSON."""

from __future__ import annotations

from pathlib import Path

import orjson
import pytest

from store import amending
from store.amending import amend
from store.amendment import Amended, Amendment, amended, amendment
from store.child import line
from store.own_lexicon import OwnLexicon
from tests.benchmarks.generate import fill


@pytest.fixture(scope="module")
def store(tmp_path_factory: pytest.TempPathFactory) -> Path:
    folder = tmp_path_factory.mktemp("amending") / "store"
    fill(folder, 5)
    return folder


def test_an_amendment_and_its_answer_cross_a_pipe_as_they_are() -> None:
    wanted = Amendment("merge", "Q1", "名", "person", "Q2", {"a": {}}, "id", ("甲", "乙"))
    assert amendment(orjson.loads(line(wanted))) == wanted
    answer = Amended("", "Q1", 3, ("甲",), {"said": "x"})
    assert amended(orjson.loads(line(answer))) == answer


def test_every_change_is_made_and_undone(store: Path) -> None:
    lexicon = OwnLexicon(store)
    before = {actor.id: actor for actor in lexicon.read().actors}
    added = amend(store, Amendment("add", text="远望甲", kind="person"))
    assert not added.refused
    who = added.actor
    made = [
        Amendment("rename", who, "远望乙"),
        Amendment("name", who, "老远"),
        Amendment("unname", who, "老远"),
        Amendment("merge", who, into="Q7747" if "Q7747" in before else next(iter(before))),
        Amendment("hide", next(iter(before))),
    ]
    undos = [added.undo]
    for wanted in made:
        answer = amend(store, wanted)
        assert not answer.refused, (wanted, answer)
        undos.append(amended(orjson.loads(line(answer))).undo)
    assert len(lexicon.changes()) == 2
    for undo in reversed(undos):
        assert not amend(store, Amendment("undo", undo=undo)).refused
    assert lexicon.changes() == []
    assert {actor.id: actor for actor in lexicon.read().actors} == before


def test_what_was_changed_since_is_not_undone(store: Path) -> None:
    lexicon = OwnLexicon(store)
    who = lexicon.read().actors[0].id
    first = amend(store, Amendment("name", who, "远望丙"))
    second = amend(store, Amendment("name", who, "远望丁"))
    assert "changed again since" in amend(store, Amendment("undo", undo=first.undo)).refused
    for answer in (second, first):
        assert not amend(store, Amendment("undo", undo=answer.undo)).refused
    assert "nothing is undone" in amend(store, Amendment("undo", undo=first.undo)).refused


def test_the_article_on_the_screen_comes_first(
    store: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    asked: list[dict[str, set[str]]] = []
    monkeypatch.setattr(OwnLexicon, "holding", lambda *_: {"2024-01-02": {"a", "b"}, "2023": {"c"}})
    monkeypatch.setattr("store.retagging.retag", lambda _, wanted: asked.append(wanted))
    assert amending.retag(store, ("甲",), "b") == ""
    assert asked == [{"2024-01-02": {"b"}}, {"2024-01-02": {"a", "b"}, "2023": {"c"}}]
    asked.clear()
    amending.retag(store, ("甲",), "elsewhere")
    assert len(asked) == 1
