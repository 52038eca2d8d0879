"""A second floor that lives the journal's orders again, under house rules of its own or under those of then.

Law: answers are those of then. Whoever has a lead says yes when its owner of then had it, and reaches the customer
when they did; what nobody could have asked here is left out, and told.
"""

from collections.abc import Iterable, Iterator, Sequence
from datetime import datetime
from typing import Protocol

from engine import commands as co
from engine import events as ev
from engine.commands import Command, NewLead, Seen
from engine.dealing.work import Work
from engine.decide import step
from engine.events import Entry, Happening
from engine.floor import Change, Draft
from engine.lead import Card
from engine.matching.facts import card_facts
from engine.orders.settle import next_due, settle
from engine.policy import Policy, Roster, digest
from engine.telling.lived import Lived
from engine.telling.retold import Record, actor_of, batch_of, orders_of, origin_again, record_again, records_of
from engine.turn import HOUSE, Refused, Turn

CAUSE = "replay"


class Kept(Protocol):
    """What is remembered beside the journal."""

    def cards(self, lead_ids: Iterable[str]) -> dict[str, Card]:
        """The persons of leads."""
        ...

    def policy(self, digest: str) -> Policy:
        """House rules that were in force."""
        ...


class Second:
    """Lives the journal turn after turn; `first` is the floor as it was, `lived` the one that would have been."""

    def __init__(self, before: Lived, kept: Kept, rules: Policy | None) -> None:
        self.first, self.lived = before.copy(), before.copy()
        self.kept, self.rules = kept, rules
        self.apart: dict[str, str] = {}
        """Leads that are one here and joined another then, with that one."""
        self.refused: list[tuple[Entry, str]] = []
        """What could not be done again, with the reason."""
        self._since = before.floor.seq
        self._roster: Roster | None = None
        self._ids: dict[str, str] = {}
        self._theirs: dict[str, str] = {}
        self._acts: dict[int, int] = {}

    def live(self, turn: Sequence[Entry]) -> None:
        """Live one turn of the journal here, then there, and give the answers that were given there."""
        opening = turn[0]
        if self._roster is None:
            self._begin(opening)
        self._wake(opening.at)
        acts = {act.seq for act in self.lived.floor.acts}
        if batch_of(turn) is not None and self._is_still_one(opening):
            self._take_in(turn)
        else:
            self._give_all(turn)
        self.first.fold(turn)
        self._note_act(turn, acts)
        owned = [one.event.lead_id for one in turn if isinstance(one.event, ev.LeadAssigned)]
        self._answer(self._turn(opening, HOUSE), map(self.id_of, owned))

    def _is_still_one(self, entry: Entry) -> bool:
        """Whether nothing was different until now, so that a batch becomes what it became."""
        return self.lived.floor.seq == self.first.floor.seq and self.lived.floor.policy_digest == entry.policy

    def _take_in(self, turn: Sequence[Entry]) -> None:
        """Take a batch in as it came: its records are no longer known to the letter, for cards are filled later."""
        assert self._roster is not None, "the journal begins with house rules"
        draft = Draft(self.lived.floor)
        work = Work(draft, self._roster, self._turn(turn[0], HOUSE))
        last = max(place for place, entry in enumerate(turn) if isinstance(entry.event, ev.RecordsTaken))
        for entry in turn[: last + 1]:
            work.happen(entry.event)
        settle(work)
        self._keep(draft, work.changes)

    def _give_all(self, turn: Sequence[Entry]) -> None:
        for order in self._orders(turn):
            events = self._give(order, turn[0], actor_of(turn))
            if isinstance(order, co.ReceiveLeads):
                self._note_ids(records_of(turn), [event for event in events if isinstance(event, Record)])

    def id_of(self, lead_id: str) -> str:
        """The id that a lead of the journal has here."""
        return self._ids.get(lead_id, lead_id)

    def theirs_of(self, here: str) -> str:
        """The id that a lead of this floor has in the journal."""
        return self._theirs.get(here, here)

    def _begin(self, opening: Entry) -> None:
        held = self.lived.floor.policy_digest
        if held:
            self._roster = Roster(_open_to_all(self.kept.policy(held)))
        if self.rules is not None and digest(self.rules) != held:
            self._give(self._change(self.rules, digest(self.rules)), opening, "floor.toml")

    def _change(self, policy: Policy, name: str) -> co.ChangePolicy:
        """The order that puts house rules in force, with the cards of those who wait for pools that are no more."""
        policy = _open_to_all(policy)
        self._roster = Roster(policy)
        pools = {pool.name for pool in policy.pools if pool.reps}
        leads = self.lived.floor.leads
        homeless = [one for one, _ in leads.marks(lambda mark: not mark.rep_id and mark.pool not in pools)]
        cards = self.kept.cards([self.theirs_of(one) for one in homeless])
        facts = {self.id_of(lead_id): card_facts(card) for lead_id, card in cards.items()}
        return co.ChangePolicy(policy=policy, digest=name, facts=facts)

    def _orders(self, turn: Sequence[Entry]) -> Iterator[Command]:
        """What is asked for in a turn; edits of the house rules only where we follow those of then."""
        changed = next((one.event for one in turn if isinstance(one.event, ev.PolicyChanged)), None)
        taken = batch_of(turn)
        if changed is not None:
            if self.rules is None:
                yield self._change(self.kept.policy(changed.digest), changed.digest)
        elif taken is not None:
            yield self._batch(records_of(turn), taken)
        else:
            yield from map(self._called, orders_of(turn))

    def _batch(self, records: Sequence[Record], taken: ev.RecordsTaken) -> co.ReceiveLeads:
        fresh = {one.lead_id: one.source for one in records if isinstance(one, ev.LeadReceived)}
        cards = self.kept.cards({one.lead_id for one in records})
        leads: list[NewLead] = []
        keys: dict[str, str] = {}
        for record in records:
            known = self.first.leads.get(record.lead_id)
            source = fresh.get(record.lead_id, known.source if known is not None else "")
            leads.append(record_again(record, source, cards.get(record.lead_id, Card())))
            if isinstance(record, ev.LeadRepeated) and record.lead_id not in fresh:
                keys[f"{leads[-1].source}\t{record.source_key}"] = self.id_of(record.lead_id)
        people = self.lived.known(key for lead in leads for key in lead.person_keys)
        companies = self.lived.known_companies(key for lead in leads for key in lead.company_keys)
        counts = {name: getattr(taken, name) for name in ("rejected", "tests", "rows_done", "is_last", "retried")}
        return co.ReceiveLeads(
            origin=origin_again(taken), leads=tuple(leads), keys=keys, people=people, companies=companies, **counts
        )

    def _called(self, order: Command) -> Command:
        """The order with the ids that its leads and its act have here."""
        if isinstance(order, co.Undo):
            act = order.act or 0
            return order.but(act=act if act <= self._since else self._acts.get(act, -1))
        if isinstance(order, co.AcceptOffer | co.DeclineOffer | co.AskAgain | co.Claim):
            return order.but(lead=Seen(id=self.id_of(order.lead.id)))
        leads = getattr(order, "leads", ())
        if not isinstance(leads, tuple):
            return order  # a credit counts them
        return order.but(leads=tuple(Seen(id=self.id_of(one.id)) for one in leads)) if leads else order

    def _give(self, order: Command, entry: Entry, actor: str) -> list[Happening]:
        """Give an order as the journal's turn did, with the same chance; what is refused is noted."""
        try:
            return self._obey(order, self._turn(entry, actor))
        except Refused as why:
            if isinstance(order, co.Undo) and not order.force:
                return self._give(order.but(force=True), entry, actor)
            if not isinstance(order, co.AcceptOffer):  # the answer is given by whoever has the lead here
                self.refused.append((entry, str(why)))
            return self._obey(co.Tick(), self._turn(entry, HOUSE))

    def _turn(self, entry: Entry, actor: str) -> Turn:
        return Turn(now=entry.at, actor=actor, cause=entry.cause, seed=entry.seq - 1)

    def _obey(self, order: Command, turn: Turn) -> list[Happening]:
        assert self._roster is not None, "the journal begins with house rules"
        draft = Draft(self.lived.floor)
        return self._keep(draft, step(draft, order, self._roster, turn))

    def _keep(self, draft: Draft, changes: Sequence[Change]) -> list[Happening]:
        self.lived.floor.absorb(draft)
        self.lived.note(changes)
        return [change.entry.event for change in changes]

    def _wake(self, until: datetime) -> None:
        """Live the instants that are due here alone. Where the journal's floor was due too, its engine tells when."""
        while (due_at := next_due(self.lived.floor)) is not None and due_at < until:
            theirs = next_due(self.first.floor)
            if theirs is not None and theirs <= due_at:
                return
            turn = Turn(now=due_at, actor=HOUSE, cause=CAUSE, seed=self.first.floor.seq)
            self._answer(turn, _offered(self._obey(co.Tick(), turn)))

    def _answer(self, turn: Turn, lead_ids: Iterable[str]) -> None:
        """Let whoever is held out a lead take it, where it had an owner then."""
        asked = list(lead_ids)
        while asked:
            lead = self.lived.floor.leads.get(asked.pop(0))
            then = self.first.leads.get(self.theirs_of(lead.id)) if lead is not None else None
            if lead is None or lead.offer is None or then is None or then.rep_id is None:
                continue
            order = co.AcceptOffer(lead=Seen(id=lead.id), rep_id=lead.offer.rep_id)
            try:
                asked += _offered(self._obey(order, turn.but(actor=order.rep_id)))
            except Refused:  # it lapses at this very instant
                continue

    def _note_ids(self, theirs: Sequence[Record], ours: Sequence[Record]) -> None:
        """Which lead here is which of the journal's: records come out of a batch in the order they went in."""
        for one, other in zip(theirs, ours, strict=True):
            if isinstance(one, ev.LeadReceived):
                self._ids[one.lead_id] = other.lead_id
                self._theirs.setdefault(other.lead_id, one.lead_id)
            elif isinstance(other, ev.LeadReceived):
                self.apart[other.lead_id] = one.lead_id

    def _note_act(self, turn: Sequence[Entry], before: set[int]) -> None:
        """Which act here is which of the journal's."""
        theirs = [act.seq for act in self.first.floor.acts if turn[0].seq <= act.seq <= turn[-1].seq]
        ours = [act.seq for act in self.lived.floor.acts if act.seq not in before]
        if theirs and ours:
            self._acts[theirs[0]] = ours[0]


def _open_to_all(policy: Policy) -> Policy:
    """The house rules without who may do what: who reached a customer then does so, be the lead another's here."""
    return policy.but(people=()) if policy.people else policy


def _offered(events: Iterable[Happening]) -> list[str]:
    return [event.lead_id for event in events if isinstance(event, ev.OfferMade)]
