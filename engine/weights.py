"""What each rep weighs in a pool at this instant."""

from collections.abc import Iterable

from engine.floor import State
from engine.policy import Pool, Roster
from engine.strategies import weighs


def weights_of(state: State, roster: Roster, pool: Pool, among: Iterable[str]) -> tuple[float, ...]:
    """The reps' weights as the ledger wants them: none when all are alike."""
    if not weighs(pool.strategy) and pool.ramp is None:
        return ()
    weights = tuple(_weight(state, roster, pool, rep_id) for rep_id in among)
    return () if len(set(weights)) <= 1 else weights


def _weight(state: State, roster: Roster, pool: Pool, rep_id: str) -> float:
    """A rep's weight in a pool; a newcomer's grows with every whole day since they joined."""
    weight = roster.reps[rep_id].weight if weighs(pool.strategy) else 1.0
    rep, ramp = state.reps.get(rep_id), pool.ramp
    if ramp is None or rep is None or rep.joined_at is None:
        return weight
    grown = min(1.0, (state.at - rep.joined_at).days / ramp.days)
    return weight * (ramp.start + (1 - ramp.start) * grown)
