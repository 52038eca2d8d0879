"""The thread that looks up what was: one question at a time, and a newer one ends the one before it.

Law: it has a connection of its own, so however long it digs, the board goes on.
"""

from collections.abc import Callable
from threading import Condition

from textual.message import Message

from store.rows import Stopped, StoreError
from tui.messages import Troubled
from tui.ports import Archive, Viewer

Question = Callable[[Archive], Message]


class Digging:
    """Questions about what was, as the screens ask them: nothing here blocks whoever calls."""

    def __init__(self, viewer: Viewer, tell: Callable[[Message], object]) -> None:
        self._viewer, self._tell = viewer, tell
        self._wanted: Question | None = None
        self._archive: Archive | None = None
        self._changed = Condition()
        self._is_busy = False
        self._is_over = False

    def ask(self, question: Question) -> None:
        """Ask; whatever was asked before and is not answered is given up."""
        with self._changed:
            self._wanted = question
            self._stop()

    def end(self) -> None:
        """Let the thread come to its end."""
        with self._changed:
            self._is_over = True
            self._stop()

    def _stop(self) -> None:
        if self._is_busy and self._archive is not None:
            self._archive.stop()
        self._changed.notify_all()

    def dig(self) -> None:
        """Answer questions until the end."""
        while (question := self._next()) is not None:
            try:
                self._tell(question(self._opened()))
            except Stopped:
                continue
            except StoreError as trouble:
                self._tell(Troubled(str(trouble)))
            finally:
                with self._changed:
                    self._is_busy = False
        if self._archive is not None:
            self._archive.close()

    def _next(self) -> Question | None:
        with self._changed:
            while self._wanted is None and not self._is_over:
                self._changed.wait()
            question, self._wanted = (None if self._is_over else self._wanted), None
            self._is_busy = True
            if self._archive is not None:
                self._archive.go_on()
            return question

    def _opened(self) -> Archive:
        if self._archive is None:
            self._archive = self._viewer.archive()
        return self._archive
