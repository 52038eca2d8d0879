"""Leads that are sent on as they come in: by territory, and to the sides of a trial."""

from collections import Counter

import pytest
from day import Day, policy
from laws import JudgedDay

from engine.commands import Known
from engine.dealing.placing import arm_of, territory_of
from engine.lead import Card, LeadState
from engine.policy import Arm, Policy, Pool, Rule, Strategy, Territory

LAND = (
    Territory(reps=("ann",), country=("DE",)),
    Territory(reps=("bo",), postal=("80", "DE-81")),
    Territory(reps=("cy",), postal=("803",), area=("+49 89",)),
    Territory(reps=("di", "ed"), region=("Bavaria",), timezone=("Europe/Vienna",)),
)


def land(territories: tuple[Territory, ...] = LAND) -> Policy:
    """A floor with territories, and a pool for everything else."""
    field = Pool(
        name="field",
        strategy=Strategy.TERRITORY,
        reps=("ann", "bo", "cy", "di", "ed"),
        territories=territories,
        unknown="inside",
    )
    plain = policy("ann", "bo", "cy", "di", "ed", "flo")
    return plain.but(pools=(field, Pool(name="inside", reps=("flo",))), rules=(Rule(name="all", pool="field"),))


@pytest.mark.parametrize(
    ("facts", "reps"),
    [
        ({"country": "DE"}, ("ann",)),
        ({"country": "DE", "postal_code": "80331"}, ("cy",)),
        ({"country": "DE", "postal_code": "80 995"}, ("bo",)),
        ({"country": "DE", "postal_code": "81541"}, ("bo",)),
        ({"country": "AT", "postal_code": "81541"}, None),
        ({"area_code": "+49891234567", "country": "DE"}, ("cy",)),
        ({"area_code": "+49301234567", "country": "DE"}, ("ann",)),
        ({"country": "de", "state": "bavaria"}, ("di", "ed")),
        ({"timezone": "Europe/Vienna"}, ("di", "ed")),
        ({"country": "FR"}, None),
        ({}, None),
    ],
)
def test_the_most_specific_territory_wins(facts: dict[str, str], reps: tuple[str, ...] | None) -> None:
    """Postal before area code before region before country before time zone, and the longest prefix of a kind."""
    found = territory_of(land().pools[0], facts)
    assert (found.reps if found else None) == reps


def test_equal_territories_go_by_the_order_of_the_file() -> None:
    """The first that is written wins."""
    twins = (Territory(reps=("bo",), country=("DE",)), Territory(reps=("ann",), country=("DE",)))
    found = territory_of(land(twins).pools[0], {"country": "DE"})
    assert found is not None
    assert found.reps == ("bo",)


def test_a_lead_goes_to_its_territory_and_waits_there() -> None:
    """Those of other territories are kept out, with that as their reason; those who share one take turns."""
    day = JudgedDay(land())
    assert [lead.rep_id for lead in day.arrive(4, state="Bavaria")] == ["di", "ed", "di", "ed"]
    day.away("bo")
    (lead,) = day.arrive(country="DE", postal_code="80001")
    assert lead.state is LeadState.QUEUED
    assert lead.out == {"territory": ("ann", "cy", "di", "ed"), "presence:away/lunch": ("bo",)}
    day.back("bo")
    assert day.owner(lead.id) == "bo"


def test_an_unknown_area_goes_where_the_rules_say() -> None:
    """Without a territory the lead stands in the pool that is named for it."""
    day = JudgedDay(land())
    (lead,) = day.arrive(country="FR")
    assert (lead.pool, lead.rep_id, lead.only) == ("inside", "flo", ())


def test_the_phone_number_tells_the_area_and_stays_out_of_the_journal() -> None:
    """Its digits place the lead; what is kept is who may have it."""
    day = JudgedDay(land())
    day.receive(day.lead("a").but(card=Card(phone="+498912345")))
    assert day.owner("L-1") == "cy"
    assert "12345" not in str(day.entries)


def test_a_territory_whose_reps_have_left_is_asked_anew() -> None:
    """New house rules place again what waited for nobody who is there."""
    day = JudgedDay(land())
    day.away("bo")
    day.arrive(country="DE", postal_code="80001")
    without_bo = land(LAND[:1]).but(reps=tuple(rep for rep in land().reps if rep.id != "bo"))
    pools = (without_bo.pools[0].but(reps=("ann", "cy", "di", "ed")), without_bo.pools[1])
    day.obey(without_bo.but(pools=pools))
    assert day.owner("L-1") == "ann"


def trial(a: int = 30) -> Policy:
    """A floor that tries one pool against another."""
    arms = (Arm(pool="old", share=100 - a), Arm(pool="new", share=a))
    pools = (
        Pool(name="trial", strategy=Strategy.SPLIT, reps=(), arms=arms),
        Pool(name="old", reps=("ann",)),
        Pool(name="new", reps=("bo",)),
    )
    return policy("ann", "bo").but(pools=pools, rules=(Rule(name="all", pool="trial"),))


def test_a_person_is_always_on_the_same_side() -> None:
    """However often they ask, and whatever came in between."""
    pool = trial().pools[0]
    assert all(arm_of(pool, "p7") == arm_of(pool, "p7") for _ in range(3))
    day = JudgedDay(trial())
    day.receive(*(day.lead(f"k{n}", "p7") for n in range(4)))
    assert len({lead.pool for _, lead in day.floor.leads.items()}) == 1


def test_the_sides_have_their_shares() -> None:
    """Thirty of a hundred, give or take chance."""
    counts = Counter(arm_of(trial(30).pools[0], f"p{n}") for n in range(2000))
    assert 540 < counts["new"] < 660


def test_two_trials_divide_people_differently() -> None:
    """Who is on the new side of one is not bound to be on the new side of another."""
    one, other = trial(50).pools[0], trial(50).pools[0].but(name="second")
    both = Counter((arm_of(one, f"p{n}"), arm_of(other, f"p{n}")) for n in range(1000))
    assert len(both) == 4
    assert min(both.values()) > 180


def test_a_lead_without_a_person_is_on_a_side_too() -> None:
    """Its own key decides."""
    day = Day(trial())
    day.arrive(40)
    assert {lead.pool for _, lead in day.floor.leads.items()} == {"old", "new"}


def both_sides(day: Day) -> set[str]:
    """The pools in which leads of the floor wait or were dealt."""
    return {lead.pool for _, lead in day.floor.leads.items()}


def test_a_person_stays_on_their_side_when_the_rules_are_asked_again() -> None:
    """Whatever was sent on elsewhere meanwhile comes back to the side on which the person is."""
    day = JudgedDay(trial())
    day.away("ann")
    day.away("bo")
    day.receive(*(day.lead(f"k{n}", f"p{n}") for n in range(12)))
    sides = {one: lead.pool for one, lead in day.floor.leads.items()}
    elsewhere = day.rules.but(pools=(Pool(name="rest", reps=("ann",)),), rules=(Rule(name="all", pool="rest"),))
    day.obey(elsewhere)
    assert both_sides(day) == {"rest"}
    day.obey(trial())
    assert {one: lead.pool for one, lead in day.floor.leads.items()} == sides


def test_a_person_stays_on_their_side_under_whichever_address_they_ask() -> None:
    """Who came with a mailbox first and then with a phone alone is known, and so is on the same side."""
    day = JudgedDay(trial())
    for n in range(12):
        keys = f"e:{n}", f"p:{n}"
        day.receive(day.lead(f"first {n}", *keys))
        first = day.latest()
        known = {keys[1]: Known(lead_id=first.id, person=first.person)}
        day.receive(day.lead(f"again {n}", keys[1]), people=known)
        assert (day.latest().pool, day.latest().person) == (first.pool, first.person)
    assert both_sides(day) == {"old", "new"}


def test_a_batch_knows_its_own_persons() -> None:
    """Two records of one file are on one side, though they share only the phone."""
    day = JudgedDay(trial())
    day.receive(
        *(
            day.lead(f"{n} {part}", *keys)
            for n in range(12)
            for part, keys in enumerate(((f"e:{n}", f"p:{n}"), (f"p:{n}",)))
        )
    )
    pools = [lead.pool for _, lead in sorted(day.floor.leads.items(), key=lambda one: int(one[0][2:]))]
    assert pools[::2] == pools[1::2]
