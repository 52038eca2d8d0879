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
from engine.rep_board import RepBoard
from store.rows import Answer, StoreError
from tui.look_times import LookTimes
from tui.messages import Answered, BoardChanged, DetailCame, OwnChanged, Said, Troubled
from tui.ports import Viewer, Writes
from tui.redoing import Redo

READ_EVERY_SECONDS = 0.1
LEAST_SECONDS = 0.001
UNTAKEN_SECONDS = 0.01
"""How long we wait, at the least, for the last board to be on the screen."""

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
        self._times = LookTimes()
        self._is_heeding = False
        self._writes: Writes | None = None
        self._is_stirred = False
        """Whether somebody has begun to write since the last look."""

    def first(self) -> Board | RepBoard | None:
        """The board before a thread reads any, so that the first picture is whole.

        None where it cannot be read; the thread reads it again then, and says why.
        """
        try:
            return self._viewer.board()
        except StoreError:
            return None

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
        try:
            while not self._over.is_set():
                self._read_next()
        finally:
            if self._writes is not None:
                self._writes.end()

    def _read_next(self) -> None:
        """Look where it is time for it, and wait for a question, or for the next look."""
        if self._is_stirred:
            self._is_stirred = False
            self._times.stirred(time.monotonic())
        is_taken = self._taken.is_set()
        if is_taken and time.monotonic() >= self._times.next_at:
            self._look()
        wait = self._times.next_at - time.monotonic()
        self._read_wanted(max(LEAST_SECONDS if is_taken else UNTAKEN_SECONDS, wait))

    def work(self) -> None:
        """Give orders until the end: the second thread."""
        while (order := self._orders.get()) is not None:
            self._say(order(self._viewer))

    def _look(self) -> None:
        """Look for news, and from the first look on be told of writes."""
        began, news = time.monotonic(), list[bool]()
        self._guarded(lambda: news.append(self._read_board()))
        is_told = self._heed()
        self._times.looked(began, time.monotonic(), is_quiet=not any(news), seldom=self._every, is_told=is_told)

    def _heed(self) -> bool:
        """Have the next write told to us; whether it will be."""
        if not self._is_heeding:
            self._is_heeding = True
            self._writes = self._viewer.heed(self._stir)
        elif self._writes is not None:
            self._writes.looked()
        return self._writes is not None and self._writes.is_alive

    def _stir(self) -> None:
        """Somebody writes: the thread that tells us calls this."""
        self._is_stirred = True
        self._wanted.put(None)

    def _read_board(self) -> bool:
        """Whether there is a new board."""
        board = self._viewer.board()
        if board is not None:
            self._taken.clear()
            self._tell(BoardChanged(board) if isinstance(board, Board) else OwnChanged(board))
        return board is not None

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
