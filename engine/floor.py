"""The floor: all that is open now, folded from the journal.

Law: nothing changes a floor but an entry of the journal. A `Draft` tries entries on top of a floor that does not
notice; `Floor.absorb` makes them so.
"""

from collections.abc import Iterable, Mapping
from datetime import datetime

from engine.events import Entry
from engine.history.book import Book, Books
from engine.history.heap import Heap, Key, pop, push
from engine.history.kept import Act as Act
from engine.history.kept import Change as Change
from engine.history.kept import Record as Record
from engine.history.kept import Run as Run
from engine.history.kept import Snapshot as Snapshot
from engine.history.lanes import QUEUED, Lane, is_armed, lane_of, wake_at
from engine.history.layer import Layer
from engine.history.occupancy import ASSIGNED, is_work, worked
from engine.history.pace import Pace
from engine.history.resting import Leads, Resting
from engine.lead import Lead, source_of
from engine.rep import Account, RepStanding
from engine.value import EPOCH

NOTHING: Mapping[str, object] = {}

Lines = Mapping[str, Account]
"""A pool's fairness ledger by rep."""


class State:
    """What a floor and a draft of one have in common."""

    seq: int
    policy_digest: str
    leads_ever: int

    def __init__(self, below: "State | None" = None) -> None:
        self.at: datetime = below.at if below else EPOCH
        """The instant of the order that is being worked out, or of the latest entry."""
        self.seed: int = below.seed if below else 0
        self.seq = below.seq if below else 0
        self.policy_digest = below.policy_digest if below else ""
        self.leads_ever = below.leads_ever if below else 0
        self.calendar: tuple[str, ...] = below.calendar if below else ()
        """What the customer's clock counts: hours, time zone, country."""
        self.own_calendars: dict[str, tuple[tuple[str, ...], ...]] = below.own_calendars if below else {}
        """By rep, what an owner's clocks count. Never changed, only replaced."""
        self.capped: tuple[str, ...] = below.capped if below else ()
        """The sources whose leads wait in lanes of their own, because some rep takes only so many of them."""
        self.acts: tuple[Act, ...] = below.acts if below else ()
        self.agenda: Heap = below.agenda if below else None
        """What time will change, by instant: ids of leads, `@` with a rep, `#` with a pool. May hold what is over."""
        self.leads: Leads = Leads(below.leads if below else None)
        self.reps: Layer[str, RepStanding] = Layer(below.reps if below else None)
        self.accounts: Books = Books(below.accounts if below else None)
        """The fairness ledger by pool."""
        self.runs: Layer[str, Run] = Layer(below.runs if below else None)
        self.records: Layer[str, Record] = Layer(below.records if below else None)
        self.lanes: Layer[Lane, tuple[Heap]] = Layer(below.lanes if below else None)
        """Waiting leads by lane, in queue order. A lane may hold leads that have left it."""
        self.waiting: Layer[str, int] = Layer(below.waiting if below else None)
        """How many leads stand in the queue of each pool."""
        self.paces: Layer[str, Pace] = Layer(below.paces if below else None)
        """How fast the leads of each pool come to an end."""
        self.armed: Layer[str, bool] = Layer(below.armed if below else None)
        """The waiting leads of whose ladders a step waits for something else than time."""
        self.stirred: list[str] = []
        """The reps whose standing has changed, in order: whoever asked about them must ask again."""

    def absorb(self, draft: "State") -> None:
        """Make a draft on this state so."""
        self.at, self.seed = draft.at, draft.seed
        self.seq, self.policy_digest, self.leads_ever = draft.seq, draft.policy_digest, draft.leads_ever
        self.acts, self.agenda, self.calendar = draft.acts, draft.agenda, draft.calendar
        self.own_calendars, self.capped = draft.own_calendars, draft.capped
        self.leads.absorb(draft.leads)
        self.reps.absorb(draft.reps)
        self.accounts.absorb(draft.accounts)
        self.runs.absorb(draft.runs)
        self.records.absorb(draft.records)
        self.lanes.absorb(draft.lanes)
        self.waiting.absorb(draft.waiting)
        self.armed.absorb(draft.armed)
        self.paces.absorb(draft.paces)

    def put_lead(self, before: Lead | None, after: Lead, more: Mapping[str, object] = NOTHING) -> None:
        """Set a lead, and with it its rep's load, its place in the queue and its next instant.

        `more` is what else changes of the rep who has it now, none of it an instant that wakes anybody.
        """
        if before is not None and (before.rep_id or before.offer):
            self._carry(before, -1)
        if after.rep_id or after.offer:
            self._carry(after, +1, more)
        if after.is_open:
            self.leads[after.id] = after
        else:
            self.leads.drop(after.id)
        self._index(before, after)

    def put_rep(self, rep: RepStanding) -> None:
        """Set a rep, and with it the instants at which time changes something about them."""
        before = self.reps.get(rep.id)
        known = before.moments() if before else ()
        self._set_rep(rep)
        for moment in now if (now := rep.moments()) != known else ():
            if moment is not None and moment not in known:
                self.agenda = push(self.agenda, (moment, 0, rep.id), f"@{rep.id}")

    def put_record(self, pool: str, record: Record) -> None:
        """Set what came of a pool's leads, and with it when its reps are weighed."""
        before = self.records.get(pool)
        self.records[pool] = record
        if record.weigh_at is not None and (before is None or before.weigh_at != record.weigh_at):
            self.agenda = push(self.agenda, (record.weigh_at, 0, f"#{pool}"), f"#{pool}")

    def _set_rep(self, rep: RepStanding) -> None:
        self.reps[rep.id] = rep
        self.stirred.append(rep.id)

    def _carry(self, lead: Lead, sign: int, more: Mapping[str, object] = NOTHING) -> None:
        """Count the lead among its rep's open ones, or no longer."""
        if not lead.is_open:
            return
        if lead.rep_id and (rep := self.reps.get(lead.rep_id)):
            is_backlog = lead.state is ASSIGNED
            self._set_rep(
                rep.but(
                    open_count=rep.open_count + sign,
                    open_units=rep.open_units + sign * lead.units,
                    backlog_count=rep.backlog_count + sign * is_backlog,
                    **(worked(rep, sign, self.at) if is_work(lead) else NOTHING),
                    **more,
                )
            )
        for holder in lead.offer.holders if lead.offer else ():
            if rep := self.reps.get(holder):
                offered = rep.offered_count + sign
                self._set_rep(rep.but(offered_count=offered, **worked(rep, sign, self.at)))

    def lane(self, lead: Lead) -> Lane:
        """The lane in which a lead waits, or would."""
        return lane_of(lead, self.capped)

    def cap(self, capped: tuple[str, ...]) -> None:
        """Let leads of these sources, and of no others, wait apart."""
        changed = set(capped) ^ set(self.capped)
        queued = (lead for _, lead in self.leads.items() if lead.state is QUEUED) if changed else ()
        moved = [lead for lead in queued if source_of(lead) in changed]
        left = {self.lane(lead) for lead in moved}
        self.capped = capped
        for lead in moved:
            self._line_up(lead, self.lane(lead))
        for lane in left:
            self._tidy(lane)

    def first_in(self, lane: Lane) -> Lead | None:
        """The lead at the head of a lane."""
        (heap,) = self.lanes.get(lane) or (None,)
        return self.leads[heap[1]] if heap else None

    def _index(self, before: Lead | None, after: Lead) -> None:
        old = self.lane(before) if before is not None and before.state is QUEUED else None
        new = self.lane(after) if after.state is QUEUED else None
        if old != new or (before is not None and before.order != after.order):
            if old is not None:
                self._tidy(old)
                self.waiting[old[0]] = (self.waiting.get(old[0]) or 0) - 1
            if new is not None:
                self._line_up(after, new)
                self.waiting[new[0]] = (self.waiting.get(new[0]) or 0) + 1
        if after.ladder or (before is not None and before.ladder):
            self._arm(after)
        wake = wake_at(after) if after.is_open else None
        if wake is not None and (before is None or not before.is_open or wake_at(before) != wake):
            self.agenda = push(self.agenda, (wake, len(after.id), after.id), after.id)

    def _line_up(self, lead: Lead, lane: Lane) -> None:
        (heap,) = self.lanes.get(lane) or (None,)
        self.lanes[lane] = (push(heap, lead.order, lead.id),)

    def _arm(self, lead: Lead) -> None:
        if is_armed(lead):
            self.armed[lead.id] = True
        elif lead.id in self.armed:
            self.armed.drop(lead.id)

    def _tidy(self, lane: Lane) -> None:
        """Take leads that have left a lane off its head, so that the head is always one that waits."""
        (heap,) = self.lanes.get(lane) or (None,)
        while heap is not None and not self._waits(heap, lane):
            heap = pop(heap)
        if heap is None:
            self.lanes.drop(lane)
        else:
            self.lanes[lane] = (heap,)

    def _waits(self, head: tuple[Key, str, object], lane: Lane) -> bool:
        lead = self.leads.get(head[1])
        return lead is not None and lead.state is QUEUED and lead.order == head[0] and self.lane(lead) == lane


class Floor(State):
    """The state that the journal folds to."""

    def __init__(self, snapshot: Snapshot | None = None) -> None:
        super().__init__()
        self.leads = self.resting = Resting()
        if snapshot is None:
            return
        self.seq, self.policy_digest = snapshot.seq, snapshot.policy_digest
        self.leads_ever, self.acts, self.calendar = snapshot.leads_ever, snapshot.acts, snapshot.calendar
        self.own_calendars, self.capped = snapshot.own_calendars, snapshot.capped
        for rep in snapshot.reps:
            self.put_rep(rep)
        self.put_back(snapshot.leads)
        for pool, lines in snapshot.accounts.items():
            self.accounts[pool] = Book(lines)
        for pool, run in snapshot.runs.items():
            self.runs[pool] = run
        for pool, record in snapshot.records.items():
            self.put_record(pool, record)
        for pool, pace in snapshot.paces.items():
            self.paces[pool] = pace

    def put_back(self, leads: Iterable[Lead]) -> None:
        """Take open leads in as a checkpoint has them; their reps' loads are in the checkpoint too."""
        for lead in leads:
            self.leads[lead.id] = lead
            self._index(None, lead)

    def put_back_piece(self, packed: bytes, living: int) -> None:
        """Take in leads at rest as a checkpoint has them. Raises DecodeError for a spoilt piece."""
        for lead in self.resting.adopt(packed, living):
            self._index(None, lead)

    def differs(self, other: "Floor") -> bool:
        """Whether the other floor is not as this one."""
        if self.outline() != other.outline() or len(self.resting) != len(other.resting):
            return True
        return any(other.leads.get(lead_id) != lead for lead_id, lead in self.leads.items())

    def snapshot(self) -> Snapshot:
        """The floor as one value: equal floors give equal snapshots."""
        leads = sorted((lead for _, lead in self.leads.items()), key=lambda lead: (len(lead.id), lead.id))
        return self.outline().but(leads=tuple(leads))

    def outline(self) -> Snapshot:
        """The floor as one value, but for its leads."""
        return Snapshot(
            seq=self.seq,
            policy_digest=self.policy_digest,
            leads_ever=self.leads_ever,
            reps=tuple(sorted((rep for _, rep in self.reps.items()), key=lambda rep: rep.id)),
            accounts={pool: kept for pool, book in sorted(self.accounts.items()) if (kept := book.kept())},
            runs=dict(sorted(self.runs.items())),
            records=dict(sorted(self.records.items())),
            paces=dict(sorted(self.paces.items())),
            calendar=self.calendar,
            own_calendars=self.own_calendars,
            capped=self.capped,
            acts=self.acts,
        )


class Draft(State):
    """A floor as it would be."""

    def __init__(self, floor: State) -> None:
        super().__init__(floor)
        self.acts_before = floor.acts

    @property
    def touched_reps(self) -> dict[str, RepStanding]:
        """The reps that this draft has changed."""
        return self.reps.touched()

    @property
    def touched_accounts(self) -> dict[tuple[str, str], Account]:
        """The lines of the fairness ledger that this draft has changed, by pool and rep."""
        below, books = self.accounts.below, self.accounts.touched().items()
        changed = ((pool, book.changed_since(below.get(pool) if below else None)) for pool, book in books)
        return {(pool, rep_id): line for pool, lines in changed for rep_id, line in lines.items()}

    def apply(self, entry: Entry) -> Change:
        """Move the draft on by one entry. Raises LookupError for an entry that cannot follow."""
        from engine.fold import fold  # the fold needs the state it folds into

        return fold(self, entry)


def evolve(floor: Floor, entry: Entry) -> Floor:
    """Move the floor on by one entry; the floor given is the floor returned."""
    draft = Draft(floor)
    draft.apply(entry)
    floor.absorb(draft)
    return floor
