"""Which leads are of which company, folded from the journal into the table `companies`."""

import sqlite3
from collections.abc import Iterable, Iterator
from typing import TYPE_CHECKING

from engine.companies import LEADS_MOST, Company, Held, company_of
from engine.events import LeadReceived
from engine.lead import Disposition, LeadState
from store.instants import instant

if TYPE_CHECKING:
    from sqlite_utils import Database

CompanyRow = tuple[str, int, str]
"""A key of a company, the number of a lead and the key of its person."""

PUT_COMPANY = "INSERT INTO companies (company_key, number, person) VALUES (?, ?, ?)"
_LEADS = (
    "SELECT id, rep_id, state, disposition, companies.person, queued_at,"
    " max(queued_at, coalesce(assigned_at, ''), coalesce(first_touch_at, ''), coalesce(closed_at, ''))"
    " FROM companies JOIN leads USING (number) WHERE company_key = ? ORDER BY number DESC LIMIT ?"
)


def company_rows(event: LeadReceived) -> Iterator[CompanyRow]:
    """The rows of one record."""
    person = event.person or next(iter(event.person_keys), "")
    for key in dict.fromkeys(event.company_keys):
        yield key, int(event.lead_id.removeprefix("L-")), person


def companies_in(db: sqlite3.Connection, keys: Iterable[str]) -> dict[str, Company]:
    """What is known of companies, for the keys that some lead has."""
    found = {key: company_of(map(_held, db.execute(_LEADS, (key, LEADS_MOST)))) for key in dict.fromkeys(keys)}
    return {key: company for key, company in found.items() if company != Company()}


def _held(row: tuple[str, str | None, str, str | None, str, str, str]) -> Held:
    lead_id, rep_id, state, disposition, person, queued_at, latest_at = row
    return Held(
        lead_id=lead_id,
        rep_id=rep_id,
        state=LeadState(state),
        disposition=Disposition(disposition) if disposition else None,
        person=person,
        queued_at=instant(queued_at),
        latest_at=instant(latest_at),
    )


def keep_companies(db: "Database") -> None:
    """Companies by keyed hashes, where house rules match accounts."""
    db.execute(
        "CREATE TABLE companies (company_key TEXT NOT NULL, number INTEGER NOT NULL, person TEXT NOT NULL,"
        " PRIMARY KEY (company_key, number)) STRICT, WITHOUT ROWID"
    )
