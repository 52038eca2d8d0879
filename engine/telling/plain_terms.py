"""What the keys say that most floors leave as they are: a sentence for each that is not as it comes.

Law: whatever changes the dealing has its words, here or in `engine.telling.plain`; a test walks all keys.
"""

from collections.abc import Callable, Iterator, Mapping
from types import MappingProxyType
from typing import Any

from engine.house.people import Person
from engine.house.persons import Owners
from engine.house.queue_order import QueueOrder
from engine.house.terms import Scope
from engine.policy import Absence, AbsenceKind, Hours, Limits, Policy, Pool, Rep, Rule, SourceCap, Territory
from engine.telling.plain_span import counted, joined, span
from engine.value import Value

Sentences = Mapping[str, Callable[[Any], str]]

COUNTED: Mapping[Hours, str] = MappingProxyType(
    {
        Hours.WALL: "all hours",
        Hours.FLOOR: "the floor's hours",
        Hours.REP: "the rep's own hours",
        Hours.FLOOR_AND_REP: "the hours in which floor and rep both work",
    }
)


def _after_hours(said: str) -> str:
    kind, _, name = said.partition(":")
    if kind == "oncall":
        return f"After hours leads go to {name}."
    return "After hours leads are put aside until the opening." if kind == "hold" else "After hours leads are dealt."


def _on_away(said: str) -> str:
    kind, _, rep = said.partition(":")
    if kind == "delegate":
        return f"Leads that a rep who leaves has not begun go to {rep}, so far as that is no more than their share."
    return "Leads that a rep who leaves has not begun stay theirs."


def _absence(absence: Absence) -> str:
    return {
        AbsenceKind.FREEZE: "Being away neither costs nor earns anything.",
        AbsenceKind.ACCRUE: f"Who is away is owed a share all the same, up to {counted(absence.cap, 'lead')}.",
        AbsenceKind.GRACE: f"Who is away is owed a share all the same, for {span(absence.grace)}.",
        AbsenceKind.BACK_OF_LINE: "Who comes back is last in line.",
        AbsenceKind.CATCH_UP: "Who comes back is dealt all that they missed.",
    }[absence.kind]


LINES: Mapping[QueueOrder, str] = MappingProxyType(
    {
        QueueOrder.EARLIEST_DUE: "What is to be answered first is dealt first.",
        QueueOrder.AGED_SCORE: "What waits is dealt by grade and by minutes waited.",
        QueueOrder.FIFO: "What came first is dealt first.",
        QueueOrder.NEWEST_FIRST_IN_BAND: "Hot leads are dealt before warm and cold ones, the newest first.",
    }
)


def _territory(territory: Territory) -> str:
    kinds = ("postal", "area", "region", "country", "timezone")
    places = [place for kind in kinds for place in getattr(territory, kind)]
    return f"{joined(places)} is the territory of {joined(territory.reps)}."


def _owners(owners: Owners) -> str:
    told = [f"Leads of {joined((*one.domain, *one.company))} are {one.rep}'s." for one in owners.accounts]
    if owners.sticky:
        told.append(f"Who asks again within {span(owners.sticky)} after a lead was closed gets the same rep.")
    if owners.account_match:
        told.append(f"A company's leads go to whoever had one of them in the last {span(owners.account_match)}.")
    if owners.wait:
        told.append(f"A busy owner is waited for, up to {owners.wait:.0%} of the customer's time.")
    return " ".join(told)


def _people(people: tuple[Person, ...]) -> str:
    told = joined(f"{one.login} as {one.role}{f' ({one.rep})' if one.rep else ''}" for one in people)
    return f"Who may act here: {told}; everybody else looks on."


def _source_cap(cap: SourceCap) -> str:
    spans = {"an hour": cap.per_hour, "a day": cap.per_day, "a week": cap.per_week, "a month": cap.per_month}
    most = joined(f"{count} {span}" for span, count in spans.items() if count)
    return f"at most {most} from {cap.source}"


FLOOR: Sentences = MappingProxyType(
    {
        "rep_touch": lambda it: f"A new owner is to reach the customer within {span(it)}.",
        "next_touch": lambda it: f"After a touch the next is due within {span(it)}.",
        "rep_hours": lambda it: f"An owner's clock counts {COUNTED[it]}.",
        "unowned_escalation": lambda it: f"A lead that is late and nobody's goes to {it}.",
        "wrap_up": lambda it: f"After a contact or a close a rep rests {span(it)}.",
        "on_away": _on_away,
        "away_grace": lambda it: f"Who left may be gone {span(it)} before others get what they have not begun.",
        "after_hours": _after_hours,
        "close_guard": lambda it: (
            f"What comes within {span(it) if it else 'its own time'} of closing is taken as after hours,"
            " unless somebody can take it whose own hours go on that long."
        ),
        "after_hours_ack": lambda it: f"A customer whose lead is put aside is told by {it}.",
        "pace": lambda it: f"At an opening what was put aside is dealt one lead every {span(it)}.",
        "opening_burst": lambda it: (
            f"Then nobody gets more than {counted(it, 'lead')} not begun."
            if it
            else "Then nobody is spared, however many they have not begun."
        ),
        "opening_grace": lambda it: f"That holds for {span(it)} after each.",
        "owners": _owners,
        "people": _people,
    }
)

REP: Sentences = MappingProxyType(
    {
        "timezone": lambda it: f"in the time of {it}",
        "tier": lambda it: f"of tier {it}, asked only when the ladder comes to it",
        "max_backlog": lambda it: f"at most {it} whose customers are not reached yet",
        "per_hour": lambda it: f"at most {it} an hour",
        "per_day": lambda it: f"at most {it} a day",
        "per_week": lambda it: f"at most {it} a week",
        "per_month": lambda it: f"at most {it} a month",
        "per_30_days": lambda it: f"at most {it} in any 30 days",
        "per_source": lambda it: joined(map(_source_cap, it)),
    }
)

POOL: Sentences = MappingProxyType(
    {
        "wrap_up": lambda it: f"After a contact or a close its reps rest {span(it)}.",
        "hours": lambda it: f"It is open {it}.",
        "after_hours": _after_hours,
        "weight": lambda it: f"With weight {it}, its leads go first while as many wait as it has reps who are there.",
        "owner_wait": lambda it: f"An owner is waited for up to {it:.0%} of the customer's time.",
        "inner": lambda it: f"Between equals, or until more is known, it goes by {it.replace('_', ' ')}.",
        "band": lambda it: f"Who has up to {counted(it, 'lead')} more than the least busy counts as equally busy.",
        "presence_resets": lambda it: "Coming back does not make anybody wait anew.",  # noqa: ARG005
        "owed_half_life": lambda it: f"Half of what is owed beyond one lead fades over {counted(it, 'lead')}.",
        "advantage_max": lambda it: (
            f"Nobody weighs more than {it:g} times the middle, nor less than one part in {it:g}."
        ),
        "reweigh_every": lambda it: f"Its reps are weighed anew every {span(it)}.",
        "at_once": lambda it: f"Each lead is held out to {it} at once.",
        "territories": lambda it: " ".join(map(_territory, it)),
        "unknown": lambda it: f"What is in no territory goes to {it}.",
        "absence": _absence,
        "ramp": lambda it: f"A newcomer begins with {it.start:.0%} of their weight and has it all in {it.days} days.",
        "scope": lambda it: "Turns are counted over all pools together." if it is Scope.FLOOR else "",
        "miss_charge": lambda it: f"An offer let lapse costs {it:g} of a lead.",
        "charge_owned": lambda it: "Leads that go to an owner count as turns.",  # noqa: ARG005
        "credit_window": lambda it: f"What turns out to be no lead within {span(it)} is not counted.",
        "credits_per_week": lambda it: f"That is so for {counted(it, 'lead')} a week at most.",
    }
)

RULE: Sentences = MappingProxyType({"units": lambda it: f"Each fills {it} places of a rep."})

LIMITS: Sentences = MappingProxyType(
    {
        "offers_max": lambda it: f"The customer's time is shared among {counted(it, 'offer')}.",
        "rounds_max": lambda it: f"Who said no is asked {counted(it - 1, 'more time')} at once, if all said no.",
        "retry_after": lambda it: f"After that the lead rests {span(it)} before they are asked again.",
        "autopause_delay": lambda it: f"Who did something within {span(it)} before is not set to not responding.",
        "decline_rest": lambda it: f"Who says no gets no offer for {span(it)}.",
        "miss_rest": lambda it: f"Who lets an offer lapse gets none for {span(it)}.",
    }
)

PLAIN = {
    Policy: Policy(reps=(), pools=(), rules=()),
    Rep: Rep(id="", name=""),
    Pool: Pool(name="", reps=()),
    Rule: Rule(name="", pool=""),
    Limits: Limits(),
}
"""Each kind as it comes."""


def said(value: Value, sentences: Sentences) -> Iterator[str]:
    """Yield the sentence of every key that is not as it comes."""
    plain = PLAIN[type(value)]
    for key, words in sentences.items():
        if (now := getattr(value, key)) != getattr(plain, key) and (sentence := words(now)):
            yield sentence
