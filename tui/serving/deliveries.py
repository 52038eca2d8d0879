"""From the spool to the journal: deliveries of one source that wait together are dealt by one order.

Law: a delivery is marked as dealt with in the commit in which its leads are dealt.
"""

from collections.abc import Iterable, Iterator, Sequence
from concurrent.futures import Future
from itertools import groupby, islice
from typing import NamedTuple

from engine.commands import NewLead, Origin
from engine.events import LeadReceived
from engine.floor import Change
from importers.hooks.payload import Found
from importers.intake import read_payload
from importers.record import RAW_CHARS_MAX, Hints, Reject, Unreadable, cut
from store.rows import Counts, RejectRow, SpooledHook
from tui.serving.desk import Sitting, entered
from tui.serving.taking import Taken, enter, reject_of
from tui.serving.turns import Turns

TOGETHER_MAX = 20
"""Deliveries that one order deals: some hundredths of a second for whoever waits meanwhile."""


class Delivery(NamedTuple):
    """A spooled delivery, read."""

    hook: SpooledHook
    batch: Sequence[Taken]
    why: str = ""
    """Why it could not be read."""

    @property
    def leads(self) -> list[NewLead]:
        """The leads in it."""
        return [one for one in self.batch if isinstance(one, NewLead)]

    def rejects(self) -> list[RejectRow]:
        """What of it is no lead."""
        origin = origin_of(self.hook)
        return [reject_of(origin, one, self.hook.id) for one in self.batch if not isinstance(one, NewLead)]


def together(hooks: Iterable[SpooledHook]) -> Iterator[list[SpooledHook]]:
    """Runs of deliveries of one source, in their order."""
    for _, run in groupby(hooks, key=lambda hook: hook.source):
        while group := list(islice(run, TOGETHER_MAX)):
            yield group


def read(hook: SpooledHook, hints: Hints, found: Found | None = None) -> Delivery:
    """Read a delivery, whose records may have been found before; one that is broken is refused whole."""
    try:
        return Delivery(hook, read_hook(hook, hints, found))
    except Unreadable as trouble:
        return refused(hook, str(trouble))


def read_hook(hook: SpooledHook, hints: Hints, found: Found | None = None) -> list[Taken]:
    """The records of a delivery. Raises Unreadable when it is broken."""
    return read_payload(hook.media_type, hook.body, hints, hook.delivery, found)


def refused(hook: SpooledHook, why: str) -> Delivery:
    """A delivery that goes among the rejects, whole."""
    raw = cut(hook.body.decode("utf-8", "replace"), RAW_CHARS_MAX)
    return Delivery(hook, [Reject(place=f"hook:{hook.source}", reason=why, raw=raw)], why)


def take(turns: Turns, deliveries: Sequence[Delivery]) -> "Future[None]":
    """Take deliveries of one source in; the future is done once all of them are dealt.

    What was dealt before, or was dropped from the spool because somebody is to be forgotten, is passed over.
    """

    def work(sitting: Sitting) -> None:
        waiting = sitting.writing.still_spooled([one.hook.id for one in deliveries])
        still = [one for one in deliveries if one.hook.id in waiting]
        if not still:
            return
        leads = tuple(lead for one in still for lead in one.leads)
        rejects = [reject for one in still for reject in one.rejects()]
        became = entered(enter(sitting, origin_of(still[0].hook), (leads, rejects), 0, True))
        for one in still:
            counts = counts_of(one, list(islice(became, len(one.leads))))
            sitting.writing.spool_done(one.hook.id, one.why, counts, sitting.now)

    return turns.soon(work)


def origin_of(hook: SpooledHook) -> Origin:
    """Where the records of a delivery come from."""
    return Origin(kind="hook", source=hook.source, name=hook.source)


def counts_of(one: Delivery, became: Sequence[Change]) -> Counts:
    """What became of a delivery's records, as the spool keeps it."""
    rejects = one.rejects()
    tests = sum(reject.is_test for reject in rejects)
    accepted = sum(isinstance(change.entry.event, LeadReceived) for change in became)
    return Counts(accepted=accepted, rejected=len(rejects) - tests, duplicates=len(became) - accepted, tests=tests)
