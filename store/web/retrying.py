"""Which failures may pass, and what is spent on waiting for that."""

from __future__ import annotations

import random
from dataclasses import dataclass
from http import HTTPStatus

from store.message import Message
from store.web import headers
from store.web.exchange import Answer, Limits
from store.web.failures import Failure

RETRIES = 2
LONGEST_BACKOFF = 20.0
"""A server that asks for more patience than this, in seconds, isn't tried again this time."""

LATER = frozenset((429, 500, 502, 503, 504))
"""The statuses of servers that may do better in a moment."""


@dataclass(slots=True)
class Allowance:
    """What one ``get`` may still spend: ``seconds`` of exchanges, and tries."""

    limits: Limits
    seconds: float
    failed: int = 0

    def pause(self, failure: Failure) -> float | None:
        """The seconds to wait before the next try, None when there is none."""
        self.failed += 1
        if not failure.again or self.failed > RETRIES or self.seconds <= 0:
            return None
        # Jitter keeps many readers that failed together from coming back together.
        pause = 2 ** (self.failed - 1) * random.uniform(1, 1.5)
        pause = max(pause, failure.retry_after or 0)
        return pause if pause <= LONGEST_BACKOFF else None


def refusal(answer: Answer) -> Failure:
    """The failure that a status is; its words are the standard's, not the server's."""
    try:
        said = f"{answer.status} {HTTPStatus(answer.status).phrase}"
    except ValueError:
        said = str(answer.status)
    return Failure(
        Message("the server says {said}", said=said),
        again=answer.status in LATER,
        status=answer.status,
        retry_after=headers.retry_after(answer.headers.get("Retry-After")),
    )
