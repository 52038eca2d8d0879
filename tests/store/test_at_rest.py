"""Why a lead that waits for nobody is where it is: put aside or closed, by whom, until when."""

from contextlib import closing
from datetime import timedelta
from pathlib import Path

from store_builders import MORNING, RealDay

from engine.board import Explanation
from engine.commands import CloseLead, Park, Requeue, Seen
from engine.lead import Disposition
from store.asked.reports import SqliteReports
from store.sqlite import SqliteLedger

EIGHTH = (Seen(id="L-8"),)
ASIDE = Park(leads=EIGHTH, until_at=MORNING + timedelta(days=2))


def why(path: Path, *orders: Park | CloseLead | Requeue, lead: str = "L-8") -> Explanation:
    """Return why a lead is where it is after some orders; the eighth found every rep full."""
    name = str(path / "leads.db")
    with closing(SqliteLedger(name)) as ledger, closing(SqliteReports(name)) as reports:
        day = RealDay(ledger)
        day.receive(*range(1, 9))
        for order in orders:
            day.give(order)
        detail = reports.detail(lead)
        assert detail is not None
        return detail.explanation


def test_a_lead_put_aside_says_so(tmp_path: Path) -> None:
    """It waits for no rep, whatever it waited for before."""
    told = why(tmp_path, ASIDE)
    assert told.sentence.startswith("It is parked until ")
    assert told.sentence.endswith(", by boss.")


def test_a_lead_that_came_back_waits_again(tmp_path: Path) -> None:
    """Once it is in the queue again, it says why it waits."""
    assert "parked" not in why(tmp_path, ASIDE, Requeue(leads=EIGHTH)).sentence


def test_a_closed_lead_says_how_it_ended(tmp_path: Path) -> None:
    """One that nobody had says no more than that; of one that a rep had, it says why they had it, too."""
    spam = CloseLead(leads=EIGHTH, disposition=Disposition.SPAM)
    assert why(tmp_path, spam).sentence == "It is closed: spam, by boss."
    won = CloseLead(leads=(Seen(id="L-1"),), disposition=Disposition.WON)
    (tmp_path / "other").mkdir()
    told = why(tmp_path / "other", won, lead="L-1").sentence
    assert told.startswith("It is closed: won, by boss. Dana Reyes: rule 1 'everyone'; ")
