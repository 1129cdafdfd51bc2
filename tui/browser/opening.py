"""The original of an article: in a browser where one can be seen, else its address."""

from __future__ import annotations

import os
import sys
import threading

from textual.message import Message

from store.permission import kiosk
from tui import links
from tui.browser.copying import Copying
from tui.language import say

# In a process of its own: what browsers print would be drawn over ours. It says nothing and is not
# ended with us, unlike a ``tui.browser.child``.
_OPEN = "import sys, webbrowser; sys.exit(not webbrowser.open(sys.argv[1]))"


def displays() -> bool:
    """Whether a window that is opened on this machine is before the eyes of who asks for it."""
    around = os.environ
    if kiosk() or around.get("SSH_CONNECTION"):
        return False
    return sys.platform == "darwin" or bool(around.get("DISPLAY") or around.get("WAYLAND_DISPLAY"))


class Unopened(Message):
    """No browser would open an address."""

    def __init__(self, url: str) -> None:
        super().__init__()
        self.url = url


class Opening(Copying):
    """Goes by addresses of the web alone, percent-encoded: no other program is started."""

    def action_open_original(self) -> None:
        article = self.reader.article
        if article is None:
            return
        url = links.address(article.url)
        if url is None:
            self.action_copy_address()
        elif displays():
            self.tell(say("In the browser: {url}", url=url))
            # A daemon: some browsers end only when they are closed.
            threading.Thread(target=self._open, args=(url,), daemon=True).start()
        else:
            self._copy_unopened(url)

    def on_unopened(self, message: Unopened) -> None:
        self._copy_unopened(message.url)

    def _open(self, url: str) -> None:
        from subprocess import DEVNULL, run

        words = [sys.executable, "-P", "-c", _OPEN, url]
        try:
            done = run(words, stdin=DEVNULL, stdout=DEVNULL, stderr=DEVNULL, start_new_session=True)
        except OSError:
            self.post_message(Unopened(url))
            return
        if done.returncode:
            self.post_message(Unopened(url))

    def _copy_unopened(self, url: str) -> None:
        self.put_in_clipboard(
            url,
            say("No browser here; copied {url}", url=url),
            say("No browser here, and no clipboard: {url}", url=url),
        )
