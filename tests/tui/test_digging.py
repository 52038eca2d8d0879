"""Looking up what was: a newer question ends the one before, and the thread comes to its end."""

import threading

from textual.message import Message

from store.rows import Stopped, StoreError
from tests.tui.archives import FakeArchive
from tests.tui.floors import board
from tests.tui.viewers import FakeViewer
from tui.digging import Digging
from tui.messages import Troubled


class Slow(FakeArchive):
    """An archive whose answers come only when it is stopped, or let go."""

    def __init__(self) -> None:
        super().__init__()
        self.began, self.stopped = threading.Event(), threading.Event()

    def stop(self) -> None:
        self.stopped.set()

    def go_on(self) -> None:
        self.stopped.clear()

    def wait(self) -> None:
        """Dig until somebody says stop."""
        self.began.set()
        assert self.stopped.wait(10)
        raise Stopped


class Said(Message):
    """An answer."""


def test_a_newer_question_ends_the_one_before() -> None:
    """What is dug for is given up for what is asked later, and only the later is answered."""
    viewer, told, is_told = FakeViewer(board()), [], threading.Event()
    slow = viewer.past = Slow()

    def tell(message: Message) -> None:
        told.append(message)
        is_told.set()

    digging = Digging(viewer, tell)
    thread = threading.Thread(target=digging.dig)
    thread.start()

    def long(_: object) -> Message:
        slow.wait()
        return Message()

    digging.ask(long)
    assert slow.began.wait(10)
    digging.ask(lambda _: Said())
    assert is_told.wait(10)
    assert [type(message) for message in told] == [Said]
    slow.began.clear()
    digging.ask(long)
    assert slow.began.wait(10)
    digging.end()
    thread.join(10)
    assert not thread.is_alive()


def test_a_store_that_fails_is_told() -> None:
    """A database that cannot be read is a sentence, and the next question is answered."""
    told: list[Message] = []
    is_told = threading.Semaphore(0)

    def tell(message: Message) -> None:
        told.append(message)
        is_told.release()

    digging = Digging(FakeViewer(board()), tell)
    thread = threading.Thread(target=digging.dig)
    thread.start()

    def failing(_: object) -> Message:
        raise StoreError("The disk fails.")

    for question in (failing, lambda _: Said()):
        digging.ask(question)
        assert is_told.acquire(timeout=10)
    digging.end()
    thread.join(10)
    assert isinstance(told[0], Troubled)
    assert isinstance(told[1], Said)
