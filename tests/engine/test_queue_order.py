"""The order in which leads wait, and when one pool goes before another."""

from datetime import timedelta

import pytest
from day import Day, policy
from laws import JudgedDay

from engine.commands import SetAvailability
from engine.events import LeadAssigned
from engine.house.persons import NamedAccount, Owners
from engine.house.queue_order import place_at
from engine.lead import Lead
from engine.policy import Clause, Conditions, Grade, Points, Policy, Pool, QueueOrder, Rule, SourceCap, Strategy
from engine.rep import Availability


def graded(order: QueueOrder) -> Policy:
    """A floor on which the budget makes leads hot, warm or cold."""
    hot, warm = (
        Points(name=name, points=points, when=Conditions(clauses=(Clause(field="product", test="is", value=name),)))
        for name, points in (("hot", 80), ("warm", 50))
    )
    grades = (Grade(name="hot", at_least=70), Grade(name="warm", at_least=40), Grade(name="cold"))
    return policy("ann", queue_order=order, scoring=(hot, warm), grades=grades)


def dealt_in(order: QueueOrder) -> list[str]:
    """A cold lead, eight minutes later a warm and a hot one, then another cold one: the order in which they go."""
    day = Day(graded(order))
    day.away("ann")
    day.arrive(product="cold")
    day.later(minutes=8)
    day.arrive(product="warm")
    day.arrive(product="hot")
    day.later(minutes=1)
    day.arrive(product="cold")
    return [event.lead_id for event in day.back("ann") if isinstance(event, LeadAssigned)]


@pytest.mark.parametrize(
    ("order", "wanted"),
    [
        (QueueOrder.EARLIEST_DUE, ["L-1", "L-2", "L-3", "L-4"]),
        (QueueOrder.FIFO, ["L-1", "L-2", "L-3", "L-4"]),
        (QueueOrder.AGED_SCORE, ["L-3", "L-1", "L-2", "L-4"]),
        (QueueOrder.NEWEST_FIRST_IN_BAND, ["L-3", "L-2", "L-4", "L-1"]),
    ],
)
def test_leads_go_in_the_order_of_the_house(order: QueueOrder, wanted: list[str]) -> None:
    """Hot leads are ten minutes older, or in a band of their own, or nothing special but by their due time."""
    assert dealt_in(order) == wanted


def test_a_place_in_the_queue_lasts() -> None:
    """A lead that goes back into the queue stands where it stood."""
    day = Day(graded(QueueOrder.NEWEST_FIRST_IN_BAND))
    (lead,) = day.arrive(product="hot")
    assert lead.order_at == place_at(QueueOrder.NEWEST_FIRST_IN_BAND, "hot", day.now)
    day.later(minutes=1)
    day.away("ann")
    day.requeue("L-1")
    assert day.floor.leads["L-1"].order == lead.order


def crowded(weight: int) -> Day:
    """Two pools share a rep who is away; the older leads wait in the plain one, two younger in the other."""
    plain = policy("ann")
    vip = Pool(name="vip", reps=("ann",), weight=weight)
    asks = Conditions(clauses=(Clause(field="product", test="is", value="vip"),))
    rules = (Rule(name="vip", pool="vip", when=asks), *plain.rules)
    reps = (plain.reps[0].but(capacity=1),)
    day = Day(plain.but(reps=reps, pools=(*plain.pools, vip), rules=rules))
    day.away("ann")
    day.arrive(2)
    day.later(seconds=30)
    day.arrive(2, product="vip")
    return day


def owned(day: Day) -> list[str]:
    leads: list[Lead] = [lead for _, lead in day.floor.leads.items() if lead.rep_id]
    return [lead.id for lead in leads]


def test_a_weighty_pool_goes_first_while_a_crowd_waits_for_it() -> None:
    """With weight its leads overtake older ones as long as as many wait as there are reps."""
    light, heavy = crowded(0), crowded(5)
    for day, first in ((light, "L-1"), (heavy, "L-3")):
        day.back("ann")
        assert owned(day) == [first]
        day.now += timedelta(minutes=1)
    heavy.close("L-3")
    heavy.close(*owned(heavy))
    assert owned(heavy) == ["L-1"]


def test_a_pool_becomes_crowded_when_somebody_leaves_after_their_last_one() -> None:
    """Whoever had their last lead is there no more, so that one lead is a crowd, and goes before one due earlier."""
    last = Pool(name="last", reps=("ann", "bo"), strategy=Strategy.HOT_SEAT)
    vip = Pool(name="vip", reps=("bo", "ann"), weight=1)
    special = Conditions(clauses=(Clause(field="product", test="is", value="vip"),))
    house = policy("ann", "bo", pools=(last, vip))
    house = house.but(reps=tuple(rep.but(capacity=1) for rep in house.reps))
    day = JudgedDay(house.but(rules=(Rule(name="vip", when=special, pool="vip"), Rule(name="all", pool="last"))))
    day.do(SetAvailability(rep_id="ann", availability=Availability.LAST_ONE))
    day.receive(day.lead("k1"), day.lead("k2"), day.lead("k3", product="vip"))
    assert [day.owner(one) for one in ("L-1", "L-2", "L-3")] == ["ann", None, "bo"]


def test_what_is_sent_to_a_pool_makes_its_crowd_for_all_that_wait_there() -> None:
    """Of two leads that an owner's absence brings to a weighty pool the earlier goes first."""
    team = Pool(name="team", reps=("bo", "cy", "ann"), weight=1)
    house = policy("ann", "bo", "cy", pools=(Pool(name="first", reps=("ann",), weight=1), team))
    owners = Owners(accounts=(NamedAccount(rep="cy", company=("Acme",)),))
    capped = (SourceCap(source="fair", per_day=9),)
    reps = (house.reps[0].but(capacity=1), house.reps[1].but(capacity=1, per_source=capped), house.reps[2])
    day = JudgedDay(house.but(reps=reps, rules=(Rule(name="all", pool="first"),), owners=owners))
    day.away("cy")
    acme = day.lead("k").card.but(company="Acme")
    leads = [day.lead(f"k{n}", source=one) for n, one in enumerate(("web", "web", "fair"))]
    day.receive(leads[0], *(lead.but(card=acme) for lead in leads[1:]))
    assert [day.owner(one) for one in ("L-1", "L-2", "L-3")] == ["ann", "bo", None]


def test_a_crowd_that_is_gone_leaves_nothing_to_deal() -> None:
    """Two are sent on to one who is alone there; with the last of them dealt nobody is in line any more."""
    team = Pool(name="team", reps=("bo", "cy"), weight=1)
    house = policy("ann", "bo", "cy", pools=(Pool(name="first", reps=("ann",), weight=2), team))
    owners = Owners(accounts=(NamedAccount(rep="cy", company=("Acme",)),))
    day = JudgedDay(house.but(rules=(Rule(name="all", pool="first"),), owners=owners))
    day.away("cy")
    acme = day.lead("k").card.but(company="Acme")
    day.receive(*(day.lead(f"k{n}").but(card=acme) for n in range(2)))
    assert [day.owner(one) for one in ("L-1", "L-2")] == ["bo", "bo"]
