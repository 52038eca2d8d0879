"""The house rules that a journal's end stands under."""

from typing import TYPE_CHECKING

from engine.events import Entry, PolicyChanged
from engine.policy import Policy

if TYPE_CHECKING:
    from tui.ports import Writing


def latest_entry(reading: "Writing") -> Entry | None:
    """The journal's last entry; None before the first."""
    return next(reading.tail(reading.head().seq - 1), None)


def rules_in_force(reading: "Writing") -> Policy | None:
    """The house rules at the journal's end; None before the first."""
    digest = digest_in_force(reading)
    return reading.policy(digest) if digest else None


def digest_in_force(reading: "Writing") -> str:
    """What the house rules at the journal's end are kept under; empty before the first."""
    entry = latest_entry(reading)
    if entry is None:
        return ""
    return entry.event.digest if isinstance(entry.event, PolicyChanged) else entry.policy
