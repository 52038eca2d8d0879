"""The floor's day in pictures."""

from collections.abc import Sequence
from typing import ClassVar

from textual.binding import BindingType
from textual.widget import Widget

from engine.board import Board
from engine.past import Figures
from tui.messages import FiguresCame
from tui.ports import Archive
from tui.screens.overlay import CLOSE, CLOSING, MOVING, SCROLL, Overlay, Page
from tui.widgets.charts import charts

EVERY_SECONDS = 10


class FiguresPage(Page):
    """The pictures, laid out for whatever room they get."""

    DEFAULT_CSS = "FiguresPage { height: 1fr; }"


class Day(Overlay[None]):
    """The dialog of pictures."""

    BINDINGS: ClassVar[list[BindingType]] = [*CLOSING, *MOVING]

    def __init__(self) -> None:
        super().__init__()
        self._figures: Figures | None = None
        self._ticks = 0

    def parts(self) -> Sequence[Widget]:
        """Return the page."""
        return (FiguresPage(widget_id="page"),)

    def on_screen_resume(self) -> None:
        """Count anew."""
        self._ask()
        self.redraw()

    def tick(self) -> None:
        """Count anew from time to time."""
        self._ticks += 1
        if self._ticks % EVERY_SECONDS == 0:
            self._ask()
        self.redraw()

    def _ask(self) -> None:
        now = self.house.now()

        def question(archive: Archive) -> FiguresCame:
            return FiguresCame(archive.figures(now))

        self.house.dig(question)

    def show_figures(self, event: FiguresCame) -> None:
        """Show newer numbers."""
        self._figures = event.figures
        self.redraw()

    def show_board(self, board: Board) -> None:  # noqa: ARG002
        """Show what is fair now."""
        self.redraw()

    def redraw(self) -> None:
        """Draw what there is."""
        for page in self.query(FiguresPage):
            self.frame("THE DAY IN PICTURES", self.foot(SCROLL, CLOSE))
            width = page.content_size.width
            if self._figures is None or not width or self.house.board is None:
                page.show(((("counting…", "dim"),),))
            else:
                page.show(charts(self._figures, self.house.board, width))

    def action_move(self, verb: str) -> None:
        """Scroll."""
        steps = {"down": 1, "up": -1, "first": -1000, "last": 1000}
        self.query_one(FiguresPage).scroll_lines(steps.get(verb, 10 if "down" in verb else -10))
