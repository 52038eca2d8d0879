"""The overflow ladder: step by step a lead that waits too long reaches more people, and in the end somebody."""

from datetime import UTC, datetime, timedelta

import pytest
from day import MONDAY, Day, confirming, policy
from laws import JudgedDay

from engine.commands import Claim, Seen, SetLadder
from engine.events import AlarmSounded, LadderStepped, OfferMade
from engine.floor import Floor
from engine.house.rungs import Rung, When
from engine.lead import LeadState
from engine.policy import Policy, Pool, Strategy
from engine.turn import Refused


def climbing(*steps: tuple[int, str], house: Policy | None = None) -> Policy:
    """A floor of two pools, the first with a ladder of seconds and steps."""
    house = house or policy("ann", "bo")
    ladder = tuple(Rung(after=timedelta(seconds=after), do=do) for after, do in steps)
    first = house.pools[0].but(reps=("ann",), ladder=ladder)
    return house.but(pools=(first, Pool(name="rest", reps=("bo",))))


def climbing_when(rung: Rung, house: Policy | None = None) -> Policy:
    """The same floor with one step that waits for something, and a last one after a quarter of an hour."""
    plain = climbing((900, "notify:bo"), house=house)
    first = plain.pools[0]
    return plain.but(pools=(first.but(ladder=(rung, *first.ladder)), plain.pools[1]))


def events(day: Day) -> list[object]:
    return [change.entry.event for change in day.changes]


def steps(day: Day) -> list[tuple[str, str]]:
    return [(event.do, event.skipped) for event in events(day) if isinstance(event, LadderStepped)]


def test_a_skill_is_a_wish_after_a_while() -> None:
    """Who lacks the skill gets the lead once it has waited for a minute."""
    house = climbing((60, "relax:skill"), (120, "notify:bo"))
    day = Day(house.but(rules=(house.rules[0].but(requires=("de",)),)))
    day.arrive()
    day.later(seconds=59)
    assert day.owner("L-1") is None
    day.later(seconds=1)
    assert day.owner("L-1") == "ann"


def test_another_pool_takes_what_waits_too_long() -> None:
    """With nobody in its own pool a lead goes to the next one."""
    day = Day(climbing((60, "group:rest"), (120, "notify:bo")))
    day.away("ann")
    day.arrive()
    day.later(seconds=60)
    assert day.owner("L-1") == "bo"


def test_a_step_that_leads_to_nobody_is_skipped_and_noted() -> None:
    """An empty pool is passed over, once, and the last step still comes (vector 20)."""
    day = Day(climbing((60, "group:rest"), (120, "notify:bo")))
    day.away("ann")
    day.away("bo")
    day.arrive()
    day.later(seconds=60)
    done = day.later(seconds=60)
    assert steps(day) == [("group:rest", "nobody is there"), ("notify:bo", "")]
    assert AlarmSounded(lead_id="L-1", rep_id="bo", why="waits_too_long") in done
    assert day.state("L-1") is LeadState.QUEUED


def test_somebody_named_gets_it_in_the_end_whether_there_or_not() -> None:
    """The last step does not depend on who is there."""
    day = Day(climbing((60, "assign:bo")))
    day.away("ann")
    day.away("bo")
    day.arrive()
    day.later(seconds=60)
    assert day.owner("L-1") == "bo"


def test_a_waiting_lead_keeps_the_ladder_it_came_under() -> None:
    """New house rules change the ladder of new leads only."""
    day = Day(climbing((60, "assign:bo")))
    day.away("ann")
    day.arrive()
    day.obey(climbing((900, "assign:bo")))
    day.arrive()
    day.later(seconds=60)
    assert (day.owner("L-1"), day.owner("L-2")) == ("bo", None)


def test_a_step_comes_as_soon_as_nobody_is_rostered() -> None:
    """With all of the pool off shift the lead does not wait for the clock."""
    house = climbing_when(Rung(do="group:rest", when=When.NOBODY_ROSTERED))
    day = Day(house.but(reps=(house.reps[0].but(hours="Sa 09:00-17:00"), *house.reps[1:])))
    day.arrive()
    assert (day.owner("L-1"), steps(day)) == ("bo", [("group:rest", "")])


def test_a_step_comes_as_soon_as_all_are_full() -> None:
    """Whoever is absent does not count; those who are there have no room."""
    house = climbing_when(Rung(do="group:rest", when=When.ALL_AT_CAP))
    day = Day(house.but(reps=(house.reps[0].but(capacity=1), *house.reps[1:])))
    day.arrive(2)
    assert (day.owner("L-1"), day.owner("L-2")) == ("ann", "bo")
    day.away("ann")
    day.away("bo")
    day.arrive()
    assert len(steps(day)) == 1


def test_a_step_comes_as_soon_as_all_said_no() -> None:
    """The sole rep's no sends the lead on at once."""
    day = Day(climbing_when(Rung(do="group:rest", when=When.ALL_DECLINED), house=confirming("ann", "bo")))
    day.arrive()
    day.decline("L-1")
    assert day.owner("L-1") == "bo"


def test_no_more_than_so_many_wait() -> None:
    """With two allowed in the queue the most urgent of three goes on, and the others stay."""
    day = Day(climbing_when(Rung(do="group:rest", when=When.QUEUE_OVER, count=2)))
    day.away("ann")
    day.arrive(3)
    assert [day.owner(f"L-{n}") for n in (1, 2, 3)] == ["bo", None, None]


def test_a_long_wait_is_foretold() -> None:
    """Leads take ten minutes and one rep has room for one: the third in line would wait too long."""
    house = climbing_when(Rung(do="ack:sms", when=When.WAIT_OVER, after=timedelta(minutes=25)))
    day = Day(house.but(reps=(house.reps[0].but(capacity=1), *house.reps[1:])))
    day.arrive()
    day.later(minutes=10)
    day.close("L-1")
    day.arrive(4)
    assert [event.lead_id for event in events(day) if isinstance(event, LadderStepped)] == ["L-5"]


def test_a_wait_that_nobody_foretold_is_too_long_when_it_was() -> None:
    """Before anything was measured the wait itself counts, and the desk knows when to look."""
    day = Day(climbing_when(Rung(do="ack:email", when=When.WAIT_OVER, after=timedelta(minutes=3))))
    day.away("ann")
    day.arrive()
    assert day.next_due == day.now + timedelta(minutes=3)
    day.later(minutes=3)
    assert steps(day) == [("ack:email", "")]


def test_a_step_that_waits_holds_no_other_up() -> None:
    """What never comes to be is never done, and the last step comes by time all the same."""
    day = Day(climbing_when(Rung(do="group:rest", when=When.QUEUE_OVER, count=9)))
    day.away("ann")
    day.arrive()
    day.later(minutes=15)
    assert steps(day) == [("notify:bo", "")]


def test_territory_and_tier_widen_by_steps() -> None:
    """First those of the territory and of the first tier, then everybody."""
    house = climbing((60, "raise:tier"), (120, "notify:bo"))
    day = Day(house.but(reps=(house.reps[0].but(tier=2), *house.reps[1:])))
    day.arrive()
    assert day.floor.leads["L-1"].out == {"tier:2": ("ann",)}
    day.later(minutes=1)
    assert day.owner("L-1") == "ann"


def test_what_is_in_the_pond_can_be_claimed_by_anybody() -> None:
    """After the step a rep of another pool may take it, outside the rotation."""
    day = Day(climbing((60, "claim"), (120, "notify:bo")))
    day.away("ann")
    day.arrive()
    with pytest.raises(Refused, match="leads are dealt"):
        day.do(Claim(lead=Seen(id="L-1"), rep_id="bo"))
    day.later(minutes=1)
    day.do(Claim(lead=Seen(id="L-1"), rep_id="bo"))
    assert (day.owner("L-1"), day.lag("bo")) == ("bo", 0)


def test_a_call_back_puts_the_lead_aside_for_a_while() -> None:
    """Half an hour later it waits again, and its clock has gone on."""
    day = Day(climbing((60, "callback:+30m"), (7200, "notify:bo")))
    day.away("ann")
    day.arrive()
    day.later(minutes=1)
    lead = day.floor.leads["L-1"]
    assert (lead.state, lead.parked_until) == (LeadState.PARKED, day.now + timedelta(minutes=30))
    day.back("ann")
    day.later(minutes=30)
    assert day.owner("L-1") == "ann"


def test_a_call_back_at_the_next_opening() -> None:
    """In the afternoon that is the next morning."""
    house = climbing((60, "callback:next_open"), (90000, "notify:bo")).but(hours="Mo-Fr 09:00-17:00")
    day = Day(house)
    day.away("ann")
    day.arrive()
    day.later(minutes=1)
    assert day.floor.leads["L-1"].parked_until == datetime(2026, 9, 8, 9, tzinfo=UTC)


def test_the_ladder_of_now_can_be_put_to_what_waits_and_taken_back() -> None:
    """One order moves every waiting lead to the new ladder; undo gives each its own again."""
    day = Day(climbing((900, "assign:bo")))
    day.away("ann")
    day.arrive(2)
    day.obey(climbing((60, "assign:bo")))
    old = day.floor.leads["L-1"].ladder
    day.do(SetLadder())
    with pytest.raises(Refused, match="Every lead that waits"):
        day.do(SetLadder())
    day.undo()
    assert day.floor.leads["L-1"].ladder == old
    day.do(SetLadder())
    day.later(minutes=1)
    assert (day.owner("L-1"), day.owner("L-2")) == ("bo", "bo")


def test_a_restart_climbs_on() -> None:
    """A floor made anew from its snapshot takes the steps that were left, and foretells the same wait."""
    house = climbing_when(Rung(do="group:rest", when=When.QUEUE_OVER, count=1))
    day = Day(house)
    day.away("ann")
    day.arrive(1)
    day.floor = Floor(day.floor.snapshot())
    day.arrive(2)
    assert [event.lead_id for event in events(day) if isinstance(event, LadderStepped)] == ["L-1", "L-2"]


def test_a_sole_rep_who_says_no_is_asked_again_while_the_ladder_goes_on() -> None:
    """After the rest the rep is asked once more, and the ladder has been climbed meanwhile (vector 12)."""
    day = Day(climbing((30, "notify:bo"), house=confirming("ann", "bo")))
    day.arrive()
    day.decline("L-1")
    day.later(seconds=30)
    assert steps(day) == [("notify:bo", "")]
    assert any(isinstance(event, OfferMade) for event in day.later(seconds=30))
    assert day.offered_to("L-1") == "ann"


@pytest.mark.parametrize("house", [policy("ann", "bo"), confirming("ann", "bo")])
def test_taking_the_new_ladder_back_leaves_the_lead_where_it_is(house: Policy) -> None:
    """Whoever was given the lead since, or is held it out, has it still, and the ledger does not move."""
    day = Day(climbing((900, "notify:bo"), house=house))
    day.away("ann")
    day.arrive()
    day.obey(climbing((60, "claim"), (600, "notify:bo"), house=house))
    day.do(SetLadder())
    day.back("ann")
    before = day.floor.snapshot()
    day.undo(next(act.seq for act in day.floor.acts if act.words == "LadderSet"))
    after = day.floor.snapshot()
    assert after.accounts == before.accounts
    assert [(lead.rep_id, lead.offer) for lead in after.leads] == [(lead.rep_id, lead.offer) for lead in before.leads]
    assert [step.do for step in after.leads[0].ladder] == ["notify:bo"]


def test_a_step_is_met_that_an_escalation_has_brought_about() -> None:
    """Two come in late: the first fills who is named for such, so the second finds all full in the same instant."""
    first = Pool(
        name="inbound",
        strategy=Strategy.PULL_BLIND,
        reps=("ann",),
        ladder=(Rung(do="callback:+30m", when=When.ALL_AT_CAP), Rung(after=timedelta(hours=2), do="claim")),
    )
    house = policy("ann").but(pools=(first,), unowned_escalation="ann")
    day = JudgedDay(house.but(reps=(house.reps[0].but(capacity=1),)))
    late = MONDAY - timedelta(hours=1)
    day.receive(*(day.lead(f"k{n}").but(received_at=late) for n in range(2)))
    assert (day.owner("L-1"), day.state("L-2")) == ("ann", LeadState.PARKED)
