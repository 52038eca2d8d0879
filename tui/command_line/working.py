"""Verbs for working leads: say yes or no to an offer, note a contact, hand back, close."""

from argparse import Namespace
from contextlib import closing

from engine.commands import (
    AcceptOffer,
    Claim,
    CloseLead,
    Credit,
    DeclineOffer,
    Park,
    Pull,
    RecordContact,
    Requeue,
    Seen,
    WriteNote,
)
from engine.lead import Disposition
from engine.turn import Refused
from tui.command_line.ordering import give, retold_on, until, until_words
from tui.command_line.verbs import DONE, lead_id
from tui.floor_dir import FloorDir
from tui.redoing import redone
from tui.saying import login, say
from tui.who import rep_here
from tui.wiring import open_ledger, open_reports


def accept(floor: FloorDir, words: Namespace) -> int:
    """Take the lead that is held out to a rep."""
    rep = rep_here(floor, words.rep)
    lead = _offered(floor, words.lead, rep)
    give(floor, AcceptOffer(lead=Seen(id=lead), rep_id=rep))
    say(f"{lead} is with {rep}")
    return DONE


def decline(floor: FloorDir, words: Namespace) -> int:
    """Say no to the lead that is held out to a rep."""
    rep = rep_here(floor, words.rep)
    lead = _offered(floor, words.lead, rep)
    give(floor, DeclineOffer(lead=Seen(id=lead), rep_id=rep, reason=words.reason))
    say(f"{lead} goes to somebody else")
    return DONE


def take_next(floor: FloorDir, words: Namespace) -> int:
    """Take the next lead that a rep may take."""
    rep = rep_here(floor, words.rep)
    answer = give(floor, Pull(rep_id=rep))
    say(f"{_lead_at(floor, answer.seq)} is with {rep}")
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
    lead, rep = lead_id(words.lead), rep_here(floor, words.rep)
    give(floor, Claim(lead=Seen(id=lead), rep_id=rep))
    say(f"{lead} is with {rep}")
    return DONE


def contacted(floor: FloorDir, words: Namespace) -> int:
    """Note that the customers were reached: their clocks stop."""
    leads = seen(words)
    give(floor, RecordContact(leads=leads))
    say(f"noted for {named(leads)}")
    return DONE


def credit(floor: FloorDir, words: Namespace) -> int:
    """Give a rep a claim on leads, or take one."""
    give(floor, Credit(rep_id=words.rep, pool=words.pool, leads=words.leads, reason=words.why))
    say(f"{words.rep}: {words.leads:+g} leads; `floorboard undo` takes it back")
    return DONE


def requeue(floor: FloorDir, words: Namespace) -> int:
    """Put leads back into the queue at their old place."""
    leads = seen(words)
    give(floor, Requeue(leads=leads, reason=words.reason))
    say(f"back in the queue: {named(leads)}")
    return DONE


def park(floor: FloorDir, words: Namespace) -> int:
    """Put leads aside until a time."""
    until_at = until(floor, words)
    if until_at is None:
        raise Refused("Say until when: --for 2h, or --until 14:00.")
    leads = seen(words)
    give(floor, Park(leads=leads, until_at=until_at, reason=words.reason))
    say(f"put aside{until_words(floor, until_at)}: {named(leads)}; `floorboard undo` takes it back")
    return DONE


def note(floor: FloorDir, words: Namespace) -> int:
    """Write something down about a lead."""
    lead = lead_id(words.lead)
    give(floor, WriteNote(leads=(Seen(id=lead),), text=" ".join(words.text)))
    say(f"noted at {lead}")
    return DONE


def redo(floor: FloorDir, words: Namespace) -> int:  # noqa: ARG001
    """Do again what was taken back last."""
    with closing(open_reports(floor)) as reports:
        order = redone(reports, login())
    answer = give(floor, order)
    say(f"done again: {retold_on(floor, answer.seq)}; `floorboard undo` takes it back")
    return DONE


def close(floor: FloorDir, words: Namespace) -> int:
    """End leads."""
    leads = seen(words)
    give(floor, CloseLead(leads=leads, disposition=Disposition(words.ending)))
    say(f"closed as {words.ending}: {named(leads)}; `floorboard undo` takes it back")
    return DONE


def _offered(floor: FloorDir, named: str | None, rep: str) -> str:
    """The lead that was named, else the only one that is held out to a rep."""
    if named:
        return lead_id(named)
    with closing(open_reports(floor)) as reports:
        offers = reports.offers_to(rep)
    if len(offers) != 1:
        which = f"say which: {', '.join(offers)}" if offers else "there is nothing to answer"
        raise Refused(f"{len(offers) or 'No'} lead{'' if len(offers) == 1 else 's'} held out to {rep}; {which}.")
    return offers[0]


def seen(words: Namespace) -> tuple[Seen, ...]:
    """The leads that a verb names."""
    return tuple(Seen(id=lead_id(lead)) for lead in words.leads)


def named(leads: tuple[Seen, ...]) -> str:
    """Leads in a row, for words."""
    return ", ".join(lead.id for lead in leads)
