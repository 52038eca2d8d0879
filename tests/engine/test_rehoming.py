"""Leads that wait when the house rules change, and owners who are found late: nothing waits where nobody deals."""

from datetime import timedelta

from day import Day, policy

from engine.commands import Known
from engine.house.rungs import Rung
from engine.lead import LeadState
from engine.policy import Arm, Policy, Pool, Rep, Rule, Strategy


def two_pools(**changes: object) -> Policy:
    """Ann deals with what the rules know, bo with the rest."""
    reps = (Rep(id="ann", name="Ann", capacity=0), Rep(id="bo", name="Bo", capacity=0))
    pools = (Pool(name="inbound", reps=("ann",)), Pool(name="rest", reps=("bo",)))
    return policy(reps=reps, pools=pools, rules=(Rule(name="all", pool="inbound"),)).but(**changes)


def test_what_waits_for_a_pool_that_became_a_trial_is_dealt_by_its_sides() -> None:
    """A trial has no reps of its own, so nothing may be left waiting for it."""
    day = Day(two_pools())
    day.away("ann")
    (lead,) = day.arrive()
    arms = (Arm(pool="rest", share=99), Arm(pool="ann's", share=1))
    trial = Pool(name="inbound", strategy=Strategy.SPLIT, reps=(), arms=arms)
    day.obey(day.rules.but(pools=(trial, Pool(name="rest", reps=("bo",)), Pool(name="ann's", reps=("ann",)))))
    assert day.owner(lead.id) == "bo"


def test_what_is_sent_on_to_a_closed_pool_is_parked_in_the_same_turn() -> None:
    """The second look at the same instant finds nothing left to do."""
    day = Day(two_pools())
    (lead,) = day.arrive()
    rest = Pool(name="rest", reps=("bo",), hours="Mo-Fr 20:00-22:00", after_hours="hold")
    day.obey(day.rules.but(pools=(rest,), rules=(Rule(name="all", pool="rest"),)))
    day.requeue(lead.id)
    assert day.state(lead.id) is LeadState.PARKED
    assert day.later(seconds=0) == []


def test_a_ladder_that_leads_to_a_trial_leads_to_one_of_its_sides() -> None:
    """The step goes where the trial sends the person, and not back to where the lead waited."""
    steps = (Rung(after=timedelta(seconds=30), do="group:trial"), Rung(after=timedelta(hours=1), do="notify:bo"))
    inbound = Pool(name="inbound", reps=("ann",), ladder=steps)
    arms = (Arm(pool="rest", share=99), Arm(pool="rest", share=1))
    trial = Pool(name="trial", strategy=Strategy.SPLIT, reps=(), arms=arms)
    day = Day(two_pools(pools=(inbound, Pool(name="rest", reps=("bo",)), trial)))
    day.away("ann")
    (lead,) = day.arrive()
    day.later(seconds=30)
    assert day.owner(lead.id) == "bo"


def test_an_owner_from_outside_is_charged_alone_when_nobody_of_the_pool_fits() -> None:
    """Whoever receives a lead to which nobody else was entitled is entitled to the whole of it."""
    charging = Pool(name="inbound", reps=("ann",), charge_owned=True)
    day = Day(two_pools(pools=(charging, Pool(name="rest", reps=("bo",)))))
    (first,) = day.arrive()
    day.give(first.id, "bo")
    day.away("ann")
    day.receive(day.lead("again", "p1"), people={"p1": Known(lead_id=first.id)})
    assert day.owner("L-2") == "bo"
    assert day.floor.leads["L-2"].posting is not None
    assert day.lag("ann") + day.lag("bo") == 0


def test_an_owner_who_has_just_become_one_is_given_what_waited() -> None:
    """A lead due earlier that nobody of its pool can take goes to whoever is given its person's other lead."""
    slow = Rule(name="slow", pool="rest", first_touch=timedelta(hours=2))
    day = Day(two_pools(rules=(slow,)))
    day.away("ann")
    day.away("bo")
    day.arrive()
    day.obey(day.rules.but(rules=(Rule(name="all", pool="inbound"),)))
    day.receive(day.lead("again", "p1"), people={"p1": Known(lead_id="L-1")})
    day.back("bo")
    assert [day.owner(one) for one in ("L-1", "L-2")] == ["bo", "bo"]
