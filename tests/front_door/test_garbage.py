"""How much of what nobody needs any more an engine keeps."""

import gc
import weakref
from collections.abc import Iterator

import pytest

from tui.serving.garbage import NEW_MAX, search_seldom


class Circle:
    """Something that refers to itself, as a connection that was closed does."""

    def __init__(self) -> None:
        self.itself = self


@pytest.fixture
def _seldom() -> Iterator[None]:
    before = gc.get_threshold()
    search_seldom()
    yield
    gc.set_threshold(*before)


@pytest.mark.usefixtures("_seldom")
def test_closed_connections_do_not_pile_up() -> None:
    """Of twenty thousand circles that nobody holds no more are left than are new at a time."""
    there: set[int] = set()
    for number in range(20_000):
        circle = Circle()
        there.add(number)
        weakref.finalize(circle, there.discard, number)
        del circle
    assert len(there) <= NEW_MAX <= 5_000
