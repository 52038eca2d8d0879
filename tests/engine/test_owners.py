"""Owners: whose a lead is before any rule deals it, and how long it waits for them."""

from datetime import datetime, timedelta

import pytest
from day import MONDAY, Day, policy
from laws import JudgedDay

from engine.commands import Known, NewLead, SetAvailability
from engine.events import LeadAssigned, LeadRerouted, OwnerAwaited, OwnerPassed
from engine.house.persons import Duplicates, NamedAccount, Owners
from engine.house.queue_order import QueueOrder
from engine.lead import Card
from engine.policy import Clause, Conditions, Policy, Pool, Rep, Rule, Strategy
from engine.rep import Availability

GERMANS = Conditions(clauses=(Clause(field="country", test="is", value="DE"),))
ACME = NamedAccount(rep="cy", domain=("acme.com",), company=("Acme GmbH",))


def house(**owners: object) -> Policy:
    """Three reps; Cy has Acme, and owners are waited for two of five minutes."""
    plain = policy().but(on_away="keep", duplicates=Duplicates(trusted=("crm",)))
    return plain.but(owners=Owners(**{"wait": 0.4, "sticky": timedelta(days=30), "accounts": (ACME,), **owners}))


def record(key: str = "r1", *people: str, source: str = "web", **card: str) -> NewLead:
    """A record of somebody."""
    return NewLead(source=source, source_key=key, place="web", person_keys=people, card=Card(**card))


def had(rep_id: str, closed_at: datetime) -> dict[str, Known]:
    """Somebody whose latest lead was a rep's."""
    return {"p1": Known(lead_id="L-99", rep_id=rep_id, is_open=False, at=MONDAY, closed_at=closed_at)}


def came(day: Day, kind: type) -> list:
    """The events of a kind so far."""
    return [entry.event for entry in day.entries if isinstance(entry.event, kind)]


@pytest.mark.parametrize(
    ("card", "why"),
    [
        ({"email": "jo@acme.com"}, "named account acme.com"),
        ({"email": "jo@mail.ACME.com"}, "named account acme.com"),
        ({"company": " acme gmbh "}, "named account Acme GmbH"),
    ],
)
def test_a_named_account_is_its_reps(card: dict[str, str], why: str) -> None:
    """By the domain of the address or by the company's name, outside the rotation."""
    day = JudgedDay(house())
    day.receive(record(**card))
    (given,) = came(day, LeadAssigned)
    assert (given.rep_id, given.how, given.reason, given.posting) == ("cy", "owner", why, None)


@pytest.mark.parametrize("card", [{"email": "jo@notacme.com"}, {"company": "Acme"}, {}])
def test_what_only_looks_like_an_account_is_none(card: dict[str, str]) -> None:
    """Neither a longer domain nor a part of a name is enough."""
    day = JudgedDay(house())
    day.receive(record(**card))
    assert came(day, LeadAssigned)[0].how == "dealt"


def test_two_accounts_are_told_as_a_conflict_with_both_names() -> None:
    """The domain goes before the name, and the other rep is named."""
    other = NamedAccount(rep="bo", company=("Acme GmbH",))
    day = JudgedDay(house(accounts=(ACME.but(company=()), other)))
    day.receive(record(email="jo@acme.com", company="Acme GmbH"))
    assert came(day, LeadAssigned)[0].reason == "named account acme.com; conflict: it is Cy and Bo's"


def test_reasons_for_an_owner_have_their_order() -> None:
    """A trusted source, then an open lead, then the account, then who had the person before."""
    day = JudgedDay(house())
    known = had("ann", MONDAY)
    day.receive(record("k1", "p1"), people=known)
    assert came(day, LeadAssigned)[-1].reason == "who had this person before"
    day.receive(record("k2", "p1", email="jo@acme.com"), people=known)
    assert came(day, LeadAssigned)[-1].reason == "named account acme.com"
    open_lead = {"p1": Known(lead_id="L-1", rep_id="ann", at=MONDAY)}
    day.receive(record("k3", "p1", email="jo@acme.com"), people=open_lead)
    assert (came(day, LeadAssigned)[-1].rep_id, came(day, LeadAssigned)[-1].reason) == ("ann", "")
    day.receive(record("k4", "p1", source="crm", owner_hint="Bo", email="jo@acme.com"), people=open_lead)
    assert (came(day, LeadAssigned)[-1].rep_id, came(day, LeadAssigned)[-1].reason) == ("bo", "named by its source")


def test_who_had_a_person_too_long_ago_has_them_no_more() -> None:
    """After thirty days the lead is anybody's; in a sticky pool it never is."""
    old = had("cy", MONDAY - timedelta(days=30))
    day = JudgedDay(house())
    day.receive(record("k1", "p1"), people=old)
    assert came(day, LeadAssigned)[-1].how == "dealt"
    sticky = day.rules.but(pools=(day.rules.pools[0].but(strategy=Strategy.STICKY),))
    day = JudgedDay(sticky)
    day.receive(record("k1", "p1"), people=old)
    assert came(day, LeadAssigned)[-1].rep_id == "cy"


def busy(rules: Policy | None = None) -> JudgedDay:
    """A day on which Cy is away for a moment as a lead of Acme comes in."""
    day = JudgedDay(rules or house())
    day.away("cy")
    day.receive(record(email="jo@acme.com"))
    return day


def test_an_owner_who_is_away_for_a_moment_is_waited_for() -> None:
    """Two minutes of five: back within them, the lead is theirs, and nobody else had it meanwhile."""
    day = busy()
    (awaited,) = came(day, OwnerAwaited)
    assert (awaited.until_at, awaited.why) == (MONDAY + timedelta(minutes=2), "presence:away/lunch")
    assert day.floor.leads["L-1"].out == {"owner_first": ("ann", "bo"), "presence:away/lunch": ("cy",)}
    day.later(seconds=90)
    day.back("cy")
    assert (day.owner("L-1"), came(day, OwnerPassed)) == ("cy", [])


def test_after_the_wait_others_have_it_and_the_owner_stays_on_record() -> None:
    """At the second minute it is dealt, and the entry says what kept the owner."""
    day = busy()
    assert day.next_due == MONDAY + timedelta(minutes=2)
    day.later(minutes=2)
    assert day.owner("L-1") in ("ann", "bo")
    assert day.floor.leads["L-1"].owner == "cy"
    assert came(day, OwnerPassed)[0].why == "presence:away/lunch"


@pytest.mark.parametrize(
    "order",
    [
        SetAvailability(
            rep_id="cy", availability=Availability.AWAY, reason="fair", until_at=MONDAY + timedelta(hours=1)
        ),
        SetAvailability(rep_id="cy", availability=Availability.OFFLINE),
    ],
)
def test_nobody_waits_for_an_owner_who_is_not_back_in_time(order: SetAvailability) -> None:
    """Until tomorrow or for good: the lead is dealt at once."""
    day = JudgedDay(house())
    day.do(order)
    day.receive(record(email="jo@acme.com"))
    assert day.owner("L-1") in ("ann", "bo")
    assert len(came(day, OwnerPassed)) == 1
    assert not came(day, OwnerAwaited)


def test_a_floor_may_wait_for_nobody() -> None:
    """With a wait of nought what an owner cannot take is dealt at once."""
    assert busy(house(wait=0.0)).owner("L-1") in ("ann", "bo")


def test_an_owner_pool_may_wait_for_longer() -> None:
    """What a pool says of waiting goes before what the floor says."""
    rules = house()
    day = busy(rules.but(pools=(rules.pools[0].but(strategy=Strategy.OWNER, owner_wait=0.8),)))
    assert day.next_due == MONDAY + timedelta(minutes=4)


def test_the_owners_team_is_asked_before_the_pool_of_the_rules() -> None:
    """The rules name Ann's pool; Cy's has somebody free, so it is theirs, by the same rule."""
    rules = house()
    pools = (Pool(name="inbound", reps=("ann",)), Pool(name="key", reps=("bo", "cy")))
    day = busy(rules.but(pools=pools, rules=(Rule(name="everyone", pool="inbound"),)))
    day.later(minutes=2)
    assert day.owner("L-1") == "bo"
    assert came(day, LeadRerouted)[0].pool == "key"


def test_leads_of_others_do_not_wait_behind_one_that_waits_for_its_owner() -> None:
    """Whoever comes after it and is nobody's is dealt at once."""
    day = busy()
    (other,) = day.arrive()
    assert other.rep_id is not None


def test_a_lead_in_no_hurry_holds_up_none_of_the_same_owner() -> None:
    """First come is first in line, but each waits for its own part of its own time alone."""
    calm = Rule(name="calm", pool="inbound", first_touch=timedelta(hours=1), when=GERMANS)
    rules = house().but(queue_order=QueueOrder.FIFO)
    day = JudgedDay(rules.but(rules=(calm, *rules.rules)))
    day.away("cy")
    day.receive(record("calm", company="Acme GmbH").but(traits={"country": "DE"}))
    day.receive(record("hurried", company="Acme GmbH"))
    day.later(minutes=2)
    assert (day.owner("L-1"), day.owner("L-2")) == (None, "ann")


def test_given_by_hand_it_waits_for_nobody() -> None:
    """A manager ends the wait; back in the queue it is anybody's."""
    day = busy()
    day.give("L-1", "ann")
    day.away("ann")
    day.requeue("L-1")
    assert day.owner("L-1") == "bo"


def test_undo_and_new_rules_leave_no_lead_waiting_for_who_is_gone() -> None:
    """An owner who left the roster is waited for no longer: with the house rules the wait is over."""
    day = busy()
    day.obey(house().but(reps=day.rules.reps[:2], pools=(day.rules.pools[0].but(reps=("ann", "bo")),)))
    assert day.owner("L-1") in ("ann", "bo")


@pytest.mark.parametrize(
    ("after_hours", "rep_id", "pool"), [("oncall:night", "di", "night"), ("hold", None, "inbound")]
)
def test_a_team_that_is_closed_takes_nothing_from_its_owner(after_hours: str, rep_id: str | None, pool: str) -> None:
    """After hours a lead whose owner is away stays with those on call, or is held, in the very order it came with."""
    reps = tuple(Rep(id=one, name=one.title(), capacity=0) for one in ("ann", "bo", "cy", "di"))
    night = Pool(name="night", reps=("di",), hours="24/7")
    pools = (Pool(name="inbound", reps=("ann",)), Pool(name="key", reps=("bo", "cy")), night)
    closed = house(wait=0.0).but(reps=reps, pools=pools, hours="Mo-Fr 07:00-08:00", after_hours=after_hours)
    day = JudgedDay(closed.but(rules=(Rule(name="everyone", pool="inbound"),)))
    day.away("cy")
    day.receive(record(company="Acme GmbH"))
    assert (day.owner("L-1"), day.floor.leads["L-1"].pool) == (rep_id, pool)


def test_an_open_pool_does_not_send_a_lead_to_a_team_that_is_closed() -> None:
    """The owner's team has gone home; whoever is there by the rules has it."""
    pools = (Pool(name="inbound", reps=("ann",)), Pool(name="key", reps=("bo", "cy"), hours="Mo-Fr 07:00-08:00"))
    rules = house(wait=0.0).but(pools=pools, rules=(Rule(name="everyone", pool="inbound"),), after_hours="hold")
    day = JudgedDay(rules)
    day.away("cy")
    day.receive(record(company="Acme GmbH"))
    assert day.owner("L-1") == "ann"


def test_the_wait_for_an_owner_moves_with_the_clock_it_is_a_part_of() -> None:
    """Hours that open earlier bring the end of the wait nearer; nobody waits past the time to answer."""
    day = JudgedDay(house().but(hours="Mo-Su 20:00-22:00"))
    day.away("cy")
    day.receive(record(email="jo@acme.com"))
    assert day.floor.leads["L-1"].owner_until == MONDAY.replace(hour=20, minute=2)
    day.obey(house())
    assert day.floor.leads["L-1"].owner_until == MONDAY + timedelta(minutes=2)
    day.later(minutes=2)
    assert day.owner("L-1") in ("ann", "bo")
