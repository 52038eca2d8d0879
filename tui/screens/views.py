"""What the keys of the manager's screen do that show another view."""

from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from tui.app import BoardApp


class Views:
    """The actions that open views, for the screen that has their keys."""

    @property
    def house(self) -> "BoardApp":
        """The app, as the app it is; the screen says how it is reached."""
        raise NotImplementedError

    def action_view_wall(self) -> None:
        """Show the wall over the board."""
        self.house.open_wall()

    def action_view_theme(self) -> None:
        """Take the next theme."""
        self.house.say(f"Theme: {self.house.turn_theme()}. To keep it: [screen] theme in floor.toml.")

    def action_view_mute(self) -> None:
        """Mute the bell, or not."""
        ringer = self.house.ringer
        ringer.is_muted = not ringer.is_muted
        self.house.say("The bell is muted." if ringer.is_muted else "The bell rings again.")
