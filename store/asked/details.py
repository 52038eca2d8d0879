"""One lead with its person and its history, read by SQL."""

import sqlite3
from collections.abc import Mapping

from engine.board import HistoryRow, LeadDetail
from engine.events import Entry
from engine.lead import OfferSpan
from store.asked.explain import explanation
from store.asked.panels import QUEUE_COLUMNS, queue_row
from store.asked.waits import wait_of
from store.cards import CARD_COLUMNS, card_of
from store.codec import JournalRow, entry_of, kind_of
from store.instants import instant, instant_or_none
from store.notes import notes_in
from store.plights import plight_in
from store.transaction import Transaction
from store.words.journal_words import words_of
from store.words.wording import Names

HISTORY_ROWS_MAX = 500

_ROW = f"SELECT {QUEUE_COLUMNS} FROM leads LEFT JOIN cards ON cards.lead_id = leads.id WHERE leads.id = ?"  # noqa: S608
_REST = (
    "SELECT place, received_at, assigned_at, first_touch_at, closed_at, coalesce(disposition, ''), linked_to, rule,"
    " pool FROM leads WHERE id = ?"
)
_CARD = f"SELECT {', '.join(CARD_COLUMNS)} FROM cards WHERE lead_id = ?"  # noqa: S608
_OFFERS = "SELECT rep_id, made_at, ended_at, ended_by FROM offers WHERE lead_id = ? ORDER BY id LIMIT ?"
OUTCOMES = {"lead_assigned": "accepted", "offer_declined": "declined", "offer_missed": "missed"}
"""What the entry that ended an offer says of it; any other took it back."""

_HISTORY = (
    "SELECT * FROM (SELECT seq, at, kind, lead_id, rep_id, actor, cause, policy, v, data, hash FROM events"
    " WHERE lead_id = ? ORDER BY seq DESC LIMIT ?) ORDER BY seq"
)


def lead_detail(db: sqlite3.Connection, view: Transaction, lead_id: str) -> LeadDetail | None:
    """Put the lead's detail together; None when there is no such lead."""
    found = db.execute(_ROW, (lead_id,)).fetchone()
    if found is None:
        return None
    row = queue_row(found)
    place, received_at, assigned_at, touched_at, closed_at, disposition, linked_to, rule, pool = db.execute(
        _REST, (lead_id,)
    ).fetchone()
    card = card_of(db.execute(_CARD, (lead_id,)).fetchone() or (lead_id, *[""] * 10, "{}", "[]", ""))
    entries = [entry_of(JournalRow(*line)) for line in db.execute(_HISTORY, (lead_id, HISTORY_ROWS_MAX))]
    return LeadDetail(
        row=row,
        email=card.email,
        phone=f"{card.phone} ext. {card.phone_ext}" if card.phone_ext else card.phone,
        job_title=card.job_title,
        message=card.message,
        place=place,
        received_at=instant(received_at),
        assigned_at=instant_or_none(assigned_at),
        first_touch_at=instant_or_none(touched_at),
        closed_at=instant_or_none(closed_at),
        disposition=disposition,
        linked_to=linked_to,
        extras=card.extras,
        warnings=card.warnings,
        explanation=explanation(row, (rule, pool), entries, view),
        offers=_offers(db, lead_id),
        wait_seconds=wait_of(db, plight_in(db), row.id, row.pool),
        history=_history(entries, Names(rep_names(db)), notes_in(db, lead_id)),
    )


def _offers(db: sqlite3.Connection, lead_id: str) -> tuple[OfferSpan, ...]:
    return tuple(
        OfferSpan(
            rep_id=rep_id,
            made_at=instant(made_at),
            ended_at=instant_or_none(ended_at),
            outcome=OUTCOMES.get(ended_by or "", "rescinded") if ended_at else "",
        )
        for rep_id, made_at, ended_at, ended_by in db.execute(_OFFERS, (lead_id, HISTORY_ROWS_MAX))
    )


def rep_names(db: sqlite3.Connection) -> dict[str, str]:
    """Names of all who are or were on the roster."""
    return dict(db.execute("SELECT id, name FROM reps").fetchall())


def _history(entries: list[Entry], names: Names, notes: Mapping[int, str]) -> tuple[HistoryRow, ...]:
    return tuple(
        HistoryRow(
            seq=entry.seq,
            at=entry.at,
            kind=kind_of(entry.event),
            actor=entry.actor,
            words=notes.get(entry.seq) or words_of(entry, names),
        )
        for entry in entries
    )
