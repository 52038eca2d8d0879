"""Whether a rep who is away goes on sharing in what is dealt, as each pool has it.

Law: being ahead is never forgiven by going away: whoever shares has a lag that only grows.
"""

from collections.abc import Callable, Mapping
from datetime import datetime
from types import MappingProxyType

from engine.policy import Absence, AbsenceKind
from engine.rep import LEFT, Availability, RepStanding
from engine.value import LEAD_UNIT

ABSENT = frozenset({Availability.AWAY, Availability.OFFLINE})
"""Who is absent of their own will; who did not respond is not, and no debt grows for them."""


def _frozen(rule: Absence, rep: RepStanding, lag: int, at: datetime) -> bool:  # noqa: ARG001
    return False


def _below_cap(rule: Absence, rep: RepStanding, lag: int, at: datetime) -> bool:  # noqa: ARG001
    return lag < rule.cap * LEAD_UNIT


def _just_gone(rule: Absence, rep: RepStanding, lag: int, at: datetime) -> bool:  # noqa: ARG001
    return at - rep.since_at < rule.grace


def _always(rule: Absence, rep: RepStanding, lag: int, at: datetime) -> bool:  # noqa: ARG001
    return True


SHARES: Mapping[AbsenceKind, Callable[[Absence, RepStanding, int, datetime], bool]] = MappingProxyType(
    {
        AbsenceKind.FREEZE: _frozen,
        AbsenceKind.ACCRUE: _below_cap,
        AbsenceKind.GRACE: _just_gone,
        AbsenceKind.BACK_OF_LINE: _frozen,
        AbsenceKind.CATCH_UP: _always,
    }
)
"""Whether who is absent shares in a lead all the same."""


def may_share(rule: Absence, rep: RepStanding) -> bool:
    """Whether an absent rep could share in some lead under this policy."""
    return SHARES[rule.kind] is not _frozen and rep.availability in ABSENT and rep.reason != LEFT


def still_shares(rule: Absence, rep: RepStanding, lag: int, at: datetime) -> bool:
    """Whether an absent rep shares in this lead."""
    return SHARES[rule.kind](rule, rep, lag, at)
