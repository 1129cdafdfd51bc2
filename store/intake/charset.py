"""Bytes to text: read rightly or refused by name.

UTF-8 and UTF-16 say what they are. GB18030 and Big5 share their byte ranges, so both are tried
and the reading with more everyday characters wins. What a server or a page declares is often
wrong and breaks a tie only: many a UTF-8 page calls itself GB2312.
"""

from __future__ import annotations

import re

from store.errors import RefusedError
from store.folding import is_han, simplify
from store.message import Message

SAMPLE = 65_536
"""Bytes beyond ASCII looked at to choose between two legacy encodings."""

DECLARED = 4096
"""Bytes at the head of HTML or XML in which it may declare its encoding."""

_BOMS = (
    (b"\xef\xbb\xbf", "utf-8"),
    (b"\xff\xfe\x00\x00", "utf-32"),
    (b"\x00\x00\xfe\xff", "utf-32"),
    (b"\xff\xfe", "utf-16"),
    (b"\xfe\xff", "utf-16"),
    (b"<\x00", "utf-16-le"),
    (b"\x00<", "utf-16-be"),
)
_BINARY = (
    (b"%PDF", Message("a PDF file")),
    (b"PK\x03\x04", Message("a ZIP archive")),
    (b"\x1f\x8b", Message("a gzip file")),
    (b"\x89PNG", Message("a picture")),
    (b"\xff\xd8\xff", Message("a picture")),
    (b"GIF8", Message("a picture")),
    (b"\x7fELF", Message("a program")),
    (b"SQLite format 3", Message("a database")),
)
_CONTROLS = bytes(b for b in range(32) if b not in b"\t\n\v\f\r\x1b")

# The most frequent characters of modern written Chinese, about half of any text.
_EVERYDAY = frozenset(
    "的一是不了在人有我他这个们中来上大为和国地到以说时要就出会可也你对生能而子那得于着下自之"
    "年过发后作里用道行所然家种事成方多经么去法学如都同现当没动面起看定天分还进好小部其些主样"
    "理心她本前开但因只从想实日军者意无力它与长把机十民第公此已工使情明性知全三又关点正业外将"
    "两高间由问很最重并物手应战向头文体政美相见被利什二等产或新己制身果加西斯月话合回特代内信"
    "表化老给世位次度门任常先海通教儿原东声提立及比员解水名真论处走义各入几口认条平系气题活尔"
    "更别打女变四神总何电数安少报才结反受目太量再感建务做接必场件计管期市直德资命山金指克许统"
    "区保至队形社便空决治展马科司五基眼书非则听白却界达光放强即像难且权思王象完设式色路记南品"
    "住告类求据程北边死张该交规万取拉格望觉术领共确传师观清今切院让识候带导争运"
)
_ENOUGH = 0.15
_NEVER = frozenset("\ufffd") | {chr(p) for p in (*range(0x80, 0xA0), *range(0xE000, 0xF900))}


def decode(data: bytes, name: str, declared: str | None = None) -> str:
    """The text of ``data``; raises ``RefusedError`` under ``name`` when it isn't text.

    ``declared`` is the encoding a server gave with it; what HTML and XML declare themselves is
    found here. A few broken bytes in good UTF-8 become U+FFFD each and cost nothing else.
    """
    if not data.strip():
        raise RefusedError(name, "empty")
    for mark, encoding in _BOMS:
        if data.startswith(mark):
            return _with_mark(data, mark, encoding, name)
    for magic, what in _BINARY:
        if data.startswith(magic):
            raise RefusedError(name, "{what}, not text", what=what)
    head = data[:SAMPLE]
    controls = len(head) - len(head.translate(None, _CONTROLS))
    if b"\x00" in data or controls * 100 > len(head):
        raise RefusedError(name, "a binary file, not text")
    return undo_double_encoding(_without_mark(data, name, _legacy(declared) or _stated(data)))


def undo_double_encoding(text: str) -> str:
    """Undo UTF-8 that was read as Latin-1 or Windows-1252 and written as UTF-8 again.

    Scrapers that trust a missing charset header leave such lines, often beside good ones, so
    only runs that decode to Chinese text change.
    """
    return _MANGLED.sub(_unmangle, text) if _MANGLED_HAN.search(text) else text


def _with_mark(data: bytes, mark: bytes, encoding: str, name: str) -> str:
    if encoding == "utf-8":
        text = data[len(mark) :].decode("utf-8", "replace")
    else:
        text = data.decode(encoding, "replace")
    if not text.strip():
        raise RefusedError(name, "empty")
    if text.count("\ufffd") * 20 > len(text):
        raise RefusedError(name, "broken {encoding}", encoding=encoding.upper())
    return text


def _legacy(label: str | None) -> str | None:
    """Which of the two legacy encodings a label means, by its superset; None for another."""
    plain = re.sub(r"[^a-z0-9]", "", (label or "").lower())
    if plain.startswith(("gb", "xgb", "euccn", "cp936", "ms936", "windows936", "hzgb")):
        return "gb18030"
    if plain.startswith(("big5", "xxbig5", "cnbig5", "csbig5", "cp950", "ms950", "windows950")):
        return "big5hkscs"
    return None


def _stated(data: bytes) -> str | None:
    """The legacy encoding that HTML or XML says at its head it is in."""
    match = _STATED.search(data[:DECLARED])
    return _legacy(match[1].decode("ascii")) if match else None


def _sample(data: bytes) -> bytes:
    """The characters of two bytes in ``data``, as many as judge it; a page begins with scripts."""
    runs: list[bytes] = []
    size = 0
    for match in _TWO_BYTES.finditer(data):
        runs.append(match[0])
        size += len(match[0])
        if size >= SAMPLE:
            break
    return b" ".join(runs)


def _without_mark(data: bytes, name: str, declared: str | None) -> str:
    try:
        return data.decode("utf-8")
    except UnicodeDecodeError:
        pass
    lenient = data.decode("utf-8", "replace")
    broken = lenient.count("\ufffd")
    good = sum(map(len, _NOT_ASCII.findall(lenient))) - broken
    if good >= 10 * broken:
        return lenient
    sample = _sample(data)
    scores = [
        (_plausible(sample, encoding) * (2 if encoding == declared else 1), encoding)
        for encoding in ("gb18030", "big5hkscs")
    ]
    best, encoding = max(scores)
    if best >= _ENOUGH:
        text = data.decode(encoding, "replace")
        if text.count("\ufffd") * 50 <= len(text):
            return text
    if declared and best < _ENOUGH and (short := _strictly(data, declared)):
        return short
    if broken * 100 <= len(lenient):
        return lenient
    raise RefusedError(name, "neither UTF-8 nor GB18030 nor Big5 text")


def _strictly(data: bytes, encoding: str) -> str | None:
    """The text of a page too short to judge, if nothing in it speaks against the encoding."""
    try:
        text = data.decode(encoding)
    except UnicodeDecodeError:
        return None
    return text if _NEVER.isdisjoint(text) and any(map(is_han, text)) else None


def _plausible(sample: bytes, encoding: str) -> float:
    """Share of everyday characters among all beyond ASCII but punctuation, 0..1."""
    text = simplify(sample.decode(encoding, "replace"))
    han = everyday = wrong = 0
    for char in text:
        if char < "\x80":
            continue
        if char in _EVERYDAY:
            everyday += 1
        if is_han(char):
            han += 1
        elif char in _NEVER:
            wrong += 1
    return everyday / (han + 10 * wrong) if han else 0.0


# In <meta charset>, in <meta http-equiv content="…; charset=…">, in <?xml encoding?>.
_STATED = re.compile(
    rb"<(?:meta\b[^<>]{0,300}?\bcharset|\?xml\b[^<>]{0,100}?\bencoding)\s*=\s*[\"']?\s*([a-z0-9_.:-]{2,30})",
    re.IGNORECASE,
)
_TWO_BYTES = re.compile(rb"(?:[\x81-\xfe][\x40-\xfe]){1,2000}")
_NOT_ASCII = re.compile(r"[^\x00-\x7f]+")
# The bytes 0x80..0xBF as Latin-1 and as Windows-1252 show them.
_WINDOWS = {
    bytes([byte]).decode("cp1252"): byte
    for byte in range(0x80, 0xA0)
    if byte not in (0x81, 0x8D, 0x8F, 0x90, 0x9D)
}
_TAIL = "[\x80-\xbf" + "".join(_WINDOWS) + "]"
# Two Han characters in a row: é”— alone would be one.
_MANGLED_HAN = re.compile(f"(?:[\xe3-\xe9]{_TAIL}{{2}}){{2}}")
_MANGLED = re.compile(f"(?:[\xc2-\xdf]{_TAIL}|[\xe0-\xef]{_TAIL}{{2}}|[\xf0-\xf4]{_TAIL}{{3}})+")


def _unmangle(match: re.Match[str]) -> str:
    run = match[0]
    try:
        return bytes(_WINDOWS.get(c, ord(c)) for c in run).decode("utf-8")
    except (UnicodeDecodeError, ValueError):
        return run
