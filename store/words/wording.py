"""The small change of sentences: names, amounts, who did it and why."""

from collections.abc import Mapping
from datetime import datetime

from engine.events import Entry
from engine.turn import HOUSE


class Names:
    """Names of reps by id, for words."""

    def __init__(self, names: Mapping[str, str]) -> None:
        self._names = names

    def __call__(self, rep_id: str | None) -> str:
        """The rep's name, or the id of one who is not known."""
        return self._names.get(rep_id, rep_id) if rep_id else "nobody"


def amount(nano_leads: int) -> str:
    """An amount of the ledger in leads."""
    return f"{nano_leads / 1_000_000_000:.2f}"


def by(entry: Entry, rep_id: str | None = None) -> str:
    """Who did it, where it was not the floor itself."""
    if entry.actor == HOUSE:
        return ""
    return ", by self" if entry.actor == rep_id else f", by {entry.actor}"


def clock(at: datetime, entry: Entry) -> str:
    """An instant by this machine's clock, as screens show that of the entry; with its day where that is another."""
    local = at.astimezone()
    return f"{local:%H:%M}" if local.date() == entry.at.astimezone().date() else f"{local:%Y-%m-%d %H:%M}"


def because(text: str) -> str:
    """What was said of it, behind a colon."""
    return f": {text}" if text else ""


def said(entry: Entry, reason: str) -> str:
    """A reason in words; nothing where it only says who did it, as words beside it do."""
    return "" if reason == f"by {entry.actor}" else reason.replace("_", " ")


def plural(count: int, word: str) -> str:
    """A count with its word: `1 lead`, `2 leads`."""
    return f"{count} {word}" if count == 1 else f"{count} {word}s"
