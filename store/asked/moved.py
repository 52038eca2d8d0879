"""What a rep is told of leads that somebody gave to them by hand, or took from them."""

import sqlite3
from datetime import datetime, timedelta

from engine.events import Entry, LeadAssigned
from engine.policy import Policy
from engine.rep_board import Moved
from store.codec import JournalRow, entry_of
from store.instants import text_of
from store.words.wording import Names, because, by

REACH = 5_000
"""Entries that are looked through."""
TOLD_FOR = timedelta(hours=4)
MOST = 2

_MOVED = (
    "SELECT seq, at, kind, made.lead_id, made.rep_id, actor, cause, policy, v, data, hash, coalesce(cards.name, '')"
    " FROM assignments JOIN events AS made ON made.seq = assignments.id"
    " LEFT JOIN cards ON cards.lead_id = made.lead_id"
    " WHERE assignments.id > (SELECT coalesce(max(id), 0) FROM assignments) - ? AND how = 'manual'"
    " AND assigned_at > ? AND (made.rep_id = ? OR json_extract(data, '$.was') = ?) AND actor <> ?"
    " ORDER BY assignments.id DESC LIMIT ?"
)


def moved(db: sqlite3.Connection, policy: Policy, rep_id: str, now: datetime) -> tuple[Moved, ...]:
    """The latest such leads, the newest first; what a rep did themselves they know."""
    names = Names({rep.id: rep.name for rep in policy.reps})
    asked = (REACH, text_of(now - TOLD_FOR), rep_id, rep_id, rep_id, MOST)
    found = [(entry_of(JournalRow(*row)), name) for *row, name in db.execute(_MOVED, asked)]
    return tuple(
        Moved(seq=entry.seq, at=entry.at, lead_id=event.lead_id, words=_words(entry, event, rep_id, name, names))
        for entry, name in found
        if isinstance(event := entry.event, LeadAssigned)
    )


def _words(entry: Entry, event: LeadAssigned, rep_id: str, lead: str, names: Names) -> str:
    who, said = lead or event.lead_id, f"{by(entry)}{because(event.reason)}"
    if event.rep_id == rep_id:
        return f"{who} is yours{f', from {names(event.was)}' if event.was else ''}{said}"
    return f"{who} is with {names(event.rep_id)} now{said}"
