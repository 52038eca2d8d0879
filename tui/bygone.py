"""What the board opens that is not about this moment: history, the past, the day in pictures, the rules."""

from collections.abc import Callable
from datetime import datetime, timedelta
from typing import TYPE_CHECKING, TypeVar

from tui.acting import ActingApp
from tui.messages import FiguresCame, PageCame, PastCame, RulesCame

if TYPE_CHECKING:
    from textual.screen import Screen

Kind = TypeVar("Kind", bound="Screen[None]")


class Bygone(ActingApp):
    """Opens those views, and hands them what was looked up."""

    def open_history(self) -> None:
        """Show every lead there ever was."""
        from tui.screens.history import History

        self._push_open(History, _begin)

    def open_day(self) -> None:
        """Show the day in pictures."""
        from tui.screens.figures import Day

        self._push_open(Day, _begin)

    def open_rules(self) -> None:
        """Show floor.toml."""
        from tui.screens.rules import Rules

        self._push_open(Rules, _begin)

    def open_past(self, at: datetime) -> None:
        """Show the board as it was."""
        from tui.screens.past import Past

        past = self.screen if isinstance(self.screen, Past) else None
        if past is None:
            past = Past(self.now, self.seat, self.zone)
            self.flash = None  # what is said of now has no place there
            self.push_screen(past)
        self.call_after_refresh(past.go_to_moment, at)

    def open_past_before(self, span: timedelta) -> None:
        """Show the board as it was so long ago."""
        self.open_past(self.now() - span)

    def on_page_came(self, event: PageCame) -> None:
        """Hand a stretch of history to its list."""
        from tui.screens.history import History

        self._hand(History, lambda screen: screen.show_page(event))

    def on_past_came(self, event: PastCame) -> None:
        """Hand the board of then to the screen of the past."""
        from tui.screens.past import Past

        for screen in self.screen_stack:
            if isinstance(screen, Past):
                screen.show_past(event)

    def on_figures_came(self, event: FiguresCame) -> None:
        """Hand the day's numbers to their pictures."""
        from tui.screens.figures import Day

        self._hand(Day, lambda screen: screen.show_figures(event))

    def on_rules_came(self, event: RulesCame) -> None:
        """Hand floor.toml to its screen."""
        from tui.screens.rules import Rules

        self._hand(Rules, lambda screen: screen.show_rules(event))

    def _hand(self, kind: type[Kind], show: Callable[[Kind], None]) -> None:
        for screen in self.screen_stack:
            if isinstance(screen, kind):
                show(screen)


def _begin(_: object) -> None:
    """Open as it is."""
