"""The doctor command: every file of a store looked at, and what is broken set aside."""

from __future__ import annotations

from argparse import Namespace

from tui.commandline.arguments import store_of
from tui.commandline.printing import note, print_json, print_text, progress_of
from tui.language import later, reply


def doctor(options: Namespace) -> int:
    from store.doctor import examine, repair
    from store.own_marks import OwnMarks

    store = store_of(options)
    found = list(examine(store, progress_of(later("days"))))
    done = dict(repair(store, found)) if options.repair and found else {}
    for finding in found:
        did = done.get(finding, "")
        if options.json:
            as_json = {"path": str(finding.path), "reason": finding.reason, "done": did or None}
            print_json(as_json)
        else:
            told = reply("{path}: {reason}", path=finding.path, reason=finding.reason)
            print_text(f"{told} - {reply(did)}" if did else told)
    problem = OwnMarks(store).problem
    if problem:
        if options.json:
            print_json({"path": None, "reason": problem, "done": None})
        else:
            print_text(reply(problem))
    left = sum(each.harm for each in found) - len(done) + bool(problem)
    if not options.json:
        if not found and not problem:
            note("nothing is wrong")
        elif left and not options.repair and any(finding.mends for finding in found):
            note("`wenren doctor --repair` sets aside what is broken and keeps the rest")
    return 1 if left else 0
