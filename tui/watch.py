"""The two threads of a screen: one reads boards and details, one gives orders in the order of the keys.

Law: a viewer is called from these two threads and no other, so it may keep one connection for each.
"""

import time
from collections.abc import Callable
from queue import Empty, SimpleQueue
from threading import Event

from textual.message import Message

from engine.board import Board
from engine.commands import Order
from store.rows import Answer, StoreError
from tui.messages import Answered, BoardChanged, DetailCame, OwnChanged, Said, Troubled
from tui.ports import Viewer
from tui.redoing import Redo

READ_EVERY_SECONDS = 0.1
LOOK_SECONDS = 0.02
"""How soon after a quiet time news is seen, and what follows at once: a file's row, then its leads. A look at whether
there is any costs the processor next to nothing."""
REST_PER_WORK = 4
"""A read that took long is followed by a rest so many times as long: reading never takes more than a fifth."""

Tell = Callable[[Message], object]
Question = Callable[[Viewer], Message | None]
"""Asks the viewer, and says the answer; nothing where there is none to say."""


class Watch:
    """The viewer as the screens use it: nothing here blocks whoever calls it from the screen."""

    def __init__(self, viewer: Viewer, tell: Tell, every: float = READ_EVERY_SECONDS) -> None:
        self._viewer = viewer
        self._tell = tell
        self._every = every
        self._wanted: SimpleQueue[Question | None] = SimpleQueue()
        self._orders: SimpleQueue[Question | None] = SimpleQueue()
        self._given = 0
        self._taken = Event()
        self._taken.set()
        self._over = Event()
        self._sentence = ""
        self._is_quiet = False
        """Whether there was no news at the last look."""

    def ask(self, lead_id: str) -> None:
        """Ask for a lead's detail; `DetailCame` brings it."""
        self.look(lambda viewer: DetailCame(lead_id, viewer.detail(lead_id)))

    def look(self, question: Question) -> None:
        """Have something looked up by the reading thread; its message brings what was found."""
        self._wanted.put(question)

    def give(self, order: Order | Redo) -> int:
        """Give an order and return its number; `Answered` brings what became of it."""
        self._given += 1
        number = self._given
        self._orders.put(lambda viewer: Answered(number, order, _answer(lambda: viewer.give(order))))
        return number

    def retry(self, ids: tuple[str, ...]) -> None:
        """Ask for rejects, or for those of files and deliveries, to be tried again; `Said` brings the sentence."""
        self._orders.put(lambda viewer: Said(_answer(lambda: viewer.retry(ids))))

    def set_capacity(self, rep_id: str, capacity: int) -> None:
        """Have a rep's capacity written down; `Said` brings the sentence."""
        self._orders.put(lambda viewer: Said(_answer(lambda: viewer.set_capacity(rep_id, capacity))))

    def taken(self) -> None:
        """Say that the last board is on the screen, so that the next may be made."""
        self._taken.set()

    def end(self) -> None:
        """Let both threads come to their end."""
        self._over.set()
        self._wanted.put(None)
        self._orders.put(None)

    def read(self) -> None:
        """Read boards and details until the end: the first thread."""
        rest_until = 0.0
        while not self._over.is_set():
            began = time.monotonic()
            if self._taken.is_set() and began >= rest_until:
                was_quiet = self._is_quiet
                self._guarded(self._read_board)
                spent = time.monotonic() - began
                rest = min(LOOK_SECONDS, self._every) if was_quiet or self._is_quiet else self._every
                rest_until = began + spent + max(rest, REST_PER_WORK * spent)
            self._read_wanted(max(0.01, min(rest_until - time.monotonic(), self._every)))

    def work(self) -> None:
        """Give orders until the end: the second thread."""
        while (order := self._orders.get()) is not None:
            self._say(order(self._viewer))

    def _read_board(self) -> None:
        board = self._viewer.board()
        self._is_quiet = board is None
        if board is not None:
            self._taken.clear()
            self._tell(BoardChanged(board) if isinstance(board, Board) else OwnChanged(board))

    def _read_wanted(self, seconds: float) -> None:
        try:
            question = self._wanted.get(timeout=seconds)
        except Empty:
            return
        if question is not None and not self._over.is_set():
            self._guarded(lambda: self._say(question(self._viewer)))

    def _say(self, message: Message | None) -> None:
        if message is not None:
            self._tell(message)

    def _guarded(self, read: Callable[[], object]) -> None:
        """Read, and tell when the store cannot or can again."""
        try:
            read()
            sentence = ""
        except StoreError as trouble:
            sentence = str(trouble)
        if sentence != self._sentence:
            self._sentence = sentence
            self._tell(Troubled(sentence))


def _answer(ask: Callable[[], Answer]) -> Answer:
    """The answer; when the store cannot, that is one too."""
    try:
        return ask()
    except StoreError as trouble:
        return Answer(ok=False, sentence=str(trouble))
