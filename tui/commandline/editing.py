"""The commands that change the lexicon of a store, and the one that tags its articles again."""

from __future__ import annotations

from argparse import Namespace
from typing import TYPE_CHECKING, Any

from store.message import Message
from tui.commandline.arguments import store_of
from tui.commandline.library import open_library
from tui.commandline.printing import note, print_json, print_text, progress_of, warn
from tui.language import later, reply

if TYPE_CHECKING:
    from store.actors.lexicon import Actor
    from store.own_lexicon import Changed, Edited, OwnLexicon, Wish


def actors_add(options: Namespace) -> int:
    return _told(options, _lexicon(options).add(_wish(options), options.id))


def actors_edit(options: Namespace) -> int:
    return _told(options, _lexicon(options).edit(options.actor, _wish(options)))


def actors_hide(options: Namespace) -> int:
    return _told(options, _lexicon(options).hide(options.actor))


def actors_unhide(options: Namespace) -> int:
    return _told(options, _lexicon(options).unhide(options.actor))


def actors_merge(options: Namespace) -> int:
    return _told(options, _lexicon(options).merge(options.actors, options.into))


def actors_revert(options: Namespace) -> int:
    return _told(options, _lexicon(options).revert(options.actor))


def actors_changes(options: Namespace) -> int:
    for changed in _lexicon(options).changes():
        if options.json:
            print_json(_changed_json(changed))
        else:
            print_text(_changed_line(changed))
    return 0


def retag(options: Namespace) -> int:
    library = open_library(options)
    query = " ".join(options.query)
    report = library.retag(query, everything=options.all, progress=progress_of(later("retag")))
    for refused in report.refused:
        warn(refused.message)
    if options.json:
        print_json(
            {
                "retagged": report.retagged,
                "changed": report.changed,
                "refused": [{"input": r.input, "reason": r.reason} for r in report.refused],
            }
        )
    else:
        note(
            "{retagged} articles retagged, {changed} of them changed, {refused} day files refused"
            if report.refused
            else "{retagged} articles retagged, {changed} of them changed",
            retagged=report.retagged,
            changed=report.changed,
            refused=len(report.refused),
        )
    return 1 if report.refused else 0


def _lexicon(options: Namespace) -> OwnLexicon:
    from store.own_lexicon import OwnLexicon

    return OwnLexicon(store_of(options))


def _wish(options: Namespace) -> Wish:
    from store.own_lexicon import Wish

    return Wish(
        name=options.name,
        kind=options.kind,
        aliases=tuple(options.alias),
        remove=tuple(options.remove_alias),
        english=options.english,
        role=options.role,
        since=options.since,
        until=options.until,
    )


def _told(options: Namespace, edited: Edited) -> int:
    """Say what was changed, and what is left to do."""
    said, articles = edited.said, edited.articles
    if articles is None:
        note("{said}; the index is behind: {behind}", said=said, behind=edited.behind)
    elif articles:
        note(
            "{said}; {articles} articles hold its names: `wenren retag` makes it take effect there"
            if articles > 1
            else "{said}; 1 article holds its names: `wenren retag` makes it take effect there",
            said=said,
            articles=articles,
        )
    else:
        note(
            "{said}; no article holds its names yet; else `wenren retag` would see to it", said=said
        )
    if options.json:
        print_json({**_actor_json(edited.actor), "state": edited.state})
    return 0


def _actor_json(actor: Actor) -> dict[str, Any]:
    from store.actors.changes import written

    return {
        "id": actor.id,
        "kind": actor.kind,
        "name": actor.name,
        "aliases": [written(a) for a in actor.aliases if a.text != actor.name or a.needs_context],
        "english": actor.english or None,
        "role": actor.role or None,
        "since": actor.since or None,
        "until": actor.until or None,
    }


def _changed_json(changed: Changed) -> dict[str, Any]:
    from store.actors.changes import to_json

    now = _actor_json(changed.actor) if changed.actor else {"id": changed.change.id}
    return {
        **now,
        "state": changed.state,
        "built_in": changed.built_in is not None,
        "changed": {k: v for k, v in to_json(changed.change).items() if k != "id"},
    }


def _changed_line(changed: Changed) -> str:
    from store.actors.changes import to_json
    from store.actors.describing import described, difference

    said = to_json(changed.change)
    what = {
        "hidden": Message("hidden"),
        "merged": Message("into {merged}", merged=changed.change.merged),
        "gone": Message("not built in any more"),
        "listed": Message("changed") if changed.built_in else Message("added"),
    }[changed.state]
    who = Message(str(said["id"]))
    if changed.actor is not None:
        who = described(changed.actor)
        if changed.built_in:
            who = difference(changed.built_in, changed.actor)
        elif aliases := said.get("aliases"):
            who = Message("{actor}: {changes}", actor=who, changes=", ".join(aliases))
    return reply("{what}: {who}", what=what, who=who)
