"""The tagger: where a text names an actor, of which kind, and which.

The rules find the lexicon's names, the sequence model decides with their findings in hand, and
what both agree on is linked; the rest is linked by its text, or to a fuller name in the article.
"""

from __future__ import annotations

from collections.abc import Sequence

from store.actors.lexicon import Lexicon, normalise
from store.actors.linking import Linker
from store.actors.names import NameFinder, trained
from store.actors.rules import Reading, Rules, Span
from store.actors.sequence.features import Marked, Name
from store.article import TITLE, Block, Mention

_GAP = "\n\n"


class Tagger:
    """Finds and links names. Making one loads jieba's dictionary (half a second) and the model."""

    def __init__(self, lexicon: Lexicon) -> None:
        self.version = lexicon.version
        self._hidden = lexicon.hidden
        self.rules = Rules(lexicon)
        words = self.rules.gazetteer.segmentation.words
        self.names = NameFinder(lexicon, words, trained())
        self.linker = Linker(self.rules)

    def tag(self, text: str) -> list[Span]:
        """Every mention in ``text``, in order, none overlapping; offsets count in ``text``."""
        return self.tag_all([text])[0]

    def tag_all(self, texts: Sequence[str]) -> list[list[Span]]:
        """The mentions of each of several texts that are parts of one article."""
        readings = self.rules.read(texts)
        sure = [reading.spans() for reading in readings]
        out: list[list[Span]] = []
        names = self.names.find(marked(readings, sure))
        linked = self.linker.article(readings, sure)
        at = offset = 0
        for reading, ruled in zip(readings, sure, strict=True):
            own: list[Name] = []
            limit = offset + len(reading.folded)
            while at < len(names) and names[at][0] < limit:
                start, end, kind = names[at]
                if end <= limit:
                    own.append((start - offset, end - offset, kind))
                at += 1
            out.append(linked.spans(reading, ruled, own))
            offset = limit + len(_GAP)
        found = linked.shortened(out)
        if not self._hidden:
            return found
        pairs = zip(texts, found, strict=True)
        return [[s for s in spans if not self._is_hidden(text, s)] for text, spans in pairs]

    def _is_hidden(self, text: str, span: Span) -> bool:
        """Whether a name is nobody's and not to be found: the model needs no list to find one."""
        return span.actor is None and (
            normalise(text[span.start : span.end]) in self._hidden
            or normalise(span.name) in self._hidden
        )


def marked(readings: Sequence[Reading], sure: Sequence[Sequence[Span]]) -> Marked:
    """An article's readings as the model reads them, one text with gaps."""
    certain: list[Name] = []
    seen: list[Name] = []
    offset = 0
    for reading, spans in zip(readings, sure, strict=True):
        certain += [(offset + s.start, offset + s.end, s.kind) for s in spans]
        seen += [(offset + start, offset + end, kind) for start, end, kind in reading.seen()]
        offset += len(reading.folded) + len(_GAP)
    return Marked(
        _GAP.join(reading.folded for reading in readings),
        _GAP.join(reading.text for reading in readings),
        certain,
        seen,
    )


def tag_article(tagger: Tagger, title: str, blocks: Sequence[Block]) -> tuple[Mention, ...]:
    """The mentions in an article's title (block -1) and body.

    Blocks of kind ``related`` are links to other articles, not this one's text: not tagged.
    """
    numbers = [TITLE, *(i for i, b in enumerate(blocks) if b.kind != "related")]
    texts = [title, *(b.text for b in blocks if b.kind != "related")]
    return tuple(
        Mention(block, s.start, s.end, s.kind, s.actor, s.name)
        for block, spans in zip(numbers, tagger.tag_all(texts), strict=True)
        for s in spans
    )
