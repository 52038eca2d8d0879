"""The web-hook inbox over a real socket, with requests that are really signed."""

import asyncio
import hmac
import json
from collections.abc import AsyncIterator
from contextlib import asynccontextmanager, suppress
from datetime import UTC, datetime, timedelta
from hashlib import sha256
from pathlib import Path

import aiohttp
import pytest
from importer_builders import NOW, SHARED, leads, posted
from standardwebhooks import Webhook

from importers.door import Limits
from importers.listening import Listening, listen
from importers.verification import Source
from importers.webhook import Altered, Busy, Delivery, follow, inbox

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


@pytest.fixture
def spool() -> Spool:
    return Spool()


@asynccontextmanager
async def opened(spool: Spool, limits: Limits) -> AsyncIterator[Desk]:
    """An inbox of these limits, open for as long as the block."""
    application = inbox(SOURCES, spool.land, lambda: {"seq": 41}, now, limits)
    listening = await listen(application, "127.0.0.1", 0, connections_max=8, idle_seconds=0.3)
    async with aiohttp.ClientSession() as client:
        yield Desk(spool, listening, client)
    await listening.close()


@pytest.fixture
async def desk(spool: Spool) -> AsyncIterator[Desk]:
    async with opened(spool, Limits(body_bytes_max=10_000, request_time=timedelta(seconds=5))) as made:
        yield made


def standard(body: bytes = BODY, age: timedelta = timedelta(), name: str = "msg_1") -> dict[str, str]:
    sent_at = NOW - age
    signature = Webhook(SECRET).sign(msg_id=name, timestamp=sent_at, data=body.decode())
    return {"webhook_id": name, "webhook_timestamp": str(int(sent_at.timestamp())), "webhook_signature": signature}


async def test_a_signed_delivery_is_kept_before_it_is_answered(desk: Desk) -> None:
    """New is 202, the same again is 200 and not kept twice."""
    assert (await desk.post("/hooks/website", **standard())).status == 202
    assert (await desk.post("/hooks/website", **standard())).status == 200
    assert (await desk.post("/hooks/website", **standard(name="msg_2"))).status == 202
    assert [one.delivery_id for one in desk.spool.kept] == ["msg_1", "msg_2"]
    assert desk.spool.kept[0].but(delivery_id="") == Delivery(
        source="website", media_type="application/json", body=BODY, delivery_id="", received_at=NOW
    )


async def test_each_way_of_proving(desk: Desk) -> None:
    """HMAC, bearer token, and a secret in the path or the query."""
    signature = "sha256=" + hmac.new(b"app-secret", BODY, sha256).hexdigest()
    assert (await desk.post("/hooks/meta", X_Hub_Signature_256=signature)).status == 202
    assert (await desk.post("/hooks/zapier", **BEARER)).status == 202
    assert (await desk.post("/hooks/zapier", Authorization="Bearer ce-token", Idempotency_Key="k")).status == 202
    assert (await desk.post("/hooks/form/long-random-path")).status == 202
    assert (await desk.post("/hooks/form?token=long-random-path", Idempotency_Key="k")).status == 202


@pytest.mark.parametrize(
    ("path", "body", "headers", "status"),
    [
        ("/hooks/website", BODY, {}, 401),
        ("/hooks/website", BODY + b" ", standard(), 401),
        ("/hooks/website", BODY, standard(age=timedelta(minutes=6)), 401),
        ("/hooks/meta", BODY, {"X_Hub_Signature_256": "sha256=00"}, 401),
        ("/hooks/zapier", BODY, {"Authorization": "Bearer wrong"}, 401),
        ("/hooks/form/wrong", BODY, {}, 401),
        ("/hooks/form", BODY, {}, 401),
        ("/hooks/nobody", BODY, {}, 404),
        ("/hooks/zapier/extra", BODY, BEARER, 404),
        ("/elsewhere", BODY, {}, 404),
        ("/hooks/zapier", b"{", BEARER, 400),
        ("/hooks/zapier", b'{"a":NaN}', BEARER, 400),
        ("/hooks/zapier", b'{"a":1,"a":2}', BEARER, 400),
        ("/hooks/zapier", b"[" * 9000, BEARER, 400),
        ("/hooks/zapier", b"\xff", BEARER, 400),
        ("/hooks/zapier", b"x" * 10_001, BEARER, 413),
        ("/hooks/zapier", BODY, BEARER | {"Content_Type": "text/plain"}, 415),
        ("/hooks/zapier", BODY, BEARER | {"Content_Type": ""}, 415),
        ("/hooks/zapier", BODY, BEARER | {"Content_Encoding": "gzip"}, 415),
        ("/hooks/zapier", BODY, BEARER | {"Host": "evil.example"}, 421),
        ("/hooks/zapier", BODY, BEARER | {"Origin": "http://127.0.0.1"}, 403),
        ("/hooks/zapier", BODY, BEARER | {"Sec_Fetch_Site": "cross-site"}, 403),
    ],
)
async def test_what_is_refused_leaves_nothing(
    desk: Desk, path: str, body: bytes, headers: dict[str, str], status: int
) -> None:
    """The status says why, and nothing is kept."""
    answer = await desk.post(path, body, **headers)
    assert answer.status == status
    assert desk.spool.kept == []
    assert "Access-Control-Allow-Origin" not in answer.headers


@pytest.mark.parametrize("method", ["GET", "PUT", "DELETE", "HEAD", "OPTIONS"])
async def test_other_methods_are_405(desk: Desk, method: str) -> None:
    """And the answer says which one is taken."""
    async with desk.client.request(method, f"{desk.url}/hooks/zapier") as answer:
        assert answer.status == 405
        assert "POST" in answer.headers["Allow"]


@pytest.mark.parametrize("host", ["localhost", "127.0.0.1:80", "[::1]", "[::1]:8787", "LOCALHOST:1"])
async def test_loopback_names_are_served(desk: Desk, host: str) -> None:
    """With or without a port."""
    assert (await desk.post("/hooks/zapier", **BEARER, Host=host)).status == 202


async def test_a_body_that_hides_its_length_is_cut_off(desk: Desk) -> None:
    """Chunks are counted as they come."""

    async def chunks() -> AsyncIterator[bytes]:
        for _ in range(20):
            yield b"x" * 1000

    async with desk.client.post(f"{desk.url}/hooks/zapier", data=chunks(), headers=JSON | BEARER) as answer:
        assert answer.status == 413


async def test_when_nothing_can_be_kept_the_sender_comes_again(desk: Desk) -> None:
    """503 and when."""
    desk.spool.busy = True
    answer = await desk.post("/hooks/zapier", **BEARER)
    assert (answer.status, answer.headers["Retry-After"]) == (503, "2")


async def test_health_is_the_journals_last_entry(desk: Desk) -> None:
    """For whoever watches the engine."""
    async with desk.client.get(f"{desk.url}/healthz") as answer:
        assert (answer.status, await answer.json()) == (200, {"seq": 41})


async def test_too_many_at_once_are_sent_away(spool: Spool) -> None:
    """One source has half of the room; those that are in work go on, and others get in beside them."""
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


async def test_a_source_that_sends_too_fast_is_slowed(spool: Spool) -> None:
    """429 and when; forged deliveries use nothing up, and other sources are not touched."""
    async with opened(spool, Limits(rate_max=0, burst_max=2)) as desk:
        assert {(await desk.post("/hooks/zapier")).status for _ in range(5)} == {401}
        statuses = [(await desk.post("/hooks/zapier", **BEARER, Idempotency_Key=key)).status for key in "abcd"]
        assert statuses == [202, 202, 429, 429]
        assert (await desk.post("/hooks/website", **standard())).status == 202


async def test_the_sources_are_exchanged_while_it_listens(spool: Spool) -> None:
    """During a rotation both secrets hold, afterwards the new one alone; the connection stays."""
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


async def test_an_id_that_was_used_for_another_body_is_409(desk: Desk) -> None:
    """It is neither new nor the same again."""
    desk.spool.clashes = True
    assert (await desk.post("/hooks/zapier", **BEARER)).status == 409


@pytest.mark.parametrize(
    "beginning",
    [
        b"POST /hooks/zapier HTTP/1.1\r\nHost: localhost\r\nX-Slow",
        b"POST /hooks/zapier HTTP/1.1\r\nHost: localhost\r\nContent-Type: application/json\r\n"
        b"Authorization: Bearer gen-token\r\nContent-Length: 100\r\n\r\n{",
    ],
)
async def test_a_slow_client_is_dropped(spool: Spool, beginning: bytes) -> None:
    """In its header as in its body."""
    async with opened(spool, Limits(request_time=timedelta(seconds=0.3))) as desk, asyncio.timeout(5):
        answer = await desk.raw(beginning)
    assert answer == b"" or b" 408 " in answer.splitlines()[0]
    assert spool.kept == []


async def test_idle_connections_make_room_for_new_ones(desk: Desk) -> None:
    """Beyond the cap the oldest idle connection is dropped, and whoever comes with a request is served."""
    idle = [await asyncio.open_connection("127.0.0.1", desk.port) for _ in range(8)]
    assert (await desk.post("/hooks/zapier", **BEARER)).status == 202
    async with asyncio.timeout(5):
        with suppress(ConnectionError):
            assert await idle[0][0].read() == b""
    for _, writer in idle:
        writer.close()


async def test_forms_are_taken(desk: Desk) -> None:
    """In the address line's spelling, and in parts."""
    data = aiohttp.FormData({"email": "ann@x.example"})
    async with desk.client.post(f"{desk.url}/hooks/zapier", data=data, headers=BEARER) as answer:
        assert answer.status == 202
    data.add_field("file", b"\0\1", filename="x.bin")
    async with desk.client.post(f"{desk.url}/hooks/zapier", data=data, headers=BEARER) as answer:
        assert answer.status == 202
    for kept in desk.spool.kept:
        (lead,) = leads(posted(kept.media_type, kept.body))
        assert lead.card.email == "ann@x.example"


FIXTURES = ["standard/lead_created", "generic/flat_json", "contact_form_7/json", "unbounce/urlencoded",
            "salesforce_web2lead/post", "jotform/multipart", "cloudevents/structured"]  # fmt: skip
EXPECTED = {
    "standard": ("dee@example.com", "+12815550175", "Dee Standard"),
    "generic": ("gene.rick@example.com", "+13125550181", "Gene Rick"),
    "contact_form_7": ("cora@example.com", "+496990009101", "Cora Seven"),
    "unbounce": ("john.bounce@example.com", "+15551234567", "John Bounce"),
    "salesforce_web2lead": ("wilma.webb@example.com", "+17755550160", "Wilma Webb"),
    "jotform": ("scott.sample@example.com", "+12025550136", "Scott Sample"),
    "cloudevents": ("cleo@example.com", "", "Cleo Event"),
}
PATHS = {"standard": "/hooks/website", "generic": "/hooks/zapier", "cloudevents": "/hooks/zapier"}


@pytest.mark.parametrize("fixture", FIXTURES)
async def test_a_providers_own_delivery_becomes_its_lead(spool: Spool, fixture: str) -> None:
    """Posted with the provider's headers at the provider's time."""
    path = SHARED / "webhooks" / f"{fixture}.body"
    if not path.exists():
        pytest.skip("the shared samples are not here")
    told = json.loads(Path(str(path).removesuffix(".body") + ".meta.json").read_text("utf-8"))
    provider = fixture.partition("/")[0]
    application = inbox(SOURCES, spool.land, dict, lambda: datetime.fromtimestamp(told["now"], UTC))
    listening = await listen(application, "127.0.0.1", 0)
    url = f"http://127.0.0.1:{listening.port}{PATHS.get(provider, '/hooks/form/long-random-path')}"
    async with (
        aiohttp.ClientSession() as client,
        client.post(url, data=path.read_bytes(), headers=told["headers"]) as answer,
    ):
        assert answer.status == 202
    await listening.close()
    (kept,) = spool.kept
    (lead,) = leads(posted(kept.media_type, kept.body, kept.delivery_id, source=provider, region="US", now=None))
    assert (lead.card.email, lead.card.phone, lead.card.name) == EXPECTED[provider]
