"""`floorboard why` on a real floor: the trail as lines and as JSON, worked out again from the journal."""

import json
from pathlib import Path
from typing import Any

import pytest

from store.asked import explaining
from tui.cli import main

RULES = """
[floor]
name = "North"
[[reps]]
id = "dana"
name = "Dana"
capacity = 1
skills = ["de"]
[[reps]]
id = "jon"
name = "Jon"
skills = ["de"]
[[reps]]
id = "mia"
name = "Mia"
[[pools]]
name = "german"
reps = ["dana", "jon", "mia"]
strategy = "least_busy"
[[rules]]
name = "urgent"
when.message.contains = "urgent"
pool = "german"
[[rules]]
name = "DACH"
when.country = "DE"
pool = "german"
requires = ["de"]
[[rules]]
name = "everyone"
pool = "german"
"""


class Told:
    """A floor whose verbs are run in this process, with what they printed."""

    def __init__(self, root: Path, capsys: pytest.CaptureFixture[str]) -> None:
        self.root, self.capsys = root, capsys
        (root / "floor.toml").write_text(RULES, "utf-8")

    def run(self, *words: str, expected: int = 0) -> str:
        """Run a verb that must end with an exit code; returns what it told."""
        code = main(["--floor", str(self.root), *words])
        told = self.capsys.readouterr()
        self.said = told.err
        assert code == expected, told.err
        return told.out

    def take(self, count: int) -> None:
        """Take leads in from a file."""
        rows = [f"{n},a{n}@example.com,DE" for n in range(count)]
        path = self.root / "leads.csv"
        path.write_text("\n".join(["id,email,country", *rows]), "utf-8")
        self.run("import", str(path))

    def why(self, lead: str) -> Any:
        """The explanation of a lead."""
        return json.loads(self.run("why", lead, "--json"))


@pytest.fixture
def floor(tmp_path: Path, capsys: pytest.CaptureFixture[str]) -> Told:
    return Told(tmp_path, capsys)


def test_the_trail_is_told_whole(floor: Told) -> None:
    """Rules with what the lead had, the table with rank and lag of everybody, the runner-up, and who but for what."""
    floor.take(3)
    told = floor.why("3")
    assert [(one["rep_id"], one["rank"], one["reason"]) for one in told["candidates"]] == [
        ("jon", 1, "chosen"),
        ("dana", None, "at_cap:open 1/1"),
        ("mia", None, "skill:de"),
    ]
    assert told["counterfactual"] == "Mia first if they had the skill de."
    assert [(rule["name"], rule["is_read"], rule["holds"]) for rule in told["rules"]] == [
        ("urgent", True, False),
        ("DACH", True, True),
        ("everyone", False, True),
    ]
    assert told["rules"][0]["clauses"] == [
        {"words": 'message contains "urgent"', "actual": None, "is_kept": False, "holds": None}
    ]
    assert (told["cost_of_fit_seconds"], told["cost_of_fairness_seconds"], told["doubt"]) == (0.0, 0.0, "")


def test_people_read_it_as_lines(floor: Told) -> None:
    """Nothing of it needs JSON."""
    floor.take(3)
    lines = floor.run("why", "3").splitlines()
    assert lines[0] == "L-3 is assigned."
    assert "Mia first if they had the skill de." in lines
    assert "   rule 2 'DACH' (pool german): took it" in lines
    assert "      yes country is \"DE\"   (it had 'DE')" in lines
    assert '      ?   message contains "urgent"   (stood on the card: not kept)' in lines
    assert "   1 below it was not read" in lines
    assert any("at cap (open 1/1)" in line for line in lines)
    assert any("lacks skill de" in line for line in lines)


def test_a_decision_is_told_the_same_whatever_came_since(floor: Told) -> None:
    """It is worked out on the floor as it was then."""
    floor.take(3)
    before = floor.why("1")
    floor.run("away", "jon")
    floor.run("back", "jon")
    after = floor.why("1")
    assert before["candidates"] == after["candidates"]
    assert [one["rank"] for one in after["candidates"]] == [1, 2, None]


def test_what_would_take_too_long_is_not_worked_out_and_says_so(floor: Told, monkeypatch: pytest.MonkeyPatch) -> None:
    """The short reason stands, with a sentence why there is no more."""
    floor.take(3)
    monkeypatch.setattr(explaining, "ENTRIES_MAX", 2)
    told = floor.why("3")
    assert told["candidates"] == []
    assert "folding more than" in told["doubt"]
    assert told["reps"][1]["reason"] == "chosen"
    assert floor.run("why", "3")


def test_a_lead_given_by_hand_is_told_with_who_would_have_had_it(floor: Told) -> None:
    """The table is as the dealing would have been; the chosen one is who got it."""
    floor.take(1)
    floor.run("assign", "1", "mia")
    told = floor.why("1")
    assert told["sentence"].startswith("Mia: given by hand")
    assert (told["first"], told["doubt"]) == ("jon", "")
    assert {one["rep_id"]: one["reason"] for one in told["candidates"]}["mia"] == "chosen"


def test_a_lead_that_waits_says_what_has_changed_since(floor: Told) -> None:
    """One behind the first of its line is not decided anew with each change; how everybody fares now stands below."""
    floor.run("away", "jon")
    floor.take(3)
    assert "Since then" not in floor.run("why", "3")
    floor.run("away", "dana", "--reason", "lunch")
    told = floor.why("3")
    assert {one["rep_id"]: one["reason"] for one in told["candidates"]}["dana"] == "at_cap:open 1/1"
    assert {one["rep_id"]: one["reason"] for one in told["now"]}["dana"] == "presence:away/lunch"
    before, after = floor.run("why", "3").split("Since then, for 1 rep:\n")
    assert "at cap (open 1/1)" in before
    assert after.splitlines()[0].split("lag")[0].split() == ["-", "dana", "Dana", "away", "(lunch)"]
    assert [one["reason"] for one in floor.why("2")["now"]] == [one["reason"] for one in floor.why("2")["candidates"]]
    assert floor.why("1")["now"] == []


def test_a_lead_that_was_put_back_says_who_could_have_it(floor: Told) -> None:
    """Nobody was asked when it went back; how everybody fares now is told all the same."""
    floor.take(2)
    for rep in ("dana", "jon"):
        floor.run("away", rep)
    floor.run("requeue", "2")
    floor.run("requeue", "1")
    for lead in ("1", "2"):
        assert {one["reason"] for one in floor.why(lead)["now"]} == {"presence:away", "skill:de"}
