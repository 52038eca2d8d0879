"""A dialog that lists very many rows: it looks up what is on the screen, and what changes while it is looked at."""

from collections.abc import Sequence
from typing import Any, ClassVar, Generic, TypeVar, cast

from textual.binding import BindingType
from textual.widget import Widget

from engine.board import Board
from tui.keys import by_id
from tui.messages import Looked
from tui.ports import Viewer
from tui.screens.overlay import CLOSING, MOVING, Overlay, bindings
from tui.widgets.live_table import LiveTable
from tui.widgets.paged import Paged

R = TypeVar("R")

KEYS = ("open", "mark.toggle", "mark.range", "mark.all", "reject.retry", "show.help")


class Listing(Overlay[None], Generic[R]):
    """A list of rows in pages. One look is on its way at most; what it brings may ask for the next."""

    BINDINGS: ClassVar[list[BindingType]] = [*CLOSING, *MOVING, *bindings(*KEYS)]

    def __init__(self) -> None:
        super().__init__()
        self.table: LiveTable[R | None] | None = None
        self.model: Paged[R] = Paged()
        self._is_looking = False
        self._is_stale = True

    @property
    def name_asked(self) -> str:
        """Under which name this list asks."""
        raise NotImplementedError

    def make_table(self) -> LiveTable[R | None]:
        """Return the table."""
        raise NotImplementedError

    def look(self, viewer: Viewer, wanted: Sequence[str]) -> Looked:
        """Ask for all ids, and for some rows: called in the reading thread."""
        raise NotImplementedError

    @property
    def is_whole(self) -> bool:
        """Whether every part is there to be drawn: boards come while the parts are still being put in."""
        parts = list(self.query("#box *"))
        return self.table is not None and bool(parts) and all(part.is_mounted for part in parts)

    def restart(self) -> None:
        """Show another list from its start."""
        self.model = Paged()
        self._is_looking, self._is_stale = False, True
        if self.table is not None:
            self.table.order.mark(())
            self.table.order.cursor = None

    def parts(self) -> Sequence[Widget]:
        """Return the table."""
        self.table = self.make_table()
        self.table.keeps_cursor = True
        return (self.table,)

    def on_screen_resume(self) -> None:
        """Look at once."""
        if self.table is not None:
            self.table.focus()
        self._is_stale = True
        self.redraw()

    def show_board(self, board: Board) -> None:  # noqa: ARG002
        """Something has changed: look again."""
        self._is_stale = True
        self._ask()

    def show_looked(self, looked: Looked) -> None:
        """Show what was looked up."""
        if looked.name != self.name_asked or self.table is None:
            return
        self._is_looking = False
        self.model.take(looked.ids, cast("dict[str, Any]", looked.rows))
        self.table.show(self.model)
        self.redraw()

    def redraw(self) -> None:
        """Show the rows as of now, and say what was said last."""
        if not self.is_whole or self.table is None:
            return
        self._ask()
        self.table.redraw()
        self.frame(*self.titles())

    def titles(self) -> tuple[str, str]:
        """Return the frame's title and what stands at its foot."""
        raise NotImplementedError

    def _ask(self) -> None:
        """Look up the rows around the screen, unless they are at hand and nothing has changed."""
        table = self.table
        if table is None or self._is_looking:
            return
        page = table.page()
        near = table.order.shown[max(0, table.top - page) : table.top + 2 * page]
        shown = table.order.shown[table.top : table.top + page]
        if not self._is_stale and not self.model.missing(shown):
            return
        wanted = (near if self._is_stale else self.model.missing(near)) or ()
        self._is_looking, self._is_stale = True, False
        self.house.watch_house.look(lambda viewer: self.look(viewer, wanted))

    def action_move(self, verb: str) -> None:
        """Move the cursor."""
        if self.table is not None:
            self.table.go(verb)
            self.redraw()

    def action_mark_toggle(self) -> None:
        """Mark the row under the cursor and go on to the next."""
        if self.table is not None:
            self.table.order.toggle_mark()
            self.table.move(1)
            self.redraw()

    def action_mark_range(self) -> None:
        """Mark from the nearest mark to the cursor."""
        if self.table is not None:
            self.table.order.mark_range()
            self.redraw()

    def action_mark_all(self) -> None:
        """Mark all, or take all marks away."""
        if self.table is not None:
            order = self.table.order
            order.mark(() if order.marks else order.shown)
            self.redraw()

    def action_reject_retry(self) -> None:
        """Try the marked rows again, else the one under the cursor."""
        why = self.house.seat.why_not(by_id("reject.retry"))
        if why:
            self.house.say(f"Trying again: {why}.")
        elif self.table is not None and (ids := self.table.order.targets()):
            self.house.watch_house.retry(ids)
            self.table.order.mark(())

    def action_open(self) -> None:
        """Show more of the row under the cursor."""

    def action_show_help(self) -> None:
        """Show the keys."""
        self.house.open_help("intake")
