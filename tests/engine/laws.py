"""The laws of a floor, held against every order of a day."""

from dataclasses import dataclass, field

from day import Day

from engine.commands import Command, Tick
from engine.dealing.filters import as_asked, first_reason
from engine.decide import decide
from engine.events import (
    CalendarChanged,
    ClockPaused,
    ClockReset,
    ClockResumed,
    Entry,
    Happening,
    LeadAssigned,
    LeadClosed,
    LeadContacted,
    LeadRestored,
    LedgerAdjusted,
    OfferMade,
    SlaBreached,
    SlaWarned,
)
from engine.fairness import adjust, lines_of, post
from engine.floor import Draft, Floor, Snapshot, evolve
from engine.history.lanes import wake_at
from engine.lead import Lead, LeadState, Posting, SlaState
from engine.policy import PULLED, UNSPREAD, Policy, Roster
from engine.rep import ROUTABLE, Account, Availability
from engine.turn import Refused, Turn

MOVES_CLOCKS = (CalendarChanged, ClockReset, ClockResumed, LeadRestored)
"""What may move the instant by which a customer is to be answered."""


STOPS_CLOCKS = (ClockPaused, ClockReset, LeadContacted, LeadClosed)
UNSTAMPED = (SlaState.RUNNING, SlaState.AT_RISK, SlaState.PAUSED)
"""What a customer's clock may not read when it is stopped too late."""


@dataclass
class JudgedDay(Day):
    """A day of which every order and every entry is judged by the laws."""

    twin: Floor = field(default_factory=Floor)
    """The floor folded from the journal, entry by entry."""
    closed: dict[str, Posting | None] = field(default_factory=dict)
    """Leads that are closed, with what they posted."""
    stamped: set[tuple[str, type[Happening]]] = field(default_factory=set)

    def do(self, command: Command, actor: str = "mia") -> list[Happening]:
        before = self.floor.snapshot()
        turn = self.turn(actor)
        try:
            expected = decide(self.floor, command, self.rules, turn)
        except Refused:
            assert self.floor.snapshot() == before, "a refused order changed the floor"
            assert _refuses(before, command, self.rules, turn), "the same floor refused once and obeyed once"
            raise
        assert self.floor.snapshot() == before, "deciding changed the floor"
        assert decide(Floor(before), command, self.rules, turn) == expected, "the same floor decided differently"
        done = super().do(command, actor)
        entries = self.entries[len(self.entries) - len(done) :]
        assert tuple(entries) == expected, "the same turn twice gave different entries"
        for entry in entries:
            self._judge(entry)
            lead = self.twin.leads.get(getattr(entry.event, "lead_id", None) or "")
            evolve(self.twin, entry)
            if lead is not None:
                _judge_clock(entry, lead, self.twin.leads.get(lead.id) or lead)
        self._judge_last_ones(entries, before)
        self._judge_floor()
        return done

    def _judge(self, entry: Entry) -> None:
        """Hold an entry against the floor as it was just before."""
        event = entry.event
        roster = Roster(self.rules)
        if isinstance(event, OfferMade) or (isinstance(event, LeadAssigned) and event.how in ("dealt", "owner")):
            lead = self.twin.leads[event.lead_id]
            dealing = event.posting.pool if event.posting else lead.pool
            wanted = as_asked(roster.pools[dealing], lead)
            assert first_reason(self.twin, roster, event.rep_id, wanted) is None, (
                f"pushed to who cannot take it: {entry}"
            )
            for other in self._waiting():
                assert not self._is_jumped(other, lead, event.rep_id, roster), f"{lead.id} jumped {other.id}"
            if event.dealt is not None:
                self._judge_run(roster, dealing, event.rep_id, wanted)
        if isinstance(event, LeadAssigned) and event.how == "accepted":
            assert self.twin.leads[event.lead_id].offer.rep_id == event.rep_id
        if isinstance(event, LeadClosed):
            self.closed[event.lead_id] = self.twin.leads[event.lead_id].posting
        if isinstance(event, LeadRestored):
            self.closed.pop(event.lead_id, None)
        if isinstance(event, SlaWarned | SlaBreached):
            mark = (event.lead_id, type(event))
            assert mark not in self.stamped or self._was_restored(event.lead_id), f"stamped twice: {entry}"
            self.stamped.add(mark)

    def _judge_run(self, roster: Roster, name: str, rep_id: str, lead: Lead) -> None:
        """Nobody is dealt more leads in a row than the pool says while another fits."""
        pool, run = roster.pools[name], self.twin.runs.get(name)
        if run is None or len(pool.reps) < 3 or pool.strategy in UNSPREAD or run.rep_id != rep_id:
            return
        others = [one for one in pool.reps if one != rep_id and first_reason(self.twin, roster, one, lead) is None]
        assert run.length < pool.max_run or not others, f"{rep_id} has {run.length} in a row though {others} fit"

    def _judge_last_ones(self, entries: list[Entry], before: Snapshot) -> None:
        """Whoever wanted one more lead and got it wants no other, however it came."""
        wanting = {rep.id for rep in before.reps if rep.availability is Availability.LAST_ONE}
        given = [entry.event.rep_id for entry in entries if isinstance(entry.event, LeadAssigned)]
        for rep_id in wanting & set(given):
            said = self.floor.reps[rep_id].availability
            assert said is not Availability.LAST_ONE, f"{rep_id} was given a lead and still wants one more"

    def _was_restored(self, lead_id: str) -> bool:
        anew = LeadRestored | ClockReset
        return any(isinstance(e.event, anew) and e.event.lead_id == lead_id for e in self.entries)

    def _waiting(self) -> list[Lead]:
        return [lead for _, lead in self.twin.leads.items() if lead.state is LeadState.QUEUED]

    def _is_jumped(self, other: Lead, lead: Lead, rep_id: str, roster: Roster) -> bool:
        pool = roster.pools.get(other.pool)
        if (
            self._place(other, roster) >= self._place(lead, roster)
            or pool is None
            or rep_id not in pool.reps
            or pool.strategy in PULLED
        ):
            return False
        return first_reason(self.twin, roster, rep_id, as_asked(pool, other)) is None

    def _place(self, lead: Lead, roster: Roster) -> tuple[int, object]:
        """Where a lead stands: before all others while its pool is weighty and has a crowd, then by its order."""
        pool = roster.pools.get(lead.pool)
        waiting = sum(other.pool == lead.pool for other in self._waiting())
        there = sum(self.twin.reps[one].is_there for one in pool.reps if one in self.twin.reps) if pool else 0
        return (-pool.weight if pool and waiting >= there else 0), lead.order

    def _judge_floor(self) -> None:
        live = self.floor.snapshot()
        assert self.twin.snapshot() == live, "replay is not live"
        assert decide(self.floor, Tick(), self.rules, Turn(now=self.now, actor="floor")) == (), "a second tick spoke"
        assert live.leads_ever == len(live.leads) + len(self.closed), "a lead is lost"
        for pool in live.accounts:
            lines = lines_of(self.floor, pool).values()
            assert sum(line.lag for line in lines) == 0, f"the lags of {pool} do not sum to nought"
        assert live.accounts == self._recounted(live), "the ledger is not the sum of its postings"
        for lead in live.leads:
            assert (due_at := wake_at(lead)) is None or due_at > self.now, f"{lead.id} sleeps over {due_at}"
        _judge_leads(live)
        _judge_loads(live)
        self._judge_queue()

    def _recounted(self, live: Snapshot) -> dict[str, dict[str, Account]]:
        """The ledger as the leads that were ever dealt make it."""
        owned = [lead.posting for lead in live.leads if lead.offer is None]
        book = Floor()
        for posting in (*owned, *self.closed.values()):
            if posting is not None:
                post(book, posting)
        for entry in self.entries:
            if isinstance(entry.event, LedgerAdjusted):
                assert sum(entry.event.shifts.values()) == 0, f"a claim came from nowhere: {entry}"
                adjust(book, entry.event.pool, entry.event.shifts)
        return book.snapshot().accounts

    def _judge_queue(self) -> None:
        """Nobody waits for whom somebody is free, and of everybody who waits it is said why."""
        roster = Roster(self.rules)
        for lead in self._waiting():
            assert lead.out, f"nobody says why {lead.id} waits"
            assert "declined_this_round" not in lead.out or lead.retry_at, f"nobody is asked about {lead.id} again"
            pool = roster.pools[lead.pool]
            for rep_id in pool.reps if pool.strategy not in PULLED else ():
                assert first_reason(self.floor, roster, rep_id, as_asked(pool, lead)), (
                    f"{lead.id} waits though {rep_id} is free"
                )


def _refuses(before: Snapshot, command: Command, rules: Policy, turn: Turn) -> bool:
    try:
        decide(Floor(before), command, rules, turn)
    except Refused:
        return True
    return False


def _judge_clock(entry: Entry, before: Lead, after: Lead) -> None:
    """The customer's clock never restarts by itself, and what was late is never in time."""
    event = entry.event
    born = [(lead.received_at, lead.queued_at, lead.source, lead.source_key) for lead in (before, after)]
    assert born[0] == born[1], f"another birth: {entry}"
    if not isinstance(event, MOVES_CLOCKS):
        assert before.due_at == after.due_at, f"the customer's clock moved: {entry}"
    if isinstance(event, STOPS_CLOCKS) and before.due_at is not None:
        is_late = before.due_at < (before.paused_at or entry.at)
        assert not is_late or before.sla not in UNSTAMPED, f"late, and nobody says so: {entry}"


def _judge_leads(live: Snapshot) -> None:
    for lead in live.leads:
        is_owned = lead.state in (LeadState.ASSIGNED, LeadState.CONTACTED)
        assert (lead.rep_id is not None) == is_owned, f"{lead.id} is {lead.state} with {lead.rep_id}"
        assert (lead.offer is not None) == (lead.state is LeadState.OFFERED)
        assert (lead.state is LeadState.PARKED) == (lead.parked_until is not None), f"{lead.id} is left over"
        assert (lead.sla is SlaState.PAUSED) == (lead.before_pause is not None), f"{lead.id} half stands still"
        assert lead.before_pause is None or lead.paused_at is not None
        assert lead.owner_due_at is None or is_owned, f"an owner's clock of {lead.id} runs without an owner"
        assert lead.posting is None or lead.posting.rep_id == (lead.offer.rep_id if lead.offer else lead.rep_id)


def _judge_loads(live: Snapshot) -> None:
    for rep in live.reps:
        assert rep.open_count == sum(lead.rep_id == rep.id for lead in live.leads)
        offers = [lead for lead in live.leads if lead.offer is not None and rep.id in lead.offer.holders]
        assert rep.offered_count == len(offers) <= 1
        for lead in offers:
            is_there = rep.is_there or (lead.on_call and rep.availability in ROUTABLE)
            assert is_there, f"{lead.id} is held out to {rep.id}, who is {rep.availability}"
        theirs = [lead for lead in live.leads if lead.rep_id == rep.id]
        assert rep.open_units == sum(lead.units for lead in theirs)
        assert rep.backlog_count == sum(lead.state is LeadState.ASSIGNED for lead in theirs)


def replayed(entries: list[Entry]) -> Snapshot:
    """What a journal folds to from nothing, in one go."""
    floor = Floor()
    draft = Draft(floor)
    for entry in entries:
        draft.apply(entry)
    floor.absorb(draft)
    return floor.snapshot()
