"""A lost race: somebody else changed the leads while an order for them was made; who, when, and what now."""

from collections.abc import Callable, Sequence
from typing import ClassVar

from textual.binding import Binding, BindingType
from textual.widget import Widget

from engine.board import LeadDetail
from engine.commands import Order, Seen
from store.rows import Answer
from tui.kind_words import kind_word
from tui.rows import since, span_text
from tui.screens.acts import name_of
from tui.screens.overlay import CLOSING, Overlay, Page
from tui.widgets.lines import EMPTY, Line, say

UNTOLD = ("lead_noted",)
"""What changes no lead."""


class Lost(Overlay[None]):
    """The dialog that says what changed, and asks once more."""

    BINDINGS: ClassVar[list[BindingType]] = [*CLOSING, Binding("enter", "rest"), Binding("o", "over")]

    def __init__(self) -> None:
        super().__init__()
        self._order: Order | None = None
        self._changed: tuple[str, ...] = ()
        self._details: dict[str, LeadDetail | None] = {}
        self._done = ""
        self._on_answer: Callable[[Answer], None] | None = None

    def open(self, order: Order, answer: Answer, done: str, on_answer: Callable[[Answer], None] | None) -> None:
        """Tell of another race; the details of what changed are on their way."""
        self._order, self._changed, self._done, self._on_answer = order, answer.changed, done, on_answer
        self._details = {}

    def parts(self) -> Sequence[Widget]:
        """Return the page."""
        return (Page(widget_id="page"),)

    def show_detail(self, lead_id: str, detail: LeadDetail | None) -> None:
        """Tell of a lead that changed."""
        if lead_id in self._changed:
            self._details[lead_id] = detail
            self.redraw()

    def redraw(self) -> None:
        """Show who did what, and what can be done."""
        if not self.is_mounted:
            return
        self.frame("SOMETHING CHANGED", self.foot(("back", "do nothing")))
        told = [self._told(lead_id) for lead_id in self._changed]
        choices: list[Line] = []
        if self._rest():
            choices.append((("enter", "key"), (f"  only for {_count(len(self._rest()))} unchanged", "")))
        if self._over():
            words = "all the same, as it is now" if len(self._leads()) == 1 else "for all of them as they are now"
            choices.append((("o", "key"), (f"      {words}", "")))
        nothing: Line = (("Nothing was done.", "dim"),)
        self.query_one("#page", Page).show([*told, EMPTY, *(choices or [nothing])])

    def _told(self, lead_id: str) -> Line:
        if lead_id not in self._details:
            return (say(lead_id, "strong"), ("  looking up who changed it…", "dim"))
        detail = self._details[lead_id]
        if detail is None:
            return (say(lead_id, "strong"), (" is not there any more.", "warn"))
        last = next((row for row in reversed(detail.history) if row.kind not in UNTOLD), None)
        if last is None:
            return (say(name_of(detail.row), "strong"), (" was changed.", "warn"))
        ago = span_text(since(last.at, self.house.now()))
        return (
            say(name_of(detail.row), "strong"),
            say(f"  {kind_word(last.kind)} by {last.actor} {ago} ago", "warn"),
            say(f"  {last.words}", "dim"),
        )

    def _leads(self) -> tuple[Seen, ...]:
        leads: tuple[Seen, ...] = getattr(self._order, "leads", ())
        return leads

    def _rest(self) -> tuple[Seen, ...]:
        return tuple(one for one in self._leads() if one.id not in self._changed)

    def _over(self) -> tuple[Seen, ...]:
        """All leads as they are now; none while one of them is not known, or is closed."""
        leads = []
        for one in self._leads():
            detail = self._details.get(one.id)
            if one.id in self._changed and (detail is None or detail.closed_at is not None):
                return ()
            leads.append(Seen(id=one.id, version=detail.row.version) if detail is not None else one)
        return tuple(leads)

    def action_rest(self) -> None:
        """Give the order for the leads that did not change."""
        self._give(self._rest())

    def action_over(self) -> None:
        """Give the order for all of them, as they are now."""
        self._give(self._over())

    def _give(self, leads: tuple[Seen, ...]) -> None:
        if not leads or self._order is None:
            return
        order = self._order.but(leads=leads)
        self.dismiss(None)
        all_of_them = len(self._leads())
        some = f"Done for {len(leads)} of {_count(all_of_them)}."
        self.house.give(order, some if len(leads) < all_of_them else self._done, self._on_answer)


def _count(number: int) -> str:
    return f"{number} lead" if number == 1 else f"{number} leads"
