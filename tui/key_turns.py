"""Keys one after the other: the next is heard when all that the one before led to is on the screen.

Law: a key means what is on the screen when its turn comes. Textual alone hands keys on as they come in, so of `a l e
enter` typed quickly the enter would be heard by the dialog before the letters, and choose another rep.
"""

import asyncio
from contextlib import suppress

from textual import events
from textual.app import App, ScreenError
from textual.message_pump import MessagePump

ROUNDS = 2
"""A dialog that a key opens asks for the keys in the first round, and has them in the second."""

PATIENCE_SECONDS = 0.5
"""Whatever keeps a key for longer does not keep the next one."""


class KeyTurns(App[None]):
    """An app that hears one key at a time."""

    def __init__(self, *, ansi_color: bool | None = None) -> None:
        super().__init__(ansi_color=ansi_color)
        self._typed: asyncio.Queue[events.Key] = asyncio.Queue()
        self._turn: events.Key | None = None
        self._turns: asyncio.Task[None] | None = None

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

    async def _take_turns(self) -> None:
        while True:
            self._turn = await self._typed.get()
            self.post_message(self._turn)
            with suppress(TimeoutError, ScreenError):  # the last key may have closed the last screen
                async with asyncio.timeout(PATIENCE_SECONDS):
                    await self._heard()

    async def _heard(self) -> None:
        """Wait until a key, and what it led to, has passed all who may hear it, from the innermost to the app."""
        await _passed(self)
        for _ in range(ROUNDS):
            inner = self.focused or self.screen
            for one in (inner, *inner.ancestors_with_self):
                await _passed(one)


async def _passed(pump: MessagePump) -> None:
    """Wait until somebody has dealt with every message that they have by now."""
    is_so = asyncio.Event()
    if pump.call_later(is_so.set):
        await is_so.wait()
