"""Many senders at once, slow ones and greedy ones: none of them keeps the others out."""

import asyncio
from contextlib import suppress
from datetime import timedelta

import aiohttp
import pytest
from hook_desk import BEARER, SOURCES, Desk, Spool, now, opened, standard

from importers.hooks.door import Limits
from importers.hooks.listening import listen
from importers.hooks.verification import Source
from importers.hooks.webhook import follow, inbox


async def test_too_many_at_once_are_sent_away() -> None:
    """One source has half of the room; those that are in work go on, and others get in beside them."""
    spool = Spool()
    spool.hold = asyncio.Event()
    async with opened(spool, Limits(in_flight_max=4)) as desk, asyncio.timeout(10):
        waiting = [asyncio.create_task(desk.post("/hooks/zapier", **BEARER, Idempotency_Key=key)) for key in "ab"]
        await spool.arrived.acquire()
        await spool.arrived.acquire()
        answer = await desk.post("/hooks/zapier", **BEARER)
        assert (answer.status, answer.headers["Retry-After"]) == (429, "2")
        waiting.append(asyncio.create_task(desk.post("/hooks/form/long-random-path")))
        await spool.arrived.acquire()
        spool.hold.set()
        assert [(await task).status for task in waiting] == [202, 202, 202]


async def test_a_source_that_sends_too_fast_is_slowed() -> None:
    """429 and when; forged deliveries use nothing up, and other sources are not touched."""
    spool = Spool()
    async with opened(spool, Limits(rate_max=0, burst_max=2)) as desk:
        assert {(await desk.post("/hooks/zapier")).status for _ in range(5)} == {401}
        statuses = [(await desk.post("/hooks/zapier", **BEARER, Idempotency_Key=key)).status for key in "abcd"]
        assert statuses == [202, 202, 429, 429]
        assert (await desk.post("/hooks/website", **standard())).status == 202


async def test_the_sources_are_exchanged_while_it_listens() -> None:
    """During a rotation both secrets hold, afterwards the new one alone; the connection stays."""
    spool = Spool()
    application = inbox(SOURCES, spool.land, dict, now)
    listening = await listen(application, "127.0.0.1", 0)
    async with aiohttp.ClientSession(connector=aiohttp.TCPConnector(limit=1)) as client:
        desk = Desk(spool, listening, client)
        found = []
        for secrets in (("old",), ("old", "new"), ("new",)):
            follow(application, {"zapier": Source(name="zapier", verify="bearer", secrets=secrets)}, Limits())
            for token in ("old", "new"):
                answer = await desk.post("/hooks/zapier", Authorization=f"Bearer {token}", Idempotency_Key=token)
                found.append(answer.status)
    await listening.close()
    assert found == [202, 401, 200, 202, 401, 200]


@pytest.mark.parametrize(
    "beginning",
    [
        b"POST /hooks/zapier HTTP/1.1\r\nHost: localhost\r\nX-Slow",
        b"POST /hooks/zapier HTTP/1.1\r\nHost: localhost\r\nContent-Type: application/json\r\n"
        b"Authorization: Bearer gen-token\r\nContent-Length: 100\r\n\r\n{",
    ],
)
async def test_a_slow_client_is_dropped(beginning: bytes) -> None:
    """In its header as in its body."""
    spool = Spool()
    async with opened(spool, Limits(request_time=timedelta(seconds=0.3))) as desk, asyncio.timeout(5):
        answer = await desk.raw(beginning)
    assert answer == b"" or b" 408 " in answer.splitlines()[0]
    assert spool.kept == []


async def test_idle_connections_make_room_for_new_ones() -> None:
    """Beyond the cap the oldest idle connection is dropped, and whoever comes with a request is served."""
    async with opened(Spool(), Limits()) as desk, asyncio.timeout(10):
        idle = [await asyncio.open_connection("127.0.0.1", desk.port) for _ in range(8)]
        assert (await desk.post("/hooks/zapier", **BEARER)).status == 202
        with suppress(ConnectionError):
            assert await idle[0][0].read() == b""
        for _, writer in idle:
            writer.close()
