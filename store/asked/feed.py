"""What happened lately, in words: the feed of the board, read by SQL."""

import sqlite3
from collections.abc import Mapping

from engine.board import FeedRow
from store.codec import JournalRow, entry_of
from store.instants import instant
from store.words.journal_words import words_of
from store.words.wording import Names, by

FEED_ROWS = 50
FEED_REACH = 2_000
"""Entries looked through for the feed: a flood of routine ones must not make the board slow."""

_FEED = (
    "SELECT seq, at, kind, lead_id, rep_id, actor, cause, policy, v, data, hash FROM events"
    " WHERE seq > ?1 - ?2 AND seq <= ?1 AND kind IN ('policy_changed', 'records_taken',"
    " 'offer_made', 'offer_declined', 'offer_missed', 'lead_assigned', 'lead_parked', 'lead_requeued',"
    " 'lead_merged',"
    " 'lead_contacted', 'lead_closed', 'ledger_adjusted', 'posting_returned', 'weights_set',"
    " 'sla_breached', 'shift_changed',"
    " 'grace_ended', 'clock_paused', 'clock_resumed', 'clock_reset', 'clock_ran_out', 'ladder_stepped',"
    " 'alarm_sounded',"
    " 'availability_changed', 'lead_restored', 'rep_restored')"
    " ORDER BY seq DESC LIMIT ?3"
)

_ONE = "SELECT seq, at, kind, lead_id, rep_id, actor, cause, policy, v, data, hash FROM events WHERE seq = ?"


def feed_rows(db: sqlite3.Connection, reps: Mapping[str, str], seq: int) -> tuple[FeedRow, ...]:
    """What had happened lately at an entry, newest first, without the routine."""
    names = Names(reps)
    rows = [JournalRow(*row) for row in db.execute(_FEED, (seq, FEED_REACH, FEED_ROWS))]
    return tuple(
        FeedRow(
            seq=row.seq,
            at=instant(row.at),
            kind=row.kind,
            lead_id=row.lead_id,
            rep_id=row.rep_id,
            who=_who(db, row, names),
            words=words_of(entry_of(row), names),
        )
        for row in rows
    )


def told(db: sqlite3.Connection, names: Names, seq: int) -> tuple[str, str]:
    """The name of what an entry is about, and what it says, without who made it."""
    row = JournalRow(*db.execute(_ONE, (seq,)).fetchone())
    entry = entry_of(row)
    words = words_of(entry, names).replace(by(entry, row.rep_id), "", 1).replace(by(entry), "", 1)
    return _who(db, row, names), words


def _who(db: sqlite3.Connection, row: JournalRow, names: Names) -> str:
    """The name of what an entry is about: the lead's person, the rep, or the file."""
    if row.lead_id:
        found = db.execute("SELECT name, company, email FROM cards WHERE lead_id = ?", (row.lead_id,)).fetchone()
        return next(filter(None, found or ()), row.lead_id)
    if row.rep_id:
        return names(row.rep_id)
    if row.kind == "records_taken":
        return origin_name(db, getattr(entry_of(row).event, "origin", ""))
    return ""


def origin_name(db: sqlite3.Connection, origin: str) -> str:
    """The file's name, or the web-hook source with its kind."""
    kind, _, rest = origin.partition(":")
    if kind == "file":
        found = db.execute("SELECT name FROM files WHERE sha256 = ?", (rest,)).fetchone()
        return found[0] if found else f"file {rest[:8]}"
    return origin
