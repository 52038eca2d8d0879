"""A rep's own board, read by SQL."""

import json
import sqlite3
from datetime import datetime

from engine.events import LeadRestored
from engine.policy import PULLED, Policy
from engine.rep_board import OwnLead, Place
from store.asked.lately import next_lead_at
from store.asked.own import HELD_OUT
from store.asked.panels import QUEUE_COLUMNS, lines_of, queue_row
from store.codec import JournalRow, entry_of
from store.instants import instant_or_none
from store.tallies import queued_by_pool
from store.words.journal_words import reason_word, words_of
from store.words.wording import Names, by

OWN_ROWS = 500
"""Leads of a rep that are shown."""

LATEST_REACH = 20_000
"""Entries looked through for a rep's latest lead."""

_LEAD = f"SELECT {QUEUE_COLUMNS}, coalesce(cards.phone, ''), coalesce(cards.email, ''),"
_OFFERED = f"{_LEAD} json_extract(made.data, '$.expires_at'){HELD_OUT}"
_BY_URGENCY = "ORDER BY first_touch_at IS NOT NULL, coalesce(due_at, queued_at), number"
_OWN = (
    f"{_LEAD} NULL FROM (SELECT * FROM leads INDEXED BY leads_of_reps WHERE rep_id = ? AND rep_id IS NOT NULL"  # noqa: S608
    f" AND state IN ('assigned', 'contacted') {_BY_URGENCY} LIMIT {OWN_ROWS}) AS leads"
    f" LEFT JOIN cards ON cards.lead_id = leads.id {_BY_URGENCY}"
)
_LATEST = (
    "SELECT seq, at, kind, lead_id, rep_id, actor, cause, policy, v, data, hash FROM events WHERE seq ="
    " (SELECT id FROM assignments WHERE id > (SELECT coalesce(max(id), 0) FROM assignments) - ? AND rep_id = ?"
    " ORDER BY id DESC LIMIT 1)"
)
_FIRST = (
    "SELECT coalesce(order_at, due_at, queued_at), number, id FROM leads INDEXED BY leads_in_line"
    " WHERE state = 'queued' AND pool = ? ORDER BY coalesce(order_at, due_at, queued_at), number LIMIT 1"
)
_HELD = "SELECT data FROM events WHERE lead_id = ? AND kind = 'lead_held' ORDER BY seq DESC LIMIT 1"


_QUIET = (
    "SELECT lead_id FROM events WHERE json_extract(data, '$.is_quiet') = 1 AND seq IN"
    " (SELECT id FROM assignments WHERE id > (SELECT coalesce(max(id), 0) FROM assignments) - ? AND rep_id = ?"
    " ORDER BY id DESC LIMIT ?)"
)
QUIET_MOST = 50
"""Newest leads of a rep of which it is asked whether their screen rings for them."""


def own_leads(db: sqlite3.Connection, rep_id: str) -> tuple[OwnLead, ...]:
    """The leads held out to a rep, then their open ones, the most urgent first."""
    rows = [*db.execute(_OFFERED, (rep_id,)), *db.execute(_OWN, (rep_id,))]
    return tuple(
        OwnLead(row=queue_row(row), phone=phone, email=email, offer_until=instant_or_none(until))
        for *row, phone, email, until in rows
    )


def quiet(db: sqlite3.Connection, rep_id: str) -> tuple[str, ...]:
    """Those of a rep's newest leads that were given to them quietly."""
    return tuple(lead_id for (lead_id,) in db.execute(_QUIET, (LATEST_REACH, rep_id, QUIET_MOST)))


def places(db: sqlite3.Connection, policy: Policy, rep_id: str, now: datetime) -> tuple[Place, ...]:
    """The rep's place in each of their pools; when a lead comes to it is foretold where none waits for another."""
    waiting, lines = queued_by_pool(db), lines_of(db)
    told = []
    for pool in policy.pools:
        if rep_id in pool.reps:
            line, waits = lines.get(pool.name, []), waiting.get(pool.name, 0)
            place = line.index(rep_id) + 1 if rep_id in line else None
            next_at = next_lead_at(db, policy, pool, place, now) if place and not waits else None
            told.append(Place(pool=pool.name, place=place, of=len(line), waiting=waits, next_at=next_at))
    return tuple(told)


def pools_of(policy: Policy, rep_id: str) -> list[str]:
    """The pools a rep is in."""
    return [pool.name for pool in policy.pools if rep_id in pool.reps]


def pulls(policy: Policy, rep_id: str) -> bool:
    """Whether a rep takes leads themselves somewhere."""
    return any(pool.strategy in PULLED for pool in policy.pools if rep_id in pool.reps)


def why_last(db: sqlite3.Connection, policy: Policy, rep_id: str) -> str:
    """Why a rep got their latest lead; empty before the first."""
    row = db.execute(_LATEST, (LATEST_REACH, rep_id)).fetchone()
    if row is None:
        return ""
    names = {rep.id: rep.name for rep in policy.reps}
    entry = entry_of(JournalRow(*row))
    if isinstance(entry.event, LeadRestored):
        return f"an act was undone{by(entry)}"
    words = words_of(entry, Names(names))
    return words.removeprefix(f"→ {names.get(rep_id, rep_id)}").strip(" ,")


def why_not(db: sqlite3.Connection, policy: Policy, rep_id: str) -> str:
    """Why a rep does not get the lead that is first in line in their pools; empty when none waits."""
    firsts = [row for pool in pools_of(policy, rep_id) for row in db.execute(_FIRST, (pool,))]
    if not firsts:
        return ""
    *_, lead_id = min(firsts)
    held = db.execute(_HELD, (lead_id,)).fetchone()
    out = json.loads(held[0]).get("out", {}) if held else {}
    reasons = [reason_word(reason) for reason, reps in out.items() if rep_id in reps]
    return f"{lead_id} waits: {reasons[0] if reasons else 'to be dealt'}"
