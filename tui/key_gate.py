"""The gate between the terminal and the keys: a paste is text and never keys, and a storm of keys is not acted on.

Law: what was pasted gives no order. Textual takes what follows an escape code amid a paste for keys; so pastes lose
their escape codes here, before they are read.
"""

import time
from collections.abc import Callable, Iterable, Iterator
from functools import partial

from textual import events
from textual._xterm_parser import XTermParser
from textual.message import Message

from tui.messages import KeysDropped

PASTE_MOST = 4096
"""Characters of a paste that are taken; no line that is typed here is longer."""

PASTE_STALL_SECONDS = 2.0
"""A paste that goes on so long without a character is over; its end was lost."""

KEYS_AT_ONCE = 120
KEYS_A_SECOND = 40
"""No hand and no key held down is faster."""

QUIET_SECONDS = 0.25
"""A storm of keys is over when none came for so long: what is left of a torn text must not act."""

_START, _END = "\x1b[200~", "\x1b[201~"
_PARSER = "XTermParser"

Monotonic = Callable[[], float]


class Pastes:
    """What the terminal sends, with pastes in it made harmless: no escape codes, and no longer than is taken."""

    def __init__(self) -> None:
        self.is_inside = False
        self._behind = ""
        """Outside: the last that went through, it may be half a mark. Inside: the last that may be half the end."""
        self._room = 0

    def tamed(self, data: str) -> str:
        """What of this is to be read."""
        told: list[str] = []
        while data:
            data = self._inside(data, told) if self.is_inside else self._outside(data, told)
        return "".join(told)

    def ended(self) -> str:
        """What ends a paste whose own end never came."""
        return self.tamed(_END)

    def _outside(self, data: str, told: list[str]) -> str:
        seen = self._behind + data
        at = seen.find(_START)
        if at < 0:
            told.append(data)
            self._behind = seen[1 - len(_START) :]
            return ""
        end = at + len(_START) - len(self._behind)
        told.append(data[:end])
        self.is_inside, self._behind, self._room = True, "", PASTE_MOST
        return data[end:]

    def _inside(self, data: str, told: list[str]) -> str:
        text, end, rest = (self._behind + data).partition(_END)
        self._behind = "" if end else _begun_end(text)
        text = text[: len(text) - len(self._behind)].replace("\x1b", "")[: self._room]
        self._room -= len(text)
        told.append(text + end)
        self.is_inside = not end
        return rest


def _begun_end(text: str) -> str:
    """The last of a text as far as it may be the beginning of the mark that ends a paste."""
    return next((_END[:size] for size in range(len(_END) - 1, 0, -1) if text.endswith(_END[:size])), "")


class Pace:
    """Who lets keys through no faster than somebody can mean them."""

    def __init__(self, now: Monotonic) -> None:
        self._now = now
        self._left = float(KEYS_AT_ONCE)
        self._seen_at = now()
        self.is_storm = False

    def lets(self) -> bool:
        """Whether a key that comes now is let through."""
        now = self._now()
        quiet, self._seen_at = now - self._seen_at, now
        if self.is_storm and quiet < QUIET_SECONDS:
            return False
        self._left = min(float(KEYS_AT_ONCE), self._left + quiet * KEYS_A_SECOND)
        self.is_storm = self._left < 1
        self._left -= 0 if self.is_storm else 1
        return not self.is_storm


class GatedParser(XTermParser):
    """Textual's reader of what the terminal sends, behind the gate."""

    def __init__(self, debug: bool = False, now: Monotonic = time.monotonic) -> None:
        self._pastes, self._pace, self._now = Pastes(), Pace(now), now
        self._heard_at = now()
        super().__init__(debug)

    def feed(self, data: str) -> Iterable[Message]:
        """Read on; an empty text is the end."""
        self._heard_at = self._now()
        tamed = self._pastes.tamed(data)
        if tamed and self._pace.is_storm and "\x1b" not in tamed and not self._pace.lets():
            return (KeysDropped(),)  # unread: a storm shall cost nothing
        return self._let_through(super().feed(tamed)) if tamed or not data else ()

    def tick(self) -> Iterable[Message]:
        """Notice what only time can tell: an escape that is a key, a paste without an end."""
        if self._pastes.is_inside and self._now() - self._heard_at > PASTE_STALL_SECONDS:
            yield from self._let_through(super().feed(self._pastes.ended()))
        yield from self._let_through(super().tick())

    def _let_through(self, messages: Iterable[Message]) -> Iterator[Message]:
        for message in messages:
            was_storm = self._pace.is_storm
            if not isinstance(message, events.Key) or self._pace.lets():
                yield message
            elif not was_storm:
                yield KeysDropped()


def stand_before_keys() -> None:
    """Let the terminals that are opened from now on be read through the gate; Textual has no other place for it."""
    try:
        from textual.drivers import linux_driver, linux_inline_driver
    except ImportError:
        return  # a system without such terminals
    for module in (linux_driver, linux_inline_driver):
        setattr(module, _PARSER, partial(GatedParser, now=time.monotonic))
