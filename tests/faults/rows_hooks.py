"""Rows C1 to C4, C10 to C12, C14: senders that flood, forge, rebind and want too much."""

import contextlib
import itertools
import json
import socket
import subprocess
import time
from collections import Counter

from tests.faults.asking import all_taken, doubled, lost, sound
from tests.faults.flood import Flood
from tests.faults.matrix import Skipped, row
from tests.faults.sending import good, plain_headers, raw
from tests.faults.stage import Stage
from tests.front_door.program import answer_of, hook, post, signed, until


@row("C1", "50 clients with duplicates and kills: what was answered is stored, once; p99 under 1 s")
def flood(stage: Stage) -> str:
    floor = stage.floor()
    engine = floor.serve()
    numbers = [number for number in range(1, 1501) for _ in range(1 + number % 2)]
    flood = Flood(lambda: str(floor.one("SELECT listening FROM lease") or "127.0.0.1:9"))
    thread = flood.start(iter(numbers[:1500]))
    for _ in range(3):
        time.sleep(2)
        floor.kill(engine)
        engine = floor.serve()
    thread.join(120)
    calm = Flood(floor.address).run(iter(numbers[1500:]))
    acked = flood.acked | calm.acked
    all_taken(floor, acked)
    assert set(numbers) >= acked and len(acked) == 1500, len(acked)
    assert (lost(floor, acked), doubled(floor)) == (0, 0)
    sound(floor)
    assert calm.p99 < 1, calm.p99
    return f"3 kills, {len(acked)} acked: lost=0 doubled=0; p99 {calm.p99 * 1000:.0f} ms under 50 clients"


@row("C2", "forged, stale, tampered and replayed deliveries add nothing; another body under an old id is 409")
def forged(stage: Stage) -> str:
    floor = stage.floor()
    floor.serve()
    address, body = floor.address(), hook(1)
    proof = signed(body, "msg_1")
    stale = proof | {"webhook-timestamp": str(int(time.time()) - 360)}
    ahead = proof | {"webhook-timestamp": str(int(time.time()) + 360)}
    bare = {"Content-Type": "application/json"}
    bad = [(body + b" ", proof), (body, stale), (body, ahead), (body, proof | {"webhook-id": "msg_9"}), (body, bare)]
    bad += [(body, signed(body, "msg_1", "whsec_" + "QUFB" * 8)), (body, plain_headers(body))]
    statuses = [post(address, *one) for one in bad]
    assert set(statuses) == {401}, statuses
    assert floor.one("SELECT count(*) FROM spool") == 0
    assert [post(address, body, proof) for _ in range(3)] == [202, 200, 200]
    assert post(address, hook(2), signed(hook(2), "msg_1")) == 409
    all_taken(floor, [1], 10)
    assert floor.one("SELECT count(*) FROM cards") == 1
    return f"{len(bad)} forged: wrong=0; replay 200; other body 409"


@row("C3", "foreign hosts, browsers and other content types are refused without a CORS header", quick=True)
def browsers(stage: Stage) -> str:
    floor = stage.floor()
    floor.serve()
    body = hook(1)
    wanted = {
        421: {"Host": "evil.example"},
        403: {"Origin": "http://evil.example"},
        415: {"Content-Type": "text/plain"},
    }
    cases = list(wanted.items())
    cases += [
        (403, {"Sec-Fetch-Site": "cross-site"}),
        (415, {"Content-Encoding": "gzip"}),
        (421, {"Host": "127.0.0.1.evil"}),
    ]
    for status, headers in cases:
        head = {"Host": floor.address(), **signed(body), "Content-Length": str(len(body)), **headers}
        text = "".join(f"{name}: {value}\r\n" for name, value in head.items())
        answer = raw(floor, f"POST /hooks/website HTTP/1.1\r\n{text}\r\n".encode() + body)
        assert answer.startswith(f"HTTP/1.1 {status}".encode()), (headers, answer[:60])
        assert b"access-control" not in answer.lower()
    preflight = f"OPTIONS /hooks/website HTTP/1.1\r\nHost: {floor.address()}\r\nOrigin: http://evil.example\r\n\r\n"
    answer = raw(floor, preflight.encode())
    assert b" 403 " in answer[:20] and b"access-control" not in answer.lower(), answer
    assert floor.one("SELECT count(*) FROM spool") == 0
    return f"{len(cases) + 1} refused: {sorted({status for status, _ in cases})}"


@row("C4", "JSON that is deep, endless, doubled or no text is 4xx or a reject, never 5xx, never a lead")
def bad_json(stage: Stage) -> str:
    floor = stage.floor()
    floor.serve()
    address = floor.address()
    bodies = [
        *(b"[" * 100_000, b'{"a":' * 100_000, b'{"email":NaN}', b'{"email":Infinity}', b'{"email":"\\ud800"}'),
        *(b'{"a":1,"a":2}', b"{", b"", b"\xff\xfe", b'{"a":"\x00"}', b'{"n":1e400}', b"null", b"7"),
        b'{"n":' + b"9" * 5000 + b"}",
        json.dumps({f"k{n}": n for n in range(100_000)}).encode()[:1_000_000],
    ]
    statuses = Counter(post(address, body, plain_headers(body), "shop") for body in bodies)
    odd = [b'{"email":{"a":1},"name":["x"]}', b'{"email":1e308,"name":true}', b'{"id":99999999999999999999999}']
    later = Counter(post(address, body, plain_headers(body), "shop") for body in odd)
    assert all(status < 500 for status in statuses) and statuses[202] <= 3, statuses  # a bare null is a reject
    assert all(status < 500 for status in later), later
    until(lambda: floor.one("SELECT count(*) FROM spool WHERE is_done = 0") == 0)
    assert floor.one("SELECT count(*) FROM leads") == 0
    assert good(floor, 1) < 5
    return f"{statuses.total()} bad: {dict(statuses)}, {later.total()} odd: {dict(later)}; 5xx=0"


@row("C10", "a secret is exchanged while deliveries come: both hold, then the new one; none is dropped")
def rotated(stage: Stage) -> str:
    floor = stage.floor()
    rules = floor.root / "floor.toml"
    secret = floor.root / "shop.secret"
    secret.touch(0o600)
    secret.write_text("old")
    rules.write_text(rules.read_text().replace("env:SHOP_SECRET", "file:shop.secret"))
    engine = floor.serve(start_new_session=True)
    address = floor.address()
    flood = Flood(lambda: address)
    thread = flood.start(itertools.count(1), clients=5)

    def tried() -> list[int]:
        return [post(address, hook(0), plain_headers(hook(0), word), "shop") for word in ("old", "new")]

    assert tried() == [202, 401]
    for text, wanted in (("old new", [200, 200]), ("new", [401, 200])):
        secret.write_text(text)
        engine.send_signal(1)  # SIGHUP
        until(lambda: tried() == wanted, 5)
    flood.is_over.set()
    thread.join(20)
    assert engine.poll() is None
    assert not flood.refused, flood.refused
    return f"old, both, new; {len(flood.acked)} deliveries beside it, dropped=0"


@row("C11", "nothing listens beyond loopback unless --listen says so and a secret is there")
def bound(stage: Stage) -> str:
    floor = stage.floor()
    rules = floor.root / "floor.toml"
    rules.write_text(rules.read_text().replace("127.0.0.1:0", "0.0.0.0:0"))
    engine = floor.serve()
    assert floor.one("SELECT listening FROM lease") == ""
    assert not [line for line in _sockets(engine.pid) if "0.0.0.0" in line]
    engine.terminate()
    engine.wait(10)
    bare = stage.second(floor)
    bare.env |= {"WEBSITE_SECRET": "", "SHOP_SECRET": ""}
    refused = bare.run("serve", "--listen", "0.0.0.0:0")
    assert refused.returncode == 1 and "no web-hook source has a secret" in refused.stderr, refused.stderr
    floor.serve("--listen", "0.0.0.0:0")
    assert floor.address().startswith("0.0.0.0:")
    return "0.0.0.0 unasked: no socket, said; asked without a secret: refused; asked with one: listens"


def _sockets(pid: int) -> list[str]:
    told = subprocess.run(["ss", "-ltnp"], capture_output=True, text=True).stdout.splitlines()
    return [line for line in told if f"pid={pid}," in line]


@row("C12", "nothing that a lead says makes floorboard call anybody")
def no_calls(stage: Stage) -> str:
    floor = stage.floor()
    with socket.create_server(("127.0.0.1", 0)) as trap:
        trap.settimeout(0.1)
        port = trap.getsockname()[1]
        urls = [f"http://{host}:{port}/x" for host in ("127.0.0.1", "[::ffff:127.0.0.1]", "localhost", "2130706433")]
        floor.serve()
        for number, url in enumerate(urls):
            person = {"name": url, "email": f"trap{number}@example.com", "website": url, "url": url, "callback": url}
            body = json.dumps(person).encode()
            assert post(floor.address(), body, plain_headers(body), "shop") == 202
        all_taken(floor, range(len(urls)), 10, "trap{}@example.com")
        time.sleep(2)
        with contextlib.suppress(TimeoutError):
            trap.accept()
            raise AssertionError("the trap was called")
    return f"{len(urls)} addresses in leads, calls=0; there are no outgoing web-hooks"


@row("C14", "one source that sends without end is told 429 and when; others are answered within 1 s")
def greedy(stage: Stage) -> str:
    floor = stage.floor()
    floor.serve()
    address = floor.address()
    flood = Flood(lambda: address, tries_max=1)
    thread = flood.start(itertools.count(1), clients=150)
    waits, told = [], Counter[int]()
    began = time.monotonic()
    while time.monotonic() - began < 20 and not (flood.refused[429] > 50 and len(waits) >= 10):
        body = hook(10_000_000 + len(waits))
        at = time.monotonic()
        told[post(address, body, plain_headers(body), "shop")] += 1
        waits.append(time.monotonic() - at)
    flood.is_over.set()
    thread.join(20)
    if not flood.refused[429]:
        raise Skipped(f"this machine sends {len(flood.acked) / 20:.0f} a second only")
    assert set(told) == {202}, told
    assert max(waits) < 1, max(waits)
    assert answer_of(f"http://{address}/healthz")[0] == 200
    return f"{flood.refused[429]} told 429, slowest of {len(waits)} others {max(waits) * 1000:.0f} ms"
