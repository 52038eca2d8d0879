"""The web-hook inbox over a real socket, with requests that are really signed."""

import hmac
import json
from collections.abc import AsyncIterator
from datetime import UTC, datetime, timedelta
from hashlib import sha256
from pathlib import Path

import aiohttp
import pytest
from hook_desk import BEARER, BODY, JSON, SOURCES, Desk, Spool, opened, standard
from importer_builders import NOW, SHARED, leads, posted

from importers.hooks.door import Limits
from importers.hooks.listening import listen
from importers.hooks.webhook import Delivery, inbox


@pytest.fixture
def spool() -> Spool:
    return Spool()


@pytest.fixture
async def desk(spool: Spool) -> AsyncIterator[Desk]:
    async with opened(spool, Limits(body_bytes_max=10_000, request_time=timedelta(seconds=5))) as made:
        yield made


async def test_a_signed_delivery_is_kept_before_it_is_answered(desk: Desk) -> None:
    """New is 202, the same again is 200 and not kept twice."""
    assert (await desk.post("/hooks/website", **standard())).status == 202
    assert (await desk.post("/hooks/website", **standard())).status == 200
    assert (await desk.post("/hooks/website", **standard(name="msg_2"))).status == 202
    assert [one.delivery_id for one in desk.spool.kept] == ["msg_1", "msg_2"]
    assert desk.spool.kept[0].but(delivery_id="", found=None) == Delivery(
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
        ("/hooks/zapier", b"x" * 9_999, BEARER, 400),
        ("/hooks/zapier", b"x" * 10_000, BEARER, 400),
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


async def test_an_id_that_was_used_for_another_body_is_409(desk: Desk) -> None:
    """It is neither new nor the same again."""
    desk.spool.clashes = True
    assert (await desk.post("/hooks/zapier", **BEARER)).status == 409


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
