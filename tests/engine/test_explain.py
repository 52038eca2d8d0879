"""Why this rep and no other: the rules, the table of candidates, and what it cost."""

from datetime import timedelta

import pytest
from day import Day, dealing_by, policy

from engine.commands import SetAvailability
from engine.events import LeadAssigned, LeadHeld, LeadReceived, OfferMade
from engine.floor import Floor, evolve
from engine.matching.rules import facts_kept
from engine.policy import PULLED, Accept, Clause, Conditions, Policy, Pool, Rep, Roster, Rule, Strategy
from engine.rep import Availability
from engine.telling.explain import Ranking, as_it_was, instead_words, ranking, unless_words
from engine.telling.explain_rules import rules_told
from engine.telling.explain_waits import cost_of_fairness, cost_of_fit

GERMAN = Conditions(clauses=(Clause(field="country", test="is", value=("DE", "AT")),))
URGENT = Conditions(clauses=(Clause(field="message", test="contains", value="urgent"),))

GERMANS = ("full", "holding", "decliner", "ann", "bo", "cy", "away", "offline", "missing")


def ten_states() -> Policy:
    """A floor on which one lead meets everybody in another state."""
    reps = tuple(Rep(id=one, name=one.title(), capacity=int(one == "full"), skills=("de",)) for one in GERMANS)
    reps += (Rep(id="english", name="English", capacity=0), Rep(id="other", name="Other", capacity=0))
    german = Pool(name="german", reps=(*GERMANS, "english"), accept=Accept.CONFIRM)
    return policy(
        reps=reps,
        pools=(german, Pool(name="others", reps=("other",))),
        rules=(
            Rule(name="DACH", when=GERMAN, pool="german", requires=("de",)),
            Rule(name="everyone", pool="others"),
        ),
    )


def day_of_ten_states() -> Day:
    """A day on which lead L-3 was refused by one and is held out to ann."""
    day = Day(ten_states())
    say(day, "away", Availability.AWAY, "lunch")
    say(day, "offline", Availability.OFFLINE)
    say(day, "missing", Availability.NOT_RESPONDING, "missed 2 offers")
    say(day, "cy", Availability.LAST_ONE)
    for _ in range(3):
        day.arrive(country="DE")
    day.accept("L-1")
    day.decline("L-3")
    return day


def say(day: Day, rep_id: str, availability: Availability, reason: str = "") -> None:
    """Set a rep's availability."""
    day.do(SetAvailability(rep_id=rep_id, availability=availability, reason=reason), rep_id)


def told(day: Day, lead_id: str) -> tuple[Ranking, LeadAssigned | OfferMade | LeadHeld]:
    """The table of the latest decision about a lead, worked out on a floor folded from the journal alone."""
    entry = next(
        entry
        for entry in reversed(day.entries)
        if isinstance(entry.event, LeadAssigned | OfferMade | LeadHeld) and entry.event.lead_id == lead_id
    )
    floor, roster = Floor(), Roster(day.rules)
    for earlier in day.entries[: entry.seq - 1]:
        evolve(floor, earlier)
    lead = floor.leads[lead_id]
    return ranking(floor, roster, roster.pools[lead.pool], lead, getattr(entry.event, "rep_id", None)), entry.event


def test_ten_reps_in_ten_states_each_have_the_right_first_reason() -> None:
    """One lead, and everybody on the floor is told apart; those who fit come first, in their order."""
    table, event = told(day_of_ten_states(), "L-3")
    assert isinstance(event, OfferMade)
    assert [(one.rep_id, one.rank, one.reason) for one in table.candidates] == [
        ("ann", 1, "chosen"),
        ("bo", 2, "fits"),
        ("cy", 3, "fits"),
        ("full", None, "at_cap:open 1/1"),
        ("holding", None, "offer_pending"),
        ("decliner", None, "declined_this_round"),
        ("away", None, "presence:away/lunch"),
        ("offline", None, "presence:offline"),
        ("missing", None, "presence:not_responding/missed 2 offers"),
        ("english", None, "skill:de"),
        ("other", None, "not in pool german"),
    ]


def test_the_table_agrees_with_what_the_journal_kept() -> None:
    """Chosen, runner-up and lags are those that were written down when it was decided."""
    table, event = told(day_of_ten_states(), "L-3")
    assert isinstance(event, OfferMade)
    chosen = table.candidates[0]
    assert (table.first, table.runner_up) == (event.rep_id, event.dealt.runner_up) == ("ann", "bo")
    assert round(chosen.lag_before * 1e9) == event.dealt.lag_before
    assert round(chosen.lag_after * 1e9) == event.dealt.lag_after
    assert round(sum(one.lag_after for one in table.candidates), 6) == 0


def test_it_says_who_would_have_been_first_and_what_stood_in_the_way() -> None:
    """Only one thing may have been in the way, and the rep must truly have come first without it."""
    table, _ = told(day_of_ten_states(), "L-3")
    named = {one.rep_id: one.but_for for one in table.instead}
    assert "decliner" in named, "first in the roster, equal in the ledger"
    assert "full" not in named, "ahead by a lead already, so not first even with room"
    assert "other" not in named


def test_the_sentence_is_one_for_people() -> None:
    """`Ravi first if not at cap 5/5.`"""
    day = Day(dealing_by(Strategy.LEAST_BUSY, Rep(id="ravi", name="Ravi", capacity=1), Rep(id="mia", name="Mia")))
    day.arrive(4)  # ravi one, mia three
    day.later(minutes=1)
    (lead,) = day.arrive()
    table, _ = told(day, lead.id)
    assert table.first == "mia"
    assert instead_words(table.instead) == "Ravi first if not at cap 1/1."
    assert unless_words("presence:not_responding/missed 2 offers") == "they had answered their offers"


def test_a_lead_that_waits_has_a_table_without_a_first() -> None:
    """Nobody fits: everybody has a reason, and nobody's lag moves."""
    day = Day(policy("ann", "bo"))
    day.away("ann")
    day.away("bo", reason="")
    (lead,) = day.arrive()
    table, event = told(day, lead.id)
    assert isinstance(event, LeadHeld)
    assert (table.first, table.runner_up) == (None, None)
    assert [one.reason for one in table.candidates] == ["presence:away/lunch", "presence:away"]
    assert instead_words(table.instead) == "Ann first if not away/lunch; Bo first if not away."


def test_a_skill_in_the_way_is_named_whole() -> None:
    """Who lacks two skills would need both."""
    needs = Rule(name="everyone", pool="inbound", requires=("de", "fr"))
    day = Day(policy("ann", "bo", rules=(needs,)))
    (lead,) = day.arrive()
    table, _ = told(day, lead.id)
    assert table.instead[0].but_for == "skill:de and fr"


def test_every_rule_is_told_with_what_the_lead_had() -> None:
    """Above the rule that took it none held; what stood on the card is not kept, and no guess is made."""
    floor = policy(
        rules=(
            Rule(name="urgent", when=URGENT, pool="inbound"),
            Rule(name="French", when=Conditions(any_of=(_is("FR"), _is("BE"))), pool="inbound"),
            Rule(name="DACH", when=GERMAN, unless=URGENT, pool="inbound"),
            Rule(name="everyone", pool="inbound"),
        )
    )
    day = Day(floor)
    day.arrive(country="DE")
    received = next(e.event for e in day.entries if isinstance(e.event, LeadReceived))
    urgent, french, dach, everyone = rules_told(Roster(floor), facts_kept(received), received.rule)
    assert (urgent.is_read, urgent.holds) == (True, False)
    assert [(one.is_kept, one.holds) for one in urgent.clauses] == [(False, None)]
    assert [(one.words, one.actual, one.holds) for one in french.clauses] == [
        ('either country is "FR"', "DE", False),
        ('either country is "BE"', "DE", False),
    ]
    assert (dach.number, dach.holds) == (3, True)
    assert [(one.words, one.holds) for one in dach.clauses] == [
        ('country is "DE" or "AT"', True),
        ('unless message contains "urgent"', None),
    ]
    assert (everyone.is_read, everyone.clauses) == (False, ())


def _is(country: str) -> Conditions:
    return Conditions(clauses=(Clause(field="country", test="is", value=country),))


def test_waiting_for_a_skill_while_others_are_free_is_the_cost_of_fit() -> None:
    """Counted while somebody was free whom only skill or pool kept away, and not while everybody was away."""
    reps = (Rep(id="ann", name="Ann", skills=("de",)), Rep(id="bo", name="Bo"))
    needs = Rule(name="everyone", pool="inbound", requires=("de",))
    day = Day(policy(reps=reps, pools=(Pool(name="inbound", reps=("ann", "bo")),), rules=(needs,)))
    day.away("ann")
    day.arrive()
    day.later(seconds=40)
    day.away("bo")
    day.later(seconds=25)
    day.back("ann")
    assert day.owner("L-1") == "ann"
    assert costs(day, "L-1") == (40.0, 0.0)


def test_offers_that_come_to_nothing_are_the_cost_of_fairness() -> None:
    """The seconds during which those who were first in turn did not say yes."""
    day = Day(ten_states())
    day.arrive(country="DE")
    day.now += timedelta(seconds=30)
    day.decline("L-1")
    day.now += timedelta(seconds=5)
    day.accept("L-1")
    assert costs(day, "L-1") == (0.0, 30.0)


def costs(day: Day, lead_id: str) -> tuple[float, float]:
    """Both costs of a lead, up to its assignment."""
    own = [entry for entry in day.entries if getattr(entry.event, "lead_id", "") == lead_id]
    assigned = next(entry for entry in own if isinstance(entry.event, LeadAssigned))
    floor, roster = Floor(), Roster(day.rules)
    for earlier in day.entries[: own[0].seq - 1]:
        evolve(floor, earlier)
    since = day.entries[own[0].seq - 1 : assigned.seq - 1]
    fit = cost_of_fit(floor, since, lead_id, assigned.at, lambda _: roster)
    assert floor.seq == assigned.seq - 1
    return fit, cost_of_fairness(own)


TAKEN_BY_REPS = PULLED | {Strategy.FIRST_TO_CLAIM}
"""Methods by which the floor names nobody."""


@pytest.mark.parametrize("strategy", [one for one in Strategy if one not in TAKEN_BY_REPS])
def test_every_method_names_the_same_rep_when_it_is_asked_again(strategy: Strategy) -> None:
    """Worked out from the journal alone, the first is who was dealt the lead, and the second the runner-up."""
    skilled = [Rep(id=one, name=one, capacity=6, weight=n, skills=(f"de:{n}",)) for n, one in enumerate("abcd", 1)]
    house = dealing_by(strategy, *skilled)
    day = Day(house.but(rules=(Rule(name="everyone", pool="inbound", requires=("de",)),)))
    for n in range(8):
        day.arrive(2)
        day.later(seconds=7)
        (day.back if n % 2 else day.away)("c")
    floor, roster, asked = Floor(), Roster(day.rules), 0
    for entry in day.entries:
        event = entry.event
        if isinstance(event, LeadAssigned) and event.dealt is not None:
            then = as_it_was(floor, entry.at, event.dealt.seed or 0)
            table = ranking(then, roster, roster.pools["inbound"], floor.leads[event.lead_id], event.rep_id)
            assert (table.first, table.runner_up) == (event.rep_id, event.dealt.runner_up)
            asked += 1
        evolve(floor, entry)
    assert asked > 10
