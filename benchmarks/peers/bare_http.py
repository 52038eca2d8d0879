"""A server of the same library as ours that answers 202 at once, or after one commit of its own per request.

Run as a program it prints its port: `python -m benchmarks.peers.bare_http [database]`.
"""

import asyncio
import json
import sqlite3
import sys

from aiohttp import web

TABLE = (
    "PRAGMA journal_mode = WAL; PRAGMA synchronous = FULL; CREATE TABLE hooks (id INTEGER PRIMARY KEY, body BLOB);"
)


async def serve(path: str) -> None:
    """Answer until somebody ends us."""
    db = sqlite3.connect(path, isolation_level=None) if path else None
    if db is not None:
        db.executescript(TABLE)

    async def take(request: web.Request) -> web.Response:
        body = await request.read()
        if db is not None:
            db.execute("INSERT INTO hooks (body) VALUES (?)", (body,))
        return web.json_response({"size": len(json.loads(body))}, status=202)

    app = web.Application()
    app.router.add_post("/hooks/{source}", take)
    runner = web.AppRunner(app, access_log=None)
    await runner.setup()
    site = web.TCPSite(runner, "127.0.0.1", 0)
    await site.start()
    print(runner.addresses[0][1], flush=True)
    await asyncio.Event().wait()


if __name__ == "__main__":
    asyncio.run(serve(sys.argv[1] if len(sys.argv) > 1 else ""))
