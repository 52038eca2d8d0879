"""What every screen stands on that gives orders: a seat, one flash line, orders on their way, dialogs kept.

Law: a dialog is loaded when it is first opened. All of them together take as long to load as the board to paint.
"""

from collections.abc import Callable, Sequence
from datetime import datetime, tzinfo
from functools import partial
from typing import TYPE_CHECKING, ClassVar, TypeVar

from textual import events
from textual.screen import Screen
from textual.widget import Widget

from engine.commands import Order, Undo
from store.rows import Answer
from tui.house import HouseApp
from tui.key_words import pressed
from tui.messages import Answered, DetailCame, KeysDropped, Looked, Said
from tui.ports import Viewer
from tui.redoing import Redo
from tui.screens.again import Again
from tui.screens.overlay import Overlay
from tui.seat import Seat
from tui.watch import READ_EVERY_SECONDS
from tui.widgets.bars import Flash
from tui.widgets.order import HeldOrder

if TYPE_CHECKING:
    from tui.screens.acts import Acts
    from tui.screens.ask import Asked
    from tui.screens.pick import Option

Dialog = TypeVar("Dialog", bound=Overlay[None])
OnAnswer = Callable[[Answer], None]


class ActingApp(HouseApp):
    """A screen at which somebody sits and works."""

    THREADS: ClassVar[tuple[str, ...]] = ("read", "work")
    lead_panel: ClassVar[str] = "queue"
    """Whose keys work on a lead that is shown in full."""

    def __init__(
        self,
        viewer: Viewer,
        seat: Seat,
        now: Callable[[], datetime],
        *,
        zone: tzinfo | None = None,
        every: float = READ_EVERY_SECONDS,
    ) -> None:
        super().__init__(viewer, now, zone=zone, every=every, look=seat.look)
        self.seat = seat
        self.actions = seat.actions()
        self.flash: Flash | None = None
        self.again: Again | None = None
        """What the key that repeats does."""
        self._waiting: dict[int, tuple[Order | Redo, OnAnswer]] = {}
        self._overlays: dict[str, Overlay[None]] = {}
        self.lay_out()
        self.set_keymap({action_id: ",".join(keys) for action_id, keys in seat.keymap.items()})

    def lay_out(self) -> None:
        """Lay out what is this screen's own."""

    @property
    def actor(self) -> str:
        """Who sits here."""
        return self.seat.actor

    async def on_mount(self) -> None:
        """Open the first screen and start both threads."""
        await self.open_first()
        self.begin()

    async def open_first(self) -> None:
        """Open the screen that everything opens over."""
        raise NotImplementedError

    def held_order(self) -> HeldOrder:
        """Return the order that stands still while a dialog is open."""
        raise NotImplementedError

    def on_detail_came(self, event: DetailCame) -> None:
        """Hand a lead's detail to whatever screen asked."""
        for screen in self.screen_stack:
            if isinstance(screen, Overlay):
                once_there(screen, partial(screen.show_detail, event.lead_id, event.detail))

    def on_looked(self, event: Looked) -> None:
        """Hand rows that were looked up to whatever list asked."""
        for screen in self.screen_stack:
            if isinstance(screen, Overlay):
                once_there(screen, partial(screen.show_looked, event))

    def on_said(self, event: Said) -> None:
        """Say what became of something that was asked for."""
        self.say(event.answer.sentence, is_good=event.answer.ok)

    def on_keys_dropped(self, _: KeysDropped) -> None:
        """Say that a storm of keys was cut off."""
        self.say("Too many keys at once: the rest was not taken.")

    def on_paste(self, _: events.Paste) -> None:
        """Say that a paste came where nothing takes text."""
        self.say("Nothing here takes pasted text.")

    def turn_mute(self) -> bool:
        """Mute the bell, or not; return whether it is mute now."""
        raise NotImplementedError

    def say(self, sentence: str, *, is_good: bool = False, can_undo: bool = False) -> None:
        """Say one sentence on the flash line."""
        self.flash = Flash(
            sentence=sentence,
            is_good=is_good,
            at=self.now(),
            undo_key=pressed(self.actions, "undo") if can_undo else "",
        )
        self.redraw()

    def give(self, order: Order | Redo, done: str, on_answer: OnAnswer | None = None) -> None:
        """Give an order. `done` is the sentence for when it is done; a refusal brings its own."""
        number = self.watch_house.give(order)

        def answered(answer: Answer) -> None:
            said = f"{done} {answer.also}." if answer.also else done
            sentence = answer.sentence or (said if answer.ok else "The floor refused, without saying why.")
            self.say(sentence, is_good=answer.ok, can_undo=answer.ok and not isinstance(order, Undo))
            if on_answer is not None:
                on_answer(answer)
            if answer.changed and not isinstance(order, Redo):
                self._open_lost(order, answer, done, on_answer)

        self._waiting[number] = (order, answered)
        self.redraw()

    def _open_lost(self, order: Order, answer: Answer, done: str, on_answer: OnAnswer | None) -> None:
        """Say that somebody was quicker."""
        from tui.screens.lost import Lost

        self._push_open(Lost, lambda lost: lost.open(order, answer, done, on_answer))
        for lead_id in answer.changed:
            self.watch_house.ask(lead_id)

    def pending(self) -> set[str]:
        """Return the leads that an order is on its way for."""
        orders = (order for order, _ in self._waiting.values())
        return {seen.id for order in orders for seen in getattr(order, "leads", ())}

    def has_waiting(self) -> bool:
        """Whether an order is still on its way."""
        return bool(self._waiting)

    def on_answered(self, event: Answered) -> None:
        """Say what became of an order."""
        _, on_answer = self._waiting.pop(event.number, (None, None))
        if on_answer is not None:
            on_answer(event.answer)
        self.redraw()

    def open_detail(self, lead_id: str, *, at_reasons: bool = False) -> None:
        """Show one lead in full."""
        from tui.screens.detail import Detail

        self.watch_house.ask(lead_id)
        self._push_open(Detail, lambda screen: screen.open(lead_id, at_reasons=at_reasons))

    def open_help(self, panel: str) -> None:
        """Explain the keys of a panel."""
        from tui.screens.help import Help

        self._push_open(Help, lambda screen: screen.open(panel))

    def open_pick(self, title: str, options: "Sequence[Option]", on_pick: Callable[[str], None]) -> None:
        """Let one of a few things be chosen, by its key or by the cursor."""
        from tui.screens.pick import Pick

        self._push_open(Pick, lambda screen: screen.open(title, options, on_pick))

    def open_ask(self, asked: "Asked", on_text: Callable[[str], str]) -> None:
        """Ask for a line of text; what is returned says why it will not do."""
        from tui.screens.ask import Ask

        self._push_open(Ask, lambda screen: screen.open(asked, on_text))

    def open_past(self, at: datetime) -> None:  # noqa: ARG002
        """Show the screen as it was, where it has a past."""
        self.say("The past is shown on the manager's board: floorboard.")

    def open_commands(self, screen: "Acts") -> None:
        """Offer all commands of a screen."""
        from tui.screens.commands import Commands

        self._push_open(Commands, lambda commands: commands.open(screen))

    def _push_open(self, kind: type[Dialog], begin: Callable[[Dialog], None]) -> None:
        """Open the dialog of a kind, made once and kept; the order below stands still until it is closed."""
        name = kind.__name__.lower()
        if name not in self._overlays:
            self._overlays[name] = kind()
            self.install_screen(self._overlays[name], name)
        screen = self._overlays[name]
        assert isinstance(screen, kind)
        begin(screen)
        if screen in self.screen_stack:
            return
        order = self.held_order()
        order.dialogs += 1

        def closed(_: None) -> None:
            order.dialogs -= 1
            order.touch(self.now())

        self.push_screen(screen, closed)

    def action_help_quit(self) -> None:
        """Say how to leave when somebody presses ctrl+c."""
        self.say(f"{pressed(self.actions, 'leave')} leaves; the engine goes on dealing.")


def once_there(screen: Screen[None], show: Callable[[], object]) -> None:
    """Show at once, or as soon as a screen that is just being opened has its widgets."""
    if not screen.is_mounted:
        screen.call_later(once_there, screen, show)
    elif all(part.is_mounted for part in screen.walk_children(Widget)):
        show()
    else:
        screen.call_after_refresh(once_there, screen, show)
