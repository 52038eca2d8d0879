"""Trying rejects again, on the ledger in memory: the same manners as `store.trying`."""

from collections.abc import Iterable, Mapping
from datetime import datetime

from store.rows import FileRow, RejectRow, Tried
from store.trying import TAKEN_ANEW

Kept = tuple[RejectRow, datetime]


class MemoryTrying:
    """Trying again within a transaction; the rejects are a list of its owner."""

    def __init__(self, rejects: list[Kept], asked: set[int], files: dict[str, FileRow]) -> None:
        self._rejects, self._asked, self._files = rejects, asked, files

    def keep(self, rejects: Iterable[RejectRow], at: datetime) -> None:
        """Keep rejects under numbers of their own."""
        first = len(self._rejects) + 1
        self._rejects.extend((row.but(id=number), at) for number, row in enumerate(rejects, first))

    def ask_again(self, rejects: Iterable[int], at: datetime) -> int:  # noqa: ARG002
        wanted = set(rejects)
        fit = {row.id for row, _ in self._rejects if row.id in wanted and not row.became and not row.is_test}
        self._asked |= fit
        return len(fit)

    def ask_file(self, sha256: str, at: datetime) -> bool:
        row = self._files.get(sha256)
        if row is None or not row.why or not row.is_done:
            return False
        self._files[sha256] = row.but(asked_at=at)
        return True

    def is_asked(self) -> bool:
        return bool(self._asked) or self.asked_file() is not None

    def asked_rejects(self, limit: int) -> list[RejectRow]:
        waiting = [row for row, _ in self._rejects if row.id in self._asked]
        same = [row for row in waiting if (row.origin, row.delivery) == (waiting[0].origin, waiting[0].delivery)]
        return same[:limit]

    def asked_file(self) -> FileRow | None:
        return next((row for row in self._files.values() if row.asked_at is not None), None)

    def still_asked(self, rejects: Iterable[int]) -> set[int]:
        return self._asked & set(rejects)

    def tried(self, outcomes: Mapping[int, Tried], at: datetime) -> None:  # noqa: ARG002
        self._asked -= outcomes.keys()
        for place, (row, kept_at) in enumerate(self._rejects):
            one = outcomes.get(row.id)
            if one is not None:
                changed = row.but(became=one.became, reason=one.reason or row.reason, is_test=one.is_test)
                self._rejects[place] = (changed, kept_at)

    def taken_anew(self, sha256: str, at: datetime) -> int:
        settled = [row.id for row, _ in self._rejects if row.origin == f"file:{sha256}" and not row.became]
        self.tried(dict.fromkeys(settled, Tried(became=TAKEN_ANEW)), at)
        return len(settled)
