"""What the README says is what the program does."""

import re
import sqlite3
from pathlib import Path

from store.sqlite import SqliteLedger
from tui.command_line.verb_words import VERBS
from tui.keys import markdown_table
from tui.settings.loading import load

ROOT = Path(__file__).resolve().parents[1]
README = (ROOT / "README.md").read_text(encoding="utf-8")

CONTRACT = {
    "events": "seq at kind lead_id rep_id actor cause policy v data hash",
    "leads": "id state rep_id pool rule source source_key score grade received_at queued_at assigned_at"
    " first_touch_at due_at closed_at disposition",
    "cards": "lead_id name email phone company raw",
    "reps": "id name availability reason until_at open_count",
    "assignments": "id lead_id rep_id assigned_at ended_at how",
    "rejects": "id source place reason raw at",
    "files": "sha256 name taken_at accepted rejected duplicates tests",
}


def test_the_keys_in_the_readme_are_those_of_the_registry() -> None:
    """A key that is added or renamed is in the README's table, or this says so."""
    shown = README.split("<!-- keys -->")[1].split("<!-- /keys -->")[0]
    assert shown.strip() == markdown_table().strip()


def test_every_verb_is_in_the_list_of_commands() -> None:
    """No verb is a secret."""
    commands = (ROOT / "docs" / "commands.md").read_text(encoding="utf-8")
    assert [verb for verb in VERBS if f"{verb} " not in commands and f"{verb}`" not in commands] == []


def test_every_argument_says_what_it_is() -> None:
    """`--help` leaves no word of a command line unexplained."""
    silent = [
        (verb, flags) for verb, (_, said) in VERBS.items() for flags, options in said if not options.get("help")
    ]
    assert silent == []


def test_the_readme_shows_commands_as_the_list_does() -> None:
    """What stands in both places is the same."""
    commands = (ROOT / "docs" / "commands.md").read_text(encoding="utf-8")
    shown = [line for line in README.splitlines() if line.startswith("| `floorboard")]
    assert shown
    assert [line for line in shown if line not in commands] == []


def test_the_query_of_the_readme_runs_on_a_new_database(tmp_path: Path) -> None:
    """The SQL that people copy works as it stands."""
    path = tmp_path / "leads.db"
    SqliteLedger(str(path)).close()
    query = re.search(r"```sql\n(.*?)```", README, re.DOTALL)
    assert query is not None
    db = sqlite3.connect(path)
    try:
        assert db.execute(query[1]).fetchall() == []
    finally:
        db.close()


def test_the_tables_of_the_contract_have_their_columns(tmp_path: Path) -> None:
    """Scripts rely on these names."""
    path = tmp_path / "leads.db"
    SqliteLedger(str(path)).close()
    db = sqlite3.connect(path)
    try:
        for table, columns in CONTRACT.items():
            there = {row[1] for row in db.execute(f"PRAGMA table_info({table})")}
            assert set(columns.split()) <= there, table
            assert f"`{table}(" in README
    finally:
        db.close()


def test_the_floor_toml_of_the_readme_is_one_with_the_example() -> None:
    """Every key that the README explains is a key that the example's reader knows."""
    text = re.search(r"```toml\n(.*?)```", README, re.DOTALL)
    assert text is not None
    example = (ROOT / "tui" / "settings" / "example_floor.toml").read_text(encoding="utf-8")
    for line in text[1].splitlines():
        key = line.split("=")[0].strip()
        assert key.startswith("[") or key in example or key == "timezone", key
    load(ROOT / "tui" / "settings" / "example_floor.toml")
    load(ROOT / "tui" / "demo" / "demo_floor.toml")
