"""A world with a clock of its own, in which several processes run one at a time and may be frozen or killed anywhere.

Each process is a thread that holds the baton while it runs, and hands it back wherever the real one could be
interrupted. Chance comes from the seed alone: the same seed is the same world to the last step.
"""

import heapq
import threading
from collections.abc import Callable
from datetime import UTC, datetime, timedelta
from random import Random

from engine.value import Value

MONDAY = datetime(2026, 3, 9, 8, 30, tzinfo=UTC)


class Killed(BaseException):
    """The process is gone; nothing that it would have done any more is done."""


class Troubles(Value):
    """How often things go wrong in a world; each seed has its own, and many are nought."""

    kill: float = 0.0
    """The chance of a kill at each point at which a process can be interrupted."""
    freeze: float = 0.0
    freeze_seconds: float = 20.0
    switch: float = 0.05
    """The chance that others run in between."""


def _held() -> threading.Lock:
    lock = threading.Lock()
    lock.acquire()
    return lock


class Process:
    """One process of the world."""

    def __init__(self, world: "World", name: str, body: Callable[["Process"], None]) -> None:
        self.world = world
        self.name = name
        self.pid = len(world.processes) + 1000
        self.is_alive = True
        self.is_calm = False
        """Nothing happens to it."""
        self.endings: list[Callable[[], None]] = []
        """What the system does when the process is gone: its files are closed, its locks let go."""
        self._body = body
        self._baton = _held()
        self._doomed = False
        self._turn = 0
        self._thread = threading.Thread(target=self._run, name=name, daemon=True)
        self._thread.start()

    def sleep(self, seconds: float) -> None:
        """Let virtual time pass for this process; it may be woken earlier."""
        self._turn += 1
        self.world.at(seconds, self._resume(self._turn))
        self._give_back()

    def wake(self) -> None:
        """Go on now, when it sleeps."""
        self.world.at(0.0, self._resume(self._turn))

    def point(self, what: str) -> None:
        """A place at which the real process could be interrupted."""
        if not self.is_alive:
            raise Killed
        self.world.note(self, what)
        chance, troubles = self.world.chance, self.world.troubles
        if self.is_calm or self.world.is_healed:
            return
        fate = chance.random()
        if fate < troubles.kill:
            self.world.note(self, "killed")
            self.is_alive = False
            raise Killed
        if fate < troubles.kill + troubles.freeze:
            self.sleep(chance.uniform(1, 2 * troubles.freeze_seconds))
        elif fate < troubles.kill + troubles.freeze + troubles.switch:
            self.sleep(chance.uniform(0, 0.05))

    def end(self) -> None:
        """Kill it from outside."""
        self._doomed = True
        if self.is_alive:
            self._go()

    def _resume(self, turn: int) -> Callable[[], None]:
        def resume() -> None:
            if self.is_alive and self._turn == turn:
                self._turn += 1
                self._go()

        return resume

    def _go(self) -> None:
        self.world.running = self
        self._baton.release()
        self.world.baton.acquire()

    def _give_back(self) -> None:
        self.world.baton.release()
        self._baton.acquire()
        if self._doomed:
            self.is_alive = False
            raise Killed

    def _run(self) -> None:
        self._baton.acquire()
        try:
            if not self._doomed:
                self._body(self)
        except Killed:
            pass
        except BaseException as fault:
            self.world.faults.append(fault)
        self.is_alive = False
        for ending in reversed(self.endings):
            ending()
        self.world.baton.release()


class World:
    """Virtual time, chance, and the processes in it."""

    def __init__(self, seed: int, troubles: Troubles) -> None:
        self.seed = seed
        self.chance = Random(seed)
        self.troubles = troubles
        self.elapsed = 0.0
        self.clock_is_off = timedelta()
        self.is_healed = False
        self.is_ending = False
        self.faults: list[BaseException] = []
        self.trace: list[str] = []
        self.processes: list[Process] = []
        self.baton = _held()
        self.running: Process | None = None
        self._agenda: list[tuple[float, int, Callable[[], None]]] = []
        self._count = 0

    def wall(self) -> datetime:
        """What the machine's clock shows."""
        return MONDAY + timedelta(seconds=self.elapsed) + self.clock_is_off

    def at(self, seconds: float, what: Callable[[], None]) -> None:
        """Have something happen so many seconds from now."""
        self._count += 1
        heapq.heappush(self._agenda, (self.elapsed + seconds, self._count, what))

    def start(self, name: str, body: Callable[[Process], None], after: float = 0.0) -> Process:
        """Begin a process."""
        process = Process(self, name, body)
        self.processes.append(process)
        self.at(after, process._resume(0))
        return process

    def note(self, process: Process, what: str) -> None:
        """Remember what happened, for whoever reads a failure."""
        self.trace.append(f"{self.elapsed:10.3f} {process.name} {what}")

    def run(self, seconds: float) -> None:
        """Let the world go on for so long; the first fault in a process ends it."""
        until = self.elapsed + seconds
        while self._agenda and self._agenda[0][0] <= until and not self.faults:
            self.elapsed, _, what = heapq.heappop(self._agenda)
            what()
        self.elapsed = max(self.elapsed, until)
        if self.faults:
            raise self.faults[0]

    def end(self) -> None:
        """End every process that still runs."""
        self.is_ending = True
        for process in self.processes:
            if process.is_alive:
                process.end()
        self._agenda.clear()
