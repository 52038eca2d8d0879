"""Rejects tried again after a change of mapping: marked, dealt once, through the one path."""

import hashlib
import json
import zipfile
from pathlib import Path

import pytest

from tests.front_door.program import Floor, hook, post, signed, until

CARDS = "Name,Email,Ref\nAda,ada@example.com,A1\nBob,,+49 30 901820\nCy,,nothing\n"
MAP = '\n[[inbox.sources]]\nname = "fair"\nmap = {{ "{0}" = "{1}" }}\n'


def mapped(floor: Floor, heading: str, field: str) -> None:
    """Say in floor.toml what a heading of the folder `fair` is."""
    rules = floor.root / "floor.toml"
    rules.write_text(rules.read_text("utf-8") + MAP.format(heading, field), "utf-8")


@pytest.fixture
def fair(floor: Floor) -> Floor:
    """A floor that took a file of which two records reach nobody."""
    floor.lay().drop("fair/leads.csv", CARDS)
    floor.run("serve", "--once")
    return floor


def test_a_reject_becomes_a_lead_after_a_change_of_mapping(fair: Floor) -> None:
    """What is usable now is dealt and says which lead it is; what is not says why; nothing is dealt twice."""
    assert json.loads(fair.run("rejects", "--json").stdout)[0]["place"] == "leads.csv row 3"
    mapped(fair, "Ref", "phone")
    done = fair.run("retry", "--all")
    assert (done.returncode, done.stdout) == (1, "1  leads.csv row 3: L-2\n")
    assert "1 of 2 rejects settled, 1 still rejected" in done.stderr
    assert fair.rows("SELECT became FROM rejects ORDER BY id") == [("L-2",), ("",)]
    assert fair.rows("SELECT accepted, rejected FROM files") == [(2, 1)]
    again = fair.run("retry", "1")
    assert (again.returncode, again.stdout) == (1, "")
    assert fair.one("SELECT count(*) FROM leads") == 2
    assert fair.run("rejects", "leads.csv").stdout.count("leads.csv row") == 1
    assert fair.verified()
    assert fair.run("rebuild").returncode == 0
    assert fair.verified()


def test_a_file_of_which_nothing_was_of_use_is_taken_anew(floor: Floor) -> None:
    """A file that failed as a whole goes once more through the inbox when it is asked for."""
    floor.lay().drop("fair/stock.csv", "What,Owner\nbolt,ann@example.com\nnut,bea@example.com\n")
    floor.run("serve", "--once")
    assert (floor.inbox / "failed" / "stock.csv").exists()
    mapped(floor, "Owner", "email")
    done = floor.run("retry", "--file", "stock.csv")
    assert done.returncode == 0, done.stderr
    assert "stock.csv: 2 new, 0 rejected" in done.stdout
    assert sorted(path.name for path in (floor.inbox / "failed").iterdir()) == []
    assert (floor.inbox / "done" / "stock.csv").exists()
    assert floor.one("SELECT count(*) FROM leads") == 2
    assert floor.verified()


def test_a_reject_of_an_imported_file_is_read_from_where_it_lies(floor: Floor) -> None:
    """A file that was imported stays where it is, before and after its rejects are tried again."""
    path = floor.lay().root / "crm.csv"
    path.write_text(CARDS, "utf-8")
    floor.run("import", str(path))
    rules = floor.root / "floor.toml"
    rules.write_text(rules.read_text("utf-8") + MAP.format("Ref", "phone").replace("fair", "inbox"), "utf-8")
    assert "row 3: L-2" in floor.run("retry", "--all").stdout
    assert path.read_text("utf-8") == CARDS
    path.unlink()
    assert "drop it in a file of its own" in floor.run("retry", "2").stderr


def test_a_running_engine_tries_what_another_terminal_asks_for(fair: Floor) -> None:
    """While an engine runs, `retry` in any terminal is carried out by it, for files and for deliveries."""
    engine = fair.serve()
    body = json.dumps({"name": "Dee", "number_of_hers": "030 901823"}).encode()
    assert post(fair.address(), body, signed(body)) == 202
    until(lambda: fair.one("SELECT count(*) FROM rejects") == 3)
    mapped(fair, "Ref", "phone")
    mapped(fair, "number_of_hers", "phone")
    rules = fair.root / "floor.toml"
    rules.write_text(
        rules.read_text("utf-8").replace('name = "fair"\nmap = { "number', 'name = "website"\nmap = { "number')
    )
    until(lambda: fair.one("SELECT count(DISTINCT toml_sha256) FROM policies") and _followed(fair))
    done = fair.run("retry", "--all")
    assert "2 of 3 rejects settled" in done.stderr, done.stderr
    assert fair.one("SELECT count(*) FROM leads") == 3
    assert fair.rows("SELECT accepted, rejected, length(body) FROM spool") == [(1, 0, 0)]
    assert engine.poll() is None
    assert fair.verified()


def _followed(floor: Floor) -> bool:
    seen = hashlib.sha256((floor.root / "floor.toml").read_bytes()).hexdigest()
    return bool(floor.one("SELECT 1 FROM policies WHERE toml_sha256 = ?", seen))


def test_a_retry_says_what_it_does_not_understand(fair: Floor) -> None:
    """Nothing named, or nothing there, is one sentence with the way out."""
    assert "Say which" in fair.run("retry").stderr
    assert "nothing to try again" in fair.run("retry", "99").stderr


def test_the_same_delivery_id_with_another_body_is_refused(floor: Floor) -> None:
    """A delivery that comes again is answered 200; one that was altered under the same id is 409, and no lead."""
    floor.lay()
    floor.serve()
    address = floor.address()
    assert [post(address, hook(1), signed(hook(1))) for _ in range(2)] == [202, 200]
    assert post(address, hook(2), signed(hook(2))) == 409
    until(lambda: floor.one("SELECT count(*) FROM leads") == 1)
    assert post(address, hook(1), signed(hook(1))) == 200
    assert floor.one("SELECT count(*) FROM spool") == 1


def test_a_file_in_an_archive_is_tried_again_alone(floor: Floor, tmp_path: Path) -> None:
    """A reject may stand for a whole file in an archive; its records come in, those of its neighbours stay single."""
    path = tmp_path / "pack.zip"
    with zipfile.ZipFile(path, "w") as archive:
        archive.writestr("a.csv", "Name,Email\nAda,ada@example.com\n")
        archive.writestr("b.csv", "What,Owner\nbolt,ann@example.com\nnut,bea@example.com\n")
    floor.lay().drop("fair/pack.zip", path.read_bytes())
    floor.run("serve", "--once")
    mapped(floor, "Owner", "email")
    assert "taken anew" in floor.run("retry", "--all").stdout
    assert floor.rows("SELECT accepted, rejected, duplicates FROM files") == [(3, 0, 0)]
    assert floor.verified()
