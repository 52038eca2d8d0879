"""Pools of pools: a group by the weight of who is free in it, then within it by its own method."""

from collections import Counter

import pytest
from day import Day, policy
from laws import JudgedDay

from engine.commands import Credit
from engine.events import LeadAssigned
from engine.policy import Accept, Policy, Pool, Rep, Roster, Rule, Strategy
from engine.telling.explain import ranking
from engine.turn import Refused
from engine.value import LEAD_UNIT

EAST, WEST = ("ann", "bo", "cy"), ("di",)


def house(top: tuple[str, ...] = ("east", "west"), **pools: dict[str, object]) -> Policy:
    """Three reps in the east, one in the west, and a pool of the two pools."""
    reps = tuple(Rep(id=rep_id, name=rep_id.title(), capacity=0, skills=("de",)) for rep_id in EAST + WEST)
    east, west = Pool(name="east", reps=EAST), Pool(name="west", reps=WEST)
    named = {"east": east.but(**pools.get("east", {})), "west": west.but(**pools.get("west", {}))}
    both = Pool(name="inbound", strategy=Strategy.GROUP, groups=top, reps=EAST + WEST).but(**pools.get("both", {}))
    return policy().but(
        reps=reps, pools=(both, *named.values()), rules=(Rule(name="all", pool="inbound"),), on_away="keep"
    )


def groups(day: Day) -> dict[str, int]:
    """How many leads each group has received."""
    return {name: line.received // LEAD_UNIT for name, line in day.floor.accounts.get("inbound").items()}


def test_a_group_has_the_share_of_those_who_are_free_in_it() -> None:
    """Three in the east and one in the west: three leads of four go east, a fair quarter to each rep."""
    day = JudgedDay(house())
    leads = Counter(lead.rep_id for lead in day.arrive(40))
    assert leads == {"ann": 10, "bo": 10, "cy": 10, "di": 10}
    assert groups(day) == {"@east": 30, "@west": 10}


def test_whoever_is_away_weighs_nothing_for_their_group() -> None:
    """With two of the east gone the groups are equal."""
    day = JudgedDay(house())
    day.away("ann")
    day.away("bo")
    assert Counter(lead.rep_id for lead in day.arrive(20)) == {"cy": 10, "di": 10}


def test_a_group_deals_by_its_own_method() -> None:
    """The east has a hot seat, whose turn every lead of the east is."""
    day = JudgedDay(house(east={"strategy": Strategy.HOT_SEAT}))
    assert Counter(lead.rep_id for lead in day.arrive(40)) == {"ann": 30, "di": 10}
    assert {dealt.strategy for dealt in day.dealt()} == {"hot_seat", "round_robin"}
    assert {dealt.note for dealt in day.dealt()} == {"in the group east", "in the group west"}


def test_weights_count_where_the_group_deals_by_weight() -> None:
    """One of weight three in the west is as much as the three of the east."""
    rules = house(west={"strategy": Strategy.WEIGHTED})
    heavy = tuple(rep.but(weight=3.0) if rep.id == "di" else rep for rep in rules.reps)
    day = JudgedDay(rules.but(reps=heavy))
    day.arrive(40)
    assert groups(day) == {"@east": 20, "@west": 20}


def test_an_empty_group_passes_its_leads_up() -> None:
    """Nobody in the west: the east has all of them, and the west is owed nothing for it."""
    day = JudgedDay(house())
    day.away("di")
    day.arrive(9)
    day.back("di")
    assert groups(day) == {"@east": 9}
    assert Counter(lead.rep_id for lead in day.arrive(8))["di"] == 2


def test_a_lead_that_nobody_can_take_waits_with_everybodys_reason() -> None:
    """The reasons of all groups stand beside it, and whoever is back first has it."""
    day = JudgedDay(house())
    for rep_id in EAST + WEST:
        day.away(rep_id)
    (lead,) = day.arrive()
    assert lead.out == {"presence:away/lunch": ("ann", "bo", "cy", "di")}
    day.back("di")
    assert day.owner(lead.id) == "di"


def test_groups_may_have_groups() -> None:
    """A pool of pools of pools chooses level by level, and every ledger sums to nought."""
    rules = house(("south", "west"))
    south = Pool(name="south", strategy=Strategy.GROUP, groups=("east",), reps=EAST)
    day = JudgedDay(rules.but(pools=(*rules.pools, south)))
    assert Counter(lead.rep_id for lead in day.arrive(16)) == {"ann": 4, "bo": 4, "cy": 4, "di": 4}
    assert groups(day) == {"@south": 12, "@west": 4}
    assert day.floor.accounts.get("south")["@east"].received == 12 * LEAD_UNIT


def test_what_a_choice_posted_goes_back_with_the_lead() -> None:
    """Back in the queue, by hand to another, and undone: the ledgers of group and groups are as before."""
    day = JudgedDay(house())
    day.arrive(3)
    before = day.floor.snapshot().accounts
    (lead,) = day.arrive()
    day.away("ann")
    day.give(lead.id, "bo" if day.owner(lead.id) != "bo" else "cy")
    day.undo()
    day.undo()
    after = day.floor.snapshot()
    day.close(lead.id)
    day.undo()
    assert day.floor.snapshot().accounts == after.accounts
    for rep_id in EAST + WEST:
        day.away(rep_id)
    day.requeue(lead.id)
    assert day.floor.snapshot().accounts == before


def test_a_lead_given_by_hand_out_of_the_queue_posts_in_both_ledgers() -> None:
    """The receiver's group has received one, though nobody of it was free."""
    day = JudgedDay(house())
    for rep_id in EAST + WEST:
        day.away(rep_id)
    (lead,) = day.arrive()
    day.give(lead.id, "di")
    assert groups(day) == {"@west": 1}
    assert day.lag("di", "west") == 0


def test_a_no_lets_the_other_group_be_asked() -> None:
    """Where the only rep of a group declines, the lead goes up and to the others."""
    day = JudgedDay(house(west={"accept": Accept.CONFIRM}, both={"groups": ("west", "east")}))
    for rep_id in EAST:
        day.away(rep_id)
    (lead,) = day.arrive()
    assert day.offered_to(lead.id) == "di"
    day.back("ann")
    day.decline(lead.id)
    assert day.owner(lead.id) == "ann"
    assert groups(day) == {"@east": 1}


def test_the_table_of_reasons_names_who_was_of_another_group() -> None:
    """Whoever could have had it and was not asked, was so because another group was next."""
    day = Day(house())
    (lead,) = day.arrive()
    roster = Roster(day.rules)
    day.requeue(lead.id)
    table = ranking(Day(house()).floor, roster, roster.pools["inbound"], lead.but(rep_id=None, posting=None), "ann")
    assert [one.reason for one in table.candidates] == ["chosen", "fits", "fits", "fits, in another group"]
    dealt = [entry.event.dealt for entry in day.entries if isinstance(entry.event, LeadAssigned)]
    assert dealt[0].out == {"other_group": ("di",)}


def test_a_credit_names_the_pool_that_deals() -> None:
    """Claims are those of reps; a pool of pools has none."""
    with pytest.raises(Refused, match="Their pools are: east"):
        JudgedDay(house()).do(Credit(rep_id="ann", pool="inbound", leads=1, reason="was at the fair"))
