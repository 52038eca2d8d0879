"""The board as it was: the manager's screen over a moment of the past, on which nothing can be changed."""

from collections.abc import Callable, Sequence
from datetime import datetime, timedelta, tzinfo

from engine.board import Board, QueueRow
from tui.key_words import key_line, pressed
from tui.keys import Action
from tui.messages import PastCame
from tui.ports import Archive
from tui.screens.edges import Edges
from tui.screens.manager import TWO_WIDTH, Manager
from tui.seat import Seat
from tui.widgets.lines import Line, spread

STEP = timedelta(minutes=1)
PLAY = timedelta(minutes=1)
"""How far the past moves on with every second while it plays."""

PAST_KEYS = (("past.before past.after", "a minute"), ("mark.toggle", "play"), ("back", "to now"))
SEEING = ("MOVE", "BOARD")
SEEN = frozenset(
    {
        *("view.filter", "view.facets", "view.sort", "view.reverse", "view.theme", "columns.more", "columns.fewer"),
        *("past.before", "past.after", "mark.toggle"),
    }
)
"""The keys that work in the past, beside those that move about; the one that marks plays."""

REFUSAL = "this is the past, nothing can be changed here"


def is_seeing(action: Action) -> bool:
    """Whether an action only looks, and not at what is now."""
    return action.group in SEEING or action.id in SEEN


class Past(Manager):
    """A moment of the past. Boards of now pass it by."""

    def __init__(self, now: Callable[[], datetime], seat: Seat, zone: tzinfo | None = None) -> None:
        super().__init__(self._shown_at, seat, zone)
        self._edges = Edges(seat, zone, is_past=True)
        self.reps.foot = ""
        self._real_now = now
        self._at = now()
        self._asked_at = self._at
        self._then: Board | None = None
        self._is_playing = False

    def _shown_at(self) -> datetime:
        return self._at

    def why_not(self, action: Action) -> str:
        """Refuse whatever acts, or is about now."""
        return super().why_not(action) if is_seeing(action) else self._refusal()

    def _refusal(self) -> str:
        return f"{REFUSAL}; {pressed(self.house.actions, 'back')} goes back to now"

    @property
    def board(self) -> Board | None:
        """The board of then."""
        return self._then

    def late(self) -> Sequence[QueueRow]:
        """Nothing is late in the past: the banner says where we are."""
        return ()

    def go_to_moment(self, at: datetime) -> None:
        """Ask for the board of a moment, never of one to come."""
        self._asked_at = at = min(at, self._real_now())

        def question(archive: Archive) -> PastCame:
            return PastCame(at, archive.board_at(at))

        self.house.dig(question)
        self.redraw_bars()

    def show_past(self, event: PastCame) -> None:
        """Show the board of a moment."""
        self._at, self._then = event.at, event.board
        super().show_board(event.board)

    def show_board(self, board: Board) -> None:
        """Let a board of now pass."""

    def redraw(self) -> None:
        """Show what was said."""
        self.redraw_bars()

    def on_screen_resume(self) -> None:
        """Stay where it was."""
        if self._then is not None:
            super().show_board(self._then)

    def tick(self) -> None:
        """Play on, when the board of the last moment is there."""
        if self._is_playing and self._at == self._asked_at:
            self.go_to_moment(self._at + PLAY)
            self._is_playing = self._asked_at < self._real_now()
        self.redraw_bars()

    def banner(self) -> Line:
        """Say that this is the past, and how to move in it."""
        local = self._asked_at.astimezone(self.zone)
        words = f" PAST {local:%Y-%m-%d %H:%M:%S} {'▶' if self._is_playing else '‖'} "
        is_there = self._at == self._asked_at and self._then is not None
        state = "" if is_there and self.size.width < TWO_WIDTH else "  read-only" if is_there else "  looking…"
        right: Line = (*key_line(self.house.actions, *PAST_KEYS), (" ", ""))
        return spread(((words, "past"), (state, "info")), right, self.size.width)

    def action_past_before(self) -> None:
        """Go back by a minute."""
        self._is_playing = False
        self.go_to_moment(self._asked_at - STEP)

    def action_past_after(self) -> None:
        """Go on by a minute."""
        self._is_playing = False
        self.go_to_moment(self._asked_at + STEP)

    def action_mark_toggle(self) -> None:
        """Play, or stop: there is nothing to mark for."""
        self._is_playing = not self._is_playing
        self.redraw_bars()

    def action_open(self) -> None:
        """Open what a lead is now: its history tells what it was."""
        if self.panel == "intake":
            self.house.say(f"Rejects: {self._refusal()}.")
        else:
            super().action_open()

    def action_back(self) -> None:
        """Go back to now, and leave there what was said of the past."""
        self._is_playing = False
        self.house.flash = None
        self.dismiss(None)
