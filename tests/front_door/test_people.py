"""Logins on a real floor: what each role may run, what the sentence says, and whom the journal names."""

import pytest

from engine.turn import HOUSE
from tests.front_door.program import Floor
from tui.saying import login

CSV = "name,email\nAda,ada@example.com\nBob,bob@example.com\nCy,cy@example.com\n"


def named(floor: Floor, role: str, rep: str = "") -> Floor:
    """A floor with three dealt leads on which whoever runs the tests has this role."""
    floor.lay()
    floor.drop("leads.csv", CSV)
    assert floor.run("serve", "--once").returncode == 0
    people = '\n[[people]]\nlogin = "the.boss"\nrole = "manager"\n'
    people += f'\n[[people]]\nlogin = "{login()}"\nrole = "{role}"\n' + (f'rep = "{rep}"\n' if rep else "")
    rules = floor.root / "floor.toml"
    rules.write_text(rules.read_text("utf-8") + people, "utf-8")
    assert floor.run("serve", "--once").returncode == 0
    return floor


def test_a_rep_works_without_naming_themselves(floor: Floor) -> None:
    """The login says which rep it is; acts are theirs, and undo and redo reach them after a restart."""
    named(floor, "rep", "dana")
    (lead,) = [row[0] for row in floor.rows("SELECT id FROM leads WHERE rep_id = 'dana'")]
    state = "SELECT state FROM leads WHERE id = ?"
    for words in (("away", "--reason", "lunch"), ("back",), ("contacted", lead), ("note", lead, "call", "again")):
        done = floor.run(*words)
        assert done.returncode == 0, done.stderr
    assert floor.one("SELECT text FROM notes") == "call again"
    assert floor.one("SELECT DISTINCT actor FROM events WHERE kind = 'lead_contacted'") == login()
    assert floor.one("SELECT count(*) FROM events WHERE data LIKE '%call again%'") == 0
    assert floor.run("undo").returncode == 0
    assert floor.one(state, lead) == "assigned"
    assert floor.run("redo").returncode == 0
    assert floor.one(state, lead) == "contacted"
    assert "nothing of yours to do again" in floor.run("redo").stderr
    assert floor.verified()


REFUSED = [
    ("rep", "dana", ("assign", "1", "mia"), "being rep dana: ask a manager (the.boss)"),
    ("rep", "dana", ("away", "jon"), "may speak for themselves only"),
    ("rep", "dana", ("import", "leads.csv"), "may not take files in"),
    ("rep", "dana", ("status",), "what is yours: floorboard rep"),
    ("viewer", "", ("contacted", "1"), "being a viewer: ask a manager (the.boss)"),
    ("viewer", "", ("rebuild",), "may not rebuild the tables"),
    ("viewer", "", ("away",), "is no rep on this floor"),
]


@pytest.mark.parametrize("role", ["rep", "viewer"])
def test_what_a_role_may_not_is_one_sentence(floor: Floor, role: str) -> None:
    """Nothing happens, and the sentence names the way out."""
    rep = "dana" if role == "rep" else ""
    named(floor, role, rep)
    before = floor.one("SELECT max(seq) FROM events")
    for _, _, words, sentence in (one for one in REFUSED if one[0] == role):
        done = floor.run(*words)
        assert (done.returncode, done.stderr.count("\n")) == (1, 1), done.stderr
        assert sentence in done.stderr
    assert floor.one("SELECT max(seq) FROM events") == before


def test_without_people_a_rep_is_named(floor: Floor) -> None:
    """A floor that maps no logins asks for the rep, and allows everything."""
    floor.lay()
    assert floor.run("serve", "--once").returncode == 0
    assert "Say which rep" in floor.run("away").stderr
    assert floor.run("away", "dana").returncode == 0


def test_leads_are_put_aside_and_closed_in_one_act(floor: Floor) -> None:
    """`park` and `close` take many, and one undo brings all of them back."""
    named(floor, "manager")
    assert floor.run("park", "1", "2", "--for", "2h", "--reason", "fair").returncode == 0
    assert floor.one("SELECT count(*) FROM leads WHERE state = 'parked'") == 2
    assert floor.run("undo").returncode == 0
    assert floor.one("SELECT count(*) FROM leads WHERE state = 'parked'") == 0
    assert "Say until when" in floor.run("park", "1").stderr
    assert floor.verified()


def test_whoever_is_called_like_the_floor_is_a_person_all_the_same(monkeypatch: pytest.MonkeyPatch) -> None:
    """Under the floor's own name acts could not be undone, and nobody would ask whether they are allowed."""
    monkeypatch.setattr("tui.saying._login", lambda: HOUSE)
    assert login() == "floor-login"
