"""Scoring, gate and duplicates through the front door: from a file to the tables."""

import sqlite3
from contextlib import closing
from pathlib import Path

import pytest

from tui.cli import main

RULES = """
[duplicates]
when_open = "merge"
trusted = ["inbox"]
[sla]
hot = "2m"
[[reps]]
id = "dana"
name = "Dana"
[[reps]]
id = "jon"
name = "Jon"
[[pools]]
name = "inbound"
reps = ["dana", "jon"]
[[scoring]]
name = "large"
when.employees.at_least = 200
points = 80
[[gate]]
name = "not served"
when.country = "BR"
verdict = "discard"
[[gate]]
name = "later"
when.country = "FR"
verdict = "nurture"
[[rules]]
name = "everyone"
pool = "inbound"
"""
ROWS = """name,email,country,employees,owner,form
Ada,ada@example.com,DE,10,,newsletter
Ada again,ada@example.com,DE,500,,demo
Rui,rui@example.com,BR,1,,demo
Zoe,zoe@example.com,FR,1,,demo
Eva,eva@example.com,DE,1,Jon,demo
"""


@pytest.fixture
def floor(tmp_path: Path) -> Path:
    """A floor into which the rows came."""
    (tmp_path / "floor.toml").write_text(RULES, "utf-8")
    (tmp_path / "leads.csv").write_text(ROWS, "utf-8")
    assert main(["--floor", str(tmp_path), "import", str(tmp_path / "leads.csv")]) == 0
    return tmp_path


def asked(floor: Path, question: str) -> list[tuple[object, ...]]:
    """Ask the database."""
    with closing(sqlite3.connect(floor / "leads.db")) as db:
        return db.execute(question).fetchall()


def test_each_lead_stands_where_its_worth_and_the_gate_put_it(floor: Path) -> None:
    """One person is one lead and grew hot; what is not served is closed, what is for later is put aside."""
    assert asked(floor, "SELECT id, state, score, grade, disposition FROM leads ORDER BY number") == [
        ("L-1", "assigned", 80, "hot", None),
        ("L-2", "closed", 0, "cold", "unqualified"),
        ("L-3", "parked", 0, "cold", None),
        ("L-4", "assigned", 0, "cold", None),
    ]
    assert asked(floor, "SELECT rep_id FROM leads WHERE id = 'L-4'") == [("jon",)]


def test_the_tables_agree_with_the_journal_and_can_be_made_again(
    floor: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    """Score, grade and keys of joined records are folded from the journal like everything else."""
    for verb in ("verify", "rebuild", "verify"):
        assert main(["--floor", str(floor), verb]) == 0, capsys.readouterr().out


def test_the_same_records_again_change_nothing(floor: Path) -> None:
    """The record that joined a lead is known by its own key."""
    (floor / "again.csv").write_text(ROWS + "\n", "utf-8")
    before = asked(floor, "SELECT id, version, score FROM leads ORDER BY number")
    assert main(["--floor", str(floor), "import", str(floor / "again.csv")]) == 0
    assert asked(floor, "SELECT id, version, score FROM leads ORDER BY number") == before


def test_why_says_what_a_lead_is_worth_and_what_the_gate_did(floor: Path, capsys: pytest.CaptureFixture[str]) -> None:
    """Nothing is turned away in silence."""
    assert main(["--floor", str(floor), "why", "2"]) == 0
    told = capsys.readouterr().out
    assert "the gate 'not served' did not let it pass" in told
    assert "unqualified: gate 'not served'" in told
    assert main(["--floor", str(floor), "status"]) == 0
    assert "put aside 1" in capsys.readouterr().out
