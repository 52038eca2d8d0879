"""A floor with what became of every lead on it, the closed ones too."""

from collections.abc import Iterable, Sequence
from datetime import datetime

from engine import events as ev
from engine.commands import Known
from engine.companies import LEADS_MOST, Company, company_of, held
from engine.dealing.person_keys import seen_now
from engine.events import Entry
from engine.floor import Change, Draft, Floor
from engine.lead import Lead

DECISIVE = (ev.LeadAssigned, ev.OfferMade, ev.LeadHeld, ev.LeadParked, ev.LeadClosed, ev.LeadRequeued)
"""What says why a lead is where it is."""


class Lived:
    """A floor, and what its tables would know of leads and persons."""

    def __init__(self, floor: Floor, leads: dict[str, Lead], people: dict[str, str]) -> None:
        self.floor = floor
        self.leads = leads
        """Every lead as it is now, or was when it closed."""
        self.people = people
        """A person key to that person's latest lead."""
        self.companies: dict[str, list[str]] = {}
        """The leads of each company."""
        self.decided: dict[str, Entry] = {}
        self.first_owned_at: dict[str, datetime] = {}
        self.late: set[str] = set()
        """Leads whose customers waited too long."""

    def copy(self) -> "Lived":
        """Another floor like this one, of which nothing is told yet."""
        twin = Lived(Floor(self.floor.snapshot()), dict(self.leads), dict(self.people))
        twin.companies = {key: list(leads) for key, leads in self.companies.items()}
        return twin

    def fold(self, entries: Iterable[Entry]) -> list[Change]:
        """Live what the journal says."""
        draft = Draft(self.floor)
        changes = [draft.apply(entry) for entry in entries]
        self.floor.absorb(draft)
        self.note(changes)
        return changes

    def note(self, changes: Sequence[Change]) -> None:
        """Note what became of leads and persons."""
        for change in changes:
            entry, event = change.entry, change.entry.event
            if change.after is not None:
                self.leads[change.after.id] = change.after
            if isinstance(event, ev.LeadReceived | ev.LeadMerged):
                self.people.update(dict.fromkeys(event.person_keys, event.lead_id))
            if isinstance(event, ev.LeadReceived):
                for key in event.company_keys:
                    self.companies.setdefault(key, []).append(event.lead_id)
            if isinstance(event, DECISIVE):
                self.decided[event.lead_id] = entry
            if isinstance(event, ev.LeadAssigned):
                self.first_owned_at.setdefault(event.lead_id, entry.at)
            if isinstance(event, ev.SlaBreached) or (isinstance(event, ev.LeadReceived) and event.is_late):
                self.late.add(event.lead_id)

    def known_companies(self, keys: Iterable[str]) -> dict[str, Company]:
        """What is known of companies, as the ledger would say it."""
        found = {key: self.companies[key][-LEADS_MOST:] for key in keys if key in self.companies}
        return {key: company_of(held(self.leads[one]) for one in leads) for key, leads in found.items()}

    def known(self, keys: Iterable[str]) -> dict[str, Known]:
        """What is known of persons, as the ledger would say it."""
        found = {key: self.leads[self.people[key]] for key in keys if key in self.people}
        return {key: seen_now(Known(lead_id=lead.id), lead) for key, lead in found.items()}
