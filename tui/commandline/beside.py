"""The command line as a child of the browser (``tui.browser.command_line``).

When its parent is gone it ends as on SIGTERM, and not at once as others do: a file half written is
taken away on the way out.
"""

from __future__ import annotations

import os
import signal
import sys

from store.child import attend
from tui import cli


def _end(*_: object) -> None:
    # The end of the parent and a signal of its own may come together.
    signal.signal(signal.SIGTERM, signal.SIG_IGN)
    raise SystemExit(128 + signal.SIGTERM)


def main() -> None:
    signal.signal(signal.SIGTERM, _end)
    attend(lambda: os.kill(os.getpid(), signal.SIGTERM))
    cli.main(sys.argv[1:])


if __name__ == "__main__":
    main()
