"""The floor: all that is open now, folded from the journal.

Law: nothing changes a floor but an entry of the journal. `Draft` tries entries on top of a floor without touching it;
`Floor.absorb` makes them so.
"""

from collections.abc import Mapping

from engine.events import Entry
from engine.lead import Lead
from engine.rep import Account, RepStanding
from engine.value import Value


class Act(Value):
    """An operator's act with what it touched, as it was: enough to take it back."""

    seq: int
    """The entry it began with."""
    last_seq: int
    actor: str
    leads: tuple[Lead, ...] = ()
    """Before the act."""
    lead_versions: dict[str, int] = {}
    """After it: a lead at another version was touched since."""
    reps: tuple[RepStanding, ...] = ()
    rep_versions: dict[str, int] = {}


class Change(Value):
    """What one entry did to the lead it is about."""

    entry: Entry
    before: Lead | None = None
    after: Lead | None = None


class Snapshot(Value):
    """A floor as one value, for checkpoints and for comparing."""

    seq: int = 0
    policy_digest: str = ""
    leads_ever: int = 0
    leads: tuple[Lead, ...] = ()
    reps: tuple[RepStanding, ...] = ()
    accounts: dict[str, dict[str, Account]] = {}
    acts: tuple[Act, ...] = ()


class Floor:
    """The state that the journal folds to."""

    seq: int
    policy_digest: str
    leads: Mapping[str, Lead]
    """Open leads by id."""
    reps: Mapping[str, RepStanding]
    accounts: Mapping[tuple[str, str], Account]
    """The fairness ledger, by pool and rep."""

    def __init__(self, snapshot: Snapshot | None = None) -> None: ...
    def snapshot(self) -> Snapshot:
        """The floor as one value: equal floors give equal snapshots."""
        raise NotImplementedError

    def absorb(self, draft: "Draft") -> None:
        """Make a draft on this floor so."""


class Draft:
    """A floor as it would be: reads fall through to the floor below, writes stay here."""

    seq: int
    policy_digest: str
    touched_reps: Mapping[str, RepStanding]
    touched_accounts: Mapping[tuple[str, str], Account]

    def __init__(self, floor: "Floor | Draft") -> None: ...
    def apply(self, entry: Entry) -> Change:
        """Move the draft on by one entry."""
        raise NotImplementedError
