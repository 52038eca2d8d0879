"""The socket of the web-hook inbox: how many connections it bears, and for how long an idle one."""

import asyncio

from aiohttp import web

CONNECTIONS_MAX = 256
IDLE_SECONDS = 10.0
"""An idle connection, or one that dribbles its header, is dropped after this."""
SHUTDOWN_SECONDS = 2.0
BACKLOG = 256
"""Connections that the system holds while we look elsewhere."""
COUNT_SECONDS = 0.05
"""How soon after a newcomer the connections are counted."""
FULL = b"HTTP/1.1 429 Too Many Requests\r\nRetry-After: 2\r\nContent-Length: 0\r\nConnection: close\r\n\r\n"

WORKING: web.AppKey[set[object]] = web.AppKey("working", set)
"""The connections whose request is here in whole and being worked on: these are never dropped for others."""


class Listening:
    """An inbox that listens. `port` is the one that was given, or found when nought was asked for."""

    def __init__(self, runner: web.AppRunner, server: asyncio.Server) -> None:
        self._runner = runner
        self._server = server
        self.port: int = server.sockets[0].getsockname()[1]

    async def close(self) -> None:
        """Stop listening, let requests end, and free the port."""
        self._server.close()
        await self._runner.cleanup()


class _Full(asyncio.Protocol):
    """Answers a connection beyond the cap and hangs up."""

    def connection_made(self, transport: asyncio.BaseTransport) -> None:
        if isinstance(transport, asyncio.WriteTransport):
            transport.write(FULL)
        transport.close()


class _Crowd:
    """The connections there are: beyond the cap the oldest without a whole request makes room for a newcomer."""

    def __init__(self, handlers: web.Server, working: set[object], connections_max: int) -> None:
        self._handlers, self._working, self._most = handlers, working, connections_max
        self._is_counting = False

    def one_more(self) -> asyncio.Protocol:
        """Whoever serves a new connection."""
        if len(self._working) >= self._most:
            return _Full()
        if not self._is_counting:
            self._is_counting = True
            # A burst is let in at once, and only later do the handlers know of it.
            asyncio.get_running_loop().call_later(COUNT_SECONDS, self._count)
        return self._handlers()

    def _count(self) -> None:
        self._is_counting = False
        idle = [one for one in self._handlers.connections if one not in self._working]
        for one in idle[: max(0, len(self._handlers.connections) - self._most)]:
            if one.transport is not None:
                one.transport.abort()


async def listen(
    application: web.Application,
    host: str,
    port: int,
    *,
    connections_max: int = CONNECTIONS_MAX,
    idle_seconds: float = IDLE_SECONDS,
) -> Listening:
    """Serve the application on a host and port. Raises OSError when the port is taken."""
    application[WORKING] = working = set[object]()
    runner = web.AppRunner(
        application,
        handle_signals=False,
        access_log=None,
        keepalive_timeout=idle_seconds,
        shutdown_timeout=SHUTDOWN_SECONDS,
    )
    await runner.setup()
    handlers = runner.server
    assert handlers is not None

    crowd = _Crowd(handlers, working, connections_max)
    try:
        server = await asyncio.get_running_loop().create_server(crowd.one_more, host, port, backlog=BACKLOG)
    except OSError:
        await runner.cleanup()
        raise
    return Listening(runner, server)
