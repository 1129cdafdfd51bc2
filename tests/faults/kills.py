"""Commands killed in the middle, and what must hold of a store afterwards whenever that was."""

from __future__ import annotations

import hashlib
import json
import random
import re
import shutil
from collections.abc import Iterator, Mapping, Sequence
from contextlib import closing, contextmanager
from dataclasses import dataclass, field
from itertools import cycle, islice
from pathlib import Path
from subprocess import CompletedProcess
from typing import Any, TypeAlias

from tinydb import TinyDB

from store.doctor import examine
from store.feeds.subscribing import subscribe
from store.feeds.subscriptions import Subscription, subscriptions
from store.journal import Journal
from store.library import Library
from store.locking import looking
from store.marks import Entry
from tests import command_line
from tests.faults.aims import Kill
from tests.faults.pictures import Picture, picture
from tests.web.server import conditional, serving
from tests.web.subscribed import rss

ARTICLES = 18
SUBJECTS = ("港口", "机场", "车站", "学校", "医院", "剧院", "工厂")
LEFT = re.compile(
    "half (written|built) when its writer was killed|behind the articles|not finished|no index"
)
"""What the doctor may find after a kill: nothing that the next writer doesn't see to."""
Documents: TypeAlias = dict[str, dict[str, Any]]


@dataclass(frozen=True, slots=True)
class Work:
    """A command that changes a store, and the store as it finds it.

    ``settings``: what makes its pieces small, so that a kill finds some done and some not.
    """

    name: str
    store: Path
    words: tuple[str, ...]
    settings: Sequence[tuple[str, str, object]] = ()
    env: Mapping[str, str] = field(default_factory=dict)

    def run(self, store: Path, kill: Kill) -> CompletedProcess[bytes]:
        """Run it on a store, killed as ``kill`` says or to its end."""
        words = (*self.words, "--json", "--store", store)
        env = {**self.env, "XDG_STATE_HOME": str(store / "state"), "WENREN_USER": "reader"}
        return command_line.killed(*words, kill=kill, settings=self.settings, **env)

    def moments(self, folder: Path) -> int:
        """At how many moments it can be killed; it is left done in ``folder``."""
        shutil.copytree(self.store, folder)
        done = self.run(folder, Kill())
        assert done.returncode == 0, done.stderr.decode()
        return int(done.stderr.decode().split("moments ")[1])


@contextmanager
def works(folder: Path) -> Iterator[list[Work]]:
    """The five commands, with the stores they begin with and the server that one of them asks."""
    files = _files(folder / "files")
    small = [("store.adding", name, 6) for name in ("BATCH_ARTICLES", "CHUNK")]
    few = _store(folder / "few", files[:4])
    all_ = _store(folder / "all", files)
    renamed = Path(shutil.copytree(all_, folder / "renamed"))
    _forget_names(renamed)
    marked = Path(shutil.copytree(all_, folder / "marked"))
    _mark(marked)
    config = folder / "config.toml"
    config.write_text("[fetch]\nprivate_addresses = true\ndelay = 0\n", "utf-8")
    feeds = [
        rss(*(f"{subject}近日开放" for subject in SUBJECTS), link=f"/{number}/{{}}")
        for number in range(2)
    ]
    routes = {f"/{number}": conditional(feed) for number, feed in enumerate(feeds)}
    with serving(routes) as server:
        subscribed = Path(shutil.copytree(few, folder / "subscribed"))
        for route in routes:
            subscribe(subscribed, Subscription(server.url(route)))
        yield [
            Work("add", few, ("add", str(files[0].parent)), small),
            Work("fetch", subscribed, ("fetch",), small, {"WENREN_CONFIG": str(config)}),
            Work(
                "retag",
                renamed,
                ("retag",),
                [("store.retagging", name, 6) for name in ("BATCH_ARTICLES", "CHUNK")],
            ),
            Work("reindex", all_, ("reindex",), [("store.search.healing", "FIRST_BYTES", 1)]),
            Work("mark", marked, ("mark", "star", "消息"), [("store.journal", "SMALL", 500)]),
        ]


def spread(moments: int, kills: int) -> list[Kill]:
    """So many kills over all moments, each before or in the middle of what is done there."""
    every = [Kill(moment, half) for moment in range(1, moments + 1) for half in (False, True)]
    return [every[number * len(every) // kills] for number in range(min(kills, len(every)))]


@dataclass(slots=True)
class Tally:
    """What became of so many kills; ``middle``: those that came before the command's end."""

    kills: int = 0
    middle: int = 0
    losses: list[str] = field(default_factory=list)


def kill(work: Work, kills: Sequence[Kill], done: Path, folder: Path, tally: Tally) -> None:
    """Kill a command again and again, each time in a copy of its store; ``done``: as it leaves it.

    Every second kill hits what the one before left, so that what is left over would pile up.
    """
    expected = documents(done)
    before = documents(work.store)
    store = folder / work.name
    for number, each in enumerate(kills):
        if number % 2 == 0:
            shutil.rmtree(store, ignore_errors=True)
            shutil.copytree(work.store, store)
        ended = work.run(store, each)
        tally.kills += 1
        tally.middle += ended.returncode == -9
        if ended.returncode not in (0, -9):
            tally.losses.append(f"{work.name} {each}: {ended.stderr.decode()}")
        tally.losses += [f"{work.name} {each}: {loss}" for loss in _losses(store, before, ended)]
        if number % 2:
            again = work.run(store, Kill())
            if again.returncode or documents(store) != expected or marks(store) != marks(done):
                tally.losses.append(f"{work.name} {each}: run again, it ends elsewhere")
            if subscriptions(store) and any(f.errors for f in subscriptions(store)):
                tally.losses.append(f"{work.name} {each}: feeds have errors")
            tally.losses += [f"{work.name} {each}: left {path}" for path in left_over(store)]


def _losses(store: Path, before: Documents, ended: CompletedProcess[bytes]) -> Iterator[str]:
    """All that is wrong with a store after a kill; heals it."""
    with looking(store / "articles/.lock") as free:
        if not free:
            yield "the lock is not free"
    now = documents(store)
    for id, document in before.items():
        texts = [now.get(id, {}).get(key) for key in ("title", "blocks", "published", "source")]
        if texts != [document[key] for key in ("title", "blocks", "published", "source")]:
            yield f"{id} is gone or another"
    told = _told(ended)
    if len(now) - len(before) < told.get("added", 0):
        yield f"{told} was told, and {len(now) - len(before)} more are there"
    retagged = sum(now[id]["lexicon"] != d["lexicon"] for id, d in before.items() if id in now)
    if retagged < told.get("retagged", 0):
        yield f"{told} was told, and {retagged} are"
    read, starred = marks(store)
    if (store / "state").exists() and not read:
        yield "marks of before are gone"
    if len(starred) not in (0, ARTICLES) or ("changed" in told and "found" in told and not starred):
        yield f"{len(starred)} are starred, and {told} was told"
    for finding in examine(store):
        if finding.harm and not LEFT.match(finding.reason):
            yield f"the doctor: {finding}"
    with closing(Library.open(store)) as library:
        library.refresh()
    for finding in examine(store):
        # The next to change the feeds takes away what was left of that.
        if finding.harm and not finding.reason.startswith("half written"):
            yield f"the doctor, after healing: {finding}"
    healed, anew = picture(store), _anew(store)
    for part, rows in anew.items():
        if healed[part] != rows:
            yield f"the index heals to other rows of {part}"


def _anew(store: Path) -> Picture:
    """What a fresh index of the same articles says."""
    files = sorted((store / "articles").rglob("*.json"))
    key = hashlib.sha256(b"".join(path.read_bytes() for path in files)).digest()
    if key not in _pictures:
        fresh = store.with_name("fresh")
        shutil.rmtree(fresh, ignore_errors=True)
        shutil.copytree(store, fresh, ignore=shutil.ignore_patterns("index"))
        Library.open(fresh).close()
        _pictures[key] = picture(fresh)
    return _pictures[key]


_pictures: dict[bytes, Picture] = {}


def _told(ended: CompletedProcess[bytes]) -> dict[str, int]:
    """What a command said was done, by its end or on the way."""
    told: dict[str, int] = {}
    for number in re.findall(r"^so far (\d+)$", ended.stderr.decode(), re.MULTILINE):
        told["retagged" if ended.args[0] == "retag" else "added"] = int(number)
    for line in ended.stdout.splitlines():
        told |= {key: value for key, value in json.loads(line).items() if isinstance(value, int)}
    return told


def documents(store: Path) -> Documents:
    """Every document by the id of its article, read by stock TinyDB, but for when it was added."""
    found: Documents = {}
    for path in (store / "articles").rglob("*.json"):
        with TinyDB(path, encoding="utf-8", access_mode="r") as database:
            for document in database.table("articles").all():
                assert document["id"] not in found
                found[document["id"]] = {**document, "added": ""}
    return found


def marks(store: Path) -> tuple[frozenset[str], frozenset[str]]:
    """What is marked read and starred."""
    journal = _journal(store)
    assert journal.problem == ""
    return journal.marks.read, journal.marks.starred


def left_over(store: Path) -> list[Path]:
    """Files that nobody needs any more."""
    parts = (".tmp", ".new")
    found = [path for path in store.rglob("*") if path.name.endswith(parts)]
    found += (store / "index").glob(".building-*")
    indexes = sorted((store / "index").glob("*.sqlite"))
    return found + indexes[:-1]


def _files(folder: Path) -> list[Path]:
    """Articles of a few days, of which every third reprints the one before it."""
    chance = random.Random(7)
    folder.mkdir()
    body, files = "", []
    for number, subject in enumerate(islice(cycle(SUBJECTS), ARTICLES)):
        if number % 3 != 1:
            words = (
                f"普京谈{subject}第{chance.randrange(10**9)}号说明称情况正在好转" for _ in range(12)
            )
            body = "。\n\n".join(words) + "。\n"
        text = f"{subject}消息之{number}\n\n2024年5月{number % 5 + 1}日 08:30\n\n{body}"
        files.append(folder / f"{number:04}.txt")
        files[-1].write_text(text, "utf-8")
    return files


def _forget_names(store: Path) -> None:
    """Make articles of a store such as an earlier version of the lexicon tagged, without names."""
    for path in (store / "articles").rglob("*.json"):
        data = json.loads(path.read_bytes())
        for document in data["articles"].values():
            document |= {"mentions": [], "lexicon": "0"}
        path.write_text(json.dumps(data), "utf-8")
    with closing(Library.open(store)) as library:
        library.refresh()


def _store(path: Path, files: Sequence[Path]) -> Path:
    done = command_line.wenren("add", *files, "--store", path)
    assert done.returncode == 0, done.stderr
    return path


def _journal(store: Path) -> Journal:
    (key,) = [(store / "articles/.store-id").read_text("ascii").strip()]
    return Journal(store / "state/wenren/marks" / key / "reader.jsonl", store)


def _mark(store: Path) -> None:
    """Marks of which most hold no longer, so that the next change writes them anew."""
    journal = _journal(store)
    ids = tuple(documents(store))
    journal.change([Entry("read", ids[:3])])
    for id in ids:
        journal.change([Entry("star", (id,)), Entry("unstar", (id,))])
