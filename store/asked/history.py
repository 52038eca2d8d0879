"""All leads there ever were, newest first, a page at a time by number: no page is dearer for being far down."""

import sqlite3
from collections.abc import Callable, Sequence
from datetime import datetime

from engine.past import HistoryPage, PastLead
from store.asked.finding import Wanted, found
from store.grams import asked_of
from store.instants import instant, instant_or_none, text_of

PAGE_MOST = 500
TEXT_MOST = 200

Condition = tuple[str, tuple[str | int, ...]]

_COLUMNS = (
    "leads.number, leads.id, queued_at, coalesce(cards.name, ''), coalesce(cards.company, ''), source, state, rep_id,"
    " first_touch_at, sla, closed_at, coalesce(disposition, ''), received_at"
)
_FROM = "FROM leads LEFT JOIN cards ON cards.lead_id = leads.id"
_IS: dict[str, str] = {
    "open": "state NOT IN ('closed', 'duplicate')",
    "late": "sla IN ('breached', 'met_late')",
    "met": "sla = 'met'",
    "answered": "first_touch_at IS NOT NULL",
    "unanswered": "first_touch_at IS NULL",
}
"""What can be asked by `is:` besides the states and the ways in which leads end."""


def page(db: sqlite3.Connection, text: str, edge: int | None, is_down: bool, most: int) -> HistoryPage:
    """Return up to `most` leads below the number `edge`, or above it; without one, from the newest or the oldest."""
    (total,) = db.execute("SELECT coalesce(max(number), 0) FROM leads").fetchone()
    words = text[:TEXT_MOST].split()
    asked = [_condition(word) for word in words]
    wanted = Wanted(
        select=f"SELECT {_COLUMNS} {_FROM} WHERE {{0}} {''.join(f'AND {sql} ' for sql, _ in asked)}",
        values=tuple(value for _, values in asked for value in values),
        words=asked_of(filter(None, map(_looked_for, words))),
        is_down=is_down,
        most=min(most, PAGE_MOST),
    )
    low = 0 if edge is None or is_down else edge + 1
    high = total if edge is None or not is_down else edge - 1
    rows = found(db, wanted, low, high)
    leads = [_lead(row) for row in (rows if is_down else reversed(rows))]
    return HistoryPage(rows=tuple(leads), total=total, is_end=len(rows) < wanted.most)


def number_at(db: sqlite3.Connection, at: datetime) -> int:
    """Return the number above which leads came in after an instant."""
    seq = seq_at(db, at)
    row = db.execute(
        "SELECT lead_id FROM events WHERE seq > ? AND kind = 'lead_received' ORDER BY seq LIMIT 1", (seq,)
    ).fetchone()
    if row is None:
        (newest,) = db.execute("SELECT coalesce(max(number), 0) FROM leads").fetchone()
        return int(newest)
    return int(row[0].removeprefix("L-")) - 1


def seq_at(db: sqlite3.Connection, at: datetime) -> int:
    """Return the last entry that was there at an instant; the journal's instants only ever grow."""
    (high,) = db.execute("SELECT coalesce(max(seq), 0) FROM events").fetchone()
    low, wanted = 0, text_of(at)
    while low < high:
        middle = (low + high + 1) // 2
        (there,) = db.execute("SELECT at FROM events WHERE seq >= ? ORDER BY seq LIMIT 1", (middle,)).fetchone()
        low, high = (middle, high) if there <= wanted else (low, middle - 1)
    return int(low)


def _condition(word: str) -> Condition:
    """Return what a word of the filter asks, in SQL; `!` before it turns it round."""
    bare = word.removeprefix("!")
    kind, colon, rest = bare.partition(":")
    make = _KINDS.get(kind) if colon else None
    sql, values = make(rest) if make else _text(bare)
    return (f"NOT coalesce({sql}, 0)" if word.startswith("!") and bare else f"({sql})", values)


def _looked_for(word: str) -> str:
    """The text that leads must have for a word of the filter; empty where it asks something else."""
    kind, colon, _ = word.partition(":")
    return "" if word.startswith("!") or (colon and kind in _KINDS) else word


def _like(value: str) -> str:
    escaped = value.replace("\\", "\\\\").replace("%", "\\%").replace("_", "\\_")
    return f"%{escaped}%"


def _rep(rest: str) -> Condition:
    if rest == "none":
        return ("rep_id IS NULL", ())
    return (
        "rep_id IN (SELECT id FROM reps WHERE id LIKE ? ESCAPE '\\' OR name LIKE ? ESCAPE '\\')",
        (_like(rest),) * 2,
    )


def _is(rest: str) -> Condition:
    return (_IS[rest], ()) if rest in _IS else ("? IN (state, disposition)", (rest,))


def _text(word: str) -> Condition:
    columns = ("cards.name", "cards.company", "cards.email", "cards.phone", "leads.id")
    return (" OR ".join(f"{column} LIKE ? ESCAPE '\\'" for column in columns), (_like(word),) * len(columns))


_KINDS: dict[str, Callable[[str], Condition]] = {
    "rep": _rep,
    "src": lambda rest: ("source LIKE ? ESCAPE '\\'", (_like(rest),)),
    "is": _is,
}


def _lead(row: Sequence[object]) -> PastLead:
    number, lead_id, queued_at, name, company, source, state, rep_id, touched_at, sla, closed_at, ending, asked = row
    return PastLead(
        number=number,  # type: ignore[arg-type]
        id=lead_id,  # type: ignore[arg-type]
        queued_at=instant(queued_at),  # type: ignore[arg-type]
        name=name,  # type: ignore[arg-type]
        company=company,  # type: ignore[arg-type]
        source=source,  # type: ignore[arg-type]
        state=state,  # type: ignore[arg-type]
        rep_id=rep_id,  # type: ignore[arg-type]
        first_touch_at=instant_or_none(touched_at),  # type: ignore[arg-type]
        sla=sla,  # type: ignore[arg-type]
        closed_at=instant_or_none(closed_at),  # type: ignore[arg-type]
        disposition=ending,  # type: ignore[arg-type]
        received_at=instant(asked),  # type: ignore[arg-type]
    )
