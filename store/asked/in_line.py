"""How many leads wait in each pool, and on which ladder."""

from contextlib import closing

from engine.policy import Pool
from engine.value import Value
from store.connection import in_sentences, open_reader
from store.plights import old_ladders, plight_in
from store.tallies import queued_by_pool
from store.transaction import Transaction


class Waiting(Value):
    """What waits in a pool."""

    count: int
    pool: Pool | None = None
    """The pool as it is in force."""
    on_old: int = 0
    """How many climb one of before."""


def in_line(path: str) -> dict[str, Waiting]:
    """What waits, by pool."""
    with closing(open_reader(path)) as db, in_sentences(path):
        counts = queued_by_pool(db)
        pools = {pool.name: pool for pool in Transaction(db, {}).policy_in_force().pools}
        old = old_ladders(db, plight_in(db))
    return {name: Waiting(count=counts[name], pool=pools.get(name), on_old=old.get(name, 0)) for name in counts}
