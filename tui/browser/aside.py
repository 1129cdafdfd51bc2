"""Asking the store in a thread beside what a person does, who isn't kept waiting."""

from __future__ import annotations

import asyncio
from collections.abc import Callable
from contextlib import suppress
from typing import TYPE_CHECKING, TypeVar

from store.errors import StoreError
from tui.browser.awaited import PATIENCE
from tui.language import say

if TYPE_CHECKING:
    from store.library import Library
    from tui.browser.frame import Frame

T = TypeVar("T")


async def ask(library: Library, question: Callable[[Library], T]) -> T:
    """The answer to a question, through a connection of its own; cancelling interrupts it."""
    asked = library.clone()

    def answer() -> T:
        try:
            return question(asked)
        finally:
            asked.close()

    try:
        return await asyncio.to_thread(answer)
    except asyncio.CancelledError:
        asked.interrupt()
        raise


class Aside:
    """Asks one question at a time; a newer one takes the place of the one under way."""

    def __init__(self, app: Frame, name: str) -> None:
        self._app = app
        self._name = name
        self._told = asyncio.Event()

    def ask(
        self,
        library: Library,
        question: Callable[[Library], T],
        answered: Callable[[T], None],
        *,
        slow: Callable[[], None] | None = None,
        after: float = 0.0,
    ) -> None:
        """Ask in ``after`` seconds; ``slow`` is called where the answer takes its time."""
        self._told = told = asyncio.Event()

        async def asking() -> None:
            await asyncio.sleep(after)
            answer = asyncio.ensure_future(ask(library, question))
            try:
                done, _ = await asyncio.wait({answer}, timeout=PATIENCE)
                if not done and slow:
                    slow()
                    told.set()
                answered(await answer)
            except StoreError as error:
                self._app.tell(say(error.message))
            finally:
                answer.cancel()
                told.set()

        self._app.run_worker(asking(), group=self._name, exclusive=True, exit_on_error=False)

    def stop(self) -> None:
        """Want no answer any more."""
        self._app.workers.cancel_group(self._app, self._name)

    async def soon(self) -> None:
        """Wait for the answer, but no longer than a person would not notice."""
        with suppress(TimeoutError):
            await asyncio.wait_for(self._told.wait(), 2 * PATIENCE)
