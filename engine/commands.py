"""Orders to the floor: everything that anybody, a clock included, can ask of it."""

from datetime import datetime
from typing import ClassVar

from engine.companies import Company
from engine.lead import Card, Disposition, Traits
from engine.policy import Policy
from engine.rep import Availability
from engine.value import Value


class Command(Value, tag_field="order"):
    """An order. `words` is how it is called in sentences."""

    words: ClassVar[str] = ""


class Seen(Value):
    """A lead as somebody saw it: the version guards against acting on one that has changed since."""

    id: str
    version: int | None = None
    """None acts on the lead as it is now."""


class NewLead(Value):
    """One record that an importer made of a file's row or a web-hook's body."""

    source: str
    source_key: str
    """The idempotency key, unique within its source: the same key again is never a second lead."""
    place: str
    received_at: datetime | None = None
    """When the customer asked; None is now."""
    traits: Traits = {}
    person_keys: tuple[str, ...] = ()
    """Keyed hashes of the e-mail, the phone and the phone with the name, meaningless to anybody else."""
    company_keys: tuple[str, ...] = ()
    """Keyed hashes of the domain of the mailbox and of the company's name, where the house rules match accounts."""
    own: str = ""
    """Where none of them tells the person: what tells the record from another one under its id, hashed."""
    card: Card = Card()


EMAIL, NAMED, PHONE = "e:", "n:", "p:"
"""How person keys begin: of a mailbox, of a phone with a name, of a phone alone; in the order they are trusted."""


class Known(Value):
    """What the ledger remembers of a key that a new lead carries."""

    lead_id: str
    rep_id: str | None = None
    is_open: bool = True
    at: datetime | None = None
    """When it came in; None is just now."""
    closed_at: datetime | None = None
    mail: str = ""
    named: str = ""
    """Of a phone alone: the keys of mailbox and name that last came with it."""
    person: str = ""
    """The key by which trials draw the person; nothing while the lead is open, for then the floor knows it."""
    is_shared: bool = False
    """Of a phone alone: different people gave it, so it tells nobody."""


class Origin(Value):
    """The file or the web-hook source a batch came from."""

    kind: str
    """`file` or `hook`."""
    source: str
    name: str
    """The file's name or the source's; shown to people, not in the journal."""
    sha256: str = ""
    """Of a file's bytes; empty for a web-hook."""


class ReceiveLeads(Command, tag="receive_leads"):
    """Take in a batch. What the ledger knows of it is looked up by whoever gives it, so that deciding stays pure."""

    words: ClassVar[str] = "take in leads"
    origin: Origin
    leads: tuple[NewLead, ...]
    keys: dict[str, str] = {}
    """`source` TAB `source_key` to the lead that has it."""
    people: dict[str, Known] = {}
    """A person key to that person's latest lead."""
    companies: dict[str, Company] = {}
    rejected: int = 0
    tests: int = 0
    rows_done: int = 0
    """Records of the file that are behind us with this batch, for going on after a crash."""
    is_last: bool = True
    retried: int = 0
    """Rejects of before that these records were."""


class SetAvailability(Command, tag="set_availability"):
    """Say that a rep is available, away, and so on, perhaps until an instant."""

    words: ClassVar[str] = "set availability"
    rep_id: str
    availability: Availability
    reason: str = ""
    until_at: datetime | None = None
    overtime: bool = False
    """Works on outside their hours, until their next shift begins."""


class AcceptOffer(Command, tag="accept_offer"):
    """Take the lead that is held out."""

    words: ClassVar[str] = "accept"
    lead: Seen
    rep_id: str


class Pull(Command, tag="pull"):
    """Take the next lead, unseen."""

    words: ClassVar[str] = "take the next lead"
    rep_id: str


class Claim(Command, tag="claim"):
    """Take a lead out of the pond."""

    words: ClassVar[str] = "claim"
    lead: Seen
    rep_id: str


class DeclineOffer(Command, tag="decline_offer"):
    """Say no to the lead that is held out."""

    words: ClassVar[str] = "decline"
    lead: Seen
    rep_id: str
    reason: str = ""


class AskAgain(Command, tag="ask_again"):
    """Let a rep who said no to a lead, or let it lapse, be asked about it once more."""

    words: ClassVar[str] = "ask for another chance"
    lead: Seen
    rep_id: str


class Reassign(Command, tag="reassign"):
    """Give leads to a rep by hand, wherever they are; all of them or none."""

    words: ClassVar[str] = "assign"
    leads: tuple[Seen, ...]
    rep_id: str
    reason: str = ""
    over_cap: bool = False
    """The person was told that the rep is full, and means it."""
    is_quiet: bool = False
    """The rep's screen does not ring for it."""


class Requeue(Command, tag="requeue"):
    """Put leads back into the queue at their old place."""

    words: ClassVar[str] = "return to the queue"
    leads: tuple[Seen, ...]
    reason: str = ""


class RecordContact(Command, tag="record_contact"):
    """Note that the customer was reached: the customer clock stops."""

    words: ClassVar[str] = "mark contacted"
    leads: tuple[Seen, ...]


class Park(Command, tag="park"):
    """Put leads aside until an instant; whoever has them gives them back."""

    words: ClassVar[str] = "put aside"
    leads: tuple[Seen, ...]
    until_at: datetime
    reason: str = ""


class WriteNote(Command, tag="write_note"):
    """Write something down about leads. The text is kept beside the journal, since it may name the person."""

    words: ClassVar[str] = "note"
    leads: tuple[Seen, ...]
    text: str


class CloseLead(Command, tag="close_lead"):
    """End leads."""

    words: ClassVar[str] = "close"
    leads: tuple[Seen, ...]
    disposition: Disposition


class Credit(Command, tag="credit"):
    """Give a rep a claim in a pool by hand, or with fewer than nought leads take one; the others yield it evenly."""

    words: ClassVar[str] = "credit"
    rep_id: str
    pool: str = ""
    """Nothing is the rep's only one."""
    leads: float
    reason: str


PAUSES = ("scheduled_callback", "waiting_on_prospect", "on_hold")
"""The reasons for which a clock may stand still."""


class PauseClock(Command, tag="pause_clock"):
    """Let the clocks of leads stand still, for one of `PAUSES`, perhaps until an instant."""

    words: ClassVar[str] = "hold the clock"
    leads: tuple[Seen, ...]
    reason: str
    until_at: datetime | None = None


class ResumeClock(Command, tag="resume_clock"):
    """Let the clocks of leads run again."""

    words: ClassVar[str] = "let the clock run"
    leads: tuple[Seen, ...]


class ResetClock(Command, tag="reset_clock"):
    """Start the customer's clock anew; the reason is kept."""

    words: ClassVar[str] = "start the clock anew"
    leads: tuple[Seen, ...]
    reason: str


class SetLadder(Command, tag="set_ladder"):
    """Put the ladder of the present house rules to leads that wait; none named is all of them."""

    words: ClassVar[str] = "put the ladder to waiting leads"
    leads: tuple[Seen, ...] = ()


class Undo(Command, tag="undo"):
    """Take back an operator's act: the one that began at entry `act`, or the latest of whoever asks."""

    words: ClassVar[str] = "undo"
    act: int | None = None
    force: bool = False
    """Take back first what was done since to the same leads and reps, by whomever."""


class ChangePolicy(Command, tag="change_policy"):
    """Put new house rules in force."""

    words: ClassVar[str] = "change the policy"
    policy: Policy
    digest: str
    """SHA-256 of the policy's canonical text."""
    facts: dict[str, Traits] = {}
    """What the cards of waiting leads say whose pool is no more, looked up by whoever gives the order."""


class Tick(Command, tag="tick"):
    """Time has passed: expire, remind, return, deal."""

    words: ClassVar[str] = "tick"


Order = (
    ReceiveLeads
    | SetAvailability
    | AcceptOffer
    | Pull
    | Claim
    | DeclineOffer
    | Reassign
    | Requeue
    | RecordContact
    | Park
    | WriteNote
    | CloseLead
    | PauseClock
    | ResumeClock
    | ResetClock
    | Credit
    | SetLadder
    | AskAgain
    | Undo
    | ChangePolicy
    | Tick
)
"""Any command, for decoding."""
