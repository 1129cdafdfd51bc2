"""Whose organ a bare name means (国会, 外交部): that of the state the article speaks of most."""

from __future__ import annotations

from collections import Counter, defaultdict
from collections.abc import Mapping

from store.actors.lexicon import Lexicon

_OTHER_NAMES = {"中共": "中国", "国民党": "台湾"}
"""What else a name or a role that belongs to a state begins with."""
ENOUGH = 3
"""An actor speaks for its state no louder than this, however often it is named."""


def homes(lexicon: Lexicon) -> dict[str, str]:
    """The state of each actor whose name or role begins with one, by id; a state is its own."""
    states = {a.name: a.name for a in lexicon.actors if a.kind == "place" and a.id[0] == "Q"}
    states |= {
        alias.text: a.name
        for a in lexicon.actors
        if a.name in states
        for alias in a.aliases
        if len(alias.text) > 1 and not alias.needs_context
    }
    states |= _OTHER_NAMES
    sizes: defaultdict[str, set[int]] = defaultdict(set)
    for name in states:
        sizes[name[:2]].add(len(name))
    longest_first = {head: sorted(found, reverse=True) for head, found in sizes.items()}
    found = {}
    for actor in lexicon.actors:
        for text in (actor.name, actor.role):
            heads = (text[:size] for size in longest_first.get(text[:2], ()))
            state = next((states[head] for head in heads if head in states), None)
            if state:
                found[actor.id] = state
                break
    return found


def spoken_of(present: Mapping[str, int], home: Mapping[str, str]) -> Counter[str]:
    """How much an article that names ``present`` (ids, how often) speaks of each state."""
    found: Counter[str] = Counter()
    for id, times in present.items():
        if state := home.get(id):
            found[state] += min(times, ENOUGH)
    return found
