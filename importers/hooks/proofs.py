"""How providers sign: each proof is decided over the raw bytes, in constant time."""

import base64
import binascii
import hmac
from collections.abc import Callable, Iterator
from datetime import UTC, datetime, timedelta
from hashlib import sha256
from urllib.parse import parse_qs, urlsplit

from engine.value import Value
from importers.hooks.payload import FORM, document_of, is_form
from importers.limits import limits
from importers.record import Unreadable

TOLERANCE = timedelta(minutes=5)
"""A signature is as old or as new as this at most, so that nobody can send it again tomorrow."""
SIGNATURES_MAX = 16
MILLISECONDS = 1000
TLS_PORT, PLAIN_PORT = 443, 80


class Request(Value):
    """What verification looks at. Header names are lower-case."""

    headers: dict[str, str]
    body: bytes
    url_secret: str = ""
    method: str = "POST"
    url: str = ""
    """The whole address as the sender knows it: some sign that too."""


Verifier = Callable[[str, Request, datetime], bool]


def equal(expected: str, given: str) -> bool:
    """Compare so that time does not tell how much is right."""
    return hmac.compare_digest(expected.encode("utf-8", "replace"), given.encode("utf-8", "replace"))


def is_fresh(stamp: str, now: datetime, unit: int = 1) -> bool:
    """Whether a stamp in whole seconds, or parts of them, is within the tolerance."""
    if not (stamp.isascii() and stamp.isdecimal() and len(stamp) <= 15):
        return False
    try:
        return abs(now - datetime.fromtimestamp(int(stamp) / unit, UTC)) <= TOLERANCE
    except (OverflowError, ValueError, OSError):
        return False


def linkedin_answer(secret: str, code: str) -> str:
    """What LinkedIn wants to hear when it asks whether this address is ours."""
    return _hex(secret, code.encode())


def _hex(secret: str, message: bytes, digest: str = "sha256") -> str:
    return hmac.new(secret.encode(), message, digest).hexdigest()


def _base64(secret: str, message: bytes, digest: str = "sha256") -> str:
    return base64.b64encode(hmac.new(secret.encode(), message, digest).digest()).decode()


def _hub_sha1(secret: str, request: Request, _now: datetime) -> bool:
    """Intercom still signs with SHA-1; as an HMAC it holds."""
    return equal("sha1=" + _hex(secret, request.body, "sha1"), request.headers.get("x-hub-signature", "").strip())


def _linkedin(secret: str, request: Request, _now: datetime) -> bool:
    given = request.headers.get("x-li-signature", "").strip().removeprefix("hmacsha256=")
    return equal(_hex(secret, b"hmacsha256=" + request.body), given)


def _stamped(header: str, mark: str) -> Verifier:
    """`t=1700000000,v1=...` over `t.body`; several signatures stand there while a secret is replaced."""

    def prove(secret: str, request: Request, now: datetime) -> bool:
        parts = list(_parts(request.headers.get(header) or request.headers.get(f"x-{header}") or ""))
        stamp = next((value for name, value in parts if name == "t"), "")
        expected = _hex(secret, stamp.encode("utf-8", "replace") + b"." + request.body)
        matches = [equal(expected, value) for name, value in parts if name == mark]
        return is_fresh(stamp, now) and any(matches)

    return prove


def _parts(header: str) -> Iterator[tuple[str, str]]:
    for part in header.split(",")[:SIGNATURES_MAX]:
        name, _, value = part.strip().partition("=")
        yield name, value


def _of_body(header: str, digest: str = "sha256", mark: str = "") -> Verifier:
    """The body's HMAC in base64, in a header of its own."""

    def prove(secret: str, request: Request, _now: datetime) -> bool:
        return equal(mark + _base64(secret, request.body, digest), request.headers.get(header, "").strip())

    return prove


def _calcom(secret: str, request: Request, _now: datetime) -> bool:
    return equal(_hex(secret, request.body), request.headers.get("x-cal-signature-256", "").strip())


def _webflow(secret: str, request: Request, now: datetime) -> bool:
    stamp = request.headers.get("x-webflow-timestamp", "").strip()
    expected = _hex(secret, stamp.encode("utf-8", "replace") + b":" + request.body)
    return is_fresh(stamp, now, MILLISECONDS) and equal(
        expected, request.headers.get("x-webflow-signature", "").strip()
    )


HUBSPOT_DECODED = {
    "%3A": ":", "%2F": "/", "%3F": "?", "%40": "@", "%21": "!", "%24": "$", "%27": "'", "%28": "(", "%29": ")",
    "%2A": "*", "%2C": ",", "%3B": ";",
}  # fmt: skip
"""What HubSpot writes out in the address before it signs it; the rest stays as it was sent."""


def _hubspot(secret: str, request: Request, now: datetime) -> bool:
    """Version 3. Version 1 knows no time, so anybody could send it again, and is refused."""
    stamp = request.headers.get("x-hubspot-request-timestamp", "").strip()
    url = request.url
    for code, letter in HUBSPOT_DECODED.items():
        url = url.replace(code, letter).replace(code.lower(), letter)
    start = f"{request.method}{url}".encode("utf-8", "replace")
    expected = _base64(secret, start + request.body + stamp.encode("utf-8", "replace"))
    return is_fresh(stamp, now, MILLISECONDS) and equal(
        expected, request.headers.get("x-hubspot-signature-v3", "").strip()
    )


def _in_body(key: str) -> Verifier:
    """The secret itself as a text of the JSON object, or as a field of the form."""

    def prove(secret: str, request: Request, _now: datetime) -> bool:
        media_type = request.headers.get("content-type", "")
        try:
            document = document_of(media_type if is_form(media_type) else "application/json", request.body)
        except (UnicodeDecodeError, Unreadable, RecursionError):
            return False
        given = document.get(key) if isinstance(document, dict) else None
        return equal(secret, given if isinstance(given, str) else "")

    return prove


def _basic(secret: str, request: Request, _now: datetime) -> bool:
    """`user:password`; the secret is both of them as one text."""
    kind, _, given = request.headers.get("authorization", "").strip().partition(" ")
    try:
        pair = base64.b64decode(given.strip(), validate=True).decode()
    except (binascii.Error, ValueError):
        return False
    return equal(secret, pair) and kind.casefold() == "basic"


def _twilio(secret: str, request: Request, _now: datetime) -> bool:
    """The address with every field of the form behind it, sorted; of any other body the address holds the hash.

    Calls over TLS are signed with or without the port.
    """
    fields = _fields(request)
    if fields is None:
        return False
    told = "".join(name + value for name in sorted(fields) for value in sorted(set(fields[name])))
    given = request.headers.get("x-twilio-signature", "").strip()
    signed = [_base64(secret, (url + told).encode("utf-8", "replace"), "sha1") for url in _with_ports(request.url)]
    matches = [equal(one, given) for one in signed]
    return any(matches)


def _fields(request: Request) -> dict[str, list[str]] | None:
    """The fields that are signed; None where the body is not covered."""
    if request.headers.get("content-type", "").partition(";")[0].strip().casefold() == FORM:
        try:
            return parse_qs(request.body.decode(), keep_blank_values=True, max_num_fields=limits().columns)
        except ValueError:
            return None
    hashes = parse_qs(urlsplit(request.url).query).get("bodySHA256", [])
    return {} if hashes == [sha256(request.body).hexdigest()] else None


def _with_ports(url: str) -> list[str]:
    """The address as it is, with the port of its kind, and without one."""
    parts = urlsplit(url)
    host, port = parts.hostname or "", TLS_PORT if parts.scheme == "https" else PLAIN_PORT
    return [url, *(parts._replace(netloc=name).geturl() for name in (host, f"{host}:{port}"))]


def _mailgun(secret: str, request: Request, now: datetime) -> bool:
    """Signed are the time and a word, among the fields of the form; the mail itself is not."""
    try:
        document = document_of(request.headers.get("content-type", ""), request.body)
    except (UnicodeDecodeError, Unreadable, RecursionError):
        return False
    fields = document if isinstance(document, dict) else {}
    stamp, word, given = (str(fields.get(name, "")) for name in ("timestamp", "token", "signature"))
    return is_fresh(stamp, now) and equal(_hex(secret, f"{stamp}{word}".encode("utf-8", "replace")), given)


PROOFS: dict[str, Verifier] = {
    "hub-sha1": _hub_sha1,
    "linkedin": _linkedin,
    "tiktok": _stamped("tiktok-signature", "s"),
    "calendly": _stamped("calendly-webhook-signature", "v1"),
    "typeform": _of_body("typeform-signature", mark="sha256="),
    "tally": _of_body("tally-signature"),
    "woocommerce": _of_body("x-wc-webhook-signature"),
    "callrail": _of_body("signature", "sha1"),
    "twilio": _twilio,
    "mailgun": _mailgun,
    "cal-sha256": _calcom,
    "webflow": _webflow,
    "hubspot-v3": _hubspot,
    "google-key": _in_body("google_key"),
    "body-token": _in_body("token"),
    "basic": _basic,
}
"""How each provider proves itself; a new way is one line."""
