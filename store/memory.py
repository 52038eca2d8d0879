"""The ledger in memory: the same manners as the one on SQLite, for tests and simulations of small floors."""

import hashlib
from collections.abc import Iterable, Iterator, Mapping, Sequence
from contextlib import contextmanager
from datetime import datetime

from engine.board import Plight
from engine.commands import Known, NewLead, Order
from engine.companies import LEADS_MOST, Company, company_of, held
from engine.dealing.person_keys import given, seen_now
from engine.events import Entry, PolicyChanged
from engine.floor import Change, Draft, Floor
from engine.lead import Card
from engine.policy import Policy
from engine.turn import Conflict
from store.cards import filled
from store.codec import entry_of, rows_of
from store.forgotten import resent
from store.journal import CHECKPOINTS_KEPT
from store.mailbox import follows
from store.memory_tables import Tables
from store.memory_trying import MemoryTrying
from store.projections import Folded, Stretch, Stretches, fold
from store.replay import fold_in
from store.rows import Answer, Counts, FileRow, Head, Lease, RejectRow, SpooledHook, StoreError, WaitingOrder


class MemoryWriting(MemoryTrying):
    """One open transaction on a copy of the tables."""

    def __init__(self, tables: Tables) -> None:
        super().__init__(tables.rejects, tables.asked, tables.files)
        self._t = tables

    def head(self) -> Head:
        return Head(seq=self._t.journal[-1].seq, hash=self._t.journal[-1].hash) if self._t.journal else Head()

    def tail(self, after: int) -> Iterator[Entry]:
        return map(entry_of, self._t.journal[after:])

    def policy(self, digest: str) -> Policy:
        if digest not in self._t.policies:
            raise StoreError(f"The policy {digest[:12]} is not in the database; run `floorboard verify`.")
        return self._t.policies[digest]

    def rules_text(self, digest: str) -> str:
        return self._t.rules_texts.get(digest, "")

    def keep_policy(self, digest: str, policy: Policy, text_sha256: str) -> None:
        self._t.policies.setdefault(digest, policy)
        self._t.rules_texts[digest] = text_sha256

    def rules_toml(self, digest: str) -> str:
        return self._t.rules_tomls.get(digest, "")

    def keep_rules_toml(self, digest: str, text: str) -> None:
        self._t.rules_tomls[digest] = text

    def rules_changes(self) -> list[Entry]:
        return [entry for entry in self.tail(0) if isinstance(entry.event, PolicyChanged)]

    def append(self, changes: Sequence[Change], draft: Draft, cards: Mapping[str, Card]) -> Head:
        head = self.head()
        if changes and changes[0].entry.seq != head.seq + 1:
            raise Conflict(f"The journal is at entry {head.seq} by now; look again, then repeat what you did.")
        self._t.journal.extend(rows_of((change.entry for change in changes), head.hash))
        self.project(changes, draft)
        for lead_id, card in cards.items():
            if lead_id not in self._t.leads:
                raise StoreError(f"A card without a lead: {lead_id}.")
            kept = self._t.cards.get(lead_id)
            if lead_id not in self._t.forgotten:
                self._t.cards[lead_id] = filled(kept, card) if kept else card
        return self.head()

    def project(self, changes: Sequence[Change], draft: Draft) -> None:
        folded = fold(changes, draft)
        for digest, _ in folded.policies:
            self.policy(digest)
        self._put_keys(folded)
        self._t.leads.update(folded.leads)
        for key, lead_id, mail, named in folded.people:
            known = self._t.people.get(key, Known(lead_id=lead_id)).but(lead_id=lead_id)
            self._t.people[key] = given(key, (key, *filter(None, (mail, named))), known)
        for key, number, _ in folded.companies:
            self._t.companies[key] = (*self._t.companies.get(key, ()), f"L-{number}")
        _put_stretches(self._t.assignments, folded.assignments)
        _put_stretches(self._t.offers, folded.offers)

    def _put_keys(self, folded: Folded) -> None:
        for source, key, lead_id in folded.keys:
            if (source, key) in self._t.keys:
                raise StoreError(f"The key {key} of {source} has a lead already.")
            self._t.keys[source, key] = lead_id

    def forget_projections(self) -> None:
        for table in (
            self._t.leads,
            self._t.assignments,
            self._t.offers,
            self._t.keys,
            self._t.people,
            self._t.companies,
        ):
            table.clear()
        self._t.checkpoints.clear()

    def known_keys(self, keys: Iterable[tuple[str, str]]) -> dict[str, str]:
        return {f"{one}\t{key}": self._t.keys[one, key] for one, key in keys if (one, key) in self._t.keys}

    def cards(self, lead_ids: Iterable[str]) -> dict[str, Card]:
        return {lead_id: self._t.cards[lead_id] for lead_id in lead_ids if lead_id in self._t.cards}

    def keep_next(self, lines: Mapping[str, tuple[str, ...]]) -> None:
        self._t.next = dict(lines)

    def plight(self) -> Plight:
        return self._t.plight

    def keep_plight(self, plight: Plight) -> None:
        self._t.plight = plight

    def known_companies(self, company_keys: Iterable[str]) -> dict[str, Company]:
        ours = {key: self._t.companies[key][-LEADS_MOST:] for key in company_keys if key in self._t.companies}
        return {key: company_of(held(self._t.leads[one]) for one in leads) for key, leads in ours.items()}

    def known_people(self, person_keys: Iterable[str]) -> dict[str, Known]:
        found = {key: self._t.people[key] for key in person_keys if key in self._t.people}
        leads = {key: self._t.leads[known.lead_id] for key, known in found.items()}
        return {key: seen_now(known, lead) for (key, known), lead in zip(found.items(), leads.values(), strict=True)}

    def keep_notes(self, notes: Mapping[int, tuple[str, str]]) -> None:
        self._t.notes.update(notes)

    def forget(self, lead_ids: Iterable[str], person_keys: Mapping[str, str], at: datetime) -> None:  # noqa: ARG002
        gone = set(lead_ids)
        self._t.notes = {seq: note for seq, note in self._t.notes.items() if note[0] not in gone}
        self._t.cards.update(dict.fromkeys(gone, Card()))
        self._t.forgotten.update({lead_id: lead_id for lead_id in gone} | dict(person_keys))

    def forgotten_keys(self, leads: Iterable[NewLead]) -> dict[str, str]:
        return resent(leads, self._t.forgotten.get)

    def keep_rejects(self, rejects: Iterable[RejectRow], at: datetime) -> None:
        self.keep(rejects, at)

    def keep_file(self, row: FileRow) -> None:
        self._t.files[row.sha256] = row

    def file(self, sha256: str) -> FileRow | None:
        return self._t.files.get(sha256)

    def spool(self, source: str, media_type: str, body: bytes, at: datetime, delivery: str) -> int | None:
        if delivery and any((hook.source, hook.delivery) == (source, delivery) for hook in self._t.hooks.values()):
            return None
        number = len(self._t.hooks) + 1
        self._t.hooks[number] = SpooledHook(
            id=number,
            source=source,
            media_type=media_type,
            body=body,
            received_at=at,
            delivery=delivery,
            digest=hashlib.sha256(body).hexdigest(),
        )
        return number

    def spooled(self, limit: int) -> list[SpooledHook]:
        return [hook for number, hook in self._t.hooks.items() if number not in self._t.hooks_done][:limit]

    def still_spooled(self, spool_ids: Sequence[int]) -> set[int]:
        return set(spool_ids) - self._t.hooks_done.keys()

    def is_altered(self, source: str, delivery: str, body: bytes) -> bool:
        digest = hashlib.sha256(body).hexdigest()
        same = (
            hook for hook in self._t.hooks.values() if delivery and (hook.source, hook.delivery) == (source, delivery)
        )
        return any(hook.digest != digest for hook in same)

    def delivery(self, spool_id: int) -> SpooledHook | None:
        return self._t.hooks.get(spool_id)

    def spool_done(
        self,
        spool_id: int,
        why: str = "",
        counts: Counts = Counts(),  # noqa: B008 - a frozen value
        at: datetime | None = None,  # noqa: ARG002
    ) -> None:
        self._t.hooks_done[spool_id] = why
        hook = self._t.hooks[spool_id]
        self._t.hooks[spool_id] = hook.but(why=why, counts=counts, body=hook.body if counts.rejected else b"")

    def leave_order(self, actor: str, order: Order, at: datetime) -> int:  # noqa: ARG002
        number = len(self._t.orders) + 1
        self._t.orders[number] = WaitingOrder(id=number, actor=actor, order=order)
        return number

    def waiting_orders(self, limit: int) -> list[WaitingOrder]:
        return [order for number, order in self._t.orders.items() if number not in self._t.answers][:limit]

    def answer_order(self, order_id: int, answer: Answer, at: datetime) -> None:  # noqa: ARG002
        self._t.answers[order_id] = answer

    def lease(self) -> Lease | None:
        return self._t.lease

    def take_lease(self, lease: Lease) -> None:
        held = self._t.lease
        if held is not None and not follows(held, lease):
            raise Conflict(f"{held.holder or 'Nobody'} holds this floor since (epoch {held.epoch}); step back.")
        self._t.lease = lease

    def drop_lease(self, epoch: int) -> None:
        if self._t.lease is not None and self._t.lease.epoch == epoch:
            self._t.lease = self._t.lease.but(holder="", pid=0, listening="", trouble="", troubled=())

    def keep_checkpoint(self, floor: Floor) -> None:
        self._t.checkpoints[floor.seq] = floor.snapshot()
        for seq in sorted(self._t.checkpoints)[:-CHECKPOINTS_KEPT]:
            del self._t.checkpoints[seq]


class MemoryLedger:
    """A ledger that lives as long as its object."""

    def __init__(self, salt: bytes = b"salt") -> None:
        self.salt = salt
        self.tables = Tables()

    @contextmanager
    def writing(self) -> Iterator[MemoryWriting]:
        """Begin a transaction; nothing of it stays when it ends in an exception."""
        tables = self.tables.copied()
        yield MemoryWriting(tables)
        self.tables = tables

    @contextmanager
    def reading(self) -> Iterator[MemoryWriting]:
        """A view as of now; writing through it raises StoreError at the end."""
        tables = self.tables.copied()
        yield MemoryWriting(tables)
        if any(vars(tables)[name] != value for name, value in vars(self.tables).items()):
            raise StoreError("A view cannot be written through.")

    def load(self) -> Floor:
        """The latest checkpoint with the tail folded in."""
        newest = max(self.tables.checkpoints, default=None)
        floor = Floor(self.tables.checkpoints[newest]) if newest is not None else Floor()
        return fold_in(floor, self.entries(floor.seq))

    def entries(self, after: int = 0) -> Iterator[Entry]:
        """The journal after `after`, in order."""
        return map(entry_of, self.tables.journal[after:])

    def answer(self, order_id: int) -> Answer | None:
        """What became of an order, when that is known."""
        return self.tables.answers.get(order_id)

    def reopen(self) -> None:
        """Nothing fails here."""

    def data_version(self) -> int:
        """Stays as it is: nobody else can write here."""
        return 1

    def close(self) -> None:
        """Nothing to let go of."""


def _put_stretches(table: dict[int, Stretch], stretches: Stretches) -> None:
    for lead_id, (ended_at, ended_by) in stretches.ended.items():
        number = next(n for n, kept in table.items() if kept.lead_id == lead_id and kept.ended_at is None)
        table[number] = table[number]._replace(ended_at=ended_at, ended_by=ended_by)
    for stretch in stretches.begun:
        table[stretch.id] = stretch
