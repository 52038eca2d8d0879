"""Single deliveries: signed ones, and bytes as they are."""

import contextlib
import hashlib
import hmac
import socket
import time

from tests.front_door.program import PLAIN_SECRET, Floor, hook, post, signed


def plain_headers(body: bytes, secret: str = PLAIN_SECRET) -> dict[str, str]:
    """The headers of the source `shop` for a body."""
    proof = hmac.new(secret.encode(), body, hashlib.sha256).hexdigest()
    return {"Content-Type": "application/json", "X-Signature-256": f"sha256={proof}"}


def good(floor: Floor, number: int) -> float:
    """Post a good delivery and return how long the answer took."""
    body = hook(number)
    began = time.monotonic()
    status = post(floor.address(), body, signed(body, f"msg_{number}"))
    assert status in (200, 202), status
    return time.monotonic() - began


def raw(floor: Floor, text: bytes, seconds: float = 15) -> bytes:
    """The answer to bytes as they are."""
    host, _, port = floor.address().rpartition(":")
    with socket.create_connection((host, int(port)), seconds) as line:
        with contextlib.suppress(OSError):
            line.sendall(text)
        with contextlib.suppress(OSError):
            return line.recv(4096)
    return b""
