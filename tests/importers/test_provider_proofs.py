"""A forged, stale or changed delivery of any provider is refused, and a secret can be replaced without a gap."""

import hmac
import json
from datetime import timedelta
from hashlib import sha256
from urllib.parse import urlencode

import pytest
from hook_builders import AT, OUTSIDE, URL_SECRET, address, mailgun_fields, opened, secret_of, signed, source_of

from engine.commands import NewLead
from importers.hooks.payload import FORM
from importers.providers import PROVIDERS

JSON = {"Content-Type": "application/json"}
STAMPED = ("tiktok", "calendly", "webflow", "hubspot", "standard", "svix")
IN_BODY = {"google_ads": "google_key", "zoho": "token"}
FORMS = frozenset({"twilio", "mailgun"})
SIGNED = sorted({
    "meta", "intercom", "linkedin", "typeform", "tally", "twilio", "callrail", "woocommerce", *STAMPED
})  # fmt: skip
BY_URL = sorted(name for name, one in PROVIDERS.items() if one.verify[0] == "secret-url")


def body_of(provider: str, secret: str) -> bytes:
    """A body that is right for the provider as far as its proof goes."""
    fields = {"email": "ann@x.example", "id": "7", IN_BODY.get(provider, "key"): secret}
    if provider == "mailgun":
        fields |= mailgun_fields(secret)
    return (urlencode if provider in FORMS else json.dumps)(fields).encode()


def headers_of(provider: str, secret: str, body: bytes, age: timedelta = timedelta()) -> dict[str, str]:
    return kind_of(provider) | signed(provider, secret, body, AT - age, OUTSIDE + provider)


def kind_of(provider: str) -> dict[str, str]:
    """What its bodies are."""
    return {"Content-Type": FORM} if provider in FORMS else JSON


@pytest.mark.parametrize("provider", sorted(PROVIDERS))
async def test_only_who_knows_the_secret_is_heard(provider: str) -> None:
    """The right secret is 200; another one, and none at all, are 401 and leave nothing."""
    right, wrong = secret_of(provider), "whsec_" + "d3Jvbmc="
    sources = {provider: source_of(provider, right, public_url=OUTSIDE + provider)}
    async with opened(sources) as house:
        for secret in (wrong, ""):
            body = body_of(provider, secret)
            headers = headers_of(provider, secret, body) if secret else kind_of(provider)
            assert (await house.send("POST", address(provider, secret), body, headers)).status == 401
        assert house.spool.kept == []
        assert json.loads((await house.send("GET", "/healthz")).text) == {"refused": 2}
        body = body_of(provider, right)
        answer = await house.send("POST", address(provider, right), body, headers_of(provider, right, body))
        assert answer.status == 200


@pytest.mark.parametrize("provider", SIGNED)
async def test_a_changed_body_is_forged(provider: str) -> None:
    """One blank more is enough."""
    body = body_of(provider, "")
    sources = {provider: source_of(provider, public_url=OUTSIDE + provider)}
    async with opened(sources) as house:
        headers = headers_of(provider, secret_of(provider), body)
        assert (await house.send("POST", address(provider), body + b" ", headers)).status == 401


@pytest.mark.parametrize("provider", STAMPED)
@pytest.mark.parametrize(("minutes", "status"), [(4.9, 200), (5.1, 401), (-4.9, 200), (-5.1, 401), (60 * 24, 401)])
async def test_an_old_delivery_is_not_taken_again(provider: str, minutes: float, status: int) -> None:
    """Five minutes either way, by our clock."""
    body = body_of(provider, "")
    sources = {provider: source_of(provider, public_url=OUTSIDE + provider)}
    async with opened(sources) as house:
        headers = headers_of(provider, secret_of(provider), body, timedelta(minutes=minutes))
        assert (await house.send("POST", address(provider), body, headers)).status == status


@pytest.mark.parametrize("provider", sorted(PROVIDERS))
async def test_two_secrets_hold_while_one_replaces_the_other(provider: str) -> None:
    """Deliveries under the old and under the new one are both taken."""
    new, old = secret_of(provider), "whsec_" + "b2xkIHNlY3JldA=="
    sources = {provider: source_of(provider, new, old, public_url=OUTSIDE + provider)}
    async with opened(sources) as house:
        for secret in (old, new):
            body = body_of(provider, secret)
            answer = await house.send("POST", address(provider, secret), body, headers_of(provider, secret, body))
            assert answer.status == 200


async def test_a_rotating_sender_signs_twice() -> None:
    """Any of several signatures in one header holds."""
    body = body_of("calendly", "")
    right = signed("calendly", "calendly:s3cret", body)["Calendly-Webhook-Signature"]
    stamp, _, signature = right.partition(",")
    async with opened({"calendly": source_of("calendly")}) as house:
        headers = JSON | {"Calendly-Webhook-Signature": f"{stamp},v1=00,{signature}"}
        assert (await house.send("POST", "/hooks/calendly", body, headers)).status == 200


async def test_hubspots_first_version_is_refused() -> None:
    """It knows no time."""
    body = body_of("hubspot", "")
    headers = JSON | {"X-HubSpot-Signature": sha256(b"hubspot:s3cret" + body).hexdigest()}
    async with opened({"hubspot": source_of("hubspot", public_url=OUTSIDE + "hubspot")}) as house:
        assert (await house.send("POST", "/hooks/hubspot", body, headers)).status == 401


async def test_without_its_public_address_hubspot_is_proved_by_ours() -> None:
    """As it reaches us when nothing stands between."""
    body = body_of("hubspot", "")
    async with opened({"hubspot": source_of("hubspot")}) as house:
        url = f"http://127.0.0.1:{house.port}/hooks/hubspot?a=b:c"
        headers = JSON | signed("hubspot", "hubspot:s3cret", body, AT, url)
        assert (await house.send("POST", "/hooks/hubspot?a=b%3Ac", body, headers)).status == 200


@pytest.mark.parametrize("address_signed", ["", ":443", "?from=flow&n=1"])
async def test_twilio_signs_the_address_that_it_was_given(address_signed: str) -> None:
    """With the port or without, with what it asks behind it, and each of equal fields."""
    body = b"From=%2B14155550166&Body=Hi+there&To=&MediaUrl=b&MediaUrl=a"
    path, _, asked = address_signed.partition("?")
    url = OUTSIDE.replace(".com", f".com{path}") + "twilio" + (f"?{asked}" if asked else "")
    headers = {"Content-Type": FORM} | signed("twilio", "twilio:s3cret", body, AT, url)
    async with opened({"twilio": source_of("twilio", public_url=OUTSIDE + "twilio")}) as house:
        where = f"/hooks/twilio?{asked}" if asked else "/hooks/twilio"
        assert (await house.send("POST", where, body, headers)).status == 200
        assert (await house.send("POST", f"{where}&x=1" if asked else f"{where}?x=1", body, headers)).status == 401


async def test_of_twilios_json_the_address_holds_the_hash() -> None:
    """A signature of the address alone would hold for any body."""
    body = b'{"From": "+14155550166"}'
    async with opened({"twilio": source_of("twilio", public_url=OUTSIDE + "twilio")}) as house:
        for asked, status in ((f"?bodySHA256={sha256(body).hexdigest()}", 200), ("?bodySHA256=00", 401), ("", 401)):
            headers = JSON | signed("twilio", "twilio:s3cret", b"", AT, OUTSIDE + "twilio" + asked)
            assert (await house.send("POST", f"/hooks/twilio{asked}", body, headers)).status == status


@pytest.mark.parametrize(
    "provider",
    [*BY_URL, "twilio", "callrail", "woocommerce", "webflow", "pipedrive", "zoho", "generic", "cloudevents"],
)
async def test_a_secret_address_proves_who_cannot_sign(provider: str) -> None:
    """In the path or as `token`; both spellings of the path lead there."""
    async with opened({provider: source_of(provider, URL_SECRET)}) as house:
        for number, path in enumerate((f"/hooks/{provider}/{URL_SECRET}", f"/hook/{provider}?token={URL_SECRET}")):
            body = json.dumps({"email": "ann@x.example", "n": number}).encode()
            assert (await house.send("POST", path, body, JSON)).status == 200
        for path in (f"/hooks/{provider}/wrong", f"/hooks/{provider}?token=wrong", f"/hooks/{provider}"):
            assert (await house.send("POST", path, b"{}", JSON)).status == 401


META_ASKS = "hub.mode=subscribe&hub.verify_token=our-token&hub.challenge="


@pytest.mark.parametrize(
    ("query", "status", "text"),
    [
        (META_ASKS + "1158201444", 200, "1158201444"),
        (META_ASKS.replace("our-token", "other") + "1", 403, None),
        (META_ASKS.replace("our-token", "meta:s3cret") + "1", 403, None),
        (META_ASKS.replace("subscribe", "other") + "1", 403, None),
        (META_ASKS + "%3Cscript%3E", 403, None),
        (META_ASKS, 403, None),
        ("", 403, None),
    ],
)
async def test_meta_is_told_its_challenge(query: str, status: int, text: str | None) -> None:
    """As plain text and only to who knows the verify token, which is not the app's secret."""
    async with opened({"meta": source_of("meta", verify_token="our-token")}) as house:
        answer = await house.send("GET", f"/hooks/meta?{query}")
        assert answer.status == status
        assert answer.headers["Content-Type"].startswith("text/plain")
        assert text is None or answer.text == text


async def test_without_a_verify_token_meta_is_told_nothing() -> None:
    """An empty one is nobody's."""
    async with opened({"meta": source_of("meta")}) as house:
        answer = await house.send("GET", "/hooks/meta?hub.mode=subscribe&hub.verify_token=&hub.challenge=1")
        assert answer.status == 403


async def test_linkedin_is_told_that_we_hold_its_secret() -> None:
    """The code, signed with the client secret."""
    code = "b1a7e5c2-1111-4aaa-9999-abcdef012345"
    async with opened({"linkedin": source_of("linkedin")}) as house:
        answer = await house.send("GET", f"/hooks/linkedin?challengeCode={code}")
    signature = hmac.new(b"linkedin:s3cret", code.encode(), sha256).hexdigest()
    assert (answer.status, json.loads(answer.text)) == (
        200,
        {"challengeCode": code, "challengeResponse": signature},
    )


@pytest.mark.parametrize("code", ["", 'hmacsha256={"leadAction":"CREATED"}', "a b", "x" * 65])
async def test_the_challenge_signs_no_deliveries(code: str) -> None:
    """Else anybody could ask us for the signature of a forged one."""
    async with opened({"linkedin": source_of("linkedin")}) as house:
        answer = await house.send("GET", f"/hooks/linkedin?challengeCode={code.replace('=', '%3D')}")
        assert answer.status == 403


async def test_linkedins_other_way_of_writing_its_header() -> None:
    """With what was signed named before it."""
    body = body_of("linkedin", "")
    given = signed("linkedin", "linkedin:s3cret", body)["X-LI-Signature"]
    async with opened({"linkedin": source_of("linkedin")}) as house:
        headers = JSON | {"X-LI-Signature": f"hmacsha256={given}"}
        assert (await house.send("POST", "/hooks/linkedin", body, headers)).status == 200


@pytest.mark.parametrize("provider", sorted(PROVIDERS))
async def test_only_who_asks_is_answered_other_methods(provider: str) -> None:
    """GET where there is a challenge, HEAD where there is a look, POST everywhere; the rest is 405 and says so."""
    one = PROVIDERS[provider]
    async with opened({provider: source_of(provider)}) as house:
        got, looked, put = [await house.send(method, f"/hooks/{provider}") for method in ("GET", "HEAD", "PUT")]
    assert (got.status == 405) == (one.challenge is None)
    assert looked.status == (200 if one.is_asked_by_head else 405)
    assert put.status == 405
    assert put.headers["Allow"].endswith("POST")


@pytest.mark.parametrize(
    ("body", "headers", "status"),
    [
        (b"{", JSON, 400),
        (b"[" * 100_000, JSON, 400),
        (b'{"a":' * 100 + b"1" + b"}" * 100, JSON, 400),
        (b'{"a":"x"}', {"Content-Type": "text/plain"}, 415),
        (b'{"a":"x"}', JSON | {"Content-Encoding": "gzip"}, 415),
        (b" " * (1024 * 1024 + 1), JSON, 413),
        (b"[" + b"{}," * 1_000 + b"{}]", JSON, 400),
    ],
)
@pytest.mark.parametrize("provider", ["webflow", "gravity_forms", "zoho"])
async def test_a_genuine_but_broken_body_is_its_senders_fault(
    provider: str, body: bytes, headers: dict[str, str], status: int
) -> None:
    """And leaves nothing."""
    async with opened({provider: source_of(provider, URL_SECRET)}) as house:
        answer = await house.send("POST", f"/hooks/{provider}/{URL_SECRET}", body, headers)
        assert answer.status == status
        assert house.spool.kept == []


async def test_the_same_lead_in_another_delivery_has_the_same_key() -> None:
    """HubSpot counts its attempts in the body, so the delivery differs and the lead does not."""
    sources = {"hubspot": source_of("hubspot", public_url=OUTSIDE + "hubspot")}
    async with opened(sources) as house:
        for attempt in (0, 1):
            notice = {"portalId": 1, "objectId": 9, "subscriptionType": "contact.creation", "attemptNumber": attempt}
            body = json.dumps([notice]).encode()
            await house.send("POST", "/hooks/hubspot", body, headers_of("hubspot", "hubspot:s3cret", body))
        found = house.taken(sources)
    assert len(house.spool.kept) == 2
    assert {one.source_key for one in found if isinstance(one, NewLead)} == {"1 9"}
