"""The journal's rows: how an entry is written, read back, and chained to the one before.

`data` is the whole event as JSON, its kind and ids included, so that it can be read without the other columns;
`kind`, `lead_id` and `rep_id` stand beside it for SQL. A row's hash is SHA-256 in hex over a JSON array without
spaces and `data` behind it. In the array are the hash of the row before (empty for the first), at, kind, lead_id,
rep_id, actor, cause, policy and v. Of the hash the first 128 bits are kept, which nobody can forge either. In rows
of forms 1 and 2 `data` is the last text of the array, and form 1 keeps all 256 bits.
"""

from collections.abc import Iterable, Iterator
from hashlib import sha256
from operator import attrgetter
from typing import NamedTuple, get_args

import msgspec

from engine.events import Entry, Happening
from store.instants import instant, text_of
from store.rows import StoreError

FORMAT = 3
"""Version of the form in which events are written."""

HASH_LETTERS = {1: 64, 2: 32, FORMAT: 32}
"""How much of its hash a row keeps, by the form it is written in."""

_encode = msgspec.json.Encoder().encode
_decode = msgspec.json.Decoder(Happening).decode


class JournalRow(NamedTuple):
    """A row of the table `events`."""

    seq: int
    at: str
    kind: str
    lead_id: str | None
    rep_id: str | None
    actor: str
    cause: str
    policy: str
    v: int
    data: str
    hash: str


def _nobody(_: object) -> None:
    return None


def _ids(event_type: type) -> tuple[str, object, object]:
    fields = event_type.__struct_fields__  # type: ignore[attr-defined]
    tag = event_type.__struct_config__.tag  # type: ignore[attr-defined]
    return (
        tag,
        attrgetter("lead_id") if "lead_id" in fields else _nobody,
        attrgetter("rep_id") if "rep_id" in fields else _nobody,
    )


_SHAPES = {event_type: _ids(event_type) for event_type in get_args(Happening)}


def kind_of(event: Happening) -> str:
    """The event's kind as the journal spells it."""
    return _SHAPES[type(event)][0]


def chain(before: str, columns: tuple[object, ...], form: int = FORMAT) -> str:
    """The hash of a row: over the hash of the row before and its columns from `at` to `data`."""
    *head, data = columns
    text = _encode((before, *columns)) if form < FORMAT else _encode((before, *head)) + str(data).encode()
    return sha256(text).hexdigest()[: HASH_LETTERS.get(form)]


def rows_of(entries: Iterable[Entry], before: str) -> Iterator[JournalRow]:
    """Write entries; `before` is the hash of the journal's last row."""
    for entry in entries:
        event = entry.event
        kind, lead_id, rep_id = _SHAPES[type(event)]
        head = (
            text_of(entry.at),
            kind,
            lead_id(event),  # type: ignore[operator]
            rep_id(event),  # type: ignore[operator]
            entry.actor,
            entry.cause,
            entry.policy,
            FORMAT,
        )
        data = _encode(event)
        before = sha256(_encode((before, *head)) + data).hexdigest()[: HASH_LETTERS[FORMAT]]
        yield JournalRow(entry.seq, *head, data.decode(), before)


def entry_of(row: JournalRow) -> Entry:
    """Read an entry. Raises StoreError for a row that this version cannot read."""
    seq, at, _, _, _, actor, cause, policy, v, data, _ = row
    if v > FORMAT:
        raise StoreError(
            f"Entry {seq} of the journal was written by a newer floorboard; update floorboard to read it."
        )
    try:
        event = _decode(data)
    except msgspec.DecodeError as error:
        raise StoreError(f"Entry {seq} of the journal cannot be read ({error}); run `floorboard verify`.") from error
    return Entry(seq=seq, at=instant(at), actor=actor, cause=cause, policy=policy, event=event)


def is_true_to_itself(row: JournalRow) -> bool:
    """Whether the columns beside `data` say what `data` says."""
    event = entry_of(row).event
    kind, lead_id, rep_id = _SHAPES[type(event)]
    return (row.kind, row.lead_id, row.rep_id) == (kind, lead_id(event), rep_id(event))  # type: ignore[operator]
