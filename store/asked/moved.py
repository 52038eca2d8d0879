"""What a rep is told of leads that others gave to them, or that left them without their own act."""

import json
import sqlite3
from collections.abc import Iterator
from datetime import datetime, timedelta

from engine.events import Entry, LeadRestored, OfferMissed, OfferRescinded
from engine.policy import Policy
from engine.rep_board import Moved
from store.codec import JournalRow, entry_of
from store.instants import text_of
from store.words.moving_words import Move, moving_words
from store.words.wording import Names

REACH = 5_000
"""Entries that are looked through."""
TOLD_FOR, OFFERS_TOLD_FOR = timedelta(hours=4), timedelta(minutes=10)
MOST, OFFERS_MOST = 2, 1
"""So many are told, and for so long: of a lead that was theirs, and of one that was only held out to them."""
ACT_REACH = 50
"""Entries around one in which it is looked whether the rep's own act led to it."""

_ENTRY = "seq, at, kind, lead_id, rep_id, actor, cause, policy, v, data, hash"
_MANUAL = '"how":"manual"'
_NEW = (
    f"SELECT {_ENTRY} FROM events WHERE seq > max(:after, (SELECT max(seq) FROM events) - {REACH}) AND at > :since"  # noqa: S608
    " AND CASE kind WHEN 'lead_assigned' THEN instr(data, :was) OR rep_id = :rep AND instr(data, :manual)"
    " WHEN 'lead_requeued' THEN instr(data, :was) WHEN 'lead_restored' THEN 1"
    " WHEN 'lead_closed' THEN (SELECT leads.rep_id FROM leads WHERE id = events.lead_id) = :rep"
    " WHEN 'offer_missed' THEN rep_id = :rep WHEN 'offer_rescinded' THEN rep_id = :rep END ORDER BY seq"
)
_THEN = (
    f"SELECT {_ENTRY} FROM events WHERE lead_id = ? AND seq > ? AND cause = ? AND at = ? AND kind IN"  # noqa: S608
    " ('lead_assigned', 'offer_made', 'lead_parked', 'lead_closed') ORDER BY seq LIMIT 1"
)
_OWNED = (
    "SELECT kind, rep_id, json_extract(data, '$.act') FROM events WHERE lead_id = ? AND seq < ? AND kind IN"
    " ('lead_assigned', 'lead_requeued', 'lead_restored', 'lead_closed') ORDER BY seq DESC LIMIT 1"
)
_ACTORS = "SELECT DISTINCT actor FROM events WHERE seq BETWEEN ? AND ? AND cause = ?"


class Movements:
    """What one rep is told, read from the journal as it grows: each entry is looked at once."""

    def __init__(self) -> None:
        self._asked: tuple[str, Policy] | None = None
        self._after = 0
        self._moves: tuple[Moved, ...] = ()
        self._offers: tuple[Moved, ...] = ()

    def latest(self, db: sqlite3.Connection, policy: Policy, rep_id: str, now: datetime) -> tuple[Moved, ...]:
        """The latest such leads, the newest first; what a rep did themselves they know."""
        if self._asked != (rep_id, policy):
            self._asked, self._after, self._moves, self._offers = (rep_id, policy), 0, (), ()
        for entry, told in self._new(db, policy, rep_id, now):
            if isinstance(entry.event, OfferMissed | OfferRescinded):
                self._offers = (told, *self._offers)[:OFFERS_MOST]
            else:
                self._moves = (told, *self._moves)[:MOST]
        fresh = [one for one in self._moves if one.at > now - TOLD_FOR]
        fresh += [one for one in self._offers if one.at > now - OFFERS_TOLD_FOR]
        return tuple(sorted(fresh, key=lambda one: -one.seq))

    def _new(
        self, db: sqlite3.Connection, policy: Policy, rep_id: str, now: datetime
    ) -> Iterator[tuple[Entry, Moved]]:
        names, own = Names({rep.id: rep.name for rep in policy.reps}), _own(policy, rep_id)
        was = f'"was":{json.dumps(rep_id, ensure_ascii=False)}'
        asked = {"after": self._after, "since": text_of(now - TOLD_FOR), "rep": rep_id, "was": was, "manual": _MANUAL}
        (self._after,) = db.execute("SELECT coalesce(max(seq), 0) FROM events").fetchone()
        for row in db.execute(_NEW, asked).fetchall():
            entry = entry_of(JournalRow(*row))
            if own.isdisjoint(_actors(db, entry)) and (words := _words(db, entry, rep_id, names)):
                lead_id = str(row[3])
                yield entry, Moved(seq=entry.seq, at=entry.at, lead_id=lead_id, words=words)


def _own(policy: Policy, rep_id: str) -> set[str]:
    """The names under which a rep acts."""
    return {rep_id, *(person.login for person in policy.people if person.rep == rep_id)}


def _actors(db: sqlite3.Connection, entry: Entry) -> set[str]:
    """Who acted where an entry came about: what the floor does in a rep's own act is no news to them."""
    near = (entry.seq - ACT_REACH, entry.seq + ACT_REACH, entry.cause)
    return {actor for (actor,) in db.execute(_ACTORS, near)}


def _words(db: sqlite3.Connection, entry: Entry, rep_id: str, names: Names) -> str:
    lead_id = str(getattr(entry.event, "lead_id", ""))
    after = None
    if isinstance(entry.event, LeadRestored):
        after = _owner(db, lead_id, entry.event.act)
        if (_owner(db, lead_id, entry.seq) == rep_id) is (after == rep_id):
            return ""
    then = db.execute(_THEN, (lead_id, entry.seq, entry.cause, text_of(entry.at))).fetchone()
    came_of_it = entry_of(JournalRow(*then)) if then else None
    move = Move(entry=entry, then=came_of_it, rep_id=rep_id, after=after)
    card = db.execute("SELECT name FROM cards WHERE lead_id = ?", (lead_id,)).fetchone()
    return moving_words(move, (card and card[0]) or lead_id, names)


def _owner(db: sqlite3.Connection, lead_id: str, seq: int) -> str | None:
    """Whose a lead was before an entry."""
    while (row := db.execute(_OWNED, (lead_id, seq)).fetchone()) is not None:
        kind, rep_id, act = row
        if kind != "lead_restored":
            return str(rep_id) if kind == "lead_assigned" else None
        seq = act
    return None
