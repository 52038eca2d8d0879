"""A delivery proves where it comes from, or it is nobody's."""

import base64
import hmac
from datetime import timedelta
from hashlib import sha256

import pytest
from importer_builders import NOW
from standardwebhooks import Webhook

from importers.hooks.proofs import Request
from importers.hooks.verification import (
    Forged,
    SecretError,
    Source,
    check_source,
    delivery_id,
    verify,
)

SECRET = "whsec_" + base64.b64encode(b"a secret for tests only").decode()
OLD_SECRET = "whsec_" + base64.b64encode(b"the secret before it").decode()
BODY = b'{"email":"a@x.example"}'


def signed(secret: str = SECRET, body: bytes = BODY, age: timedelta = timedelta()) -> dict[str, str]:
    """Headers as a Standard Webhooks sender makes them."""
    sent_at = NOW - age
    signature = Webhook(secret).sign(msg_id="msg_1", timestamp=sent_at, data=body.decode())
    stamp = str(int(sent_at.timestamp()))
    return {"webhook-id": "msg_1", "webhook-timestamp": stamp, "webhook-signature": signature}


def is_genuine(source: Source, headers: dict[str, str], body: bytes = BODY, url_secret: str = "") -> bool:
    try:
        verify(source, Request(headers=headers, body=body, url_secret=url_secret), NOW)
    except Forged:
        return False
    return True


STANDARD = Source(name="website", verify="standard", secrets=(SECRET, OLD_SECRET))


@pytest.mark.parametrize(
    ("headers", "genuine"),
    [
        (signed(), True),
        (signed(OLD_SECRET), True),
        (signed(age=timedelta(minutes=4, seconds=59)), True),
        (signed(age=-timedelta(minutes=4, seconds=59)), True),
        (signed(age=timedelta(minutes=5, seconds=1)), False),
        (signed(age=-timedelta(minutes=5, seconds=1)), False),
        (signed("whsec_" + base64.b64encode(b"somebody else").decode()), False),
        (signed(body=b"{}"), False),
        ({}, False),
        (signed() | {"webhook-id": "msg_2"}, False),
        (signed() | {"webhook-timestamp": "now"}, False),
        (signed() | {"webhook-timestamp": "9" * 30}, False),
        (signed() | {"webhook-timestamp": "\u0661\u0662"}, False),
        (signed() | {"webhook-signature": "v1,@@@"}, False),
        (signed() | {"webhook-signature": "garbage"}, False),
        (signed() | {"webhook-signature": "v1,AAAA v2,x " + signed()["webhook-signature"]}, True),
        ({name.replace("webhook-", "svix-"): value for name, value in signed().items()}, True),
    ],
)
def test_standard_webhooks(headers: dict[str, str], genuine: bool) -> None:
    """Any secret that holds, any of several signatures, five minutes either way by our clock."""
    assert is_genuine(STANDARD, headers) == genuine


def test_bytes_that_are_no_text_are_forged() -> None:
    """The library would fall over them."""
    assert not is_genuine(STANDARD, signed(), b"\xff\xfe")


@pytest.mark.parametrize("header", ["x-signature-256", "x-hub-signature-256"])
def test_hmac_over_the_raw_bytes(header: str) -> None:
    """One byte more, another secret or a bare digest do not hold."""
    source = Source(name="meta", verify="hmac-sha256", secrets=("old", "new"))
    right = "sha256=" + hmac.new(b"new", BODY, sha256).hexdigest()
    assert is_genuine(source, {header: right})
    assert not is_genuine(source, {header: right}, BODY + b" ")
    assert not is_genuine(source, {header: right.removeprefix("sha256=")})
    assert not is_genuine(source, {header: "sha256=é"})
    assert not is_genuine(source, {})


def test_bearer_and_secret_url() -> None:
    """The secret itself, in its place only."""
    bearer = Source(name="zapier", verify="bearer", secrets=("token",))
    assert is_genuine(bearer, {"authorization": "Bearer token"})
    assert not is_genuine(bearer, {"authorization": "Basic token"})
    assert not is_genuine(bearer, {"authorization": "Bearer "})
    assert not is_genuine(bearer, {}, url_secret="token")
    url = Source(name="form", verify="secret-url", secrets=("path",))
    assert is_genuine(url, {}, url_secret="path")
    assert not is_genuine(url, {"authorization": "Bearer path"})


@pytest.mark.parametrize(
    "source",
    [
        Source(name="x", verify="none", secrets=("a",)),
        Source(name="x", verify="bearer", secrets=()),
        Source(name="x", verify="bearer", secrets=("a", "")),
        Source(name="x", verify="standard", secrets=("whsec_",)),
        Source(name="x", verify="standard", secrets=("whsec_é",)),
    ],
)
def test_a_source_that_could_prove_nothing_is_refused(source: Source) -> None:
    """Before it listens, with a sentence that does not show the secret."""
    with pytest.raises(SecretError, match="source x"):
        check_source(source)


def test_a_delivery_is_named_by_its_sender_or_by_its_body() -> None:
    """A proxy's request id names a try, not a delivery."""
    assert delivery_id({"webhook-id": "msg_1", "idempotency-key": "k"}, BODY) == "msg_1"
    assert delivery_id({"idempotency-key": "k"}, BODY) == "k"
    assert delivery_id({"x-request-id": "r"}, BODY) == delivery_id({}, BODY) == "sha256:" + sha256(BODY).hexdigest()
    assert delivery_id({"webhook-id": "x" * 500}, BODY).startswith("sha256:")
