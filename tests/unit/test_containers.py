"""Packed files: read as what is in them, bounded, each bad one named."""

import gzip
import io
import zipfile
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
