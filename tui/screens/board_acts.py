"""What only the board can do: assign, send others away, take all leads of one back, acknowledge."""

from typing import TYPE_CHECKING, cast

from engine.commands import Requeue
from tui.ports import CAPACITY_MOST
from tui.screens.acts import Acts, called, rep_name, seen
from tui.screens.ask import Asked

if TYPE_CHECKING:
    from tui.app import BoardApp


class BoardActs(Acts):
    """The keys of the board that give orders."""

    @property
    def board_house(self) -> "BoardApp":
        """The app, as the board's app."""
        return cast("BoardApp", self.app)

    def action_lead_assign(self) -> None:
        """Choose who gets the leads."""
        if rows := self.chosen_leads():
            self.board_house.open_assign(rows, self.done)

    def action_lead_suggested(self) -> None:
        """Give the leads to whom the engine would give them now."""
        if rows := self.chosen_leads():
            self.board_house.suggest(rows, self.done)

    def action_rep_away(self) -> None:
        """Send a rep away with a reason and a time."""
        rep = self.chosen_rep()
        if rep is not None:
            self.board_house.open_away(rep)

    def action_rep_cap(self) -> None:
        """Ask how many leads a rep may have at once, and write it into floor.toml."""
        rep = self.chosen_rep()

        def cap(text: str) -> str:
            if not (text.isascii() and text.isdigit() and int(text) <= CAPACITY_MOST):
                return f"Write a number up to {CAPACITY_MOST:,}; 0 is no limit."
            assert rep is not None
            self.house.watch_house.set_capacity(rep.id, int(text))
            return ""

        if rep is not None:
            now = f"{rep.capacity} now" if rep.capacity else "no limit now"
            words = f"{now}; 0 is no limit. It is written into floor.toml and followed at once"
            self.house.open_ask(Asked(title=f"MOST LEADS AT ONCE  {rep_name(rep)}", words=words, most=4), cap)

    def action_rep_release(self) -> None:
        """Put every lead that a rep has back into the queue, in one act."""
        rep, board = self.chosen_rep(), self.house.board
        if rep is None or board is None:
            return
        rows = [row for row in (*board.queue, *board.aside) if row.rep_id == rep.id and row.is_owned]
        if not rows:
            self.house.say(f"{rep_name(rep)} has no lead to give back.")
            return
        order = Requeue(leads=seen(rows), reason=f"all of {rep.id}")
        self.house.give(order, f"{called(rows)} of {rep_name(rep)} back in the queue.", self._after)

    def action_breach_acknowledge(self) -> None:
        """Acknowledge every breach there is now."""
        count = self.board_house.ringer.acknowledge()
        words = f"{count} {'breach' if count == 1 else 'breaches'} acknowledged." if count else "No new breach."
        self.house.say(words, is_good=bool(count))
