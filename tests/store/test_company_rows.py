"""What every ledger knows of companies by their keys, and after a rebuild."""

from datetime import timedelta

import pytest
from store_builders import Day, dealt, received

from engine import events as ev
from engine.companies import LEADS_MOST, Company, Holder
from engine.lead import Disposition
from store.memory import MemoryLedger
from store.sqlite import SqliteLedger
from store.verify import rebuild


@pytest.fixture(params=["sqlite", "memory"])
def day(request, tmp_path):
    """A day on each kind of ledger."""
    ledger = SqliteLedger(str(tmp_path / "leads.db")) if request.param == "sqlite" else MemoryLedger()
    yield Day(ledger)
    ledger.close()


def known(day):
    """What is known of the two keys of Acme and of one that nobody has."""
    with day.ledger.reading() as view:
        return view.known_companies(["d:acme", "c:acme", "d:other"])


def test_a_company_is_whose_leads_were_last_and_whose_are_open(day):
    """By both keys, with how many of its people each rep has had to do with, through a rebuild."""
    both = {"company_keys": ("d:acme", "c:acme")}
    day.append(received(1, **both))
    came_at = day.now
    day.append(received(2, company_keys=("c:acme",)), received(3, **both))
    day.append(dealt(1, "jon"))
    day.append(dealt(2, "dana"))
    day.append(ev.LeadClosed(lead_id="L-1", disposition=Disposition.WON), actor="jon")
    closed_at = day.now
    jon = Holder(rep_id="jon", is_open=False, latest_at=closed_at, contacts=1, oldest_at=came_at)
    found = known(day)
    assert found["d:acme"] == Company(holders=(jon,), waiting="L-3")
    assert [one.rep_id for one in found["c:acme"].holders] == ["dana", "jon"]
    assert "d:other" not in found
    if isinstance(day.ledger, SqliteLedger):
        rebuild(day.ledger)
        assert known(day) == found


def test_of_a_company_with_very_many_leads_the_latest_are_looked_at(day):
    """What is asked at every record must not grow with the years."""
    day.append(*(received(n, company_keys=("d:acme",)) for n in range(1, LEADS_MOST + 2)))
    day.append(dealt(1, "jon"))
    day.now += timedelta(days=1)
    assert known(day)["d:acme"] == Company(waiting="L-2")
