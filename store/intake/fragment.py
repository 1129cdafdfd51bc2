"""HTML to lines: what a browser would show of it, line by line, and what its markup says.

Nothing here knows what an article is; whole pages go through ``store.intake.page``.
"""

from __future__ import annotations

import re
from dataclasses import dataclass, replace
from typing import TYPE_CHECKING, NamedTuple

from store.article import BlockKind
from store.errors import RefusedError
from store.folding import fold
from store.intake.elements import CELLS, KINDS, is_block, is_caption, is_read
from store.intake.hygiene import clean
from store.intake.lines import SEEN, Line, ends_sentence

if TYPE_CHECKING:
    from lxml.html import HtmlElement

SIZE = 16 << 20
"""Longest HTML read, in code points; its tree takes some ten times as many bytes."""

TAGS = 300_000
"""Most tags read, closing ones included: ten times those of the largest news pages."""

ATTRIBUTES = 60
"""Most attributes of a tag: libxml2 takes quadratic time over them, so such a tag is cut."""

LABEL = 6
"""Most letters beside the links of a line that is nothing but links: 友情链接, 网站代理."""

ROW_LENGTH = 300
"""Longest table row put on one line, in code points: beyond it a table lays out a page."""


def lines_of_html(html: str, name: str) -> list[Line]:
    """The lines of an HTML fragment or page, clean, without scripts, forms and what is hidden.

    A block-level element stands on lines of its own, ``<br>`` breaks one, a table row is one.
    Raises ``RefusedError`` under ``name`` for HTML beyond ``SIZE``, ``TAGS`` or a sound depth.
    """
    root = parse(html, name)
    return [] if root is None else lines_of_tree(root)


def parse(html: str, name: str) -> HtmlElement | None:
    """The tree of the HTML, without comments; None when there is nothing in it."""
    from lxml.etree import ParserError
    from lxml.html import HTMLParser, document_fromstring

    if len(html) > SIZE:
        raise RefusedError(name, "HTML of more than {size} million characters", size=SIZE >> 20)
    # Preformatted text breaks its lines without tags.
    if html.count("<") > TAGS or (_PRE.search(html) and html.count("\n") > TAGS):
        raise RefusedError(name, "HTML of more than {tags:,} tags", tags=TAGS)
    data = sound(html).encode("utf-8", "replace")
    for huge in (False, True):
        # Without huge_tree libxml2 stops at a depth of 256 and a text of 10 MB, with it later.
        parser = HTMLParser(encoding="utf-8", remove_comments=True, remove_pis=True, huge_tree=huge)
        try:
            root: HtmlElement = document_fromstring(data, parser=parser)
        except ParserError:
            return None
        if not any("XML_PARSE_HUGE" in entry.message for entry in parser.error_log):
            return root
    raise RefusedError(name, "HTML nested too deep")


def sound(html: str) -> str:
    """HTML that a parser takes in linear time: no NULs, no tags of endless attributes."""
    return _MANY_ATTRIBUTES.sub("", html.replace("\x00", ""))


def lines_of_tree(root: HtmlElement, *, hidden: bool = False) -> list[Line]:
    """The lines of a parsed element; ``hidden``: also of what a browser would not show."""
    from lxml.etree import iterwalk

    writer = _Writer()
    walk = iterwalk(root, events=("start", "end"))
    for event, element in walk:
        if event == "end":
            writer.leave(element)
            if element is not root and element.tail:
                writer.write(element.tail)
        elif is_read(element, hidden=hidden):
            writer.enter(element, element.text)
        else:
            walk.skip_subtree()
            writer.enter(element, None)
    writer.end_line()
    return writer.lines


class _Context(NamedTuple):
    """What holds inside an element."""

    kind: BlockKind | None = None
    linked: bool = False
    preformatted: bool = False


@dataclass(slots=True)
class _Row:
    """An open table row: where its lines and those of its open cell begin, and how it fares."""

    start: int
    cell: int
    plain: bool = True


class _Writer:
    """Inline text gathered into lines; one context per open element."""

    def __init__(self) -> None:
        self.lines: list[Line] = []
        self._contexts = [_Context()]
        self._rows: list[_Row] = []
        self._pieces: list[str] = []
        self._gap = 0  # blank lines since the last line
        self._kind: BlockKind | None = None  # of the line begun
        self._links = 0  # letters of it in links
        self._words = 0  # and outside them

    def enter(self, element: HtmlElement, text: str | None) -> None:
        tag, context = element.tag, self._contexts[-1]
        if tag == "br":
            self._break()
        elif is_block(element):
            self.end_line()
            if tag == "tr":
                self._rows.append(_Row(len(self.lines), len(self.lines)))
            elif tag in CELLS and self._rows:
                self._rows[-1].cell = len(self.lines)
            elif tag == "pre":
                context = context._replace(preformatted=True)
            if context.kind != "caption":
                kind = KINDS.get(tag) or ("caption" if is_caption(element) else None)
                context = context._replace(kind=kind or context.kind)
        elif tag == "a" and element.get("href") is not None:
            context = context._replace(linked=True)
        self._contexts.append(context)
        if text:
            self.write(text)

    def leave(self, element: HtmlElement) -> None:
        tag = element.tag
        if tag != "br" and is_block(element):
            self.end_line()
            if self._rows and tag in CELLS:
                row = self._rows[-1]
                row.plain = row.plain and len(self.lines) <= row.cell + 1
            elif self._rows and tag == "tr":
                self._end_row(self._rows.pop())
        self._contexts.pop()

    def write(self, text: str) -> None:
        context = self._contexts[-1]
        if context.preformatted and "\n" in text:
            first, *rest = text.replace("\r\n", "\n").split("\n")
            self._take(first, context)
            for line in rest:
                self._break()
                self._take(line, context)
        else:
            self._take(text, context)

    def end_line(self) -> None:
        """What follows stands on a new line, with space above."""
        if self._flush() or self.lines:
            self._gap = max(self._gap, 1)

    def _break(self) -> None:
        if not self._flush():
            self._gap += 1

    def _take(self, text: str, context: _Context) -> None:
        if not self._pieces:
            self._kind = context.kind
        self._pieces.append(text)
        letters = sum(map(str.isalpha, text))
        if context.linked:
            self._links += letters
        else:
            self._words += letters

    def _flush(self) -> bool:
        raw = "".join(self._pieces)
        labelled = self._words <= LABEL and self._links > max(2 * self._words, 9)
        linked = labelled or (self._links > 0 and not self._words)
        self._pieces.clear()
        self._links = self._words = 0
        shown = clean(_collapsed(raw))
        text = " ".join(shown.split("\n")).strip()
        if not text:
            return False
        gap = self._gap if self.lines else 0
        indented = shown[0].isspace()
        self.lines.append(Line(text, fold(text[:SEEN]), gap, indented, self._kind, linked))
        self._gap = 0
        return True

    def _end_row(self, row: _Row) -> None:
        cells = self.lines[row.start :]
        if len(cells) < 2 or not row.plain or sum(len(c.text) for c in cells) > ROW_LENGTH:
            return
        text = "　".join(cell.text for cell in cells)
        linked = all(cell.linked for cell in cells)
        first = cells[0]
        self.lines[row.start :] = [
            replace(first, text=text, folded=fold(text[:SEEN]), linked=linked)
        ]


def _collapsed(raw: str) -> str:
    """White space as HTML reads it: a run is one space, none where source lines were wrapped.

    Between two Han characters a line end in the source is no space in running text; between
    short pieces (date, source, author) it is what keeps them apart.
    """
    text = _SPACES.sub(_space, raw).strip(" \n")
    if "\n" not in text:
        return text
    prose = len(text) > 40 or (ends_sentence(text) and len(text) > 20)
    return text.replace("\n", "" if prose else " ")


def _space(match: re.Match[str]) -> str:
    text = match.string
    start, end = match.span()
    if "\n" not in match[0] or start == 0 or end == len(text):
        return " "
    return "\n" if _WIDE.match(text[start - 1]) and _WIDE.match(text[end]) else " "


_PRE = re.compile(r"<pre\b", re.IGNORECASE)
_SPACES = re.compile(r"[ \t\n\r\f]+")
_WIDE = re.compile(r"[⺀-〿぀-ヿ㐀-䶿一-鿿豈-﫿︰-﹏！-｠\U00020000-\U0003ffff“”‘’—…·]")
# A start tag as the HTML standard reads it, whatever stands in its attributes' values.
_MANY_ATTRIBUTES = re.compile(
    r"<(?=[a-zA-Z][^\s/>]{0,50}+"
    r"(?:[\s/]++[^\s/>=][^\s/>=]*+(?:\s*+=\s*+(?:\"[^\"]*+\"|'[^']*+'|[^\s>\"'][^\s>]*+))?+)"
    rf"{{{ATTRIBUTES}}})"
)
