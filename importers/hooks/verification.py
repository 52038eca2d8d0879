"""Whether a web-hook comes from its source: decided over the raw bytes, in constant time, before any parsing."""

import hmac
from collections.abc import Mapping
from datetime import UTC, datetime
from hashlib import sha256

from standardwebhooks import Webhook
from standardwebhooks.webhooks import EmptyWebhookSecretError

from engine.value import Value
from importers.hooks.proofs import PROOFS, SIGNATURES_MAX, Request, Verifier, equal, is_fresh

DELIVERY_HEADERS = (
    "webhook-id",
    "svix-id",
    "idempotency-key",
    "x-idempotency-key",
    "x-github-delivery",
    "x-delivery-id",
)
"""Who names its deliveries does it here. `X-Request-Id` is none of them: proxies give every retry a new one."""
DELIVERY_CHARS_MAX = 200


class SecretError(Exception):
    """A secret that cannot be had or used; the message is a sentence that never shows it."""


class Forged(Exception):
    """A delivery that did not prove where it comes from."""


class Source(Value):
    """A web-hook source: how it proves itself. Several secrets hold at once while one replaces another."""

    name: str
    verify: str
    secrets: tuple[str, ...]
    or_verify: tuple[str, ...] = ()
    """Other ways that hold as well, where a provider has several."""
    provider: str = ""
    """Whose deliveries these are; empty for any sender's."""
    public_url: str = ""
    """The address as the sender knows it, when that is not the one that reaches us."""
    verify_token: str = ""
    """What a provider says when it asks whether this address is ours."""

    @property
    def ways(self) -> tuple[str, ...]:
        """Every way of proving that holds."""
        return (self.verify, *self.or_verify)


def verify(source: Source, request: Request, now: datetime) -> None:
    """Return when the delivery is genuine. Raises Forged when it is not."""
    # Every secret is tried in every way, so that time does not tell which one holds.
    proofs = [VERIFIERS[way](secret, request, now) for way in source.ways for secret in source.secrets]
    if not any(proofs):
        raise Forged(f"The delivery to {source.name} is not signed as {' or '.join(source.ways)} asks.")


def check_source(source: Source) -> None:
    """Raise SecretError for a source that could never prove anything."""
    for way in source.ways:
        if way not in VERIFIERS:
            known = ", ".join(VERIFIERS)
            raise SecretError(f"Web-hook source {source.name}: {way!r} is none of {known}.")
    if not source.secrets or not all(source.secrets):
        raise SecretError(f"Web-hook source {source.name} has no secret.")
    if "standard" in source.ways:
        for secret in source.secrets:
            _signer(secret, source.name)


def delivery_id(headers: Mapping[str, str], body: bytes) -> str:
    """The sender's own name for this delivery, else the hash of its body. Header names are lower-case."""
    for header in DELIVERY_HEADERS:
        named = headers.get(header, "").strip()
        if named and named.isprintable() and len(named) <= DELIVERY_CHARS_MAX:
            return named
    return "sha256:" + sha256(body).hexdigest()


def _standard(secret: str, request: Request, now: datetime) -> bool:
    """Standard Webhooks. The library makes the signature; the clock is ours, because the library reads its own."""
    headers = request.headers
    name = headers.get("webhook-id") or headers.get("svix-id") or ""
    stamp = headers.get("webhook-timestamp") or headers.get("svix-timestamp") or ""
    given = headers.get("webhook-signature") or headers.get("svix-signature") or ""
    if not (name and given and is_fresh(stamp, now)):
        return False
    sent_at = datetime.fromtimestamp(int(stamp), UTC)
    try:
        expected = _signer(secret, "").sign(msg_id=name, timestamp=sent_at, data=request.body.decode())
    except (UnicodeDecodeError, SecretError):
        return False
    matches = [equal(expected, one) for one in given.split(" ")[:SIGNATURES_MAX]]
    return any(matches)


def _hmac_sha256(secret: str, request: Request, _now: datetime) -> bool:
    given = request.headers.get("x-signature-256") or request.headers.get("x-hub-signature-256") or ""
    expected = "sha256=" + hmac.new(secret.encode(), request.body, sha256).hexdigest()
    return equal(expected, given.strip())


def _bearer(secret: str, request: Request, _now: datetime) -> bool:
    kind, _, given = request.headers.get("authorization", "").strip().partition(" ")
    return equal(secret, given.strip()) and kind.casefold() == "bearer"


def _secret_url(secret: str, request: Request, _now: datetime) -> bool:
    return equal(secret, request.url_secret)


def _signer(secret: str, name: str) -> Webhook:
    try:
        return Webhook(secret)
    except (ValueError, RuntimeError, EmptyWebhookSecretError) as error:
        raise SecretError(f"Web-hook source {name}: its secret is no Standard Webhooks one (whsec_...).") from error


VERIFIERS: dict[str, Verifier] = {
    "standard": _standard,
    "hmac-sha256": _hmac_sha256,
    "bearer": _bearer,
    "secret-url": _secret_url,
    **PROOFS,
}
"""How a source can prove itself; a provider's own way is among the proofs."""
