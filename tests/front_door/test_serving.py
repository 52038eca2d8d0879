"""The engine process: it listens, it is alone, it stops in order and starts at once."""

import hashlib
import hmac
import json
import signal
import socket
import sqlite3
import subprocess
import time
from contextlib import closing
from statistics import median
from typing import cast

import pytest

from store.rows import StoreError
from tests.front_door.program import (
    PLAIN_SECRET,
    Floor,
    answer_of,
    csv_of,
    finished,
    hook,
    people,
    post,
    signed,
    until,
)
from tui.serving.dealing import Dealing
from tui.serving.hook_door import Asked
from tui.serving.lease import held_by
from tui.serving.serve import Engine


def test_a_signed_hook_is_dealt_and_explained_within_a_second(floor: Floor) -> None:
    """A signed delivery is answered 202, and a second later the lead has a rep and a reason for every rep."""
    floor.lay().serve()
    body = hook(1)
    assert post(floor.address(), body, signed(body)) == 202
    until(lambda: floor.one("SELECT rep_id FROM leads"), 1.0)
    (lead,) = floor.status()["leads"]
    assert (lead["name"], lead["state"]) == ("Ada 1", "assigned")
    told = json.loads(floor.run("why", lead["id"], "--json").stdout)
    assert {rep["rep_id"] for rep in told["reps"]} == {"dana", "jon", "mia"}
    assert all(rep["reason"] for rep in told["reps"])


def test_the_same_delivery_twice_is_one_lead(floor: Floor) -> None:
    """A delivery that is sent again is answered 200 and taken once."""
    floor.lay().serve()
    body = hook(1)
    answers = [post(floor.address(), body, signed(body)) for _ in range(2)]
    assert answers == [202, 200]
    until(lambda: floor.one("SELECT min(is_done) FROM spool"))
    assert floor.one("SELECT count(*) FROM leads") == 1
    assert floor.one("SELECT count(*) FROM events WHERE kind = 'lead_repeated'") == 0


def test_a_forged_delivery_leaves_nothing(floor: Floor) -> None:
    """A delivery with a wrong signature is answered 401 and kept nowhere; another source signs its own way."""
    floor.lay().serve()
    body = hook(1)
    assert post(floor.address(), body, signed(hook(2))) == 401
    assert floor.one("SELECT count(*) FROM spool") == 0
    proof = "sha256=" + hmac.new(PLAIN_SECRET.encode(), body, hashlib.sha256).hexdigest()
    headers = {"Content-Type": "application/json", "X-Signature-256": proof}
    assert post(floor.address(), body, headers, "shop") == 202


def test_health_names_the_last_entry(floor: Floor) -> None:
    """`/healthz` answers 200 with the number of the journal's last entry."""
    floor.lay().serve()
    status, body = answer_of(f"http://{floor.address()}/healthz")
    assert status == 200
    assert json.loads(body)["seq"] == floor.one("SELECT max(seq) FROM events")


def test_leads_are_there_within_a_second(floor: Floor) -> None:
    """From a hook's answer, and from a file's close, to the lead's row: ten of each, the slowest under a second."""
    floor.lay().serve()
    address = floor.address()
    hooks, files = [], []
    for number in range(10):
        body = hook(number)
        assert post(address, body, signed(body, f"msg_{number}")) == 202
        hooks.append(_seconds_until_lead(floor, f"ada{number}@example.com"))
        with (floor.inbox / f"one-{number}.csv").open("w", encoding="utf-8") as file:
            file.write(csv_of([f"{number},Bo,bo{number}@example.com,,DE"]))
        files.append(_seconds_until_lead(floor, f"bo{number}@example.com"))
    print(f"hook p50 {median(hooks) * 1000:.0f} ms, file p50 {median(files) * 1000:.0f} ms")  # noqa: T201
    assert max(*hooks, *files) < 1.0


def _seconds_until_lead(floor: Floor, email: str) -> float:
    began = time.monotonic()
    until(lambda: floor.one("SELECT 1 FROM cards WHERE email = ?", email), 5)
    return time.monotonic() - began


@pytest.mark.parametrize("stop", [signal.SIGTERM, signal.SIGINT])
def test_a_signal_stops_the_engine_in_order(floor: Floor, stop: signal.Signals) -> None:
    """Asked to stop amid a file, the engine commits what it holds, gives the lease up and exits with 0."""
    engine = floor.lay().serve()
    floor.drop("many.csv", csv_of(people(3000)))
    until(lambda: floor.one("SELECT rows_done FROM files"))
    engine.send_signal(stop)
    done = finished(engine, 10)
    assert (done.returncode, done.stderr) == (0, "")
    assert floor.rows("SELECT holder, pid FROM lease") == [("", 0)]
    taken = floor.one("SELECT rows_done FROM files")
    assert taken == floor.one("SELECT count(*) FROM leads")
    assert taken < 3000
    assert floor.run("serve", "--once").returncode == 0
    assert floor.one("SELECT count(*) FROM leads") == 3000


def test_a_tied_engine_ends_with_whoever_holds_its_input(floor: Floor) -> None:
    """With `--tied` the end of standard input stops the engine, and so does a signal while it is open."""
    engine = floor.lay().serve("--tied", stdin=subprocess.PIPE)
    assert engine.stdin
    engine.stdin.close()
    engine.stdin = None
    assert finished(engine, 10).returncode == 0
    engine = floor.serve("--tied", stdin=subprocess.PIPE)
    engine.terminate()
    assert engine.wait(10) == 0


def test_a_floor_has_one_engine(floor: Floor) -> None:
    """A second engine says so, stands by, and takes over when the first is gone."""
    first = floor.lay().serve()
    second = floor.start("serve")
    assert second.stderr
    said = second.stderr.readline()
    assert said.startswith(f"The engine of this floor runs already, as process {first.pid}. This one stands by")
    assert floor.engine_pid() == first.pid
    floor.kill(first)
    until(lambda: floor.engine_pid() == second.pid, 15)


def test_an_import_whose_engine_dies_leaves_the_floor_to_the_one_that_stands_by(floor: Floor) -> None:
    """It does not become the engine between the two; its file is taken by the next one, once."""
    first = floor.lay().serve()
    second = floor.start("serve")
    assert second.stderr
    assert second.stderr.readline()
    first.send_signal(signal.SIGSTOP)
    file = floor.root / "late.csv"
    file.write_text(csv_of(people(5)))
    taking = floor.start("import", str(file))
    until((floor.inbox / "late.csv").exists, 30)
    floor.kill(first)
    assert finished(taking).returncode == 0
    assert floor.rows("SELECT pid, epoch FROM lease") == [(second.pid, 2)]
    assert floor.one("SELECT count(*) FROM leads") == 5


async def test_an_engine_that_stands_by_outlasts_a_locked_database(monkeypatch: pytest.MonkeyPatch) -> None:
    """While another holds the lease or a lock it waits, and says each thing once; then it is the engine."""
    said: list[str] = []
    monkeypatch.setattr("tui.serving.serve.LOOK_SECONDS", 0.001)
    monkeypatch.setattr("tui.serving.serve.say", said.append)
    dealing = Standing([held_by(7), held_by(7), StoreError("It is locked."), StoreError("It is locked."), None])
    assert await Engine(cast(Dealing, dealing), Asked())._become_engine()
    assert [words.partition(".")[0] for words in said] == [
        "The engine of this floor runs already, as process 7",
        "It is locked",
    ]
    first = Standing([StoreError("It is locked.")])
    with pytest.raises(StoreError):
        await Engine(cast(Dealing, first), Asked())._become_engine()


class Standing:
    """A floor that cannot be opened until all of these have come."""

    turns = None

    def __init__(self, troubles: list[Exception | None]) -> None:
        self._troubles = iter(troubles)

    def holder(self) -> int:
        """Nobody."""
        return 0

    def read_rules_anew(self) -> None:
        """They are as they were."""

    def open(self) -> None:
        """Fail as long as it lasts."""
        if trouble := next(self._troubles):
            raise trouble


def test_an_engine_that_stands_by_can_be_stopped(floor: Floor) -> None:
    """It ends in order, and the first goes on."""
    first = floor.lay().serve()
    second = floor.start("serve")
    assert second.stderr
    assert second.stderr.readline()
    second.terminate()
    assert finished(second, 10).returncode == 0
    assert first.poll() is None


def test_without_a_terminal_hanging_up_ends_nothing(floor: Floor) -> None:
    """Daemons are asked by SIGHUP to read their settings again, which the engine does all the time."""
    engine = floor.lay().serve(start_new_session=True)
    engine.send_signal(signal.SIGHUP)
    body = hook(1)
    assert post(floor.address(), body, signed(body)) == 202
    assert engine.poll() is None


def test_nothing_listens_beyond_this_machine_unasked(floor: Floor) -> None:
    """A floor.toml that asks for every address is not followed until `--listen` says the same; files are taken."""
    rules = floor.lay().root / "floor.toml"
    rules.write_text(rules.read_text("utf-8").replace("127.0.0.1:0", "0.0.0.0:0"), "utf-8")
    engine = floor.serve()
    assert floor.one("SELECT listening FROM lease") == ""
    assert "floorboard serve --listen 0.0.0.0:0" in floor.status()["engine"]["trouble"]
    engine.terminate()
    engine.wait(10)
    floor.serve("--listen", "0.0.0.0:0")
    assert floor.address().startswith("0.0.0.0:")


def test_listening_beyond_this_machine_needs_a_secret(floor: Floor) -> None:
    """Without a source that can prove itself the engine refuses in a sentence."""
    floor.lay().env |= {"WEBSITE_SECRET": "", "SHOP_SECRET": ""}
    done = floor.run("serve", "--listen", "0.0.0.0:0")
    assert (done.returncode, done.stderr.count("\n")) == (1, 1), done.stderr
    assert "no web-hook source has a secret" in done.stderr


def test_after_a_kill_the_next_engine_starts_at_once(floor: Floor) -> None:
    """The lease of a process that is gone holds nobody up, were it renewed for a year ahead."""
    floor.kill(floor.lay().serve())
    with closing(sqlite3.connect(floor.root / "leads.db", isolation_level=None, timeout=10)) as db:
        db.execute("UPDATE lease SET renewed_at = '2999-01-01T00:00:00.000000Z'")
    floor.serve()


def test_a_taken_port_does_not_stop_the_files(floor: Floor) -> None:
    """With its port taken the engine says so, takes files all the same, and listens once the port is free."""
    with socket.create_server(("127.0.0.1", 0)) as holder:
        port = holder.getsockname()[1]
        floor.lay(port=port).serve()
        floor.drop("leads.csv", csv_of(people(1)))
        until(lambda: floor.one("SELECT count(*) FROM leads"))
        assert f"127.0.0.1:{port} is taken" in floor.status()["engine"]["trouble"]
    assert until(lambda: floor.one("SELECT listening FROM lease"), 15) == f"127.0.0.1:{port}"
    until(lambda: not floor.status()["engine"]["trouble"])


def test_a_delivery_nobody_dealt_is_dealt_by_the_next_engine(floor: Floor) -> None:
    """What was answered 202 is a lead after a kill -9 and a restart, once."""
    engine = floor.lay().serve()
    address = floor.address()
    for number in range(20):
        body = hook(number)
        assert post(address, body, signed(body, f"msg_{number}")) == 202
    floor.kill(engine)
    floor.run("serve", "--once")
    assert floor.one("SELECT count(*) FROM leads") == 20
    assert floor.verified()
