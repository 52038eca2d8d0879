"""New house rules: people and pools come and go, and no lead and no lag is lost by it."""

import pytest
from day import MONDAY, Day, confirming, policy

from engine.commands import ChangePolicy, SetAvailability
from engine.events import LeadAssigned, LeadRerouted, OfferRescinded, PolicyChanged
from engine.lead import LeadState
from engine.policy import PULLED, Accept, Clause, Conditions, Pool, Rep, Rule, Strategy, Territory
from engine.rep import Availability

GERMAN = Conditions(clauses=(Clause(field="country", test="is", value="DE"),))


def two_pools(**more: object) -> object:
    """A floor with a pool of its own for German leads."""
    return policy("ann", "bo").but(
        pools=(Pool(name="dach", reps=("ann",)).but(**more), Pool(name="inbound", reps=("bo",))),
        rules=(Rule(name="dach", pool="dach", when=GERMAN), Rule(name="all", pool="inbound")),
    )


ONE_POOL = policy("ann", "bo").but(
    pools=(Pool(name="inbound", reps=("bo",)),), rules=(Rule(name="all", pool="inbound"),)
)


def test_who_leaves_gives_their_leads_back() -> None:
    """The leads of somebody who left are dealt to the others in the same turn."""
    day = Day()
    day.arrive(3)
    day.obey(policy("bo", "cy"))
    assert day.owner("L-1") in ("bo", "cy")
    assert day.floor.reps["ann"].open_count == 0


def test_who_leaves_gives_back_what_is_held_out() -> None:
    """An offer to somebody who left goes to another at once."""
    day = Day(confirming("ann", "bo"))
    day.arrive()
    day.obey(confirming("bo"))
    assert day.offered_to("L-1") == "bo"


def test_leaving_is_said_once() -> None:
    """The next change of the rules does not tell it again."""
    day = Day()
    day.obey(policy("bo", "cy"))
    day.obey(policy("bo", "cy").but(name="South"))
    changed = [entry.event for entry in day.entries if isinstance(entry.event, PolicyChanged)]
    assert [event.left for event in changed] == [(), ("ann",), ()]


def test_who_returns_to_the_roster_finds_their_lag() -> None:
    """Leaving and rejoining resets nobody, and who rejoins is there."""
    day = Day()
    day.arrive(4)
    day.close("L-1", "L-4")
    lag = day.lag("ann")
    day.away("ann")
    day.obey(policy("bo", "cy"))
    day.later(minutes=1)
    day.obey(policy("ann", "bo", "cy"))
    assert day.lag("ann") == lag
    assert day.floor.reps["ann"].availability is Availability.AVAILABLE


def test_nobodys_lag_moves_by_a_change_of_the_roster() -> None:
    """A member more, one less, another weight: the others' lines stay to the digit."""
    reps = tuple(Rep(id=one, name=one, capacity=0) for one in ("ann", "bo", "cy"))
    day = Day(policy(reps=reps))
    day.arrive(7)
    before = day.floor.snapshot().accounts
    day.obey(policy("ann", "bo", "cy", "di"))
    day.obey(policy(reps=(reps[0].but(weight=5), *reps[1:])))
    assert day.floor.snapshot().accounts == before


def test_a_newcomer_starts_level() -> None:
    """Who joins is owed nothing for what was before."""
    day = Day(policy("ann", "bo"))
    day.arrive(10)
    day.obey(policy("ann", "bo", "cy"))
    assert [lead.rep_id for lead in day.arrive(3)].count("cy") == 1


def test_leads_of_a_pool_that_is_no_more_are_asked_of_the_rules_again() -> None:
    """What waits in a pool that vanished stands where the new rules put it, and is dealt from there."""
    day = Day(two_pools())
    day.away("ann")
    day.arrive(2, country="DE")
    done = day.obey_and_tell(ONE_POOL)
    assert [event.pool for event in done if isinstance(event, LeadRerouted)] == ["inbound", "inbound"]
    assert day.owner("L-1") == day.owner("L-2") == "bo"


def test_a_lead_held_out_for_a_pool_that_is_no_more_is_taken_back() -> None:
    """Its offer ends, and the new rules deal it."""
    day = Day(two_pools(accept=Accept.CONFIRM))
    day.arrive(country="DE")
    assert day.state("L-1") is LeadState.OFFERED
    done = day.obey_and_tell(ONE_POOL)
    assert any(isinstance(event, OfferRescinded) and event.reason == "policy" for event in done)
    assert day.owner("L-1") == "bo"


def test_a_lead_returned_after_its_pool_is_gone_is_dealt_all_the_same() -> None:
    """An owned lead keeps its owner; once returned, the rules of now say where it goes."""
    day = Day(two_pools())
    day.arrive(country="DE")
    day.obey(ONE_POOL)
    assert day.owner("L-1") == "ann"
    done = day.requeue("L-1")
    assert any(isinstance(event, LeadRerouted) for event in done)
    assert any(isinstance(event, LeadAssigned) and event.rep_id == "bo" for event in done)


def test_undo_after_the_pool_is_gone_deals_all_the_same() -> None:
    """A waiting lead that undo puts back into a pool that is no more is put by the rules of now."""
    day = Day(two_pools())
    day.away("ann")
    day.arrive(country="DE")
    day.give("L-1", "bo")
    day.obey(ONE_POOL)
    day.undo()
    assert (day.floor.leads["L-1"].pool, day.owner("L-1")) == ("inbound", "bo")


PUSHED = set(Strategy) - PULLED - {Strategy.HOT_SEAT, Strategy.RANDOM, Strategy.FIRST_TO_CLAIM}


@pytest.mark.parametrize("strategy", sorted(PUSHED))
def test_a_new_strategy_deals_from_the_same_ledger(strategy: Strategy) -> None:
    """Changing how a pool deals keeps what everybody is owed."""
    day = Day()
    day.arrive(2)
    plain = policy()
    day.obey(plain.but(pools=(plain.pools[0].but(strategy=strategy),)))
    day.later(minutes=1)
    assert day.arrive()[0].rep_id == "cy"


def test_a_way_to_the_past_is_closed_with_the_roster() -> None:
    """A return named before somebody left does not bring them back."""
    day = Day()
    day.do(SetAvailability(rep_id="ann", availability=Availability.AWAY, until_at=MONDAY.replace(hour=10)))
    day.obey(policy("bo", "cy"))
    assert day.later(hours=2) == []
    assert day.floor.reps["ann"].availability is Availability.OFFLINE


def test_a_lead_goes_where_its_card_says_when_its_pool_is_no_more() -> None:
    """Area code and company are read off the card again, which the journal does not keep."""
    away = ONE_POOL.but(pools=(Pool(name="old", reps=("ann",)),), rules=(Rule(name="all", pool="old"),))
    day = Day(away)
    day.away("ann")
    day.away("bo")
    first, second = day.arrive(2)
    north, south = (Territory(reps=(one,), area=(area,)) for one, area in (("ann", "+4940"), ("bo", "+4989")))
    field = Pool(
        name="field", strategy=Strategy.TERRITORY, reps=("ann", "bo"), territories=(north, south), unknown="rest"
    )
    acme = Conditions(clauses=(Clause(field="company", test="contains", value="acme"),))
    rules = (Rule(name="acme", pool="rest", when=acme), Rule(name="all", pool="field"))
    new = ONE_POOL.but(pools=(field, Pool(name="rest", reps=("bo",))), rules=rules)
    facts = {first.id: {"area_code": "+49891234"}, second.id: {"company": "Acme GmbH"}}
    day.rules = new
    day.do(ChangePolicy(policy=new, digest="new", facts=facts))
    assert (day.floor.leads[first.id].pool, day.floor.leads[first.id].only) == ("field", ("bo",))
    assert day.floor.leads[second.id].rule == "acme"
