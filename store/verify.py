"""Whether leads.db keeps the laws of the house: one finding per law."""

import sqlite3
import tempfile
from collections.abc import Callable, Iterator
from pathlib import Path
from typing import NamedTuple

from engine.floor import Floor
from store.codec import JournalRow, chain, is_true_to_itself
from store.comparing import Differs, compare
from store.connection import in_sentences, open_reader
from store.head_file import loss_in
from store.replay import replayed
from store.rows import StoreError
from store.sqlite import SqliteLedger


class Finding(NamedTuple):
    """What was found about one law."""

    law: str
    ok: bool
    sentence: str


class Wrong(Exception):
    """A law is broken; the message is the sentence that says where."""


def verify(ledger: SqliteLedger) -> Iterator[Finding]:
    """Check every law on one point in time of the database, and write nothing to it."""
    return verify_file(ledger.path)


def verify_file(path: str) -> Iterator[Finding]:
    """Check every law on a database that nobody need have open: a backup, say."""
    with tempfile.TemporaryDirectory(prefix="floorboard-verify-") as folder:
        scratch = str(Path(folder) / "replayed.db")
        SqliteLedger(scratch).close()
        db = open_reader(path)
        try:
            with in_sentences(path):
                db.execute("ATTACH DATABASE ? AS replayed", (f"{Path(scratch).as_uri()}?mode=ro",))
                db.execute("BEGIN")
            for law, check in _LAWS:
                yield _found(law, check, db, scratch)
        finally:
            db.close()


def rebuild(ledger: SqliteLedger) -> int:
    """Make every folded table again from the journal, in one transaction; returns the number of entries."""
    floor = Floor()
    with ledger.rebuilding() as writing:
        writing.forget_projections()
        for changes, draft in replayed(floor, writing.tail(0)):
            writing.project(changes, draft)
        writing.keep_checkpoint(floor)
    return floor.seq


def _found(
    law: str, check: Callable[[sqlite3.Connection, str], str], db: sqlite3.Connection, scratch: str
) -> Finding:
    try:
        return Finding(law, True, check(db, scratch))
    except Wrong as wrong:
        return Finding(law, False, str(wrong))
    except (sqlite3.Error, StoreError, LookupError, StopIteration) as error:
        return Finding(law, False, f"This could not be checked: {error}.")


def _journal(db: sqlite3.Connection, _: str) -> str:
    before, seq = "", 0
    rows = db.execute(
        "SELECT seq, at, kind, lead_id, rep_id, actor, cause, policy, v, data, hash FROM events ORDER BY seq"
    )
    for row in map(JournalRow._make, rows):
        if row.seq != seq + 1:
            raise Wrong(f"Entry {seq + 1} is missing; the next one is {row.seq}.")
        if chain(before, row[1:-1], row.v) != row.hash:
            raise Wrong(f"Entry {row.seq} was changed after it was written, or the one before it was.")
        if not is_true_to_itself(row):
            raise Wrong(f"Entry {row.seq} names another kind, lead or rep than its data.")
        before, seq = row.hash, row.seq
    return f"{_count(seq, 'entry', 'entries')}, none missing, none changed."


def _whole(db: sqlite3.Connection, _: str) -> str:
    lost = loss_in(db)
    if lost:
        raise Wrong(lost)
    return "No entry is gone that was there before."


def _replay(db: sqlite3.Connection, scratch: str) -> str:
    try:
        return compare(db, scratch)
    except Differs as differs:
        raise Wrong(str(differs)) from differs


def _none_lost(db: sqlite3.Connection, _: str) -> str:
    (received,) = db.execute("SELECT count(*) FROM events WHERE kind = 'lead_received'").fetchone()
    states = dict(db.execute("SELECT state, count(*) FROM leads GROUP BY state").fetchall())
    closed, duplicate, parked = (states.pop(state, 0) for state in ("closed", "duplicate", "parked"))
    live = sum(states.values())
    told = f"{received} received, {closed} closed, {duplicate} duplicate, {parked} parked, {live} live"
    if received != closed + duplicate + parked + live:
        raise Wrong(f"The numbers do not add up: {told}.")
    return f"{told[0].upper()}{told[1:]}."


_OWNERS = """
    SELECT lead_id, 'has two owners' FROM assignments WHERE ended_at IS NULL GROUP BY lead_id HAVING count(*) > 1
    UNION ALL
    SELECT lead_id, 'is held out twice' FROM offers WHERE ended_at IS NULL GROUP BY lead_id HAVING count(*) > 1
    UNION ALL
    SELECT leads.id, 'and the table of assignments name different owners' FROM leads
    LEFT JOIN assignments ON lead_id = leads.id AND ended_at IS NULL
    WHERE iif(state IN ('closed', 'duplicate'), NULL, leads.rep_id) IS NOT assignments.rep_id
    UNION ALL
    SELECT leads.id, 'and the table of offers disagree' FROM leads
    LEFT JOIN offers ON lead_id = leads.id AND ended_at IS NULL WHERE leads.offered_to IS NOT offers.rep_id
    LIMIT 1
"""


def _one_owner(db: sqlite3.Connection, _: str) -> str:
    wrong = db.execute(_OWNERS).fetchone()
    if wrong:
        raise Wrong(f"{wrong[0]} {wrong[1]}.")
    (owned,) = db.execute("SELECT count(*) FROM assignments WHERE ended_at IS NULL").fetchone()
    return f"{_count(owned, 'lead has', 'leads have')} an owner; none has two."


def _level(db: sqlite3.Connection, _: str) -> str:
    sums = db.execute("SELECT pool, sum(entitled - received) FROM ledger GROUP BY pool").fetchall()
    for pool, lag in sums:
        if lag != 0:
            raise Wrong(f"The lags of pool {pool} sum to {lag / 1_000_000_000:+.9f} leads, not to nought.")
    return f"The lags of {_count(len(sums), 'pool', 'pools')} sum to nought."


_FILES = """
    SELECT coalesce(files.name, intake.origin),
      files.accepted, intake.accepted, files.rejected, intake.rejected, files.duplicates, intake.duplicates,
      files.tests, intake.tests,
      (SELECT count(*) FROM rejects WHERE rejects.origin = 'file:' || sha256 AND NOT is_test AND became = ''),
      (SELECT count(*) FROM rejects WHERE rejects.origin = 'file:' || sha256 AND is_test AND became = '')
    FROM files LEFT JOIN intake ON intake.origin = 'file:' || files.sha256
"""
_STRAY = """
    SELECT origin FROM intake LEFT JOIN files ON origin = 'file:' || sha256
    WHERE origin LIKE 'file:%' AND sha256 IS NULL LIMIT 1
"""


def _files(db: sqlite3.Connection, _: str) -> str:
    rows = db.execute(_FILES).fetchall()
    for name, *counts in rows:
        (
            accepted,
            journal_accepted,
            rejected,
            journal_rejected,
            dup,
            journal_dup,
            tests,
            journal_tests,
            kept,
            kept_tests,
        ) = (count or 0 for count in counts)
        noted = (accepted, rejected, dup, tests)
        if noted != (journal_accepted, journal_rejected, journal_dup, journal_tests):
            raise Wrong(f"The counts of {name} differ from the journal's.")
        if (rejected, tests) != (kept, kept_tests):
            raise Wrong(f"{name} has {rejected} rejected and {tests} tests, but {kept} and {kept_tests} were kept.")
    stray = db.execute(_STRAY).fetchone()
    if stray:
        raise Wrong(f"The journal took in {stray[0]}, which is not among the files.")
    (unfinished,) = db.execute("SELECT count(*) FROM files WHERE NOT is_done").fetchone()
    still = f"; {unfinished} still being read" if unfinished else ""
    return f"{_count(len(rows), 'file', 'files')}, every record accounted for{still}."


def _cards(db: sqlite3.Connection, _: str) -> str:
    wrong = db.execute(
        "SELECT id FROM leads LEFT JOIN cards ON lead_id = id WHERE lead_id IS NULL ORDER BY number LIMIT 1"
    ).fetchone()
    if wrong:
        raise Wrong(f"{wrong[0]} has no card.")
    (cards,) = db.execute("SELECT count(*) FROM cards").fetchone()
    return f"{_count(cards, 'card', 'cards')}, one for every lead."


def _sound(db: sqlite3.Connection, _: str) -> str:
    (said,) = db.execute("PRAGMA main.integrity_check(1)").fetchone()
    if said != "ok":
        raise Wrong(f"The database is damaged: {said}; restore a backup.")
    wrong = db.execute("PRAGMA main.foreign_key_check").fetchone()
    if wrong:
        raise Wrong(f"A row of {wrong[0]} points to a row of {wrong[2]} that is not there.")
    return "The database file is sound."


def _count(number: int, one: str, many: str) -> str:
    return f"{number} {one if number == 1 else many}"


_LAWS: tuple[tuple[str, Callable[[sqlite3.Connection, str], str]], ...] = (
    ("database sound", _sound),
    ("journal unbroken", _journal),
    ("journal whole", _whole),
    ("replay equals live tables", _replay),
    ("no lead lost", _none_lost),
    ("one owner per lead", _one_owner),
    ("fairness ledger level", _level),
    ("every file accounted for", _files),
    ("a card for every lead", _cards),
)
"""In the order in which they are told."""
