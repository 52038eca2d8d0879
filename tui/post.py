"""How an order reaches the floor: left for the engine where one runs, decided here where none does.

Law: an order that nobody answered in time is withdrawn, so that it is not obeyed behind the back of who gave it.
"""

import hashlib
import threading
import time
from collections.abc import Callable

from engine.commands import Command, Order
from engine.policy import PolicyError, digest
from engine.turn import Refused
from store.rows import Answer
from tui.desk import Clock, Desk, Sitting, keep_rules
from tui.floor_dir import FloorDir
from tui.lease import is_alive
from tui.ports import Ledger
from tui.wiring import open_ledger

WAIT_SECONDS = 5.0
"""How long we wait for the engine's answer."""

LOOK_SECONDS = 0.005

WITHDRAWN = "The engine did not answer in time; nothing was done. Is its process stopped, or the disk busy?"


class Post:
    """One terminal's way to give orders to a floor."""

    def __init__(self, floor: FloorDir, clock: Clock, warn: Callable[[str], None]) -> None:
        self._floor = floor
        self._clock = clock
        self._warn = warn
        self._ledger: Ledger | None = None
        self._one_at_a_time = threading.Lock()

    def give(self, order: Order, actor: str) -> Answer:
        """Give an order and wait for what became of it. Raises StoreError when the database does not let us."""
        with self._one_at_a_time:
            ledger = self._ledger = self._ledger or open_ledger(self._floor)
            left = self._leave(ledger, order, actor)
            return self._wait(ledger, left) if left else self._decide(ledger, order, actor)

    def close(self) -> None:
        """Close the ledger, if it was opened."""
        if self._ledger is not None:
            self._ledger.close()
            self._ledger = None

    def _leave(self, ledger: Ledger, order: Order, actor: str) -> int | None:
        """Leave the order for the engine; None when there is none."""
        with ledger.reading() as reading:
            if not is_alive(reading.lease(), self._clock()):
                return None
        with ledger.writing() as writing:
            return writing.leave_order(actor, order, self._clock())

    def _wait(self, ledger: Ledger, left: int) -> Answer:
        until = time.monotonic() + WAIT_SECONDS
        while (answer := ledger.answer(left)) is None:
            if time.monotonic() > until:
                return self._withdraw(ledger, left)
            time.sleep(LOOK_SECONDS)
        return answer

    def _withdraw(self, ledger: Ledger, left: int) -> Answer:
        with ledger.writing() as writing:
            answer = ledger.answer(left)
            if answer is None:
                answer = Answer(ok=False, sentence=WITHDRAWN)
                writing.answer_order(left, answer, self._clock())
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
        keep_rules(sitting, settings.policy, digest(settings.policy), settings.text_sha256, "floor.toml")
