"""Records of two people under one id of their source: each is a lead of its own.

Such an id names an order, an account or a form, and no enquiry. Whoever came with it first keeps it; the others have
their person beside it, so that each is known again whenever it is sent again, in whatever order.
"""

import re
from collections.abc import Iterable, Mapping

from engine.commands import NewLead
from engine.lead import Card

PERSON_CHARS = 12


def key_of(lead: NewLead) -> str:
    """How a lead is looked up by its key."""
    return f"{lead.source}\t{lead.source_key}"


def told_apart(leads: Iterable[NewLead], keys: Mapping[str, str], cards: Mapping[str, Card]) -> tuple[NewLead, ...]:
    """Give each record whose key is somebody else's a key of its own. `cards` are by the lead ids of `keys`."""
    holders = {key: cards[lead_id] for key, lead_id in keys.items() if lead_id in cards}
    apart = []
    for lead in leads:
        holder = holders.setdefault(key_of(lead), lead.card)
        apart.append(_with_person(lead) if are_two(holder, lead.card) else lead)
    return tuple(apart)


def are_two(one: Card, other: Card) -> bool:
    """Whether two cards are of different people: who has another mailbox, or where one has none another phone.

    The same name is the same person, and so is the same phone where a name is missing.
    """
    names = _words(one.name), _words(other.name)
    if all(names) and names[0] == names[1]:
        return False
    same_phone = bool(one.phone) and one.phone == other.phone
    if one.email and other.email:
        return one.email != other.email and (all(names) or not same_phone)
    return bool(one.phone and other.phone) and not same_phone


def _with_person(lead: NewLead) -> NewLead:
    if not lead.person_keys:
        return lead
    _, _, person = lead.person_keys[0].partition(":")
    return lead.but(source_key=f"{lead.source_key}~{person[:PERSON_CHARS]}")


def _words(name: str) -> list[str]:
    return sorted(re.findall(r"\w+", name.casefold()))
