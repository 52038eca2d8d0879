"""Builders for the tests of web-hook providers: an inbox on a real socket, and deliveries that are really signed."""

import asyncio
import base64
import hmac
import json
from collections.abc import AsyncIterator, Sequence
from contextlib import asynccontextmanager
from datetime import UTC, datetime
from hashlib import sha256
from pathlib import Path
from typing import NamedTuple
from urllib.parse import parse_qsl, urlsplit

import aiohttp
from importer_builders import hints
from standardwebhooks import Webhook

from importers.hooks.door import Limits
from importers.hooks.listening import listen
from importers.hooks.verification import Source
from importers.hooks.webhook import Delivery, inbox
from importers.intake import Taken, read_payload
from importers.providers import PROVIDERS

AT = datetime(2026, 9, 1, 9, 0, tzinfo=UTC)
URL_SECRET = "long-random-path"
LIMITS = Limits()
OUTSIDE = "https://leads.example.com/hooks/"


class Answered(NamedTuple):
    """What the inbox said."""

    status: int
    text: str
    headers: dict[str, str]


class Spool:
    """Keeps deliveries in memory, once each."""

    def __init__(self) -> None:
        self.kept: list[Delivery] = []

    async def land(self, delivery: Delivery) -> bool:
        if any((one.source, one.delivery_id) == (delivery.source, delivery.delivery_id) for one in self.kept):
            return False
        self.kept.append(delivery)
        return True


class House:
    """An inbox that listens, a client that posts to it, and what was kept."""

    def __init__(self, spool: Spool, port: int, client: aiohttp.ClientSession) -> None:
        self.spool, self.port, self._client = spool, port, client

    async def send(
        self, method: str, path: str, body: bytes = b"", headers: dict[str, str] | None = None
    ) -> Answered:
        url = f"http://127.0.0.1:{self.port}{path}"
        sent = self._client.request(method, url, data=body or None, headers=headers or {}, allow_redirects=False)
        async with asyncio.timeout(20), sent as answer:
            return Answered(answer.status, await answer.text(), dict(answer.headers))

    def taken(self, sources: dict[str, Source], region: str = "US") -> list[Taken]:
        """What the kept deliveries become, one after another."""
        found: list[Taken] = []
        for kept in self.spool.kept:
            provider = sources[kept.source].provider
            known = hints(source=kept.source, provider=provider, region=region, now=kept.received_at)
            found += read_payload(kept.media_type, kept.body, known, kept.delivery_id)
        return found


@asynccontextmanager
async def opened(sources: dict[str, Source], now: datetime = AT, limits: Limits = LIMITS) -> AsyncIterator[House]:
    """An inbox with these sources, at this time, open for as long as the block."""
    spool = Spool()
    listening = await listen(inbox(sources, spool.land, dict, lambda: now, limits), "127.0.0.1", 0)
    async with aiohttp.ClientSession() as client:
        yield House(spool, listening.port, client)
    await listening.close()


def source_of(provider: str, *secrets: str, name: str = "", **known: str) -> Source:
    """A source as floor.toml would make it."""
    first, *others = PROVIDERS[provider].verify
    return Source(
        name=name or provider,
        verify=first,
        or_verify=tuple(others),
        secrets=secrets or (secret_of(provider),),
        provider=provider,
        **known,
    )


def secret_of(provider: str) -> str:
    """A secret of the sort that the provider has."""
    is_standard = "standard" in PROVIDERS[provider].verify
    return "whsec_" + base64.b64encode(b"a secret for tests only").decode() if is_standard else f"{provider}:s3cret"


def signed(provider: str, secret: str, body: bytes, at: datetime = AT, url: str = "") -> dict[str, str]:
    """The headers by which a provider proves itself, in its first way."""
    stamp, way = str(int(at.timestamp())), PROVIDERS[provider].verify[0]
    key, milliseconds = secret.encode(), stamp + "000"

    def digest(message: bytes, kind: str = "sha256") -> bytes:
        return hmac.new(key, message, kind).digest()

    def in_base64(message: bytes, kind: str = "sha256") -> str:
        return base64.b64encode(digest(message, kind)).decode()

    return {
        "hmac-sha256": lambda: {"X-Hub-Signature-256": "sha256=" + digest(body).hex()},
        "hub-sha1": lambda: {"X-Hub-Signature": "sha1=" + digest(body, "sha1").hex()},
        "cal-sha256": lambda: {"X-Cal-Signature-256": digest(body).hex()},
        "linkedin": lambda: {"X-LI-Signature": digest(b"hmacsha256=" + body).hex()},
        "tiktok": lambda: {"TikTok-Signature": f"t={stamp},s={digest(stamp.encode() + b'.' + body).hex()}"},
        "calendly": lambda: {
            "Calendly-Webhook-Signature": f"t={stamp},v1={digest(stamp.encode() + b'.' + body).hex()}"
        },
        "typeform": lambda: {"Typeform-Signature": "sha256=" + in_base64(body)},
        "tally": lambda: {"Tally-Signature": in_base64(body)},
        "woocommerce": lambda: {"X-WC-Webhook-Signature": in_base64(body)},
        "callrail": lambda: {"Signature": in_base64(body, "sha1")},
        "twilio": lambda: {"X-Twilio-Signature": in_base64(_with_fields(url, body), "sha1")},
        "webflow": lambda: {
            "X-Webflow-Timestamp": milliseconds,
            "X-Webflow-Signature": digest(milliseconds.encode() + b":" + body).hex(),
        },
        "hubspot-v3": lambda: {
            "X-HubSpot-Request-Timestamp": milliseconds,
            "X-HubSpot-Signature-v3": in_base64(b"POST" + url.encode() + body + milliseconds.encode()),
        },
        "standard": lambda: {
            "webhook-id": "msg_1",
            "webhook-timestamp": stamp,
            "webhook-signature": Webhook(secret).sign(
                msg_id="msg_1", timestamp=at, data=body.decode("utf-8", "ignore")
            )
            if way == "standard"
            else "",
        },
        "bearer": lambda: {"Authorization": f"Bearer {secret}"},
        "basic": lambda: {"Authorization": "Basic " + base64.b64encode(key).decode()},
        "secret-url": dict,
        "mailgun": dict,
        "google-key": dict,
        "body-token": dict,
    }[way]()


def mailgun_fields(secret: str, at: datetime = AT) -> dict[str, str]:
    """What Mailgun signs, and its signature: fields of the form beside the mail."""
    stamp = str(int(at.timestamp()))
    return {
        "timestamp": stamp,
        "token": "word",
        "signature": hmac.new(secret.encode(), f"{stamp}word".encode(), sha256).hexdigest(),
    }


def _with_fields(url: str, body: bytes) -> bytes:
    """What Twilio signs: the address, and the fields of the form behind it."""
    return (url + "".join(name + value for name, value in sorted(parse_qsl(body.decode(), True)))).encode()


def address(provider: str, secret: str = "") -> str:
    """Where a provider posts to: with the secret in the path where that is its proof."""
    return f"/hooks/{provider}" + (f"/{secret}" if PROVIDERS[provider].verify[0] == "secret-url" and secret else "")


class Fixture(NamedTuple):
    """One recorded delivery: the body and what is known about it."""

    provider: str
    case: str
    body: bytes
    method: str
    path: str
    url: str
    headers: dict[str, str]
    secret: str
    now: datetime
    status: int
    leads: int
    response: str | None


def fixtures(folder: Path) -> Sequence[Fixture]:
    """The deliveries of a folder, `<provider>/<case>.body` beside `<case>.meta.json`."""
    return [_fixture(path) for path in sorted(folder.glob("*/*.meta.json"))]


def _fixture(path: Path) -> Fixture:
    told = json.loads(path.read_text("utf-8"))
    provider = {"salesforce_web2lead": "salesforce_web2lead"}.get(path.parent.name, path.parent.name)
    url = urlsplit(told["url"])
    body = path.with_name(path.name.removesuffix(".meta.json") + ".body").read_bytes()
    return Fixture(
        provider=provider,
        case=path.name.removesuffix(".meta.json"),
        body=body,
        method=told["method"],
        path=url.path + (f"?{url.query}" if url.query else ""),
        url=told["url"],
        headers=told["headers"],
        secret=told["secret"],
        now=datetime.fromtimestamp(told["now"], UTC),
        status=told["expect"]["status"],
        leads=told["expect"]["leads"],
        response=told["expect"]["response"],
    )


def digest_of(body: bytes) -> str:
    """How a body without a name of its own is named."""
    return "sha256:" + sha256(body).hexdigest()
