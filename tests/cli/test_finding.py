"""Queries typed without an input method, from outside: what is printed and what is said beside."""

from pathlib import Path

import pytest

from tests.cli.test_commands_printed import lines
from tests.command_line import wenren

PAGES = {
    "a.txt": "普京在北京会见习近平\n\n2024年5月16日 10:30 来源：闻人通讯社\n\n他们谈能源。\n",
    "b.txt": "普京谈能源\n\n2024年6月16日 10:30 来源：海港日报\n\n普京没有谈到天气，只谈能源。\n",
}


@pytest.fixture(scope="module")
def store(tmp_path_factory: pytest.TempPathFactory) -> str:
    folder: Path = tmp_path_factory.mktemp("finding")
    for name, text in PAGES.items():
        (folder / name).write_text(text, "utf-8")
    store = str(folder / "store")
    pages = [str(folder / name) for name in PAGES]
    assert wenren("add", "--store", store, *pages).returncode == 0
    return store


def test_a_plain_name_is_nothing_to_speak_of(store: str) -> None:
    done = wenren("search", "人:pujing", "@xjp", "--json", "--store", store)
    assert [head["title"] for head in lines(done)] == ["普京在北京会见习近平"]
    assert done.stderr == b""


def test_what_a_misspelt_name_is_taken_for_is_said(store: str) -> None:
    done = wenren("search", "人:xijingping", "--store", store)
    assert "普京在北京会见习近平" in done.stdout.decode()
    said = "wenren: xijingping: nobody is called so; taken for 习近平 (1)\n"
    assert done.stderr.decode() == said


def test_an_unknown_name_names_the_nearest(store: str) -> None:
    done = wenren("search", "能源 人:普金", "--store", store)
    assert (done.returncode, done.stdout) == (2, b"")
    said = done.stderr.decode()
    assert "nobody is called 普金 — did you mean 弗拉基米尔·普京" in said
    assert "(at character 4)" in said


def test_facets_are_printed_with_their_queries(store: str) -> None:
    printed = wenren("search", "能源", "--facets", "--store", store).stdout.decode()
    assert printed.startswith(
        "2 articles\n\nactors\n        2  弗拉基米尔·普京  能源 人:弗拉基米尔·普京\n"
    )
    (found,) = lines(wenren("search", "能源", "--facets", "--json", "--store", store))
    assert (found["articles"], found["exact"], found["looked_at"]) == (2, True, 2)
    assert [(m["name"], m["articles"]) for m in found["months"]] == [("2024-06", 1), ("2024-05", 1)]
    for facet in (*found["actors"], *found["sources"], *found["months"]):
        done = wenren("search", facet["query"], "--json", "--store", store)
        assert len(lines(done)) == facet["articles"]
    told = wenren("search", "能源", "--facets", "--stories", "--store", store).stdout.decode()
    assert told.startswith("2 stories\n")
    (found,) = lines(wenren("search", "能源", "--facets", "--stories", "--json", "--store", store))
    assert found["stories"] == sum(month["stories"] for month in found["months"]) == 2
