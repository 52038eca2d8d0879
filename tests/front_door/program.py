"""The real program on a real floor: started, spoken to over its socket, asked with SQL, and always ended."""

import base64
import hashlib
import hmac
import json
import os
import signal
import sqlite3
import subprocess
import sys
import time
import urllib.error
import urllib.request
from collections.abc import Callable, Iterator, Mapping
from contextlib import closing
from pathlib import Path
from typing import Any

ROOT = Path(__file__).parents[2]
SECRET = "whsec_" + base64.b64encode(b"a secret of twenty-four b").decode()
PLAIN_SECRET = "a-secret-for-the-others"

RULES = """
[floor]
name = "Test floor"
timezone = "Europe/Berlin"
country = "DE"
hours = "24/7"

[sla]
first_touch = "5m"

[inbox]
settle = "{settle}"
{reps}
[[pools]]
name = "inbound"
strategy = "round_robin"
reps = [{ids}]

[[rules]]
name = "everyone"
pool = "inbound"

[webhook]
listen = "127.0.0.1:{port}"

[[webhook.sources]]
name = "website"
verify = "standard"
secret = "env:WEBSITE_SECRET"

[[webhook.sources]]
name = "shop"
verify = "hmac-sha256"
secret = "env:SHOP_SECRET"
"""
REP = '\n[[reps]]\nid = "{0}"\nname = "{1}"\ncapacity = {2}\n'
REPS = ("dana", "jon", "mia")


def until(condition: Callable[[], Any], seconds: float = 10.0) -> Any:
    """What a condition says as soon as it says something; it is asked again and again, a bounded time."""
    give_up = time.monotonic() + seconds
    while not (said := condition()):
        assert time.monotonic() < give_up, f"nothing came of it within {seconds} s"
        time.sleep(0.01)
    return said


class Floor:
    """A floor in a folder, and the processes that run on it."""

    def __init__(self, root: Path) -> None:
        self.root = root
        self.inbox = root / "inbox"
        self.program = [sys.executable, "-m", "tui.cli"]
        self.running: list[subprocess.Popen[str]] = []
        self.env: dict[str, str] = {
            **{
                name: text for name, text in os.environ.items() if name not in ("PYTHONDONTWRITEBYTECODE", "NO_COLOR")
            },
            "PYTHONPATH": str(ROOT),
            "WEBSITE_SECRET": SECRET,
            "SHOP_SECRET": PLAIN_SECRET,
            "LC_ALL": "C.UTF-8",
        }

    def lay(self, reps: tuple[str, ...] = REPS, capacity: int = 0, port: int = 0, settle: str = "1s") -> "Floor":
        """Write house rules with some reps."""
        rows = "".join(REP.format(rep, rep.title(), capacity) for rep in reps)
        ids = ", ".join(f'"{rep}"' for rep in reps)
        (self.root / "floor.toml").write_text(RULES.format(reps=rows, ids=ids, port=port, settle=settle), "utf-8")
        return self

    def start(self, *words: str, **options: Any) -> "subprocess.Popen[str]":
        """Start the program on this floor."""
        return self.start_bare("--floor", str(self.root), *words, **options)

    def start_bare(self, *words: str, **options: Any) -> "subprocess.Popen[str]":
        """Start the program, whatever floor it finds."""
        pipes: dict[str, Any] = {"stdout": subprocess.PIPE, "stderr": subprocess.PIPE, "stdin": subprocess.DEVNULL}
        options = {"text": True, "env": self.env, "cwd": self.root, **pipes, **options}
        process = subprocess.Popen([*self.program, *words], **options)
        self.running.append(process)
        return process

    def run(self, *words: str, **options: Any) -> "subprocess.CompletedProcess[str]":
        """Run the program on this floor to its end."""
        return finished(self.start(*words, **options))

    def serve(self, *words: str, **options: Any) -> "subprocess.Popen[str]":
        """Start an engine and wait until it listens, or at least deals."""
        process = self.start("serve", *words, **options)
        until(lambda: process.poll() is not None or self.engine_pid() == process.pid, 60)
        assert process.poll() is None, process.communicate()
        return process

    def drop(self, name: str, text: str | bytes) -> Path:
        """Drop a file whole, as a move from elsewhere does."""
        half = self.root / f"half-{time.monotonic_ns()}"
        half.write_bytes(text.encode() if isinstance(text, str) else text)
        target = self.inbox / name
        target.parent.mkdir(parents=True, exist_ok=True)
        half.rename(target)
        return target

    def status(self) -> dict[str, Any]:
        """`status --json`."""
        done = self.run("status", "--json")
        assert done.returncode == 0, done.stderr
        return dict(json.loads(done.stdout))

    def rows(self, sql: str, *values: object) -> list[tuple[Any, ...]]:
        """Ask leads.db; nothing while there is none."""
        if not (self.root / "leads.db").exists():
            return []
        with closing(sqlite3.connect(f"{(self.root / 'leads.db').as_uri()}?mode=ro", uri=True, timeout=10)) as db:
            try:
                return db.execute(sql, values).fetchall()
            except sqlite3.OperationalError:
                return []  # its tables are being made

    def one(self, sql: str, *values: object) -> Any:
        """The one value that a question has."""
        rows = self.rows(sql, *values)
        return rows[0][0] if rows else None

    def engine_pid(self) -> int:
        """Who holds the lease and has said where it listens."""
        return int(self.one("SELECT pid FROM lease WHERE listening <> '' OR trouble <> ''") or 0)

    def address(self) -> str:
        """Where the web-hook inbox listens."""
        return str(until(lambda: self.one("SELECT listening FROM lease")))

    def verified(self) -> bool:
        """Whether the laws of the house hold."""
        done = self.run("verify")
        assert done.returncode == 0, done.stdout + done.stderr
        return True

    def kill(self, process: "subprocess.Popen[str]") -> None:
        """Kill -9, and let nothing of it linger."""
        process.send_signal(signal.SIGKILL)
        process.wait(10)

    def end(self) -> None:
        """End every process that this floor started."""
        for process in self.running:
            if process.poll() is None:
                process.kill()
            process.communicate(timeout=10)


def finished(process: "subprocess.Popen[str]", seconds: float = 180) -> "subprocess.CompletedProcess[str]":
    """A process that has come to its end by itself."""
    out, err = process.communicate(timeout=seconds)
    return subprocess.CompletedProcess(process.args, process.returncode, out, err)


def signed(body: bytes, message_id: str = "msg_1", secret: str = SECRET) -> dict[str, str]:
    """The headers of Standard Webhooks for a body."""
    stamp = str(int(time.time()))
    key = base64.b64decode(secret.removeprefix("whsec_"))
    proof = hmac.new(key, f"{message_id}.{stamp}.".encode() + body, hashlib.sha256).digest()
    return {
        "Content-Type": "application/json",
        "webhook-id": message_id,
        "webhook-timestamp": stamp,
        "webhook-signature": "v1," + base64.b64encode(proof).decode(),
    }


def post(address: str, body: bytes, headers: Mapping[str, str], source: str = "website") -> int:
    """Post a delivery over a real socket; returns the status of the answer."""
    request = urllib.request.Request(f"http://{address}/hooks/{source}", data=body, headers=dict(headers))
    return answer_of(request)[0]


def answer_of(request: urllib.request.Request | str) -> tuple[int, bytes]:
    """The answer to a request, good or bad; no proxy is asked."""
    opener = urllib.request.build_opener(urllib.request.ProxyHandler({}))
    try:
        with opener.open(request, timeout=15) as answer:
            return answer.status, answer.read()
    except urllib.error.HTTPError as refusal:
        return refusal.code, refusal.read()


def hook(number: int) -> bytes:
    """The body of a web-hook with an invented person."""
    return json.dumps({"name": f"Ada {number}", "email": f"ada{number}@example.com"}).encode()


def csv_of(rows: Iterator[str] | list[str], head: str = "id,name,email,phone,country") -> str:
    """Lines as a CSV file."""
    return "\n".join([head, *rows]) + "\n"


def people(count: int, start: int = 1) -> list[str]:
    """Rows of invented people."""
    return [f"{n},Ada {n},ada{n}@example.com,,DE" for n in range(start, start + count)]
