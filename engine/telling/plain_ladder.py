"""An overflow ladder in plain sentences."""

from collections.abc import Callable, Mapping
from datetime import timedelta
from types import MappingProxyType

from engine.house.rungs import Rung, When
from engine.policy import Pool

Span = Callable[[timedelta], str]
"""How a length of time is said."""


def ladder_words(pool: Pool, names: Mapping[str, str], span: Span) -> str:
    """What happens to leads of a pool that wait, in one sentence; nothing where it has no ladder."""
    if not pool.ladder:
        return ""
    told = [f"{_when(rung, span)} {_do(rung.do, names)}" for rung in pool.ladder]
    return f" When nobody takes a lead: {'; '.join(told)}."


def rota_words(pool: Pool, names: Mapping[str, str], span: Span) -> str:
    """How those on call take turns; nothing where there is no rota."""
    if pool.rota is None:
        return ""
    first = names.get(pool.reps[0], pool.reps[0])
    since = f"{pool.rota.since:%Y-%m-%d %H:%M}"
    return f" They are on call one after another, {span(pool.rota.every)} each, {first} from {since} on."


def _when(rung: Rung, span: Span) -> str:
    if rung.when is When.QUEUE_OVER:
        return f"while more than {rung.count} wait"
    if rung.when is When.WAIT_OVER:
        return f"once it waits, or is to wait, longer than {span(rung.after)},"
    return _REASONS[rung.when] if rung.when else f"after {span(rung.after)}"


_REASONS = {
    When.NOBODY_ROSTERED: "once nobody is rostered,",
    When.ALL_AT_CAP: "once all who are there are full,",
    When.ALL_DECLINED: "once all who are there said no,",
}


def _do(do: str, names: Mapping[str, str]) -> str:
    kind, _, name = do.partition(":")
    return DEEDS[kind].format(name=names.get(name, name).removeprefix("+").replace("_", " "))


DEEDS: Mapping[str, str] = MappingProxyType(
    {
        "relax": "whoever lacks the skill is asked too",
        "widen": "reps of other territories are asked too",
        "raise": "the next tier of reps is asked too",
        "group": "it goes to {name}",
        "oncall": "whoever of {name} is on call is asked, at any hour",
        "claim": "anybody may claim it",
        "ack": "the customer is written to by {name}",
        "callback": "it is put aside for a call back: {name}",
        "notify": "{name} is alarmed",
        "assign": "{name} has it, there or not",
    }
)
"""How each kind of step is told."""
