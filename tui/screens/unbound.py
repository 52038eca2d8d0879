"""What a letter does that no key of a screen is: it says so."""

from collections.abc import Iterable
from functools import cached_property
from typing import TYPE_CHECKING, cast

from textual import events
from textual.screen import Screen

from tui.key_words import pressed
from tui.keys import of_screen

if TYPE_CHECKING:
    from tui.acting import ActingApp


class Unbound(Screen[None]):
    """A screen that leaves no letter without an answer. Keys come by here on their way to what they are bound to."""

    panels: Iterable[str]
    """Whose keys work on it."""

    @cached_property
    def _keys(self) -> frozenset[str]:
        actions = cast("ActingApp", self.app).actions
        return frozenset(key for action in of_screen(actions.values(), self.panels) for key in action.keys)

    def on_key(self, event: events.Key) -> None:
        """Say that a letter does nothing here, and where the keys are told."""
        if not event.is_printable or event.key in self._keys or event.character in self._keys:
            return
        house = cast("ActingApp", self.app)
        house.say(f"{event.character} does nothing here: {pressed(house.actions, 'show.help')} shows the keys.")
