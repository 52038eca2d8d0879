"""The web-hook inbox: verify, check, keep safe, and only then say 202."""

from collections.abc import Awaitable, Callable, Mapping
from datetime import datetime

from aiohttp import hdrs, web

from engine.value import Value
from importers.hooks import payload
from importers.hooks.door import RETRY_SECONDS, Gate, Limits, Room, closing, refusal
from importers.hooks.proofs import Request
from importers.hooks.verification import Forged, Source, check_source, delivery_id, verify
from importers.providers import PROVIDERS
from importers.providers.provider import Asking, Provider
from importers.providers.taking import check_delivery
from importers.record import Unreadable

FOUND_BYTES_MAX = 16 * 1024
"""The records of a bigger body are not kept in memory until they are dealt."""

SNS_MARK, JSON = "x-amz-sns-message-type", "application/json"
ANYBODY = Provider(title="a sender", verify=(), is_plain=True, status=202, is_asked_by_post=True)
"""Stands for a source without a provider."""


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
    found: payload.Found | None = None
    """Its records, where they had to be looked at before it was answered."""


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
    hooks = _Hooks(sources, land, now, limits)

    async def healthz(_request: web.Request) -> web.Response:
        refused = {"refused": hooks.refused} if hooks.refused else {}
        return web.json_response({**health(), **refused})

    application = web.Application(client_max_size=0, middlewares=[hooks.gate.let_in])
    application[HOOKS] = hooks
    application.router.add_get("/healthz", healthz)
    application.router.add_route("*", "/{_:hooks?}/{source}", hooks.answer)
    application.router.add_route("*", "/{_:hooks?}/{source}/{secret}", hooks.answer)
    return application


def follow(application: web.Application, sources: Mapping[str, Source], limits: Limits) -> None:
    """Exchange the sources of an inbox while it listens: requests in hand end as they began."""
    application[HOOKS].follow(sources, limits)


class _Hooks:
    """Takes deliveries of the sources that there are just now."""

    def __init__(
        self, sources: Mapping[str, Source], land: Land, now: Callable[[], datetime], limits: Limits
    ) -> None:
        self._land = land
        self._now = now
        self.gate = Gate()
        self._room = Room()
        self.follow(sources, limits)
        self.refused = 0
        """Deliveries since the start that did not prove where they come from."""

    def follow(self, sources: Mapping[str, Source], limits: Limits) -> None:
        """Serve these sources from now on. Raises SecretError for one that could never prove anything."""
        for source in sources.values():
            check_source(source)
        self._sources, self._limits = dict(sources), limits
        self.gate.limits = self._room.limits = limits
        self.gate.browsed = frozenset(name for name, source in sources.items() if _provider(source).from_browsers)

    async def answer(self, request: web.Request) -> web.Response:
        """Answer a request to a source, by those methods that the source knows."""
        source = self._sources.get(request.match_info["source"])
        if source is None or ("secret" in request.match_info and "secret-url" not in source.ways):
            return closing(refusal(404, "there is no such web-hook source"))
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
        if turned_away := self._refusal(request):
            return turned_away
        async with self._room.for_body(request) as body:
            now = self._now()
            told = _told(request, source, body)
            try:
                verify(source, told, now)
                if provider.is_asked_by_post and (challenge := payload.challenge_in(body)):
                    return web.json_response({"challenge": challenge})
                media_type, kept, found = _checked(source, provider, told)
            except Forged:
                self.refused += 1
                return refusal(401, "the delivery is not signed as this source must sign")
            except (Unreadable, RecursionError) as fault:
                return refusal(400, str(fault))
            named = delivery_id(told.headers, kept)
            delivery = Delivery(
                source=source.name,
                media_type=media_type,
                body=kept,
                delivery_id=named,
                received_at=now,
                found=found if len(kept) <= FOUND_BYTES_MAX else None,
            )
            with self._room.for_work(request, source.name):
                return await self._keep(delivery, provider)

    def _refusal(self, request: web.Request) -> web.Response | None:
        """What can be refused before a byte of the body is read."""
        if hdrs.CONTENT_ENCODING in request.headers:
            return closing(refusal(415, "compressed bodies are not taken"))
        if not payload.is_taken(_media_type(request)):
            return closing(refusal(415, "bodies are JSON, XML or a form"))
        if request.content_length is not None and request.content_length > self._limits.body_bytes_max:
            return closing(refusal(413, f"a body has {self._limits.body_bytes_max:,} bytes at most"))
        return None

    async def _keep(self, delivery: Delivery, provider: Provider) -> web.Response:
        try:
            is_new = await self._land(delivery)
        except Altered:
            return refusal(409, "another body came under this delivery id before; give a new one its own id")
        except Busy as busy:
            return refusal(503, str(busy) or "come again soon", {hdrs.RETRY_AFTER: RETRY_SECONDS})
        if provider.thanks:
            return web.Response(text=provider.thanks, content_type=provider.thanks_type)
        status, words = (provider.status, "taken") if is_new else (200, "duplicate")
        return web.json_response({"status": words}, status=status)


def _provider(source: Source) -> Provider:
    return PROVIDERS.get(source.provider, ANYBODY)


def _methods(provider: Provider) -> list[str]:
    asked = {hdrs.METH_GET: provider.challenge is not None, hdrs.METH_HEAD: provider.is_asked_by_head}
    return [*(method for method, is_known in asked.items() if is_known), hdrs.METH_POST]


def _media_type(request: web.Request) -> str:
    """What the body is called; Amazon SNS calls its JSON a text, and no page can send its header unasked."""
    return JSON if SNS_MARK in request.headers else request.headers.get(hdrs.CONTENT_TYPE, "")


def _told(request: web.Request, source: Source, body: bytes) -> Request:
    """The request as its proof is read off it."""
    return Request(
        headers={name.lower(): value for name, value in request.headers.items()}
        | {"content-type": _media_type(request)},
        body=body,
        url_secret=request.match_info.get("secret") or request.query.get("token", ""),
        method=request.method,
        url=_url(request, source),
    )


def _url(request: web.Request, source: Source) -> str:
    """The address as the sender knows it, with what it asked behind it."""
    if not source.public_url:
        return str(request.url)
    asked = request.rel_url.raw_query_string
    return f"{source.public_url}?{asked}" if asked and "?" not in source.public_url else source.public_url


def _checked(source: Source, provider: Provider, told: Request) -> tuple[str, bytes, payload.Found | None]:
    """The body as it is to be kept, and its records. Raises Unreadable when it could never be taken in."""
    rewritten = provider.rewrite(told) if provider.rewrite else None
    media_type = rewritten.media_type if rewritten else told.headers["content-type"]
    body = rewritten.body if rewritten else told.body
    if provider.is_plain:
        return media_type, body, list(payload.records_of(media_type, body, f"hook:{source.name}"))
    check_delivery(provider, media_type, body)
    return media_type, body, None


HOOKS = web.AppKey("hooks", _Hooks)
"""What an inbox is asked by when its sources change."""
