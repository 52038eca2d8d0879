"""Pools of pools: which group of reps is to have a lead, before anybody within it is ranked.

A group is chosen by a ledger over the groups, as a rep is within one: each of those in which somebody can take the
lead is entitled to a share of it by the weight of who can, and the one owed most has it. A group in which nobody can
is passed over. What the choice posts stands above the posting of the pool that deals, and goes back with it.
"""

from collections.abc import Iterable

from engine import fairness
from engine.dealing.routing import Answers, Out, Panel, panel
from engine.dealing.weights import raw_weights, weights_of
from engine.floor import State
from engine.lead import Lead, Posting
from engine.policy import Pool, Roster

OTHER_GROUP = "other_group"
"""Why somebody who could take a lead was not asked: it was another group's."""

Case = tuple[Pool, Lead]


def ask(state: State, roster: Roster, case: Case, answers: Answers | None = None) -> Panel:
    """Ask a pool about a lead; a pool of pools answers with the panel of the one whose turn it is."""
    pool, lead = case
    if not pool.groups:
        return panel(state, roster, pool, lead, answers)
    answers = answers or Answers()
    asked = {name: ask(state, roster, (roster.pools[name], lead), answers.part(name)) for name in pool.groups}
    hefts = {name: heft for name, one in asked.items() if (heft := _heft(state, roster, lead, one))}
    if not hefts:
        return Panel(pool=pool, out=_out(asked.values(), ()))
    chosen = _next(state, pool, hefts)
    best, above = asked[chosen], _posting(pool, hefts, chosen)
    taken = {rank[4] for rank in best.ranked}
    out = _out((best, *asked.values()), taken)
    return best.but(out=out, up=(*best.up, above), heft=sum(hefts.values()))


def by_hand(state: State, roster: Roster, case: Case, rep_id: str) -> Posting | None:
    """What a waiting lead posts that is given by hand: it is dealt among those who fit.

    The receiver shares in it even where a filter would have kept them out, so that nobody is charged for nothing.
    """
    pool, lead = case
    if rep_id not in pool.reps:
        return None
    if not pool.groups:
        fits = panel(state, roster, pool, lead).circle.among
        among = tuple(one for one in pool.reps if one in fits or one == rep_id)
        weights = weights_of(state, roster, case, among)
        return Posting(pool=pool.name, rep_id=rep_id, among=among, weights=weights)
    chosen = next(name for name in pool.groups if rep_id in roster.pools[name].reps)
    posting = by_hand(state, roster, (roster.pools[chosen], lead), rep_id)
    asked = {name: ask(state, roster, (roster.pools[name], lead)) for name in pool.groups}
    found = {name: _heft(state, roster, lead, one) for name, one in asked.items()}
    hefts = {name: heft or 1.0 for name, heft in found.items() if heft or name == chosen}
    return posting.but(up=(*posting.up, _posting(pool, hefts, chosen))) if posting is not None else None


def _heft(state: State, roster: Roster, lead: Lead, asked: Panel) -> float:
    """What all who can take the lead weigh together."""
    fitting = [rank[4] for rank in asked.ranked]
    return asked.heft or sum(raw_weights(state, roster, (asked.pool, lead), fitting)) or float(len(fitting))


def _next(state: State, pool: Pool, hefts: dict[str, float]) -> str:
    """The group that is owed most, with its share of this lead; of equals the first in the file."""
    lines = fairness.lines_of(state, pool.name)
    split = fairness.shares(tuple(hefts.values()), len(hefts))
    claims = {
        name: lines.get(_line(name), fairness.FRESH).lag + part for name, part in zip(hefts, split, strict=True)
    }
    return max(claims, key=claims.__getitem__)


def _posting(pool: Pool, hefts: dict[str, float], chosen: str) -> Posting:
    weights = tuple(hefts.values()) if len(set(hefts.values())) > 1 else ()
    return Posting(pool=pool.name, rep_id=_line(chosen), among=tuple(map(_line, hefts)), weights=weights)


def _line(name: str) -> str:
    """A group's line in the ledger of a pool of pools; no rep has such an id."""
    return f"@{name}"


def _out(asked: Iterable[Panel], taken: Iterable[str]) -> Out:
    """Everybody who is not asked, each with their first reason; who fits in another group has that."""
    reasons: dict[str, str] = dict.fromkeys(taken, "")
    for one in asked:
        for reason, reps in one.out.items():
            for rep_id in reps:
                reasons.setdefault(rep_id, reason)
        for rank in one.ranked:
            reasons.setdefault(rank[4], OTHER_GROUP)
    out: Out = {}
    for rep_id, reason in reasons.items():
        if reason:
            out[reason] = (*out.get(reason, ()), rep_id)
    return out
