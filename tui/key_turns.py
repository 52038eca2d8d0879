"""Keys one after the other: the next is heard when all that the one before led to is on the screen.

Law: a key means what is on the screen when its turn comes. Textual alone hands keys on as they come in, so of `a l e
enter` typed quickly the enter would be heard by the dialog before the letters, and choose another rep.
"""

import asyncio
import time
from contextlib import suppress

from textual import events
from textual.app import App, ScreenError
from textual.message import Message
from textual.screen import Screen
from textual.widget import Widget
from textual.widgets import Input

PATIENCE_SECONDS = 0.5
"""Whatever keeps a key for longer does not keep the next one; after so long a pause nothing is waited for."""


class Passed(Message, bubble=True):
    """Goes the way that a key goes, from the innermost widget to the app: what came before it has been heard."""


class KeyTurns(App[None]):
    """An app that hears one key at a time."""

    def __init__(self, *, ansi_color: bool | None = None) -> None:
        super().__init__(ansi_color=ansi_color)
        self._typed: asyncio.Queue[events.Key] = asyncio.Queue()
        self._turn: events.Key | None = None
        self._turns: asyncio.Task[None] | None = None
        self._has_passed = asyncio.Event()

    def take_turns(self) -> None:
        """Begin to hear keys; those that came before are not lost."""
        self._turns = asyncio.create_task(self._take_turns())

    def end_turns(self) -> None:
        """Hear no more keys."""
        if self._turns is not None:
            self._turns.cancel()

    async def on_event(self, event: events.Event) -> None:
        """Let a key that has just come wait for its turn; all else goes its way."""
        if isinstance(event, events.Key) and not event.is_forwarded and event is not self._turn:
            self._typed.put_nowait(event)
        else:
            await super().on_event(event)

    def on_passed(self) -> None:
        """Know that the way is free."""
        self._has_passed.set()

    async def _take_turns(self) -> None:
        turned_at = -PATIENCE_SECONDS
        before: tuple[Screen[object], Widget | None] | None = None
        while True:
            key = await self._typed.get()
            with suppress(TimeoutError, ScreenError):  # the last key may have closed the last screen
                if time.monotonic() - turned_at < PATIENCE_SECONDS:
                    async with asyncio.timeout(PATIENCE_SECONDS):
                        await self._heard(before)
                before = (self.screen, self.focused)
            self._turn, turned_at = key, time.monotonic()
            self.post_message(key)

    async def _heard(self, before: tuple[Screen[object], Widget | None] | None) -> None:
        """Wait until the last key, and what it led to, has passed all who may hear it.

        A dialog that it opened asks for the keys meanwhile, and has them after a second round; so has a field said by
        then what it holds.
        """
        is_so = asyncio.Event()
        self.call_later(is_so.set)
        await is_so.wait()
        await self._round()
        if (self.screen, self.focused) != before or isinstance(self.focused, Input):
            await self._round()

    async def _round(self) -> None:
        self._has_passed.clear()
        (self.focused or self.screen).post_message(Passed())
        await self._has_passed.wait()
