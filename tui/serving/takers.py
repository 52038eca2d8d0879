"""The threads that feed the desk: one for dropped files, one for web-hook deliveries, so that neither waits."""

import contextlib
import logging
import threading
from collections.abc import Callable, Iterable
from concurrent.futures import Future
from datetime import timedelta

from importers.folder.drop_folder import Claim, DropFolder
from importers.folder.folder_watch import FolderWatch
from store.rows import FileRow, SpooledHook, StoreError
from tui.serving import small_files
from tui.serving.deliveries import Delivery, read, refused, take, together
from tui.serving.desk import Sitting
from tui.serving.retrying import ASKED_PER_LOOK, Retrying
from tui.serving.taking import HintsFor, give_up, take_file
from tui.serving.turns import Turns

RESCAN_SECONDS = 2.0
"""How often inbox and spool are listed although nothing woke us: the listing is the truth, a wake only hurries it."""

SPOOLED_PER_LOOK = 100

STUMBLED = "floorboard stumbled over this {what}; floorboard.log says where. Nothing else was held up."

log = logging.getLogger(__name__)


class Looking:
    """A thread that looks for something to take: when it is woken, and every few seconds all the same."""

    def __init__(self, name: str, take: Callable[[], object]) -> None:
        self._take = take
        self.every: timedelta | None = None
        """How long to wait when nothing wakes us; None is `RESCAN_SECONDS`."""
        self._stirred = threading.Event()
        self.is_stopping = False
        self.trouble = ""
        """Why nothing is taken just now, as a sentence."""
        self.thread = threading.Thread(target=self._run, name=name, daemon=True)

    def wake(self) -> None:
        """Look now."""
        self._stirred.set()

    def stop(self) -> None:
        """End after what is in hand."""
        self.is_stopping = True
        self._stirred.set()

    def _run(self) -> None:
        while not self.is_stopping:
            self._stirred.clear()
            try:
                self._take()
                self._note("")
            except StoreError as trouble:
                self._note(str(trouble))
            except OSError as trouble:
                self._note(f"The inbox cannot be used just now: {trouble.strerror or 'it fails'}.")
            except Exception:
                log.exception("A look for %s failed", self.thread.name)
                self._note(f"Taking {self.thread.name} stumbled; floorboard.log says where.")
            self._stirred.wait(RESCAN_SECONDS if self.every is None else self.every.total_seconds())

    def _note(self, trouble: str) -> None:
        if trouble != self.trouble and not self.is_stopping:
            self.trouble = trouble
            log.warning("%s: %s", self.thread.name, trouble or "all is well again")


class Taker:
    """A looking thread as the engine starts and stops it."""

    def __init__(self, name: str, take: Callable[[], object]) -> None:
        self._looking = Looking(name, take)
        self.thread = self._looking.thread
        self.wake = self._looking.wake

    @property
    def trouble(self) -> str:
        """Why nothing is taken just now, as a sentence."""
        return self._looking.trouble

    def start(self) -> None:
        """Begin with what was left undone."""
        self.thread.start()

    def stop(self) -> None:
        """Stop after what is in hand; the rest stays where it is."""
        self._looking.stop()
        self.thread.join()


class FileTaker:
    """Takes dropped files, one after another."""

    def __init__(self, turns: Turns, folder: DropFolder, hints: HintsFor, poll: timedelta | None = None) -> None:
        self._turns, self._folder, self._hints = turns, folder, hints
        self._looking = Looking("files", self._look)
        self._looking.every = poll
        self.thread = self._looking.thread
        self.watch = FolderWatch(folder.inbox, self._looking.wake, folder.closed)

    def wake(self) -> None:
        """Look now."""
        self._looking.wake()

    @property
    def poll(self) -> timedelta | None:
        """How often the folder is listed without being watched; None is watched, and listed now and then."""
        return self._looking.every

    @poll.setter
    def poll(self, every: timedelta | None) -> None:
        if every != self._looking.every:
            self._looking.every = every
            self.wake()

    @property
    def trouble(self) -> str:
        """Why files are not taken just now, as a sentence."""
        first, *more = self._folder.refused or ("",)
        others = f" (and {len(more)} more)" if more else ""
        return self._looking.trouble or (f"In the inbox: {first}{others}." if first else "")

    def start(self) -> None:
        """Begin with what a crash left half-taken; from here on nothing that is dropped goes unseen."""
        with contextlib.suppress(OSError):  # the first look meets the same trouble, and says it
            self._arm()
        self.thread.start()

    def stop(self) -> None:
        """Stop after the batch in hand; the file goes on at the next start."""
        self._turns.end_bulk()
        self._looking.stop()
        self.thread.join()
        self.watch.stop()

    def take_waiting(self) -> list[FileRow]:
        """Take every file that is ready; returns what became of each."""
        looks = (self._folder.claimed, self._folder.scan)
        return self._take_all(claim for look in looks for claim in look())

    def take_claimed(self) -> list[FileRow]:
        """Take what was claimed and not finished; returns what became of each file."""
        return self._take_all(self._folder.claimed())

    def _take_all(self, claims: Iterable[Claim]) -> list[FileRow]:
        """Take files in their order, small ones many in one commit.

        One that cannot be moved on is in the database all the same, and stops no other.
        """
        rows: list[FileRow] = []
        stuck: OSError | None = None
        for group in small_files.together(claims):
            if self._looking.is_stopping:
                break
            try:
                rows += self._take_together(group)
            except OSError as trouble:
                stuck = stuck or trouble
        if stuck is not None:
            raise stuck
        return rows

    def _take_together(self, claims: list[Claim]) -> list[FileRow]:
        """Take small files in one commit; where one of them stumbles, each by itself."""
        if len(claims) > 1 or small_files.is_small(claims[0]):
            try:
                return _noted(small_files.take_small(self._turns, self._folder, claims, self._hints))
            except (OSError, StoreError):
                raise
            except small_files.Big:
                pass
            except Exception:
                log.info("%d small files are taken one by one", len(claims))
        return _noted([self._take(claim) for claim in claims if claim.path.exists()])

    def _look(self) -> None:
        self._arm()
        self.take_waiting()

    def _arm(self) -> None:
        self._folder.inbox.mkdir(parents=True, exist_ok=True)
        if self.poll is None:
            self.watch.arm()
        else:
            self.watch.stop()

    def _take(self, claim: Claim) -> FileRow:
        """Take one file. Whatever goes wrong with it is its own trouble, and the next file is taken all the same."""
        try:
            done = take_file(self._turns, self._folder, claim, self._hints)
        except (OSError, StoreError):
            raise
        except Exception:
            log.exception("A file could not be taken")
            why = STUMBLED.format(what="file")
            done = give_up(self._turns, claim, why)
            self._folder.fail(claim, why)
        return done


def _noted(rows: list[FileRow]) -> list[FileRow]:
    for row in rows:
        log.info("took a file: %d new, %d rejected, %d known", row.accepted, row.rejected, row.duplicates)
    return rows


class HookTaker(Taker):
    """Takes deliveries out of the spool, in the order they came. The spool is the truth, a wake only hurries it."""

    def __init__(self, turns: Turns, hints: HintsFor) -> None:
        self._turns, self._hints = turns, hints
        super().__init__("deliveries", self.take_spooled)

    def take_spooled(self) -> int:
        """Take every delivery in the spool; returns how many there were."""
        taken = 0
        while hooks := self._turns.urgent(lambda sitting: sitting.writing.spooled(SPOOLED_PER_LOOK)).result():
            for group, dealt in [(group, self._begin(group)) for group in together(hooks)]:
                self._end(group, dealt)
            taken += len(hooks)
            if self._looking.is_stopping:
                break
        return taken

    def _begin(self, hooks: list[SpooledHook]) -> "Future[None]":
        """Read deliveries and have them dealt."""
        return take(self._turns, [self._read(hook) for hook in hooks])

    def _read(self, hook: SpooledHook) -> Delivery:
        """Read a delivery. Whatever goes wrong with it is its own trouble."""
        try:
            return read(hook, self._hints(hook.source, f"hook:{hook.source}"))
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


class RetryTaker(Taker):
    """Tries again what somebody asks for. What is asked stands in the database, a wake only hurries it."""

    def __init__(self, turns: Turns, retrying: Retrying) -> None:
        self._turns, self._retrying = turns, retrying
        super().__init__("retries", self.try_asked)

    def try_asked(self) -> None:
        """Try again all that is asked for."""
        while not self._looking.is_stopping and self._try_next():
            pass

    def _try_next(self) -> bool:
        file = self._turns.urgent(lambda sitting: sitting.writing.asked_file()).result()
        if file is not None:
            self._edged(lambda: self._retrying.try_file(file), lambda: self._turns.bulk(_give_up_on(file)).result())
            return True
        rejects = self._turns.urgent(lambda sitting: sitting.writing.asked_rejects(ASKED_PER_LOOK)).result()
        if rejects:
            why = STUMBLED.format(what="record")
            self._edged(lambda: self._retrying.try_rejects(rejects), lambda: self._retrying.refuse(rejects, why))
        return bool(rejects)

    def _edged(self, take: Callable[[], object], instead: Callable[[], object]) -> None:
        try:
            take()
        except StoreError:
            raise
        except Exception:
            log.exception("A reject could not be tried again")
            instead()


def _give_up_on(file: FileRow) -> Callable[[Sitting], None]:
    """A file that is asked for no more."""
    return lambda sitting: sitting.writing.keep_file(file.but(asked_at=None))
