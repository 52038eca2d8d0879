"""The socket of the web-hook inbox: how many connections it bears, and for how long an idle one."""

import asyncio

from aiohttp import web

CONNECTIONS_MAX = 256
IDLE_SECONDS = 10.0
"""An idle connection, or one that dribbles its header, is dropped after this."""
SHUTDOWN_SECONDS = 2.0
BACKLOG = 1024
"""Connections that the system holds while we look elsewhere."""
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

    def connection() -> asyncio.Protocol:
        has_room = len(handlers.connections) < connections_max or _drop_oldest(handlers, working, connections_max)
        return handlers() if has_room else _Full()

    try:
        server = await asyncio.get_running_loop().create_server(connection, host, port, backlog=BACKLOG)
    except OSError:
        await runner.cleanup()
        raise
    return Listening(runner, server)


def _drop_oldest(handlers: web.Server, working: set[object], connections_max: int) -> bool:
    """Make room for a newcomer: the oldest connection without a whole request goes. False when all are at work."""
    there = [one for one in handlers.connections if one.transport and not one.transport.is_closing()]
    idle = next((one for one in there if one not in working), None)
    if len(there) >= connections_max and idle is not None and idle.transport is not None:
        idle.transport.abort()
    return len(there) < connections_max or idle is not None
