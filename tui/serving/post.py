"""How an order reaches the floor: left for the engine where one runs, decided here where none does.

Law: an order that nobody answered in time is withdrawn, so that it is not obeyed behind the back of who gave it.
"""

import threading
import time
from collections.abc import Callable, Sequence
from typing import TYPE_CHECKING, Protocol, TypeVar

from engine.turn import PolicyError, Refused
from store.rows import Answer
from tui.clock import Clock
from tui.floor_dir import FloorDir, identity
from tui.serving.lease import is_alive
from tui.wiring import open_ledger, open_letters

if TYPE_CHECKING:
    from datetime import datetime

    from engine.commands import Command, Order
    from store.rows import Lease
    from tui.ports import Ledger
    from tui.serving.desk import Sitting

T = TypeVar("T")

WAIT_SECONDS = 5.0
"""How long we wait for the engine's answer."""

LOOK_SECONDS = 0.005
"""How long we rest between looks for it at the longest; the first rests are shorter, as long as all before them."""

FIRST_LOOK_SECONDS = 0.001

ASK_SECONDS = 0.25
"""How often we ask whether the engine that we wait for is still there."""

WITHDRAWN = "The engine did not answer in time; nothing was done. Is its process stopped, or the disk busy?"


class Letters(Protocol):
    """The mailbox, as whoever leaves an order sees it."""

    def lease(self) -> "Lease | None": ...
    def leave(self, actor: str, order: "Order", at: "datetime") -> int:
        """Leave an order; the number returned is what its answer is asked by."""
        ...

    def answer(self, left: int) -> Answer | None: ...
    def withdraw(self, left: int, why: Answer, at: "datetime") -> Answer | None:
        """Take an order back; returns its answer when one has come after all, else None."""
        ...

    def close(self) -> None: ...


class Post:
    """One terminal's way to give orders to a floor."""

    def __init__(self, floor: FloorDir, clock: Clock, warn: Callable[[str], None]) -> None:
        self._floor = floor
        self._clock = clock
        self._warn = warn
        self._letters: Letters | None = None
        self._ledger: Ledger | None = None
        self._database: tuple[int, int] | None = None
        self._one_at_a_time = threading.Lock()

    def give(self, order: "Order", actor: str) -> Answer:
        """Give an order and wait for what became of it. Raises StoreError when the database does not let us."""
        with self._one_at_a_time:
            letters = self._open_letters()
            left = letters.leave(actor, order, self._clock()) if self._is_served(letters) else None
            answer = self._wait(letters, left) if left else None
            return answer or self._decide(order, actor)

    def ask_again(self, rejects: Sequence[int], files: Sequence[str]) -> int:
        """Ask for rejects and for files that failed to be tried again; returns how many of them can be."""
        with self._one_at_a_time, self._open_ledger().writing() as writing:
            now = self._clock()
            return writing.ask_again(rejects, now) + sum(writing.ask_file(one, now) for one in files)

    def close(self) -> None:
        """Close what was opened."""
        for opened in (self._letters, self._ledger):
            if opened is not None:
                opened.close()
        self._letters = self._ledger = None

    def _open_letters(self) -> Letters:
        """The mailbox of the database that is there now, whichever was there before."""
        self._letters = self._of_now(self._letters, open_letters)
        return self._letters

    def _open_ledger(self) -> "Ledger":
        """The ledger of that database."""
        self._ledger = self._of_now(self._ledger, open_ledger)
        return self._ledger

    def _of_now(self, opened: T | None, how: Callable[[FloorDir], T]) -> T:
        if identity(self._floor.database) != self._database:
            self.close()
            opened = None
        if opened is None:
            opened = how(self._floor)
            self._database = identity(self._floor.database)
        return opened

    def _is_served(self, letters: Letters) -> bool:
        return is_alive(letters.lease(), self._clock())

    def _wait(self, letters: Letters, left: int) -> Answer | None:
        """Wait for the engine's answer; None when it stopped before it came to the order, which is then withdrawn."""
        began = time.monotonic()
        ask_at = began + ASK_SECONDS
        while (answer := letters.answer(left)) is None:
            now = time.monotonic()
            if now > began + WAIT_SECONDS:
                return self._withdraw(letters, left) or Answer(ok=False, sentence=WITHDRAWN)
            if now > ask_at:
                if not self._is_served(letters):
                    return self._withdraw(letters, left)
                ask_at = now + ASK_SECONDS
            time.sleep(min(LOOK_SECONDS, FIRST_LOOK_SECONDS + now - began))
        return answer

    def _withdraw(self, letters: Letters, left: int) -> Answer | None:
        return letters.withdraw(left, Answer(ok=False, sentence=WITHDRAWN), self._clock())

    def _decide(self, order: "Command", actor: str) -> Answer:
        """No engine runs: be the desk ourselves, for this one order, under the floor.toml of now."""
        from tui.serving.desk import Desk  # all that decides, which who leaves an order does without

        desk = Desk(self._open_ledger(), self._clock)

        def work(sitting: "Sitting") -> Answer:
            self._follow_rules(sitting)
            sitting.tick()
            return sitting.answer(order, actor, f"order:{sitting.draft.seq + 1}:{actor}")

        return desk.turn(work)

    def _follow_rules(self, sitting: "Sitting") -> None:
        import hashlib

        text = self._floor.rules.read_bytes() if self._floor.rules.exists() else b""
        if hashlib.sha256(text).hexdigest() == sitting.writing.rules_text(sitting.draft.policy_digest):
            return
        from tui.serving.desk import follow
        from tui.settings import load  # a quarter of a second that is spent only after an edit

        try:
            settings = load(self._floor.rules)
        except PolicyError as fault:
            if not sitting.draft.policy_digest:
                raise Refused(str(fault)) from fault
            self._warn(f"The last edit is not in force:\n{fault}")
            return
        follow(sitting, settings)
