"""Cards: the people behind the leads, kept beside the journal."""

import sqlite3
from collections.abc import Iterator, Mapping

import msgspec

from engine.lead import Card

_TEXTS = (
    "name",
    "email",
    "phone",
    "phone_ext",
    "company",
    "job_title",
    "message",
    "consent",
    "opt_out",
    "owner_hint",
)
CARD_COLUMNS = ("lead_id", *_TEXTS, "extras", "warnings", "raw")

_json = msgspec.json.Encoder().encode
_read_extras = msgspec.json.Decoder(dict[str, str]).decode
_read_warnings = msgspec.json.Decoder(tuple[str, ...]).decode

_NOTICE = ("name", "message", "raw")
"""What a notice of a lead says before its details are known. A card without e-mail and phone is no more than that."""
_DETAILED = "cards.email = '' AND cards.phone = '' AND (excluded.email <> '' OR excluded.phone <> '')"


_KEPT_OUT = {
    "opt_out": "iif(cards.opt_out IN ('', excluded.opt_out), excluded.opt_out,"
    " iif(excluded.opt_out = '', cards.opt_out, 'email call'))",
    "consent": "iif(excluded.consent = 'no' OR cards.consent = '', excluded.consent, cards.consent)",
}
"""Whoever said no to anything is heard, whichever record said it."""


def _filled(name: str) -> str:
    if name in _KEPT_OUT:
        return f"{name} = {_KEPT_OUT[name]}"
    gives_way = f"cards.{name} = ''" + (f" OR ({_DETAILED})" if name in _NOTICE else "")
    return f"{name} = iif({gives_way}, excluded.{name}, cards.{name})"


_FILL = ", ".join(map(_filled, (*_TEXTS, "raw")))
_KEEP = (
    f"INSERT INTO cards ({', '.join(CARD_COLUMNS)}) VALUES ({', '.join('?' * len(CARD_COLUMNS))})"  # noqa: S608
    f" ON CONFLICT (lead_id) DO UPDATE SET {_FILL}, extras = json_patch(excluded.extras, cards.extras),"
    " warnings = iif(cards.warnings = '[]', excluded.warnings, cards.warnings)"
    " WHERE NOT EXISTS (SELECT 1 FROM forgotten WHERE key = excluded.lead_id)"
)


def keep_cards(db: sqlite3.Connection, cards: Mapping[str, Card]) -> None:
    """Write cards; of one that is there already only what is empty is filled, of a forgotten one nothing."""
    if not cards:
        return
    try:
        db.executemany(_KEEP, map(_row, cards.items()))
    except UnicodeEncodeError:  # seldom, and those that are in by now are only filled again
        db.executemany(_KEEP, map(_row, _storable(cards)))


def filled(card: Card, again: Card) -> Card:
    """The card with what is empty filled from another record of the same lead; a notice gives way to details."""
    gained = {name: getattr(again, name) for name in (*_TEXTS, "raw", "warnings") if not getattr(card, name)}
    if not (card.email or card.phone) and (again.email or again.phone):
        gained |= {name: getattr(again, name) for name in _NOTICE}
    gained["opt_out"] = " ".join(sorted({*card.opt_out.split(), *again.opt_out.split()}, reverse=True))
    gained["consent"] = again.consent if again.consent == "no" or not card.consent else card.consent
    return card.but(**gained, extras={**again.extras, **card.extras})


def card_of(row: tuple[object, ...]) -> Card:
    """Read a card from a row in the order of CARD_COLUMNS."""
    _, *texts, extras, warnings, raw = row
    fields = dict(zip(_TEXTS, texts, strict=True))
    return Card(**fields, extras=_read_extras(str(extras)), warnings=_read_warnings(str(warnings)), raw=str(raw))  # type: ignore[arg-type]


def _row(kept: tuple[str, Card]) -> tuple[str, ...]:
    lead_id, card = kept
    return (
        lead_id,
        card.name,
        card.email,
        card.phone,
        card.phone_ext,
        card.company,
        card.job_title,
        card.message,
        card.consent,
        card.opt_out,
        card.owner_hint,
        _json(card.extras).decode() if card.extras else "{}",
        _json(card.warnings).decode() if card.warnings else "[]",
        card.raw,
    )


def _storable(cards: Mapping[str, Card]) -> Iterator[tuple[str, Card]]:
    for lead_id, card in cards.items():
        texts = {name: storable(getattr(card, name)) for name in (*_TEXTS, "raw")}
        extras = {storable(heading): storable(text) for heading, text in card.extras.items()}
        yield lead_id, card.but(**texts, extras=extras, warnings=tuple(map(storable, card.warnings)))


def storable(text: str) -> str:
    """The text without what UTF-8 cannot say (halves of surrogate pairs), which the database would refuse."""
    if text.isascii():
        return text
    return text.encode("utf-8", "replace").decode()
