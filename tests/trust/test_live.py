"""The same on a floor whose engine runs: the program itself, from outside."""

import json
from collections.abc import Iterator
from contextlib import closing
from pathlib import Path

import pytest

from store.backup import copy
from store.sqlite import SqliteLedger
from store.verify import verify_file
from tests.front_door.program import Floor, until

HEAD = "Name,E-mail,Phone\n"


@pytest.fixture
def floor(tmp_path: Path) -> Iterator[Floor]:
    """A folder that becomes a floor; whatever was started on it is ended."""
    root = tmp_path / "floor"
    root.mkdir()
    made = Floor(root)
    yield made
    made.end()


def drop(floor: Floor, name: str, *rows: str) -> None:
    """Drop people, and wait until they are leads or known."""
    floor.drop(name, HEAD + "".join(f"{row}\n" for row in rows))
    until(lambda: floor.rows("SELECT 1 FROM files WHERE name = ? AND is_done", name))


def test_forgetting_and_copying_do_not_disturb_the_engine(floor):
    """It goes on dealing, every law holds, and the forgotten person does not come back."""
    floor.lay().serve()
    drop(floor, "a.csv", "Ada Lovelace,ada@x.example,+49 30 901820", "Bo Li,bo@x.example,")
    assert floor.run("backup").returncode == 0
    assert floor.run("forget", "ada@x.example").returncode == 0
    drop(floor, "b.csv", "Ada Lovelace,ada@x.example,+49 30 901820", "Cy Go,cy@x.example,")
    assert floor.rows("SELECT name FROM cards ORDER BY lead_id") == [("",), ("Bo Li",), ("Cy Go",)]
    assert floor.run("backup", "copy.db").returncode == 0
    refused = floor.run("restore", "copy.db")
    assert refused.returncode == 1
    assert "stop `floorboard serve` first" in refused.stderr
    assert floor.run("verify").returncode == 0


def test_a_lost_log_is_on_the_board(floor):
    """An engine that is killed and whose log is lost says at its next start how much is gone, and deals on."""
    engine = floor.lay().serve()
    drop(floor, "a.csv", "Ada Lovelace,ada@x.example,", "Bo Li,bo@x.example,")
    last = floor.rows("SELECT max(seq) FROM events")[0][0]
    until(lambda: (floor.root / "leads.head").exists() and head(floor) == last)
    engine.kill()
    engine.communicate()
    with closing(SqliteLedger(str(floor.root / "leads.db"))):
        pass  # what the log holds is in the database now
    before = (floor.root / "leads.db").read_bytes()
    engine = floor.serve()
    drop(floor, "b.csv", "Cy Go,cy@x.example,")
    until(lambda: head(floor) > last)
    engine.kill()
    engine.communicate()
    for path in floor.root.glob("leads.db*"):
        path.unlink()
    (floor.root / "leads.db").write_bytes(before)
    floor.serve()
    until(lambda: "missing since" in (floor.status()["engine"]["trouble"] or ""))
    drop(floor, "b2.csv", "Cy Go,cy@x.example,")
    assert floor.run("verify").returncode == 1


def test_a_copy_taken_while_leads_pour_in_is_one_instant(floor, tmp_path):
    """Each copy keeps every law, whatever was being written."""
    floor.lay().serve()
    people = [f"P{n} Q{n},p{n}@x.example," for n in range(3000)]
    floor.drop("many.csv", HEAD + "\n".join(people))
    until(lambda: floor.rows("SELECT count(*) FROM leads") > [(200,)])
    copies = [tmp_path / f"{n}.db" for n in range(3)]
    for path in copies:
        copy(floor.root / "leads.db", path)
    for path in copies:
        assert [finding.sentence for finding in verify_file(str(path)) if not finding.ok] == []
    until(lambda: floor.rows("SELECT count(*) FROM leads") == [(3000,)], 30)


def head(floor: Floor) -> int:
    """The entry that leads.head names."""
    return int(json.loads((floor.root / "leads.head").read_text())["seq"])
