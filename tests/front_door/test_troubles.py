"""A database that is locked, read-only, full, damaged or gone: one sentence, and nothing half-done."""

import ctypes
import os
import resource
import signal
import sqlite3
import subprocess
import sys
from contextlib import closing

import pytest

from tests.front_door.program import Floor, csv_of, finished, hook, people, post, signed, until

PR_CAPBSET_DROP = 24
RIGHTS_OF_ROOT = range(4)
"""To own, read and write what is somebody else's."""

HOLD = """
import sqlite3, sys
db = sqlite3.connect(sys.argv[1], isolation_level=None)
db.execute("BEGIN EXCLUSIVE")
print("held", flush=True)
sys.stdin.read()
"""


@pytest.fixture
def lock(floor: Floor) -> "subprocess.Popen[str]":
    """Another program that holds the database until its input is closed."""
    floor.lay().run("serve", "--once")
    command = [sys.executable, "-c", HOLD, str(floor.root / "leads.db")]
    holder = subprocess.Popen(command, stdin=subprocess.PIPE, stdout=subprocess.PIPE, text=True)
    floor.running.append(holder)
    assert holder.stdout
    assert holder.stdout.readline() == "held\n"
    return holder


def test_a_locked_database_is_one_sentence(floor: Floor, lock: "subprocess.Popen[str]") -> None:
    """While another program holds the database, a verb waits a few seconds, says so, and has done nothing."""
    done = floor.run("away", "dana")
    assert (done.returncode, done.stdout) == (1, "")
    assert done.stderr.count("\n") == 1
    assert "is locked by another program" in done.stderr
    assert floor.one("SELECT availability FROM reps WHERE id = 'dana'") == "available"
    lock.communicate()
    assert floor.run("away", "dana").returncode == 0


def test_an_engine_outlives_a_lock(floor: Floor) -> None:
    """While the database is locked the engine answers 503 and leaves files be; afterwards it goes on by itself."""
    engine = floor.lay().serve()
    address = floor.address()
    with closing(sqlite3.connect(floor.root / "leads.db", isolation_level=None)) as other:
        other.execute("BEGIN EXCLUSIVE")
        floor.drop("leads.csv", csv_of(people(2)))
        body = hook(9)
        assert post(address, body, signed(body)) == 503
        other.execute("ROLLBACK")
    until(lambda: floor.one("SELECT count(*) FROM leads") == 2, 10)
    assert until(lambda: post(address, body, signed(body)), 10) == 202
    assert engine.poll() is None
    assert "Traceback" not in (floor.root / "floorboard.log").read_text("utf-8")


def test_a_full_disk_is_answered_503_and_heals(floor: Floor) -> None:
    """When nothing more can be written no hook is answered well and no file is lost; with room again all goes on."""
    engine = floor.lay().serve()
    address = floor.address()
    size = max(path.stat().st_size for path in floor.root.glob("leads.db*"))
    hard = resource.prlimit(engine.pid, resource.RLIMIT_FSIZE)[1]
    resource.prlimit(engine.pid, resource.RLIMIT_FSIZE, (size + 8192, hard))
    floor.drop("leads.csv", csv_of(people(300)))
    answers = {post(address, hook(n), signed(hook(n), f"msg_{n}")) for n in range(1000, 1020)}
    assert 503 in answers
    kept = floor.one("SELECT count(*) FROM spool")
    resource.prlimit(engine.pid, resource.RLIMIT_FSIZE, (hard, hard))
    until(lambda: floor.one("SELECT count(*) FROM leads") >= 300 + kept, 10)
    body = hook(5000)
    assert post(address, body, signed(body, "msg_last")) == 202
    assert engine.poll() is None
    assert floor.verified()


def test_a_full_disk_stops_a_verb_in_a_sentence(floor: Floor) -> None:
    """A verb that cannot write says so in one sentence with exit code 1, and nothing is half-done."""
    floor.lay().run("serve", "--once")
    size = (floor.root / "leads.db").stat().st_size

    def tight() -> None:
        resource.setrlimit(resource.RLIMIT_FSIZE, (4096, 4096))

    assert size > 4096
    done = floor.run("away", "dana", preexec_fn=tight)
    assert done.returncode == 1, done.stderr
    assert done.stderr.count("\n") == 1
    assert "disk" in done.stderr
    assert floor.one("SELECT availability FROM reps WHERE id = 'dana'") == "available"
    assert floor.verified()


def test_a_read_only_floor_is_one_sentence(floor: Floor) -> None:
    """On a floor that may only be read, a verb is refused in a sentence."""
    floor.lay().run("serve", "--once")
    paths = (*floor.root.glob("leads.db*"), floor.root)
    for path in paths:
        path.chmod(0o555 if path.is_dir() else 0o444)
    done = floor.run("away", "dana", preexec_fn=_without_rights)
    for path in paths:
        path.chmod(0o755 if path.is_dir() else 0o644)
    assert (done.returncode, done.stdout, done.stderr.count("\n")) == (1, "", 1), done.stderr
    assert "cannot be" in done.stderr
    assert floor.one("SELECT availability FROM reps WHERE id = 'dana'") == "available"


def _without_rights() -> None:
    """Be bound by the rights of files, even as root."""
    if os.geteuid() == 0:
        for right in RIGHTS_OF_ROOT:
            ctypes.CDLL(None).prctl(PR_CAPBSET_DROP, right, 0, 0, 0)


@pytest.mark.parametrize("how", ["deleted", "moved", "replaced"])
def test_an_engine_whose_database_goes_stops_in_a_sentence(floor: Floor, how: str) -> None:
    """Within five seconds of leads.db being deleted, moved or replaced, the engine stops and says why."""
    engine = floor.lay().serve()
    database = floor.root / "leads.db"
    if how == "deleted":
        database.unlink()
    elif how == "moved":
        database.rename(floor.root / "elsewhere.db")
    else:
        with closing(sqlite3.connect(database)) as old, closing(sqlite3.connect(floor.root / "copy.db")) as copy:
            old.backup(copy)
        (floor.root / "copy.db").replace(database)
    done = finished(engine, 6)
    assert done.returncode == 1
    assert done.stderr == "leads.db was moved, deleted or replaced while floorboard ran; start the engine again.\n"


def test_an_engine_that_was_fenced_stops_in_a_sentence(floor: Floor) -> None:
    """An engine whose lease was taken over while it was stopped writes nothing more, and ends with exit code 1."""
    engine = floor.lay().serve()
    engine.send_signal(signal.SIGSTOP)
    with closing(sqlite3.connect(floor.root / "leads.db", isolation_level=None)) as db:
        db.execute("UPDATE lease SET holder = 'another', epoch = epoch + 1")
    engine.send_signal(signal.SIGCONT)
    done = finished(engine, 10)
    assert (done.returncode, done.stderr) == (1, "Another process has become the engine of this floor.\n")
    assert floor.rows("SELECT holder FROM lease") == [("another",)]


@pytest.mark.parametrize("verb", ["status", "serve", "away"])
def test_what_is_no_database_is_left_alone(floor: Floor, verb: str) -> None:
    """A leads.db that is no database, or a newer one, is refused in a sentence and not touched."""
    floor.lay()
    (floor.root / "leads.db").write_bytes(b"these are not tables" * 100)
    done = floor.run(verb, *(["dana"] if verb == "away" else []))
    assert (done.returncode, done.stderr.count("\n")) == (1, 1)
    assert "is not a database" in done.stderr
    assert (floor.root / "leads.db").read_bytes() == b"these are not tables" * 100
