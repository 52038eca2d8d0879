"""Rows D1 to D8: several processes on one floor, stopped, frozen, with other clocks and other versions."""

import os
import signal
import sqlite3
import threading
import time
from collections import Counter
from contextlib import closing

from tests.faults.asking import all_taken, doubled, log, lost, one_sentence, sound, writer
from tests.faults.flood import Flood
from tests.faults.matrix import row
from tests.faults.stage import Stage
from tests.front_door.program import csv_of, finished, people, until

TAKE_OVER_SECONDS = 15
FACES = 12


@row("D1", "two engines and four imports, one engine killed: the other takes over in 15 s, none sees a lock")
def takeover(stage: Stage) -> str:
    floor = stage.floor()
    first = floor.serve()
    second = floor.start("serve")
    files = [stage.root / f"part-{n}.csv" for n in range(4)]
    for number, file in enumerate(files):
        file.write_text(csv_of(people(1000, number * 1000 + 1)))
    imports = [floor.start("import", str(file)) for file in files]
    until(lambda: (floor.one("SELECT count(*) FROM leads") or 0) > 500, 60)
    began = time.monotonic()
    floor.kill(first)
    until(lambda: floor.engine_pid() == second.pid, 20)
    took = time.monotonic() - began
    ends = [finished(process, 120) for process in imports]
    words = "".join(done.stdout + done.stderr for done in ends) + log(floor)
    again = [floor.run("import", str(file)).returncode for file in files]
    all_taken(floor, range(1, 4001), 60)
    assert doubled(floor) == 0
    assert "locked" not in words, words[-500:]
    assert took < TAKE_OVER_SECONDS, took
    assert set(again) == {0}, again
    sound(floor)
    return f"takeover {took:.1f} s, 4000 rows: lost=0 doubled=0, 'locked' seen=0"


@row("D2", "12 terminals take the same lead: one wins, 11 are told who, ten times of ten")
def race(stage: Stage) -> str:
    reps = tuple(f"rep{n:02}" for n in range(FACES))
    floor = stage.floor(reps=reps)
    rules = floor.root / "floor.toml"
    rules.write_text(rules.read_text().replace('strategy = "round_robin"', 'strategy = "pull_preview"'))
    engine = floor.serve()
    floor.drop("ten.csv", csv_of(people(10)))
    all_taken(floor, range(1, 11))
    for lead in range(1, 11):
        if lead == 6:
            engine.terminate()
            engine.wait(10)
        racers = [floor.start("claim", f"L-{lead}", rep) for rep in reps]
        ends = [finished(process, 60) for process in racers]
        (owner,) = floor.rows("SELECT rep_id FROM assignments WHERE lead_id = ? AND ended_at IS NULL", f"L-{lead}")
        assert [done.returncode for done in ends].count(0) == 1, [done.stderr for done in ends]
        losers = [one_sentence(done.stderr) for done in ends if done.returncode]
        named = [words for words in losers if owner[0] in words or owner[0].title() in words]
        assert len(named) == FACES - 1, losers
    sound(floor)
    return f"10 of 10: one wins, 11 told who (five with an engine, five without): {losers[0]}"


@row("D3", "reassigning while the engine deals and reps come and go breaks no law")
def by_hand(stage: Stage) -> str:
    floor = stage.floor(reps=("dana", "jon", "mia", "ann"))
    floor.serve()
    address = floor.address()
    flood = Flood(lambda: address)
    thread = flood.start(range(1, 100_000), clients=5)
    until(lambda: len(flood.acked) > 20, 30)
    words, began, done = Counter[str](), time.monotonic(), Counter[int]()
    while time.monotonic() - began < 20:
        lead = floor.one("SELECT id FROM leads WHERE state = 'assigned' ORDER BY random() LIMIT 1") or "L-1"
        hands = [floor.start("assign", lead, rep) for rep in ("dana", "jon")]
        hands += [floor.start("away" if done[0] % 2 else "back", "mia"), floor.start("requeue", lead)]
        for process in hands:
            end = finished(process, 30)
            done[end.returncode] += 1
            words[end.stderr.strip()[-60:]] += end.returncode != 0
    flood.is_over.set()
    thread.join(20)
    all_taken(floor, flood.acked)
    assert doubled(floor) == 0
    assert not any("locked" in one or "Traceback" in one for one in words), words
    sound(floor)
    return f"{done.total()} acts ({done[0]} done, {done[1]} refused) beside {len(flood.acked)} deliveries: doubled=0"


@row("D4", "an engine frozen beyond its lease writes nothing when it wakes, and ends")
def frozen(stage: Stage) -> str:
    floor = stage.floor()
    first = floor.serve()
    second = floor.start("serve")
    first.send_signal(signal.SIGSTOP)
    began = time.monotonic()
    until(lambda: floor.engine_pid() == second.pid, 25)
    took = time.monotonic() - began
    time.sleep(3)
    epoch = floor.one("SELECT epoch FROM lease")
    first.send_signal(signal.SIGCONT)
    done = finished(first, 10)
    assert done.returncode == 1
    assert "Another process has become the engine" in done.stderr
    assert floor.rows("SELECT pid, epoch FROM lease") == [(second.pid, epoch)]
    floor.drop("leads.csv", csv_of(people(5)))
    all_taken(floor, range(1, 6))
    sound(floor)
    assert took < TAKE_OVER_SECONDS, took
    return f"takeover {took:.1f} s, the woken one wrote nothing: {one_sentence(done.stderr)}"


@row("D5", "a jump of the engine's own clock neither doubles nor loses, nor raises a breach twice")
def own_clock(stage: Stage) -> str:
    floor = stage.floor(reps=("dana",))
    shim = stage.shim(floor)
    floor.serve()
    other = stage.second(floor)
    for number, jump in enumerate((3600, -3600, 86_400, 0)):
        shim.set(clock=jump)
        other.drop(f"leads-{number}.csv", csv_of(people(5, number * 5 + 1)))
        all_taken(other, range(1, number * 5 + 6), 15)
        done = other.run("away" if number % 2 else "back", "dana")
        assert done.returncode == 0 or "already" in done.stderr, done.stderr
    breaches = other.rows("SELECT lead_id, count(*) FROM events WHERE kind = 'sla_breached' GROUP BY lead_id")
    assert all(count == 1 for _, count in breaches), breaches
    sound(other)
    return f"4 jumps, 20 leads: lost=0, breaches once each ({len(breaches)})"


@row("D6", "where a newer version has changed the tables, this one refuses and the running engine loses nothing")
def two_versions(stage: Stage) -> str:
    floor = stage.floor()
    engine = floor.serve()
    floor.drop("leads.csv", csv_of(people(5)))
    all_taken(floor, range(1, 6))
    with writer(floor) as db:
        (ours,) = db.execute("PRAGMA user_version").fetchone()
        db.execute(f"PRAGMA user_version = {ours + 1}")
        db.execute("PRAGMA wal_checkpoint(TRUNCATE)")
    refused = floor.run("away", "dana")
    assert refused.returncode == 1 and "newer floorboard" in refused.stderr, refused.stderr
    alive = engine.poll() is None
    with writer(floor) as db:
        db.execute(f"PRAGMA user_version = {ours}")
    if alive:
        engine.terminate()
    finished(engine, 10)
    sound(floor)
    assert lost(floor, range(1, 6)) == 0
    return "verbs refuse, the engine " + ("goes on" if alive else "ends with a sentence")


@row("D7", "a reader who never ends is named with its process before the log is large")
def long_reader(stage: Stage) -> str:
    floor = stage.floor()
    floor.serve()
    with closing(sqlite3.connect(floor.root / "leads.db", isolation_level=None)) as reader:
        reader.execute("BEGIN")
        reader.execute("SELECT count(*) FROM events").fetchone()
        floor.drop("big.csv", csv_of(people(12_000)))
        all_taken(floor, range(1, 12_001), 120)
        wal = (floor.root / "leads.db-wal").stat().st_size / 2**20
        until(lambda: floor.one("SELECT trouble FROM lease") or wal < 32, 20)
        told = floor.one("SELECT trouble FROM lease")
    assert str(os.getpid()) in told, (told, wal)
    assert wal < 256, wal
    return f"log {wal:.0f} MiB: {told}"


@row("D8", "four writers beside a checkpoint without end leave a sound database")
def checkpoints(stage: Stage) -> str:
    floor = stage.floor()
    floor.serve()
    over = threading.Event()
    emptied = Counter[int]()

    def empty() -> None:
        while not over.is_set():
            with writer(floor) as db:
                emptied[db.execute("PRAGMA wal_checkpoint(TRUNCATE)").fetchone()[0]] += 1

    thread = threading.Thread(target=empty, daemon=True)
    thread.start()
    address = floor.address()
    flood = Flood(lambda: address).run(range(1, 801), clients=20)
    for turn in range(4):
        hands = [floor.start("away" if turn % 2 else "back", rep) for rep in ("dana", "jon", "mia")]
        ends = [finished(process, 60) for process in hands]
        assert not [done.stderr for done in ends if done.returncode and "already" not in done.stderr]
    over.set()
    thread.join(30)
    all_taken(floor, flood.acked)
    sound(floor)
    return f"{emptied.total()} checkpoints beside {len(flood.acked)} deliveries and 12 acts: sound"
