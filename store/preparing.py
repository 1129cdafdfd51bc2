"""What adding needs of an article that its own text decides: names, terms, shingles.

That is most of the work, and no article needs another one for it, so a long input is prepared by
worker processes while this one reads on and writes. They are forks of one child that made the
tagger and has no threads, so that it is made once and its memory is theirs together. A worker reads
from a pipe: when this process is gone, however it went, the pipe ends and so does the worker. The
child is given the lexicon itself, so that names are of that version, whatever becomes of the
store's.
"""

from __future__ import annotations

import gc
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
from typing import IO, NamedTuple, NoReturn

from store.actors.dictionary import jieba_words
from store.actors.lexicon import Lexicon, packed, unpacked
from store.actors.names import trained
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
        self._workers: _Workers | None = None

    def start(self) -> None:
        """Start a worker for each core this process may use; takes effect for later chunks."""
        if self._threads is None:
            number = len(os.sched_getaffinity(0))
            self._threads = ThreadPoolExecutor(number)
            with suppress(OSError):
                self._workers = _Workers(self.lexicon, number)

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
        if self._workers is not None:
            self._workers.end()
        if self._threads is not None:
            self._threads.shutdown(cancel_futures=True)
        if self._workers is not None:
            self._workers.close()

    def _ask(self, texts: list[_Text]) -> list[Preparation]:
        """One chunk through this thread's worker; without one, the work is done here."""
        try:
            if not hasattr(self._own, "worker"):
                self._own.worker = self._workers.take() if self._workers else None
            worker: _Worker | None = self._own.worker
            if worker is None:
                raise EOFError
            answers = worker.ask(texts)
        except (OSError, EOFError, pickle.UnpicklingError):
            answers = [] if self._closing else [_answer(self.lexicon, text) for text in texts]
        return [_preparation(answer) for answer in answers]


@dataclass(frozen=True, slots=True)
class _Worker:
    """The pipes to a process that answers chunks of texts."""

    requests: IO[bytes]
    answers: IO[bytes]

    def ask(self, texts: list[_Text]) -> list[_Answer]:
        _send(self.requests, [tuple(text) for text in texts])
        answers: list[_Answer] = pickle.load(self.answers)
        return answers


class _Workers:
    """The child that makes the tagger, and the workers it forks."""

    def __init__(self, lexicon: Lexicon, number: int) -> None:
        self._all: list[_Worker] = []
        theirs: list[int] = []
        try:
            for _ in range(number):
                texts, requests = os.pipe()
                answers, results = os.pipe()
                theirs += (texts, results)
                self._all.append(_Worker(os.fdopen(requests, "wb"), os.fdopen(answers, "rb")))
            self._process = subprocess.Popen(
                [sys.executable, "-m", "store.preparing", *map(str, theirs)],
                stdin=subprocess.PIPE,
                pass_fds=theirs,
                env={**os.environ, "PYTHONPATH": os.pathsep.join(p or "." for p in sys.path)},
            )
        except OSError:
            self.close()
            raise
        finally:
            for descriptor in theirs:
                os.close(descriptor)
        self._free = list(self._all)
        self._lexicon = lexicon
        self._taking = threading.Lock()

    def take(self) -> _Worker:
        """A worker for a thread of its own."""
        with self._taking:
            assert self._process.stdin
            if not self._process.stdin.closed:
                with suppress(OSError), self._process.stdin as pipe:
                    pipe.write(packed(self._lexicon))
            return self._free.pop()

    def end(self) -> None:
        """End all processes, whatever they are at."""
        self._process.terminate()
        self._process.wait()

    def close(self) -> None:
        """Close the pipes, once no thread waits at one."""
        for worker in self._all:
            for pipe in (worker.requests, worker.answers):
                with suppress(OSError):
                    pipe.close()


def serve(lexicon: Lexicon, requests: IO[bytes], answers: IO[bytes]) -> None:
    """A worker's life: answer what comes until there is nobody to ask."""
    with suppress(EOFError, OSError):
        while True:
            texts = pickle.load(requests)
            _send(answers, [_answer(lexicon, _Text(*text)) for text in texts])


def _fork_workers(lexicon: Lexicon, pipes: Sequence[tuple[int, int]]) -> NoReturn:
    """Fork a worker for each pair of pipes, and end when all have, or at SIGTERM with them."""
    _tagger(lexicon)
    # What is there now is never looked at by their collectors, so that its memory stays shared.
    gc.freeze()
    workers: list[int] = []

    def end(*_: object) -> None:
        for pid in workers:
            with suppress(ProcessLookupError):
                os.kill(pid, signal.SIGKILL)
        _exit_after(workers)

    signal.signal(signal.SIGTERM, end)
    # Nobody is forked that an end in between wouldn't know of.
    signal.pthread_sigmask(signal.SIG_BLOCK, {signal.SIGTERM})
    everyones = {descriptor for pair in pipes for descriptor in pair}
    for own in pipes:
        pid = os.fork()
        if not pid:
            try:
                signal.signal(signal.SIGTERM, signal.SIG_DFL)
                signal.pthread_sigmask(signal.SIG_UNBLOCK, {signal.SIGTERM})
                # Held open here, a pipe of another worker wouldn't end with it.
                for descriptor in everyones - set(own):
                    os.close(descriptor)
                serve(lexicon, os.fdopen(own[0], "rb"), os.fdopen(own[1], "wb"))
            finally:
                os._exit(0)
        workers.append(pid)
    for descriptor in everyones:
        os.close(descriptor)
    signal.pthread_sigmask(signal.SIG_UNBLOCK, {signal.SIGTERM})
    _exit_after(workers)


def _exit_after(workers: Sequence[int]) -> NoReturn:
    for pid in workers:
        with suppress(ChildProcessError):
            os.waitpid(pid, 0)
    os._exit(0)


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
    ends = list(map(int, sys.argv[1:]))
    # What doesn't hang on the lexicon, while that is on its way.
    trained()
    jieba_words()
    with suppress(EOFError, OSError):
        given = unpacked(sys.stdin.buffer.read())
        _fork_workers(given, list(zip(ends[::2], ends[1::2], strict=True)))
