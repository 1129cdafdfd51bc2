"""What a list without rows says: what to press next."""

from __future__ import annotations

from collections.abc import Iterable

from tui.commands import Command
from tui.language import say

_UNREAD = frozenset(("未读", "is:unread", "是:未读"))
_STARRED = frozenset(("星标", "is:starred", "是:星标"))


def nothing(
    query: str,
    commands: Iterable[Command],
    *,
    unfinished: bool = False,
    feeds: int = 0,
    barred: bool = False,
) -> tuple[str, ...]:
    """The lines of an empty list.

    ``unfinished``: the index is being made. ``feeds``: how many there are to be fetched.
    ``barred``: this person can't add anything.
    """
    from tui.keys import told

    key = {command.id: (told(command) or [""])[0] for command in commands}
    if unfinished:
        return (say("The articles are being indexed, newest first."),)
    if query:
        return tuple(_no_match(query.strip(), key))
    if barred:
        return (
            say("There are no articles here yet."),
            say("What others add appears here by itself."),
        )
    a, fetch = key["add"], key["fetch"]
    if feeds:
        return (
            say("{feeds} feeds, and no articles yet.", feeds=feeds),
            "",
            say("{fetch}  fetch all feeds", fetch=fetch),
            say("{key}  look at the feeds", key=key["feeds"]),
            say("{a}  add another", a=a),
        )
    return (
        say("Welcome. There are no articles here yet."),
        "",
        say(
            "Press {a}, paste an address (a news site, a feed, an article) or the path of a file"
            " or a folder, then enter.",
            a=a,
        ),
        say("OPML from another reader will do, too."),
        "",
        say("{key}  feeds", key=key["feeds"]),
        say("{key}  saved searches", key=key["searches"]),
        say("{key}  every key", key=key["help"]),
        say("{key}  quit", key=key["quit"]),
        "",
        say("To look around first: quit, then wenren demo"),
    )


def _no_match(query: str, key: dict[str, str]) -> Iterable[str]:
    asked = set(query.split())
    if asked & _UNREAD:
        yield say("All is read.")
        yield say("{key}  fetch what is new", key=key["fetch"])
        yield say("0  back to all articles")
        return
    if query in _STARRED:
        yield say("No article is starred yet.")
        yield say("{key}  stars an article", key=key["star"])
        yield say("0  back to all articles")
        return
    yield say("Nothing found.")
    yield say(
        "{search} to ask otherwise, {back} to go back.", search=key["search"], back=key["back"]
    )
