"""Packed files: read as what is in them, bounded, each bad one named."""

import bz2
import gzip
import io
import json
import lzma
import random
import tarfile
import zipfile
from collections.abc import Callable
from datetime import datetime

import pytest

from store.article import Draft
from store.errors import RefusedError
from store.intake import containers
from store.intake.dateline import CHINA
from store.intake.forms import Item, Reading, read_bytes, read_stream

NOW = datetime(2026, 11, 23, 9, 0, tzinfo=CHINA)
PAGE = "港口恢复通航\n\n2023年3月14日 05:45\n\n港务局说，第一批货船已于清晨离港，航线全面恢复。\n"


def gather(data: bytes, name: str = "a.zip") -> list[Item]:
    return list(read_bytes(data, name, Reading(NOW)))


def zipped(**members: bytes) -> bytes:
    out = io.BytesIO()
    with zipfile.ZipFile(out, "w", zipfile.ZIP_DEFLATED) as archive:
        for name, data in members.items():
            archive.writestr(name, data)
    return out.getvalue()


def titles(items: list[Item]) -> list[str]:
    return [i.title for i in items if isinstance(i, Draft)]


def refusals(items: list[Item]) -> list[str]:
    return [str(i) for i in items if isinstance(i, RefusedError)]


def test_gzip_and_zip_and_one_in_the_other() -> None:
    packed = gzip.compress(PAGE.encode("gb18030"))
    assert titles(gather(packed, "a.txt.gz")) == ["港口恢复通航"]
    both = zipped(一=PAGE.encode(), b=PAGE.replace("港口", "机场").encode(), c=packed)
    assert titles(gather(both)) == ["港口恢复通航", "机场恢复通航", "港口恢复通航"]


@pytest.mark.parametrize("pack", [gzip.compress, bz2.compress, lzma.compress])
def test_streams_one_after_another_and_filled_up(pack: Callable[[bytes], bytes]) -> None:
    lines = [json.dumps({"title": f"第{n}号", "text": "货船离港。"}) + "\n" for n in range(2)]
    packed = b"".join(pack(line.encode()) for line in lines)
    assert titles(gather(packed)) == ["第0号", "第1号"]
    assert titles(gather(packed + bytes(500))) == ["第0号", "第1号"]


@pytest.mark.parametrize("pack", [gzip.compress, bz2.compress, lzma.compress])
@pytest.mark.parametrize("share", [0.2, 0.9, 0.999])
def test_what_breaks_off_is_read_so_far_and_named(
    pack: Callable[[bytes], bytes], share: float
) -> None:
    chance = random.Random(1)
    letters = [chr(point) for point in range(0x4E00, 0x9000)]
    bodies = ("".join(chance.choices(letters, k=300)) for _ in range(300))
    rows = [json.dumps({"title": "港口", "text": body}, ensure_ascii=False) for body in bodies]
    packed = pack("\n".join(rows).encode())
    *read, refused = gather(packed[: int(len(packed) * share)], "a.jsonl.gz")
    assert str(refused) == "a.jsonl.gz: broken: it can't be unpacked to its end"
    # bzip2 packs 900 kB at a time: what is in a broken block is lost.
    assert len(read) > (share - 0.1) * len(rows) or pack is bz2.compress


def test_xz_that_asks_for_gigabytes_is_refused() -> None:
    filters = [{"id": lzma.FILTER_LZMA2, "preset": 1, "dict_size": 1 << 29}]
    greedy = lzma.compress(b"x", filters=filters)
    assert "can't be unpacked" in refusals(gather(greedy, "a.xz"))[0]


def test_what_stands_beside_articles_is_passed_over() -> None:
    page = PAGE.encode()
    names = ("__MACOSX/a/._1.txt", ".DS_Store", "a/b.JPG", ".git/x.txt", "a\\style.css")
    beside = zipped(**{**dict.fromkeys(names, b"\x00"), "a/1.txt": page})
    assert [i for i in gather(beside) if isinstance(i, RefusedError)] == []
    assert titles(gather(beside)) == ["港口恢复通航"]


@pytest.mark.parametrize("sign", ["[Content_Types].xml", "mimetype", "META-INF/MANIFEST.MF"])
def test_an_office_document_is_no_archive(sign: str) -> None:
    items = gather(zipped(**{sign: b"x", "word/document.xml": PAGE.encode()}), "a.docx")
    assert ["office document" in r for r in refusals(items)] == [True]


def test_a_tar_archive_says_what_to_do() -> None:
    out = io.BytesIO()
    with tarfile.open(fileobj=out, mode="w:gz") as archive:
        archive.addfile(tarfile.TarInfo("a.txt"))
    (refused,) = refusals(gather(out.getvalue(), "a.tgz"))
    assert refused.startswith("a.tgz: a tar archive")


def test_markdown_is_known_by_its_name_before_it_was_packed() -> None:
    (draft,) = gather(gzip.compress("货船**昨日**离港。\n\n渔民庆祝。".encode()), "a.MD.gz")
    assert isinstance(draft, Draft)
    assert draft.blocks[0].text == "货船昨日离港。"


def test_a_stream_that_can_t_be_searched() -> None:
    class Pipe(io.BytesIO):
        def seekable(self) -> bool:
            return False

    assert titles(list(read_stream(Pipe(zipped(a=PAGE.encode())), "-", Reading(NOW)))) == [
        "港口恢复通航"
    ]


def test_a_bad_member_is_named_and_the_rest_is_read() -> None:
    data = bytearray(zipped(a=b"\x00\x01\x02", b=PAGE.encode(), c=PAGE.encode()))
    at = data.find(b"c", data.find(b"PK\x03\x04", data.find(b"PK\x03\x04", 4) + 4)) + 5
    data[at : at + 4] = b"\xff\xff\xff\xff"
    items = gather(bytes(data))
    assert titles(items) == ["港口恢复通航"]
    assert [r.split(": ")[0] for r in refusals(items)] == ["a.zip/a", "a.zip/c"]


def test_encrypted_and_strangely_packed_members_are_refused() -> None:
    data = bytearray(zipped(a=PAGE.encode()))
    entry = data.find(b"PK\x01\x02")
    data[entry + 8] |= 1
    assert refusals(gather(bytes(data))) == ["a.zip/a: encrypted"]
    out = io.BytesIO()
    with zipfile.ZipFile(out, "w", zipfile.ZIP_LZMA) as archive:
        archive.writestr("a", PAGE)
    assert "isn't read" in refusals(gather(out.getvalue()))[0]


@pytest.mark.parametrize("size", [8, 40, 200])
def test_what_breaks_off_is_named(size: int) -> None:
    packed = gzip.compress(PAGE.encode() * 50)
    (refused,) = refusals(gather(packed[:-size] if size < len(packed) else packed[:20], "a.gz"))
    assert "unpacked" in refused


def test_a_bomb_is_refused_before_it_is_in_memory() -> None:
    bomb = gzip.compress(b"\n" * (containers.ALLOWANCE * 2))
    assert len(bomb) * containers.RATIO < containers.ALLOWANCE * 2
    assert "times its size" in refusals(gather(bomb, "a.gz"))[0]
    assert "times its size" in refusals(gather(zipped(a=b"\n" * (containers.ALLOWANCE * 2))))[0]


def test_many_small_bombs_are_one_large(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(containers, "ALLOWANCE", 1 << 20)
    bomb = b"\n" * (900 << 10)
    data = zipped(**{f"{n}.txt": bomb for n in range(9)}, z=PAGE.encode())
    reasons = [r.split(": ")[1] for r in refusals(gather(data))]
    assert reasons[0] == "empty"
    assert reasons[1:] == [
        f"{name}unpacks to more than 100 times its size" for name in ("", "a.zip ")
    ]
    nested = gzip.compress(zipped(**{f"{n}.gz": gzip.compress(bomb) for n in range(9)}))
    assert len(refusals(gather(nested))) == 3


def test_packed_within_packed_ends_somewhere() -> None:
    data = PAGE.encode()
    for _ in range(6):
        data = gzip.compress(data)
    assert refusals(gather(data, "a")) == ["a: packed too often"]


def test_names_as_chinese_archivers_write_them() -> None:
    data = zipped(aaaa=b"\x00\x01").replace(b"aaaa", "新闻".encode("gbk"))
    assert refusals(gather(data))[0].startswith("a.zip/新闻: ")
    data = zipped(aaaa=b"\x00\x01").replace(b"aaaa", b"\x1b[0m")
    assert "\x1b" not in refusals(gather(data))[0]
