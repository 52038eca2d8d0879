"""Web-hook deliveries from many connections at once, each waiting for its answer: how many a second, and how long."""

import asyncio
import base64
import hashlib
import hmac
import time
from collections import deque
from collections.abc import Sequence

from benchmarks.dealing import bodies_of
from benchmarks.floors import SECRET, SOURCES
from benchmarks.rows import rows
from engine.value import Value

KEY = base64.b64decode(SECRET.removeprefix("whsec_"))

RUN = 50
"""So many deliveries come from one sender before the next one's."""


class Answered(Value):
    """What came of a load."""

    per_second: float
    spans: tuple[float, ...]
    """Seconds from a delivery to its answer, in the order of the answers."""


class Load:
    """The same deliveries to whichever server, each of them new."""

    def __init__(self, count: int) -> None:
        self.bodies = bodies_of(rows(count))
        self.turn = 0

    def on(self, address: str, connections: int) -> Answered:
        """Post them all."""
        self.turn += 1
        return post_all(address, requests_of(self.bodies, f"turn{self.turn}"), connections)


def requests_of(bodies: Sequence[bytes], mark: str = "msg") -> list[bytes]:
    """Signed deliveries as bytes on the wire."""
    return [_request(f"{mark}_{number}", number // RUN % SOURCES, body) for number, body in enumerate(bodies)]


def _request(message_id: str, source: int, body: bytes) -> bytes:
    stamp = str(int(time.time()))
    proof = hmac.new(KEY, f"{message_id}.{stamp}.".encode() + body, hashlib.sha256).digest()
    head = (
        f"POST /hooks/site{source} HTTP/1.1\r\nHost: 127.0.0.1\r\nContent-Type: application/json\r\n"
        f"Content-Length: {len(body)}\r\nwebhook-id: {message_id}\r\nwebhook-timestamp: {stamp}\r\n"
        f"webhook-signature: v1,{base64.b64encode(proof).decode()}\r\n\r\n"
    )
    return head.encode() + body


def post_all(address: str, requests: Sequence[bytes], connections: int) -> Answered:
    """Post all, over so many connections. Raises RuntimeError when one is not taken."""
    return asyncio.run(_post_all(address, deque(requests), connections))


async def _post_all(address: str, waiting: deque[bytes], connections: int) -> Answered:
    spans: list[float] = []
    count = len(waiting)
    began = time.perf_counter()
    await asyncio.gather(*(_work_off(address, waiting, spans) for _ in range(connections)))
    return Answered(per_second=count / (time.perf_counter() - began), spans=tuple(spans))


async def _work_off(address: str, waiting: deque[bytes], spans: list[float]) -> None:
    host, _, port = address.rpartition(":")
    reader, writer = await asyncio.open_connection(host, int(port))
    while waiting:
        request = waiting.popleft()
        began = time.perf_counter()
        writer.write(request)
        head = await reader.readuntil(b"\r\n\r\n")
        if not head.startswith((b"HTTP/1.1 202", b"HTTP/1.1 200")):
            raise RuntimeError(head.decode("ascii", "replace").partition("\r\n")[0])
        _, _, length = head.lower().partition(b"content-length:")
        await reader.readexactly(int(length.split(None, 1)[0]) if length else 0)
        spans.append(time.perf_counter() - began)
    writer.close()
