"""What can be done to leads and reps, from whichever screen shows them."""

from collections.abc import Sequence
from typing import TYPE_CHECKING, cast

from engine.board import QueueRow, RepRow
from engine.commands import RecordContact, Requeue, Seen, SetAvailability, Undo
from engine.rep import ROUTABLE, Availability
from store.rows import Answer
from tui.text import cut

if TYPE_CHECKING:
    from textual.screen import Screen

    from tui.app import BoardApp

if TYPE_CHECKING:
    _Base = Screen[None]
else:
    _Base = object

NAME_CELLS = 28


def called(rows: Sequence[QueueRow]) -> str:
    """Return how some leads are called in a sentence: by name, or by how many they are."""
    return f"{len(rows)} leads" if len(rows) != 1 else name_of(rows[0])


def name_of(row: QueueRow) -> str:
    """Return a lead's name for a sentence."""
    return cut(row.name or row.company or row.id, NAME_CELLS)


def rep_name(rep: RepRow) -> str:
    """Return a rep's name for a sentence."""
    return cut(rep.name or rep.id, NAME_CELLS)


def seen(rows: Sequence[QueueRow]) -> tuple[Seen, ...]:
    """Return leads as they were seen, so that an order for one that has changed since is refused."""
    return tuple(Seen(id=row.id, version=row.version) for row in rows)


class Acts(_Base):
    """The keys that give orders. A screen says which leads and which rep they are for."""

    @property
    def house(self) -> "BoardApp":
        """The app, as the app it is."""
        return cast("BoardApp", self.app)

    def chosen_leads(self) -> Sequence[QueueRow]:
        """Return the leads that an order is for; when there are none, say why and return nothing."""
        raise NotImplementedError

    def chosen_rep(self) -> RepRow | None:
        """Return the rep that an order is for; when there is none, say why and return None."""
        raise NotImplementedError

    def done(self) -> None:
        """Tidy up after an order was carried out."""

    def _after(self, answer: Answer) -> None:
        if answer.ok:
            self.done()

    def action_lead_assign(self) -> None:
        """Choose who gets the leads."""
        if rows := self.chosen_leads():
            self.house.open_assign(rows, self.done)

    def action_lead_requeue(self) -> None:
        """Put the leads back into the queue."""
        if rows := self.chosen_leads():
            order = Requeue(leads=seen(rows), reason=f"by {self.house.actor}")
            self.house.give(order, f"{called(rows)} back in the queue.", self._after)

    def action_lead_contacted(self) -> None:
        """Note that the customers were reached."""
        if rows := self.chosen_leads():
            self.house.give(RecordContact(leads=seen(rows)), f"Marked contacted: {called(rows)}.", self._after)

    def action_rep_toggle(self) -> None:
        """Send a rep away, or bring them back."""
        rep = self.chosen_rep()
        if rep is None:
            return
        is_here = rep.availability in ROUTABLE
        goal = Availability.AWAY if is_here else Availability.AVAILABLE
        words = f"{rep_name(rep)} is {'away' if is_here else 'back'}."
        self.house.give(SetAvailability(rep_id=rep.id, availability=goal), words)

    def action_rep_away(self) -> None:
        """Send a rep away with a reason and a time."""
        rep = self.chosen_rep()
        if rep is not None:
            self.house.open_away(rep)

    def action_undo(self) -> None:
        """Take back our own latest act; the floor says when there is none."""
        self.house.give(Undo(), "Undone.")

    def action_breach_acknowledge(self) -> None:
        """Acknowledge every breach there is now."""
        count = self.house.ringer.acknowledge()
        words = f"{count} {'breach' if count == 1 else 'breaches'} acknowledged." if count else "No new breach."
        self.house.say(words, is_good=bool(count))
