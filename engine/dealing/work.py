"""The bench on which one order is worked out: the draft, the roster, the moment, and what has happened so far."""

from collections.abc import Mapping

from engine.dealing.routing import Answers
from engine.dealing.spans import customer, owners_due_at
from engine.events import Entry, Happening, LeadAssigned, LedgerAdjusted
from engine.fairness import fading, lines_of
from engine.floor import State
from engine.fold import fold
from engine.history.kept import Change
from engine.history.lanes import QUEUED, WAITS, Lane
from engine.lead import Lead, Posting, Traits
from engine.policy import Policy, Roster
from engine.turn import HOUSE, Turn

ROTATED = frozenset({"dealt", "accepted", "pulled", "claimed"})
"""The ways to get a lead by which a pool's rotation goes on."""


class Work:
    """One order being decided. Everything it does goes through `happen` or `act`."""

    __slots__ = ("answers", "arrived", "changes", "counted", "draft", "facts", "pending", "policy", "roster", "turn")

    def __init__(self, draft: State, roster: Roster, turn: Turn) -> None:
        self.draft = draft
        draft.at, draft.seed = turn.now, turn.seed
        self.roster = roster
        self.policy: Policy = roster.policy
        """The house rules in force."""
        self.counted = customer(self.policy)
        """What the customer's clock counts."""
        self.turn = turn
        self.changes: list[Change] = []
        self.arrived: dict[str, None] = {}
        """Leads that came into the queue during this order, in order."""
        self.pending: dict[str, None] = {}
        """Those of them that still wait for somebody."""
        self.answers: dict[Lane, Answers] = {}
        """What the reps of each lane answered so far."""
        self.facts: Mapping[str, Traits] = {}
        """What the cards of leads say that may have to go elsewhere."""

    def happen(self, event: Happening) -> Lead | None:
        """Let the floor itself do something; returns the lead it is about, as it is now."""
        return self._enter(event, HOUSE)

    def act(self, event: Happening) -> Lead | None:
        """Let the person of this turn do something."""
        return self._enter(event, self.turn.actor)

    def _enter(self, event: Happening, actor: str) -> Lead | None:
        if isinstance(event, LeadAssigned) and self.policy.rep_touch:
            due_at = owners_due_at(self.policy, event.rep_id, self.turn.now)
            event = event.but(owner_due_at=due_at)  # whoever assigns, the new owner's clock starts
        entry = Entry(
            seq=self.draft.seq + 1,
            at=self.turn.now,
            actor=actor,
            cause=self.turn.cause,
            policy=self.draft.policy_digest,
            event=event,
        )
        change = fold(self.draft, entry)
        self.changes.append(change)
        if isinstance(event, LeadAssigned) and event.posting is not None:
            self._fade(event, event.posting)
        after = change.after
        if after is not None:
            self._note_arrival(after)
        return after

    def _note_arrival(self, lead: Lead) -> None:
        if lead.state not in WAITS:
            self.pending.pop(lead.id, None)
            return
        if lead.state is QUEUED and not lead.out:
            self.arrived[lead.id] = None
        if lead.id in self.arrived:
            self.pending[lead.id] = None

    def _fade(self, event: LeadAssigned, posting: Posting) -> None:
        """Let what a pool owes fade by one lead that it dealt, where it has a half-life."""
        pool = self.roster.pools.get(posting.pool)
        if pool is None or not pool.owed_half_life or event.how not in ROTATED:
            return
        shifts = fading(lines_of(self.draft, pool.name), posting.among, pool.owed_half_life)
        if shifts:
            most = min(shifts, key=lambda rep_id: (shifts[rep_id], rep_id))
            self.happen(LedgerAdjusted(pool=pool.name, rep_id=most, shifts=shifts, why="faded"))
