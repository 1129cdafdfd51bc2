"""What adding needs of an article that its own text decides: names, terms, shingles.

That is most of the work, and no article needs another one for it, so a long input is prepared by
worker processes while this one reads on and writes. A worker is a plain child that reads from a
pipe: when this process is gone, however it went, the pipe ends and so does the worker. It is given
the lexicon itself, so that its names are of that version, whatever becomes of the store's.
"""

from __future__ import annotations

import os
import pickle
import signal
import subprocess
import sys
import threading
from collections.abc import Sequence
from concurrent.futures import Future, ThreadPoolExecutor
from contextlib import suppress
from dataclasses import dataclass
from typing import IO, NamedTuple

from store.actors.lexicon import Lexicon
from store.actors.tagger import Tagger, tag_article
from store.article import Article, Block, Draft, Mention
from store.folding import is_traditional
from store.search.terms import NO_TERMS, Terms, terms_of
from store.stories import sketch


@dataclass(frozen=True, slots=True)
class Preparation:
    """``sketch`` is that of ``store.stories``, ``terms`` go into the index.

    ``mentions`` and ``traditional`` are None for an article that brought its own. Where only names
    were asked for, the rest is empty.
    """

    mentions: tuple[Mention, ...] | None
    traditional: bool | None
    sketch: bytes
    terms: Terms


class _Text(NamedTuple):
    """An article as it goes to a worker: plain tuples cross a pipe at a fraction of the cost."""

    title: str
    blocks: tuple[tuple[str, str], ...]
    named: bool  # its names are to be found
    rest: bool  # and not they alone


_Answer = tuple[tuple[tuple[object, ...], ...] | None, bool | None, bytes, Terms]


class Preparer:
    """Prepares chunks of articles, in worker processes once ``start`` was called.

    Use it as a context manager: leaving it ends the workers.
    """

    def __init__(self, lexicon: Lexicon) -> None:
        self.lexicon = lexicon
        self._threads: ThreadPoolExecutor | None = None
        self._own = threading.local()
        self._closing = False
        self._workers: list[_Worker] = []

    def start(self) -> None:
        """Start a worker for each core this process may use; takes effect for later chunks."""
        if self._threads is None:
            self._threads = ThreadPoolExecutor(len(os.sched_getaffinity(0)))

    def submit(self, items: Sequence[Draft | Article]) -> Future[list[Preparation]]:
        """Prepare ``items``, in order."""
        return self._submit([_text(item, not isinstance(item, Article), True) for item in items])

    def tag(self, articles: Sequence[Article]) -> Future[list[Preparation]]:
        """Find the names of ``articles``, in order, whichever they have."""
        return self._submit([_text(article, True, False) for article in articles])

    def _submit(self, texts: list[_Text]) -> Future[list[Preparation]]:
        if self._threads is not None and texts:
            return self._threads.submit(self._ask, texts)
        done: Future[list[Preparation]] = Future()
        done.set_result([_preparation(_answer(self.lexicon, text)) for text in texts])
        return done

    def __enter__(self) -> Preparer:
        return self

    def __exit__(self, *_: object) -> None:
        self._closing = True
        if self._threads is not None:
            for worker in self._workers:
                worker.end()
            self._threads.shutdown(cancel_futures=True)

    def _ask(self, texts: list[_Text]) -> list[Preparation]:
        """One chunk through this thread's worker; without one, the work is done here."""
        worker: _Worker | None = getattr(self._own, "worker", None)
        try:
            if worker is None:
                worker = self._own.worker = _Worker(self.lexicon)
                self._workers.append(worker)
            answers = worker.ask(texts)
        except (OSError, EOFError, pickle.UnpicklingError):
            answers = [] if self._closing else [_answer(self.lexicon, text) for text in texts]
        return [_preparation(answer) for answer in answers]


class _Worker:
    """A child process that answers chunks of texts."""

    def __init__(self, lexicon: Lexicon) -> None:
        self._process = subprocess.Popen(
            [sys.executable, "-m", "store.preparing"],
            stdin=subprocess.PIPE,
            stdout=subprocess.PIPE,
            env={**os.environ, "PYTHONPATH": os.pathsep.join(p or "." for p in sys.path)},
        )
        self._lexicon: Lexicon | None = lexicon

    def ask(self, texts: list[_Text]) -> list[_Answer]:
        assert self._process.stdin
        assert self._process.stdout
        if self._lexicon is not None:
            _send(self._process.stdin, self._lexicon)
            self._lexicon = None
        _send(self._process.stdin, [tuple(text) for text in texts])
        answers: list[_Answer] = pickle.load(self._process.stdout)
        return answers

    def end(self) -> None:
        self._process.kill()
        self._process.wait()
        for pipe in (self._process.stdin, self._process.stdout):
            with suppress(OSError):
                pipe and pipe.close()


def serve(requests: IO[bytes], answers: IO[bytes]) -> None:
    """A worker's life: take the lexicon, then answer what comes until there is nobody to ask."""
    try:
        lexicon: Lexicon = pickle.load(requests)
        while True:
            texts = pickle.load(requests)
            _send(answers, [_answer(lexicon, _Text(*text)) for text in texts])
    except (EOFError, OSError):
        return


def _send(pipe: IO[bytes], obj: object) -> None:
    pickle.dump(obj, pipe, pickle.HIGHEST_PROTOCOL)
    pipe.flush()


_taggers: dict[str, Tagger] = {}


def _tagger(lexicon: Lexicon) -> Tagger:
    """Half a second to make, so made with the first article that needs it; the last is kept."""
    tagger = _taggers.get(lexicon.version)
    if tagger is None:
        tagger = Tagger(lexicon)
        _taggers.clear()
        _taggers[lexicon.version] = tagger
    return tagger


def _text(item: Draft | Article, named: bool, rest: bool) -> _Text:
    return _Text(item.title, tuple((b.kind, b.text) for b in item.blocks), named, rest)


def _answer(lexicon: Lexicon, text: _Text) -> _Answer:
    blocks = tuple(Block(kind, words) for kind, words in text.blocks)  # type: ignore[arg-type]
    mentions = traditional = None
    if text.named:
        found = tag_article(_tagger(lexicon), text.title, blocks)
        mentions = tuple((m.block, m.start, m.end, m.kind, m.actor, m.name) for m in found)
        traditional = is_traditional((text.title + "".join(b.text for b in blocks[:9]))[:400])
    if not text.rest:
        return mentions, traditional, b"", NO_TERMS
    return mentions, traditional, sketch(blocks), terms_of(text.title, blocks)


def _preparation(answer: _Answer) -> Preparation:
    mentions, traditional, packed, terms = answer
    found = None if mentions is None else tuple(Mention(*m) for m in mentions)  # type: ignore[arg-type]
    return Preparation(found, traditional, packed, terms)


if __name__ == "__main__":
    # Ctrl-C reaches the whole group; what becomes of the work is for the parent to say.
    signal.signal(signal.SIGINT, signal.SIG_IGN)
    serve(sys.stdin.buffer, sys.stdout.buffer)
