"""Rows G1 to G4, G6 to G10: what leaves the floor, what stays private, what nobody may bend."""

import csv
import io
import json
import os
import re
import stat
import time
from pathlib import Path

from tests.faults.asking import all_taken, log, one_sentence, sound, writer
from tests.faults.matrix import row
from tests.faults.sending import plain_headers
from tests.faults.stage import Stage
from tests.front_door.program import PLAIN_SECRET, SECRET, Floor, csv_of, people, post, until

PERSON = ("Zebedee Quartermain", "zebedee.quartermain@private.example", "+4930901820777")
FORMULAS = ("=1+1", "+cmd|' /C calc'!A0", "-2+3", "@SUM(A1)", "\t=1", "\r=1", "＝1+1")
NO_HEAD = "id,name,email,phone,country"


def person_row(number: int = 777) -> str:
    """One person with their own name, mail and phone, as a line."""
    return f'{number},"{PERSON[0]}",{PERSON[1]},{PERSON[2]},DE'


def bytes_of(floor: Floor) -> dict[Path, bytes]:
    """Every file below the floor; no process of ours has the database open."""
    return {path: path.read_bytes() for path in floor.root.rglob("*") if path.is_file() and not path.is_symlink()}


@row("G1", "what is exported for a spreadsheet holds no live cell")
def formulas(stage: Stage) -> str:
    floor = stage.floor()
    floor.drop(
        "odd.csv", csv_of([f'{n},"{text}",f{n}@example.com,+493090182{n},DE' for n, text in enumerate(FORMULAS)])
    )
    floor.run("serve", "--once")
    told = floor.run("export")
    cells = [text for row in csv.reader(io.StringIO(told.stdout)) for text in row]
    live = [text for text in cells if text.startswith(tuple("=+-@\t\r＝")) and not re.fullmatch(r"\+\d{7,15}", text)]
    assert not live, live
    other = stage.floor("other")
    other.drop("back.csv", told.stdout)
    other.run("serve", "--once")
    who = "SELECT email, phone FROM cards ORDER BY email"
    assert other.rows(who) == floor.rows(who) and len(other.rows(who)) == len(FORMULAS), told.stdout
    return f"{len(FORMULAS)} formulas, {len(cells)} cells: live=0; taken back in as the same {len(FORMULAS)} people"


@row("G2", "no person, no secret and no forged line gets into the log")
def logs(stage: Stage) -> str:
    floor = stage.floor()
    floor.serve()
    forged = "\n2026-01-01 00:00:00,000 ERROR owned \x1b[2J\u0085next"
    floor.drop(f"{PERSON[0]} {forged[1:12]}.csv", csv_of([person_row()]))
    floor.drop("broken.xlsx", b"PK\x03\x04" + PERSON[1].encode() * 10)
    floor.drop("broken.json", ('{"email": "' + PERSON[1] + '", ').encode())
    body = json.dumps({"name": PERSON[0] + forged, "email": PERSON[1]}).encode()
    headers = plain_headers(body)
    assert post(floor.address(), body, headers, "shop") == 202
    post(floor.address(), body + b" ", headers, "shop")
    post(
        floor.address(), body, {"Content-Type": "application/json", "Authorization": f"Bearer {PLAIN_SECRET}"}, "shop"
    )
    until(lambda: floor.one("SELECT count(*) FROM cards"))
    time.sleep(3)
    text = log(floor)
    found = [word for word in (PERSON[1], PERSON[2], PLAIN_SECRET, SECRET, "owned") if word in text]
    assert not found, (found, text[-500:])
    assert all(re.match(r"\d{4}-\d\d-\d\d |  \S|\w+$", line) for line in text.splitlines()), text
    in_database = [
        word for word in (PLAIN_SECRET, SECRET) if any(word.encode() in data for data in bytes_of(floor).values())
    ]
    assert not in_database
    return f"{text.count(chr(10))} log lines: persons=0 secrets=0 forged=0; secrets in files=0"


@row("G3", "all that floorboard makes is its owner's alone, under umask 022 too")
def modes(stage: Stage) -> str:
    floor = stage.floor()
    engine = floor.serve(umask=0o022)
    floor.drop("leads.csv", csv_of(people(3)))
    all_taken(floor, range(1, 4))
    until(lambda: (floor.root / "leads.head").exists())
    floor.run("backup", umask=0o022)
    new = stage.root / "new"
    new.mkdir()
    fresh = stage.second(floor)
    fresh.root = new
    fresh.run("status", umask=0o022)
    fresh.run("serve", "--once", umask=0o022)
    engine.terminate()
    engine.wait(10)
    ours = [
        path for path in (*floor.root.rglob("*"), *new.rglob("*")) if path.name not in ("leads.csv", "floor.toml")
    ]
    wide = [path.name for path in ours if stat.S_IMODE(path.lstat().st_mode) & 0o077]
    assert not wide, wide
    return f"{len(ours)} files and folders: open to others=0"


@row("G4", "no byte of a forgotten person is left below the folder, nor comes back with a resend")
def forgotten(stage: Stage) -> str:
    floor = stage.floor()
    engine = floor.serve()
    floor.drop("many.csv", csv_of(people(300)))
    floor.drop("one.csv", csv_of([person_row()]))
    body = json.dumps({"name": PERSON[0], "email": PERSON[1]}).encode()
    assert post(floor.address(), body, plain_headers(body), "shop") == 202
    until(lambda: floor.one("SELECT count(*) FROM cards WHERE email = ?", PERSON[1]))
    all_taken(floor, range(1, 301))
    until(lambda: floor.one("SELECT count(*) FROM spool WHERE is_done = 0") == 0)
    began = time.monotonic()
    done = floor.run("forget", PERSON[1])
    took = time.monotonic() - began
    assert done.returncode == 0, done.stderr
    left = _left(floor)
    assert not left, left
    floor.drop("again.csv", csv_of([person_row()]))
    body += b" "
    assert post(floor.address(), body, plain_headers(body), "shop") == 202
    until(lambda: floor.one("SELECT count(*) FROM spool WHERE is_done = 0") == 0)
    until(lambda: (floor.inbox / "done" / "again.csv").exists())
    assert not floor.one("SELECT count(*) FROM cards WHERE email = ?", PERSON[1])
    engine.terminate()
    engine.wait(10)
    sound(floor)
    assert floor.run("serve", "--once").returncode == 0
    assert not floor.one("SELECT count(*) FROM cards WHERE email = ?", PERSON[1])
    return f"forgotten in {took:.1f} s beside an engine: bytes=0, back after resends=0, every law holds"


def _left(floor: Floor) -> list[str]:
    """Files that hold something of the person; backups are named by the verb and stay."""
    needles = [word.encode() for word in PERSON]
    return [
        f"{path.name}: {needle.decode()}"
        for path, data in bytes_of(floor).items()
        for needle in needles
        if needle in data and path.parent.name != "backups"
    ]


@row("G6", "rules run no code and no endless pattern; what is no rule is refused with its line")
def rules_only(stage: Stage) -> str:
    floor = stage.floor()
    path = floor.root / "floor.toml"
    before = path.read_text()
    tried = ('when.city.matches = "(a+)+$"', "when.city = \"__import__('os').system('x')\"", "when.__class__ = 1")
    refused = []
    for rule in tried:
        path.write_text(
            before.replace("[[rules]]", f'[[rules]]\nname = "odd"\npool = "inbound"\n{rule}\n\n[[rules]]', 1)
        )
        done = floor.run("check")
        assert "Traceback" not in done.stderr + done.stdout
        if done.returncode:
            refused.append(re.search(r"floor\.toml:\d+", done.stdout + done.stderr))
            assert refused[-1], done.stdout
        else:
            floor.run("serve", "--once")
    path.write_text(before)
    floor.drop("long.csv", csv_of([f"1,{'a' * 1_000_000}!,ada1@example.com,,DE"]))
    began = time.monotonic()
    assert floor.run("serve", "--once").returncode == 0
    assert not (floor.root / "x").exists()
    took = time.monotonic() - began
    return f"{len(refused)} of {len(tried)} refused with their line, code run=0; 1 MB field in {took:.1f} s"


@row("G7", "SQL in names, filters and arguments stays text")
def sql(stage: Stage) -> str:
    floor = stage.floor()
    evil = "'); DROP TABLE leads; --"
    rows = [f'{n},"{evil} {n}",ada{n}@example.com,,"{evil}"' for n in range(1, 4)]
    floor.drop("odd.csv", csv_of(rows, NO_HEAD))
    floor.run("serve", "--once")
    acts = (["why", evil], ["forget", evil], ["assign", evil, evil], ["away", evil], ["claim", "L-1", evil])
    for words in acts:
        assert "Traceback" not in floor.run(*words).stderr
    assert floor.one("SELECT count(*) FROM leads") == 3
    sound(floor)
    return "3 names, 5 verbs: tables as before"


@row("G8", "rules that others can write are not followed, and the command that mends it is named", quick=True)
def others_rules(stage: Stage) -> str:
    floor = stage.floor()
    path = floor.root / "floor.toml"
    path.chmod(0o664)
    done = floor.run("serve", "--once")
    assert done.returncode == 1
    sentence = one_sentence(done.stderr)
    assert "chmod go-w floor.toml" in sentence, sentence
    path.chmod(0o600)
    if os.geteuid() == 0:
        os.chown(path, 65534, 65534)
        assert "chown" in floor.run("serve", "--once").stderr
        os.chown(path, 0, 0)
    path.write_text(path.read_text().replace('"env:SHOP_SECRET"', '"hunter2"'))
    done = floor.run("check")
    assert done.returncode == 1
    assert "hunter2" not in done.stdout + done.stderr
    path.write_text(path.read_text().replace('"hunter2"', '"file:shop.secret"'))
    (floor.root / "shop.secret").write_text("x")
    (floor.root / "shop.secret").chmod(0o644)
    floor.serve()
    assert "chmod 600 shop.secret" in floor.status()["engine"]["trouble"]
    return sentence


@row("G9", "paths in what leads say write nothing outside", quick=True)
def paths(stage: Stage) -> str:
    floor = stage.floor()
    floor.serve()
    before = {path for path in stage.root.rglob("*") if floor.root not in path.parents}
    person = {"name": "../../x", "email": "p@example.com", "source": "../../x", "file": "/etc/x", "form": "../y"}
    body = json.dumps(person).encode()
    assert post(floor.address(), body, plain_headers(body), "shop") == 202
    assert post(floor.address(), body, plain_headers(body), "..%2f..%2fx") == 404
    floor.drop("odd.csv", csv_of(["../../x,../../x,q@example.com,,../../x"], "source,name,email,phone,id"))
    until(lambda: floor.one("SELECT count(*) FROM leads") == 2)
    after = {path for path in stage.root.rglob("*") if floor.root not in path.parents}
    assert before == after
    return "written outside=0"


@row("G10", "one UPDATE by hand is named by verify, in journal and tables alike")
def tampered(stage: Stage) -> str:
    floor = stage.floor()
    floor.drop("leads.csv", csv_of(people(10)))
    floor.run("serve", "--once")
    floor.verified()
    with writer(floor) as db:
        (seq,) = db.execute("SELECT seq FROM events WHERE kind = 'lead_assigned' LIMIT 1 OFFSET 3").fetchone()
        triggers = db.execute("SELECT name, sql FROM sqlite_master WHERE type = 'trigger'").fetchall()
        for name, _ in triggers:
            db.execute(f"DROP TRIGGER {name}")
        (data,) = db.execute("SELECT data FROM events WHERE seq = ?", (seq,)).fetchone()
        db.execute("UPDATE events SET data = replace(data, 'jon', 'mia') WHERE seq = ?", (seq,))
        db.execute("UPDATE events SET rep_id = 'mia' WHERE seq = ? AND data = ?", (seq, data))
        for _, text in triggers:
            db.execute(text)
    told = floor.run("verify")
    assert told.returncode == 1
    found = [line for line in told.stdout.splitlines() if line.startswith("BROKEN") and str(seq) in line]
    assert found, told.stdout
    second = stage.floor("table")
    second.drop("leads.csv", csv_of(people(10)))
    second.run("serve", "--once")
    with writer(second) as db:
        db.execute("UPDATE leads SET rep_id = 'nobody' WHERE id = 'L-4'")
    table = second.run("verify")
    assert table.returncode == 1 and "L-4" in table.stdout, table.stdout
    return f"entry {seq}: {found[0][8:]}"
