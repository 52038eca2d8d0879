"""That the mark of who is next is on whom the next lead goes to."""

import tempfile
from contextlib import closing
from datetime import timedelta
from pathlib import Path

from hypothesis import given, settings
from hypothesis import strategies as st
from store_builders import MORNING, RealDay
from test_rebuild_laws import live, orders

from engine.board import EngineHealth
from engine.commands import Tick
from engine.events import LeadAssigned, OfferMade
from engine.policy import Accept, Policy, Pool, Ramp, Rep, Rule, Strategy
from engine.telling.next_up import NOBODY, next_up
from store.asked.reports import SqliteReports
from store.sqlite import SqliteLedger

WHO = ("dana", "mia", "jon")
HOURS = ("", "Mo-Su 00:00-24:00", "Mo-Su 00:00-00:01")


@st.composite
def policies(draw: st.DrawFn) -> Policy:
    """Floors with one pool, or a pool of pools, of reps with shifts, rests, caps and weights."""
    size, strategy = draw(st.integers(2, 3)), draw(st.sampled_from(sorted(Strategy)))
    limits = {"weight": st.sampled_from([1.0, 2.5]), "per_hour": st.sampled_from([0, 2])}
    limits["hours"] = st.sampled_from(HOURS)
    caps = {"capacity": st.sampled_from([0, 4]), "max_backlog": st.sampled_from([0, 3])}
    facts = st.fixed_dictionaries({**limits, **caps})
    own = {"max_run": 1, "band": draw(st.integers(0, 1)), "presence_resets": draw(st.booleans())}
    pool = Pool(name="inbound", strategy=strategy, reps=WHO[:size], accept=draw(st.sampled_from(Accept))).but(**own)
    parts = ()
    if strategy is Strategy.GROUP:
        parts = (Pool(name="a", reps=WHO[:1]), Pool(name="b", strategy=Strategy.WEIGHTED, reps=WHO[1:size]))
        pool = pool.but(groups=("a", "b"))
    return Policy(
        reps=tuple(Rep(id=rep_id, name=rep_id.title(), **draw(facts)) for rep_id in ("dana", "jon", "mia")),
        pools=(pool.but(ramp=draw(st.sampled_from([None, Ramp(start=0.25, days=3)]))), *parts),
        rules=(Rule(name="everyone", pool="inbound"),),
        wrap_up=timedelta(seconds=draw(st.sampled_from([0, 60]))),
        hours=draw(st.sampled_from(["24/7", "Mo-Su 00:00-00:01"])),
        after_hours=draw(st.sampled_from(["route", "hold"])),
    )


@settings(max_examples=40, deadline=None)
@given(st.lists(orders, min_size=2, max_size=16), policies())
def test_the_mark_is_on_whom_the_next_lead_goes_to(happenings, policy):
    """First in the line of its pool is who the very next lead is given or held out to; by lot nobody is."""
    with tempfile.TemporaryDirectory() as folder:
        path = str(Path(folder) / "leads.db")
        with closing(SqliteLedger(path)) as ledger, closing(SqliteReports(path)) as reports:
            day = RealDay(ledger, policy)
            live(day, [3, *happenings])
            day.give(Tick())  # orders that were refused let time go by, in which offers may have ended
            marked = {rep.id for rep in reports.board(EngineHealth(is_alive=True), MORNING).reps if rep.is_next}
            lines = next_up(day.floor, day.roster, day.now)
            assert marked == {line[0] for line in lines.values()}
            day.now -= timedelta(seconds=10)  # at the same instant: nothing else happens before it
            lead_id = f"L-{day.floor.leads_ever + 1}"
            events = [change.entry.event for change in day.receive(999)]
            dealt = [event for event in events if isinstance(event, LeadAssigned | OfferMade)]
            got = [event.rep_id for event in dealt if event.lead_id == lead_id]
            if policy.pools[0].strategy not in NOBODY:
                assert got[:1] == list(lines.get("inbound", ())[:1])
