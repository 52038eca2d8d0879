"""Builders for the tests of the web-hook inbox: what is kept in memory, and a client that posts to a real socket."""

import asyncio
from collections.abc import AsyncIterator
from contextlib import asynccontextmanager
from datetime import datetime, timedelta

import aiohttp
from importer_builders import NOW
from standardwebhooks import Webhook

from importers.hooks.door import Limits
from importers.hooks.listening import Listening, listen
from importers.hooks.verification import Source
from importers.hooks.webhook import Altered, Busy, Delivery, inbox

SECRET = "whsec_MfKQ9r8GKYqrTwjUPD8ILPZIo2LaLaSw"
BODY = b'{"email":"ann@x.example","name":"Ann"}'
SOURCES = {
    "website": Source(name="website", verify="standard", secrets=(SECRET,)),
    "meta": Source(name="meta", verify="hmac-sha256", secrets=("app-secret",)),
    "zapier": Source(name="zapier", verify="bearer", secrets=("gen-token", "ce-token")),
    "form": Source(name="form", verify="secret-url", secrets=("long-random-path",)),
}
BEARER = {"Authorization": "Bearer gen-token"}
JSON = {"Content-Type": "application/json"}


class Spool:
    """Keeps deliveries in memory, as the spool keeps them on disk."""

    def __init__(self) -> None:
        self.kept: list[Delivery] = []
        self.busy = self.clashes = False
        self.hold: asyncio.Event | None = None
        self.arrived = asyncio.Semaphore(0)

    async def land(self, delivery: Delivery) -> bool:
        if self.busy:
            raise Busy("the disk is full")
        if self.clashes:
            raise Altered
        if self.hold is not None:
            self.arrived.release()
            await self.hold.wait()
        if any((one.source, one.delivery_id) == (delivery.source, delivery.delivery_id) for one in self.kept):
            return False
        self.kept.append(delivery)
        return True


class Desk:
    """An inbox that listens, and a client that posts to it."""

    def __init__(self, spool: Spool, listening: Listening, client: aiohttp.ClientSession) -> None:
        self.spool = spool
        self.port = listening.port
        self.url = f"http://127.0.0.1:{listening.port}"
        self.client = client

    async def post(self, path: str, body: bytes = BODY, **headers: str) -> aiohttp.ClientResponse:
        sent = {name.replace("_", "-"): value for name, value in headers.items()}
        async with self.client.post(self.url + path, data=body, headers=JSON | sent) as answer:
            await answer.read()
            return answer

    async def raw(self, text: bytes) -> bytes:
        reader, writer = await asyncio.open_connection("127.0.0.1", self.port)
        writer.write(text)
        await writer.drain()
        answer = await reader.read(4096)
        writer.close()
        return answer


def now() -> datetime:
    return NOW


@asynccontextmanager
async def opened(spool: Spool, limits: Limits) -> AsyncIterator[Desk]:
    """An inbox of these limits, open for as long as the block."""
    application = inbox(SOURCES, spool.land, lambda: {"seq": 41}, now, limits)
    listening = await listen(application, "127.0.0.1", 0, connections_max=8, idle_seconds=0.3)
    async with aiohttp.ClientSession() as client:
        yield Desk(spool, listening, client)
    await listening.close()


def standard(body: bytes = BODY, age: timedelta = timedelta(), name: str = "msg_1") -> dict[str, str]:
    sent_at = NOW - age
    signature = Webhook(SECRET).sign(msg_id=name, timestamp=sent_at, data=body.decode())
    return {"webhook_id": name, "webhook_timestamp": str(int(sent_at.timestamp())), "webhook_signature": signature}
