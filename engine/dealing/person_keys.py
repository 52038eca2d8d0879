"""Which keys tell a person: a mailbox does, a phone only while all who gave it are one.

Law: a phone that two people gave never links anybody again by itself; with the same name beside it, it does.
"""

from collections.abc import Iterable, Mapping
from typing import NamedTuple

from engine.commands import EMAIL, NAMED, PHONE, Known
from engine.lead import Lead


class Who(NamedTuple):
    """What a record says of the person whose phone it gives: the key of their mailbox and that of phone with name."""

    mail: str = ""
    named: str = ""


def who(keys: Iterable[str]) -> Who:
    """Return what stands beside a phone."""
    by_kind = {key[:2]: key for key in keys}
    return Who(by_kind.get(EMAIL, ""), by_kind.get(NAMED, ""))


def are_two(one: Who, other: Who) -> bool:
    """Whether two records with one phone are of different people: nothing agrees, and something contradicts."""
    told = [(mine, theirs) for mine, theirs in zip(one, other, strict=True) if mine and theirs]
    return bool(told) and all(mine != theirs for mine, theirs in told)


def telling(keys: Iterable[str], people: Mapping[str, Known]) -> list[str]:
    """Those of a record's keys that tell a known person, the surest first."""
    keys = tuple(keys)
    if people.keys().isdisjoint(keys):
        return []
    mine = who(keys)
    return sorted((key for key in keys if key in people and _tells(key, mine, people[key])), key=_trust)


def first_known(keys: tuple[str, ...], people: Mapping[str, Known]) -> Known | None:
    """What is known of a record's person by the surest of its keys."""
    if people.keys().isdisjoint(keys):
        return None
    return next((people[key] for key in telling(keys, people)), None)


def _tells(key: str, mine: Who, known: Known) -> bool:
    return not key.startswith(PHONE) or not (known.is_shared or are_two(mine, Who(known.mail, known.named)))


def _trust(key: str) -> int:
    return key.startswith(NAMED) + 2 * key.startswith(PHONE)


def seen_now(known: Known, lead: Lead) -> Known:
    """What is known of a key whose latest lead is as it is now."""
    return known.but(
        rep_id=lead.rep_id,
        is_open=lead.is_open,
        at=lead.queued_at,
        closed_at=lead.closed_at,
        person="" if lead.is_open else lead.person,
    )


def given(key: str, keys: Iterable[str], known: Known) -> Known:
    """What is known of a key once a record gave it, beside its other keys; the lead stays."""
    if not key.startswith(PHONE):
        return known
    mine, theirs = who(keys), Who(known.mail, known.named)
    if not any(theirs):
        return known.but(mail=mine.mail, named=mine.named)
    return known.but(
        mail=mine.mail or theirs.mail,
        named=mine.named or theirs.named,
        is_shared=known.is_shared or are_two(mine, theirs),
    )
