"""Leads at rest: those that nothing has touched for a while are kept packed, some tens of them in a piece.

Law: whoever asks for a lead is given the same value, at rest or not; only what it costs is another.
"""

import zlib
from collections.abc import Callable, Collection, Iterable, Iterator
from datetime import datetime
from hashlib import blake2b
from itertools import islice
from typing import NamedTuple

import msgspec

from engine.history.layer import Layer
from engine.lead import Lead, LeadState, dealing_pool

AWAKE_MAX = 8_192
"""Leads that are kept as they are, the latest to be touched: a small floor's never rest."""

PIECE = 64
"""Leads that are packed together: more would be smaller yet, and each dearer to get at."""

OPEN_MAX = 16
"""Pieces that are kept open: a queue is worked off from neighbour to neighbour."""

SEEN_MAX = 1_024
"""Leads at rest that are kept as they were read."""

QUICKLY = 1
"""How hard a piece is compressed."""


class Mark(NamedTuple):
    """What may be asked of a lead at rest without unpacking it."""

    state: LeadState
    rep_id: str | None
    pool: str
    dealing_pool: str
    queued_at: datetime


Suits = Callable[[Mark], bool]


def mark_of(lead: Lead) -> Mark:
    """The mark of a lead."""
    return Mark(lead.state, lead.rep_id, lead.pool, dealing_pool(lead), lead.queued_at)


class Leads(Layer[str, Lead]):
    """Leads by id, over those of a floor below."""

    __slots__ = ()
    below: "Leads | None"

    def marked(self, suits: Suits) -> Iterator[Lead]:
        """Yield the leads whose marks suit."""
        return (self[lead_id] for lead_id, _ in self.marks(suits))

    def marks(self, suits: Suits) -> Iterator[tuple[str, Mark]]:
        """Yield the marks that suit, with the ids of their leads."""
        for lead_id, lead in self.touched().items():
            if suits(mark := mark_of(lead)):
                yield lead_id, mark
        if self.below is not None:
            yield from (found for found in self.below.marks(suits) if found[0] not in self.own)


class Piece:
    """Some leads in few bytes, which never change: one that is touched leaves its place empty."""

    __slots__ = ("digest", "ids", "kinds", "living", "marks", "packed")

    def __init__(self, packed: bytes, leads: list[Lead], living: int = -1) -> None:
        known: dict[Mark, Mark] = {}
        self.packed = packed
        self.digest = blake2b(packed, digest_size=16).digest()
        """Names these bytes wherever they are kept."""
        self.ids = tuple(lead.id for lead in leads)
        self.marks = tuple(known.setdefault(mark, mark) for mark in map(mark_of, leads))
        self.kinds = tuple(known)
        self.living = living & (1 << len(leads)) - 1
        """A bit for each place that is not empty."""

    def places(self, suits: Suits) -> list[int]:
        """The places of leads whose marks suit."""
        kinds = {mark for mark in self.kinds if suits(mark)}
        if not kinds:
            return []
        return [place for place, mark in enumerate(self.marks) if mark in kinds and self.living >> place & 1]


class Resting(Leads):
    """All leads of a floor, most of them at rest."""

    __slots__ = ("_home", "_made", "_open", "_pieces", "_seen")

    def __init__(self) -> None:
        super().__init__()
        self._pieces: dict[int, Piece] = {}
        self._made = 0
        self._home: dict[str, int] = {}
        """In which piece a lead is. Texts and numbers alone: the collector of garbage does not walk through these."""
        self._open: dict[int, list[msgspec.Raw]] = {}
        self._seen: dict[str, Lead] = {}

    @property
    def pieces(self) -> Collection[Piece]:
        """The pieces, in the order in which they were made."""
        return self._pieces.values()

    def at_bottom(self, key: str) -> Lead | None:
        """Return the lead, or None."""
        lead = super().at_bottom(key) or self._seen.get(key)
        return self._read(key) if lead is None and key in self._home else lead

    def __len__(self) -> int:
        return len(self.own) + len(self._home)

    def __setitem__(self, key: str, lead: Lead) -> None:
        self.drop(key)  # so that the latest to be touched stands last
        self.own[key] = lead
        while len(self.own) > AWAKE_MAX:
            self._rest()

    def drop(self, key: str) -> None:
        """Take the lead away."""
        self.own.pop(key, None)
        self._seen.pop(key, None)
        number = self._home.pop(key, None)
        if number is not None:
            piece = self._pieces[number]
            piece.living &= ~(1 << piece.ids.index(key))
            if 2 * piece.living.bit_count() < len(piece.ids):
                self._wake(number)

    def items(self) -> Iterator[tuple[str, Lead]]:
        """Yield all leads, those awake first."""
        yield from self.touched().items()
        for number in self._pieces:
            yield from ((lead.id, lead) for lead in self._leads(number))

    def marks(self, suits: Suits) -> Iterator[tuple[str, Mark]]:
        """Yield the marks that suit, with the ids of their leads."""
        yield from super().marks(suits)
        for piece in self.pieces:
            yield from ((piece.ids[place], piece.marks[place]) for place in piece.places(suits))

    def absorb(self, above: Layer[str, Lead]) -> None:
        """Make what was tried on top so."""
        for key, lead in above.own.items():
            if isinstance(lead, Lead):
                self[key] = lead
            else:
                self.drop(key)

    def adopt(self, packed: bytes, living: int) -> Iterable[Lead]:
        """Take over a piece as it was kept; returns its living leads. Raises DecodeError for a spoilt one."""
        leads = _read_all(_inflated(packed))
        piece = Piece(packed, leads, living)
        alive = [lead for place, lead in enumerate(leads) if piece.living >> place & 1]
        self._lay(piece, (lead.id for lead in alive))
        return alive

    def _rest(self) -> None:
        """Pack those that were not touched for longest."""
        leads = [lead for lead in islice(self.own.values(), PIECE) if isinstance(lead, Lead)]
        for lead in leads:
            del self.own[lead.id]
        piece = Piece(zlib.compress(_pack(leads), QUICKLY), leads)
        self._lay(piece, piece.ids)

    def _lay(self, piece: Piece, living: Iterable[str]) -> None:
        self._made += 1
        self._pieces[self._made] = piece
        self._home.update(dict.fromkeys(living, self._made))

    def _wake(self, number: int) -> None:
        """Unpack a piece that is half empty: its room is worth more."""
        for lead in self._leads(number):
            del self._home[lead.id]
            self.own[lead.id] = lead
        del self._pieces[number]
        self._open.pop(number, None)

    def _read(self, key: str) -> Lead:
        number = self._home[key]
        if len(self._seen) >= SEEN_MAX:
            self._seen.clear()
        lead = self._seen[key] = _read_one(self._opened(number)[self._pieces[number].ids.index(key)])
        return lead

    def _leads(self, number: int) -> Iterator[Lead]:
        """All that live in a piece."""
        living = self._pieces[number].living
        return (_read_one(raw) for place, raw in enumerate(self._opened(number)) if living >> place & 1)

    def _opened(self, number: int) -> list[msgspec.Raw]:
        raws = self._open.get(number)
        if raws is None:
            while len(self._open) >= OPEN_MAX:
                del self._open[next(iter(self._open))]
            raws = self._open[number] = _split(_inflated(self._pieces[number].packed))
        return raws


def _inflated(packed: bytes) -> bytes:
    try:
        return zlib.decompress(packed)
    except zlib.error as fault:
        raise msgspec.DecodeError(str(fault)) from fault


_pack = msgspec.msgpack.Encoder().encode
_split = msgspec.msgpack.Decoder(list[msgspec.Raw]).decode
_read_one = msgspec.msgpack.Decoder(Lead).decode
_read_all = msgspec.msgpack.Decoder(list[Lead]).decode
