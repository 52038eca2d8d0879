"""That the mark of who is next agrees with the engine."""

import tempfile
from contextlib import closing
from pathlib import Path

from hypothesis import given, settings
from hypothesis import strategies as st
from store_builders import MORNING, RealDay, received
from test_rebuild_laws import live, orders

from engine.board import EngineHealth
from engine.floor import Draft
from engine.policy import Policy, Pool, Rep, Rule, Strategy
from engine.routing import panel
from store.ranks import FIRST
from store.reports import SqliteReports
from store.sqlite import SqliteLedger

policies = st.builds(
    lambda strategy, size, weight: Policy(
        reps=(
            Rep(id="dana", name="Dana", capacity=4),
            Rep(id="jon", name="Jon", capacity=4, weight=weight),
            Rep(id="mia", name="Mia", capacity=6),
        ),
        pools=(Pool(name="inbound", strategy=strategy, reps=("dana", "mia", "jon")[:size]),),
        rules=(Rule(name="everyone", pool="inbound"),),
    ),
    st.sampled_from(Strategy),
    st.integers(2, 3),
    st.sampled_from([1.0, 2.5]),
)


@settings(max_examples=25, deadline=None)
@given(st.lists(orders, min_size=2, max_size=20), policies)
def test_the_mark_is_on_whom_the_engine_would_choose(happenings, policy):
    """Whoever the board marks as next is who the next lead of the pool would go to; some strategies mark nobody."""
    with tempfile.TemporaryDirectory() as folder:
        path = str(Path(folder) / "leads.db")
        with closing(SqliteLedger(path)) as ledger, closing(SqliteReports(path)) as reports:
            day = RealDay(ledger, policy)
            live(day, [3, *happenings])
            shown = reports.board(EngineHealth(is_alive=True), MORNING)
            draft = Draft(day.floor)
            (entry,) = day.entries(received(99, lead_id=f"L-{day.floor.leads_ever + 1}"))
            ranked = panel(draft, day.roster, policy.pools[0], draft.apply(entry).after).ranked
            told = [one[4] for one in ranked[:1]] if policy.pools[0].strategy in FIRST else []
            assert [rep.id for rep in shown.reps if rep.is_next] == told
