"""The tables folded from the journal, as plain rows: what a batch of changes does to each of them.

Law: rows depend on the journal alone, not on how it was cut into batches; so a rebuild gives the same tables.
"""

from collections.abc import Callable, Iterable, Mapping
from types import MappingProxyType
from typing import NamedTuple

from engine import events as ev
from engine.events import Entry, Event
from engine.floor import Change, Draft
from engine.lead import Lead, LeadState, Offer, SlaState
from engine.rep import RepStanding
from store.codec import kind_of
from store.company_rows import CompanyRow, company_rows
from store.instants import text_of, text_or_none
from store.person_rows import PersonRow, person_rows
from store.words.journal_words import why_waiting

LEAD_COLUMNS = (
    *("id", "state", "rep_id", "pool", "rule", "source", "source_key", "score", "received_at", "queued_at"),
    *("assigned_at", "first_touch_at", "due_at", "closed_at", "disposition", "version", "sla", "place", "why"),
    *("offered_to", "warn_at", "retry_at", "parked_until", "linked_to", "round", "requires", "number"),
    *("grade", "order_at"),
)
REP_COLUMNS = (
    *("id", "availability", "reason", "until_at", "open_count", "offered_count", "version", "since_at"),
    "idle_since_at",
)


class Stretch(NamedTuple):
    """A time during which a lead was somebody's, or was held out to them; `id` is the entry that began it."""

    id: int
    lead_id: str
    rep_id: str
    begun_at: str
    mark: str
    """How an assignment came about; until when an offer holds."""
    ended_at: str | None = None
    ended_by: str | None = None


class Stretches:
    """Stretches that a batch ends and begins; at most one of a lead runs at any time."""

    def __init__(self) -> None:
        self.ended: dict[str, tuple[str, str]] = {}
        """Leads whose stretch from before the batch ended: when, and by what kind of entry."""
        self.begun: list[Stretch] = []
        self._running: dict[str, int] = {}

    def end(self, lead_id: str, entry: Entry) -> None:
        """End the lead's running stretch."""
        how_it_ended = (text_of(entry.at), kind_of(entry.event))
        place = self._running.pop(lead_id, None)
        if place is None:
            self.ended[lead_id] = how_it_ended
        else:
            ended_at, ended_by = how_it_ended
            self.begun[place] = self.begun[place]._replace(ended_at=ended_at, ended_by=ended_by)

    def begin(self, lead_id: str, rep_id: str, mark: str, entry: Entry) -> None:
        """Begin a stretch."""
        self._running[lead_id] = len(self.begun)
        self.begun.append(Stretch(entry.seq, lead_id, rep_id, text_of(entry.at), mark))


class Taking(NamedTuple):
    """What came in from one file or web-hook source in this batch."""

    at: str
    accepted: int
    rejected: int
    duplicates: int
    tests: int
    rows_done: int
    is_done: bool


_NOTHING_YET = Taking("", 0, 0, 0, 0, 0, is_done=False)


class Folded:
    """All rows that a batch of changes adds or replaces."""

    def __init__(self) -> None:
        self.leads: dict[str, Lead] = {}
        """The last image of every lead touched."""
        self.before: dict[str, Lead | None] = {}
        """The image of each before the batch."""
        self.fresh: set[str] = set()
        """Leads that came in with this batch."""
        self.assignments = Stretches()
        self.offers = Stretches()
        self.keys: list[tuple[str, str, str]] = []
        self.people: list[PersonRow] = []
        self.companies: list[CompanyRow] = []
        self.takings: dict[str, Taking] = {}
        self.policies: list[tuple[str, str]] = []
        """Digest and instant of the policies put in force, in order."""
        self.reps: Iterable[RepStanding] = ()
        self.accounts: list[tuple[str, str, int, int]] = []
        self.runs: list[tuple[str, str, int]] = []


def fold(changes: Iterable[Change], draft: Draft) -> Folded:
    """Work out the rows; `draft` is the floor after the last of the changes."""
    folded = Folded()
    for change in changes:
        note = _NOTED.get(type(change.entry.event))
        if note is not None:
            note(folded, change.entry)
        if change.after is not None:
            _fold_lead(folded, change, change.after)
    folded.reps = draft.touched_reps.values()
    folded.accounts = [
        (pool, rep_id, line.entitled, line.received) for (pool, rep_id), line in draft.touched_accounts.items()
    ]
    folded.runs = [(pool, run.rep_id, run.length) for pool, run in draft.runs.touched().items()]
    return folded


def _fold_lead(folded: Folded, change: Change, after: Lead) -> None:
    before, entry = change.before, change.entry
    folded.leads[after.id] = after
    folded.before.setdefault(after.id, before)
    owner_before, owner_after = _owner(before), _owner(after)
    if owner_before != owner_after or (owner_after and isinstance(entry.event, ev.LeadAssigned)):
        if owner_before:
            folded.assignments.end(after.id, entry)
        if owner_after:
            folded.assignments.begin(after.id, owner_after, _how(entry.event), entry)
    offer_before, offer_after = before.offer if before else None, after.offer
    if offer_before is not offer_after and _held(offer_before) != _held(offer_after):
        if offer_before:
            folded.offers.end(after.id, entry)
        if offer_after:
            folded.offers.begin(after.id, offer_after.rep_id, text_of(offer_after.expires_at), entry)


def _held(offer: Offer | None) -> tuple[object, ...]:
    """What makes two offers one; of those to several the table shows the first."""
    return (offer.rep_id, offer.made_at, offer.expires_at) if offer else ()


def _owner(lead: Lead | None) -> str | None:
    return lead.rep_id if lead is not None and lead.is_open else None


def _how(event: Event) -> str:
    return event.how if isinstance(event, ev.LeadAssigned) else "restored"


def _note_lead(folded: Folded, entry: Entry) -> None:
    event = entry.event
    assert isinstance(event, ev.LeadReceived)
    folded.fresh.add(event.lead_id)
    folded.keys.append((event.source, event.source_key, event.lead_id))
    folded.people.extend(person_rows(event.lead_id, event.person_keys))
    folded.companies.extend(company_rows(event))


def _note_merge(folded: Folded, entry: Entry) -> None:
    event = entry.event
    assert isinstance(event, ev.LeadMerged)
    folded.keys.append((event.source, event.source_key, event.lead_id))
    folded.people.extend(person_rows(event.lead_id, event.person_keys))


def _note_taking(folded: Folded, entry: Entry) -> None:
    event = entry.event
    assert isinstance(event, ev.RecordsTaken)
    seen = folded.takings.get(event.origin, _NOTHING_YET)
    folded.takings[event.origin] = Taking(
        at=text_of(entry.at),
        accepted=seen.accepted + event.accepted,
        rejected=seen.rejected + event.rejected - event.retried,
        duplicates=seen.duplicates + event.duplicates,
        tests=seen.tests + event.tests,
        rows_done=event.rows_done,
        is_done=event.is_last,
    )


def _note_policy(folded: Folded, entry: Entry) -> None:
    event = entry.event
    assert isinstance(event, ev.PolicyChanged)
    folded.policies.append((event.digest, text_of(entry.at)))


_NOTED: Mapping[type[Event], Callable[[Folded, Entry], None]] = MappingProxyType(
    {
        ev.LeadReceived: _note_lead,
        ev.LeadMerged: _note_merge,
        ev.RecordsTaken: _note_taking,
        ev.PolicyChanged: _note_policy,
    }
)


def number_of(lead_id: str) -> int:
    """The number in a lead's id."""
    return int(lead_id.rpartition("-")[2])


def why_of(lead: Lead) -> str:
    """The rule's name, or why the lead still waits."""
    return why_waiting(lead.out) if lead.state is QUEUED and lead.out else lead.rule


QUEUED = LeadState.QUEUED

_STATES = {state: state.value for state in LeadState}
_CLOCKS = {clock: clock.value for clock in SlaState}
"""An enum's own `value` is a function of Python; a batch asks for it thousands of times."""


def lead_row(lead: Lead) -> tuple[object, ...]:
    """The lead's row, in the order of LEAD_COLUMNS."""
    return (
        lead.id,
        _STATES[lead.state],
        lead.rep_id,
        lead.pool,
        lead.rule,
        lead.source,
        lead.source_key,
        lead.score,
        text_of(lead.received_at),
        text_of(lead.queued_at),
        lead.assigned_at and text_of(lead.assigned_at),
        lead.first_touch_at and text_of(lead.first_touch_at),
        lead.due_at and text_of(lead.due_at),
        lead.closed_at and text_of(lead.closed_at),
        lead.disposition.value if lead.disposition else None,
        lead.version,
        _CLOCKS[lead.sla],
        lead.place,
        why_of(lead),
        lead.offer.rep_id if lead.offer else None,
        lead.warn_at and text_of(lead.warn_at),
        lead.retry_at and text_of(lead.retry_at),
        lead.parked_until and text_of(lead.parked_until),
        lead.linked_to,
        lead.round,
        " ".join(lead.requires),
        number_of(lead.id),
        lead.grade,
        lead.order_at and text_of(lead.order_at),
    )


def rep_row(rep: RepStanding) -> tuple[object, ...]:
    """The rep's row, in the order of REP_COLUMNS."""
    return (
        rep.id,
        rep.availability.value,
        rep.reason,
        text_or_none(rep.until_at),
        rep.open_count,
        rep.offered_count,
        rep.version,
        text_of(rep.since_at),
        text_of(rep.idle_since_at),
    )
