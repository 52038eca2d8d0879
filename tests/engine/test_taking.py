"""Leads that reps take: the first yes of several, the next one blindly, one out of the pond."""

import pytest
from day import Day, dealing_by, policy
from laws import JudgedDay

from engine.commands import Claim, DeclineOffer, Pull, Seen, SetAvailability
from engine.events import LeadAssigned, OfferMade, OfferMissed, OfferRescinded
from engine.lead import LeadState
from engine.policy import Clause, Conditions, Policy, Pool, Rep, Rule, Strategy
from engine.rep import Availability
from engine.turn import Refused

FOUR = ("ann", "bo", "cy", "di")


def rep(rep_id: str, **facts: object) -> Rep:
    return Rep(id=rep_id, name=rep_id.title(), **{"capacity": 0, **facts})


def racing(*reps: str, **pool: object) -> JudgedDay:
    return JudgedDay(dealing_by(Strategy.FIRST_TO_CLAIM, *map(rep, reps or FOUR), **pool))


def pulling(strategy: Strategy, *reps: Rep) -> JudgedDay:
    return JudgedDay(dealing_by(strategy, *(reps or map(rep, FOUR))))


def yes(day: Day, rep_id: str, lead_id: str = "L-1") -> None:
    from engine.commands import AcceptOffer

    day.do(AcceptOffer(lead=Seen(id=lead_id), rep_id=rep_id), rep_id)


def no(day: Day, rep_id: str, lead_id: str = "L-1") -> None:
    day.do(DeclineOffer(lead=Seen(id=lead_id), rep_id=rep_id), rep_id)


def test_the_first_yes_of_three_has_the_lead() -> None:
    """It is held out to three at once; when one takes it the others lose it, and nothing is charged to them."""
    day = racing()
    day.arrive()
    offer = day.floor.leads["L-1"].offer
    assert offer is not None
    assert offer.holders == ("ann", "bo", "cy")
    yes(day, "bo")
    assert day.owner("L-1") == "bo"
    lost = [entry.event.rep_id for entry in day.entries if isinstance(entry.event, OfferRescinded)]
    assert lost == ["ann", "cy"]
    assert (day.lag("ann"), day.lag("bo"), day.lag("cy"), day.lag("di")) == (0, -0.5, 0, 0.5)
    assert all(day.floor.reps[one].offered_count == 0 for one in FOUR)


def test_a_second_yes_comes_too_late() -> None:
    """Whoever is slower is told so, and nothing changes."""
    day = racing()
    day.arrive()
    yes(day, "cy")
    with pytest.raises(Refused, match="is not held out to Ann any more"):
        yes(day, "ann")


def test_a_no_leaves_the_race_to_the_others() -> None:
    """It ends when the last has said no; then the next are asked."""
    day = racing(at_once=2)
    day.arrive()
    no(day, "ann")
    assert day.state("L-1") is LeadState.OFFERED
    with pytest.raises(Refused):
        yes(day, "ann")
    no(day, "bo")
    offer = day.floor.leads["L-1"].offer
    assert offer is not None
    assert offer.holders == ("cy", "di")


def test_a_lost_race_is_no_missed_offer() -> None:
    """Who is slower twice, or lets a race lapse, is not put to not responding."""
    day = racing()
    for _ in range(4):
        day.arrive()
        done = day.later(seconds=100)
        assert sum(isinstance(event, OfferMissed) for event in done) >= 3
    assert all(day.floor.reps[one].availability is Availability.AVAILABLE for one in FOUR)


def test_who_leaves_leaves_the_race() -> None:
    """Away during a race: the others still hold it; when the last leaves, the next are asked in the same turn."""
    day = racing("ann", "bo", "cy", at_once=2)
    day.arrive()
    day.away("ann")
    assert day.offered_to("L-1") == "bo"
    done = day.away("bo")
    assert [event.rep_id for event in done if isinstance(event, OfferMade)] == ["cy"]


def test_who_won_a_race_steps_back() -> None:
    """Winning is charged, so that where the first who is asked says yes, everybody comes to be the first."""
    day = racing(at_once=2)
    for n in range(1, 13):
        day.arrive()
        offer = day.floor.leads[f"L-{n}"].offer
        assert offer is not None
        yes(day, offer.holders[0], f"L-{n}")
    assert max(day.received().values()) - min(day.received().values()) <= 2


def test_by_hand_ends_a_race_whole() -> None:
    """Assigned or closed by hand, nobody holds the lead any more; undo begins another race."""
    day = racing()
    day.arrive()
    day.give("L-1", "di")
    assert sum(day.floor.reps[one].offered_count for one in FOUR) == 0
    day.undo()
    assert day.state("L-1") is LeadState.OFFERED
    day.close("L-1")
    assert sum(day.floor.reps[one].offered_count for one in FOUR) == 0


def test_the_next_lead_is_the_one_due_first_that_one_may_take() -> None:
    """Blindly: the best of the queue for which one has the skill."""
    german = Conditions(clauses=(Clause(field="country", test="is", value="DE"),))
    house = dealing_by(Strategy.PULL_BLIND, rep("ann"), rep("bo", skills=("de",))).but(
        rules=(Rule(name="german", pool="inbound", when=german, requires=("de",)), Rule(name="all", pool="inbound"))
    )
    day = JudgedDay(house)
    day.arrive(country="DE")
    day.later(seconds=1)
    day.arrive(2, country="FR")
    assert day.state("L-1") is LeadState.QUEUED
    day.do(Pull(rep_id="ann"), "ann")
    day.do(Pull(rep_id="bo"), "bo")
    assert (day.owner("L-1"), day.owner("L-2"), day.owner("L-3")) == ("bo", "ann", None)
    assert day.lag("ann") == pytest.approx(-0.5)
    (last,) = [event for event in (entry.event for entry in day.entries[-1:]) if isinstance(event, LeadAssigned)]
    assert last.how == "pulled"


def test_a_lead_that_is_to_be_taken_waits_and_says_so() -> None:
    """Nobody is pushed, though all are free."""
    day = pulling(Strategy.PULL_PREVIEW)
    (lead,) = day.arrive()
    assert (lead.state, lead.out) == (LeadState.QUEUED, {"to_take": FOUR})
    assert day.later(seconds=1) == []


def test_a_lead_is_claimed_out_of_the_pond_once() -> None:
    """The first claim has it, whichever lead it picks; the second is told who was quicker."""
    day = pulling(Strategy.PULL_PREVIEW)
    day.arrive(3)
    day.do(Claim(lead=Seen(id="L-2"), rep_id="cy"), "cy")
    assert day.owner("L-2") == "cy"
    with pytest.raises(Refused, match="L-2 is assigned with Cy"):
        day.do(Claim(lead=Seen(id="L-2"), rep_id="ann"), "ann")


@pytest.mark.parametrize("order", [Pull(rep_id="ann"), Claim(lead=Seen(id="L-1"), rep_id="ann")])
def test_own_cap_and_absence_hold_for_takers_too(order: Pull | Claim) -> None:
    """Who is full or away takes nothing; the sentence says why."""
    day = pulling(Strategy.PULL_PREVIEW, rep("ann", capacity=1), rep("bo"))
    day.arrive(2)
    day.do(SetAvailability(rep_id="ann", availability=Availability.AWAY, reason="lunch"))
    with pytest.raises(Refused, match="presence:away/lunch"):
        day.do(order)
    day.back("ann")
    day.do(Claim(lead=Seen(id="L-2"), rep_id="ann"))
    with pytest.raises(Refused, match="at_cap:open 1/1"):
        day.do(order)


def test_picking_is_for_ponds_alone() -> None:
    """Where leads are dealt, or taken in order, nobody picks."""
    blind = pulling(Strategy.PULL_BLIND)
    blind.arrive()
    with pytest.raises(Refused, match="use `floorboard next`"):
        blind.do(Claim(lead=Seen(id="L-1"), rep_id="ann"))
    dealt = JudgedDay(policy("ann"))
    dealt.away("ann")
    dealt.arrive()
    with pytest.raises(Refused, match="where leads are dealt"):
        dealt.do(Claim(lead=Seen(id="L-1"), rep_id="ann"))
    with pytest.raises(Refused, match="is in no pool in which reps take leads"):
        dealt.do(Pull(rep_id="ann"))


def test_nothing_to_take_is_a_sentence() -> None:
    """An empty pond says so."""
    with pytest.raises(Refused, match=r"Nothing waits for Ann\."):
        pulling(Strategy.PULL_BLIND).do(Pull(rep_id="ann"))


def test_a_pond_and_a_dealt_pool_share_reps_in_peace() -> None:
    """Dealing goes on beside a pond, and does not wait for it."""
    german = Conditions(clauses=(Clause(field="country", test="is", value="DE"),))
    house: Policy = policy("ann", "bo").but(
        pools=(
            Pool(name="pond", reps=("ann", "bo"), strategy=Strategy.PULL_PREVIEW),
            Pool(name="dealt", reps=("ann", "bo")),
        ),
        rules=(Rule(name="de", pool="pond", when=german), Rule(name="all", pool="dealt")),
    )
    day = JudgedDay(house)
    day.arrive(country="DE")
    day.later(seconds=5)
    day.arrive(2, country="FR")
    assert [day.owner(f"L-{n}") for n in (1, 2, 3)] == [None, "ann", "bo"]
