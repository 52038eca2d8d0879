"""Why this rep: the whole table of one decision, worked out again on the floor as it was just before.

The journal keeps a short reason with each decision. The rest is the same pure routing run again: everybody's rank and
lag, who was next, and who would have been first had the one thing that kept them out not been so.
"""

from collections.abc import Iterable
from datetime import datetime

from engine import fairness
from engine.dealing.filters import as_asked, reasons
from engine.dealing.grouping import ask
from engine.dealing.routing import order_among
from engine.floor import Draft, State
from engine.house.skills import has
from engine.lead import Lead
from engine.policy import Pool, Roster
from engine.value import LEAD_UNIT, Value

NAMED_MAX = 3
"""How many who would have been first a sentence names."""


class Candidate(Value):
    """How one rep of the roster fared."""

    rep_id: str
    name: str
    reason: str
    """`chosen`, `fits`, `not in pool …`, or the first filter that kept the rep out."""
    rank: int | None = None
    """Place among those who fitted, counted from one."""
    share: float = 0.0
    """What part of the lead the rep was entitled to."""
    lag_before: float = 0.0
    lag_after: float = 0.0
    """In leads; above nought the pool owes the rep."""


class Instead(Value):
    """A rep who would have been first, had one thing not been so."""

    rep_id: str
    name: str
    but_for: str


class Ranking(Value):
    """The table of one decision."""

    first: str | None
    """Whom the strategy named; None when nobody fitted."""
    runner_up: str | None
    candidates: tuple[Candidate, ...]
    """Everybody on the roster: those who fitted by rank, then the others in the roster's order."""
    instead: tuple[Instead, ...]


def as_it_was(state: State, at: datetime, seed: int) -> State:
    """The floor at the instant of a decision, with what chance was made of."""
    draft = Draft(state)
    draft.at, draft.seed = at, seed
    return draft


def ranking(state: State, roster: Roster, pool: Pool, lead: Lead, chosen: str | None) -> Ranking:
    """Ask the pool about the lead again; `chosen` is who got it, by the dealing or by hand."""
    asked = ask(state, roster, (pool, lead))
    order = [rank[4] for rank in asked.ranked]
    shares = asked.circle.shares
    places = {rep_id: place for place, rep_id in enumerate(order)}
    others = [rep_id for rep_id in roster.reps if rep_id not in places]
    table = tuple(
        _candidate(state, roster, asked.pool, rep_id, chosen).but(
            reason=reason if reason != "fits" or rep_id in places else "fits, in another group",
            rank=places[rep_id] + 1 if rep_id in places else None,
            share=shares.get(rep_id, 0) / LEAD_UNIT,
            lag_after=_lag_after(state, asked.pool, rep_id, shares, chosen),
        )
        for rep_id in (*order, *others)
        if (reason := _reason(state, roster, pool, lead, rep_id, chosen))
    )
    return Ranking(
        first=order[0] if order else None,
        runner_up=next((one for one in order if one != chosen), None),
        candidates=table,
        instead=tuple(_instead(state, roster, asked.pool, lead, order)),
    )


def _candidate(state: State, roster: Roster, pool: Pool, rep_id: str, chosen: str | None) -> Candidate:
    return Candidate(
        rep_id=rep_id,
        name=roster.reps[rep_id].name,
        reason="chosen" if rep_id == chosen else "",
        lag_before=fairness.account(state, pool.name, rep_id).lag / LEAD_UNIT,
    )


def _reason(state: State, roster: Roster, pool: Pool, lead: Lead, rep_id: str, chosen: str | None) -> str:
    if rep_id == chosen:
        return "chosen"
    if rep_id not in pool.reps:
        return f"not in pool {pool.name}"
    kept_out = reasons(state, roster, rep_id, as_asked(pool, lead))
    return kept_out[0] if kept_out else "fits"


def _lag_after(state: State, pool: Pool, rep_id: str, shares: dict[str, int], chosen: str | None) -> float:
    """The lag once the lead is posted as the dealing posts it; nobody chosen posts nothing."""
    lag = fairness.account(state, pool.name, rep_id).lag
    if chosen not in shares:
        return lag / LEAD_UNIT
    received = LEAD_UNIT if rep_id == chosen else 0
    return (lag + shares.get(rep_id, 0) - received) / LEAD_UNIT


def _instead(state: State, roster: Roster, pool: Pool, lead: Lead, order: list[str]) -> Iterable[Instead]:
    """Yield those of the pool whom one thing alone kept out, and who would have been first without it."""
    for rep_id in pool.reps:
        kept_out = reasons(state, roster, rep_id, as_asked(pool, lead))
        if len(kept_out) != 1 or rep_id not in state.reps or rep_id not in roster.reps:
            continue
        among = [one for one in pool.reps if one in order or one == rep_id]
        if order_among(state, roster, (pool, lead), among)[0][4] == rep_id:
            yield Instead(
                rep_id=rep_id, name=roster.reps[rep_id].name, but_for=_whole(kept_out[0], roster, rep_id, lead)
            )


def _whole(reason: str, roster: Roster, rep_id: str, lead: Lead) -> str:
    """The reason with every missing skill, where the filter named the first."""
    if not reason.startswith("skill:"):
        return reason
    missing = [skill for skill in lead.requires if not has(roster.reps[rep_id].skills, skill)]
    return f"skill:{' and '.join(missing)}"


def instead_words(instead: tuple[Instead, ...]) -> str:
    """Say who would have been first: `Ravi first if not at cap 5/5; Mia first if not away/lunch.`"""
    if not instead:
        return ""
    told = [f"{one.name} first if {unless_words(one.but_for)}" for one in instead[:NAMED_MAX]]
    more = f", and {len(instead) - NAMED_MAX} more in like manner" if len(instead) > NAMED_MAX else ""
    return f"{'; '.join(told)}{more}."


def unless_words(reason: str) -> str:
    """A filter's reason turned into what would have had to be otherwise."""
    name, _, detail = reason.partition(":")
    words = "they had answered their offers" if detail.startswith("not_responding") else _UNLESS.get(name)
    return words.format(detail=detail.replace("_", " ").replace("open ", "")) if words else f"not {reason}"


_UNLESS = {
    "off_shift": "it were their working time",
    "presence": "not {detail}",
    "not_ready": "not resting ({detail})",
    "at_cap": "not at cap {detail}",
    "territory": "it were in their territory",
    "skill": "they had the skill {detail}",
    "owner_first": "its owner were not waited for",
    "offer_pending": "no other lead were held out to them",
    "declined_this_round": "they had not said no this round",
    "hard_declined": "they had not said no",
    "inactive": "they were on the roster",
}
