"""What a person types after `/`, and the orders that a queue can be sorted in."""

import re
from collections.abc import Callable, Container, Mapping, Sequence
from datetime import datetime
from functools import partial

from engine.board import QueueRow, RepRow
from engine.lead import LeadState
from tui.rows import LATE, RISK, rep_state, severity, since

_AGE = re.compile(r"age([<>])(\d+)([smhd]?)$")
_UNITS = {"": 60, "s": 1, "m": 60, "h": 3600, "d": 86400}


def _is_in(state: LeadState, row: QueueRow, _: datetime) -> bool:
    return row.state == state


IS: dict[str, Callable[[QueueRow, datetime], bool]] = {
    "late": lambda row, now: severity(row, now) == LATE,
    "risk": lambda row, now: severity(row, now) == RISK,
    "waiting": lambda row, _: row.rep_id is None,
    "owned": lambda row, _: row.rep_id is not None,
    "open": lambda *_: True,
    **{str(state): partial(_is_in, state) for state in LeadState},
}
"""What `is:` may ask; `is:marked` too."""

ASIDE = ("is:open", f"is:{LeadState.PARKED}", f"is:{LeadState.CONTACTED}")
"""Words that look at leads which wait for no first answer, too."""


class Query:
    """A filter: every word must hold. `!` before a word turns it round."""

    def __init__(self, text: str = "") -> None:
        self.text = text.strip()
        self._words = [(word.removeprefix("!"), word.startswith("!")) for word in self.text.casefold().split()]

    @property
    def is_of_all(self) -> bool:
        """Whether it asks for leads that wait for no first answer, too."""
        return any(word in ASIDE for word, _ in self._words)

    def holds(self, row: QueueRow, now: datetime, names: Mapping[str, str], marks: Container[str] = ()) -> bool:
        """Whether a lead passes."""
        return all(_word_holds(word, row, now, names, marks) != turned for word, turned in self._words if word)


def _word_holds(word: str, row: QueueRow, now: datetime, names: Mapping[str, str], marks: Container[str]) -> bool:
    kind, colon, rest = word.partition(":")
    if colon and kind == "rep":
        owner = f"{row.rep_id} {names.get(row.rep_id, '')}".casefold() if row.rep_id else "none"
        return rest in owner
    if colon and kind == "src":
        return rest in row.source.casefold()
    if colon and kind == "is":
        return row.id in marks if rest == "marked" else rest in IS and IS[rest](row, now)
    if age := _AGE.match(word):
        seconds = int(age[2]) * _UNITS[age[3]]
        old = since(row.queued_at, now)
        return old > seconds if age[1] == ">" else old < seconds
    owner = names.get(row.rep_id, "") if row.rep_id else ""
    return word in "\n".join((row.id, row.name, row.company, row.source, row.why, owner)).casefold()


SORTS: dict[str, Callable[[QueueRow, Mapping[str, str]], tuple[float, str]] | None] = {
    "left": None,
    "age": lambda row, _: (row.queued_at.timestamp(), ""),
    "lead": lambda row, _: (0.0, row.name.casefold()),
    "company": lambda row, _: (0.0, row.company.casefold()),
    "source": lambda row, _: (0.0, row.source),
    "rep": lambda row, names: (0.0, names.get(row.rep_id, "") if row.rep_id else ""),
}
"""Orders by name; `left` is the floor's own, most urgent first."""


def sort_rows(rows: Sequence[QueueRow], sort: str, is_reversed: bool, names: Mapping[str, str]) -> list[QueueRow]:
    """Return the rows in an order; equal rows keep the floor's."""
    key = SORTS[sort]
    ordered = list(rows) if key is None else sorted(rows, key=lambda row: key(row, names))
    return ordered[::-1] if is_reversed else ordered


REP_SORTS: dict[str, Callable[[RepRow], float | str] | None] = {
    "roster": None,
    "rep": lambda row: row.name.casefold(),
    "state": lambda row: rep_state(row)[1],
    "load": lambda row: row.load / row.capacity if row.capacity else float(row.load),
    "lag": lambda row: -row.lag,
    "for": lambda row: row.since_at.timestamp(),
}
"""Orders of the reps by name; `roster` is the floor's own."""


def sort_reps(rows: Sequence[RepRow], sort: str, is_reversed: bool) -> list[RepRow]:
    """Return the reps in an order; equal ones keep the roster's."""
    key = REP_SORTS[sort]
    ordered = list(rows) if key is None else sorted(rows, key=key)
    return ordered[::-1] if is_reversed else ordered


def with_word(text: str, word: str) -> str:
    """Return a filter with a word of a kind in the place of the one of that kind, or without it when it was there."""
    kind = word.partition(":")[0] + ":"
    words = text.split()
    others = [one for one in words if not one.removeprefix("!").startswith(kind)]
    return " ".join(others if word in words else [*others, word])
