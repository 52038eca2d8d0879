"""A floor being dealt: the desk's thread, the takers and the hold on the lease, with no network around them."""

import contextlib
import hashlib
import logging
from datetime import timedelta

from engine.policy import PolicyError
from engine.turn import Refused
from importers.folder.drop_folder import DropFolder
from importers.limits import put_in_force
from importers.record import Hints
from store.main_file import MainFile
from store.rows import Answer, Newer, StoreError, WaitingOrder
from tui.clock import wall_clock
from tui.floor_dir import FloorDir, identity
from tui.serving.desk import Desk, Replaced, Sitting, follow
from tui.serving.doorbell import bell_of
from tui.serving.garbage import search_seldom
from tui.serving.hook_taker import HookTaker
from tui.serving.lease import Fenced, Hold, is_alive
from tui.serving.log_watch import log_trouble
from tui.serving.looking import STUMBLED
from tui.serving.retrying import Retrying
from tui.serving.rounds import keep_head
from tui.serving.takers import FileTaker, RetryTaker
from tui.serving.turns import Turns
from tui.settings import Settings, load
from tui.spans import span_text
from tui.wiring import hints_for, open_ledger, open_reports

CLOCK_BEHIND = timedelta(seconds=2)
"""A clock that is further behind is told on the boards."""

CHECKPOINT_ENTRIES = 5_000
"""How many entries a start may have to fold: half a second."""

SAY_EVERY = timedelta(milliseconds=100)
"""How soon boards hear who is next after the turn before has said it: as often as they look while there is news."""

ORDERS_PER_TURN = 50
"""Orders of other terminals that one turn answers."""

log = logging.getLogger(__name__)


class Dealing:
    """What makes one process the engine of a floor."""

    def __init__(self, floor: FloorDir, settings: Settings, settle_seconds: float | None = None) -> None:
        self.floor = floor
        self.settings = settings
        put_in_force(settings.limits)
        self.hold = Hold()
        self.turns = Turns(self._open_desk, self._each_turn, lambda: bell_of(floor.database))
        settle = settings.inbox.settle.total_seconds() if settle_seconds is None else settle_seconds
        self.folder = DropFolder(floor.inbox, settle_seconds=settle)
        self.files = FileTaker(self.turns, self.folder, self.hints, settings.inbox.poll)
        self.hooks = HookTaker(self.turns, self.hints)
        self.retries = RetryTaker(self.turns, Retrying(self.turns, self.folder, self.hints, self.files.wake))
        self._checkpoint_seq = 0
        """The entry at which this process kept the floor last."""
        self._database: tuple[int, int] | None = None
        self._main_file = MainFile(floor.database)
        self._doubts_main_file = self._is_foreign = False
        self._stumbled_over: set[int] = set()
        """Orders of other terminals over which a turn broke off."""
        self._rules_seen: object = None
        self._salt = b""

    def open(self) -> None:
        """Become the engine. Raises Refused when another process is, StoreError when the database does not let us."""
        search_seldom()
        self.turns.start()

    def holder(self) -> int:
        """The process that is the engine now; 0 when nobody is, or nobody can tell."""
        try:
            with contextlib.closing(open_reports(self.floor)) as reports:
                lease = reports.lease()
        except StoreError:
            return 0
        return lease.pid if lease is not None and is_alive(lease, wall_clock()) else 0

    def read_rules_anew(self) -> None:
        """Take floor.toml as it is now: it may have changed since this process began."""
        if not self._is_in_force():
            with contextlib.suppress(PolicyError):
                self.settings = load(self.floor.rules)

    def close(self) -> None:
        """Finish what is in hand, keep a checkpoint and give up the lease."""

        def end(sitting: Sitting) -> None:
            sitting.writing.keep_checkpoint(sitting.desk.floor)
            self.hold.drop(sitting)
            sitting.is_last = True

        self.turns.stop(last=end)
        keep_head(self)

    @property
    def over(self) -> str:
        """Why this process can be the engine no longer, as a sentence; empty while it can."""
        if isinstance(self.turns.failure, Fenced | Replaced | Newer):
            return str(self.turns.failure)
        threads = (self.turns.thread, self.files.thread, self.hooks.thread, self.retries.thread)
        stopped = [thread.name for thread in threads if not thread.is_alive()]
        return f"The engine lost its thread for {', '.join(stopped)}; floorboard.log says where." if stopped else ""

    def hints(self, source: str, name: str) -> Hints:
        """What the floor knows about a source that its bytes do not say."""
        return hints_for(self.settings, self._salt, source, name)

    def follow_rules(self) -> None:
        """Put an edited floor.toml in force; a bad edit leaves the running rules and says what is wrong."""
        try:
            stat = self.floor.rules.stat()
        except OSError:
            return
        seen = (stat.st_mtime_ns, stat.st_size, stat.st_ino)
        if seen == self._rules_seen:
            return
        try:
            settings = self.settings if self._is_in_force() else load(self.floor.rules)
        except PolicyError as fault:
            self.say("rules", _one_line(fault))
        else:
            self.settings = settings
            put_in_force(settings.limits)
            self.folder.settle_seconds = settings.inbox.settle.total_seconds()
            self.files.poll = settings.inbox.poll
            self.turns.urgent(self._put_rules).result()
            self.say("rules", "")
        self._rules_seen = seen

    def _is_in_force(self) -> bool:
        """Whether the file is, to the byte, the one that was read last: loading it anew takes a quarter second."""
        try:
            return hashlib.sha256(self.floor.rules.read_bytes()).hexdigest() == self.settings.text_sha256
        except OSError:
            return False

    def look(self) -> None:
        """Follow floor.toml, and say on the boards what is wrong."""
        if self._main_file.is_changed():
            self._doubts_main_file = True
            self.turns.beat()
        self.say("files", self.files.trouble)
        self.say("clock", _clock_words(self.turns.behind))
        self.say("log", log_trouble(self.floor.database))
        self.say("deliveries", self.hooks.trouble)
        self.say("retries", self.retries.trouble)
        try:
            self.follow_rules()
        except Refused as refused:
            self.say("rules", f"floor.toml is not in force: {refused}")
        except StoreError:
            log.info("floor.toml is not followed while the database is in trouble")

    def say(self, part: str, sentence: str) -> None:
        """Say on the boards what is wrong with a part of the engine; an empty sentence says that it is over."""
        if self.hold.troubles.get(part, "") != sentence:
            self.hold.troubles = {**self.hold.troubles, part: sentence}
            self.turns.beat()

    def checkpoint(self) -> None:
        """Keep the floor as it is, once so much has happened that the next start would fold for long."""
        if self.turns.seq - self._checkpoint_seq < CHECKPOINT_ENTRIES:
            return

        def keep(sitting: Sitting) -> int:
            sitting.writing.keep_checkpoint(sitting.desk.floor)
            return sitting.desk.floor.seq

        with contextlib.suppress(StoreError):
            self._checkpoint_seq = self.turns.urgent(keep).result()

    def _open_desk(self) -> Desk:
        """Open the desk on its own thread, take the lease, and put floor.toml in force."""
        ledger = open_ledger(self.floor)
        ledger.tend_log()
        desk = Desk(ledger, wall_clock, SAY_EVERY)
        self._database = identity(self.floor.database)
        self._salt = desk.ledger.salt

        def begin(sitting: Sitting) -> None:
            self.hold.take(sitting)
            self._put_rules(sitting)

        try:
            desk.turn(begin)
        except BaseException:
            desk.ledger.close()
            raise
        return desk

    def _put_rules(self, sitting: Sitting) -> None:
        follow(sitting, self.settings)

    def _each_turn(self, sitting: Sitting) -> None:
        """What every turn begins with: our hold on floor and lease, then the orders of other terminals."""
        if self._doubts_main_file:
            self._doubts_main_file = False
            self._is_foreign |= self._main_file.is_foreign()
        if self._is_foreign or identity(self.floor.database) != self._database:
            raise Replaced
        self.hold.keep(sitting)
        if sitting.writing.is_asked():
            self.retries.wake()
        for waiting in sitting.writing.waiting_orders(ORDERS_PER_TURN):
            sitting.writing.answer_order(waiting.id, self._obeyed(sitting, waiting), sitting.now)

    def _obeyed(self, sitting: Sitting, waiting: WaitingOrder) -> Answer:
        """What became of an order. One over which a turn broke off is not tried again: it would stop them all."""
        if waiting.id in self._stumbled_over:
            return Answer(ok=False, sentence=STUMBLED.format(what="order"))
        try:
            return sitting.answer(waiting.order, waiting.actor, f"order:{waiting.id}")
        except StoreError:
            raise
        except Exception as trouble:
            log.exception("An order could not be obeyed")
            self._stumbled_over.add(waiting.id)
            raise StoreError("A turn broke off over an order; floorboard.log says where.") from trouble


def _clock_words(behind: timedelta) -> str:
    """What is said of a clock that was set back; the span is rounded, so that it is not news every second."""
    if behind < CLOCK_BEHIND:
        return ""
    return f"The clock is {span_text(behind)} behind the journal; floorboard counts on from the journal's end."


def _one_line(fault: PolicyError) -> str:
    first, *more = str(fault).splitlines()
    rest = f" (and {len(more)} more; run `floorboard check`)" if more else ""
    return f"The last edit is not in force: {first}{rest}"
