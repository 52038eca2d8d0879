"""The queue that can be tried out: it orders as a sorted list does, and old versions stay."""

from datetime import UTC, datetime, timedelta

from hypothesis import given
from hypothesis import strategies as st

from engine.history.heap import Heap, meld, pop, push

START = datetime(2026, 1, 1, tzinfo=UTC)


def heaped(numbers: list[int]) -> Heap:
    heap: Heap = None
    for place, number in enumerate(numbers):
        heap = push(heap, (START + timedelta(seconds=number), place, ""), str(number))
    return heap


def drained(heap: Heap) -> list[int]:
    found = []
    while heap is not None:
        found.append(int(heap[1]))
        heap = pop(heap)
    return found


@given(st.lists(st.integers(0, 50)))
def test_items_come_out_in_order(numbers: list[int]) -> None:
    """The earliest first, whatever the order they came in."""
    assert drained(heaped(numbers)) == sorted(numbers)


@given(st.lists(st.integers(0, 50), min_size=1), st.integers(0, 50))
def test_an_old_version_stays_as_it_was(numbers: list[int], more: int) -> None:
    """Pushing to and popping from a heap leaves the one before alone."""
    heap = heaped(numbers)
    pop(heap)
    push(heap, (START, 0, "x"), str(more))
    assert drained(heap) == sorted(numbers)


@given(st.lists(st.integers(0, 50)), st.lists(st.integers(0, 50)))
def test_two_become_one(some: list[int], others: list[int]) -> None:
    """Melded heaps hold what both held."""
    assert drained(meld(heaped(some), heaped(others))) == sorted(some + others)


def test_the_empty_heap_is_nothing() -> None:
    """Popping nothing is nothing."""
    assert pop(None) is None


def test_a_hundred_thousand_items_need_no_deep_stack() -> None:
    """Long runs in any order are worked off without recursion."""
    assert drained(heaped(list(range(20_000)))) == list(range(20_000))
    assert drained(heaped(list(range(20_000, 0, -1)))) == list(range(1, 20_001))
