"""`floorboard why` on a floor on which nobody is like another: the right first reason for each of twelve reps."""

import json
from datetime import UTC, datetime, timedelta
from pathlib import Path

import pytest

from engine import commands as co
from engine.lead import Card, LeadState
from engine.policy import digest
from engine.rep import Availability
from tui.cli import main
from tui.floor_dir import FloorDir
from tui.serving.desk import Desk, keep_rules
from tui.settings import load
from tui.wiring import open_ledger

MORNING = datetime(2026, 9, 7, 9, 0, tzinfo=UTC)
EVERYBODY = ("dee", "mia", "jon", "ravi", "otto", "anna", "wim", "penny", "olga", "tess", "sam", "noa")
REP = '[[reps]]\nid = "{0}"\nname = "{1}"\ncapacity = {2}\nskills = {3}\n'
RULES = """
[limits]
miss_rest = "10m"
[[pools]]
name = "DACH"
strategy = "territory"
accept = "confirm"
reps = [{everybody}]
unknown = "rest"
[[pools.territories]]
country = ["DE"]
reps = [{germans}]
[[pools.territories]]
country = ["AT"]
reps = ["tess"]
[[pools]]
name = "rest"
wrap_up = "10m"
reps = ["wim"]
[[pools]]
name = "penny's"
accept = "confirm"
reps = ["penny"]
[[pools]]
name = "olga's"
accept = "confirm"
reps = ["olga"]
[[rules]]
name = "for penny"
when.source = "penny"
pool = "penny's"
[[rules]]
name = "for olga"
when.source = "olga"
pool = "olga's"
[[rules]]
name = "DACH inbound"
when.country = ["DE", "AT"]
pool = "DACH"
requires = ["de"]
[[rules]]
name = "everyone else"
pool = "rest"
"""


def rules_text() -> str:
    """A floor of twelve: one speaks no German, one has another territory, one another shift."""
    reps = []
    for one in EVERYBODY:
        skills = [] if one == "sam" else ["de"]
        text = REP.format(one, one.title(), 5 if one == "ravi" else 0, json.dumps(skills))
        reps.append(text + 'hours = "Mo-Fr 20:00-22:00"\n' * (one == "otto"))
    quoted = [f'"{one}"' for one in EVERYBODY]
    germans = ", ".join(one for one in quoted if one != '"tess"')
    return "".join(reps) + RULES.format(everybody=", ".join(quoted), germans=germans)


class Morning:
    """A desk on a real database, and a clock in the test's hand."""

    def __init__(self, root: Path) -> None:
        self.floor = FloorDir(root=root)
        self.floor.rules.write_text(rules_text(), "utf-8")
        self.policy = load(self.floor.rules).policy
        self.now = MORNING
        self.ledger = open_ledger(self.floor)
        self.desk = Desk(self.ledger, lambda: self.now)
        named = (self.policy, digest(self.policy), "sha")
        self.desk.turn(lambda sitting: keep_rules(sitting, *named, "floor.toml"))

    def give(self, order: co.Command, actor: str = "boss") -> None:
        """Give an order that must not be refused, a second after the last."""
        self.now += timedelta(seconds=1)
        answer = self.desk.give(order, actor, f"order:{self.desk.floor.seq}")
        assert answer.ok, answer.sentence

    def lead(self, source: str = "web", country: str = "DE") -> str:
        """A lead comes in; returns its id."""
        key = str(self.desk.floor.leads_ever + 1)
        new = co.NewLead(source=source, source_key=key, place=source, traits={"country": country}, card=Card())
        self.give(co.ReceiveLeads(origin=co.Origin(kind="hook", source=source, name=source), leads=(new,)), "floor")
        return f"L-{key}"


def make_everybody_different(morning: Morning) -> str:
    """Bring each rep into a state of their own; returns the lead that meets them all."""
    fill = [morning.lead(country="FR") for _ in range(5)]
    morning.give(co.Reassign(leads=tuple(co.Seen(id=one) for one in fill), rep_id="ravi"))
    last = morning.lead(country="FR")
    morning.give(co.RecordContact(leads=(co.Seen(id=last),)), "wim")
    morning.lead("penny")
    morning.now += timedelta(seconds=90)
    morning.give(co.Tick(), "floor")
    morning.lead("olga")
    for rep_id, availability, reason in (("anna", "away", "lunch"), ("noa", "offline", "")):
        said = Availability(availability)
        morning.give(co.SetAvailability(rep_id=rep_id, availability=said, reason=reason), rep_id)
    morning.give(co.Credit(rep_id="ravi", pool="DACH", leads=2, reason="made good"))
    lead = morning.lead()
    assert morning.desk.floor.leads[lead].state is LeadState.OFFERED
    morning.give(co.DeclineOffer(lead=co.Seen(id=lead), rep_id="dee"), "dee")
    morning.give(co.AcceptOffer(lead=co.Seen(id=lead), rep_id="mia"), "mia")
    morning.ledger.close()
    return lead


def test_why_tells_twelve_reps_apart(tmp_path: Path, capsys: pytest.CaptureFixture[str]) -> None:
    """The first reason of each in the order of the filters, the runner-up, and who was first but for what."""
    morning = Morning(tmp_path)
    lead = make_everybody_different(morning)
    assert main(["--floor", str(tmp_path), "why", lead, "--json"]) == 0
    told = json.loads(capsys.readouterr().out)
    assert {one["rep_id"]: one["reason"] for one in told["candidates"]} == {
        "mia": "chosen",
        "jon": "fits",
        "dee": "declined_this_round",
        "otto": "off_shift",
        "anna": "presence:away/lunch",
        "noa": "presence:offline",
        "wim": "not_ready:wrap_up",
        "penny": "not_ready:missed",
        "olga": "offer_pending",
        "ravi": "at_cap:open 5/5",
        "tess": "territory",
        "sam": "skill:de",
    }
    assert (told["first"], told["runner_up"], told["doubt"]) == ("mia", "jon", "")
    assert told["sentence"].startswith("Mia: rule 3 'DACH inbound'; 2 of 12 routable; owed ")
    assert "next was Jon" in told["sentence"]
    but_for = "Dee first if they had not said no this round; Ravi first if not at cap 5/5."
    assert told["counterfactual"] == but_for
    assert told["policy"] == digest(morning.policy)
    assert told["clocks"]["due_at"] > told["clocks"]["received_at"]
    assert told["cost_of_fairness_seconds"] == 1
    assert main(["--floor", str(tmp_path), "why", lead]) == 0
    lines = capsys.readouterr().out
    assert but_for in lines
    decided = next(row["at"][11:19] for row in told["history"] if row["seq"] == told["decided_seq"])
    entry = f"Decided with entry {told['decided_seq']} at {decided}"
    assert f"{entry} under the rules {digest(morning.policy)[:12]}." in lines
