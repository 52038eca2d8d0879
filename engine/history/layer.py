"""A mapping tried on top of another: reads fall through, writes stay, and the one below never notices."""

from collections.abc import Iterator
from enum import Enum
from typing import Final, Generic, Literal, TypeVar

K = TypeVar("K")
V = TypeVar("V")


class _Mark(Enum):
    GONE = "gone"


_Gone = Literal[_Mark.GONE]
GONE: Final = _Mark.GONE
"""Marks a key that this layer has taken away."""


class Layer(Generic[K, V]):
    """Keys and values over a layer below, if there is one."""

    __slots__ = ("below", "own")

    def __init__(self, below: "Layer[K, V] | None" = None) -> None:
        self.below = below
        self.own: dict[K, V | _Gone] = {}

    def get(self, key: K) -> V | None:
        """Return the value, or None."""
        layer = self
        while (below := layer.below) is not None:
            value = layer.own.get(key)
            if value is not None:
                return None if value is GONE else value
            layer = below
        return layer.at_bottom(key)

    def beneath(self) -> "Layer[K, V]":
        """The same without the layers on top in which nothing was tried yet, for whoever looks many keys up."""
        layer = self
        while layer.below is not None and not layer.own:
            layer = layer.below
        return layer

    def at_bottom(self, key: K) -> V | None:
        """Return the value of the lowest layer, in which no key is marked as gone."""
        return self.own.get(key)  # type: ignore[return-value]

    def __getitem__(self, key: K) -> V:
        value = self.get(key)
        if value is None:
            raise KeyError(key)
        return value

    def __setitem__(self, key: K, value: V) -> None:
        self.own[key] = value

    def __contains__(self, key: K) -> bool:
        return self.get(key) is not None

    def drop(self, key: K) -> None:
        """Take the key away."""
        if self.below is None:
            self.own.pop(key, None)
        else:
            self.own[key] = GONE

    def items(self) -> Iterator[tuple[K, V]]:
        """Yield all that is there: the layer's own first, then what shines through from below."""
        for key, value in self.own.items():
            if value is not GONE:
                yield key, value
        if self.below is not None:
            for key, below_value in self.below.items():
                if key not in self.own:
                    yield key, below_value

    def any(self) -> bool:
        """Whether there is anything."""
        return next(self.items(), None) is not None

    def touched(self) -> dict[K, V]:
        """What this layer itself has set."""
        return {key: value for key, value in self.own.items() if value is not GONE}

    def absorb(self, above: "Layer[K, V]") -> None:
        """Make what was tried on top so."""
        for key, value in above.own.items():
            if value is GONE:
                self.drop(key)
            else:
                self.own[key] = value
