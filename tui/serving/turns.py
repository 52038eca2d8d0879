"""The desk's thread: work from everywhere is done in turns, many in one commit, a person's before a file's.

Law: whoever waits for work hears of it after the commit, never before.
"""

import logging
import threading
import time
from collections import deque
from collections.abc import Callable
from concurrent.futures import Future
from datetime import timedelta
from typing import Any, Protocol, TypeVar

from store.rows import DiskFailed, StoreError
from tui.serving.desk import Desk, Sitting
from tui.serving.doorbell import Doorbell

T = TypeVar("T")
Work = Callable[[Sitting], Any]

URGENT_PER_TURN = 100
"""Orders and deliveries that share one commit."""

DEALT_BESIDE = 1
"""Lots of deliveries that are dealt in a turn in which others wait to be kept: no sender waits for it all."""

BULK_WAITING_MAX = 4
"""Batches of files that may wait; their taker rests until there is room."""

BEAT_SECONDS = 2.0
"""How long the desk goes without a turn at the longest: the lease is renewed in turns."""

REST_SECONDS = 0.25
"""How long the desk rests after a turn that could do nothing of what there is to do."""

STOPPING = "The engine is stopping; nothing more is taken."

log = logging.getLogger(__name__)


class Bell(Protocol):
    """What the desk sleeps by."""

    def ring(self) -> None:
        """Wake whoever sleeps, or will; from any thread."""
        ...

    def hear(self) -> None:
        """Take in what was told until now, before a look."""
        ...

    def sleep(self, seconds: float) -> None:
        """Sleep so long at the longest: it may be time for a look, and what is looked for not be there."""
        ...

    def close(self) -> None: ...


class Turns:
    """A thread that owns a desk and works through three queues: what people and senders wait for, deliveries that are
    kept and not dealt yet, and what files hold.
    """

    def __init__(
        self, open_desk: Callable[[], Desk], each_turn: Work, open_bell: Callable[[], Bell] = Doorbell
    ) -> None:
        self._open_desk = open_desk
        self._each_turn = each_turn
        self._open_bell = open_bell
        self._urgent: deque[tuple[Work, Future[Any]]] = deque()
        self._soon: deque[tuple[Work, Future[Any]]] = deque()
        self._bulk: deque[tuple[Work, Future[Any]]] = deque()
        self._something = threading.Condition()
        self._sleeper: Bell | None = None
        """The bell of the desk while it sleeps."""
        self._stopping = False
        self._bulk_ended = False
        self._had_bulk = False
        """Whether the last turn held a batch of a file: then who came meanwhile has the next one alone."""
        self._is_stuck = False
        """Whether something was due right after the last turn; what only fell due in it is not the next one's."""
        self._looked_at_version = -1
        self._beat_at = 0.0
        self._disk_failed = False
        self._ready: Future[int] = Future()
        self.thread = threading.Thread(target=self._run, name="desk", daemon=True)
        self.behind = timedelta(0)
        """How far the clock was behind history in the last turn."""
        self.seq = 0
        """The journal's last entry, for whoever asks."""
        self.failure: StoreError | None = None
        """Why the last turn could not be kept."""

    def start(self) -> None:
        """Open the desk; returns when it is open, or raises what kept it from that, and may then be tried again."""
        if self._ready.done():
            self._ready, self.thread = Future(), threading.Thread(target=self._run, name="desk", daemon=True)
        self.thread.start()
        self._ready.result()

    def urgent(self, work: Callable[[Sitting], T]) -> "Future[T]":
        """Have work done in the next turn."""
        return self._leave(self._urgent, work)

    def soon(self, work: Callable[[Sitting], T]) -> "Future[T]":
        """Have work done in the next turn that has room for it: nobody waits for it, but it is to be seen at once."""
        return self._leave(self._soon, work)

    def bulk(self, work: Callable[[Sitting], T]) -> "Future[T]":
        """Have a file's work done when no person waits; blocks while too much of it is waiting."""
        with self._something:
            self._something.wait_for(lambda: len(self._bulk) < BULK_WAITING_MAX or self._bulk_ended or self._stopping)
            if self._bulk_ended:
                raise StoreError(STOPPING)
        return self._leave(self._bulk, work)

    def end_bulk(self) -> None:
        """Take no more of any file: what was read of it is kept, the rest goes on at the next start."""
        with self._something:
            self._bulk_ended = True
            self._something.notify_all()

    def beat(self) -> None:
        """Have a turn now although nobody asks for one: there is news for the lease's row."""
        with self._something:
            self._beat_at = 0.0
            self._stir()

    def stop(self, last: Work) -> None:
        """Finish the work that waits, do one thing more, and close the desk."""
        with self._something:
            self._urgent.append((last, Future()))
            self._stopping = True
            self._stir()
        self.thread.join()

    def _leave(self, queue: deque[tuple[Work, Future[Any]]], work: Callable[[Sitting], T]) -> "Future[T]":
        future: Future[T] = Future()
        with self._something:
            if self._stopping:
                raise StoreError(STOPPING)
            queue.append((work, future))
            self._stir()
        return future

    def _stir(self) -> None:
        """Have the desk look again, and all who wait for room; who calls this holds the lock."""
        self._something.notify_all()
        if self._sleeper is not None:
            self._sleeper.ring()
            self._sleeper = None

    def _run(self) -> None:
        try:
            desk, bell = self._open_desk(), self._open_bell()
        except BaseException as trouble:
            self._ready.set_exception(trouble)
            return
        self.seq = desk.floor.seq
        self._ready.set_result(self.seq)
        try:
            while self._wait(desk, bell):
                self._turn(desk, self._take())
        finally:
            self._leave_nobody_waiting()
            bell.close()
            desk.ledger.close()

    def _leave_nobody_waiting(self) -> None:
        """Let whoever still waits know that nothing is done any more; none are left after an orderly stop."""
        with self._something:
            self._stopping, self._sleeper = True, None
        for _, future in self._take_all():
            future.set_exception(StoreError(STOPPING))

    def _wait(self, desk: Desk, bell: Bell) -> bool:
        """Sleep until there is something to do; False when all is done and the desk is to close."""
        while True:
            with self._something:
                self._sleeper = None
                if self._urgent or self._soon or self._bulk:
                    return True
                if self._stopping:
                    return False
                bell.hear()
                if self._is_due(desk) or self._others_wrote(desk) or time.monotonic() >= self._beat_at:
                    return True
                self._sleeper = bell
                seconds = self._sleep(desk)
            bell.sleep(seconds)

    def _is_due(self, desk: Desk) -> bool:
        return desk.next_due is not None and desk.next_due <= desk.clock()

    def _others_wrote(self, desk: Desk) -> bool:
        try:
            version = desk.ledger.data_version()
        except StoreError:
            return True  # the turn that follows meets the same trouble, and says it
        changed, self._looked_at_version = version != self._looked_at_version, version
        return changed

    def _sleep(self, desk: Desk) -> float:
        until_beat = self._beat_at - time.monotonic()
        until = (desk.next_due - desk.clock()) / timedelta(seconds=1) if desk.next_due is not None else until_beat
        return max(0.0, min(until_beat, until))

    def _take(self) -> list[tuple[Work, Future[Any]]]:
        with self._something:
            taken = [self._urgent.popleft() for _ in range(min(URGENT_PER_TURN, len(self._urgent)))]
            room = DEALT_BESIDE if taken else URGENT_PER_TURN
            taken += [self._soon.popleft() for _ in range(min(room, len(self._soon)))]
            self._had_bulk = bool(self._bulk) and not (taken and self._had_bulk)
            if self._had_bulk:
                taken.append(self._bulk.popleft())
            self._something.notify_all()
        return [(work, future) for work, future in taken if future.set_running_or_notify_cancel()]

    def _take_all(self) -> list[tuple[Work, Future[Any]]]:
        with self._something:
            taken = [*self._urgent, *self._soon, *self._bulk]
            self._urgent.clear()
            self._soon.clear()
            self._bulk.clear()
            self._something.notify_all()
        return [(work, future) for work, future in taken if future.set_running_or_notify_cancel()]

    def _turn(self, desk: Desk, taken: list[tuple[Work, Future[Any]]]) -> None:
        """Do all of it in one commit; when that fails, each alone, so that only the one at fault suffers."""
        results: list[tuple[Future[Any], Any]] = []
        begun: list[bool] = []
        self._beat_at = time.monotonic() + BEAT_SECONDS

        def work(sitting: Sitting) -> None:
            self._each_turn(sitting)
            begun.append(True)
            results.extend((future, one(sitting)) for one, future in taken)
            sitting.tick()

        try:
            if self._disk_failed:
                self._reopen(desk)
            desk.turn(work)
        except Exception as trouble:
            self._disk_failed |= isinstance(trouble, DiskFailed)
            if begun and len(taken) > 1 and not self._disk_failed:
                for one in taken:
                    self._turn(desk, [one])
            else:
                self._after_failure([*taken, *self._take_all()] if not begun else taken, trouble)
        else:
            self._note(None)
            for future, result in results:
                future.set_result(result)
        self.seq, self.behind = desk.floor.seq, desk.behind
        was_stuck, self._is_stuck = self._is_stuck, not taken and self._is_due(desk)
        if was_stuck and self._is_stuck:
            self._rest()  # what is due after its own tick would keep us turning

    def _reopen(self, desk: Desk) -> None:
        """Trust nothing that was in memory when the disk failed."""
        desk.reopen()
        self._disk_failed = False
        log.warning("The database was opened again after the disk had failed, and is whole.")

    def _after_failure(self, taken: list[tuple[Work, Future[Any]]], trouble: Exception) -> None:
        """Tell those who wait: what kept the turn from beginning, a lock or a lost lease, is the same for all."""
        if isinstance(trouble, StoreError):
            self._note(trouble)
        else:
            log.exception("A turn of the desk failed")
        for _, future in taken:
            future.set_exception(trouble)
        if not taken:
            self._rest()

    def _note(self, failure: StoreError | None) -> None:
        """Log a trouble once when it comes and once when it is over."""
        if str(failure) != str(self.failure):
            log.warning("%s", failure or "The desk keeps its turns again.")
        self.failure = failure

    def _rest(self) -> None:
        """Nothing waits and there is nothing to do all the same: do not spin."""
        with self._something:
            if not (self._urgent or self._soon or self._stopping):
                self._something.wait(REST_SECONDS)
