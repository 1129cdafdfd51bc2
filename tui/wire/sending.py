"""What is written to a terminal that may be gone."""

from __future__ import annotations

from textual.drivers._writer_thread import WriterThread


class Sender(WriterThread):
    """Textual's thread, which ends when it can't write: whoever fills its queue waits for ever."""

    def run(self) -> None:
        try:
            super().run()
        except OSError:
            while self._queue.get() is not None:
                pass
