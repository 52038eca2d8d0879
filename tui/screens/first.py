"""What the screens have in common that an app opens with."""

from textual.screen import Screen

from tui.widgets.kept import Kept


class First(Screen[None], Kept):
    """A screen that is painted first when it may be seen."""

    def _compositor_refresh(self) -> None:
        """Leave out what nobody would see: while the app holds pictures back, Textual makes them and drops them.

        What was to be painted stays to be, and comes with the picture that is shown.
        """
        if not self.app._batch_count:
            super()._compositor_refresh()
