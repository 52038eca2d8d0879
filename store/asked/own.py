"""What is one's own: the entries somebody made lately, and the leads that are held out to a rep."""

import sqlite3
from collections.abc import Iterable
from itertools import takewhile

from engine.events import Entry
from engine.turn import HOUSE
from store.codec import JournalRow, entry_of

OWN_REACH = 20_000
"""Entries looked through for somebody's own: what is further back is not done again."""

ORDER_REACH = 1_000
"""Entries of one order that are looked at."""

_OWN = (
    "SELECT seq, at, kind, lead_id, rep_id, actor, cause, policy, v, data, hash FROM events"
    " WHERE seq > (SELECT coalesce(max(seq), 0) FROM events) - ? AND actor = ? ORDER BY seq"
)
_FROM = (
    "SELECT seq, at, kind, lead_id, rep_id, actor, cause, policy, v, data, hash FROM events"
    " WHERE seq >= ?1 AND seq < ?1 + ?2 ORDER BY seq"
)
HELD_OUT = (
    " FROM leads JOIN events AS made ON made.seq ="
    " (SELECT max(seq) FROM events WHERE lead_id = leads.id AND kind = 'offer_made')"
    " LEFT JOIN cards ON cards.lead_id = leads.id"
    " WHERE leads.id IN (SELECT lead_id FROM offers WHERE ended_at IS NULL) AND state = 'offered'"
    " AND (made.rep_id = ?1 OR EXISTS (SELECT 1 FROM json_each(made.data, '$.race') WHERE value = ?1))"
    " AND NOT EXISTS (SELECT 1 FROM events AS over WHERE over.lead_id = leads.id AND over.seq > made.seq"
    " AND over.rep_id = ?1 AND over.kind IN ('offer_declined', 'offer_missed', 'offer_rescinded'))"
    " ORDER BY coalesce(due_at, queued_at), number"
)
"""A lead that is held out to several is found by each of them: the journal names all."""


def own_entries(db: sqlite3.Connection, actor: str) -> list[Entry]:
    """The latest entries that somebody made, in order."""
    return [entry_of(JournalRow(*row)) for row in db.execute(_OWN, (OWN_REACH, actor))]


def of_one_order(db: sqlite3.Connection, seq: int) -> list[Entry]:
    """What an order led to, from one of its entries on."""
    rows = [JournalRow(*row) for row in db.execute(_FROM, (seq, ORDER_REACH))]
    return [entry_of(row) for row in takewhile(lambda row: row.cause == rows[0].cause, rows)]


def offers_to(db: sqlite3.Connection, rep_id: str) -> list[str]:
    """The leads that are held out to a rep, the most urgent first."""
    found = db.execute(f"SELECT leads.id{HELD_OUT}", (rep_id,))
    return [lead_id for (lead_id,) in found]


def touched_since(db: sqlite3.Connection, lead_ids: Iterable[str], seq: int) -> dict[str, tuple[int, bool]]:
    """Leads with their versions, and whether a person has touched them since an entry."""
    return {
        lead_id: (version, bool(touched))
        for lead_id in lead_ids
        for version, touched in db.execute(
            "SELECT version, EXISTS (SELECT 1 FROM events WHERE lead_id = leads.id AND seq > ? AND actor <> ?"
            " AND kind <> 'lead_noted') FROM leads WHERE id = ?",
            (seq, HOUSE, lead_id),
        )
    }
