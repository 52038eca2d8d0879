"""A provider's delivery becomes leads, notices of leads, test leads and rejects: one for each record of it."""

from datetime import UTC, datetime
from hashlib import sha256

from engine.commands import NewLead
from engine.lead import Card
from importers.cells import dates
from importers.files.closed_json import Json
from importers.hooks.payload import document_of
from importers.limits import limits
from importers.making import MESSAGE_CHARS_MAX, Maker
from importers.mapping import Plan, plan
from importers.providers.provider import Provider
from importers.providers.shaping import Shaped, items, raw, said, shaped, without
from importers.reading import NAME_CHARS_MAX, Reading
from importers.record import RAW_CHARS_MAX, Hints, Record, Reject, TestLead, Unreadable, cut, one_line
from importers.traits import traits_of

KEY_CHARS_MAX = 200
PENDING_TRAIT = "pending_detail"
"""True of a lead of which only its notice came; rules may ask for it."""

Taken = NewLead | Reject | TestLead


def take_delivery(provider: Provider, media_type: str, body: bytes, hints: Hints, delivery: str) -> list[Taken]:
    """Take a verified body in. Raises Unreadable when it is broken as a whole."""
    whole = document_of(media_type, body)
    document = provider.tidy(without(whole, provider.withheld))
    found = items(document, provider.at)
    place = f"hook:{hints.source}"
    taken: list[Taken] = []
    for number, record in enumerate(found, 1):
        is_alone = len(found) == 1
        one = _Record(provider, record, document, place if is_alone else f"{place} record {number}")
        key = one.key() or (delivery if is_alone or not delivery else f"{delivery}#{number}")
        taken.append(one.taken(hints, key))
    return taken


def check_delivery(provider: Provider, media_type: str, body: bytes) -> None:
    """Raise Unreadable when a body could never be taken in: asked before it is kept."""
    items(provider.tidy(without(document_of(media_type, body), provider.withheld)), provider.at)


class _Record:
    """One record of a delivery on its way in."""

    def __init__(self, provider: Provider, record: Json, document: Json, place: str) -> None:
        self._provider, self._record, self._document, self.place = provider, record, document, place

    def key(self) -> str:
        """What the provider calls this enquiry; nothing when it does not say all of it."""
        parts = [said(self._record, self._document, path) for path in self._provider.key]
        whole = " ".join(parts) if all(parts) else ""
        return whole if len(whole) <= KEY_CHARS_MAX else "sha256:" + sha256(whole.encode()).hexdigest()

    def taken(self, hints: Hints, key: str) -> Taken:
        """What becomes of it."""
        shown = cut(raw(self._record), RAW_CHARS_MAX)
        if not isinstance(self._record, dict):
            return Reject(place=self.place, reason="This is not an object with fields.", raw=shown)
        if self._is_test():
            return TestLead(place=self.place, reason=f"A test of {self._provider.title}.", raw=shown)
        if why := self._no_lead():
            return Reject(place=self.place, reason=why, raw=shown)
        try:
            sorted_out = shaped(self._provider, self._record, self._document)
        except Unreadable as fault:
            return Reject(place=self.place, reason=str(fault), raw=shown)
        return self._made(sorted_out, Record(place=self.place, cells=sorted_out.cells, raw=shown), hints, key)

    def _made(self, found: Shaped, record: Record, hints: Hints, key: str) -> Taken:
        now = hints.now or datetime.now(UTC)
        planned = _plan(found, hints)
        made = Maker(hints, now, key).make(record, planned)
        if isinstance(made, Reject) and self._provider.pending and self.key():
            return self._pending(Reading(record, planned, hints), record, hints.but(now=now), key)
        return made

    def _pending(self, reading: Reading, record: Record, hints: Hints, key: str) -> NewLead:
        """A notice: nobody can be reached yet, but somebody asked, and the place to look is known."""
        provider = self._provider
        reading.read_contact()
        traits = {**traits_of(reading), PENDING_TRAIT: True}
        shows = ((word, said(self._record, self._document, path)) for word, path in provider.pending_shows.items())
        where = ", ".join(f"{word} {one_line(text)}" for word, text in shows if text)
        message = f"Notified by {provider.title}, details pending. {provider.pending}{f' ({where})' if where else ''}"
        return NewLead(
            source=hints.source,
            source_key=key,
            place=self.place,
            received_at=_told_at(reading.use("created_at"), hints),
            traits=traits,
            card=Card(
                name=cut(f"{provider.title} {self.key()}", NAME_CHARS_MAX),
                message=cut(message, MESSAGE_CHARS_MAX),
                extras=reading.extras(),
                raw=record.raw,
            ),
        )

    def _no_lead(self) -> str:
        """Why this is none: an event of another sort."""
        for path, wanted in self._provider.only.items():
            found = said(self._document, self._record, path)
            if found and found not in wanted:
                return f"{self._provider.title} says {one_line(found)!r}, which is no new lead."
        return ""

    def _is_test(self) -> bool:
        tests = self._provider.tests.items()
        return any(said(self._document, self._record, path) in values for path, values in tests)


def _told_at(text: str, hints: Hints) -> datetime | None:
    try:
        return dates.instant(text, month_first=False, timezone=hints.timezone, now=hints.now or datetime.now(UTC))
    except dates.Untimely:
        return None


def _plan(found: Shaped, hints: Hints) -> Plan:
    """What is told comes first; among what was asked the headings decide, except on what names the enquiry."""
    values = {heading: [text] for heading in found.asked if (text := found.cells[heading].strip()[: limits().cell])}
    by_heading = plan(found.asked, values, hints.region)
    fields = {field: headings for field, headings in by_heading.fields.items() if field != "external_id"}
    told = {field: (*headings, *fields.get(field, ())) for field, headings in found.told.items()}
    return by_heading.but(fields={**fields, **told})
