"""What keeps reps from a lead is known from order to order, for as long as their standing is the very same."""

import pytest
from day import MONDAY, Day, policy

from engine.dealing import filters
from engine.dealing.routing import Panel, panel
from engine.floor import Draft, State
from engine.lead import Lead
from engine.policy import Roster
from engine.rep import Availability

FIVE = ("ana", "ben", "cem", "dee", "eva")


def asked(state: State, roster: Roster, **lead: object) -> Panel:
    """The panel for a lead that comes alone."""
    plain = Lead(
        id="L-1", source="", source_key="1", rule="", pool="inbound", received_at=MONDAY, queued_at=MONDAY
    ).but(**lead)
    return panel(state, roster, roster.pools["inbound"], plain)


def test_a_lead_that_comes_alone_asks_only_those_whose_standing_is_another(monkeypatch: pytest.MonkeyPatch) -> None:
    """The first asks everybody, the next only who had the one before."""
    heard: list[str] = []
    first_reason = filters.first_reason

    def noted(state: State, roster: Roster, rep_id: str, *rest: object) -> str | None:
        heard.append(rep_id)
        return first_reason(state, roster, rep_id, *rest)  # type: ignore[arg-type]

    monkeypatch.setattr(filters, "first_reason", noted)
    day = Day(policy(*FIVE))
    (lead,) = day.arrive()
    assert heard == list(FIVE)
    heard.clear()
    day.arrive()
    assert heard == [lead.rep_id]


def test_a_draft_that_is_thrown_away_leaves_no_answer_behind() -> None:
    """What was said of a standing that never came to be is not believed of the one that is."""
    day, roster = Day(policy(*FIVE)), Roster(policy(*FIVE))
    tried = Draft(day.floor)
    tried.put_rep(tried.reps["ana"].but(availability=Availability.AWAY))
    assert asked(tried, roster).out == {"presence:away": ("ana",)}
    assert asked(Draft(day.floor), roster).out == {}


def test_leads_that_ask_for_different_things_are_answered_apart() -> None:
    """Whoever lacks a skill or is off shift is kept from the leads that ask for it, and from no other."""
    day, roster = Day(policy(*FIVE)), Roster(policy(*FIVE))
    day.floor.put_rep(day.floor.reps["ana"].but(on_shift=False))
    assert asked(day.floor, roster).out == {"off_shift": ("ana",)}
    assert asked(day.floor, roster, on_call=True).out == {}
    assert asked(day.floor, roster, on_call=True, requires=("french",)).out == {"skill:french": FIVE}
    assert asked(day.floor, roster, only=("ben",)).out == {
        "off_shift": ("ana",),
        "territory": ("cem", "dee", "eva"),
    }
    assert asked(day.floor, roster).out == {"off_shift": ("ana",)}
