"""A floor being dealt: the desk's thread, the takers and the hold on the lease, with no network around them."""

import contextlib
import logging

from engine.policy import PolicyError, digest
from importers.drop_folder import DropFolder
from importers.record import Hints
from store.rows import StoreError
from tui.desk import Desk, Sitting, keep_rules, wall_clock
from tui.floor_dir import FloorDir
from tui.lease import Fenced, Hold
from tui.rounds import keep_head
from tui.settings import Settings, load
from tui.takers import FileTaker, HookTaker
from tui.turns import Turns
from tui.wiring import hints_for, open_ledger

ORDERS_PER_TURN = 50
"""Orders of other terminals that one turn answers."""

log = logging.getLogger(__name__)


class Dealing:
    """What makes one process the engine of a floor. `fenced` is called when another process has taken over."""

    def __init__(self, floor: FloorDir, settings: Settings, settle_seconds: float | None = None) -> None:
        self.floor = floor
        self.settings = settings
        self.hold = Hold()
        self.turns = Turns(self._open_desk, self._each_turn)
        settle = settings.inbox.settle.total_seconds() if settle_seconds is None else settle_seconds
        self.folder = DropFolder(floor.inbox, settle_seconds=settle)
        self.files = FileTaker(self.turns, self.folder, self.hints)
        self.hooks = HookTaker(self.turns, self.hints)
        self.is_fenced = False
        self._rules_seen: object = None
        self._salt = b""

    def open(self) -> None:
        """Become the engine. Raises Refused when another process is, StoreError when the database does not let us."""
        self.turns.start()

    def close(self) -> None:
        """Finish what is in hand, keep a checkpoint and give up the lease."""

        def end(sitting: Sitting) -> None:
            sitting.writing.keep_checkpoint(sitting.desk.floor)
            self.hold.drop(sitting)

        self.turns.stop(last=end)
        keep_head(self)

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
            settings = load(self.floor.rules)
        except PolicyError as fault:
            self.hold.troubles["rules"] = _one_line(fault)
        else:
            self.hold.troubles.pop("rules", None)
            self.settings = self.settings.but(policy=settings.policy, inbox=settings.inbox)
            self.turns.urgent(self._put_rules).result()
        self._rules_seen = seen

    def look(self) -> None:
        """Follow floor.toml, and say on the boards what is wrong with the files."""
        if self.files.trouble:
            self.hold.troubles["files"] = self.files.trouble
        else:
            self.hold.troubles.pop("files", None)
        try:
            self.follow_rules()
        except (StoreError, Fenced) as trouble:
            log.warning("floor.toml is not followed: %s", trouble)

    def checkpoint(self) -> None:
        """Keep the floor as it is, so that the next start has little to fold."""
        with contextlib.suppress(StoreError, Fenced):
            self.turns.urgent(lambda sitting: sitting.writing.keep_checkpoint(sitting.desk.floor)).result()

    def _open_desk(self) -> Desk:
        """Open the desk on its own thread, take the lease, and put floor.toml in force."""
        desk = Desk(open_ledger(self.floor), wall_clock)
        self._salt = desk.ledger.salt

        def begin(sitting: Sitting) -> None:
            self.hold.take(sitting)
            self._put_rules(sitting)

        desk.turn(begin)
        return desk

    def _put_rules(self, sitting: Sitting) -> None:
        policy = self.settings.policy
        keep_rules(sitting, policy, digest(policy), self.settings.text_sha256, "floor.toml")

    def _each_turn(self, sitting: Sitting) -> None:
        """What every turn begins with: our hold on the lease, then the orders of other terminals."""
        try:
            self.hold.keep(sitting)
        except Fenced:
            self.is_fenced = True
            raise
        for waiting in sitting.writing.waiting_orders(ORDERS_PER_TURN):
            answer = sitting.answer(waiting.order, waiting.actor, f"order:{waiting.id}")
            sitting.writing.answer_order(waiting.id, answer, sitting.now)


def _one_line(fault: PolicyError) -> str:
    first, *more = str(fault).splitlines()
    rest = f" (and {len(more)} more; run `floorboard check`)" if more else ""
    return f"The last edit is not in force: {first}{rest}"
