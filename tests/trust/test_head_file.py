"""Whether a journal that lost its end is noticed, and only then."""

import json
import shutil
import subprocess
import sys
from contextlib import closing

import pytest
from trust_floors import PEOPLE, House, table

from store.head_file import keep_head, noted_in
from store.sqlite import SqliteLedger
from tui.serving.dealing import Dealing
from tui.serving.rounds import keep_head as look
from tui.settings import load

KILLED = """
import os, sys
from tui.serving.dealing import Dealing
from tui.floor_dir import find
from tui.serving.rounds import keep_head
from tui.settings import load

floor = find(sys.argv[1])
dealing = Dealing(floor, load(floor.rules), settle_seconds=0)
dealing.open()
dealing.files.take_waiting()
if sys.argv[2] == "noted":
    keep_head(dealing)
os._exit(9)
"""


@pytest.fixture
def house(tmp_path):
    """A floor that was closed in order, with one lead."""
    house = House(tmp_path / "floor")
    house.take(table(PEOPLE[0]), "first.csv")
    return house


def killed(house, noted="noted"):
    """Take what is dropped, and die without a word."""
    done = subprocess.run([sys.executable, "-c", KILLED, str(house.root), noted], check=False)
    assert done.returncode == 9


def last(house):
    """The journal's last entry."""
    return house.ask("SELECT max(seq) FROM events")[0][0]


def test_a_clean_stop_notes_the_head(house):
    """The file is its owner's alone and names the last entry."""
    path = house.root / "leads.head"
    assert path.stat().st_mode & 0o777 == 0o600
    assert noted_in(path).seq == last(house)


@pytest.mark.parametrize("noted", ["noted", "not yet"])
def test_a_kill_is_no_false_alarm(house, noted, capsys):
    """The log is read back at the next start, and the noted head may lag behind it."""
    house.drop(table(*PEOPLE), "second.csv")
    killed(house, noted)
    assert noted_in(house.root / "leads.head").seq <= last(house)
    assert house.run("verify") == 0
    assert keep_head(house.database) == ""
    assert house.run("serve", "--once") == 0
    assert "missing" not in capsys.readouterr().err


def test_a_lost_log_is_noticed(house, capsys):
    """Entries that were committed and are gone are counted, with the instant since when, until somebody answers."""
    before = last(house)
    house.drop(table(*PEOPLE), "second.csv")
    killed(house)
    went_to = noted_in(house.root / "leads.head").seq
    for path in house.root.glob("leads.db-*"):
        path.unlink()
    assert house.run("verify") == 1
    said = capsys.readouterr().out
    assert f"{went_to - last(house)} entries are missing since 20" in said
    assert went_to > last(house) >= before
    assert house.run("serve", "--once") == 0
    assert "entries are missing since" in capsys.readouterr().err
    assert noted_in(house.root / "leads.head").seq == went_to
    assert house.run("verify") == 1
    (house.root / "leads.head").unlink()
    assert house.run("verify") == 0


def test_the_board_says_what_is_missing(house):
    """The engine's rounds put it among the troubles, and take it away when it is over."""
    floor = find_floor(house)
    dealing = Dealing(floor, load(floor.rules))
    look(dealing)
    assert dealing.hold.trouble == ""
    path = house.root / "leads.head"
    noted = json.loads(path.read_text())
    path.write_text(json.dumps({**noted, "seq": noted["seq"] + 1}))
    look(dealing)
    assert "1 entry is missing since" in dealing.hold.trouble
    path.unlink()
    look(dealing)
    assert dealing.hold.trouble == ""


def test_an_old_copy_that_went_on_is_noticed(house, tmp_path, capsys):
    """Even when it has more entries by now than were lost."""
    shutil.copy(house.database, tmp_path / "old.db")
    house.take(table(PEOPLE[1]), "second.csv")
    shutil.copy(tmp_path / "old.db", house.database)
    house.take(table(*PEOPLE[1:]), "third.csv")
    assert house.run("verify") == 1
    assert "The journal is another one" in capsys.readouterr().out


def test_a_torn_head_file_is_no_alarm(house):
    """It says nothing about the journal, and is written anew."""
    (house.root / "leads.head").write_text("{")
    assert house.run("verify") == 0
    assert keep_head(house.database) == ""
    assert noted_in(house.root / "leads.head").seq == last(house)


def test_the_head_is_never_ahead_of_what_was_committed(house):
    """An open transaction is not noted."""
    (house.root / "leads.head").unlink()
    before = last(house)
    with closing(SqliteLedger(str(house.database))) as ledger, ledger.writing() as writing:
        writing._db.execute(
            "INSERT INTO events SELECT seq + 1, at, kind, lead_id, rep_id, actor, cause, policy, v, data, hash"
            " FROM events ORDER BY seq DESC LIMIT 1"
        )
        keep_head(house.database)
        writing._db.execute("DROP TRIGGER events_never_go")
        writing._db.execute("DELETE FROM events WHERE seq = ?", (before + 1,))
    assert noted_in(house.root / "leads.head").seq == before


def find_floor(house):
    """The folder as the verbs see it."""
    from tui.floor_dir import find

    return find(str(house.root))
