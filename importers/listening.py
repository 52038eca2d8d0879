"""The socket of the web-hook inbox: how many connections it bears, and for how long an idle one."""

import asyncio

from aiohttp import web

CONNECTIONS_MAX = 256
IDLE_SECONDS = 10.0
"""An idle connection, or one that dribbles its header, is dropped after this."""
SHUTDOWN_SECONDS = 2.0
FULL = b"HTTP/1.1 429 Too Many Requests\r\nRetry-After: 2\r\nContent-Length: 0\r\nConnection: close\r\n\r\n"


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
        return handlers() if len(handlers.connections) < connections_max else _Full()

    try:
        server = await asyncio.get_running_loop().create_server(connection, host, port)
    except OSError:
        await runner.cleanup()
        raise
    return Listening(runner, server)
