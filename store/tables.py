"""The tables folded from the journal, in SQLite."""

from collections.abc import Container, Iterable, Mapping, Sequence

import msgspec

from engine.board import Plight
from engine.commands import Known
from engine.companies import Company
from engine.floor import Act, Change, Draft
from engine.lead import Card
from engine.policy import Policy
from engine.rep import RepStanding
from store.cards import CARD_COLUMNS, card_of, keep_cards
from store.company_rows import PUT_COMPANY, companies_in
from store.instants import instant, instant_or_none
from store.journal import Journal
from store.outbox import asked_for
from store.person_rows import PUT_PERSON
from store.plights import keep_plight, plight_in
from store.projections import LEAD_COLUMNS, REP_COLUMNS, Folded, Stretches, fold, lead_row, rep_row
from store.rows import Head
from store.schema import FOLDED_TABLES
from store.tallies import counted, put_tallies

_FIXED = {"id", "number", "source", "source_key", "place", "received_at", "queued_at", "order_at"}
"""What a lead is born with: never written again."""

_SET_LEAD = ", ".join(f"{name} = excluded.{name}" for name in LEAD_COLUMNS if name not in _FIXED)
_NEW_LEAD = f"INSERT INTO leads ({', '.join(LEAD_COLUMNS)}) VALUES ({', '.join('?' * len(LEAD_COLUMNS))})"  # noqa: S608
_LEAD = f"{_NEW_LEAD} ON CONFLICT (number) DO UPDATE SET {_SET_LEAD}"
_SET_REP = ", ".join(f"{name} = excluded.{name}" for name in REP_COLUMNS if name != "id")
_REP_NAMES = ", ".join((*REP_COLUMNS, "name", "capacity", "place"))
_REP_MARKS = ", ".join("?" * (len(REP_COLUMNS) + 3))
_REP = f"INSERT INTO reps ({_REP_NAMES}) VALUES ({_REP_MARKS}) ON CONFLICT (id) DO UPDATE SET {_SET_REP}"  # noqa: S608
_TAKING = (
    "INSERT INTO intake (origin, at, accepted, rejected, duplicates, tests, rows_done, is_done)"
    " VALUES (?, ?, ?, ?, ?, ?, ?, ?) ON CONFLICT (origin) DO UPDATE SET at = excluded.at,"
    " accepted = accepted + excluded.accepted, rejected = rejected + excluded.rejected,"
    " duplicates = duplicates + excluded.duplicates, tests = tests + excluded.tests,"
    " rows_done = excluded.rows_done, is_done = excluded.is_done"
)
_ACCOUNT = (
    "INSERT INTO ledger (pool, rep_id, entitled, received, run) VALUES (?, ?, ?, ?, 0)"
    " ON CONFLICT (pool, rep_id) DO UPDATE SET entitled = excluded.entitled, received = excluded.received"
)
_RUN = (
    "UPDATE ledger SET run = CASE rep_id WHEN ?1 THEN ?2 ELSE 0 END"
    " WHERE pool = ?3 AND run <> CASE rep_id WHEN ?1 THEN ?2 ELSE 0 END"
)
_MESSAGE = "INSERT OR IGNORE INTO outbox (seq, lead_id, channel, at) VALUES (?, ?, ?, ?)"


class FoldedTables(Journal):
    """The folded tables within a transaction."""

    def append(self, changes: Sequence[Change], draft: Draft, cards: Mapping[str, Card]) -> Head:
        """Write entries and every table folded from them. `cards` are by lead id; a card already there only has its
        empty fields filled. Raises Conflict when the first seq is not the head's next.
        """
        head = self.add_entries([change.entry for change in changes])
        self.project(changes, draft)
        self._put(_MESSAGE, list(asked_for(changes)))
        keep_cards(self._db, cards)
        return head

    def project(self, changes: Sequence[Change], draft: Draft) -> None:
        """Write the folded tables alone, for entries that are in the journal."""
        folded = fold(changes, draft)
        self._put_leads(folded)
        self._put_stretches("assignments", "assigned_at", "how", folded.assignments)
        self._put_stretches("offers", "made_at", "expires_at", folded.offers)
        self._put_people(folded)
        self._put_reps(folded.reps, draft.policy_digest)
        self._put_rosters(folded.policies)
        self._put_accounts(folded)
        self._put_acts(draft.acts_before, draft.acts)
        put_tallies(self._db, counted(folded.before, folded.leads))
        self._put(_TAKING, [(origin, *taking) for origin, taking in folded.takings.items()])

    def forget_projections(self) -> None:
        """Empty every table that is folded from the journal, checkpoints too, before a rebuild."""
        for table in (*FOLDED_TABLES, "checkpoints", "pieces"):
            self._db.execute(f"DELETE FROM {table}")  # noqa: S608  names of our own

    def _put_leads(self, folded: Folded) -> None:
        fresh = folded.fresh
        new = [lead_row(lead) for lead in folded.leads.values() if lead.id in fresh]
        self._put(_NEW_LEAD, new)
        self._put(_LEAD, [lead_row(lead) for lead in folded.leads.values() if lead.id not in fresh])

    def _put_stretches(self, table: str, begun_at: str, mark: str, stretches: Stretches) -> None:
        self._put(
            f"UPDATE {table} SET ended_at = ?, ended_by = ? WHERE lead_id = ? AND ended_at IS NULL",  # noqa: S608
            [(*ended, lead_id) for lead_id, ended in stretches.ended.items()],
        )
        self._put(
            f"INSERT INTO {table} (id, lead_id, rep_id, {begun_at}, {mark}, ended_at, ended_by)"  # noqa: S608
            " VALUES (?, ?, ?, ?, ?, ?, ?)",
            stretches.begun,
        )

    def _put_people(self, folded: Folded) -> None:
        self._put("INSERT INTO keys (source, source_key, lead_id) VALUES (?, ?, ?)", folded.keys)
        self._put(PUT_PERSON, folded.people)
        self._put(PUT_COMPANY, folded.companies)

    def _put_reps(self, reps: Iterable[RepStanding], digest: str) -> None:
        reps = list(reps)
        roster = _roster(self.policy(digest), {rep.id for rep in reps}) if digest and reps else {}
        self._put(_REP, [(*rep_row(rep), *roster.get(rep.id, (rep.id, 0, None))) for rep in reps])

    def _put_rosters(self, policies: Iterable[tuple[str, str]]) -> None:
        """Write names, capacities and places as each policy says, in the order they came into force."""
        for digest, at in policies:
            policy = self.policy(digest)
            roster = _roster(policy, {rep.id for rep in policy.reps})
            self._db.execute("UPDATE policies SET at = coalesce(at, ?) WHERE hash = ?", (at, digest))
            self._db.execute("INSERT OR REPLACE INTO meta (key, value) VALUES ('policy', ?)", (digest,))
            self._db.execute("UPDATE reps SET place = NULL")
            self._put(
                "UPDATE reps SET name = ?, capacity = ?, place = ? WHERE id = ?",
                [(*facts, rep_id) for rep_id, facts in roster.items()],
            )

    def _put_accounts(self, folded: Folded) -> None:
        self._put(_ACCOUNT, folded.accounts)
        self._put(_RUN, [(rep_id, length, pool) for pool, rep_id, length in folded.runs])

    def _put_acts(self, before: tuple[Act, ...], acts: tuple[Act, ...]) -> None:
        """Make the table, which holds the acts of before, hold just those that can be undone now."""
        if acts is before:
            return
        kept = {act.seq: act.last_seq for act in before}
        gone = kept.keys() - {act.seq for act in acts}
        self._put("DELETE FROM acts WHERE seq = ?", [(seq,) for seq in gone])
        self._put(
            "INSERT OR REPLACE INTO acts (seq, last_seq, actor, cause, words) VALUES (?, ?, ?, ?, ?)",
            [
                (act.seq, act.last_seq, act.actor, act.cause, act.words)
                for act in acts
                if kept.get(act.seq) != act.last_seq
            ],
        )

    def known_keys(self, keys: Iterable[tuple[str, str]]) -> dict[str, str]:
        """`source` TAB `source_key` to lead id, for the pairs that a lead has."""
        by_source: dict[str, list[str]] = {}
        for source, key in keys:
            by_source.setdefault(source, []).append(key)
        return {
            f"{source}\t{key}": lead_id
            for source, wanted in by_source.items()
            for key, lead_id in self._db.execute(
                "SELECT keys.source_key, keys.lead_id FROM json_each(?) AS wanted CROSS JOIN keys"
                " ON keys.source = ? AND keys.source_key = wanted.value",
                (_json_of(wanted), source),
            )
        }

    def cards(self, lead_ids: Iterable[str]) -> dict[str, Card]:
        """The persons of leads, of those that have a card."""
        wanted = list(lead_ids)
        if not wanted:
            return {}
        rows = self._db.execute(
            f"SELECT {', '.join(CARD_COLUMNS)} FROM json_each(?) AS wanted"  # noqa: S608
            " CROSS JOIN cards ON cards.lead_id = wanted.value",
            (_json_of(wanted),),
        )
        return {str(row[0]): card_of(row) for row in rows}

    def keep_next(self, lines: Mapping[str, tuple[str, ...]]) -> None:
        """Keep who is in line in each pool, where that has changed."""
        text = msgspec.json.encode(lines).decode()
        self._db.execute(
            "INSERT INTO meta (key, value) VALUES ('next', ?)"
            " ON CONFLICT (key) DO UPDATE SET value = excluded.value WHERE value <> excluded.value",
            (text,),
        )

    def plight(self) -> Plight:
        """How pools and reps were placed at the latest turn."""
        return plight_in(self._db)

    def keep_plight(self, plight: Plight) -> None:
        """Keep how they are placed now."""
        keep_plight(self._db, plight)

    def known_companies(self, company_keys: Iterable[str]) -> dict[str, Company]:
        """What is known of companies, for the keys that some lead has."""
        return companies_in(self._db, company_keys)

    def known_people(self, person_keys: Iterable[str]) -> dict[str, Known]:
        """A person key to that person's latest lead, for the keys that somebody has."""
        rows = self._db.execute(
            "SELECT people.person_key, leads.id, leads.rep_id, leads.state NOT IN ('closed', 'duplicate'),"
            " leads.queued_at, leads.closed_at, people.mail, people.named, people.is_shared,"
            " CASE WHEN leads.state IN ('closed', 'duplicate') THEN"  # of an open one the floor knows it
            "  (SELECT coalesce(json_extract(data, '$.person'), json_extract(data, '$.person_keys[0]'))"
            "   FROM events WHERE events.lead_id = leads.id AND kind = 'lead_received') END"
            " FROM json_each(?) AS wanted CROSS JOIN people ON people.person_key = wanted.value"
            " CROSS JOIN leads ON leads.id = people.lead_id",
            (_json_of(list(person_keys)),),
        )
        return {
            key: Known(
                lead_id=lead_id,
                rep_id=rep_id,
                is_open=bool(is_open),
                at=instant(at),
                closed_at=instant_or_none(closed_at),
                mail=mail,
                named=named,
                is_shared=bool(is_shared),
                person=person or "",
            )
            for key, lead_id, rep_id, is_open, at, closed_at, mail, named, is_shared, person in rows
        }


def _json_of(values: list[str]) -> str:
    return msgspec.json.encode(values).decode()


def _roster(policy: Policy, asked: Container[str]) -> dict[str, tuple[str, int, int]]:
    """Name, capacity and place of those reps of the house rules who are asked about."""
    return {rep.id: (rep.name, rep.capacity, place) for place, rep in enumerate(policy.reps) if rep.id in asked}
