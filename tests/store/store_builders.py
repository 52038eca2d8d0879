"""Builders for the tests of the store: a small policy, and a day on which things happen to a ledger."""

from datetime import UTC, datetime, timedelta

from engine import events as ev
from engine.commands import ChangePolicy, NewLead, Origin, ReceiveLeads
from engine.decide import step
from engine.events import Entry, Happening
from engine.floor import Change, Draft, Floor
from engine.lead import Card, Disposition, Posting
from engine.policy import Policy, Pool, Rep, Roster, Rule
from engine.rep import Availability
from engine.telling.next_up import next_up
from engine.turn import Turn
from store.rows import FileRow

MORNING = datetime(2026, 3, 2, 8, 0, tzinfo=UTC)
POLICY = Policy(
    name="North floor",
    reps=(
        Rep(id="dana", name="Dana Reyes", capacity=3),
        Rep(id="jon", name="Jon Okafor", capacity=3),
        Rep(id="mia", name="Mia Brandt", capacity=3),
    ),
    pools=(Pool(name="inbound", reps=("dana", "jon")), Pool(name="enterprise", reps=("mia",))),
    rules=(Rule(name="everyone", pool="inbound"),),
)
DIGEST = "a" * 64
OTHER_POLICY = POLICY.but(reps=(Rep(id="jon", name="Jon Okafor-Lee", capacity=9), Rep(id="mia", name="Mia Brandt")))
OTHER_DIGEST = "b" * 64


class Day:
    """A floor on a ledger, and a clock that moves a second with every entry."""

    def __init__(self, ledger, *, opened=True):
        self.ledger = ledger
        self.floor = Floor()
        self.now = MORNING
        if opened:
            self.keep_policies()
            self.append(ev.PolicyChanged(digest=DIGEST, joined=("dana", "jon", "mia")))

    def keep_policies(self):
        with self.ledger.writing() as writing:
            writing.keep_policy(DIGEST, POLICY, "c" * 64)
            writing.keep_policy(OTHER_DIGEST, OTHER_POLICY, "d" * 64)

    def entries(self, *happened: Happening, actor="floor", cause="", seq=None) -> list[Entry]:
        """Entries as the floor's next ones."""
        first = self.floor.seq + 1 if seq is None else seq
        made = []
        for place, event in enumerate(happened):
            self.now += timedelta(seconds=1)
            made.append(Entry(seq=first + place, at=self.now, actor=actor, cause=cause, policy=DIGEST, event=event))
        return made

    def append(self, *happened: Happening, cards: dict[str, Card] | None = None, actor="floor", cause=""):
        """Let events happen, written in one transaction."""
        draft = Draft(self.floor)
        changes = [draft.apply(entry) for entry in self.entries(*happened, actor=actor, cause=cause)]
        with self.ledger.writing() as writing:
            head = writing.append(changes, draft, cards or {})
        self.floor.absorb(draft)
        return head

    def catch_up(self, ledger=None) -> tuple[list[Change], Draft]:
        """The whole journal as changes on an empty floor."""
        draft = Draft(Floor())
        return [draft.apply(entry) for entry in (ledger or self.ledger).entries()], draft


def received(number: int, **fields) -> ev.LeadReceived:
    """A lead that comes in."""
    defaults = {
        "lead_id": f"L-{number}",
        "source": "website",
        "source_key": f"key-{number}",
        "place": f"leads.csv row {number}",
        "traits": {"country": "DE", "employees": 20 + number},
        "person_keys": (f"person-{number}",),
        "received_at": MORNING,
        "rule": "everyone",
        "pool": "inbound",
        "warn_at": MORNING + timedelta(minutes=4),
        "due_at": MORNING + timedelta(minutes=5, seconds=number),
    }
    return ev.LeadReceived(**{**defaults, **fields})


def dealt(number: int, rep_id: str, **fields) -> ev.LeadAssigned:
    """A lead that the rotation gives to a rep."""
    defaults = {
        "lead_id": f"L-{number}",
        "rep_id": rep_id,
        "how": "dealt",
        "dealt": ev.Dealt(rule="everyone", strategy="round_robin", runner_up="jon" if rep_id != "jon" else "dana"),
        "posting": Posting(pool="inbound", rep_id=rep_id, among=("dana", "jon")),
    }
    return ev.LeadAssigned(**{**defaults, **fields})


def offered(number: int, rep_id: str, until: datetime) -> ev.OfferMade:
    """A lead that is held out to a rep."""
    return ev.OfferMade(
        lead_id=f"L-{number}",
        rep_id=rep_id,
        expires_at=until,
        dealt=ev.Dealt(rule="everyone", strategy="round_robin"),
        posting=Posting(pool="inbound", rep_id=rep_id, among=("dana", "jon")),
    )


def card(number: int, **fields) -> Card:
    """The person behind a lead."""
    defaults = {"name": f"Ada {number}", "email": f"ada{number}@example.org", "raw": f"Ada {number},ada"}
    return Card(**{**defaults, **fields})


def busy_day(day: Day) -> None:
    """One of everything that can happen."""
    until = MORNING + timedelta(minutes=2)
    day.append(*[received(n) for n in range(1, 9)], cards={f"L-{n}": card(n) for n in range(1, 9)}, cause="file:f1")
    day.append(dealt(1, "dana"), dealt(2, "jon"), dealt(3, "dana"), offered(4, "jon", until))
    day.append(ev.RecordsTaken(origin="file:f1", accepted=8, rejected=1, duplicates=1, rows_done=10))
    day.append(ev.LeadHeld(lead_id="L-5", out={"away:lunch": ("dana",), "at_cap:open 3/3": ("jon",)}))
    day.append(ev.OfferMissed(lead_id="L-4", rep_id="jon"), offered(4, "dana", until))
    day.append(dealt(4, "dana", how="accepted"))
    day.append(
        ev.LeadAssigned(lead_id="L-1", rep_id="mia", how="manual", was="dana", reason="knows them"),
        ev.LeadAssigned(lead_id="L-2", rep_id="mia", how="manual", was="jon"),
        actor="boss",
        cause="order:1",
    )
    day.append(ev.LeadContacted(lead_id="L-3", rep_id="dana"), actor="dana", cause="order:2")
    day.append(ev.LeadClosed(lead_id="L-3", disposition=Disposition.WON), actor="dana", cause="order:3")
    day.append(ev.LeadRequeued(lead_id="L-4", was="dana"), actor="boss", cause="order:4")
    day.append(
        dealt(4, "jon"), ev.SlaWarned(lead_id="L-6", due_at=MORNING), ev.SlaBreached(lead_id="L-6", due_at=MORNING)
    )
    away = ev.AvailabilityChanged(
        rep_id="dana", was=Availability.AVAILABLE, availability=Availability.AWAY, reason="lunch"
    )
    day.append(away, actor="dana", cause="order:5")
    undo_first_act(day)
    day.append(ev.LeadRepeated(lead_id="L-7", source_key="key-7"), cards={"L-7": card(7, phone="+491234")})
    day.append(ev.RecordsTaken(origin="hook:website", accepted=1))
    day.append(ev.RecordsTaken(origin="hook:website", duplicates=1))
    day.append(ev.PolicyChanged(digest=OTHER_DIGEST, left=("dana",)))


def undo_first_act(day: Day) -> None:
    """Take the boss's assignment back."""
    act = day.floor.acts[0].seq
    day.append(
        ev.LeadRestored(lead_id="L-1", act=act),
        ev.LeadRestored(lead_id="L-2", act=act),
        ev.ActUndone(act=act),
        actor="boss",
        cause="order:6",
    )


class RealDay(Day):
    """A floor on which the engine itself decides."""

    def __init__(self, ledger, policy=POLICY):
        super().__init__(ledger, opened=False)
        self.roster = Roster(policy)
        with ledger.writing() as writing:
            writing.keep_policy(DIGEST, policy, "c" * 64)
        self.give(ChangePolicy(policy=policy, digest=DIGEST), actor="floor.toml")

    def give(self, order, actor="boss", cards=None, file=None) -> list[Change]:
        """Let the engine decide an order, and write what it leads to."""
        self.now += timedelta(seconds=10)
        draft = Draft(self.floor)
        turn = Turn(now=self.now, actor=actor, cause=f"order:{self.floor.seq}")
        changes = step(draft, order, self.roster, turn)
        with self.ledger.writing() as writing:
            writing.append(changes, draft, cards or {})
            if file:
                writing.keep_file(file)
            writing.keep_next(next_up(draft, self.roster, self.now))
        self.floor.absorb(draft)
        return changes

    def receive(self, *numbers, source="website", **traits) -> list[Change]:
        """Leads come in, a file's worth of them with their persons."""
        leads = tuple(
            NewLead(source=source, source_key=f"key-{n}", place=f"leads.csv row {n}", traits=traits, card=card(n))
            for n in numbers
        )
        origin = Origin(kind="file", source=source, name="leads.csv", sha256=f"f{numbers[0]}")
        row = FileRow(sha256=origin.sha256, name="leads.csv", taken_at=self.now, accepted=len(leads), is_done=True)
        first = self.floor.leads_ever + 1
        cards = {f"L-{first + place}": lead.card for place, lead in enumerate(leads)}
        return self.give(ReceiveLeads(origin=origin, leads=leads), actor="floor", cards=cards, file=row)
