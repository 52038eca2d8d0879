"""The least that Textual can show: one line of text, until it is ended."""

from textual.app import App, ComposeResult
from textual.widgets import Static


class Bare(App[None]):
    """A line."""

    def compose(self) -> ComposeResult:
        """The line."""
        yield Static("INTAKE")


if __name__ == "__main__":
    Bare().run()
