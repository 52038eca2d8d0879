"""What a terminal sees of a floor, and how it gives orders: reports below, the post beside them."""

import threading
from collections.abc import Callable, Mapping, Sequence
from datetime import datetime
from types import MappingProxyType

from engine.board import Board, EngineHealth, IntakeRow, LeadDetail, RejectLine
from engine.commands import Order, Undo
from engine.house.people import why_not_manager
from engine.policy import PolicyError
from engine.rep_board import RepBoard
from engine.turn import Refused
from store.rows import Answer, Lease, StoreError
from tui.clock import Clock
from tui.floor_dir import FloorDir, identity
from tui.look import Look
from tui.look_file import LookFile, asked_nothing
from tui.ports import Archive, Reports, RulesRead
from tui.redoing import Redo, redone
from tui.retelling import retold
from tui.rules_file import RulesFile
from tui.saying import login
from tui.serving.lease import health_of
from tui.serving.post import Post
from tui.settings.capping import with_capacity
from tui.settings.putting import put
from tui.text import cut
from tui.who import people_on
from tui.wiring import open_archive, open_reports
from tui.write_watch import WriteWatch

NOTHING = "There is nothing to try again here: no reject that is still none of a lead."

SAYING: Mapping[type, str] = MappingProxyType({Undo: "Undone", Redo: "Done again"})
"""Orders that choose an act by themselves, and so say which."""

ACT_CELLS = 72


class FloorViewer:
    """A viewer of the floor in a folder. Its calls may come from any thread, one at a time is served."""

    def __init__(
        self,
        floor: FloorDir,
        actor: str,
        clock: Clock,
        trouble: Callable[[], str] = str,
        resolve: Callable[[Look], Look] = asked_nothing,
    ) -> None:
        self._floor, self._actor, self._clock, self._trouble = floor, actor, clock, trouble
        self._post = Post(floor, clock, warn=lambda _: None)
        self._reports: Reports | None = None
        self._database: tuple[int, int] | None = None
        self._shown: tuple[int, bool, str] | None = None
        self._lease: Lease | None = None
        self._leased_in: int | None = None
        """The version of the database that the lease was read from."""
        self._one_at_a_time = threading.Lock()
        self._rules = RulesFile(floor.rules)
        self._look = LookFile(floor.rules, resolve)

    def board(self) -> Board | RepBoard | None:
        """The board, when it has changed since it was last asked for, else None."""
        with self._one_at_a_time:
            reports = self._open()
            now, version = self._clock(), reports.data_version()
            if version != self._leased_in:
                self._lease, self._leased_in = reports.lease(), version
            health = health_of(self._lease, now, self._trouble())
            shown = (version, health.is_alive, health.trouble)
            if shown == self._shown:
                return None
            self._shown = shown
            return self.read(reports, health, now)

    def heed(self, wake: Callable[[], None]) -> WriteWatch | None:
        """Have `wake` called when somebody writes; None where the system does not tell."""
        try:
            return WriteWatch(self._floor.database, wake)
        except OSError:
            return None

    def read(self, reports: Reports, health: EngineHealth, now: datetime) -> Board | RepBoard | None:
        """What is shown: the whole floor."""
        return reports.board(health, now)

    def archive(self) -> Archive:
        """What was, over a connection of its own."""
        return open_archive(self._floor)

    def rules(self, is_fresh: bool = True) -> RulesRead | None:
        """The text of floor.toml with what is wrong with it, None when it is as it was."""
        return self._rules.read(is_fresh)

    def look(self) -> Look | None:
        """How floor.toml wants screens to look and ring by now; None when it has not changed."""
        return self._look.read()

    def set_capacity(self, rep_id: str, capacity: int) -> Answer:
        """Write into floor.toml how many leads a rep may have at once; the engine follows it."""
        path = self._floor.rules.resolve()
        try:
            if why := why_not_manager(people_on(self._floor), login(), "change what a rep may have"):
                raise Refused(why)
            put(path, with_capacity(path.read_bytes().decode(), rep_id, capacity))
        except (StoreError, Refused, PolicyError, ValueError) as why_not:
            return Answer(ok=False, sentence=str(why_not))
        except OSError as trouble:
            return Answer(ok=False, sentence=f"floor.toml cannot be written: {trouble.strerror}.")
        words = f"has at most {capacity} leads at once" if capacity else "has no limit"
        return Answer(ok=True, sentence=f"{rep_id} {words} now; floor.toml says so.")

    def detail(self, lead_id: str) -> LeadDetail | None:
        """A lead with its person, reasons and history."""
        with self._one_at_a_time:
            return self._open().detail(lead_id)

    def intake_ids(self) -> tuple[str, ...]:
        """Every file and delivery, newest first."""
        with self._one_at_a_time:
            return self._open().intake_ids()

    def intake(self, ids: Sequence[str]) -> dict[str, IntakeRow]:
        """Files and deliveries by their ids."""
        with self._one_at_a_time:
            return self._open().intake(ids)

    def reject_ids(self, intake_id: str) -> tuple[str, ...]:
        """The rejects of a file, a delivery or a source."""
        with self._one_at_a_time:
            return self._open().reject_ids(intake_id)

    def rejects(self, ids: Sequence[str]) -> dict[str, RejectLine]:
        """Rejects by their ids."""
        with self._one_at_a_time:
            return self._open().rejects(ids)

    def retry(self, ids: Sequence[str]) -> Answer:
        """Ask for rejects to be tried again; whoever runs the engine does so."""
        whole = [one for one in ids if not one.isdecimal()]
        rejects = [int(one) for one in ids if one.isdecimal()]
        for one in whole:
            rejects += map(int, self.reject_ids(one))
        asked = self._post.ask_again(rejects, [one[1:] for one in whole if one.startswith("f")])
        many = "1 reject is" if asked == 1 else f"{asked:,} rejects are"
        return Answer(ok=asked > 0, sentence=f"{many} being tried again." if asked else NOTHING)

    def give(self, order: Order | Redo) -> Answer:
        """Give an order and wait, a bounded time, for what became of it."""
        try:
            answer = self._post.give(self._redone() if isinstance(order, Redo) else order, self._actor)
            return self._retold(answer, SAYING[type(order)]) if answer.ok and type(order) in SAYING else answer
        except (StoreError, Refused) as trouble:
            return Answer(ok=False, sentence=str(trouble))
        except OSError as trouble:
            return Answer(ok=False, sentence=f"floor.toml cannot be read: {trouble.strerror}.")

    def _redone(self) -> Order:
        with self._one_at_a_time:
            return redone(self._open(), self._actor)

    def _retold(self, answer: Answer, done: str) -> Answer:
        """An answer that names the act which an order chose by itself."""
        with self._one_at_a_time:
            words = retold(self._open(), answer.seq)
        return answer.but(sentence=f"{done}: {cut(words, ACT_CELLS)}.") if words else answer

    def close(self) -> None:
        """Close what was opened."""
        self._post.close()
        self._close_reports()

    def _open(self) -> Reports:
        """The reports of the database that is there now, whichever was there before."""
        found = identity(self._floor.database)
        if self._reports is None or found != self._database:
            self._close_reports()
            self._reports, self._database = open_reports(self._floor), found
            self._shown = self._leased_in = None
        return self._reports

    def _close_reports(self) -> None:
        reports, self._reports = self._reports, None
        if reports is not None:
            reports.close()


class RepViewer(FloorViewer):
    """A viewer of what is one rep's."""

    rep_id = ""

    def read(self, reports: Reports, health: EngineHealth, now: datetime) -> RepBoard | None:
        """What is shown: the rep's own. Raises StoreError when the roster has lost them."""
        board = reports.own_board(self.rep_id, health, now)
        if board is None:
            raise StoreError(f"There is no rep {self.rep_id} on the roster of this floor any more.")
        return board
