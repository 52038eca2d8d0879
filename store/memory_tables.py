"""All that the ledger in memory keeps."""

from copy import copy
from datetime import datetime

from engine.board import Plight
from engine.commands import Known
from engine.floor import Snapshot
from engine.lead import Card, Lead
from engine.policy import Policy
from store.codec import JournalRow
from store.projections import Stretch
from store.rows import Answer, FileRow, Lease, RejectRow, SpooledHook, WaitingOrder


class Tables:
    """All that is kept. Values are frozen, so that a copy of each container is a copy of all."""

    def __init__(self) -> None:
        self.journal: list[JournalRow] = []
        self.policies: dict[str, Policy] = {}
        self.checkpoints: dict[int, Snapshot] = {}
        self.leads: dict[str, Lead] = {}
        self.assignments: dict[int, Stretch] = {}
        self.offers: dict[int, Stretch] = {}
        self.keys: dict[tuple[str, str], str] = {}
        self.people: dict[str, Known] = {}
        self.companies: dict[str, tuple[str, ...]] = {}
        """The leads of each company."""
        self.cards: dict[str, Card] = {}
        self.notes: dict[int, tuple[str, str]] = {}
        self.forgotten: dict[str, str] = {}
        self.rejects: list[tuple[RejectRow, datetime]] = []
        self.asked: set[int] = set()
        self.files: dict[str, FileRow] = {}
        self.hooks: dict[int, SpooledHook] = {}
        self.hooks_done: dict[int, str] = {}
        self.rules_texts: dict[str, str] = {}
        self.rules_tomls: dict[str, str] = {}
        self.orders: dict[int, WaitingOrder] = {}
        self.answers: dict[int, Answer] = {}
        self.lease: Lease | None = None
        self.next: dict[str, tuple[str, ...]] = {}
        self.plight = Plight()

    def copied(self) -> "Tables":
        """The tables as they are now."""
        twin = Tables()
        vars(twin).update({name: copy(value) for name, value in vars(self).items()})
        return twin
