"""Forgetting a person: what is kept of them besides the journal goes, and a keyed hash keeps them from coming back.

Law: nothing here changes the journal or a table folded from it.
"""

from collections.abc import Callable, Iterable, Mapping
from datetime import datetime

import msgspec

from engine.commands import EMAIL, NewLead
from store.cards import CARD_COLUMNS
from store.instants import text_of
from store.transaction import Transaction

FORGOTTEN = "The person was forgotten."
_NAMING = (
    *(("events", "data"), ("events", "actor"), ("leads", "place"), ("leads", "source_key")),
    *(("files", "name"), ("files", "why"), ("rejects", "place"), ("rejects", "reason"), ("spool", "why")),
    ("orders", "answer"),
)
"""Texts that should name nobody, and might when somebody named a file or a campaign after a person."""

Holds = Callable[[str], bool]
"""Whether a text holds something of the person."""

_BLANK = {"extras": "{}", "warnings": "[]"}
_FORGET = (
    f"UPDATE cards SET {', '.join(f'{name} = ?' for name in CARD_COLUMNS[1:])}"  # noqa: S608  names of our own
    " WHERE lead_id = ?"
)


def resent(leads: Iterable[NewLead], forgotten: Callable[[str], str | None]) -> dict[str, str]:
    """Records of forgotten persons: `source` TAB `source_key` to the lead that was forgotten."""
    found = {}
    for lead in leads:
        # A phone may be a family's, so it tells a person only where there is no e-mail.
        emails = [key for key in lead.person_keys if key.startswith(EMAIL)]
        lead_id = next(filter(None, map(forgotten, emails or lead.person_keys)), None)
        if lead_id is not None:
            found[f"{lead.source}\t{lead.source_key}"] = lead_id
    return found


class Forgotten(Transaction):
    """Forgetting within a transaction."""

    def forget(self, lead_ids: Iterable[str], person_keys: Mapping[str, str], at: datetime) -> None:
        """Empty cards for good; of `person_keys` (to a lead) no record is a new lead again."""
        leads = list(lead_ids)
        self._db.executemany("DELETE FROM notes WHERE lead_id = ?", [(lead_id,) for lead_id in leads])
        blanks = [_BLANK.get(name, "") for name in CARD_COLUMNS[1:]]
        self._db.executemany(_FORGET, [(*blanks, lead_id) for lead_id in leads])
        self._db.executemany(
            "INSERT OR IGNORE INTO forgotten (key, lead_id, at) VALUES (?, ?, ?)",
            [
                (key, lead_id, text_of(at))
                for key, lead_id in ({one: one for one in leads} | dict(person_keys)).items()
            ],
        )

    def forgotten_keys(self, leads: Iterable[NewLead]) -> dict[str, str]:
        """Records of forgotten persons: `source` TAB `source_key` to the lead that was forgotten."""
        batch = list(leads)
        asked = msgspec.json.encode([key for lead in batch for key in lead.person_keys]).decode()
        rows = self._db.execute(
            "SELECT forgotten.key, forgotten.lead_id FROM json_each(?) AS wanted"
            " CROSS JOIN forgotten ON forgotten.key = wanted.value",
            (asked,),
        )
        return resent(batch, dict(rows).get)

    def let_in_again(self, person_keys: Iterable[str]) -> int:
        """Take records of a forgotten person as new leads again; returns how many keys that lifted."""
        return sum(self._db.execute("DELETE FROM forgotten WHERE key = ?", (key,)).rowcount for key in person_keys)

    def forget_rejects(self, holds: Holds) -> int:
        """Empty the records that could not be taken and hold something of the person; returns how many."""
        numbers = [number for number, _ in self._rejects(holds)]
        self._db.executemany(
            "UPDATE rejects SET raw = '', reason = ? WHERE id = ?", [(FORGOTTEN, number) for number in numbers]
        )
        return len(numbers)

    def forget_spooled(self, holds: Holds) -> int:
        """Drop deliveries that wait and hold something of the person; returns how many."""
        rows = self._db.execute("SELECT id, body FROM spool WHERE length(body) > 0").fetchall()
        numbers = [number for number, body in rows if holds(body.decode("utf-8", "replace"))]
        self._db.executemany(
            "UPDATE spool SET is_done = 1, why = ?, body = x'' WHERE id = ?",
            [(FORGOTTEN, number) for number in numbers],
        )
        return len(numbers)

    def leads_of(self, email: str, phone: str, person_keys: Iterable[str]) -> list[str]:
        """The leads of whoever has this e-mail, this phone or one of these keys, forgotten ones too."""
        keys = msgspec.json.encode(list(person_keys)).decode()
        rows = self._db.execute(
            "SELECT lead_id FROM cards WHERE (email = ?1 AND ?1 <> '') OR (phone = ?2 AND ?2 <> '')"
            " UNION SELECT lead_id FROM forgotten WHERE key IN (SELECT value FROM json_each(?3))"
            " UNION SELECT lead_id FROM events WHERE kind = 'lead_received' AND EXISTS"
            " (SELECT 1 FROM json_each(data, '$.person_keys') AS own JOIN json_each(?3) AS asked USING (value))",
            (email, phone, keys),
        )
        return sorted((lead_id for (lead_id,) in rows), key=lambda lead_id: (len(lead_id), lead_id))

    def cards_of(self, lead_ids: Iterable[str]) -> list[tuple[str, str, str, str]]:
        """Lead id, name, e-mail and phone of the cards of leads; none for a lead that is not there."""
        rows = (
            self._db.execute("SELECT lead_id, name, email, phone FROM cards WHERE lead_id = ?", (lead_id,)).fetchone()
            for lead_id in lead_ids
        )
        return [tuple(row) for row in rows if row is not None]

    def person_keys_of(self, lead_ids: Iterable[str]) -> dict[str, str]:
        """The keys of persons that leads came in with, each to its lead; phones with names left out."""
        return {
            key: lead_id
            for lead_id in lead_ids
            for (key,) in self._db.execute(
                "SELECT value FROM events, json_each(data, '$.person_keys')"
                " WHERE lead_id = ? AND kind = 'lead_received' AND value NOT LIKE 'n:%'",
                (lead_id,),
            )
        }

    def are_forgotten(self, lead_ids: Iterable[str]) -> set[str]:
        """Those of the leads that were forgotten before."""
        return {lead_id for lead_id in lead_ids if self._forgotten(lead_id) is not None}

    def files_of(self, lead_ids: Iterable[str], holds: Holds) -> set[str]:
        """How the digests begin of the files that the leads, or rejects that hold something, came in with."""
        causes = {
            cause.split(":")[1]
            for lead_id in lead_ids
            for (cause,) in self._db.execute(
                "SELECT cause FROM events WHERE lead_id = ? AND kind IN ('lead_received', 'lead_repeated')"
                " AND cause LIKE 'file:%'",
                (lead_id,),
            )
        }
        origins = {origin.split(":")[1][:16] for _, origin in self._rejects(holds) if origin.startswith("file:")}
        return causes | origins

    def still_named_in(self, needles: Iterable[str]) -> list[str]:
        """Where the database names the person still: the journal and what is folded from it cannot be changed."""
        self._db.create_function("folded", 1, lambda text: (text or "").casefold(), deterministic=True)
        wanted = [_needle(needle) for needle in needles]
        return [
            f"{table}.{column}"
            for table, column in _NAMING
            if any(
                self._db.execute(
                    f"SELECT 1 FROM {table} WHERE instr({fold}({column}), ?) LIMIT 1",  # noqa: S608  names of our own
                    (needle,),
                ).fetchone()
                for fold, needle in wanted
            )
        ]

    def _rejects(self, holds: Holds) -> list[tuple[int, str]]:
        rows = self._db.execute("SELECT id, origin, raw || ' ' || reason FROM rejects WHERE raw <> ''")
        return [(number, origin) for number, origin, text in rows if holds(text)]

    def _forgotten(self, key: str) -> str | None:
        row = self._db.execute("SELECT lead_id FROM forgotten WHERE key = ?", (key,)).fetchone()
        return str(row[0]) if row else None


def _needle(text: str) -> tuple[str, str]:
    """How a text is looked for in any case: SQLite's own `lower` is quick, and knows the letters of ASCII alone."""
    return ("lower", text.lower()) if text.isascii() else ("folded", text.casefold())
