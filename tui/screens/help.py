"""Every key, sign and filter on one page, from the table of keys."""

from collections.abc import Iterable, Sequence
from itertools import zip_longest
from typing import ClassVar

from textual.binding import BindingType
from textual.containers import Horizontal
from textual.widget import Widget
from textual.widgets import Input

from tui.keys import ACTIONS, BOARD, GROUPS, MINE, Action, in_group, keys_text, of_screen, where, works_in
from tui.screens.overlay import CLOSE, CLOSING, MOVING, SCROLL, Field, Overlay, Page, bindings
from tui.signs import FILTERS, SIGNS
from tui.text import clean, width_of
from tui.widgets.bars import OneLine
from tui.widgets.lines import EMPTY, Line, fill, line_width

COLUMNS = (("MOVE", "BOARD"), ("LEADS", "REPS", "INTAKE"), ("VIEW",))
NARROW = (("MOVE", "BOARD"), ("LEADS", "REPS", "INTAKE", "VIEW"))
WIDE_CELLS = 96
KEY_CELLS = 10


def help_lines(panel: str, width: int, actions: Iterable[Action] = ACTIONS) -> list[Line]:
    """Return the help for a panel: what does nothing there is dim."""
    here = of_screen(actions, MINE if panel in MINE else BOARD)
    groups = COLUMNS if width >= WIDE_CELLS else NARROW
    columns = [_column(names, panel, here) for names in groups]
    filters = FILTERS if any(action.id == "view.filter" for action in here) else ()
    if width >= WIDE_CELLS and filters:
        columns[2] += [EMPTY, (("FILTERS", "head"),), *(_entry(*item, "") for item in filters)]
    each = _shares([max(map(line_width, column)) for column in columns], width)
    rows = [_joined(parts, each) for parts in zip_longest(*columns, fillvalue=EMPTY)]
    if width < WIDE_CELLS and filters:
        rows += [EMPTY, (("FILTERS  ", "head"),), *_flow([f"{name} {words}" for name, words in filters], width)]
    return [*rows, (("─" * width, "dim"),), *_flow([f"{sign} {words}" for sign, words in SIGNS], width)]


def found_lines(wanted: str, panel: str, actions: Iterable[Action] = ACTIONS) -> list[Line]:
    """Return the keys, words of the filter and signs that hold every word of a text; a key that is it comes first."""
    here = of_screen(actions, MINE if panel in MINE else BOARD)
    words = wanted.casefold().split()
    told = [(keys_text(one, 4), one.words, "" if works_in(one, panel) else where(one), one.id) for one in here]
    told += [(*one, "filter", "") for one in FILTERS] + [(*one, "sign", "") for one in SIGNS]
    found = [one for one in told if all(word in " ".join(one).casefold() for word in words)]
    found.sort(key=lambda one: wanted.strip() not in one[0].split())
    nothing: Line = (("Nothing here is called that.", "dim"),)
    return [(*_entry(keys, text, ""), (f"   {place}", "dim")) for keys, text, place, _ in found] or [nothing]


def _shares(needed: Sequence[int], width: int) -> list[int]:
    """Return the width of each column: what it needs and its part of the rest, all alike where that is too much."""
    spare = (width - sum(needed)) // len(needed)
    return [need + spare for need in needed] if spare > 0 else [width // len(needed)] * len(needed)


def _column(names: Sequence[str], panel: str, actions: Sequence[Action]) -> list[Line]:
    lines: list[Line] = []
    for name in (one for one in names if any(in_group(actions, one))):
        lines += [EMPTY] if lines else []
        lines.append(((GROUPS[name], "head"),))
        lines += [
            _entry(keys_text(action, 4), action.words, "" if works_in(action, panel) else "dim")
            for action in in_group(actions, name)
        ]
    return lines


def _entry(keys: str, words: str, style: str) -> Line:
    return ((clean(keys, KEY_CELLS), "key"), (words, style))


def _joined(parts: Sequence[Line], widths: Sequence[int]) -> Line:
    line: Line = ()
    for part, width in zip(parts, widths, strict=True):
        line += (*fill(part, width - 1), (" ", ""))
    return line


def _flow(words: Sequence[str], width: int) -> list[Line]:
    """Return words as lines that fit, never broken within an entry."""
    lines, line = [], ""
    for entry in words:
        if line and width_of(line) + width_of(entry) + 3 > width:
            lines.append(((line, "dim"),))
            line = ""
        line = f"{line}   {entry}" if line else entry
    return [*lines, ((line, "dim"),)]


class HelpPage(Page):
    """The keys, laid out for whatever width they get."""

    panel = "queue"
    actions: Sequence[Action] = ACTIONS
    wanted = ""
    """What is looked for in them; nothing shows all."""
    _asked: tuple[str, int, Sequence[Action]] | None = None
    _all_keys: Sequence[Line] = ()
    """What they were last laid out for, and the lines of it: a dialog that opens is drawn more than once."""

    def lay_out(self) -> None:
        """Lay them out for the width there is; what is found takes the room of all, so that the box stands still."""
        width = self.content_size.width
        if not width:
            return
        asked = (self.panel, width, self.actions)
        if asked != self._asked:
            self._asked, self._all_keys = asked, help_lines(*asked)
        lines = self._all_keys
        if self.wanted.strip():
            found = found_lines(self.wanted, self.panel, self.actions)
            lines = [*found, *[EMPTY] * (len(lines) - len(found))]
        self.show(lines)

    def on_resize(self) -> None:
        """Lay them out anew."""
        self.lay_out()
        super().on_resize()


class Help(Overlay[None]):
    """The dialog that explains the keys."""

    BINDINGS: ClassVar[list[BindingType]] = [*CLOSING, *MOVING, *bindings("show.help", "view.filter")]

    def __init__(self) -> None:
        super().__init__()
        self.panel = "queue"

    def open(self, panel: str) -> None:
        """Explain the keys of another panel."""
        self.panel = panel

    def parts(self) -> Sequence[Widget]:
        """Return the line to search in, and the page."""
        label = OneLine(widget_id="label")
        label.styles.width = 2
        return (Horizontal(label, Field(widget_id="field", most=40), id="search"), HelpPage(widget_id="page"))

    def on_screen_resume(self) -> None:
        """Begin with all keys; what every dialog does when it is opened shows them."""
        self.query_one("#label", OneLine).show((("/ ", "key"),))
        self._put_search(is_on=False)

    def _search(self, *, is_on: bool) -> None:
        self._put_search(is_on=is_on)
        self.redraw()

    def _put_search(self, *, is_on: bool) -> None:
        """Show the line to search in and give it the keys, or empty it and take it away."""
        field = self.query_one(Field)
        self.query_one("#search").display = is_on
        if is_on:
            field.focus()
        else:
            field.value = ""
            self.set_focus(None)

    def on_input_changed(self, event: Input.Changed) -> None:
        """Show what is found, letter by letter, from its top."""
        event.stop()
        self.query_one(HelpPage).top = 0
        self.redraw()

    def on_input_submitted(self, event: Input.Submitted) -> None:
        """Give the keys back to the page, which goes on showing what was found."""
        event.stop()
        self.set_focus(None)
        self.redraw()

    def action_view_filter(self) -> None:
        """Search."""
        self._search(is_on=True)

    def action_back(self) -> None:
        """Leave the search, then the help."""
        if self.query_one("#search").display:
            self._search(is_on=False)
        else:
            self.dismiss(None)

    def redraw(self) -> None:
        """Show the page at the width there is."""
        is_typing = any(field.has_focus for field in self.query(Field))
        keys = f"dim: not in this panel   {self.foot(('view.filter', 'search'), SCROLL, CLOSE)}"
        self.frame(f"HELP  {self.panel}", "enter keep  esc all keys" if is_typing else keys)
        for page in self.query(HelpPage):
            page.panel, page.actions = self.panel, tuple(self.house.actions.values())
            page.wanted = "".join(field.value for field in self.query(Field))
            page.lay_out()

    def action_move(self, verb: str) -> None:
        """Scroll."""
        steps = {"down": 1, "up": -1, "first": -1000, "last": 1000}
        self.query_one(HelpPage).scroll_lines(steps.get(verb, 10 if "down" in verb else -10))

    def action_show_help(self) -> None:
        """Close: the key that opened it."""
        self.dismiss(None)
