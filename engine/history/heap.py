"""A queue that can be tried out: a pairing heap of tuples, every version of which stays as it was.

Pushing and melding are constant, popping is logarithmic over a run of pops (Fredman, Sedgewick, Sleator and Tarjan,
"The pairing heap", 1986). None is the empty heap. Keys are compared, items never.
"""

from datetime import datetime

Key = tuple[datetime, int, str]
"""An instant, and what settles a tie."""

Heap = tuple[Key, str, "Children"] | None
Children = tuple[tuple[Key, str, "Children"], "Children"] | None


def push(heap: Heap, key: Key, item: str) -> Heap:
    """Return the heap with an item more."""
    return meld(heap, (key, item, None))


def meld(one: Heap, other: Heap) -> Heap:
    """Return one heap of two."""
    if one is None:
        return other
    if other is None:
        return one
    if other[0] < one[0]:
        one, other = other, one
    return (one[0], one[1], (other, one[2]))


def pop(heap: Heap) -> Heap:
    """Return the heap without its first item."""
    if heap is None:
        return None
    pairs: list[Heap] = []
    children = heap[2]
    while children is not None:
        first, children = children
        if children is None:
            pairs.append(first)
        else:
            second, children = children
            pairs.append(meld(first, second))
    merged: Heap = None
    while pairs:
        merged = meld(merged, pairs.pop())
    return merged
