"""`floorboard replay`: the journal dealt again under other house rules, told and not done."""

import json
from pathlib import Path

import pytest

from tests.tui.test_why import RULES, Told


@pytest.fixture
def floor(tmp_path: Path, capsys: pytest.CaptureFixture[str]) -> Told:
    """A floor on which three leads were dealt and one was contacted."""
    told = Told(tmp_path, capsys)
    path = told.root / "leads.csv"
    path.write_text("id,email,country\n1,a@example.com,DE\n2,b@example.com,DE\n3,c@example.com,FR\n", "utf-8")
    told.run("import", str(path))
    told.run("contacted", "L-1")
    return told


def other(floor: Told) -> str:
    """House rules under which the first of the roster has every lead."""
    path = floor.root / "other.toml"
    path.write_text(RULES.replace('requires = ["de"]', "").replace('"least_busy"', '"hot_seat"'), "utf-8")
    return str(path)


def test_under_its_own_rules_nothing_differs(floor: Told) -> None:
    """By the rules of then and by the floor's own file alike: exit code 0."""
    for config in ((), ("--config", str(floor.root / "floor.toml"))):
        told = json.loads(floor.run("replay", *config, "--json"))
        assert (told["differences"], told["left_out"]) == ([], [])
        assert told["totals"]["then"] == told["totals"]["now"]


def test_other_rules_are_told_lead_by_lead_and_in_sum(floor: Told) -> None:
    """Who would have which lead and why, exit code 1; nothing is written."""
    before = json.loads(floor.run("status", "--json"))["seq"]
    told = json.loads(floor.run("replay", "--config", other(floor), "--json", expected=1))
    assert told["differences"]
    for one in told["differences"]:
        assert one["then"] != one["now"]
        assert one["now"]["rep"] is None or "rule" in one["why"]
    assert sum(told["totals"]["now"]["received"].values()) == sum(told["totals"]["then"]["received"].values())
    lines = floor.run("replay", "--config", other(floor), expected=1).splitlines()
    assert lines[0].startswith(f"{told['differences'][0]['lead']}: ")
    assert json.loads(floor.run("status", "--json"))["seq"] == before


def test_a_stretch_begins_on_the_floor_of_then(floor: Told) -> None:
    """From an entry on only what came later is dealt again; a stretch without entries is refused."""
    last = json.loads(floor.run("status", "--json"))["seq"]
    told = json.loads(floor.run("replay", "--from", str(last), "--config", other(floor), "--json"))
    assert told["totals"]["now"]["leads"] == 0
    assert json.loads(floor.run("replay", "--to", "1", "--json"))["totals"]["then"]["leads"] == 0
    floor.run("replay", "--from", "2100-01-01", expected=1)
    floor.run("replay", "--from", "soon", expected=1)
