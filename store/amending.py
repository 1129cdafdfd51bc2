"""The lexicon changed in a process of its own (``store.child``), while somebody reads.

It makes its change whoever is left to hear of it, and answers. Then, as long as its parent is
there, it finds the names anew in the articles concerned, the one on the screen first, and says why
not, or nothing.
"""

from __future__ import annotations

import sys
from collections.abc import Iterable
from pathlib import Path
from typing import TYPE_CHECKING

from store.amendment import Amended, Amendment, amendment
from store.child import attend, order, say
from store.errors import RefusedError, StoreError
from store.library import Library
from store.message import Message

if TYPE_CHECKING:
    from store.own_lexicon import Edited, OwnLexicon


def amend(store: Path, wanted: Amendment) -> Amended:
    """Make one change, in the lexicon and in the index."""
    library = Library.at_hand(store)
    try:
        edited = _edit(library.lexicon, wanted)
    except (RefusedError, StoreError) as error:
        return Amended(error.message)
    finally:
        library.close()
    return Amended(
        actor=edited.actor.id,
        articles=edited.articles or 0,
        names=edited.names,
        undo=edited.to_json(),
    )


def _edit(lexicon: OwnLexicon, wanted: Amendment) -> Edited:
    from store.own_lexicon import Wish

    match wanted.do:
        case "add":
            return lexicon.add(Wish(name=wanted.text, kind=wanted.kind))
        case "rename":
            return lexicon.edit(wanted.who, Wish(name=wanted.text))
        case "name":
            return lexicon.edit(wanted.who, Wish(aliases=(wanted.text,)))
        case "unname":
            return lexicon.edit(wanted.who, Wish(remove=(wanted.text,)))
        case "merge":
            return lexicon.merge([wanted.who], wanted.into)
        case "hide":
            return lexicon.hide(wanted.who)
        case "undo":
            return lexicon.undo(lexicon.made(wanted.undo or {}))


def retag(store: Path, names: Iterable[str], shown: str) -> Message:
    """Find the names anew in the articles that hold ``names``; why not, where it can't be."""
    from store.own_lexicon import OwnLexicon
    from store.retagging import retag as tag_again

    try:
        wanted = OwnLexicon(store).holding(names)
        first = {day: {shown} for day, ids in wanted.items() if shown in ids}
        for some in (first, wanted):
            if some:
                tag_again(store, some)
    except StoreError as error:
        return error.message
    return Message("")


def main() -> None:
    store = Path(sys.argv[1])
    wanted = amendment(order())
    amended = amend(store, wanted)
    say(amended)
    attend()
    names = (*amended.names, *wanted.also)
    say(retag(store, names, wanted.shown) if names else "")


if __name__ == "__main__":
    main()
