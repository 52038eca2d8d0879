"""In which order leads wait, where it is not the one that is due first.

Each order is one instant per lead, fixed as it comes in, so that nobody is overtaken by time alone. `aged_score`
counts 100 points for a hot lead, 50 for a warm one and 10 for every minute waited: all grow alike, so a hot lead is
simply ten minutes older. `newest_first_in_band` turns time round within each grade.
"""

from collections.abc import Callable, Mapping
from datetime import UTC, datetime, timedelta
from enum import StrEnum
from types import MappingProxyType

from engine.value import EPOCH


class QueueOrder(StrEnum):
    """Who waits in front of whom."""

    EARLIEST_DUE = "earliest_due"
    AGED_SCORE = "aged_score"
    FIFO = "fifo"
    NEWEST_FIRST_IN_BAND = "newest_first_in_band"


BANDS = ("hot", "warm", "cold")
"""Grades from the first to be dealt on; no grade is the last of them."""

POINTS = {"hot": 100, "warm": 50}
POINTS_A_MINUTE = 10

FAR = datetime(2500, 1, 1, tzinfo=UTC)
BAND = timedelta(days=366_000)


def _aged(grade: str, at: datetime) -> datetime:
    return at - timedelta(minutes=POINTS.get(grade, 0) / POINTS_A_MINUTE)


def _newest(grade: str, at: datetime) -> datetime:
    band = BANDS.index(grade) if grade in BANDS else len(BANDS) - 1
    return EPOCH + BAND * band + (FAR - at)


PLACES: Mapping[QueueOrder, Callable[[str, datetime], datetime]] = MappingProxyType(
    {
        QueueOrder.FIFO: lambda _, at: at,
        QueueOrder.AGED_SCORE: _aged,
        QueueOrder.NEWEST_FIRST_IN_BAND: _newest,
    }
)


def place_at(order: QueueOrder, grade: str, queued_at: datetime) -> datetime | None:
    """The instant that a lead of this grade waits by; None where its due time decides."""
    place = PLACES.get(order)
    return place(grade, queued_at) if place is not None else None
