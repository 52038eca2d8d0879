"""What a ledger knows of records that come in: whose keys and whose persons they have."""

from collections.abc import Iterable

from engine.commands import NewLead, Origin, ReceiveLeads
from engine.orders.own_keys import told_apart
from tui.ports import Writing


def order_of(writing: Writing, origin: Origin, leads: Iterable[NewLead]) -> ReceiveLeads:
    """The order to take leads in, with all that is known of them by now."""
    came = tuple(leads)
    keys = _keys_of(writing, came)
    apart = told_apart(came, keys, writing.cards(keys.values()))
    if apart != came:
        keys = _keys_of(writing, apart)
    return ReceiveLeads(
        origin=origin,
        leads=apart,
        keys=keys | writing.forgotten_keys(apart),
        people=writing.known_people(key for lead in apart for key in lead.person_keys),
        companies=writing.known_companies(key for lead in apart for key in lead.company_keys),
    )


def _keys_of(writing: Writing, leads: tuple[NewLead, ...]) -> dict[str, str]:
    return writing.known_keys((lead.source, lead.source_key) for lead in leads)
