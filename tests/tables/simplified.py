"""Makes store/data/simplified.txt: python -m tests.tables.simplified > store/data/simplified.txt

Every character of the basic plane that OpenCC's s2tw changes, and the words of its dictionary that
can't be written so character by character. A word that can is kept only where it may hide such a
word that begins in it (民主党|参议员 is no 党参), and only if it is a common one by jieba's count.
What stands in the way of OpenCC's own mistakes of this sort, where news make them, is ``MENDED``.
"""

import os
import subprocess
import tempfile
from collections.abc import Iterator
from functools import cache
from pathlib import Path

import jieba
import opencc

from store.folding import simplify
from store.rewriting import Writer

COMMON = 100
"""Times jieba's dictionary saw a word: at 1, three times the words mend a fifth of the rest."""
MENDED = """\
個中國 個中共 個中央 個中心 個中學 個中文 個中年 個中東 個中華 個中小 國歷史 國歷代 國歷經
國歷任 國歷屆 國歷來 年歷史 年歷經 國制裁 日制裁 國制度 國制定 國制約 日制定 港制定 手機製造
是只有 是只能 是只要 是只會 這只有 這只能 這只是 多只能 多只有 一出路 一出門 一出席 長發展
長發出 長發佈 被發表 被發揮 被發掘 被發動 被發起 手表現 手表示 手表達 防臺灣 領臺灣
美國制裁 美國制度 美國制定 中國制裁 中國制度 中國制定
"""
"""Found by comparing with jieba's cuts in 1,700 articles: 个中 is no 箇中 before 国, nor 国历 國曆
before 史."""

HEADER = """\
# Simplified characters and words as they are written in Taiwan, longest match first; word=word
# where store/data/traditional.txt doesn't lead back.
# Made by tests/tables/simplified.py from OpenCC (https://github.com/BYVoid/OpenCC, Apache-2.0).
"""
_OPENCC = Path(opencc.__file__).parent / "clib"


@cache
def words() -> dict[str, str]:
    """Characters and words, each with its traditional form."""
    known = {key: value for key, value in _converted() if _basic(key + value)}
    found = {key: value for key, value in known.items() if len(key) == 1 and key != value}
    for key in sorted(known, key=lambda key: (len(key), key)):
        # Shorter words are all decided.
        if len(key) > 1 and Writer(_within(key, found)).write(key) != known[key]:
            found[key] = known[key]
    beginnings = {key[:size] for key in found for size in range(1, len(key))}
    common = _counts()
    for key, value in known.items():
        hides = any(key[at:] in beginnings for at in range(1, len(key)))
        if hides and common.get(key, 0) >= COMMON:
            found[key] = value
    found |= {simplify(form): form for form in MENDED.split()}
    return dict(sorted(found.items()))


def table() -> str:
    forms = [v if simplify(v) == k else f"{k}={v}" for k, v in words().items()]
    lines = (" ".join(forms[at : at + 16]) for at in range(0, len(forms), 16))
    return HEADER + "\n".join(lines) + "\n"


def _converted() -> Iterator[tuple[str, str]]:
    keys = [chr(point) for point in range(0x3400, 0xA000)] + [
        line.partition("\t")[0]
        for name in ("STPhrases", "STPhrases_GeneratedFromRegionalPhrases")
        for line in _dictionary(name).splitlines()
        if "\t" in line
    ]
    text = opencc.OpenCC("s2t").convert("\n".join(keys))
    # Taiwan's forms, and character by character: within a word alone s2tw leaves some as they are.
    taiwan = opencc.OpenCC("t2tw").convert
    values = text.translate({ord(char): taiwan(char) for char in set(text)}).split("\n")
    return ((k, v) for k, v in zip(keys, values, strict=True) if len(k) == len(v))


def _dictionary(name: str) -> str:
    with tempfile.TemporaryDirectory() as folder:
        out = Path(folder) / "out.txt"
        source = _OPENCC / "share" / "opencc" / f"{name}.ocd2"
        subprocess.run(
            [
                *(_OPENCC / "bin" / "opencc_dict", "-i", source, "-f", "ocd2"),
                *("-o", out, "-t", "text"),
            ],
            check=True,
            stdout=subprocess.DEVNULL,
        )
        return out.read_text("utf-8")


def _within(key: str, found: dict[str, str]) -> dict[str, str]:
    parts = {key[a:b] for a in range(len(key)) for b in range(a + 1, len(key) + 1)}
    return {part: found[part] for part in parts & found.keys()}


def _counts() -> dict[str, int]:
    path = Path(os.fspath(jieba.__file__)).with_name("dict.txt")
    lines = (line.split(" ") for line in path.read_text("utf-8").splitlines())
    return {line[0]: int(line[1]) for line in lines}


def _basic(text: str) -> bool:
    return all(ord(char) < 0x10000 for char in text)


if __name__ == "__main__":
    print(table(), end="")
