"""From ties between articles to stories: a rule that asks nothing about the order of arrival.

Articles tied as the same text, directly or through others, are one text. A text that is a cut of
another attaches to that one, and where several hold it, only to the one that holds most of it: a
passage that two stories share never makes them one. A text that holds two or more others which
are not cuts of each other may be a digest: of these only one that begins as it begins attaches to
it, so that it never makes its items one story.
"""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Collection, Iterable, Mapping
from typing import TypeAlias, TypeVar

from store.stories import Tie

Ties: TypeAlias = Mapping[str, Mapping[str, Tie]]
"""What each article (by id) is to the others it is tied to, noted on both sides."""
_N = TypeVar("_N", int, str)


def stories_of(ties: Ties) -> list[frozenset[str]]:
    """The articles of ``ties``, parted into stories."""
    texts = _parts(ties, ((a, b) for a in ties for b, tie in ties[a].items() if tie.kind == "same"))
    text_of = {article: at for at, text in enumerate(texts) for article in text}
    hosts: defaultdict[int, dict[int, tuple[bool, float]]] = defaultdict(dict)
    guests: defaultdict[int, set[int]] = defaultdict(set)
    for a in ties:
        for b, tie in ties[a].items():
            cut, host = text_of[a], text_of[b]
            if tie.kind == "inside" and cut != host:
                guests[host].add(cut)
                held = (tie.opening, tie.strength)
                hosts[cut][host] = max(hosts[cut].get(host, held), held)
    digests = {host for host, inside in guests.items() if len(_unrelated(inside, hosts)) > 1}
    attached = []
    for cut, holding in hosts.items():
        fit = [host for host, (opening, _) in holding.items() if opening or host not in digests]
        if fit:
            # Texts are numbered by their articles' ids, so a draw doesn't hang on who came first.
            attached.append((cut, max(fit, key=lambda h: (h not in digests, holding[h][1], -h))))
    return [
        frozenset(article for at in part for article in texts[at])
        for part in _parts(range(len(texts)), attached)
    ]


def names_of(
    groups: Collection[frozenset[str]],
    stories: Mapping[str, str],
    settled: Collection[str],
    time: Mapping[str, int],
) -> dict[str, str]:
    """The story id each article of ``groups`` has from now on; as few change as can be.

    ``stories`` are those the articles have now, ``settled`` the articles already written, ``time``
    puts them in order. A story that falls apart leaves its id to the part with the article it is
    named after, else to the one with most of its settled articles. Stories that become one take
    the id most of their settled articles have, the earliest article's where it is a draw. A part
    without any id takes that of its earliest article.
    """
    claims: defaultdict[str, list[tuple[tuple[bool, int, int, int], int]]] = defaultdict(list)
    for at, group in enumerate(groups):
        members: defaultdict[str, list[str]] = defaultdict(list)
        for article in group:
            members[stories[article]].append(article)
        for story, mine in members.items():
            weight = (
                story in group,
                sum(article in settled for article in mine),
                len(mine),
                -min(time[article] for article in mine),
            )
            claims[story].append((weight, at))
    won: defaultdict[int, list[tuple[tuple[int, int, int], str]]] = defaultdict(list)
    for story, claimants in claims.items():
        (_, *weight_won), at = max(claimants)
        won[at].append(((weight_won[0], weight_won[1], weight_won[2]), story))
    return {
        article: max(won[at])[1] if won[at] else min(group, key=lambda a: (time[a], a))
        for at, group in enumerate(groups)
        for article in group
    }


def _unrelated(held: Collection[int], hosts: Mapping[int, Collection[int]]) -> list[frozenset[int]]:
    """The texts ``held``, together where one is a cut of another."""
    return _parts(held, ((cut, h) for cut in held for h in hosts.get(cut, ()) if h in held))


def _parts(nodes: Iterable[_N], edges: Iterable[tuple[_N, _N]]) -> list[frozenset[_N]]:
    """Connected components, in the order of their smallest members."""
    root = {node: node for node in nodes}

    def find(node: _N) -> _N:
        while root[node] != node:
            root[node] = node = root[root[node]]
        return node

    for a, b in edges:
        low, high = sorted((find(a), find(b)))
        root[high] = low
    parts: defaultdict[_N, set[_N]] = defaultdict(set)
    for node in root:
        parts[find(node)].add(node)
    return [frozenset(parts[low]) for low in sorted(parts)]
