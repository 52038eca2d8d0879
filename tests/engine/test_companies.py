"""Accounts told from other people's leads: who has a company, by what two are told apart, and for how long."""

from datetime import datetime, timedelta

import pytest
from day import MONDAY, Day, policy
from laws import JudgedDay

from engine.commands import NewLead
from engine.companies import Company, Held, Holder, company_of
from engine.events import LeadAssigned
from engine.house.persons import NamedAccount, Owners
from engine.lead import Disposition, LeadState
from engine.policy import Policy

YEAR = timedelta(days=365)
WHO = "who has this company"


def house(**owners: object) -> Policy:
    """Three reps; whoever had a lead of a company within a year has its leads."""
    return policy().but(on_away="keep", owners=Owners(**{"account_match": YEAR, **owners}))


def record(key: str, *company_keys: str, email: str = "") -> NewLead:
    """A record of somebody at a company."""
    plain = Day(policy()).lead(key)
    return plain.but(company_keys=company_keys, card=plain.card.but(email=email))


def holder(rep_id: str, **changes: object) -> Holder:
    """A rep who has a company, since yesterday, with one of its people and nothing open."""
    day = MONDAY - timedelta(days=1)
    return Holder(rep_id=rep_id, is_open=False, latest_at=day, contacts=1, oldest_at=day).but(**changes)


def given(known: dict[str, Company], *leads: NewLead, rules: Policy | None = None) -> list[tuple[str, str, str]]:
    """To whom each record goes, how and why."""
    day = JudgedDay(rules or house())
    day.companies = known
    day.receive(*leads)
    events = [entry.event for entry in day.entries if isinstance(entry.event, LeadAssigned)]
    return [(event.rep_id, event.how, event.reason) for event in sorted(events, key=lambda one: one.lead_id)]


def test_a_company_is_whose_lead_it_had() -> None:
    """Another person of it goes to the same rep, outside the rotation; the domain is asked before the name."""
    known = {"d:acme": Company(holders=(holder("cy"),)), "c:acme": Company(holders=(holder("bo"),))}
    assert given(known, record("k1", "d:acme", "c:acme")) == [("cy", "owner", WHO)]
    assert given(known, record("k1", "d:other", "c:acme")) == [("bo", "owner", WHO)]
    assert given(known, record("k1", "c:other"))[0][1] == "dealt"


def test_nobody_has_a_company_unless_the_house_says_so_nor_for_ever() -> None:
    """Without `account_match`, or after it, or of who has left, leads are dealt; an open lead is never too old."""
    old = holder("cy", latest_at=MONDAY - YEAR - timedelta(seconds=1))
    for rules, one in ((house(account_match=timedelta(0)), holder("cy")), (house(), old), (house(), holder("gone"))):
        assert given({"d:acme": Company(holders=(one,))}, record("k1", "d:acme"), rules=rules)[0][1] == "dealt"
    assert given({"d:acme": Company(holders=(old.but(is_open=True),))}, record("k1", "d:acme"))[0][0] == "cy"


def test_a_named_account_goes_before_what_leads_say() -> None:
    """What the house rules name is certain."""
    named = house(accounts=(NamedAccount(rep="bo", domain=("acme.com",)),))
    lead = record("k1", "d:acme", email="jo@acme.com")
    assert given({"d:acme": Company(holders=(holder("cy"),))}, lead, rules=named)[0][0] == "bo"


def test_two_who_have_it_are_told_as_a_conflict_with_both_names() -> None:
    """The first in rank has it."""
    known = {"d:acme": Company(holders=(holder("cy"), holder("ann"), holder("bo")))}
    assert given(known, record("k1", "d:acme")) == [("cy", "owner", f"{WHO}; conflict: it is Cy and Ann's")]


def test_people_of_a_new_company_that_come_together_have_one_rep() -> None:
    """Nobody has it yet; whoever is dealt the first has the others, too."""
    rows = given(
        {}, record("k1", "d:new"), record("k2", "d:new", "c:new"), record("k3", "c:new"), record("k4", "d:x")
    )
    assert [(rep_id, how) for rep_id, how, _ in rows[:3]] == [("ann", "dealt"), ("ann", "owner"), ("ann", "owner")]
    assert rows[3][:2] == ("bo", "dealt")


def lead(number: int, rep_id: str | None, **changes: object) -> Held:
    """A closed lead of a company, an hour after the one before."""
    at: datetime = MONDAY + timedelta(hours=number)
    plain = Held(lead_id=f"L-{number}", rep_id=rep_id, state=LeadState.CLOSED, queued_at=at, latest_at=at)
    return plain.but(disposition=Disposition.LOST, person=f"p{number}").but(**changes)


@pytest.mark.parametrize(
    "leads",
    [
        (lead(1, "bo", state=LeadState.CONTACTED, disposition=None), lead(2, "ann")),
        (lead(1, "ann"), lead(2, "bo")),
        (lead(1, "ann", latest_at=MONDAY), lead(2, "bo", latest_at=MONDAY), lead(3, "bo", latest_at=MONDAY)),
        (lead(1, "bo", latest_at=MONDAY), lead(2, "ann", latest_at=MONDAY)),
        (lead(1, "bo", latest_at=MONDAY, queued_at=MONDAY), lead(2, "ann", latest_at=MONDAY, queued_at=MONDAY)),
    ],
)
def test_two_are_told_apart_in_their_order(leads: tuple[Held, ...]) -> None:
    """An open lead, the latest activity, the most people, the oldest; equal is by the id, never by chance."""
    first, *_ = company_of(leads).holders
    wanted = "ann" if len({(one.queued_at, one.latest_at) for one in leads}) == 1 else "bo"
    assert first.rep_id == company_of(reversed(leads)).holders[0].rep_id == wanted


def test_what_was_no_lead_gives_nobody_a_company() -> None:
    """Spam and other people's territory say nothing; what nobody has yet is waited beside, the earliest."""
    spam = [lead(n, "ann", disposition=one) for n, one in enumerate((Disposition.SPAM, Disposition.WRONG_TERRITORY))]
    waiting = [lead(n, None, state=LeadState.QUEUED) for n in (9, 10)]
    assert company_of([*spam, *waiting, lead(3, None)]) == Company(waiting="L-9")
