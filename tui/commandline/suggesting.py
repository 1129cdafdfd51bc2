"""``wenren actors suggest``: names the lexicon lacks, and where they stand."""

from __future__ import annotations

import re
import shlex
from argparse import Namespace
from typing import TYPE_CHECKING, Any

from store.message import Message
from tui.commandline.printing import print_json, print_parts, print_text
from tui.language import reply

if TYPE_CHECKING:
    from store.search.suggestions import Context, Suggestion

LIMIT = 20


def suggest(options: Namespace) -> int:
    """Print the suggestions of a query, or of the whole store."""
    from tui.commandline.library import open_library

    library = open_library(options)
    query = " ".join(options.query)
    for at, found in enumerate(library.suggestions(query, options.limit or LIMIT)):
        if options.json:
            print_json(suggestion_json(found))
            continue
        if at:
            print_text("")
        span = f"{found.first or '—'} – {found.last or '—'}"
        counts = reply(
            "({kind}; {mentions} mentions in {articles} articles, {outlets} outlets, {days} days,"
            " {span})",
            kind=Message(found.kind),
            mentions=found.mentions,
            articles=found.articles,
            outlets=found.outlets,
            days=found.days,
            span=span,
        )
        print_parts([(found.name, "1"), (f"  {counts}", "")])
        for context in found.contexts:
            print_parts(_printed(context))
        print_parts([("    " + command(found.name, found.kind), "2")])
    return 0


def command(name: str, kind: str) -> str:
    """What accepts a suggestion, fit to be pasted into a shell whatever the name is."""
    # To ``shlex`` every Chinese character is one to beware of.
    quoted = name if re.fullmatch(r"[\w·][\w·.-]*", name) else shlex.quote(name)
    if name.startswith("-"):
        # Else taken for an option.
        return f"wenren actors add --kind {kind} -- {quoted}"
    return f"wenren actors add {quoted} --kind {kind}"


def suggestion_json(found: Suggestion) -> dict[str, Any]:
    """A line of ``actors suggest --json``."""
    return {
        "name": found.name,
        "kind": found.kind,
        "aliases": list(found.aliases),
        "mentions": found.mentions,
        "articles": found.articles,
        "stories": found.stories,
        "outlets": found.outlets,
        "days": found.days,
        "first": found.first,
        "last": found.last,
        "contexts": [
            {
                "article": c.article,
                "source": c.source,
                "published": c.published,
                "before": c.before,
                "text": c.text,
                "after": c.after,
            }
            for c in found.contexts
        ],
    }


def _printed(context: Context) -> list[tuple[str, str]]:
    from store.search.suggestions import AROUND

    about = "  ".join(p for p in (context.source, (context.published or "")[:10]) if p)
    return [
        ("    " + "…" * (len(context.before) == AROUND) + context.before, ""),
        # Marked without colours too.
        ("【", "2"),
        (context.text, "1"),
        ("】", "2"),
        (context.after + "…" * (len(context.after) == AROUND), ""),
        (f"  {about}  {context.article}", "2"),
    ]
