"""The house rules in plain sentences, so that a new hire understands in week one who is given what, and why."""

from collections.abc import Iterator, Mapping
from types import MappingProxyType

from engine.dealing.strategies import weighs
from engine.house.persons import WhenOpen
from engine.matching.conditions import all_words
from engine.policy import (
    PULLED,
    UNSPREAD,
    Accept,
    Conditions,
    Gate,
    Hours,
    Passage,
    Policy,
    Pool,
    Rep,
    Rule,
    Strategy,
)
from engine.telling.plain_ladder import ladder_words, rota_words
from engine.telling.plain_span import joined, span
from engine.telling.plain_terms import FLOOR, LIMITS, LINES, POOL, REP, RULE, said

Section = tuple[str, tuple[str, ...]]
"""A heading with its sentences."""

METHODS: Mapping[Strategy, str] = MappingProxyType(
    {
        Strategy.ROUND_ROBIN: "take turns, so that each gets the same share of the leads they could have taken",
        Strategy.WEIGHTED: "take turns, each by their weight",
        Strategy.LEAST_BUSY: "are given leads in such a way that whoever has the fewest open ones is next",
        Strategy.MOST_SPARE: "are given leads in such a way that whoever has the most room left is next",
        Strategy.LONGEST_IDLE: "are given leads in such a way that whoever has waited longest for one is next",
        Strategy.LEAST_OCCUPIED: "are given leads in such a way that whoever was least busy in the last hour is next",
        Strategy.FEWEST_TODAY: "are given leads in such a way that whoever had the fewest an hour today is next",
        Strategy.BEST_SKILL: "are given leads in such a way that whoever is best at what the lead asks for is next",
        Strategy.HOT_SEAT: "are asked in the order of the roster, from the first each time",
        Strategy.FIRST_AVAILABLE: "share leads so that the longest idle is next, those with the wished skills first",
        Strategy.RANDOM: "are drawn by lot, by their weight",
        Strategy.FIRST_TO_CLAIM: "are offered each lead together, some at once, and the first yes has it",
        Strategy.PULL_BLIND: "ask for the next lead themselves, and are given the one that is due first",
        Strategy.PULL_PREVIEW: "choose leads themselves, out of all that wait",
        Strategy.TERRITORY: "are given the leads of their territories, in turns where several share one",
        Strategy.PERFORMANCE: "take turns, each by what they have won so far, within bounds",
        Strategy.PREDICTIVE: "are given leads by what was learnt of earlier ones; nothing is learnt yet",
        Strategy.GROUP: "share leads by the weight of who is free in each, and each deals its own by its own method",
        Strategy.OWNER: "are given the leads that are theirs, and share the others",
        Strategy.STICKY: "are given whom they had before, however long ago, and share the others",
        Strategy.SPLIT: "are tried against each other: each customer is always on the same side",
    }
)
"""How each method is told."""

EVEN = "When two are equal, the one whom the pool owes more is next, then whoever has waited longer."


def plain_policy(policy: Policy) -> Iterator[Section]:
    """Tell the whole policy, in the order in which a lead meets it."""
    yield policy.name, tuple(_floor(policy))
    if policy.scoring:
        yield "What a lead is worth", tuple(_scoring(policy))
    if policy.gates:
        yield "Which leads are not dealt at once", tuple(map(_gate, policy.gates))
    yield "Which lead goes where: the first that fits decides", tuple(_rules(policy))
    yield "Who shares which leads, and how", tuple(_pool(pool, policy) for pool in policy.pools)
    yield "Who is here", tuple(_rep(rep, policy) for rep in policy.reps)
    yield "And always", tuple(_always(policy))


def _floor(policy: Policy) -> Iterator[str]:
    holidays = f", with the public holidays of {policy.country}" if "PH" in policy.hours else ""
    open_at = "around the clock" if policy.hours == "24/7" else policy.hours
    yield f"The floor is open {open_at}{holidays}, in the time of {policy.timezone}."
    counted = " of opening hours" if policy.clock_hours is Hours.FLOOR and policy.hours != "24/7" else ""
    yield (
        f"A customer is to be answered within {span(policy.first_touch)}{counted} from when they asked;"
        f" after {span(policy.first_touch * policy.warn)} the lead is marked as at risk."
    )
    yield from said(policy, FLOOR)


def _scoring(policy: Policy) -> Iterator[str]:
    for rule in policy.scoring:
        yield f"{rule.points:+d} points for {rule.name}: {_asks(rule.when, rule.unless)}."
    for grade in policy.grades:
        start = f"from {grade.at_least} points" if grade.at_least is not None else "below that"
        soon = f", and is to be answered within {span(grade.first_touch)}" if grade.first_touch else ""
        yield f"A lead is {grade.name} {start}{soon}."


def _gate(gate: Gate) -> str:
    done = {
        Passage.PASS: "it is dealt, whatever stands below",
        Passage.DISCARD: "it is closed as unqualified",
        Passage.NURTURE: f"it goes to {gate.pool}" if gate.pool else f"it is put aside for {span(gate.park_for)}",
    }
    return f"{gate.name}: if {_asks(gate.when, gate.unless)}, {done[gate.verdict]}."


def _rules(policy: Policy) -> Iterator[str]:
    for number, rule in enumerate(policy.rules, 1):
        who = f" Whoever takes it must have {joined(rule.requires)}." if rule.requires else ""
        soon = f" It is to be answered within {span(rule.first_touch)}." if rule.first_touch else ""
        yield f"{number}. {rule.name}: {_which(rule)} goes to {rule.pool}.{who}{soon}{_more(said(rule, RULE))}"


def _more(sentences: Iterator[str]) -> str:
    return "".join(f" {sentence}" for sentence in sentences)


def _which(rule: Rule) -> str:
    if rule.when == Conditions() and rule.unless is None:
        return "every lead that is left"
    return f"if {_asks(rule.when, rule.unless)}, the lead"


def _asks(when: Conditions, unless: Conditions | None) -> str:
    asked = all_words(when) or "anything is true"
    return f"{asked}, unless {all_words(unless)}" if unless is not None else asked


def _pool(pool: Pool, policy: Policy) -> str:
    names = {rep.id: rep.name for rep in policy.reps}
    who = joined([names.get(rep_id, rep_id) for rep_id in pool.reps])
    if pool.strategy is Strategy.SPLIT:
        who = joined([f"{arm.pool} ({arm.share} %)" for arm in pool.arms])
    after = f"{_more(said(pool, POOL))}{ladder_words(pool, names, span)}{rota_words(pool, names, span)}"
    if pool.groups:
        who = joined(pool.groups)
    elif len(pool.reps) == 1:
        return f"{pool.name}: all of it goes to {who}.{_accept(pool, policy)}{after}"
    is_spread = len(pool.reps) > 2 and not pool.groups and pool.strategy not in UNSPREAD | PULLED
    run = f" Nobody gets more than {pool.max_run} in a row while another fits." if is_spread else ""
    return f"{pool.name}: {who} {METHODS[pool.strategy]}.{run}{_accept(pool, policy)}{after}"


def _accept(pool: Pool, policy: Policy) -> str:
    if pool.strategy in (*PULLED, Strategy.FIRST_TO_CLAIM, Strategy.SPLIT, Strategy.GROUP):
        return ""
    if pool.accept is Accept.AUTO:
        return " A lead is theirs at once."
    low, high = span(policy.limits.offer_min), span(policy.limits.offer_max)
    return f" They must say yes within {low} to {high}; else the next one is asked."


def _rep(rep: Rep, policy: Policy) -> str:
    load = f"at most {rep.capacity} open leads at once" if rep.capacity else "as many open leads as come"
    skills = f"; has {joined(rep.skills)}" if rep.skills else ""
    is_weighed = any(weighs(pool.strategy) and rep.id in pool.reps for pool in policy.pools)
    weight = f"; weight {rep.weight:g}" if is_weighed and rep.weight != 1 else ""
    hours = f"works {rep.hours}; " if rep.hours else ""
    more = "".join(f"; {words}" for words in said(rep, REP))
    return f"{rep.name} ({rep.id}): {hours}{load}{skills}{weight}{more}."


def _always(policy: Policy) -> Iterator[str]:
    yield "Whoever is away, full or without the skill is passed over, neither punished nor owed a burst afterwards."
    yield EVEN
    yield from _duplicates(policy)
    yield f"When nobody can take a lead it waits, with everybody's reason. {LINES[policy.queue_order]}"
    limits = policy.limits
    yield (
        f"Who lets {limits.misses_max} offers lapse within {span(limits.misses_window)} is set to not responding"
        " until they come back."
    )
    yield from said(limits, LIMITS)
    yield "Every decision can be asked for its reasons: floorboard why LEAD."


def _duplicates(policy: Policy) -> Iterator[str]:
    known = policy.duplicates
    if known.trusted:
        yield f"A lead whose owner is named by {joined(known.trusted)} goes to that rep, if they can take it."
    if known.ignore_plus_tags:
        yield "What stands behind a plus in an address tells nobody apart: ana+fair@x.com is ana@x.com."
    if known.when_open is WhenOpen.MERGE:
        yield "Somebody who asks again while their lead is open joins it: no second lead, and the clock goes on."
    yield (
        f"Somebody who asks again within {span(known.window)} while a lead of theirs is open goes to the same rep, if"
        " that rep can take it."
    )
