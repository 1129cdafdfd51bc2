import json
import multiprocessing
import shutil
from collections.abc import Iterator
from pathlib import Path

import pytest

from store.article import Block, Draft
from store.errors import QueryError, StoreError
from store.folding import fold
from store.library import Library

BODY = (
    "俄罗斯总统普京在克里姆林宫会见了到访的代表团。"
    "双方讨论了能源合作、粮食运输和边境贸易，并同意继续谈判。"
    "会后发表的公报没有提到此前有争议的军售，只说下一轮会谈将在秋天举行。"
)


def draft(number: int, body: str = "", **changes: str | None) -> Draft:
    fields = {"source": "闻人通讯社", "published": f"2024-05-{number % 28 + 1:02}T08:00:00+08:00"}
    return Draft(
        title=changes.pop("title", None) or f"第{number}号新闻",
        blocks=(Block("paragraph", body or f"这是第{number}篇文章的正文，谈天气。"),),
        **{**fields, **changes},
    )


@pytest.fixture(scope="module")
def made(tmp_path_factory: pytest.TempPathFactory) -> Path:
    library = Library.open(tmp_path_factory.mktemp("library") / "store")
    library.add(
        [
            draft(1, BODY, title="普京会见代表团"),
            draft(
                2, "習近平在北京會見德國總理朔爾茨。", title="習近平會見朔爾茨", source="南島新聞網"
            ),
            draft(3, "美国总统拜登谈到石油和天然气，路透社报道。", title="拜登谈能源"),
            draft(4, "天然气价格上涨。广告", title="气价"),
            *(draft(n) for n in range(5, 40)),
        ]
    )
    library.close()
    return library.path


@pytest.fixture
def library(made: Path, tmp_path: Path) -> Iterator[Library]:
    library = Library.open(Path(shutil.copytree(made, tmp_path / "store")))
    yield library
    library.close()


def titles(library: Library, query: str) -> list[str]:
    return [head.title for head in library.rows(query).page(0, 100)]


def test_a_new_store_is_empty_and_asks_nothing_of_the_disk(tmp_path: Path) -> None:
    library = Library.open(tmp_path / "none")
    assert library.rows().page(0, 10) == []
    assert library.rows().total() == 0
    assert titles(library, "石油") == []
    assert not (tmp_path / "none").exists()


def test_adding_again_changes_nothing(library: Library) -> None:
    before = {p: p.stat().st_mtime_ns for p in library.path.rglob("*.json")}
    report = library.add([draft(1, BODY, title="普京会见代表团"), draft(7)])
    assert (report.added, report.known) == (0, 2)
    assert {p: p.stat().st_mtime_ns for p in library.path.rglob("*.json")} == before


def test_a_dry_run_counts_and_writes_nothing(library: Library, tmp_path: Path) -> None:
    assert library.add([draft(99), draft(7)], dry_run=True).added == 1
    assert library.rows().total() == 39
    fresh = Library.open(tmp_path / "other")
    assert fresh.add([draft(1)], dry_run=True).added == 1
    assert not (tmp_path / "other").exists()


def test_newest_first_and_by_position(library: Library) -> None:
    rows = library.rows()
    everything = rows.page(0, 100)
    assert [h.published for h in everything] == sorted(
        (h.published or "" for h in everything), reverse=True
    )
    assert rows.total() == len(everything) == 39
    assert rows.page(10, 7) == everything[10:17]
    assert rows.page(38, 7) == everything[38:]
    assert rows.page(39, 7) == []
    assert rows.position(everything[17].id) == 17
    hits = library.rows("新闻")
    assert hits.position(hits.page(0, 100)[20].id) == 20
    assert hits.total() == len(hits.page(0, 100))


@pytest.mark.parametrize(
    ("query", "found"),
    [
        ("石油", ["拜登谈能源"]),
        ("石油 天然气", ["拜登谈能源"]),
        ("石油 OR 价格", ["气价", "拜登谈能源"]),
        ("天然气 -广告", ["拜登谈能源"]),
        ("“石油和天然气”", ["拜登谈能源"]),
        ("“天然气和石油”", []),
        ("习近平", ["習近平會見朔爾茨"]),
        ("習近平", ["習近平會見朔爾茨"]),
        ("人:普京", ["普京会见代表团"]),
        ("actor:Putin", ["普京会见代表团"]),
        ("@普丁", ["普京会见代表团"]),
        ("人:习近平 人:朔尔茨", ["習近平會見朔爾茨"]),
        ("人:习近平 人:普京", []),
        ("源:南岛", ["習近平會見朔爾茨"]),
        ("日期:2024-05-02", ["第29号新闻", "普京会见代表团"]),
        ("标题:能源", ["拜登谈能源"]),
        ("正文:能源", ["普京会见代表团"]),
        ("能源 -人:普京", ["拜登谈能源"]),
        ("-源:闻人通讯社 (普京 OR 德国)", ["習近平會見朔爾茨"]),
        ("宫", ["普京会见代表团"]),
        ("标题:气", ["气价"]),
        ("正文:宫", ["普京会见代表团"]),
        ("日期:2024-05-04 -天气", ["拜登谈能源"]),
    ],
)
def test_queries(library: Library, query: str, found: list[str]) -> None:
    assert titles(library, query) == found


@pytest.mark.parametrize(
    ("query", "position"), [("石油 人:查无此人啊", 3), ("源:查无此报", 0), ("！！", 0)]
)
def test_what_nobody_is_called_is_an_error_with_its_place(
    library: Library, query: str, position: int
) -> None:
    with pytest.raises(QueryError) as caught:
        library.rows(query)
    assert caught.value.position == position


def test_every_run_of_han_characters_finds_its_article(library: Library) -> None:
    heads = library.rows().page(0, 100)
    articles = [library.article(h.id) for h in heads]
    texts = {a.id: fold(a.title + "\n" + a.blocks[0].text) for a in articles if a}
    runs = {BODY[at : at + size] for at in range(len(BODY)) for size in (1, 2, 3, 5)}
    for run in sorted(r for r in runs if r.isalpha()):
        found = {h.id for h in library.rows(f'"{run}"', stories=False).page(0, 100)}
        assert found == {id for id, text in texts.items() if run in text}, run


def test_reprints_are_one_row_led_by_the_earliest(library: Library) -> None:
    report = library.add(
        [draft(20, BODY + "本报补充一段。", title="代表团抵达莫斯科", source="城北日报")]
    )
    assert (report.added, report.reprints) == (1, 1)
    (head,) = library.rows("普京").page(0, 10)
    assert (head.title, head.reprints) == ("普京会见代表团", 1)
    assert [h.title for h in library.rows("普京", stories=False).page(0, 9)] == [
        "代表团抵达莫斯科",
        "普京会见代表团",
    ]
    # The reprint alone matches: it stands for its story.
    assert titles(library, "补充一段") == ["代表团抵达莫斯科"]
    assert [h.source for h in library.story(head.id)] == ["闻人通讯社", "城北日报"]
    assert library.rows().total() == 39
    assert library.rows("普京").total() == 1


def test_dossier_and_who_is_in_the_news(library: Library) -> None:
    (putin,) = library.named("普丁")
    dossier = library.dossier(putin)
    assert dossier is not None
    assert dossier.name == "弗拉基米尔·普京"
    assert (dossier.kind, dossier.articles) == ("person", 1)
    assert dossier.months == (("2024-05", 1),)
    assert "俄罗斯" in {c.name for c in dossier.together}
    names = {c.name for c in library.actors("石油")}
    assert "路透社" in names
    assert "俄罗斯" not in names


def test_an_index_that_is_gone_or_broken_is_rebuilt(library: Library) -> None:
    expected = library.rows().page(0, 100)
    library.close()
    for path in (library.path / "index").iterdir():
        path.write_bytes(b"not a database" * 100)
    broken = Library.open(library.path)
    assert broken.rows().page(0, 100) == expected
    broken.close()
    for path in (library.path / "index").iterdir():
        path.unlink()
    assert Library.open(library.path).rows().page(0, 100) == expected


def test_a_day_file_changed_by_hand_is_taken_in(library: Library) -> None:
    (path,) = library.path.glob("articles/2024/2024-05-02.json")
    data = json.loads(path.read_text("utf-8"))
    for document in data["articles"].values():
        document["title"] = "改过的标题"
    path.write_text(json.dumps(data), "utf-8")
    assert library.stale()
    library.refresh()
    assert not library.stale()
    assert len(titles(library, "改过的标题")) == len(data["articles"])
    assert titles(library, "人:普京") == ["改过的标题"]
    assert titles(library, "普京会见代表团") == []


def test_a_damaged_day_is_named_and_the_rest_works(library: Library) -> None:
    (path,) = library.path.glob("articles/2024/2024-05-02.json")
    path.write_bytes(b'{"articles": {')
    healing = library.refresh()
    assert [d.path for d in healing.damage] == [path]
    assert len(titles(library, "")) == 39
    report = library.add([draft(1, "另一篇完全不同的文章。", title="新文"), draft(50)])
    assert report.added == 1
    assert str(path) in report.refused[0].reason
    assert path.read_bytes() == b'{"articles": {'


def test_another_process_s_articles_are_seen(library: Library) -> None:
    other = library.clone()
    before = other.revision()
    assert other.revision() == before
    context = multiprocessing.get_context("fork")
    writer = context.Process(target=lambda: Library.open(library.path).add([draft(77)]))
    writer.start()
    writer.join()
    assert other.revision() != before
    assert other.rows().total() == 40


def test_a_first_add_is_seen_by_a_library_opened_before(tmp_path: Path) -> None:
    early = Library.open(tmp_path / "store")
    before = early.revision()
    Library.open(tmp_path / "store").add([draft(1)])
    assert early.revision() != before
    assert early.rows().total() == 1


def test_two_adders_at_once_lose_nothing(tmp_path: Path) -> None:
    def add(first: int) -> None:
        for at in range(first, first + 10):
            Library.open(tmp_path).add([draft(at)])

    context = multiprocessing.get_context("fork")
    adders = [context.Process(target=add, args=(n,)) for n in (0, 5, 100)]
    for adder in adders:
        adder.start()
    for adder in adders:
        adder.join()
    assert Library.open(tmp_path).rows().total() == 25


def test_a_file_is_no_store(tmp_path: Path) -> None:
    path = tmp_path / "file"
    path.write_text("x")
    with pytest.raises(StoreError, match="not a folder"):
        Library.open(path)


def test_interrupting_a_closed_library_is_nothing(library: Library) -> None:
    other = library.clone()
    other.close()
    other.interrupt()
    assert library.rows().total() == 39


def test_an_article_of_another_store_comes_in_as_it_is(library: Library, tmp_path: Path) -> None:
    from dataclasses import replace

    first = next(iter(library.rows("拜登谈能源").page(0, 1)))
    article = library.article(first.id)
    assert article
    theirs = replace(article, story="a-story-of-theirs", added="2001-02-03T04:05:06Z", mentions=())
    other = Library.open(tmp_path / "other")
    assert other.add([theirs, draft(99)]).added == 2
    assert other.article(theirs.id) == theirs
    assert other.add([theirs]).known == 1
    assert library.add([theirs]).known == 1
    assert library.article(theirs.id) == article
