"""Rows A1 to A4, A14 to A18, A21 to A23: processes that die, hang, collide or are lied to."""

import os
import random
import re
import shutil
import signal
import socket
import subprocess
import time

from tests.faults.asking import all_taken, digest, doubled, lost, one_sentence, sound, writer
from tests.faults.flood import Flood
from tests.faults.matrix import Skipped, row
from tests.faults.stage import Stage
from tests.front_door.program import Floor, csv_of, finished, people, until

KILLS, ROWS = 20, 20_000
WRITING = "write,pwrite64,pwritev,fsync,fdatasync,ftruncate,rename,renameat,renameat2,unlink,unlinkat,mkdir"


@row("A1", "20 kills over 20,000 rows lose and double nothing")
def killed_imports(stage: Stage) -> str:
    floor = stage.floor()
    file = stage.root / "big.csv"
    file.write_text(csv_of(people(ROWS)), "utf-8")
    return _killed(floor, ["import", str(file)])


@row("A2", "20 kills of an engine over 20,000 dropped rows lose and double nothing")
def killed_intake(stage: Stage) -> str:
    floor = stage.floor()
    floor.drop("big.csv", csv_of(people(ROWS)))
    told = _killed(floor, ["serve", "--once"])
    assert [path.name for path in (floor.inbox / "done").iterdir()] == ["big.csv"]
    return told


def _killed(floor: Floor, words: list[str]) -> str:
    """Kill at even parts of the rows, at a random moment after each; then to the end, and once more."""
    chance = random.Random(6)
    for kill in range(KILLS):
        process = floor.start(*words)
        goal = ROWS * kill // (KILLS + 1)
        until(lambda: (floor.one("SELECT rows_done FROM files") or 0) >= goal or process.poll() is not None, 60)
        time.sleep(chance.random() * 0.1)
        floor.kill(process)
    done = floor.run(*words)
    assert done.returncode == 0, done.stderr
    sound(floor)
    gone, twice, seq = lost(floor, range(1, ROWS + 1)), doubled(floor), floor.one("SELECT max(seq) FROM events")
    floor.run(*words)
    again = floor.one("SELECT count(*) FROM events WHERE kind = 'lead_received'") - ROWS
    assert (gone, twice, again) == (0, 0, 0), (gone, twice, again)
    return f"{KILLS} kills, {ROWS} rows: lost=0 doubled=0, {seq} entries verified"


@row("A3", "SIGKILL at every writing system call of a small import leaves no bad point")
def killed_at_every_write(stage: Stage) -> str:
    points = _points(stage)
    first, _, last = (os.environ.get("FAULT_POINTS") or f"1-{points}").partition("-")
    for point in range(int(first), min(int(last), points) + 1):
        floor = stage.floor(f"at-{point}", reps=("dana",))
        _prepared(floor)
        _strace(floor, f"inject={WRITING}:signal=KILL:when={point}")
        done = floor.run("serve", "--once")
        assert done.returncode == 0, f"point {point}: {done.stderr}"
        floor.verified()
        leads = floor.one("SELECT count(*) FROM cards")
        assert (leads, doubled(floor), len(list((floor.inbox / "done").iterdir()))) == (3, 0, 1), f"point {point}"
        shutil.rmtree(floor.root)
    return f"points {first} to {last} of {points}: bad=0"


@row("A4", "a file whose rename was cut off after the commit is taken again without a new row")
def killed_before_rename(stage: Stage) -> str:
    floor = stage.floor(reps=("dana",))
    _prepared(floor)
    assert floor.run("serve", "--once").returncode == 0
    done = floor.inbox / "done" / "three.csv"
    back = floor.inbox / ".taking" / "file" / "three.csv"
    back.parent.mkdir(parents=True, exist_ok=True)
    done.rename(back)
    assert floor.run("serve", "--once").returncode == 0
    assert floor.one("SELECT count(*) FROM cards") == 3
    assert done.exists()
    sound(floor)
    return "new rows=0"


def _prepared(floor: Floor) -> None:
    floor.run("serve", "--once")
    floor.drop("three.csv", csv_of(people(3)))


def _points(stage: Stage) -> int:
    """How many writing calls a small import makes; counted, the kills go one further each."""
    floor = stage.floor("count", reps=("dana",))
    _prepared(floor)
    told = _strace(floor, f"trace={WRITING}")
    return len(re.findall(r"^(?:\[pid +\d+\] |\d+ +)?\w+\(", told, re.MULTILINE))


def _strace(floor: Floor, what: str) -> str:
    if not shutil.which("strace"):
        raise Skipped("needs strace")
    trace = floor.root.parent / "trace"
    command = ["strace", "-f", "-qq", "-o", str(trace), "-e", f"trace={WRITING}", "-e", what, *floor.program]
    subprocess.run([*command, "--floor", str(floor.root), "serve", "--once"], env=floor.env, capture_output=True)
    return trace.read_text(errors="replace")


@row("A14", "a database locked for 15 s: deliveries come late or are answered 503, none is lost")
def locked(stage: Stage) -> str:
    floor = stage.floor()
    engine = floor.serve()
    flood = Flood(floor.address)
    address = floor.address()
    flood._address = lambda: address
    with writer(floor) as other:
        other.execute("BEGIN EXCLUSIVE")
        thread = flood.start(range(1, 201), clients=10)
        time.sleep(15)
        other.execute("ROLLBACK")
    thread.join(60)
    all_taken(floor, flood.acked)
    assert engine.poll() is None
    assert len(flood.acked) == 200
    sound(floor)
    return f"lost=0 of 200, refused meanwhile {dict(flood.refused)}"


@row("A15", "a damaged database is said so and never replaced by a new one")
def damaged(stage: Stage) -> str:
    floor = stage.floor()
    floor.drop("leads.csv", csv_of(people(500)))
    floor.run("serve", "--once")
    path = floor.root / "leads.db"
    with path.open("r+b") as file:
        for page in range(1, path.stat().st_size // 4096):
            file.seek(page * 4096)
            file.write(b"\xa5" * 512)
    before = digest(path)
    told = [floor.run(*words) for words in (["serve", "--once"], ["status"], ["verify"], ["away", "dana"])]
    assert all(done.returncode == 1 for done in told), [done.stdout for done in told]
    sentences = {one_sentence(done.stderr) for done in (told[0], told[1], told[3])}
    assert all("damaged" in sentence for sentence in sentences), sentences
    assert digest(path) == before
    return f"4 of 4 verbs refuse: {min(sentences)[-60:]}"


@row("A16", "a leads.db that is deleted or replaced under the engine stops it within 5 s with a sentence")
def swapped(stage: Stage) -> str:
    slowest = 0.0
    for how in ("deleted", "moved", "replaced", "overwritten"):
        floor = stage.floor(how)
        floor.run("serve", "--once")
        shutil.copy(floor.root / "leads.db", floor.root / "old.db")
        floor.run("away", "dana")
        engine = floor.serve()
        time.sleep(1.5)
        database = floor.root / "leads.db"
        began = time.monotonic()
        if how == "deleted":
            database.unlink()
        elif how == "moved":
            database.rename(floor.root / "x.db")
        elif how == "replaced":
            (floor.root / "old.db").replace(database)
        else:
            shutil.copy(floor.root / "old.db", database)
        done = finished(engine, 8)
        slowest = max(slowest, time.monotonic() - began)
        assert done.returncode == 1, (how, done.stderr)
        assert done.stderr.endswith("ran; start the engine again.\n"), done.stderr
    assert slowest < 5, slowest
    return f"slowest {slowest:.1f} s"


@row("A17", "a write-ahead log lost after a kill is noticed: N entries missing")
def log_lost(stage: Stage) -> str:
    floor = stage.floor()
    engine = floor.serve()
    floor.drop("leads.csv", csv_of(people(20)))
    all_taken(floor, range(1, 21))
    until(lambda: (floor.root / "leads.head").exists())
    until(lambda: f'"seq":{floor.one("SELECT max(seq) FROM events")},' in (floor.root / "leads.head").read_text(), 15)
    floor.kill(engine)
    (floor.root / "leads.db-wal").unlink()
    told = floor.run("verify")
    assert told.returncode == 1
    found = re.search(r"\d+ entr\w+ (?:is|are) missing", told.stdout + told.stderr)
    assert found, told.stdout + told.stderr
    return found[0]


@row("A18", "a database of a newer floorboard is refused, untouched to the byte")
def newer_schema(stage: Stage) -> str:
    floor = stage.floor()
    floor.run("serve", "--once")
    path = floor.root / "leads.db"
    with writer(floor) as db:
        version = db.execute("PRAGMA user_version").fetchone()[0]
        db.execute("PRAGMA user_version = 999")
        db.execute("PRAGMA wal_checkpoint(TRUNCATE)")
    before = digest(path)
    for words in (["serve", "--once"], ["status"], ["verify"], ["away", "dana"], ["rebuild"], ["backup"]):
        done = floor.run(*words)
        assert done.returncode == 1, words
        assert "newer floorboard" in one_sentence(done.stderr)
    assert digest(path) == before
    return f"6 verbs refuse version 999 (ours is {version}); the file is the same to the byte"


@row("A21", "a taken port is named, files are taken all the same, and the port is used once it is free", quick=True)
def port_taken(stage: Stage) -> str:
    with socket.create_server(("127.0.0.1", 0)) as holder:
        port = holder.getsockname()[1]
        floor = stage.floor(port=port)
        engine = floor.serve()
        floor.drop("leads.csv", csv_of(people(3)))
        all_taken(floor, range(1, 4), 10)
        assert f"127.0.0.1:{port} is taken" in floor.status()["engine"]["trouble"]
    began = time.monotonic()
    until(lambda: floor.one("SELECT listening FROM lease") == f"127.0.0.1:{port}", 15)
    assert engine.poll() is None
    return f"said, 3 of 3 leads taken, listens {time.monotonic() - began:.1f} s after it was free"


@row("A22", "signals end the engine in order within 5 s; after a stop it goes on with what came meanwhile")
def signals(stage: Stage) -> str:
    slowest = 0.0
    for name in (signal.SIGTERM, signal.SIGINT):
        floor = stage.floor(name.name)
        engine = floor.serve()
        floor.drop("big.csv", csv_of(people(5000)))
        until(lambda floor=floor: (floor.one("SELECT count(*) FROM leads") or 0) > 200, 20)
        began = time.monotonic()
        engine.send_signal(name)
        engine.send_signal(name)
        done = finished(engine, 10)
        slowest = max(slowest, time.monotonic() - began)
        assert done.returncode == 0, done.stderr
        engine = floor.serve()
        engine.send_signal(signal.SIGSTOP)
        floor.drop("late.csv", csv_of(people(50, 9001)))
        time.sleep(1)
        engine.send_signal(signal.SIGCONT)
        all_taken(floor, [*range(1, 5001), *range(9001, 9051)], 60)
        engine.terminate()
        assert finished(engine, 10).returncode == 0
        sound(floor)
        assert doubled(floor) == 0
    assert slowest < 5, slowest
    return f"slowest end {slowest:.1f} s, lost=0 of 10,100"


@row("A23", "a backup while others write is one point in time, and restores")
def backup_while_writing(stage: Stage) -> str:
    floor = stage.floor()
    engine = floor.serve()
    address = floor.address()
    flood = Flood(lambda: address)
    thread = flood.start(range(1, 100_000), clients=10)
    until(lambda: len(flood.acked) > 100, 20)
    acked = set(flood.acked)
    copy = stage.root / "copy.db"
    made = floor.run("backup", str(copy))
    assert made.returncode == 0, made.stderr
    until(lambda: len(flood.acked) > len(acked) + 100, 20)
    flood.is_over.set()
    thread.join(20)
    engine.terminate()
    engine.wait(10)
    other = stage.floor("other")
    shutil.copy(copy, other.root / "copy.db")
    restored = other.run("restore", str(copy))
    assert restored.returncode == 0, restored.stderr
    other.run("serve", "--once")
    sound(other)
    gone = lost(other, acked)
    assert gone == 0, gone
    again = floor.run("restore", str(copy))
    assert again.returncode == 0, again.stderr
    assert "Gone with it" in again.stderr + again.stdout
    return f"{len(acked)} acked before the copy: lost=0; {len(flood.acked)} in all; {made.stdout.strip()[-40:]}"
