"""Assigning as the engine would: for each lead the first whom it would choose now, once all reasons are there."""

from collections.abc import Callable, Iterator, Sequence

from engine.board import LeadDetail, QueueRow, RepRow
from engine.commands import Order, Reassign
from tui.screens.acts import called, name_of, rep_name, seen
from tui.screens.candidates import candidates

PLAIN = Reassign(leads=(), rep_id="")
"""What is ordered for each rep, without a reason."""


class Suggesting:
    """Leads whose reasons are on their way."""

    def __init__(self, rows: Sequence[QueueRow], on_done: Callable[[], None], order: Reassign = PLAIN) -> None:
        self._rows = {row.id: row for row in rows}
        self._details: dict[str, LeadDetail | None] = {}
        self.on_done = on_done
        self._order = order
        self.nobody = ""
        """Why nobody was found for a lead, as a sentence."""

    def take(self, lead_id: str, detail: LeadDetail | None) -> bool:
        """Take a lead's detail; whether that was the last one."""
        if lead_id in self._rows:
            self._details[lead_id] = detail
        return self._details.keys() == self._rows.keys()

    def orders(self, reps: Sequence[RepRow]) -> Iterator[tuple[Order, str]]:
        """Yield an order for each rep who is to get leads, with the sentence for when it is done."""
        by_rep: dict[str, list[QueueRow]] = {}
        for row in self._rows.values():
            rep_id = self._best(reps, row)
            if rep_id:
                by_rep.setdefault(rep_id, []).append(row)
        for rep in reps:
            if rows := by_rep.get(rep.id):
                order = self._order.but(leads=seen(rows), rep_id=rep.id)
                yield order, f"{called(rows)} → {rep_name(rep)}."

    def _best(self, reps: Sequence[RepRow], row: QueueRow) -> str:
        detail = self._details[row.id]
        found = (
            [one.rep.id for one in candidates(reps, [row], {row.id: detail}) if one.is_suggested] if detail else []
        )
        if not found:
            why = f" {detail.explanation.sentence}" if detail else ""
            self.nobody = f"The engine would give {name_of(row)} to nobody else.{why}"
        return found[0] if found else ""
