"""The threads that feed the desk with dropped files, and with what somebody wants to be tried again."""

import contextlib
import logging
from collections.abc import Callable, Iterable
from datetime import timedelta

from importers.folder.drop_folder import Claim, DropFolder
from importers.folder.folder_watch import FolderWatch
from store.rows import FileRow, StoreError
from tui.serving import small_files
from tui.serving.desk import Sitting
from tui.serving.looking import STUMBLED, Looking, Taker
from tui.serving.retrying import ASKED_PER_LOOK, Retrying
from tui.serving.taking import HintsFor, give_up, take_file
from tui.serving.turns import Turns

log = logging.getLogger(__name__)


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
        if row.again_at is not None:
            log.info("a file was known by its bytes: nothing of it is taken twice")
        else:
            log.info("took a file: %d new, %d rejected, %d known", row.accepted, row.rejected, row.duplicates)
    return rows


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
