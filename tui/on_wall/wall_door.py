"""The wall for a browser on this machine: one page and a stream of numbers, behind a token; nothing can be sent.

Law: before a request is looked at, its Host, its Origin, its method and its token are; the socket is bound to the
loopback address and nowhere else. There is no terminal behind it and no order: what a stranger gets in, is numbers.
"""

import asyncio
import hmac
import secrets
import signal
from collections.abc import Mapping
from pathlib import Path
from types import MappingProxyType
from zoneinfo import ZoneInfo

from aiohttp import web
from aiohttp.typedefs import Handler, Middleware

from engine.turn import Refused
from importers.hooks.listening import listen
from store.rows import StoreError
from tui.clock import Clock, wall_clock
from tui.on_wall.wall_news import News
from tui.ports import Viewer
from tui.saying import say

HOST = "127.0.0.1"
CONNECTIONS_MAX = 32
STREAMS_MAX = 8
"""Browsers that are told the news at once."""
SEND_SECONDS = 5.0
"""A browser that takes longer to take one piece of news is let go."""
TELL_SECONDS = 1.0
READ_SECONDS = 0.5
TOKEN_BYTES = 24
REQUEST_BYTES_MAX = 1024

PAGE = Path(__file__).with_name("wall_page")
FILES: Mapping[str, tuple[str, str]] = MappingProxyType(
    {
        "": ("index.html", "text/html"),
        "wall.js": ("wall.js", "text/javascript"),
        "wall.css": ("wall.css", "text/css"),
    }
)
HEADERS: Mapping[str, str] = MappingProxyType(
    {
        "Content-Security-Policy": "default-src 'none'; script-src 'self'; style-src 'self'; connect-src 'self';"
        " base-uri 'none'; form-action 'none'; frame-ancestors 'none'",
        "X-Content-Type-Options": "nosniff",
        "X-Frame-Options": "DENY",
        "Referrer-Policy": "no-referrer",
        "Cross-Origin-Opener-Policy": "same-origin",
        "Cross-Origin-Resource-Policy": "same-origin",
        "Cache-Control": "no-store",
    }
)
SITES = frozenset({"", "none", "same-origin"})
"""What a browser may say of where a request comes from."""

STREAMS: web.AppKey[set["asyncio.Task[object]"]] = web.AppKey("streams")


def guard(token: str) -> Middleware:
    """Return what stands before every answer."""

    @web.middleware
    async def guarded(request: web.Request, handler: Handler) -> web.StreamResponse:
        refusal = why_not(request, token)
        response = web.Response(status=refusal) if refusal else await _answered(request, handler)
        if not response.prepared:
            response.headers.update(HEADERS)
        return response

    return guarded


async def _answered(request: web.Request, handler: Handler) -> web.StreamResponse:
    try:
        return await handler(request)
    except web.HTTPException as refusal:
        return web.Response(status=refusal.status)


def why_not(request: web.Request, token: str) -> int:
    """Return the status that turns a request away, nought when it may come in."""
    port = (request.transport.get_extra_info("sockname") or ("", 0))[1] if request.transport else 0
    hosts = {f"{name}:{port}" for name in (HOST, "localhost")}
    host = request.headers.get("Host", "")
    if host not in hosts or len(request.headers.getall("Host")) != 1:
        return 421
    if request.headers.get("Origin", f"http://{host}") != f"http://{host}":
        return 403
    if request.headers.get("Sec-Fetch-Site", "") not in SITES:
        return 403
    if request.method not in ("GET", "HEAD"):
        return 405
    given = request.path.split("/")[1] if request.path.count("/") >= 2 else ""
    return 0 if hmac.compare_digest(given.encode(), token.encode()) else 404


def door(news: News, token: str) -> web.Application:
    """Return the application."""
    app = web.Application(middlewares=[guard(token)], client_max_size=REQUEST_BYTES_MAX)
    app[STREAMS] = set()

    async def page(request: web.Request) -> web.StreamResponse:
        name, kind = FILES[request.match_info["name"]]
        return web.Response(body=(PAGE / name).read_bytes(), content_type=kind, charset="utf-8")

    async def board(request: web.Request) -> web.StreamResponse:
        return await _stream(request, news)

    app.router.add_get("/{token}/board", board)
    app.router.add_get("/{token}/{name:(?:wall\\.js|wall\\.css)?}", page)
    app.on_shutdown.append(_end_streams)
    return app


async def _stream(request: web.Request, news: News) -> web.StreamResponse:
    """Tell one browser the news until either has gone."""
    streams = request.app[STREAMS]
    if len(streams) >= STREAMS_MAX:
        return web.Response(status=503, headers={"Retry-After": "10"})
    response = web.StreamResponse(headers={**HEADERS, "Content-Type": "text/event-stream; charset=utf-8"})
    me = asyncio.current_task()
    assert me is not None
    streams.add(me)
    try:
        await response.prepare(request)
        while True:
            await asyncio.wait_for(response.write(b"data: " + news.told() + b"\n\n"), SEND_SECONDS)
            await asyncio.sleep(TELL_SECONDS)
    except (ConnectionError, TimeoutError):
        return response
    finally:
        streams.discard(me)


async def _end_streams(app: web.Application) -> None:
    streams = app[STREAMS]
    for stream in tuple(streams):
        stream.cancel()


def serve_wall(viewer: Viewer, port: int, timezone: str, clock: Clock = wall_clock) -> None:
    """Serve the wall of a floor until a signal says stop. Raises Refused when the port is taken."""
    asyncio.run(_serve(News(viewer, clock, ZoneInfo(timezone)), port))


async def _serve(news: News, port: int) -> None:
    token = secrets.token_urlsafe(TOKEN_BYTES)
    stopped = asyncio.Event()
    for stop in (signal.SIGINT, signal.SIGTERM, signal.SIGHUP):
        asyncio.get_running_loop().add_signal_handler(stop, stopped.set)
    try:
        listening = await listen(door(news, token), HOST, port, connections_max=CONNECTIONS_MAX)
    except OSError as trouble:
        raise Refused(f"{HOST}:{port} cannot be served ({trouble.strerror}); name another with --port.") from None
    say(f"the wall is at http://{HOST}:{listening.port}/{token}/ until this is stopped; the address is its key")
    try:
        while not stopped.is_set():
            await asyncio.to_thread(_read, news)
            try:
                await asyncio.wait_for(stopped.wait(), READ_SECONDS)
            except TimeoutError:
                continue
    finally:
        await listening.close()


def _read(news: News) -> None:
    try:
        news.read()
    except StoreError as trouble:
        news.trouble = str(trouble)
