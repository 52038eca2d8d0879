"""What each rep weighs in a pool at this instant."""

from collections.abc import Iterable
from hashlib import sha256

from engine.dealing.strategies import weighs
from engine.floor import State
from engine.lead import Lead
from engine.policy import Pool, Roster, Strategy

PERFORMANCE = Strategy.PERFORMANCE

PLAIN_ONE_IN = 10


def weights_of(state: State, roster: Roster, case: tuple[Pool, Lead], among: Iterable[str]) -> tuple[float, ...]:
    """The reps' weights for a lead as the ledger wants them: none when all are alike."""
    weights = raw_weights(state, roster, case, among)
    return () if len(set(weights)) <= 1 else weights


def are_lasting(pool: Pool) -> bool:
    """Whether what the reps of a pool weigh is the same for every lead, as long as the house rules are."""
    return pool.ramp is None and pool.strategy is not PERFORMANCE


def raw_weights(state: State, roster: Roster, case: tuple[Pool, Lead], among: Iterable[str]) -> tuple[float, ...]:
    """The reps' weights for a lead, also where all are alike; none where the pool knows none."""
    pool, lead = case
    is_level = not weighs(pool.strategy) and (pool.strategy is not PERFORMANCE or is_plain(pool, lead.id))
    if is_level and pool.ramp is None:
        return ()
    own = {} if is_level else _own(state, roster, pool)
    return tuple(own.get(rep_id, 1.0) * _grown(state, pool, rep_id) for rep_id in among)


def _own(state: State, roster: Roster, pool: Pool) -> dict[str, float]:
    """What the reps weigh by the house rules, or by what they have won."""
    if pool.strategy is not PERFORMANCE:
        return {rep_id: roster.reps[rep_id].weight for rep_id in pool.reps if rep_id in roster.reps}
    record = state.records.get(pool.name)
    return record.weights if record is not None else {}


def _grown(state: State, pool: Pool, rep_id: str) -> float:
    """The part of their weight that a rep has; a newcomer's grows with every whole day since they joined."""
    rep, ramp = state.reps.get(rep_id), pool.ramp
    if ramp is None or rep is None or rep.joined_at is None:
        return 1.0
    grown = min(1.0, (state.at - rep.joined_at).days / ramp.days)
    return ramp.start + (1 - ramp.start) * grown


def is_plain(pool: Pool, lead_id: str) -> bool:
    """Whether a lead is the one in ten that is dealt as if all weighed alike."""
    drawn = sha256(f"{pool.name}\t{lead_id}".encode()).digest()
    return int.from_bytes(drawn[:4], "big") % PLAIN_ONE_IN == 0
