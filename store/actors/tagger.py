"""The tagger: where a text names an actor, of which kind, and which.

The rules find the lexicon's names, the sequence model decides with their findings in hand, and
what both agree on is linked; the rest is linked by its text, or to a fuller name in the article.
"""

from __future__ import annotations

from bisect import bisect
from collections.abc import Sequence
from dataclasses import replace
from itertools import accumulate

from store.actors.lexicon import Lexicon, normalise
from store.actors.linking import Linker
from store.actors.names import NameFinder, trained
from store.actors.rules import Reading, Rules, Span
from store.actors.sequence.features import Marked
from store.article import TITLE, Block, Mention
from store.uncollected import uncollected

_GAP = "\n\n"


class Tagger:
    """Finds and links names. Making one loads jieba's dictionary (half a second) and the model."""

    def __init__(self, lexicon: Lexicon) -> None:
        self.version = lexicon.version
        self._hidden = lexicon.hidden
        with uncollected():
            self.rules = Rules(lexicon)
            self.names = NameFinder(lexicon, self.rules.gazetteer.dictionary, trained())
            self.linker = Linker(self.rules)

    def tag(self, text: str) -> list[Span]:
        """Every mention in ``text``, in order, none overlapping; offsets count in ``text``."""
        reading = self.rules.read(text)
        sure = reading.spans()
        names = self.names.find(marked(reading, sure))
        found = self.linker.linked(reading, sure, names)
        if not self._hidden:
            return found
        return [span for span in found if not self._is_hidden(text, span)]

    def tag_all(self, texts: Sequence[str]) -> list[list[Span]]:
        """The mentions of each of several texts that are parts of one article."""
        out: list[list[Span]] = [[] for _ in texts]
        starts = [0, *accumulate(len(text) + len(_GAP) for text in texts)]
        for span in self.tag(_GAP.join(texts)):
            number = bisect(starts, span.start) - 1
            by = starts[number]
            out[number].append(replace(span, start=span.start - by, end=span.end - by))
        return out

    def _is_hidden(self, text: str, span: Span) -> bool:
        """Whether a name is nobody's and not to be found: the model needs no list to find one."""
        return span.actor is None and (
            normalise(text[span.start : span.end]) in self._hidden
            or normalise(span.name) in self._hidden
        )


def marked(reading: Reading, sure: Sequence[Span]) -> Marked:
    """A reading as the model takes it."""
    certain = [(span.start, span.end, span.kind) for span in sure]
    return Marked(reading.folded, reading.text, certain, list(reading.seen()), reading.cuts.grid)


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
