"""What can be done to leads and reps, from whichever screen shows them."""

from collections.abc import Sequence
from typing import TYPE_CHECKING, cast

from engine.board import QueueRow, RepRow
from engine.commands import CloseLead, Park, RecordContact, Requeue, Seen, SetAvailability, Undo, WriteNote
from engine.lead import Disposition
from engine.rep import ROUTABLE, Availability
from store.rows import Answer
from tui.key_words import pressed
from tui.keys import Action, works_in
from tui.redoing import Redo
from tui.screens.again import Again
from tui.screens.ask import Asked
from tui.screens.pick import Option
from tui.spans import moment_of
from tui.text import cut
from tui.widgets.bars import Flash

if TYPE_CHECKING:
    from textual.screen import Screen

    from tui.acting import ActingApp

if TYPE_CHECKING:
    _Base = Screen[None]
else:
    _Base = object

NAME_CELLS = 28
NOTE_LETTERS = 2000
COPY_BYTES_MOST = 56_000
"""Some terminals drop a longer clipboard code: 74,994 bytes of it, a third of which is its writing in letters."""

ENDINGS = (
    Option(id="won", words="won", key="w"),
    Option(id="lost", words="lost", key="o"),
    Option(id="unqualified", words="unqualified", key="u"),
    Option(id="unreachable", words="unreachable", key="r"),
    Option(id="spam", words="spam", key="s", note="no lead: its charge is given back"),
    Option(id="duplicate", words="duplicate", key="d", note="no lead: its charge is given back"),
    Option(id="wrong_territory", words="wrong territory", key="t", note="no lead: its charge is given back"),
)
"""How leads can end, each by one key."""


def called(rows: Sequence[QueueRow]) -> str:
    """Return how some leads are called in a sentence: by name, or by how many they are."""
    return f"{len(rows)} leads" if len(rows) != 1 else name_of(rows[0])


def name_of(row: QueueRow) -> str:
    """Return a lead's name for a sentence."""
    return cut(row.name or row.company or row.id, NAME_CELLS)


def row_text(row: QueueRow) -> str:
    """Return what a lead's row says, its cells apart by tabs; none of them is live in a spreadsheet."""
    cells = (row.id, row.name, row.company, row.source, row.why, row.rep_id, row.state, row.queued_at.isoformat())
    from tui.command_line.sheets import cell

    return "\t".join(cell(text) for text in cells)


def rep_name(rep: RepRow) -> str:
    """Return a rep's name for a sentence."""
    return cut(rep.name or rep.id, NAME_CELLS)


def seen(rows: Sequence[QueueRow]) -> tuple[Seen, ...]:
    """Return leads as they were seen, so that an order for one that has changed since is refused."""
    return tuple(Seen(id=row.id, version=row.version) for row in rows)


class Acts(_Base):
    """The keys that give orders. A screen says which leads and which rep they are for."""

    panel: str
    _parting: Flash | None = None
    """The sentence that said how to leave."""

    @property
    def house(self) -> "ActingApp":
        """The app, as the app it is."""
        return cast("ActingApp", self.app)

    def chosen_leads(self) -> Sequence[QueueRow]:
        """Return the leads that an order is for; when there are none, say why and return nothing."""
        raise NotImplementedError

    def chosen_rep(self) -> RepRow | None:
        """Return the rep that an order is for; when there is none, say why and return None."""
        raise NotImplementedError

    def done(self) -> None:
        """Tidy up after an order was carried out."""

    def why_not(self, action: Action) -> str:
        """Return why an action does nothing here, or nothing when it does something."""
        if not works_in(action, self.panel):
            return f"works only in {' and '.join(action.panels)}"
        return self.house.seat.why_not(action)

    async def action_act(self, action_id: str) -> None:
        """Do what a key stands for, or say why it does nothing here."""
        action = self.house.actions[action_id]
        why = self.why_not(action)
        if why:
            self.house.say(f"{action.words.rstrip('…')}: {why}.")
        else:
            await self.run_action(action.method)

    def _after(self, answer: Answer) -> None:
        if answer.ok:
            self.done()

    def _do(self, again: Again) -> None:
        """Do an act on the chosen leads, and keep it for the key that repeats."""
        if rows := self.chosen_leads():
            self._do_on(again, rows)

    def _do_on(self, again: Again, rows: Sequence[QueueRow]) -> None:
        self.house.again = again
        self.house.give(again.order(seen(rows)), again.words(rows), self._after)

    def action_repeat(self) -> None:
        """Do the last act once more, on what is chosen now."""
        if self.house.again is None:
            self.house.say("There is nothing to repeat yet.")
        else:
            self._do(self.house.again)

    def action_lead_requeue(self) -> None:
        """Put the leads back into the queue."""
        self._do(Again(lambda leads: Requeue(leads=leads), lambda rows: f"{called(rows)} back in the queue."))

    def action_lead_contacted(self) -> None:
        """Note that the customers were reached."""
        self._do(Again(lambda leads: RecordContact(leads=leads), lambda rows: f"Marked contacted: {called(rows)}."))

    def action_lead_close(self) -> None:
        """Ask how the leads ended, and close them."""
        rows = self.chosen_leads()

        def close(ending: str) -> None:
            kind = Disposition(ending)
            words = ending.replace("_", " ")
            again = Again(
                lambda leads: CloseLead(leads=leads, disposition=kind), lambda done: f"{called(done)}: {words}."
            )
            self._do_on(again, rows)

        if rows:
            self.house.open_pick(f"DONE  {called(rows)}", ENDINGS, close)

    def action_lead_park(self) -> None:
        """Ask until when, and put the leads aside."""
        rows = self.chosen_leads()

        def park(text: str) -> str:
            try:
                until_at = moment_of(text, self.house.now(), self.house.zone)
            except ValueError as fault:
                return f"{fault}."
            again = Again(
                lambda leads: Park(leads=leads, until_at=until_at),
                lambda done: f"{called(done)} put aside until {until_at.astimezone(self.house.zone):%d %b %H:%M}.",
            )
            self._do_on(again, rows)
            return ""

        if rows:
            asked = Asked(title=f"PUT ASIDE  {called(rows)}", words="for 90m, 2h or 3d, or until 14:00")
            self.house.open_ask(asked, park)

    def action_lead_note(self) -> None:
        """Ask for a note, and keep it."""
        rows = self.chosen_leads()

        def note(text: str) -> str:
            if not text:
                return "An empty note says nothing."
            self.house.give(WriteNote(leads=seen(rows), text=text), f"Noted at {called(rows)}.", self._after)
            return ""

        if rows:
            words = "kept beside the journal; it goes when the person is forgotten"
            self.house.open_ask(Asked(title=f"NOTE  {called(rows)}", words=words, most=NOTE_LETTERS), note)

    def action_lead_explain(self) -> None:
        """Show why the lead is where it is."""
        if rows := self.chosen_leads():
            self.house.open_detail(rows[0].id, at_reasons=True)

    def action_lead_copy(self) -> None:
        """Copy what the lead is reached by."""
        if rows := self.chosen_leads():
            self._copy("\n".join(self.copied(row) for row in rows))

    def action_lead_copy_row(self) -> None:
        """Copy all that the rows say, a line each, its cells apart by tabs."""
        if rows := self.chosen_leads():
            self._copy("\n".join(map(row_text, rows)))

    def _copy(self, text: str) -> None:
        """Copy by the code that a terminal takes a clipboard by (OSC 52), which takes no more than so much."""
        if len(text.encode()) > COPY_BYTES_MOST:
            self.house.say("That is more than a terminal's clipboard takes; mark fewer leads.")
            return
        self.house.copy_to_clipboard(text)
        self.house.say(f"Copied: {cut(text, 40)}.", is_good=True)

    def copied(self, row: QueueRow) -> str:
        """Return what is copied of a lead."""
        return row.id

    def action_jump(self) -> None:
        """Ask for a lead by its number, and open it."""

        def jump(text: str) -> str:
            number = text.upper().removeprefix("L").removeprefix("-")
            if not (number.isascii() and number.isdigit()):
                return "A lead's id is a number, like 17 or L-17."
            self.house.call_later(self.jump_to, f"L-{int(number)}")
            return ""

        self.house.open_ask(Asked(title="JUMP TO A LEAD", words="its id, 17 or L-17, open or closed", most=12), jump)

    def jump_to(self, lead_id: str) -> None:
        """Go to a lead."""
        self.house.open_detail(lead_id)

    def action_rep_toggle(self) -> None:
        """Send a rep away, or bring them back."""
        rep = self.chosen_rep()
        if rep is None:
            return
        is_here = rep.availability in ROUTABLE
        self.set_availability(rep, Availability.AWAY if is_here else Availability.AVAILABLE)

    def set_availability(self, rep: RepRow, goal: Availability, reason: str = "") -> None:
        """Say of a rep that they are away, or back."""
        said = {Availability.AVAILABLE: "back", Availability.LAST_ONE: "away after one more lead"}
        words = said.get(goal, "off" if goal is Availability.OFFLINE else f"away{f' ({reason})' if reason else ''}")
        order = SetAvailability(rep_id=rep.id, availability=goal, reason=reason)
        self.house.give(order, f"{rep_name(rep)} is {words}.")

    def action_undo(self) -> None:
        """Take back our own latest act; the floor says when there is none."""
        self.house.give(Undo(), "Undone.")

    def action_redo(self) -> None:
        """Do again what we took back last."""
        self.house.give(Redo(), "Done again.")

    def action_show_help(self) -> None:
        """Show the keys."""
        self.house.open_help(self.panel)

    def action_show_commands(self) -> None:
        """Show all commands."""
        self.house.open_commands(self)

    def action_view_mute(self) -> None:
        """Mute the bell, or not."""
        self.house.say("The bell is muted." if self.house.turn_mute() else "The bell rings again.")

    def action_view_theme(self) -> None:
        """Take the next theme."""
        self.house.say(f"Theme: {self.house.turn_theme()}. To keep it: [screen] theme in floor.toml.")

    def action_leave(self) -> None:
        """Leave."""
        self.house.exit()

    def leave_at_second(self, what: str) -> None:
        """Say how to leave; leave when this is asked again while that still stands on the screen."""
        flash = self.house.flash
        if flash is not None and flash is self._parting and flash.line(self.house.now()):
            self.house.exit()
            return
        again, at_once = (pressed(self.house.actions, one) for one in ("back", "leave"))
        self.house.say(f"Press {again} again, or {at_once}, to leave{what}. The engine goes on dealing.")
        self._parting = self.house.flash
