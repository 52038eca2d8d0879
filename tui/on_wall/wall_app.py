"""The wall as an app of its own: it reads boards and gives no order."""

from tui.alerting import title_of
from tui.house import HouseApp
from tui.messages import BoardChanged
from tui.screens.wall import WallScreen


class WallApp(HouseApp):
    """A floor in big digits."""

    def on_mount(self) -> None:
        """Open the wall and begin to read."""
        self._wall = WallScreen(self.now, self.zone, is_alone=True)
        self.push_screen(self._wall)
        self.begin()

    def on_board_changed(self, event: BoardChanged) -> None:
        """Show a newer board, then ask for the next."""
        self.board = event.board
        self._wall.show_board(event.board)
        self.show_title(title_of(event.board, event.board.tiles.breached))
        self.call_after_refresh(self.watch_house.taken)

    def redraw(self) -> None:
        """Say what is wrong, or that nothing is any more."""
        self._wall.show_trouble(self.trouble)

    def tick(self) -> None:
        """Bring ages up to date."""
        self._wall.tick()
