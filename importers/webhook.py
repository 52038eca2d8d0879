"""The web-hook inbox: verify, check, keep safe, and only then say 202."""

import asyncio
import logging
from collections.abc import Awaitable, Callable, Mapping
from datetime import datetime, timedelta

from aiohttp import hdrs, web
from aiohttp.typedefs import Handler, Middleware

from engine.value import Value
from importers import payload
from importers.proofs import Request
from importers.providers import PROVIDERS
from importers.providers.provider import Asking, Provider
from importers.providers.taking import check_delivery
from importers.record import MIB, Unreadable
from importers.verification import Forged, Source, check_source, delivery_id, verify

BODY_BYTES_MAX = MIB
REQUEST_SECONDS_MAX = 10.0
"""A whole request, from its first byte read here to its answer."""
IN_FLIGHT_MAX = 64
"""Requests worked on at once; more are told to come again."""
RETRY_SECONDS = "2"
LOOPBACK_HOSTS = frozenset({"127.0.0.1", "localhost", "[::1]"})
ANYBODY = Provider(title="a sender", verify=(), is_plain=True, status=202)
"""Stands for a source without a provider."""
log = logging.getLogger(__name__)


class Busy(Exception):
    """Raised by whoever keeps deliveries when it cannot keep one now; the sender is asked to come again."""


class Altered(Exception):
    """Raised by whoever keeps deliveries when one of this id was kept before with another body."""


class Delivery(Value):
    """A verified web-hook body on its way into the spool."""

    source: str
    media_type: str
    body: bytes
    delivery_id: str
    received_at: datetime


class Limits(Value):
    """How much one inbox bears."""

    body_bytes_max: int = BODY_BYTES_MAX
    request_time: timedelta = timedelta(seconds=REQUEST_SECONDS_MAX)
    in_flight_max: int = IN_FLIGHT_MAX
    hosts: frozenset[str] = frozenset()
    """Host names besides the loopback ones under which it may be called."""


Land = Callable[[Delivery], Awaitable[bool]]
"""Keeps a delivery durably; False when it was kept before. Raises Busy, or Altered."""


def inbox(
    sources: Mapping[str, Source],
    land: Land,
    health: Callable[[], dict[str, object]],
    now: Callable[[], datetime],
    limits: Limits = Limits(),  # noqa: B008 - a frozen value
) -> web.Application:
    """Make the application: `POST /hooks/{source}`, `POST /hooks/{source}/{secret}` and `GET /healthz`.

    A source whose provider asks first, by GET or HEAD, is answered that too.
    Raises SecretError for a source that could never prove anything.
    """
    for source in sources.values():
        check_source(source)
    hooks = _Hooks(sources, land, now, limits)

    async def healthz(_request: web.Request) -> web.Response:
        refused = {"refused": hooks.refused} if hooks.refused else {}
        return web.json_response({**health(), **refused})

    browsed = frozenset(name for name, source in sources.items() if _provider(source).from_browsers)
    gate = _Gate(limits, browsed)
    application = web.Application(client_max_size=limits.body_bytes_max, middlewares=[gate.let_in])
    application.router.add_get("/healthz", healthz)
    application.router.add_route("*", "/{_:hooks?}/{source}", hooks.answer)
    application.router.add_route("*", "/{_:hooks?}/{source}/{secret}", hooks.answer)
    return application


class _Gate:
    """What every request must pass, whatever it asks: room, host, origin, and the deadline."""

    def __init__(self, limits: Limits, browsed: frozenset[str] = frozenset()) -> None:
        self._browsed = browsed
        self._hosts = LOOPBACK_HOSTS | limits.hosts
        self._seconds = limits.request_time.total_seconds()
        self._in_flight_max = limits.in_flight_max
        self._in_flight = 0

    @property
    def let_in(self) -> Middleware:
        """The gate as the application's middleware."""

        @web.middleware
        async def gate(request: web.Request, handler: Handler) -> web.StreamResponse:
            refusal = self._refusal(request)
            if refusal is not None:
                return refusal
            self._in_flight += 1
            try:
                async with asyncio.timeout(self._seconds):
                    return await handler(request)
            except TimeoutError:
                return _closing(_answer(408, "the request took too long"))
            except web.HTTPException as error:
                return _answer(error.status, error.reason.lower(), _allowed(error))
            except Exception:
                log.exception("A web-hook request failed.")
                return _answer(500, "floorboard could not deal with this request")
            finally:
                self._in_flight -= 1

        return gate

    def _refusal(self, request: web.Request) -> web.Response | None:
        if self._in_flight >= self._in_flight_max:
            return _closing(_answer(429, "too many requests at once", {hdrs.RETRY_AFTER: RETRY_SECONDS}))
        if not self._is_our_host(request.headers.get(hdrs.HOST, "")):
            return _closing(_answer(421, "this host name is not served here"))
        site = request.headers.get("Sec-Fetch-Site", "none")
        is_browser = hdrs.ORIGIN in request.headers or site != "none"
        if is_browser and request.match_info.get("source") not in self._browsed:
            return _closing(_answer(403, "browsers may not post here"))
        return None

    def _is_our_host(self, host: str) -> bool:
        """The Host header alone tells a rebound name from ours: such a request has no Origin."""
        name = host.casefold()
        if not name.endswith("]"):
            bare, colon, port = name.rpartition(":")
            name = bare if colon and port.isdecimal() else name
        return name in self._hosts


class _Hooks:
    """Takes deliveries of the configured sources."""

    def __init__(
        self, sources: Mapping[str, Source], land: Land, now: Callable[[], datetime], limits: Limits
    ) -> None:
        self._sources = sources
        self._land = land
        self._now = now
        self._limits = limits
        self.refused = 0
        """Deliveries since the start that did not prove where they come from."""

    async def answer(self, request: web.Request) -> web.Response:
        """Answer a request to a source, by those methods that the source knows."""
        source = self._sources.get(request.match_info["source"])
        if source is None or ("secret" in request.match_info and "secret-url" not in source.ways):
            return _closing(_answer(404, "there is no such web-hook source"))
        provider = _provider(source)
        if request.method == hdrs.METH_POST:
            return await self._take(request, source, provider)
        if request.method == hdrs.METH_GET and provider.challenge is not None:
            asking = Asking(query=request.query, secrets=source.secrets, verify_token=source.verify_token)
            reply = provider.challenge(asking)
            quiet = {"X-Content-Type-Options": "nosniff"}
            return web.Response(text=reply.text, status=reply.status, content_type=reply.media_type, headers=quiet)
        if request.method == hdrs.METH_HEAD and provider.is_asked_by_head:
            return web.Response()
        raise web.HTTPMethodNotAllowed(request.method, _methods(provider))

    async def _take(self, request: web.Request, source: Source, provider: Provider) -> web.Response:
        if refusal := self._refusal(request):
            return refusal
        told = _told(request, source, await request.read())
        now = self._now()
        try:
            verify(source, told, now)
            media_type, body = _checked(provider, told)
        except Forged:
            self.refused += 1
            return _answer(401, "the delivery is not signed as this source must sign")
        except (Unreadable, RecursionError) as fault:
            return _answer(400, str(fault))
        delivery = Delivery(
            source=source.name,
            media_type=media_type,
            body=body,
            delivery_id=delivery_id(told.headers, body),
            received_at=now,
        )
        return await self._keep(delivery, provider)

    def _refusal(self, request: web.Request) -> web.Response | None:
        """What can be refused before a byte of the body is read."""
        if hdrs.CONTENT_ENCODING in request.headers:
            return _closing(_answer(415, "compressed bodies are not taken"))
        if not payload.is_taken(request.headers.get(hdrs.CONTENT_TYPE, "")):
            return _closing(_answer(415, "bodies are JSON or a form"))
        if request.content_length is not None and request.content_length > self._limits.body_bytes_max:
            return _closing(_answer(413, f"a body has {self._limits.body_bytes_max:,} bytes at most"))
        return None

    async def _keep(self, delivery: Delivery, provider: Provider) -> web.Response:
        try:
            is_new = await self._land(delivery)
        except Altered:
            return _answer(409, "another body came under this delivery id before; give a new one its own id")
        except Busy as busy:
            return _answer(503, str(busy) or "come again soon", {hdrs.RETRY_AFTER: RETRY_SECONDS})
        if provider.thanks:
            return web.Response(text=provider.thanks)
        return _answer(provider.status, "taken") if is_new else _answer(200, "duplicate")


def _provider(source: Source) -> Provider:
    return PROVIDERS.get(source.provider, ANYBODY)


def _methods(provider: Provider) -> list[str]:
    asked = {hdrs.METH_GET: provider.challenge is not None, hdrs.METH_HEAD: provider.is_asked_by_head}
    return [*(method for method, is_known in asked.items() if is_known), hdrs.METH_POST]


def _told(request: web.Request, source: Source, body: bytes) -> Request:
    """The request as its proof is read off it."""
    return Request(
        headers={name.lower(): value for name, value in request.headers.items()},
        body=body,
        url_secret=request.match_info.get("secret") or request.query.get("token", ""),
        method=request.method,
        url=source.public_url or str(request.url),
    )


def _checked(provider: Provider, told: Request) -> tuple[str, bytes]:
    """The body as it is to be kept. Raises Unreadable when it could never be taken in."""
    rewritten = provider.rewrite(told) if provider.rewrite else None
    media_type = rewritten.media_type if rewritten else told.headers["content-type"]
    body = rewritten.body if rewritten else told.body
    if provider.is_plain:
        payload.check(media_type, body)
    else:
        check_delivery(provider, media_type, body)
    return media_type, body


def _answer(status: int, words: str, headers: Mapping[str, str] | None = None) -> web.Response:
    body = {"status": words} if status < 400 else {"status": "refused", "reason": words}
    return web.json_response(body, status=status, headers=headers)


def _closing(response: web.Response) -> web.Response:
    """Hang up after the answer: what is still coming is not read."""
    response.force_close()
    return response


def _allowed(error: web.HTTPException) -> dict[str, str]:
    return {hdrs.ALLOW: error.headers[hdrs.ALLOW]} if hdrs.ALLOW in error.headers else {}
