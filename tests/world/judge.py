"""The judge of a world that has healed: what was promised is there, once, and the books agree.

Fair: only what was promised is demanded. Who never heard an answer may find the thing done or not done, but once.
"""

import sqlite3
from collections import Counter
from collections.abc import Callable
from contextlib import closing
from datetime import timedelta
from itertools import pairwise

from engine.events import Entry
from engine.floor import Floor
from store.instants import text_of
from store.replay import fold_in
from store.sqlite import SqliteLedger
from store.verify import verify_file
from tests.world.players import Stage

LATE = timedelta(seconds=5)
"""How much later than its limit a breach may be told."""


class Broken(AssertionError):
    """A promise was broken."""


def judge(stage: Stage) -> None:
    """Raise Broken for the first promise that is not kept."""
    with closing(SqliteLedger(str(stage.floor.database))) as ledger:
        entries = list(ledger.entries())
    with closing(sqlite3.connect(f"file:{stage.floor.database}?mode=ro", uri=True)) as db:
        for promise in PROMISES:
            promise(stage, db, entries)


def _every_answered_delivery_is_one_lead(stage: Stage, db: sqlite3.Connection, entries: list[Entry]) -> None:
    leads = Counter(email for (email,) in db.execute("SELECT email FROM cards"))
    for delivery, email in stage.truth.sent.items():
        if delivery in stage.truth.acknowledged and not leads[email]:
            raise Broken(f"{delivery} was answered and is lost")
        if leads[email] > 1:
            raise Broken(f"{delivery} is {leads[email]} leads")


def _every_row_is_one_lead_or_one_reject(stage: Stage, db: sqlite3.Connection, entries: list[Entry]) -> None:
    leads = Counter(email for (email,) in db.execute("SELECT email FROM cards"))
    rejects = Counter(name for (name,) in db.execute("SELECT substr(place, 1, instr(place, ' ') - 1) FROM rejects"))
    for name, emails, rejected in stage.truth.dropped:
        wrong = [email for email in emails if leads[email] != 1]
        if wrong:
            raise Broken(f"{name}: {wrong[0]} is {leads[wrong[0]]} leads")
        number = name.removeprefix("leads-")
        kept = {rejects[one] for one in (name, f"copy-{number}") if rejects[one]}
        if kept - {rejected} or (rejected and not kept):
            raise Broken(f"{name}: {rejects[name]} rejects are kept of {rejected}")


def _the_inbox_is_empty(stage: Stage, db: sqlite3.Connection, entries: list[Entry]) -> None:
    left = [path.name for path in stage.floor.inbox.glob("*.csv")]
    left += [path.name for path in stage.floor.inbox.glob(".taking/*/*")]
    left += [path.name for path in stage.floor.inbox.glob("failed/*")]
    (spooled,) = db.execute("SELECT count(*) FROM spool WHERE NOT is_done").fetchone()
    (orders,) = db.execute("SELECT count(*) FROM orders WHERE answered_at IS NULL").fetchone()
    if left or spooled or orders:
        raise Broken(f"files {left}, {spooled} deliveries and {orders} orders are left")


def _an_order_is_obeyed_once_and_as_it_was_answered(
    stage: Stage, db: sqlite3.Connection, entries: list[Entry]
) -> None:
    by_actor: dict[str, list[Entry]] = {}
    for entry in entries:
        by_actor.setdefault(entry.actor, []).append(entry)
    for order in stage.truth.given:
        done = by_actor.get(order.actor, [])
        if len({entry.cause for entry in done}) > 1:
            raise Broken(f"{order.actor} was obeyed twice: {[(entry.seq, entry.cause) for entry in done]}")
        if order.answer is not None and not order.answer.ok and done:
            raise Broken(f"{order.actor} was told '{order.answer.sentence}' and obeyed all the same")
        if order.answer is not None and order.answer.ok and order.answer.seq > entries[-1].seq:
            raise Broken(f"{order.actor} was told of entry {order.answer.seq}, which is not there")
        if done and order.answer is not None and entries[order.answer.seq - 1].cause != done[0].cause:
            raise Broken(f"{order.actor} was told of entry {order.answer.seq}, not of {done[0].seq}")


def _time_never_runs_back(stage: Stage, db: sqlite3.Connection, entries: list[Entry]) -> None:
    for before, after in pairwise(entries):
        if after.at < before.at:
            raise Broken(f"entry {after.seq} of {after.at} follows {before.at}")


def _every_breach_was_raised_once(stage: Stage, db: sqlite3.Connection, entries: list[Entry]) -> None:
    late = db.execute(
        "SELECT id FROM leads WHERE state NOT IN ('closed', 'duplicate', 'parked') AND first_touch_at IS NULL"
        " AND due_at < ? AND sla <> 'breached' LIMIT 1",
        (text_of(stage.now() - LATE),),
    ).fetchone()
    if late:
        raise Broken(f"{late[0]} is overdue and nobody was told")
    breaches = db.execute(
        "SELECT lead_id, count(*) FROM events WHERE kind = 'sla_breached' AND lead_id NOT IN"
        " (SELECT lead_id FROM events WHERE kind IN ('clock_reset', 'lead_restored'))"
        " GROUP BY lead_id HAVING count(*) > 1"
    ).fetchone()
    if breaches:
        raise Broken(f"{breaches[0]} was told {breaches[1]} times to be breached")


def _the_books_agree(stage: Stage, db: sqlite3.Connection, entries: list[Entry]) -> None:
    for finding in verify_file(str(stage.floor.database)):
        if not finding.ok:
            raise Broken(f"{finding.law}: {finding.sentence}")


def _live_is_as_replayed(stage: Stage, db: sqlite3.Connection, entries: list[Entry]) -> None:
    if not stage.engines:
        raise Broken("no engine runs, long after all was healed")
    for dealing in stage.engines.values():
        live = dealing.turns._desk.floor
        replayed = fold_in(Floor(), iter(entries[: live.seq]))
        if live.snapshot() != replayed.snapshot():
            raise Broken(f"the floor in memory is not the journal's at entry {live.seq}")


PROMISES: tuple[Callable[[Stage, sqlite3.Connection, list[Entry]], None], ...] = (
    _every_answered_delivery_is_one_lead,
    _every_row_is_one_lead_or_one_reject,
    _the_inbox_is_empty,
    _an_order_is_obeyed_once_and_as_it_was_answered,
    _time_never_runs_back,
    _every_breach_was_raised_once,
    _live_is_as_replayed,
    _the_books_agree,
)
