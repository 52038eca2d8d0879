"""The threads that feed the desk: one for dropped files, one for web-hook deliveries, so that neither waits."""

import logging
import queue
import threading
from concurrent.futures import Future

from importers.drop_folder import Claim, DropFolder
from importers.folder_watch import FolderWatch
from store.rows import SpooledHook, StoreError
from tui.taking import HintsFor, take_file, take_hook
from tui.turns import Turns

RESCAN_SECONDS = 2.0
"""How often the inbox is listed although nothing woke us: the listing is the truth, a watch only hurries it."""

SPOOLED_PER_LOOK = 100

log = logging.getLogger(__name__)


class FileTaker:
    """Takes dropped files, one after another."""

    def __init__(self, turns: Turns, folder: DropFolder, hints: HintsFor) -> None:
        self._turns, self._folder, self._hints = turns, folder, hints
        self._stirred = threading.Event()
        self.watch = FolderWatch(folder.inbox, self.wake, folder.closed)
        self._stopping = False
        self.trouble = ""
        """Why files are not taken just now, as a sentence."""
        self._thread = threading.Thread(target=self._run, name="files", daemon=True)

    def start(self) -> None:
        """Begin with what a crash left half-taken."""
        self._thread.start()

    def wake(self) -> None:
        """Have the inbox listed now."""
        self._stirred.set()

    def stop(self) -> None:
        """Stop after the batch in hand; the file goes on at the next start."""
        self._stopping = True
        self._stirred.set()

    def join(self) -> None:
        """Wait until the thread has ended."""
        self._thread.join()

    def take_waiting(self) -> int:
        """Take every file that is ready; returns how many there were."""
        claims = [*self._folder.claimed(), *self._folder.scan()]
        for claim in claims:
            if self._stopping:
                break
            self._take(claim)
        return len(claims)

    def _run(self) -> None:
        while not self._stopping:
            try:
                self.watch.arm()
                self.take_waiting()
                self.trouble = ""
            except (OSError, StoreError) as trouble:
                self._note(trouble)
            self._stirred.wait(RESCAN_SECONDS)
            self._stirred.clear()

    def _take(self, claim: Claim) -> None:
        """Take one file. Whatever goes wrong with it is its own trouble, and the next file is taken all the same."""
        try:
            done = take_file(self._turns, self._folder, claim, self._hints)
        except (OSError, StoreError):
            raise
        except Exception:
            log.exception("A file could not be taken")
            self._folder.fail(claim, "floorboard could not read this file; floorboard.log says where it stumbled.")
        else:
            log.info("took a file: %d new, %d rejected, %d known", done.accepted, done.rejected, done.duplicates)

    def _note(self, trouble: Exception) -> None:
        if str(trouble) != self.trouble and not self._stopping:
            self.trouble = str(trouble)
            log.warning("files wait: %s", trouble)


class HookTaker:
    """Takes spooled deliveries, in the order they came."""

    def __init__(self, turns: Turns, hints: HintsFor) -> None:
        self._turns, self._hints = turns, hints
        self._waiting: queue.SimpleQueue[SpooledHook | None] = queue.SimpleQueue()
        self._thread = threading.Thread(target=self._run, name="hooks", daemon=True)

    def start(self) -> None:
        """Begin with what was spooled and not dealt."""
        self._thread.start()

    def put(self, hook: SpooledHook) -> None:
        """Take a delivery that is safe in the spool."""
        self._waiting.put(hook)

    def stop(self) -> None:
        """Stop after the delivery in hand; the others stay in the spool."""
        self._waiting.put(None)

    def join(self) -> None:
        """Wait until the thread has ended."""
        self._thread.join()

    def take_spooled(self) -> int:
        """Take every delivery in the spool; returns how many there were."""
        taken = 0
        while hooks := self._turns.urgent(lambda sitting: sitting.writing.spooled(SPOOLED_PER_LOOK)).result():
            for future in [self._take(hook) for hook in hooks]:
                future.result()
            taken += len(hooks)
        return taken

    def _run(self) -> None:
        try:
            self.take_spooled()
            while (hook := self._waiting.get()) is not None:
                self._take(hook)
        except StoreError as trouble:
            log.warning("deliveries wait in the spool: %s", trouble)

    def _take(self, hook: SpooledHook) -> "Future[None]":
        return take_hook(self._turns, hook, self._hints(hook.source, f"hook:{hook.source}"))
