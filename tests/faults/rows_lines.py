"""Rows C5 to C8: lines that carry too much, too little, nothing, or break off."""

import contextlib
import socket
import struct
import time
from collections import Counter
from collections.abc import Iterator
from concurrent.futures import ThreadPoolExecutor

from tests.faults.asking import all_taken, doubled, log, sound
from tests.faults.matrix import row
from tests.faults.sending import good, raw
from tests.faults.stage import Stage, open_files, resident_mib
from tests.front_door.program import Floor, hook, post, signed, until

MEMORY_MIB = 64


@row("C5", "oversized, compressed, contradictory and non-HTTP requests cost no memory")
def monsters(stage: Stage) -> str:
    floor = stage.floor()
    engine = floor.serve()
    good(floor, 1)
    before = resident_mib(engine.pid)
    head = f"POST /hooks/website HTTP/1.1\r\nHost: {floor.address()}\r\nContent-Type: application/json\r\n".encode()
    chunk = b"100000\r\n" + b"x" * 1048576 + b"\r\n"
    bombs = {
        "2 GB": head + b"Content-Length: 2147483648\r\n\r\n" + b"x" * 5_000_000,
        "50 MB in chunks": head + b"Transfer-Encoding: chunked\r\n\r\n" + chunk * 50,
        "gzip": head + b"Content-Encoding: gzip\r\nContent-Length: 20\r\n\r\n" + b"\x1f\x8b" * 10,
        "1000 headers": head + b"".join(b"X-%d: %s\r\n" % (n, b"y" * 500) for n in range(1000)) + b"\r\n",
        "CL and TE": head + b"Content-Length: 5\r\nTransfer-Encoding: chunked\r\n\r\n0\r\n\r\n",
        "two lengths": head + b"Content-Length: 5\r\nContent-Length: 6\r\n\r\nhello!",
        "TLS": b"\x16\x03\x01\x02\x00\x01\x00\x01\xfc\x03\x03" + b"\x00" * 500,
    }
    told = {name: raw(floor, text)[9:12].decode("ascii", "replace") for name, text in bombs.items()}
    with ThreadPoolExecutor(50) as pool:
        list(pool.map(lambda _: raw(floor, bombs["50 MB in chunks"]), range(50)))
    assert all(status[:1] in ("4", "") for status in told.values()), told
    grown = resident_mib(engine.pid, peak=True) - before
    assert grown < MEMORY_MIB, grown
    assert good(floor, 2) < 5
    return f"{told}; +{grown:.0f} MiB at most"


@row("C6", "200 senders who dribble head or body keep nobody out and are all dropped within 30 s")
def dribbling(stage: Stage) -> str:
    floor = stage.floor()
    engine = floor.serve()
    good(floor, 1)
    head = f"POST /hooks/website HTTP/1.1\r\nHost: {floor.address()}\r\nContent-Type: application/json\r\n".encode()
    slow = [head, head + b"Content-Length: 1000\r\n\r\n{"]
    with lines(floor, 200) as open_lines:
        for number, line in enumerate(open_lines):
            line.sendall(slow[number % 2])
        began, waits, left = time.monotonic(), [], list(open_lines)
        while left and time.monotonic() - began < 30:
            waits.append(good(floor, 100 + len(waits)))
            left = [line for line in left if _dribble(line)]
            time.sleep(0.5)
        dropped = time.monotonic() - began
    assert not left, len(left)
    assert max(waits) < 1, max(waits)
    assert engine.poll() is None
    return f"200 dropped after {dropped:.0f} s; slowest of {len(waits)} good requests {max(waits) * 1000:.0f} ms"


def _dribble(line: socket.socket) -> bool:
    """Send one byte more; False when the line was dropped."""
    try:
        line.sendall(b"x")
        line.settimeout(0.001)
        return line.recv(1000) == b"" and False
    except TimeoutError:
        return True
    except OSError:
        return False


@contextlib.contextmanager
def lines(floor: Floor, count: int) -> Iterator[list[socket.socket]]:
    """Connections that say nothing yet."""
    host, _, port = floor.address().rpartition(":")
    with contextlib.ExitStack() as stack:
        yield [stack.enter_context(socket.create_connection((host, int(port)), 5)) for _ in range(count)]


@row("C7", "2,000 idle connections: at most 256 are held, the oldest go, and all files are closed again")
def idle(stage: Stage) -> str:
    floor = stage.floor()
    engine = floor.serve()
    good(floor, 1)
    until(lambda: floor.one("SELECT min(is_done) FROM spool"))
    before = open_files(engine.pid)
    with lines(floor, 2000):
        until(lambda: open_files(engine.pid) - before <= 260, 10)
        held = open_files(engine.pid) - before
        wait = good(floor, 2)
    began = time.monotonic()
    host, _, port = floor.address().rpartition(":")
    churned = 0
    while time.monotonic() - began < 3:
        socket.create_connection((host, int(port)), 5).close()
        churned += 1
    until(lambda: open_files(engine.pid) <= before + 3, 20)
    assert good(floor, 3) < 1
    assert wait < 1, wait
    return f"{held} held of 2000, good request {wait * 1000:.0f} ms, {churned} churned in 3 s, files as before"


@row("C8", "a sender who resets the line after the last byte is stored once; trying again is 2xx")
def resets(stage: Stage) -> str:
    floor = stage.floor()
    floor.serve()
    address = floor.address()
    host, _, port = address.rpartition(":")
    for number in range(1, 101):
        body = hook(number)
        head = {"Host": address, **signed(body, f"msg_{number}"), "Content-Length": str(len(body))}
        text = "".join(f"{name}: {value}\r\n" for name, value in head.items())
        with socket.create_connection((host, int(port)), 5) as line:
            line.setsockopt(socket.SOL_SOCKET, socket.SO_LINGER, struct.pack("ii", 1, 0))
            line.sendall(f"POST /hooks/website HTTP/1.1\r\n{text}\r\n".encode() + body)
    again = Counter(_tried(address, number) for number in range(1, 101))
    all_taken(floor, range(1, 101))
    assert set(again) <= {200, 202} and doubled(floor) == 0, again
    sound(floor)
    assert "Traceback" not in log(floor)
    return f"100 resets, again {dict(again)}: lost=0 doubled=0"


def _tried(address: str, number: int) -> int:
    """What a sender is told who comes again as often as it is asked to."""
    body = hook(number)
    while (status := post(address, body, signed(body, f"msg_{number}"))) == 429:
        time.sleep(0.5)
    return status
