"""The wall in a browser: who is let in, what they get, and that nothing can be sent."""

import asyncio
import json
from collections.abc import AsyncIterator
from contextlib import asynccontextmanager
from datetime import UTC

import pytest
from aiohttp import ClientSession, web
from aiohttp.test_utils import TestServer

from tests.tui.floors import HOSTILE, Hand, board, hostile, lead
from tests.tui.viewers import FakeViewer
from tui.on_wall.wall_door import HEADERS, STREAMS, STREAMS_MAX, door
from tui.on_wall.wall_news import News

TOKEN = "a-token-of-the-test"


@asynccontextmanager
async def served(viewer: FakeViewer) -> AsyncIterator[tuple[ClientSession, str, web.Application]]:
    """Serve a wall; yields a client, the wall's address and the application."""
    news = News(viewer, Hand(), UTC)
    news.read()
    app = door(news, TOKEN)
    server = TestServer(app, host="127.0.0.1")
    async with server, ClientSession() as client:
        yield client, f"http://127.0.0.1:{server.port}", app


REFUSED: tuple[tuple[str, str, dict[str, str], int], ...] = (
    ("GET", "/", {}, 404),
    ("GET", "/wrong-token/", {}, 404),
    ("GET", f"/{TOKEN}", {}, 404),
    ("GET", f"/{TOKEN}x/board", {}, 404),
    ("GET", f"/{TOKEN}/", {"Host": "evil.example"}, 421),
    ("GET", f"/{TOKEN}/", {"Host": "127.0.0.1:1"}, 421),
    ("GET", f"/{TOKEN}/board", {"Origin": "http://evil.example"}, 403),
    ("GET", f"/{TOKEN}/board", {"Origin": "null"}, 403),
    ("GET", f"/{TOKEN}/", {"Sec-Fetch-Site": "cross-site"}, 403),
    ("GET", f"/{TOKEN}/", {"Sec-Fetch-Site": "same-site"}, 403),
    ("POST", f"/{TOKEN}/", {}, 405),
    ("PUT", f"/{TOKEN}/board", {}, 405),
    ("OPTIONS", f"/{TOKEN}/board", {}, 405),
    ("GET", f"/{TOKEN}/../{TOKEN}/wall.py", {}, 404),
    ("GET", f"/{TOKEN}/%2e%2e/wall_door.py", {}, 404),
)


@pytest.mark.parametrize(("method", "path", "headers", "status"), REFUSED)
async def test_strangers_are_turned_away(method: str, path: str, headers: dict[str, str], status: int) -> None:
    """Without the token, under another host, from another page or with another method nobody learns anything."""
    async with (
        served(FakeViewer(board())) as (client, address, _),
        client.request(method, address + path, headers=headers) as answer,
    ):
        assert answer.status == status
        assert await answer.read() == b""


async def test_the_page_and_its_parts() -> None:
    """Page, script and style come with the token, each barred from framing, sniffing and foreign code."""
    async with served(FakeViewer(board())) as (client, address, _):
        for name, kind in (("", "text/html"), ("wall.js", "text/javascript"), ("wall.css", "text/css")):
            async with client.get(f"{address}/{TOKEN}/{name}", headers={"Sec-Fetch-Site": "same-origin"}) as answer:
                assert (answer.status, answer.content_type) == (200, kind)
                assert {header: answer.headers[header] for header in HEADERS} == dict(HEADERS)
                assert "innerHTML" not in await answer.text()


async def news_of(viewer: FakeViewer) -> dict[str, object]:
    """Return the first piece of news that a browser gets."""
    async with served(viewer) as (client, address, _):
        headers = {"Origin": address}
        async with client.get(f"{address}/{TOKEN}/board", headers=headers) as answer:
            assert answer.content_type == "text/event-stream"
            line = await answer.content.readline()
    return dict(json.loads(line.removeprefix(b"data: ")))


async def test_the_stream_tells_the_wall() -> None:
    """A browser is told the numbers, what is late by company, and who is there; no customer's name."""
    news = await news_of(FakeViewer(board()))
    assert news["late"] == [
        ["Acme Roofing & Siding", "18:42"],
        ["Harbor Dental", "16:05"],
        ["Lotus Imports", "15:20"],
    ]
    assert [tile["number"] for tile in news["tiles"]][:3] == ["18:42", "4", "3"]  # type: ignore[attr-defined]
    assert "Marisol" not in json.dumps(news)
    assert news["is_well"]


async def test_attacks_stay_one_line_of_json() -> None:
    """Hostile companies end no event, and come through the gate."""
    late = tuple(row.but(due_at=row.queued_at) for row in hostile())
    news = await news_of(FakeViewer(board(queue=late, floor=HOSTILE[4])))
    assert str(news["floor"]).startswith("␛[2J␛[H")
    assert len(news["late"]) == 12  # type: ignore[arg-type]


async def test_so_many_browsers_and_no_more() -> None:
    """One browser too many is asked to come later, and the others' end makes room."""
    async with served(FakeViewer(board(queue=(lead(1),)))) as (client, address, app):
        open_ = [await client.get(f"{address}/{TOKEN}/board") for _ in range(STREAMS_MAX)]
        async with client.get(f"{address}/{TOKEN}/board") as answer:
            assert answer.status == 503
        for answer in open_:
            answer.close()
        streams = app[STREAMS]
        for stream in tuple(streams):
            stream.cancel()
        await asyncio.gather(*streams, return_exceptions=True)
        async with client.get(f"{address}/{TOKEN}/board") as answer:
            assert answer.status == 200
