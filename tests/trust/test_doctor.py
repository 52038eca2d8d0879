"""What the doctor finds, and that it finds nothing where all is well."""

import json
import os
from contextlib import closing
from datetime import timedelta

import pytest
from trust_floors import PEOPLE, House, table

from store.rows import Lease
from store.sqlite import SqliteLedger
from tui.clock import wall_clock
from tui.command_line.doctor import examined
from tui.floor_dir import find
from tui.health.findings import Level, Patient

MOUNTS = "/dev/sda / ext4 rw 0 0\nserver:/x {point} {kind} rw 0 0\n"
GONE_PID = 2**22 - 3


@pytest.fixture
def house(tmp_path):
    """A floor in good health."""
    house = House(tmp_path / "my floor")
    house.take(table(PEOPLE[0]))
    os.chmod(house.root, 0o700)
    assert house.run("backup") == 0
    return house


def found(house, **machine):
    """What is not well, by its sentence, on a machine that is in order."""
    patient = Patient(
        find(str(house.root)),
        wall_clock(),
        sqlite=(3, 51, 3),
        proc=house.root.parent / "proc",
        free_bytes=lambda _: 2**40,
    )
    return [it for it in examined(patient._replace(**machine)) if it.level is not Level.WELL]


def proc(house, kind="ext4", **limits):
    """A folder that says what /proc says."""
    folder = house.root.parent / "proc"
    inotify = folder / "sys" / "fs" / "inotify"
    inotify.mkdir(parents=True)
    point = str(house.root).replace(" ", "\\040")
    (folder / "mounts").write_text(MOUNTS.format(point=point, kind=kind))
    for name, number in limits.items():
        (inotify / name).write_text(f"{number}\n")
    return folder


def test_a_healthy_floor_has_no_findings(house, capsys):
    """The verb says so and changes nothing."""
    assert found(house, proc=proc(house, max_user_watches=65536)) == []
    before = contents(house)
    house.run("doctor")
    assert contents(house) == before
    assert "ok      floor.toml is in order" in capsys.readouterr().out


def contents(house):
    """All that is in the folder, but for what SQLite lays beside a database that is read."""
    return {path: path.read_bytes() for path in house.root.rglob("*") if path.is_file() and "db-" not in path.name}


def test_an_sqlite_with_the_log_reset_bug_is_a_hint(house):
    """It is rare, and some systems have mended it without a new number."""
    (finding,) = found(house, sqlite=(3, 40, 1))
    assert finding.level is Level.HINT
    assert "SQLite 3.40.1" in finding.sentence


def test_the_exit_code_is_of_faults_alone(house, capsys):
    """Hints are no failure, and what mends a fault stands below it."""
    for copy in (house.root / "backups").iterdir():
        copy.unlink()
    assert house.run("doctor") == 0
    os.chmod(house.database, 0o644)
    assert house.run("doctor") == 1
    assert f"> chmod 600 '{house.database}'" in capsys.readouterr().out


@pytest.mark.parametrize(
    ("path", "mode", "mend"),
    [
        ("leads.db", 0o644, "chmod 600"),
        ("leads.head", 0o640, "chmod 600"),
        ("floorboard.log", 0o644, "chmod 600"),
        ("backups", 0o755, "chmod 700"),
        ("floor.toml", 0o664, "chmod go-w"),
        (".", 0o777, "chmod go-w"),
    ],
)
def test_rights_of_others_are_found(house, path, mode, mend):
    """Each with the command that takes them, which can be pasted as it stands."""
    target = house.root / path
    target.touch()
    os.chmod(target, mode)
    (finding,) = found(house)
    assert finding.level is Level.WRONG
    assert finding.mend.startswith(mend)
    assert os.system(finding.mend) == 0
    assert [os.system(it.mend) for it in found(house)] in ([], [0])  # the log is made with the rights of its database
    assert found(house) == []


def test_a_secret_that_others_can_read_is_found(house):
    """The files that floor.toml names are looked at."""
    rules = house.root / "floor.toml"
    source = '[webhook]\n[[webhook.sources]]\nname = "site"\nverify = "bearer"\nsecret = "file:key"\n'
    rules.write_text(rules.read_text() + source)
    (house.root / "key").write_text("hush")
    os.chmod(house.root / "key", 0o644)
    (finding,) = found(house)
    assert finding.sentence == "key can be read by others."


@pytest.mark.parametrize(
    ("kind", "level"), [("nfs4", Level.WRONG), ("cifs", Level.WRONG), ("fuse.sshfs", Level.HINT)]
)
def test_a_network_share_is_found(house, kind, level):
    """SQLite's log does not work there."""
    (finding,) = found(house, proc=proc(house, kind))
    assert (finding.level, kind in finding.sentence) == (level, True)
    assert finding.mend == f"cp -a '{house.root}' ~/"


def test_a_clock_behind_the_journal_is_found(house):
    """By how much, and until when."""
    (finding,) = found(house, now=wall_clock() - timedelta(hours=3))[:1]
    assert finding.level is Level.WRONG
    assert "behind the journal" in finding.sentence


def test_little_room_is_found(house):
    """First as a hint, then as a fault."""
    assert [it.level for it in found(house, free_bytes=lambda _: 500 * 2**20)] == [Level.HINT]
    assert [it.level for it in found(house, free_bytes=lambda _: 50 * 2**20)] == [Level.WRONG]


def test_low_limits_of_the_system_are_found(house):
    """With the command that raises them."""
    (finding,) = found(house, proc=proc(house, max_queued_events=16, max_user_watches=99999))
    assert (finding.level, finding.mend) == (Level.HINT, "sudo sysctl fs.inotify.max_queued_events=16384")


def test_faults_of_the_rules_are_found(house):
    """As `floorboard check` names them."""
    rules = house.root / "floor.toml"
    rules.write_text(rules.read_text().replace('timezone = "UTC"', 'timezone = "Mars"'))
    (finding,) = found(house)
    assert finding.sentence.startswith("floor.toml:4:")


def test_an_old_python_is_found(house):
    """It would not even start, but says why."""
    assert [it.level for it in found(house, python=(3, 10, 2))] == [Level.WRONG]


def lease(house, **fields):
    """Let somebody hold the lease."""
    with closing(SqliteLedger(str(house.database))) as ledger, ledger.writing() as writing:
        held = Lease(holder="x", pid=os.getpid(), epoch=99, renewed_at=wall_clock())
        writing.take_lease(held.but(**fields))


def test_a_dead_or_silent_engine_is_found(house):
    """One that died is a hint, one that hangs is wrong, one in trouble is quoted."""
    lease(house)
    assert found(house) == []
    lease(house, trouble="Port 8787 is taken.")
    assert [it.sentence for it in found(house)] == ["The engine says: Port 8787 is taken."]
    lease(house, renewed_at=wall_clock() - timedelta(minutes=2))
    assert [(it.level, it.mend) for it in found(house)] == [(Level.WRONG, f"kill -CONT {os.getpid()}")]
    lease(house, pid=GONE_PID)
    assert [(it.level, it.mend) for it in found(house)] == [(Level.HINT, "floorboard serve")]


def test_a_log_that_is_never_emptied_is_found(house):
    """A reader without end is a hint at first."""
    wal = house.root / "leads.db-wal"
    with closing(SqliteLedger(str(house.database))):
        os.truncate(wal, 300 * 2**20)
        assert [it.level for it in found(house)] == [Level.WRONG]
        os.truncate(wal, 0)


def test_a_lost_end_and_a_damaged_database_are_found(house):
    """Both are mended by a restore."""
    head = house.root / "leads.head"
    noted = json.loads(head.read_text())
    head.write_text(json.dumps({**noted, "seq": noted["seq"] + 7}))
    (finding,) = found(house)
    assert finding.sentence.startswith("7 entries are missing")
    house.database.write_bytes(b"rubbish" * 1000)
    (finding,) = found(house)
    assert (finding.level, finding.mend) == (Level.WRONG, "floorboard restore FILE")


def test_a_folder_that_is_no_floor_yet_is_no_fault(tmp_path, capsys):
    """Nothing is made there either."""
    os.chmod(tmp_path, 0o700)
    house = House(tmp_path)
    (tmp_path / "floor.toml").unlink()
    assert house.run("doctor") == 0
    assert list(tmp_path.iterdir()) == []
    assert "first start" in capsys.readouterr().out


def test_an_old_backup_is_a_hint(house):
    """So is none at all."""
    for copy in (house.root / "backups").iterdir():
        os.utime(copy, (0, 0))
    assert [it.mend for it in found(house)] == ["floorboard backup"]
