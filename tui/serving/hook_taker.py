"""The thread that deals web-hook deliveries, in the order they came."""

import logging
from collections import deque
from concurrent.futures import Future

from importers.hooks.payload import Found
from store.rows import SpooledHook, StoreError
from tui.serving.deliveries import Delivery, read, refused, take, together
from tui.serving.looking import STUMBLED, Taker
from tui.serving.taking import HintsFor
from tui.serving.turns import Turns

SPOOLED_PER_LOOK = 100

LANDED_MAX = 1_000
"""So many deliveries that wait are held in memory; the others wait in the spool alone."""

log = logging.getLogger(__name__)


class HookTaker(Taker):
    """Takes deliveries in the order they came: those that land meanwhile as they are handed over, all others out of
    the spool. The spool is the truth; what is handed over only spares looking into it, and reading a body twice.
    """

    def __init__(self, turns: Turns, hints: HintsFor) -> None:
        self._turns, self._hints = turns, hints
        self._landed: deque[SpooledHook] = deque()
        self._found: dict[int, Found] = {}
        """The records of deliveries that landed, by their numbers in the spool."""
        self._knows_all = False
        """Whether all that waits in the spool has been handed over since we looked into it."""
        super().__init__("deliveries", self._take)

    def land(self, hook: SpooledHook, found: Found | None) -> None:
        """Deal a delivery that is in the spool since just now; `found` are its records, where they are known."""
        if self._knows_all and len(self._landed) < LANDED_MAX:
            if found is not None:
                self._found[hook.id] = found
            self._landed.append(hook)
        else:
            self._knows_all = False
        self.wake()

    def _take(self) -> None:
        if not (self._looking.was_woken and self._knows_all):
            self.take_spooled()
        self.take_landed()

    def take_landed(self) -> None:
        """Take what was handed over since the spool was looked into."""
        try:
            while self._landed and not self._looking.is_stopping:
                self._deal([self._landed.popleft() for _ in range(min(SPOOLED_PER_LOOK, len(self._landed)))])
        except BaseException:
            self._knows_all = False
            raise

    def take_spooled(self) -> int:
        """Take every delivery in the spool; returns how many there were."""
        taken, self._knows_all = 0, False
        while not self._knows_all and not self._looking.is_stopping:
            self._landed.clear()
            self._found.clear()
            self._knows_all = True  # what lands from here on is handed over, and may be found in the spool as well
            try:
                hooks = self._turns.urgent(lambda sitting: sitting.writing.spooled(SPOOLED_PER_LOOK)).result()
                self._deal(hooks)
            except BaseException:
                self._knows_all = False
                raise
            self._knows_all &= len(hooks) < SPOOLED_PER_LOOK
            taken += len(hooks)
        return taken

    def _deal(self, hooks: list[SpooledHook]) -> None:
        """Deal deliveries, those of one source that follow each other together."""
        for group, dealt in [(group, self._begin(group)) for group in together(hooks)]:
            self._end(group, dealt)

    def _begin(self, hooks: list[SpooledHook]) -> "Future[None]":
        """Read deliveries and have them dealt."""
        return take(self._turns, [self._read(hook) for hook in hooks])

    def _read(self, hook: SpooledHook) -> Delivery:
        """Read a delivery. Whatever goes wrong with it is its own trouble."""
        try:
            return read(hook, self._hints(hook.source, f"hook:{hook.source}"), self._found.pop(hook.id, None))
        except StoreError:
            raise
        except Exception:
            log.exception("A delivery could not be read")
            return refused(hook, STUMBLED.format(what="delivery"))

    def _end(self, hooks: list[SpooledHook], dealt: "Future[None]") -> None:
        """Wait until deliveries are dealt; where one of them stumbles, each is by itself."""
        try:
            dealt.result()
        except StoreError:
            raise
        except Exception:
            if len(hooks) == 1:
                log.exception("A delivery could not be taken")
                take(self._turns, [refused(hooks[0], STUMBLED.format(what="delivery"))]).result()
            else:
                for hook in hooks:
                    self._end([hook], self._begin([hook]))
