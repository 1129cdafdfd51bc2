"""The client behind ``wenren fetch`` and ``wenren add URL``: one GET, with all that goes with it.

No cookies are kept: news needs none, and a site that insists on them ends as a redirect loop.
robots.txt isn't asked for: it speaks to crawlers, and what is fetched here a person has named or
subscribed to, one page at a time and never faster than the pause between two requests.
"""

from __future__ import annotations

import ssl
import threading
import time
from collections.abc import Callable, Collection, Sequence
from dataclasses import replace
from functools import cache
from http import HTTPStatus
from types import TracebackType

from store import __version__
from store.message import Message
from store.settings import Fetch
from store.web import addresses, headers
from store.web.addresses import Address, Reach
from store.web.bodies import ACCEPTED
from store.web.exchange import Answer, Limits, Watch, exchange
from store.web.failures import Failure, failure_of
from store.web.proxies import Proxy, proxy_for
from store.web.response import FetchError, Response, short
from store.web.retrying import LATER, LONGEST_BACKOFF, Allowance, refusal
from store.web.turns import Turns

REDIRECTS = 10

_MOVED = {301, 302, 303, 307, 308}
_FOR_GOOD = {301, 308}

_SENT = {
    "User-Agent": f"Wenren/{__version__}",
    "Accept": "application/atom+xml, application/rss+xml, application/feed+json, text/html, "
    "application/xhtml+xml, application/xml;q=0.9, */*;q=0.8",
    "Accept-Encoding": ACCEPTED,
    "Accept-Language": "zh-CN, zh;q=0.9, en;q=0.5",
    "Connection": "close",
}

Resolver = Callable[[str, int, float], list[str]]


class Client:
    """Gets addresses; for use by several threads at once.

    ``allow_private``: True, or networks that may be reached beside the public internet (see
    ``Reach``). Seconds: ``delay`` between two requests to one host, ``timeout`` for one attempt
    with all its redirects, ``connect`` for a connection, ``idle`` between two pieces of an answer.
    ``size``: bytes of a body, packed and unpacked. ``clock``, ``wait``, ``resolve``: the world,
    for tests.
    """

    def __init__(
        self,
        *,
        allow_private: bool | Collection[str] = False,
        delay: float = 1.0,
        timeout: float = 60.0,
        connect: float = 10.0,
        idle: float = 20.0,
        size: int = 16 << 20,
        clock: Callable[[], float] = time.monotonic,
        wait: Callable[[float], None] | None = None,
        resolve: Resolver = addresses.resolve,
    ) -> None:
        self._reach = Reach(allow_private)
        self._timeout = timeout
        self._limits = Limits(connect, idle, size)
        self._resolve = resolve
        self._closed = threading.Event()
        self._turns = Turns(delay, clock, wait or self._sleep)
        self._watches: set[Watch] = set()
        self._lock = threading.Lock()
        self._context = cache(ssl.create_default_context)

    @classmethod
    def configured(cls, fetch: Fetch) -> Client:
        """The client that the settings ask for."""
        return cls(
            allow_private=fetch.private_addresses,
            delay=fetch.delay,
            timeout=fetch.timeout,
            size=int(fetch.size * (1 << 20)),
        )

    def __enter__(self) -> Client:
        return self

    def __exit__(
        self,
        kind: type[BaseException] | None,
        error: BaseException | None,
        trace: TracebackType | None,
    ) -> None:
        self.close()

    def close(self) -> None:
        """End what is under way in other threads: it fails, and so does whatever is asked next."""
        self._closed.set()
        with self._lock:
            for watch in self._watches:
                watch.end()

    def get(
        self,
        url: str,
        *,
        etag: str | None = None,
        modified: str | None = None,
        limit: int | None = None,
    ) -> Response:
        """GET ``url``, if it isn't still what ``etag`` or ``modified`` name; raises ``FetchError``.

        ``limit``: bytes of the body, instead of the client's. Waits for its turn at the host.
        """
        limits = self._limits
        if limit is not None:
            limits = replace(limits, size=limit)
        conditions = {
            name: kept
            for name, value in (("If-None-Match", etag), ("If-Modified-Since", modified))
            if (kept := headers.validator(value))
        }
        try:
            return self._follow(url, conditions, Allowance(limits, self._timeout))
        except Failure as failure:
            reason = Message("given up") if self._closed.is_set() else failure.reason
            raise FetchError(
                url,
                reason,
                gone=failure.gone,
                retry_after=failure.retry_after,
                status=failure.status,
            ) from failure

    def _follow(self, url: str, conditions: dict[str, str], allowance: Allowance) -> Response:
        """The answer at the end of the redirects."""
        at = addresses.address(url)
        seen = [at]
        permanent: str | None = None
        for_good = True
        while True:
            same_host = len(seen) > 1 and seen[-2].host == at.host
            try:
                answer = self._ask(at, conditions, allowance, at_once=same_host)
                if answer.status not in _MOVED:
                    return _response(at, permanent, answer, conditions)
                to = addresses.redirected(at, _location(answer))
                if to in seen:
                    raise Failure(Message("redirects in a loop, back to {url}", url=short(to.url)))
                if len(seen) > REDIRECTS:
                    raise Failure(Message("more than {redirects} redirects", redirects=REDIRECTS))
            except Failure as failure:
                if len(seen) > 1:
                    failure.reason = Message(
                        "{reason} (redirected to {url})", reason=failure.reason, url=short(at.url)
                    )
                failure.gone = failure.status == HTTPStatus.GONE and for_good
                raise
            # News is public, so the way down to http is followed; but it isn't remembered: one
            # bad answer would then cost the protection of TLS for good.
            down = at.scheme == "https" and to.scheme == "http"
            for_good = for_good and answer.status in _FOR_GOOD and not down
            if for_good:
                permanent = to.url
            at = to
            seen.append(at)

    def _ask(
        self, at: Address, conditions: dict[str, str], allowance: Allowance, *, at_once: bool
    ) -> Answer:
        """The answer of one address, asked again after a failure that may pass."""
        while True:
            try:
                with self._turns.turn(at.host, at_once=at_once):
                    answer = self._exchange(at, conditions, allowance)
                self._turns.answered(at.host)
                if answer.status not in LATER:
                    return answer
                failure = refusal(answer)
            except Failure as error:
                failure = error
            pause = allowance.pause(failure)
            if pause is None or self._closed.is_set():
                if failure.silent:
                    self._turns.silent(at.host)
                elif failure.status and (failure.retry_after or 0) > LONGEST_BACKOFF:
                    self._turns.shut(at.host, failure.retry_after or 0)
                raise failure
            # The host's other requests wait as well.
            self._turns.postpone(at.host, pause)
            at_once = False

    def _exchange(self, at: Address, conditions: dict[str, str], allowance: Allowance) -> Answer:
        start = time.monotonic()
        with Watch(allowance.seconds) as watch:
            with self._lock:
                self._watches.add(watch)
            try:
                if self._closed.is_set():
                    raise Failure("given up")
                return exchange(
                    at,
                    self._way(at, watch),
                    _SENT | conditions,
                    limits=allowance.limits,
                    context=self._context,
                    watch=watch,
                )
            finally:
                allowance.seconds -= time.monotonic() - start
                with self._lock:
                    self._watches.discard(watch)

    def _way(self, at: Address, watch: Watch) -> Sequence[str] | Proxy:
        """How an address is reached, once it is sure that it may be."""
        if proxy := proxy_for(at):
            self._reach.check_name(at.host)
            return proxy
        try:
            found = self._resolve(at.host, at.port, min(self._limits.connect, watch.left))
        except OSError as error:
            raise failure_of(error) from error
        self._reach.check(at.host, found)
        return found

    def _sleep(self, seconds: float) -> None:
        self._closed.wait(seconds)


def _response(
    at: Address, permanent: str | None, answer: Answer, conditions: dict[str, str]
) -> Response:
    fresh = answer.status == HTTPStatus.OK
    if not fresh and not (answer.status == HTTPStatus.NOT_MODIFIED and conditions):
        raise refusal(answer)
    kind, charset = headers.content_type(answer.headers.get("Content-Type"))
    return Response(
        url=at.url,
        permanent_url=permanent,
        status=answer.status,
        content_type=kind,
        charset=charset,
        etag=headers.validator(answer.headers.get("ETag")),
        modified=headers.validator(answer.headers.get("Last-Modified")),
        body=answer.body,
        retry_after=headers.retry_after(answer.headers.get("Retry-After")),
    )


def _location(answer: Answer) -> str:
    location: str | None = answer.headers.get("Location")
    if not location:
        raise refusal(answer)
    return location
