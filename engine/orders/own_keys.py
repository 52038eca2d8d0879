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
        is_other = holder is not lead.card and are_two(holder, lead.card, phone_tells=bool(lead.person_keys))
        apart.append(_with_person(lead) if is_other else lead)
    return tuple(apart)


def are_two(one: Card, other: Card, *, phone_tells: bool = True) -> bool:
    """Whether two cards are of different people: who has another mailbox, or where one has none another phone.

    The same name is the same person, and so is the same phone where a name is missing. Where nothing else can be
    compared, or the phone is everybody's and so tells nobody, other names are other people.
    """
    names = _words(one.name), _words(other.name)
    if all(names) and names[0] == names[1]:
        return False
    same_phone = phone_tells and bool(one.phone) and one.phone == other.phone
    if one.email and other.email:
        return one.email != other.email and (all(names) or not same_phone)
    if one.phone and other.phone and one.phone != other.phone:
        return True
    are_reachable = all(card.email or card.phone for card in (one, other))
    return are_reachable and not same_phone and all(names) and not (names[0] <= names[1] or names[1] <= names[0])


def _with_person(lead: NewLead) -> NewLead:
    _, _, person = (*lead.person_keys, lead.own)[0].rpartition(":")
    return lead.but(source_key=f"{lead.source_key}~{person[:PERSON_CHARS]}") if person else lead


def _words(name: str) -> frozenset[str]:
    return frozenset(re.findall(r"\w+", name.casefold()))
