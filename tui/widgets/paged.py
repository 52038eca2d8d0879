"""A model of very many rows of which only those near the screen are at hand; the others are looked up when needed."""

from collections.abc import Mapping, Sequence
from typing import Generic, TypeVar

R = TypeVar("R")

KEPT_MAX = 2_000
"""Rows kept at hand; more are looked up again."""


class Paged(Generic[R]):
    """All ids, and some of their rows. A row that is not at hand is None."""

    def __init__(self) -> None:
        self.version = 0
        self._ids: Sequence[str] = ()
        self._rows: dict[str, R] = {}

    def __len__(self) -> int:
        return len(self._ids)

    def ids(self) -> Sequence[str]:
        """All ids in their order."""
        return self._ids

    def row(self, row_id: str) -> R | None:
        """Return one row, when it is at hand."""
        return self._rows.get(row_id)

    def take(self, ids: Sequence[str], rows: Mapping[str, R]) -> None:
        """Take what was looked up."""
        self._ids = ids
        if len(self._rows) + len(rows) > KEPT_MAX:
            self._rows.clear()
        self._rows.update(rows)
        self.version += 1

    def missing(self, ids: Sequence[str]) -> list[str]:
        """Return those of the ids whose rows are not at hand."""
        return [one for one in ids if one not in self._rows]
