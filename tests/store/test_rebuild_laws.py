"""That the folded tables depend on the journal alone, on days that the engine itself decided."""

import tempfile
from contextlib import closing
from pathlib import Path
from unittest import mock

from hypothesis import given, settings
from hypothesis import strategies as st
from store_builders import POLICY, RealDay

from engine import commands as co
from engine.lead import Disposition
from engine.policy import Accept, Pool
from engine.rep import Availability
from engine.turn import Refused
from store import replay, schema
from store.memory import MemoryLedger
from store.sqlite import SqliteLedger
from store.verify import rebuild, verify

CONFIRM = POLICY.but(
    pools=(Pool(name="inbound", reps=("dana", "jon", "mia"), accept=Accept.CONFIRM), POLICY.pools[1]),
)
reps = st.sampled_from(["dana", "jon", "mia"])
leads = st.integers(1, 8).map(lambda n: co.Seen(id=f"L-{n}"))
some = st.lists(leads, min_size=1, max_size=2, unique_by=lambda seen: seen.id).map(tuple)
orders = st.one_of(
    st.builds(co.SetAvailability, rep_id=reps, availability=st.sampled_from(Availability), until_at=st.none()),
    st.builds(co.Reassign, leads=some, rep_id=reps, over_cap=st.booleans()),
    st.builds(co.Requeue, leads=some),
    st.builds(co.RecordContact, leads=some),
    st.builds(co.CloseLead, leads=some, disposition=st.sampled_from(Disposition)),
    st.builds(co.AcceptOffer, lead=leads, rep_id=reps),
    st.builds(co.DeclineOffer, lead=leads, rep_id=reps),
    st.builds(co.Undo, act=st.none()),
    st.just(co.Tick()),
    st.integers(1, 3),
)
days = st.lists(orders, min_size=4, max_size=30)


def live(day: RealDay, happenings) -> None:
    """Live through the orders; a number is so many leads that come in."""
    coming = 0
    for order in happenings:
        if isinstance(order, int):
            day.receive(*range(coming + 1, coming + order + 1))
            coming += order
            continue
        try:
            day.give(order)
        except Refused:
            continue


def tables(ledger: SqliteLedger) -> dict[str, list[tuple]]:
    return {
        name: sorted(ledger._db.execute(f"SELECT * FROM {name}"), key=repr)  # noqa: S608
        for name in schema.FOLDED_TABLES
    }


@settings(max_examples=20, deadline=None)
@given(days, st.sampled_from([POLICY, CONFIRM]), st.integers(1, 9))
def test_rebuilt_tables_equal_live_ones(happenings, policy, batch):
    """However the journal is cut into batches, the tables come out as they were written, and every law holds."""
    with tempfile.TemporaryDirectory() as folder, closing(SqliteLedger(str(Path(folder) / "leads.db"))) as ledger:
        day = RealDay(ledger, policy)
        live(day, [3, *happenings])
        before = tables(ledger)
        assert [finding for finding in verify(ledger) if not finding.ok] == []
        with mock.patch.object(replay, "BATCH", batch):
            rebuild(ledger)
        assert tables(ledger) == before
        assert ledger.load().snapshot() == day.floor.snapshot()


@settings(max_examples=20, deadline=None)
@given(days, st.sampled_from([POLICY, CONFIRM]))
def test_both_ledgers_remember_the_same(happenings, policy):
    """SQLite and memory end with the same journal, the same people and the same owners."""
    with tempfile.TemporaryDirectory() as folder, closing(SqliteLedger(str(Path(folder) / "leads.db"))) as ledger:
        memory = MemoryLedger()
        live(RealDay(ledger, policy), [3, *happenings])
        live(RealDay(memory, policy), [3, *happenings])
        assert list(ledger.entries()) == list(memory.entries())
        with ledger.reading() as one, memory.reading() as other:
            assert one.head() == other.head()
            keys = [("website", f"key-{n}") for n in range(30)]
            assert one.known_keys(keys) == other.known_keys(keys)
        kept = [stretch[:4] for _, stretch in sorted(memory.tables.assignments.items())]
        shown = ledger._db.execute("SELECT id, lead_id, rep_id, assigned_at FROM assignments ORDER BY id").fetchall()
        assert shown == kept
