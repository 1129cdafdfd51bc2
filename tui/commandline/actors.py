"""The commands that tell of actors: who is in the news, and one dossier."""

from __future__ import annotations

from argparse import Namespace

from store.errors import RefusedError
from tui.commandline.forms import count_json, dossier_json, dossier_text
from tui.commandline.library import open_library
from tui.commandline.printing import print_json, print_text

ACTORS = 100
"""Actors listed unless a limit says otherwise."""


def actors_list(options: Namespace) -> int:
    library = open_library(options)
    for count in library.actors(" ".join(options.query), limit=options.limit or ACTORS):
        if options.json:
            print_json(count_json(count))
        else:
            span = f"{count.first or '—'} – {count.last or '—'}"
            print_text(
                f"{count.articles:>6} {count.mentions:>7}  {span}  {count.kind:<12} {count.name}"
            )
    return 0


def actors_show(options: Namespace) -> int:
    from store.search.actors import unseen

    library = open_library(options)
    name = " ".join(options.name)
    found = [library.dossier(actor) for actor in library.named(name)]
    if not found:
        # A store without articles has no index; and the lexicon knows why somebody isn't listed.
        try:
            found = [unseen(library.lexicon.find(name))]
        except RefusedError:
            found = [library.dossier(actor) for actor in library.named(name, sounding=True)]
            if not found:
                raise
    for dossier in filter(None, found):
        if options.json:
            print_json(dossier_json(dossier))
        else:
            print_text(dossier_text(dossier))
    return 0
