"""`floorboard simulate FILE`: which rule would take each record, who would get it, and why; nothing is written."""

from argparse import Namespace
from collections.abc import Iterator
from contextlib import closing
from datetime import datetime
from pathlib import Path

from engine import events as ev
from engine.commands import ChangePolicy, NewLead, Origin, ReceiveLeads
from engine.decide import step
from engine.events import Entry, Happening
from engine.floor import Draft
from engine.policy import Policy, Roster, digest
from engine.telling.explain import Ranking, as_it_was, instead_words, ranking
from engine.turn import HOUSE, Refused, Turn
from engine.value import Value
from importers.intake import read_file
from importers.record import Reject, TestLead, Unreadable
from store.asked.explain import Decision, sentence_of
from tui.clock import wall_clock
from tui.command_line.verbs import DONE, WRONG
from tui.command_line.why import candidate_line
from tui.floor_dir import FloorDir
from tui.ports import Ledger
from tui.saying import say, tell, tell_json
from tui.serving.known import order_of
from tui.settings import load
from tui.wiring import hints_for, open_ledger

CAUSE = "simulate"

DECISIVE = (ev.LeadAssigned, ev.OfferMade, ev.LeadHeld, ev.LeadParked, ev.LeadClosed, ev.LeadMerged, ev.LeadRepeated)


class Would(Value):
    """What would become of one record."""

    place: str
    rule: str = ""
    pool: str = ""
    rep: str | None = None
    sentence: str
    ranking: Ranking | None = None


def simulate(floor: FloorDir, words: Namespace) -> int:
    """Tell of each record of a file what the floor as it is now would do with it."""
    settings = load(Path(words.config) if words.config else floor.rules)
    path = Path(words.file)
    if not path.is_file():
        raise Refused(f"There is no file {path}.")
    if not floor.database.exists():
        raise Refused("This floor has no leads.db yet, so nobody is there; run `floorboard` in its folder first.")
    with closing(open_ledger(floor)) as ledger:
        what_if = WhatIf(ledger, settings.policy, wall_clock())
        records = read_file(path, hints_for(settings, ledger.salt, words.source, path.name))
        try:
            told = list(what_if.of(records))
        except Unreadable as why:
            raise Refused(str(why)) from None
    if words.json:
        tell_json(
            [{name: getattr(one, name) for name in ("place", "rule", "pool", "rep", "sentence")} for one in told]
        )
    else:
        tell(lines_of(told))
    say(f"{len(told)} records; nothing was written")
    return WRONG if any(not one.rule for one in told) else DONE


def lines_of(told: list[Would]) -> Iterator[str]:
    """A line for each record; of a single one everybody's rank and reason too."""
    for one in told:
        yield f"{one.place}: {one.sentence}"
    if len(told) == 1 and told[0].ranking is not None:
        yield instead_words(told[0].ranking.instead)
        yield from map(candidate_line, told[0].ranking.candidates)


class WhatIf:
    """A floor that takes records in without anybody hearing of it, each on top of the one before."""

    def __init__(self, ledger: Ledger, policy: Policy, now: datetime) -> None:
        self.ledger, self.now = ledger, now
        self.roster = Roster(policy)
        self.floor = Draft(ledger.load())
        if self.floor.policy_digest != digest(policy):
            _, draft = self._tried(ChangePolicy(policy=policy, digest=digest(policy)))
            self.floor.absorb(draft)

    def of(self, records: Iterator[NewLead | Reject | TestLead]) -> Iterator[Would]:
        """What would become of each record, in order."""
        for record in records:
            yield (
                self._would(record)
                if isinstance(record, NewLead)
                else Would(place=record.place, sentence=record.reason)
            )

    def _would(self, lead: NewLead) -> Would:
        origin = Origin(kind="file", source=lead.source, name=lead.place)
        with self.ledger.reading() as view:
            order = order_of(view, origin, (lead,))
        entries, draft = self._tried(order)
        would = self._told(lead.place, entries)
        self.floor.absorb(draft)
        return would

    def _told(self, place: str, entries: list[Entry]) -> Would:
        """What the entries say of the record; the floor is still as it was before them."""
        named = next(entry.event for entry in entries if isinstance(entry.event, _NAMED))
        mine = [entry for entry in entries if getattr(entry.event, "lead_id", "") == named.lead_id]
        if not isinstance(named, ev.LeadReceived):
            return Would(place=place, rule="-", sentence=f"It joins {named.lead_id}, which is known already.")
        decision = next(entry for entry in reversed(mine) if isinstance(entry.event, (*DECISIVE, ev.LeadReceived)))
        where = (named.rule, named.pool)
        told = _put_away(decision.event) or sentence_of(Decision(decision, where, self.roster.policy))
        table = self._ranked(entries, decision, named.lead_id)
        rep = getattr(decision.event, "rep_id", None)
        return Would(place=place, rule=named.rule, pool=named.pool, rep=rep, sentence=told, ranking=table)

    def _ranked(self, entries: list[Entry], decision: Entry, lead_id: str) -> Ranking | None:
        """The table of the decision, on the floor as it was just before it."""
        draft = Draft(self.floor)
        for entry in entries:
            if entry.seq < decision.seq:
                draft.apply(entry)
        lead = draft.leads.get(lead_id)
        pool = self.roster.pools.get(lead.pool) if lead is not None else None
        if lead is None or pool is None:
            return None
        then = as_it_was(draft, self.now, self.floor.seq)
        return ranking(then, self.roster, pool, lead, getattr(decision.event, "rep_id", None))

    def _tried(self, order: ReceiveLeads | ChangePolicy) -> tuple[list[Entry], Draft]:
        """What an order leads to, and the floor as it would be."""
        draft = Draft(self.floor)
        turn = Turn(now=self.now, actor=HOUSE, cause=CAUSE, seed=self.floor.seq)
        return [change.entry for change in step(draft, order, self.roster, turn)], draft


def _put_away(event: Happening) -> str:
    """The sentence of a record that is not dealt now; nothing of one that is, or waits."""
    if isinstance(event, ev.LeadClosed):
        return f"It is closed as {event.disposition}: {event.reason}."
    if isinstance(event, ev.LeadParked):
        return f"It is put aside until {event.until_at:%Y-%m-%d %H:%M} UTC: {event.reason.replace('_', ' ')}."
    return ""


_NAMED = (ev.LeadReceived, ev.LeadMerged, ev.LeadRepeated)
