"""How an order reaches the floor: left for the engine where one runs, decided here where none does.

Law: an order that nobody answered in time is withdrawn, so that it is not obeyed behind the back of who gave it.
"""

import hashlib
import threading
import time
from collections.abc import Callable, Sequence

from engine.commands import Command, Order
from engine.policy import PolicyError
from engine.turn import Refused
from store.rows import Answer
from tui.clock import Clock
from tui.floor_dir import FloorDir, identity
from tui.ports import Ledger
from tui.serving.desk import Desk, Sitting, follow
from tui.serving.lease import is_alive
from tui.wiring import open_ledger

WAIT_SECONDS = 5.0
"""How long we wait for the engine's answer."""

LOOK_SECONDS = 0.005

ASK_SECONDS = 0.25
"""How often we ask whether the engine that we wait for is still there."""

WITHDRAWN = "The engine did not answer in time; nothing was done. Is its process stopped, or the disk busy?"


class Post:
    """One terminal's way to give orders to a floor."""

    def __init__(self, floor: FloorDir, clock: Clock, warn: Callable[[str], None]) -> None:
        self._floor = floor
        self._clock = clock
        self._warn = warn
        self._ledger: Ledger | None = None
        self._database: tuple[int, int] | None = None
        self._one_at_a_time = threading.Lock()

    def give(self, order: Order, actor: str) -> Answer:
        """Give an order and wait for what became of it. Raises StoreError when the database does not let us."""
        with self._one_at_a_time:
            ledger = self._open()
            left = self._leave(ledger, order, actor)
            answer = self._wait(ledger, left) if left else None
            return answer or self._decide(ledger, order, actor)

    def ask_again(self, rejects: Sequence[int], files: Sequence[str]) -> int:
        """Ask for rejects and for files that failed to be tried again; returns how many of them can be."""
        with self._one_at_a_time, self._open().writing() as writing:
            now = self._clock()
            return writing.ask_again(rejects, now) + sum(writing.ask_file(one, now) for one in files)

    def close(self) -> None:
        """Close the ledger, if it was opened."""
        if self._ledger is not None:
            self._ledger.close()
            self._ledger = None

    def _open(self) -> Ledger:
        """The ledger of the database that is there now, whichever was there before."""
        if self._ledger is None or identity(self._floor.database) != self._database:
            self.close()
            self._ledger = open_ledger(self._floor)
            self._database = identity(self._floor.database)
        return self._ledger

    def _leave(self, ledger: Ledger, order: Order, actor: str) -> int | None:
        """Leave the order for the engine; None when there is none."""
        if not self._is_served(ledger):
            return None
        with ledger.writing() as writing:
            return writing.leave_order(actor, order, self._clock())

    def _is_served(self, ledger: Ledger) -> bool:
        with ledger.reading() as reading:
            return is_alive(reading.lease(), self._clock())

    def _wait(self, ledger: Ledger, left: int) -> Answer | None:
        """Wait for the engine's answer; None when it stopped before it came to the order, which is then withdrawn."""
        began = time.monotonic()
        ask_at = began + ASK_SECONDS
        while (answer := ledger.answer(left)) is None:
            now = time.monotonic()
            if now > began + WAIT_SECONDS:
                return self._withdraw(ledger, left) or Answer(ok=False, sentence=WITHDRAWN)
            if now > ask_at:
                if not self._is_served(ledger):
                    return self._withdraw(ledger, left)
                ask_at = now + ASK_SECONDS
            time.sleep(LOOK_SECONDS)
        return answer

    def _withdraw(self, ledger: Ledger, left: int) -> Answer | None:
        """Take an order back; returns its answer when one has come after all, else None."""
        with ledger.writing() as writing:
            answer = ledger.answer(left)
            if answer is None:
                writing.answer_order(left, Answer(ok=False, sentence=WITHDRAWN), self._clock())
        return answer

    def _decide(self, ledger: Ledger, order: Command, actor: str) -> Answer:
        """No engine runs: be the desk ourselves, for this one order, under the floor.toml of now."""
        desk = Desk(ledger, self._clock)

        def work(sitting: Sitting) -> Answer:
            self._follow_rules(sitting)
            sitting.tick()
            return sitting.answer(order, actor, f"order:{sitting.draft.seq + 1}:{actor}")

        return desk.turn(work)

    def _follow_rules(self, sitting: Sitting) -> None:
        text = self._floor.rules.read_bytes() if self._floor.rules.exists() else b""
        if hashlib.sha256(text).hexdigest() == sitting.writing.rules_text(sitting.draft.policy_digest):
            return
        from tui.settings import load  # a quarter of a second that is spent only after an edit

        try:
            settings = load(self._floor.rules)
        except PolicyError as fault:
            if not sitting.draft.policy_digest:
                raise Refused(str(fault)) from fault
            self._warn(f"The last edit is not in force:\n{fault}")
            return
        follow(sitting, settings)
