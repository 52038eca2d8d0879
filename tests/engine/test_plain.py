"""The house rules told: every key that changes the dealing has its words."""

from datetime import timedelta
from typing import Any

import pytest
from day import policy

from engine.house.people import Person, Role
from engine.house.persons import NamedAccount, Owners
from engine.policy import (
    Absence,
    AbsenceKind,
    Hours,
    Limits,
    Policy,
    Pool,
    Ramp,
    Rep,
    Rule,
    Scope,
    SourceCap,
    Strategy,
    Territory,
)
from engine.telling.plain import plain_policy
from engine.telling.plain_terms import FLOOR, LIMITS, POOL, REP, RULE
from engine.value import Value

ELSEWHERE: dict[type[Value], frozenset[str]] = {
    Policy: frozenset(
        {
            *("name", "timezone", "country", "hours", "first_touch", "warn", "clock_hours", "limits"),
            *("reps", "pools", "rules", "scoring", "grades", "gates", "duplicates", "queue_order"),
        }
    ),
    Rep: frozenset({"id", "name", "weight", "capacity", "skills", "hours"}),
    Pool: frozenset({"name", "strategy", "reps", "accept", "max_run", "ladder", "rota", "groups", "arms"}),
    Rule: frozenset({"name", "when", "unless", "pool", "requires", "first_touch"}),
    Limits: frozenset({"offer_min", "offer_max", "misses_max", "misses_window"}),
}
"""Keys that `engine.telling.plain` itself tells."""

TABLES = {Policy: FLOOR, Rep: REP, Pool: POOL, Rule: RULE, Limits: LIMITS}

OTHER: dict[str, Any] = {
    "rep_hours": Hours.WALL,
    "unowned_escalation": "ann",
    "on_away": "delegate:bo",
    "after_hours": "oncall:inbound",
    "after_hours_ack": "sms",
    "close_guard": timedelta(0),
    "owners": Owners(wait=0.4, sticky=timedelta(days=30), accounts=(NamedAccount(rep="bo", domain=("acme.com",)),)),
    "people": (Person(login="mia", role=Role.MANAGER),),
    "timezone": "Asia/Tokyo",
    "hours": "Mo-Fr 10:00-12:00",
    "inner": Strategy.LONGEST_IDLE,
    "presence_resets": False,
    "territories": (Territory(reps=("bo",), country=("NZ",)),),
    "unknown": "elsewhere",
    "absence": Absence(kind=AbsenceKind.ACCRUE, cap=2),
    "per_source": (SourceCap(source="fair", per_day=2),),
    "ramp": Ramp(start=0.25, days=14),
    "scope": Scope.FLOOR,
    "charge_owned": True,
}
"""Values that are not as they come, where seven of it would be none."""

SPANS = (
    "rep_touch",
    "next_touch",
    "wrap_up",
    "away_grace",
    "pace",
    "opening_grace",
    "reweigh_every",
    "credit_window",
)
SPANS += ("retry_after", "autopause_delay", "decline_rest", "miss_rest")


def told(house: Policy) -> str:
    """The whole policy in one text."""
    return "\n".join(sentence for _, sentences in plain_policy(house) for sentence in sentences)


@pytest.mark.parametrize("kind", list(TABLES))
def test_every_key_has_its_words(kind: type[Value]) -> None:
    """A new key is told, or this says which is not."""
    assert set(kind.__struct_fields__) == TABLES[kind].keys() | ELSEWHERE[kind]


@pytest.mark.parametrize(("kind", "key"), [(kind, key) for kind, table in TABLES.items() for key in table])
def test_what_is_not_as_it_comes_is_said(kind: type[Value], key: str) -> None:
    """Changing one key changes what is told, by words and not by a name of a field."""
    plain = policy("ann", "bo", "cy")
    value = OTHER.get(key, timedelta(minutes=7) if key in SPANS else 7)
    changed = {
        Policy: lambda: plain.but(**{key: value}),
        Limits: lambda: plain.but(limits=Limits(**{key: value})),
        Rep: lambda: plain.but(reps=(plain.reps[0].but(**{key: value}), *plain.reps[1:])),
        Pool: lambda: plain.but(pools=(plain.pools[0].but(**{key: value}),)),
        Rule: lambda: plain.but(rules=(plain.rules[0].but(**{key: value}),)),
    }[kind]()
    assert told(changed) != told(plain)
    assert key not in told(changed) or "_" not in key
