"""What every noun of the floor is made of: a frozen, keyword-only record.

msgspec's Struct stands where a frozen dataclass would: the same manners, ten times cheaper to make and forty times
cheaper to change, and its JSON is the journal's.
"""

from collections.abc import Iterator
from datetime import UTC, datetime
from typing import Self

import msgspec

LEAD_UNIT = 1_000_000_000
"""One lead in the unit of the fairness ledger (nano-leads): integers, so that every reversal is exact."""

EPOCH = datetime(1970, 1, 1, tzinfo=UTC)


class Value(msgspec.Struct, frozen=True, kw_only=True, omit_defaults=True, forbid_unknown_fields=True):
    """A frozen record with named fields."""

    def but(self, **changes: object) -> Self:
        """Return a copy of this value with some fields changed."""
        return msgspec.structs.replace(self, **changes)


def instants(*moments: datetime | None) -> Iterator[datetime]:
    """Yield those of the moments that are set."""
    return (moment for moment in moments if moment is not None)
