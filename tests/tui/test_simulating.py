"""`floorboard simulate`: what would become of a file's records, told and not done."""

import json
from pathlib import Path

import pytest

from tests.tui.test_why import RULES, Told


@pytest.fixture
def floor(tmp_path: Path, capsys: pytest.CaptureFixture[str]) -> Told:
    told = Told(tmp_path, capsys)
    told.run("status")
    return told


def file_of(floor: Told, *countries: str) -> str:
    """A file with a record for each country."""
    path = floor.root / "what_if.csv"
    rows = [f"w{n},w{n}@example.com,{country}" for n, country in enumerate(countries)]
    path.write_text("\n".join(["id,email,country", *rows]), "utf-8")
    return str(path)


def test_records_are_dealt_one_on_top_of_the_other_and_nothing_is_written(floor: Told) -> None:
    """Rule, rep and sentence of each; the floor is as it was, however often it is asked."""
    path = file_of(floor, "DE", "DE", "FR")
    before = floor.run("status", "--json")
    told = json.loads(floor.run("simulate", path, "--json"))
    assert [(one["rule"], one["rep"]) for one in told] == [("DACH", "dana"), ("DACH", "jon"), ("everyone", "mia")]
    assert told[0]["sentence"].startswith("Dana: rule 2 'DACH'; 2 of 3 routable")
    assert json.loads(floor.run("simulate", path, "--json")) == told
    after = floor.run("status", "--json")
    assert json.loads(after)["seq"] == json.loads(before)["seq"]


def test_one_record_is_told_with_everybodys_rank(floor: Told) -> None:
    """The table is that of `why`."""
    lines = floor.run("simulate", file_of(floor, "DE")).splitlines()
    assert lines[0].startswith("what_if.csv row 2: Dana: rule 2 'DACH'")
    assert "Mia first if they had the skill de." not in lines
    assert [line.split()[:2] for line in lines[2:]] == [["1", "dana"], ["2", "jon"], ["-", "mia"]]


def test_other_house_rules_can_be_tried(floor: Told) -> None:
    """Under a second floor.toml the same record goes elsewhere; the rules in force stay."""
    other = floor.root / "other.toml"
    other.write_text(RULES.replace('requires = ["de"]', "").replace('"least_busy"', '"hot_seat"'), "utf-8")
    path = file_of(floor, "DE", "DE", "DE")
    told = json.loads(floor.run("simulate", path, "--config", str(other), "--json"))
    assert [one["rep"] for one in told] == ["dana", "jon", "jon"]


def test_a_record_that_is_known_joins_its_lead(floor: Told) -> None:
    """What was taken in once is no second lead in a what-if either."""
    path = file_of(floor, "DE")
    floor.run("import", path)
    told = json.loads(floor.run("simulate", path, "--json"))
    assert told[0]["sentence"] == "It joins L-1, which is known already."
