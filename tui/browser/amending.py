"""The lexicon changed from where one stands: the chosen name added, renamed, merged, hidden."""

from __future__ import annotations

from collections.abc import Callable, Iterator
from dataclasses import replace
from typing import TYPE_CHECKING, cast

from store.errors import StoreError
from tui.browser.amender import Amender, Answered, Retagged
from tui.browser.errands import barred
from tui.browser.jumping import Jumping
from tui.browser.setup import Setup
from tui.glyphs import glyphs
from tui.language import say

if TYPE_CHECKING:
    from store.amendment import Amended, Amendment
    from store.library import Library
    from tui.browser.finding import Entry
    from tui.browser.subject import Subject
    from tui.panes.dossier import DossierPane


class Amending(Jumping):
    """Each change is said and can be undone; the articles follow behind, newest first."""

    def __init__(self, library: Library, query: str, setup: Setup) -> None:
        super().__init__(library, query, setup)
        self.amender = Amender(self, library)
        self._whole: dict[str, str] = {}
        """By actor that was merged here, the one that it is part of."""

    def on_unmount(self) -> None:
        self.amender.end()

    async def action_amend_add(self) -> None:
        from store.amendment import Amendment
        from tui.browser.subject import kind_and_name, kind_named, kinds

        subject = self._subject()
        if subject is None:
            return
        if subject.is_known:
            self.tell(say("The lexicon has {name}.", name=subject.name))
            return

        def add(line: str) -> None:
            kind, name = kind_and_name(line, subject.kind)
            said = say("added {name} ({kind})", name=name, kind=kind_named(kind))
            self._amend(Amendment("add", text=name, kind=kind), said)

        prompt = say("Add ({kinds})", kinds=kinds())
        await self.edit(prompt, f"{kind_named(subject.kind)} {subject.name}", add)

    async def action_amend_rename(self) -> None:
        from store.amendment import Amendment

        if (subject := self._known()) is None:
            return

        def rename(name: str) -> None:
            said = say("{name} is now {renamed}", name=subject.name, renamed=name)
            self._amend(Amendment("rename", subject.actor, name), said)

        await self.edit(say("Rename"), subject.name, rename)

    async def action_amend_name(self) -> None:
        from store.amendment import Amendment

        if (subject := self._known()) is None:
            return
        also = say("{name} is also", name=subject.name)

        def name(text: str) -> None:
            self._amend(Amendment("name", subject.actor, text), f"{also} {text}")

        await self.edit(also, subject.alias, name)

    async def action_amend_unname(self) -> None:
        from store.amendment import Amendment

        if (subject := self._known()) is None:
            return
        no_longer = say("{name} is no longer", name=subject.name)

        def unname(text: str) -> None:
            self._amend(Amendment("unname", subject.actor, text), f"{no_longer} {text}")

        await self.edit(no_longer, subject.alias, unname)

    async def action_amend_merge(self) -> None:
        """One of the lexicon becomes part of another; a name that it lacks, an alias of one."""
        from store.amendment import Amendment
        from tui.panes.finder import Finder

        subject = self._subject()
        if subject is None or self.is_typed_in:
            return
        missing = say("The lexicon has nobody of that name.")
        finder = Finder(self.colours, say("Into"), missing)
        finder.list.writing = self.reader.writing
        finder.beyond = lambda typed: _others(subject, self._anybody(typed))

        async def merge(into: str) -> None:
            whole = next(entry.label for entry in finder.list.found if entry.value == into)
            said = say("{name} is part of {whole} now", name=subject.name, whole=whole)
            if subject.is_known:
                self._amend(Amendment("merge", subject.actor, into=into), said)
            else:
                self._amend(Amendment("name", into, subject.text or subject.name), said)

        finder.offer(self._near(subject), say("{name} is really", name=subject.name))
        await self.find(finder, merge)

    def action_amend_hide(self) -> None:
        from store.amendment import Amendment

        if (subject := self._known()) is not None:
            said = say("{name} is hidden", name=subject.name)
            self._amend(Amendment("hide", subject.actor), said)

    def on_answered(self, message: Answered) -> None:
        message.then(message.amended)

    def on_retagged(self, message: Retagged) -> None:
        if message.problem:
            self.tell(say(message.problem))

    def store_changed(self) -> None:
        super().store_changed()
        self._renew_dossier()

    def _amend(self, wanted: Amendment, said: str) -> None:
        from store.amendment import Amendment

        def answered(amended: Amended) -> None:
            if amended.refused:
                self.tell(say(amended.refused))
                return
            if wanted.into:
                self._whole[wanted.who] = wanted.into
            undo = Amendment("undo", wanted.who, undo=amended.undo)
            self.did(said, lambda: self._undo(undo, said))
            count = f"{amended.articles:,}"
            follow = say("; {count} articles follow; u undoes it", count=count)
            self.tell(said + follow)
            self._renew_dossier()

        self._ask(wanted, answered)

    def _undo(self, wanted: Amendment, said: str) -> None:
        def answered(amended: Amended) -> None:
            if not amended.refused:
                self._whole.pop(wanted.who, None)
            self.tell(say(amended.refused) or say("Undone: {said}", said=said))
            self._renew_dossier()

        self._ask(wanted, answered)

    def _ask(self, wanted: Amendment, answered: Callable[[Amended], None]) -> None:
        article = self.reader.article
        self.tell(say("Changing the lexicon") + glyphs().ellipsis)
        if self._notice is not None:
            # It stays until there is an answer.
            self._notice.stop()
        self.amender.ask(replace(wanted, shown=article.id if article else ""), answered)

    def _renew_dossier(self) -> None:
        """Show the dossier as it is now; close it where nobody is called so any more."""
        if self.side != "dossier":
            return
        pane = cast("DossierPane", self.sides["dossier"])
        actor = self._whole.get(pane.shown, pane.shown)
        try:
            is_there = self.library.dossier(actor) is not None
        except StoreError:
            return
        if not is_there:
            front = self.front
            self.close_side()
            self.turn_to("reader" if front == "dossier" else front)
        elif found := self.look_up(actor):
            pane.show(*found, keep=actor == pane.shown)

    def _near(self, subject: Subject) -> list[Entry]:
        """Who is named in the article that is open, those first that look like the name."""
        from tui.browser.finding import Entry

        names = [Entry(m.name, m.actor, kind=m.kind) for m in self.reader.names if m.actor]
        alike = list(dict.fromkeys(_others(subject, names)))
        return sorted(alike, key=lambda entry: -len(set(entry.label) & set(subject.name)))

    def _subject(self) -> Subject | None:
        """The chosen name, if it may be changed; else it is said why not."""
        if reason := barred(self.library.path):
            self.tell(reason)
            return None
        subject = self.subject()
        if subject is None:
            self.tell(say("Choose a name first, with tab."))
        return subject

    def _known(self) -> Subject | None:
        """The chosen name, if the lexicon has it."""
        subject = self._subject()
        if subject is None or subject.is_known:
            return subject
        self.tell(
            say(
                "The lexicon lacks {name}: e a adds it, e m merges it into another.",
                name=subject.name,
            )
        )
        return None


def _others(subject: Subject, entries: Iterator[Entry] | list[Entry]) -> Iterator[Entry]:
    """Those of the lexicon that ``subject`` may be merged into."""
    return (e for e in entries if e.value != subject.actor and not e.value.startswith("?"))
