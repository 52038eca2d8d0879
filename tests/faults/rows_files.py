"""Rows B1 to B8, B10, B12 to B14: files that grow, hide, lie, explode or cannot be moved."""

import io
import os
import signal
import socket
import subprocess
import time
import zipfile
from pathlib import Path

from tests.faults.asking import all_taken, doubled, log, lost, sound
from tests.faults.matrix import need_root, row
from tests.faults.stage import Stage, resident_mib, without_rights
from tests.front_door.program import Floor, csv_of, finished, people, until

QUEUE = Path("/proc/sys/fs/inotify/max_queued_events")


@row("B1", "slow, stalled, dead and unfinished writers tear, lose and double nothing")
def slow_writers(stage: Stage) -> str:
    floor = stage.floor(settle="2s")
    floor.serve()
    head = "id,name,email,phone,country\n"
    slow, dead = floor.inbox / "slow.csv", floor.inbox / "dead.csv"
    dead.write_text(head + "\n".join(people(5, 101)))  # no last newline
    with slow.open("w", buffering=1) as file:
        file.write(head)
        for line in people(20):
            file.write(line[:10])
            time.sleep(0.05)
            file.write(line[10:] + "\n")
            if "Ada 10," in line:
                time.sleep(1.5)
    all_taken(floor, [*range(1, 21), *range(101, 106)], 20)
    for start in (201, 211):  # the same name, the same size, another content
        (floor.inbox / "same.csv").write_text(head + "\n".join(people(5, start)) + "\n")
        all_taken(floor, range(start, start + 5), 20)
    names = {name for (name,) in floor.rows("SELECT email FROM cards")}
    assert all(name.startswith("ada") and name.endswith("@example.com") for name in names)
    assert (len(names), doubled(floor)) == (35, 0), len(names)
    return "35 rows of slow, dead and equal files: torn=lost=dup=0"


@row("B2", "10,000 files at once with a queue of 16 events are all taken within 60 s, the next one quickly")
def burst(stage: Stage) -> str:
    need_root()
    before = QUEUE.read_text()
    stage.after("sh", "-c", f"echo {before.strip()} > {QUEUE}")
    QUEUE.write_text("16")
    floor = stage.floor()
    floor.serve()
    count = 10_000
    for number in range(1, count + 1):
        floor.drop(f"{number}.csv", csv_of(people(1, number)))
    took = all_taken(floor, range(1, count + 1), 300)
    floor.drop("next.csv", csv_of(people(1, 20_000)))
    following = all_taken(floor, [20_000], 15)
    assert doubled(floor) == 0
    sound(floor)
    return f"{count} files in {took:.0f} s ({count / took:.0f}/s), the next in {following:.1f} s: lost=0"


@row("B3", "an engine that was stopped while 20,000 files came takes them all")
def stopped(stage: Stage) -> str:
    floor = stage.floor()
    engine = floor.serve()
    engine.send_signal(signal.SIGSTOP)
    count = 20_000
    for number in range(1, count + 1):
        floor.drop(f"{number}.csv", csv_of(people(1, number)))
    engine.send_signal(signal.SIGCONT)
    took = all_taken(floor, range(1, count + 1), 600)
    assert doubled(floor) == 0
    return f"{count} files in {took:.0f} s: lost=0"


@row("B4", "links, pipes, devices, sockets and folders in the inbox are not read")
def no_files(stage: Stage) -> str:
    floor = stage.floor()
    engine = floor.serve()
    outside = stage.root / "outside.csv"
    outside.write_text(csv_of(people(3, 901)))
    inbox = floor.inbox
    (inbox / "link.csv").symlink_to(outside)
    (inbox / "zero.csv").symlink_to("/dev/zero")
    (inbox / "loop.csv").symlink_to(inbox / "loop.csv")
    (inbox / "deep" / "deeper").mkdir(parents=True)
    (inbox / "deep" / "deeper" / "x.csv").write_text(csv_of(people(3, 901)))
    os.mkfifo(inbox / "pipe.csv")
    with socket.socket(socket.AF_UNIX) as line:
        line.bind(str(inbox / "s.csv"))
    if os.geteuid() == 0:
        os.mknod(inbox / "zero-device.csv", 0o600 | 0o020000, os.makedev(1, 5))
    floor.drop("good.csv", csv_of(people(2)))
    all_taken(floor, [1, 2], 15)
    time.sleep(3)
    assert lost(floor, range(901, 904)) == 3
    assert engine.poll() is None
    assert outside.exists()
    return "7 kinds: foreign=0, alive"


@row("B5", "a name swapped between a file and a link never brings in what lies outside")
def swapped_names(stage: Stage) -> str:
    floor = stage.floor(settle="1s")
    engine = floor.serve()
    outside = stage.root / "outside.csv"
    outside.write_text(csv_of(people(1, 901)))
    until_at, swaps = time.monotonic() + 20, 0
    path, half, link = floor.inbox / "x.csv", stage.root / "half", stage.root / "link"
    while time.monotonic() < until_at:
        swaps += 1
        link.symlink_to(outside)
        link.replace(path)
        half.write_text(csv_of(people(1, 1 + swaps % 50)))
        half.replace(path)
    assert lost(floor, [901]) == 1
    assert engine.poll() is None
    assert outside.exists()
    return f"{swaps} swaps in 20 s: foreign=0"


@row("B6", "names that are no text, that are control characters, long or twins are taken and shown safely")
def names(stage: Stage) -> str:
    floor = stage.floor()
    engine = floor.serve()
    odd = [
        *(b"\xff\xfe.csv", b"new\nline.csv", b"\x1b]0;owned\x07.csv", b"-rf.csv", b"a b  c.csv", b"Twin.csv"),
        *(b"twin.csv", b"x" * 251 + b".csv", b"\xe2\x80\xae.csv", b"'; DROP TABLE leads.csv", b"[@click=x].csv"),
    ]
    for number, name in enumerate(odd, 1):
        half = stage.root / "half"
        half.write_text(csv_of(people(1, number)))
        os.rename(half, os.fsencode(floor.inbox) + b"/" + name)
    all_taken(floor, range(1, len(odd) + 1), 20)
    assert engine.poll() is None
    told = floor.run("status").stdout + log(floor)
    assert not [char for char in told if ord(char) < 32 and char != "\n"]
    assert len(os.listdir(os.fsencode(floor.inbox / "done"))) == len(odd)
    return f"{len(odd)} names taken, control characters shown=0"


@row("B7", "a file that may not be read is named once with its reason and holds nobody up")
def unreadable(stage: Stage) -> str:
    floor = stage.floor()
    engine = floor.serve(preexec_fn=without_rights)
    half = stage.root / "half.csv"
    half.write_text(csv_of(people(1, 900)))
    half.chmod(0)
    half.rename(floor.inbox / "closed.csv")
    floor.drop("good.csv", csv_of(people(2)))
    all_taken(floor, [1, 2], 15)
    before = log(floor).count("\n")
    time.sleep(6)
    after = log(floor).count("\n")
    assert engine.poll() is None
    assert after - before <= 1, log(floor)[-500:]
    why = [path.read_text().strip() for path in (floor.inbox / "failed").glob("*.why.txt")]
    assert why or "cannot be" in floor.status()["engine"]["trouble"]
    return f"alive, {after - before} log lines in 6 s: {(why or [floor.status()['engine']['trouble']])[0]}"


@row("B8", "where done/ cannot be moved into, a file is taken once all the same")
def done_closed(stage: Stage) -> str:
    need_root()
    floor = stage.floor()
    floor.run("serve", "--once")
    stage.mount(floor.inbox / "done", "-t", "tmpfs", "-o", "ro", "tmpfs")
    engine = floor.serve()
    floor.drop("leads.csv", csv_of(people(5)))
    all_taken(floor, range(1, 6), 15)
    floor.drop("more.csv", csv_of(people(5, 11)))
    all_taken(floor, range(11, 16), 20)
    time.sleep(5)
    lines = log(floor).count("\n")
    assert engine.poll() is None
    told = floor.status()["engine"]["trouble"]
    engine.terminate()
    finished(engine, 10)
    assert doubled(floor) == 0
    assert floor.one("SELECT count(*) FROM events WHERE kind = 'lead_received'") == 10
    assert lines < 20, lines
    return f"10 leads once, {lines} log lines, said: {told or 'nothing'}"


@row("B10", "bombs in archives and XML are refused within 2 s and +64 MiB")
def bombs(stage: Stage) -> str:
    floor = stage.floor()
    engine = floor.serve()
    floor.drop("good.csv", csv_of(people(1)))
    all_taken(floor, [1], 15)
    before, slowest = resident_mib(engine.pid), 0.0
    laughs = "".join(f'<!ENTITY l{n} "{f"&l{n - 1};" * 10}">' for n in range(1, 10))
    xml = f'<?xml version="1.0"?><!DOCTYPE adf [<!ENTITY l0 "ha">{laughs}]><adf><prospect>&l9;</prospect></adf>'
    files = {
        "bomb.zip": _zip({"a.csv": b"0" * 300_000_000}),
        "bomb.xlsx": _zip({"[Content_Types].xml": b"<Types/>", "xl/workbook.xml": b" " * 300_000_000}),
        "up.zip": _zip({"../../owned.csv": csv_of(people(1, 900)).encode()}),
        "many.zip": _zip({f"{n}.csv": b"x" for n in range(20_000)}),
        "laughs.xml": xml.encode(),
    }
    for name, data in files.items():
        began = time.monotonic()
        floor.drop(name, data)
        until(lambda name=name: not (floor.inbox / name).exists() and not _taking(floor), 30)
        slowest = max(slowest, time.monotonic() - began)
    grown = resident_mib(engine.pid, peak=True) - before
    assert engine.poll() is None
    assert not list(stage.root.rglob("owned.csv"))
    assert grown < 64, grown
    return f"{len(files)} bombs: slowest {slowest:.1f} s, +{grown:.0f} MiB"


def _zip(members: dict[str, bytes]) -> bytes:
    held = io.BytesIO()
    with zipfile.ZipFile(held, "w", zipfile.ZIP_DEFLATED, compresslevel=1) as archive:
        for name, data in members.items():
            archive.writestr(name, data)
    return held.getvalue()


def _taking(floor: Floor) -> list[Path]:
    return [path for path in (floor.inbox / ".taking").rglob("*") if path.is_file()]


@row("B12", "files dated in the future or in 1970 are taken within 15 s")
def odd_dates(stage: Stage) -> str:
    floor = stage.floor(settle="1s")
    floor.serve()
    slowest = 0.0
    for number, date in enumerate((0, 4_000_000_000, int(time.time()) + 86_400), 1):
        path = stage.root / "half.csv"
        path.write_text(csv_of(people(1, number)))
        os.utime(path, (date, date))
        subprocess.run(["cp", "-p", str(path), str(floor.inbox / f"{number}.csv")], check=True)
        slowest = max(slowest, all_taken(floor, [number], 15))
    return f"slowest {slowest:.1f} s"


@row("B13", "an inbox that is moved away and made anew is found within 10 s")
def inbox_gone(stage: Stage) -> str:
    floor = stage.floor()
    engine = floor.serve()
    floor.inbox.rename(floor.root / "elsewhere")
    time.sleep(3)
    floor.inbox.mkdir(exist_ok=True)
    floor.drop("leads.csv", csv_of(people(3)))
    took = all_taken(floor, range(1, 4), 10)
    assert engine.poll() is None
    return f"taken {took:.1f} s after it was there again"


@row("B14", "the same files before four imports and an engine are taken once")
def same_files(stage: Stage) -> str:
    floor = stage.floor()
    file = stage.root / "same.csv"
    file.write_text(csv_of(people(500)))
    alone = [finished(one, 120) for one in [floor.start("import", str(file)) for _ in range(4)]]
    floor.serve()
    file.write_text(csv_of(people(500, 1001)))
    served = [finished(one, 120) for one in [floor.start("import", str(file)) for _ in range(4)]]
    assert all(done.returncode == 0 for done in (*alone, *served)), [done.stderr for done in (*alone, *served)]
    all_taken(floor, [*range(1, 501), *range(1001, 1501)])
    received = floor.one("SELECT count(*) FROM events WHERE kind = 'lead_received'")
    assert (received, doubled(floor)) == (1000, 0), received
    sound(floor)
    return "8 imports of 2 files: 1000 leads, dup=0"
