"""Verbs for working leads: say yes or no to an offer, note a contact, hand back, close."""

from argparse import Namespace

from engine.commands import AcceptOffer, Claim, CloseLead, DeclineOffer, Pull, RecordContact, Requeue, Seen
from engine.lead import Disposition
from tui.floor_dir import FloorDir
from tui.saying import say
from tui.verbs import DONE, give, lead_id
from tui.wiring import open_ledger


def accept(floor: FloorDir, words: Namespace) -> int:
    """Take the lead that is held out to a rep."""
    lead = lead_id(words.lead)
    give(floor, AcceptOffer(lead=Seen(id=lead), rep_id=words.rep))
    say(f"{lead} is with {words.rep}")
    return DONE


def decline(floor: FloorDir, words: Namespace) -> int:
    """Say no to the lead that is held out to a rep."""
    lead = lead_id(words.lead)
    give(floor, DeclineOffer(lead=Seen(id=lead), rep_id=words.rep, reason=words.reason))
    say(f"{lead} goes to somebody else")
    return DONE


def take_next(floor: FloorDir, words: Namespace) -> int:
    """Take the next lead that a rep may take."""
    answer = give(floor, Pull(rep_id=words.rep))
    say(f"{_lead_at(floor, answer.seq)} is with {words.rep}")
    return DONE


def _lead_at(floor: FloorDir, seq: int) -> str:
    """The lead that an entry is about."""
    ledger = open_ledger(floor)
    try:
        with ledger.reading() as reading:
            entry = next(reading.tail(seq - 1))
    finally:
        ledger.close()
    return str(getattr(entry.event, "lead_id", "a lead"))


def claim(floor: FloorDir, words: Namespace) -> int:
    """Take a lead out of the pond."""
    lead = lead_id(words.lead)
    give(floor, Claim(lead=Seen(id=lead), rep_id=words.rep))
    say(f"{lead} is with {words.rep}")
    return DONE


def contacted(floor: FloorDir, words: Namespace) -> int:
    """Note that the customers were reached: their clocks stop."""
    leads = _seen(words)
    give(floor, RecordContact(leads=leads))
    say(f"noted for {_named(leads)}")
    return DONE


def requeue(floor: FloorDir, words: Namespace) -> int:
    """Put leads back into the queue at their old place."""
    leads = _seen(words)
    give(floor, Requeue(leads=leads, reason=words.reason))
    say(f"back in the queue: {_named(leads)}")
    return DONE


def close(floor: FloorDir, words: Namespace) -> int:
    """End leads."""
    leads = _seen(words)
    give(floor, CloseLead(leads=leads, disposition=Disposition(words.ending)))
    say(f"closed as {words.ending}: {_named(leads)}; `floorboard undo` takes it back")
    return DONE


def _seen(words: Namespace) -> tuple[Seen, ...]:
    return tuple(Seen(id=lead_id(lead)) for lead in words.leads)


def _named(leads: tuple[Seen, ...]) -> str:
    return ", ".join(lead.id for lead in leads)
