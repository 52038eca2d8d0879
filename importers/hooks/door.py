"""What every web-hook request must pass: host and origin, the deadline, and room for it.

Law: a request holds no more than its connection until its body is here, so that slow senders keep nobody out.
"""

import asyncio
import logging
from collections import Counter, defaultdict
from collections.abc import AsyncIterator, Iterator, Mapping
from contextlib import asynccontextmanager, contextmanager
from datetime import timedelta

from aiohttp import hdrs, web
from aiohttp.typedefs import Handler, Middleware

from engine.value import Value
from importers.hooks.listening import WORKING
from importers.limits import MIB

BODY_BYTES_MAX = MIB
REQUEST_SECONDS_MAX = 10.0
"""A whole request, from its first byte read here to its answer."""
IN_FLIGHT_MAX = 128
"""Deliveries being kept at once; more are told to come again."""
OF_ONE_SOURCE = 0.5
"""The part of them that one source may have, so that the others get in beside it."""
RATE_MAX = 200
"""Deliveries a second of one source, for long."""
BURST_MAX = 2000
"""Deliveries of one source that may come faster than that."""
BODIES_BYTES_MAX = 32 * MIB
"""Bodies in memory at once."""
RETRY_SECONDS = "2"
LOOPBACK_HOSTS = frozenset({"127.0.0.1", "localhost", "[::1]"})
log = logging.getLogger(__name__)


class Limits(Value):
    """How much one inbox bears."""

    body_bytes_max: int = BODY_BYTES_MAX
    request_time: timedelta = timedelta(seconds=REQUEST_SECONDS_MAX)
    in_flight_max: int = IN_FLIGHT_MAX
    rate_max: int = RATE_MAX
    burst_max: int = BURST_MAX
    hosts: frozenset[str] = frozenset()
    """Host names besides the loopback ones under which it may be called."""


class Crowded(Exception):
    """No room for this request just now."""


class Gate:
    """Host, origin and deadline; where every fault of a request ends."""

    def __init__(self) -> None:
        self.limits = Limits()
        self.browsed: frozenset[str] = frozenset()
        """Sources that browsers may post to."""

    @property
    def let_in(self) -> Middleware:
        """The gate as the application's middleware."""

        @web.middleware
        async def gate(request: web.Request, handler: Handler) -> web.StreamResponse:
            turned_away = self._refusal(request)
            if turned_away is not None:
                return turned_away
            try:
                async with asyncio.timeout(self.limits.request_time.total_seconds()):
                    return await handler(request)
            except TimeoutError:
                return closing(refusal(408, "the request took too long"))
            except Crowded as crowded:
                return closing(refusal(429, str(crowded), {hdrs.RETRY_AFTER: RETRY_SECONDS}))
            except web.HTTPException as error:
                return refusal(error.status, error.reason.lower(), _allowed(error))
            except Exception:
                log.exception("A web-hook request failed.")
                return refusal(500, "floorboard could not deal with this request")

        return gate

    def _refusal(self, request: web.Request) -> web.Response | None:
        if not self._is_our_host(request.headers.get(hdrs.HOST, "")):
            return closing(refusal(421, "this host name is not served here"))
        site = request.headers.get("Sec-Fetch-Site", "none")
        is_browser = hdrs.ORIGIN in request.headers or site != "none"
        if is_browser and request.match_info.get("source") not in self.browsed:
            return closing(refusal(403, "browsers may not post here"))
        return None

    def _is_our_host(self, host: str) -> bool:
        """The Host header alone tells a rebound name from ours: such a request has no Origin."""
        name = host.casefold()
        if not name.endswith("]"):
            bare, colon, port = name.rpartition(":")
            name = bare if colon and port.isdecimal() else name
        return name in LOOPBACK_HOSTS or name in self.limits.hosts


class Room:
    """How many bytes are held and how many deliveries are in work, by source."""

    def __init__(self) -> None:
        self.limits = Limits()
        self._held_bytes = 0
        self._working: Counter[str] = Counter()
        self._buckets: defaultdict[str, _Bucket] = defaultdict(_Bucket)

    @asynccontextmanager
    async def for_body(self, request: web.Request) -> AsyncIterator[bytes]:
        """Read the body and hold it. Raises Crowded when too much is held, HTTPRequestEntityTooLarge for too long."""
        body = bytearray()
        most, room = self.limits.body_bytes_max, max(BODIES_BYTES_MAX, self.limits.body_bytes_max)
        try:
            async for chunk in request.content.iter_any():
                body += chunk
                self._held_bytes += len(chunk)
                if len(body) > most:
                    raise web.HTTPRequestEntityTooLarge(most, len(body))
                if self._held_bytes > room:
                    raise Crowded("too much is being received at once")
            yield bytes(body)
        finally:
            self._held_bytes -= len(body)

    @contextmanager
    def for_work(self, request: web.Request, source: str) -> Iterator[None]:
        """Keep a place for a proven delivery. Raises Crowded when its source, or everybody, has none left."""
        most = self.limits.in_flight_max
        if self._working.total() >= most or self._working[source] >= max(1, int(most * OF_ONE_SOURCE)):
            raise Crowded("too many requests at once")
        if not self._buckets[source].take(asyncio.get_running_loop().time(), self.limits):
            raise Crowded("this source sends too fast")
        at_work = request.app.get(WORKING, set())
        self._working[source] += 1
        at_work.add(request.protocol)
        try:
            yield
        finally:
            self._working[source] -= 1
            at_work.discard(request.protocol)


class _Bucket:
    """A source's allowance: it fills with time, and each delivery takes one."""

    def __init__(self) -> None:
        self._used = 0.0
        self._at = 0.0

    def take(self, now: float, limits: Limits) -> bool:
        """Whether one more may come now."""
        self._used = max(0.0, self._used - (now - self._at) * limits.rate_max)
        self._at = now
        if self._used >= limits.burst_max:
            return False
        self._used += 1
        return True


def refusal(status: int, words: str, headers: Mapping[str, str] | None = None) -> web.Response:
    """An answer that says why not."""
    return web.json_response({"status": "refused", "reason": words}, status=status, headers=headers)


def closing(response: web.Response) -> web.Response:
    """Hang up after the answer: what is still coming is not read."""
    response.force_close()
    return response


def _allowed(error: web.HTTPException) -> dict[str, str]:
    return {hdrs.ALLOW: error.headers[hdrs.ALLOW]} if hdrs.ALLOW in error.headers else {}
