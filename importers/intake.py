"""The one path in: a dropped file or a web-hook's body becomes leads, rejects and test leads."""

import tempfile
from collections.abc import Iterable, Iterator
from datetime import UTC, datetime
from pathlib import Path

from engine.commands import NewLead
from importers.files import gauge
from importers.files.archive import Member, members
from importers.files.attachments import attached
from importers.files.readers import ARCHIVE, MAIL, READERS, kind_of
from importers.hooks.payload import Found, records_of
from importers.limits import put_in_force
from importers.making import Maker
from importers.mapping import Plan, plan
from importers.providers import PROVIDERS
from importers.providers.letters import as_mail
from importers.providers.recognising import recognised
from importers.providers.taking import take_delivery
from importers.record import Hints, Read, Record, Reject, TestLead, Unreadable, one_line
from importers.sampling import Table, samples_of, tables

EMPTY = "There is no record in this delivery."
PLANS_MAX = 2_000
"""Shapes of records remembered in one file; JSON may give every record its own."""
REFUSED_MAX = 1_000
"""So many rejects of a mail's attachments wait to see whether there is a lead among them."""
NO_CONTACT_COLUMN = "There is no column with e-mails or phones in it: this is no list of leads."

Taken = NewLead | Reject | TestLead
"""What becomes of a record: always exactly one of these."""


def read_file(path: Path, hints: Hints) -> Iterator[Taken]:
    """Take in a file, record by record, holding only the first few.

    Places count as a spreadsheet does: `leads.csv row 17` counts headings and blank lines, and a cell with line
    breaks in it is one row; JSON says `leads.json record 3`, JSONL `leads.jsonl line 3`. A file without any column
    that could reach a person is one reject. Raises Unreadable when the file as a whole cannot be read, perhaps late.
    """
    put_in_force(hints.limits)
    gauge.within(0.0, 1.0)
    name = one_line(hints.name or path.name)
    named = hints.but(name=name)
    try:
        kind = kind_of(path, named)
        yield from _take_archive(path, named) if kind == ARCHIVE else _take_single(path, kind, named)
    except OSError as error:
        raise Unreadable(f"{name} cannot be opened: {error.strerror or error}.") from error
    except (UnicodeError, RecursionError) as error:
        raise Unreadable(f"{name} cannot be read: {one_line(str(error))}.") from error


def read_payload(
    media_type: str, body: bytes, hints: Hints, delivery: str = "", before: Found | None = None
) -> list[Taken]:
    """Take in a web-hook's body. `delivery` names it, and is the key of records without a key of their own.

    What was found in it `before`, when it was checked, is not looked for again. Raises Unreadable when the body is
    broken.
    """
    put_in_force(hints.limits)
    provider = PROVIDERS.get(hints.provider)
    if provider is None or provider.is_plain:
        provider = None if hints.mapping else recognised(media_type, body)
    if provider is not None and provider.letter is not None:
        return list(_take_letter(as_mail(provider.letter, media_type, body), hints))
    if provider is not None:
        return take_delivery(provider, media_type, body, hints, delivery)
    place = f"hook:{hints.source}"
    found = list(records_of(media_type, body, place) if before is None else before) or [
        Reject(place=place, reason=EMPTY, raw=body[:200].decode("utf-8", "replace"))
    ]
    samples = samples_of(found)
    taken: list[Taken] = []
    for number, item in enumerate(found, 1):
        of_its_own = delivery if len(found) == 1 or not delivery else f"{delivery}#{number}"
        maker = Maker(hints, _now(hints), of_its_own)
        if isinstance(item, Record):
            taken.append(maker.make(item, plan(item.cells, samples, hints.region, hints.mapping)))
        else:
            taken.append(item)
    return taken


def _take_letter(mail: bytes, hints: Hints) -> Iterator[Taken]:
    """Take in a mail that was posted, as if somebody had dropped it."""
    with tempfile.TemporaryDirectory(prefix="floorboard-") as folder:
        path = Path(folder) / "mail.eml"
        path.write_bytes(mail)
        yield from _take_single(path, MAIL, hints.but(name=f"hook:{hints.source}"))


def _take_archive(path: Path, hints: Hints) -> Iterator[Taken]:
    """Take in each file of an archive; one that cannot be read is one reject, and so is an archive inside it."""
    for member in members(path, hints.name):
        yield from _take_member(member, hints)


def _take_member(member: Member, hints: Hints) -> Iterator[Taken]:
    named = hints.but(name=member.name)
    try:
        if member.why:
            raise Unreadable(member.why)
        kind = kind_of(member.path, named)
        if kind == ARCHIVE:
            raise Unreadable(f"{member.name} is an archive inside an archive: unpack it.")
        yield from _take_single(member.path, kind, named)
    except Unreadable as fault:
        yield Reject(place=member.name, reason=str(fault), raw="")
    except (UnicodeError, RecursionError) as fault:
        yield Reject(place=member.name, reason=f"It cannot be read: {one_line(str(fault))}.", raw="")


def _take_single(path: Path, kind: str, hints: Hints) -> Iterator[Taken]:
    """Take in a file that is no archive. A mail that only brings leads as an attachment is no lead itself."""
    own = _take(READERS[kind](path, hints), Maker(hints, _now(hints)), hints)
    if kind != MAIL:
        yield from own
        return
    refused: list[Taken] = []
    brought = 0
    for one in (one for member in attached(path, hints) for one in _take_member(member, hints)):
        if not brought and isinstance(one, Reject) and len(refused) < REFUSED_MAX:
            refused.append(one)
            continue
        brought += 1
        yield from refused
        yield one
        refused = []
    yield from () if brought else _own_or_refused(own, refused)


def _own_or_refused(own: Iterator[Taken], refused: list[Taken]) -> Iterator[Taken]:
    """What a mail says itself; where that is nobody, why its attachments are no leads."""
    is_lead = False
    for one in own:
        is_lead = is_lead or not isinstance(one, Reject)
        yield one
    yield from () if is_lead else refused


def _take(read: Iterator[Read], maker: Maker, hints: Hints) -> Iterator[Taken]:
    for table in tables(read):
        if table.is_first and _has_no_contact(table, hints):
            place = table.headings.place if table.headings else hints.name
            yield Reject(place=place, reason=NO_CONTACT_COLUMN, raw=_first_lines(table))
            continue
        plans = _Plans(table.samples, hints)
        for item in table.items:
            if isinstance(item, Record):
                yield maker.make(item, plans.of(item.cells))
            elif isinstance(item, Reject):
                yield item


class _Plans:
    """The plan for each shape of record: a table has one, objects may differ."""

    def __init__(self, samples: dict[str, list[str]], hints: Hints) -> None:
        self._samples = samples
        self._hints = hints
        self._known: dict[tuple[str, ...], Plan] = {}

    def of(self, cells: Iterable[str]) -> Plan:
        shape = tuple(cells)
        known = self._known.get(shape)
        if known is None:
            if len(self._known) >= PLANS_MAX:
                self._known.clear()
            known = self._known[shape] = plan(shape, self._samples, self._hints.region, self._hints.mapping)
        return known


def _has_no_contact(table: Table, hints: Hints) -> bool:
    """Judge a table as a whole, by its headings or the keys of its first objects."""
    names = table.names
    return bool(names) and not plan(names, table.samples, hints.region, hints.mapping).has_contact


def _first_lines(table: Table) -> str:
    headings = [" | ".join(table.headings.names)] if table.headings else []
    return "\n".join([*headings, *(item.raw for item in table.ahead[:3] if isinstance(item, Record))])[:2000]


def _now(hints: Hints) -> datetime:
    return hints.now or datetime.now(UTC)
