"""floor.toml to look at: its text, what is wrong with it as it is saved, and a key to the editor."""

import os
import shlex
import subprocess
from collections.abc import Sequence
from typing import ClassVar

from textual.app import SuspendNotSupported
from textual.binding import BindingType
from textual.widget import Widget

from tui.messages import RulesCame
from tui.ports import RulesRead, Viewer
from tui.screens.overlay import CLOSE, CLOSING, MOVING, SCROLL, Overlay, Page, bindings
from tui.text import plain
from tui.widgets.lines import EMPTY, Line, fill

FAULTS_MOST = 12
EDITORS = ("VISUAL", "EDITOR")
PLAIN_EDITOR = "vi"


class RulesPage(Page):
    """The file, a line each."""

    DEFAULT_CSS = "RulesPage { height: 1fr; }"


class Rules(Overlay[None]):
    """The dialog of the settings. It changes nothing itself: the file is the one place where rules are written."""

    BINDINGS: ClassVar[list[BindingType]] = [*CLOSING, *MOVING, *bindings("rules.edit")]

    def __init__(self) -> None:
        super().__init__()
        self._rules: RulesRead | None = None

    def parts(self) -> Sequence[Widget]:
        """Return the page."""
        return (RulesPage(widget_id="page"),)

    def on_screen_resume(self) -> None:
        """Read the file anew."""
        self._look(is_fresh=True)
        self.redraw()

    def tick(self) -> None:
        """Read the file again where it was saved meanwhile."""
        self._look(is_fresh=False)

    def _look(self, *, is_fresh: bool) -> None:
        def question(viewer: Viewer) -> RulesCame:
            return RulesCame(viewer.rules(is_fresh))

        self.house.watch_house.look(question)

    def show_rules(self, event: RulesCame) -> None:
        """Show the file as it lies there now."""
        if event.rules is not None:
            self._rules = event.rules
            self.redraw()

    def redraw(self) -> None:
        """Show the file with what is wrong with it above."""
        for page in self.query(RulesPage):
            rules = self._rules
            keys = self.foot(("rules.edit", "edit in your editor"), SCROLL, CLOSE)
            self.frame("SETTINGS  floor.toml, followed as it is saved", self.said(keys))
            page.show(rules_lines(rules) if rules else ((("reading…", "dim"),),))

    def action_move(self, verb: str) -> None:
        """Scroll."""
        page = self.query_one(RulesPage)
        steps = {"down": 1, "up": -1, "first": -100_000, "last": 100_000}
        half = max(1, page.content_size.height // 2)
        page.scroll_lines(steps.get(verb, half if "down" in verb else -half))

    def action_rules_edit(self) -> None:
        """Open the file in the person's own editor, and come back to a whole screen."""
        if self._rules is None:
            return
        command = [*shlex.split(editor()), self._rules.path]
        try:
            with self.app.suspend():
                ended = subprocess.run(command, check=False).returncode
        except SuspendNotSupported:
            self.house.say(f"Here no editor can be opened; edit {plain(self._rules.path)} in another window.")
            return
        except OSError as trouble:
            self.house.say(f"{command[0]} cannot be started: {trouble.strerror}. Set EDITOR to your editor.")
            return
        self.house.say(
            "Back from the editor." if ended == 0 else f"{command[0]} ended with {ended}.", is_good=not ended
        )
        self._look(is_fresh=True)


def editor() -> str:
    """Return the editor that the person has chosen, else the one that is always there."""
    return next((os.environ[name] for name in EDITORS if os.environ.get(name, "").strip()), PLAIN_EDITOR)


def rules_lines(rules: RulesRead) -> list[Line]:
    """Return what is wrong and doubtful with the file, then the file with its lines numbered."""
    found: list[Line] = [((" !! ", "alarm"), (f" {plain(fault)}", "breach")) for fault in rules.faults[:FAULTS_MOST]]
    found += [((" !  ", "warn"), (f" {plain(doubt)}", "")) for doubt in rules.warnings[:FAULTS_MOST]]
    if not rules.faults:
        found = [((" ok ", "ok"), (" in order, and in force", "")), *found]
    else:
        found.append((("    ", ""), (" the rules before stay in force until this is mended", "dim")))
    marked = {int(place) for fault in rules.faults for place in fault.split(":")[1:2] if place.isdecimal()}
    return [*found, EMPTY, *(_line(number, text, number in marked) for number, text in enumerate(rules.lines, 1))]


def _line(number: int, text: str, is_wrong: bool) -> Line:
    shown, bare = plain(text.replace("\t", "    ")), text.strip()
    style = "dim" if bare.startswith("#") else "head" if bare.startswith("[") else ""
    sign = ("!!", "breach") if is_wrong else ("  ", "")
    return (sign, *fill(((f"{number:>4} ", "dim"),), 5), (shown, "breach" if is_wrong else style))
