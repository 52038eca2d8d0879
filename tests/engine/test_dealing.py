"""Dealing: who gets which lead under which strategy, in which order, and what is said about it."""

from datetime import timedelta

import pytest
from day import Day, dealing_by, policy

from engine.commands import Known
from engine.events import LeadAssigned, LeadHeld
from engine.lead import LeadState
from engine.policy import Clause, Conditions, Pool, Rep, Rule, Strategy


def rep(rep_id: str, **facts: object) -> Rep:
    return Rep(id=rep_id, name=rep_id.title(), **{"capacity": 0, **facts})


def test_weights_are_entitlements() -> None:
    """A rep of weight three gets three leads for each one of a rep of weight one, spread out."""
    day = Day(dealing_by(Strategy.WEIGHTED, rep("ann", weight=3), rep("bo")))
    got = [lead.rep_id for lead in day.arrive(8)]
    assert day.received() == {"ann": 6, "bo": 2}
    assert got[:4].count("bo") == 1


def test_weights_say_nothing_to_round_robin() -> None:
    """Round robin treats all alike."""
    day = Day(dealing_by(Strategy.ROUND_ROBIN, rep("ann", weight=3), rep("bo")))
    day.arrive(8)
    assert day.received() == {"ann": 4, "bo": 4}


def test_least_busy_goes_to_the_fewest_open() -> None:
    """Who has closed leads is given the next ones."""
    day = Day(dealing_by(Strategy.LEAST_BUSY, rep("ann"), rep("bo")))
    day.arrive(4)
    for lead in [lead for _, lead in day.floor.leads.items() if lead.rep_id == "bo"]:
        day.close(lead.id)
    assert [lead.rep_id for lead in day.arrive(3)] == ["bo", "bo", "ann"]


def test_longest_idle_goes_to_who_has_waited_longest() -> None:
    """The rep whose last lead is longest ago is next, and coming back starts the wait anew."""
    day = Day(dealing_by(Strategy.LONGEST_IDLE, rep("ann"), rep("bo"), rep("cy")).but(on_away="keep"))
    for expected in ("ann", "bo", "cy", "ann"):
        day.later(minutes=1)
        assert day.arrive()[0].rep_id == expected
    day.later(minutes=1)
    day.away("bo")
    day.later(minutes=1)
    day.back("bo")
    assert day.arrive()[0].rep_id == "cy"


def test_nobody_gets_a_third_in_a_row_while_another_fits() -> None:
    """Debts are paid out at most two at a time in a pool of three and more."""
    day = Day()
    day.away("ann")
    day.arrive(20)
    held_back = day.floor.runs.get("inbound")
    assert held_back is not None
    day.give_debt("ann", 5)
    day.back("ann")
    got = [lead.rep_id for lead in day.arrive(9)]
    assert got[:3].count("ann") == 2
    assert all(got[n : n + 3] != ["ann"] * 3 for n in range(7))


def test_a_pool_of_two_pays_out_at_once() -> None:
    """With one other rep a run is no burst."""
    day = Day(policy("ann", "bo"))
    day.give_debt("ann", 3)
    assert [lead.rep_id for lead in day.arrive(3)] == ["ann", "ann", "ann"]


def test_skills_keep_out() -> None:
    """A rule's skills are asked of every rep."""
    rules = (Rule(name="german", pool="inbound", requires=("de",)),)
    day = Day(dealing_by(Strategy.ROUND_ROBIN, rep("ann"), rep("bo", skills=("de",))).but(rules=rules))
    assert [lead.rep_id for lead in day.arrive(2)] == ["bo", "bo"]
    assert day.dealt()[-1].out == {"skill:de": ("ann",)}


def test_first_reason_of_each_rep_in_the_fixed_order() -> None:
    """Away comes before full, full before unskilled, and of a stranger it is said that they are inactive."""
    rules = (Rule(name="german", pool="inbound", requires=("de",)),)
    house = dealing_by(
        Strategy.ROUND_ROBIN,
        rep("ann", capacity=1),
        rep("bo", capacity=1),
        rep("cy"),
        reps=("ann", "bo", "cy", "zed"),
    ).but(rules=rules)
    day = Day(house)
    day.arrive(2)
    day.give("L-1", "ann")
    day.give("L-2", "bo")
    day.away("ann", reason="lunch")
    (lead,) = day.arrive()
    assert lead.state is LeadState.QUEUED
    assert lead.out == {
        "presence:away/lunch": ("ann",),
        "at_cap:open 1/1": ("bo",),
        "skill:de": ("cy",),
        "inactive": ("zed",),
    }


def test_the_reason_of_a_deal_names_the_runner_up() -> None:
    """A dealt lead keeps its rule, the lag before and after, and who was next."""
    day = Day(policy("ann", "bo"))
    day.arrive(2)
    first, second = day.dealt()
    assert (first.rule, first.strategy, first.runner_up) == ("everyone", "round_robin", "bo")
    assert (first.lag_before, first.lag_after) == (0, -500_000_000)
    assert (second.lag_before, second.lag_after, second.runner_up_lag) == (500_000_000, 0, -500_000_000)


def test_a_known_person_goes_to_the_rep_who_has_them() -> None:
    """A lead of somebody whose lead is open joins its owner, outside the rotation."""
    day = Day()
    day.receive(day.lead("a", "p1"))
    day.arrive()
    before = day.floor.snapshot().accounts
    done = day.receive(day.lead("b", "p1"), people={"p1": Known(lead_id="L-1")})
    (given,) = [event for event in done if isinstance(event, LeadAssigned)]
    assert (given.rep_id, given.how, given.posting) == ("ann", "owner", None)
    assert day.floor.snapshot().accounts == before


def test_a_known_person_is_dealt_when_their_owner_cannot() -> None:
    """An owner who is away is no reason to wait."""
    day = Day()
    day.receive(day.lead("a", "p1"))
    day.away("ann")
    day.receive(day.lead("b", "p1"), people={"p1": Known(lead_id="L-1")})
    assert day.owner("L-2") == "bo"


def test_two_records_of_one_person_in_a_batch_have_one_owner() -> None:
    """The second of a pair joins the first, though both came at once."""
    day = Day()
    day.receive(day.lead("a", "p1"), day.lead("b", "p1"))
    assert day.owner("L-1") == day.owner("L-2") == "ann"


def test_an_owner_outside_the_pool_takes_a_known_person_who_just_came() -> None:
    """Where nobody in the pool can, the owner in another pool still may."""
    german = Conditions(clauses=(Clause(field="country", test="is", value="DE"),))
    house = policy("ann", "bo").but(
        pools=(Pool(name="dach", reps=("ann",)), Pool(name="inbound", reps=("bo",))),
        rules=(Rule(name="dach", pool="dach", when=german), Rule(name="all", pool="inbound")),
    )
    day = Day(house)
    day.receive(day.lead("a", "p1", country="DE"))
    day.away("bo")
    day.receive(day.lead("b"), day.lead("c", "p1"), people={"p1": Known(lead_id="L-1")})
    assert day.floor.leads["L-2"].state is LeadState.QUEUED
    assert day.owner("L-3") == "ann"


def test_who_is_due_first_is_dealt_first() -> None:
    """A lead that waited is dealt before a new one, and an older enquiry before a younger."""
    day = Day(policy("ann"))
    day.away("ann")
    day.arrive(3)
    day.now += timedelta(seconds=30)
    old = day.lead("old").but(received_at=day.now - timedelta(minutes=2))
    day.receive(day.lead("new"), old)
    done = day.back("ann")
    order = [event.lead_id for event in done if isinstance(event, LeadAssigned)]
    assert order == ["L-5", "L-1", "L-2", "L-3", "L-4"]


def test_pools_that_share_a_rep_keep_the_order_too() -> None:
    """The rep whom two queues want takes the lead that is due first, whichever queue it is in."""
    day = Day(
        policy("ann").but(
            reps=(rep("ann", capacity=1),),
            pools=(Pool(name="one", reps=("ann",)), Pool(name="two", reps=("ann",))),
            rules=(
                Rule(
                    name="one", pool="one", when=Conditions(clauses=(Clause(field="country", test="is", value="DE"),))
                ),
                Rule(name="two", pool="two"),
            ),
        )
    )
    day.arrive()
    day.later(seconds=1)
    day.arrive(country="FR")
    day.later(seconds=1)
    day.arrive(country="DE")
    day.close("L-1")
    assert (day.owner("L-2"), day.owner("L-3")) == ("ann", None)


def test_every_lead_that_waits_says_why() -> None:
    """All of a batch that finds nobody is held, each with its reasons, once."""
    day = Day(policy("ann"))
    day.away("ann")
    leads = day.arrive(5)
    assert all(lead.out == {"presence:away/lunch": ("ann",)} for lead in leads)
    assert not [event for event in day.later(seconds=1) if isinstance(event, LeadHeld)]


@pytest.mark.parametrize("capacity", [0, 4])
def test_all_weights_of_nought_are_no_crash(capacity: int) -> None:
    """Reps without weight share alike rather than not at all."""
    day = Day(dealing_by(Strategy.WEIGHTED, rep("ann", weight=0, capacity=capacity), rep("bo", weight=0)))
    day.arrive(4)
    assert day.received() == {"ann": 2, "bo": 2}
