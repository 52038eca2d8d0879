"""Which phones are shared is remembered alike by every ledger, and told anew from the journal."""

import sqlite3
from contextlib import closing

import pytest
from sqlite_utils import Database
from store_builders import Day, received

from engine.commands import Known
from engine.dealing.person_keys import given
from store.memory import MemoryLedger
from store.person_rows import keep_shared_phones
from store.sqlite import SqliteLedger


def people(path):
    with closing(sqlite3.connect(path)) as db:
        return db.execute("SELECT * FROM people ORDER BY 1").fetchall()


@pytest.mark.parametrize(
    "came",
    [
        [("e:ann", "p:1", "n:ann"), ("e:bob", "p:1", "n:bob")],
        [("e:ann", "p:1"), ("p:1", "n:ann"), ("e:work", "p:1", "n:ann"), ("p:1",)],
        [("p:1",), ("e:ann", "p:1"), ("p:1", "n:ann"), ("e:bob", "p:1", "n:bob"), ("e:bob", "p:1", "n:bob")],
    ],
)
@pytest.mark.parametrize("is_apart", [True, False])
@pytest.mark.parametrize("kind", ["sqlite", "memory"])
def test_a_phone_is_shared_as_the_engine_says(tmp_path, kind, came, is_apart):
    """What came with a phone is remembered by the same rule, in one batch and over many."""
    day = Day(SqliteLedger(str(tmp_path / "leads.db")) if kind == "sqlite" else MemoryLedger())
    events = [received(n, person_keys=keys) for n, keys in enumerate(came, 1)]
    for batch in [[event] for event in events] if is_apart else [events]:
        day.append(*batch)
    told = Known(lead_id="")
    for keys in came:
        told = given("p:1", keys, told)
    with day.ledger.reading() as view:
        found = view.known_people(["p:1", "e:ann"])
    assert (found["p:1"].mail, found["p:1"].named, found["p:1"].is_shared) == (told.mail, told.named, told.is_shared)
    assert found["p:1"].lead_id == f"L-{len(came)}"
    assert not found["e:ann"].named
    day.ledger.close()


def test_phones_of_before_are_told_shared_from_the_journal(tmp_path):
    """A floor that came from a version without this knows as much as one that is rebuilt."""
    path = str(tmp_path / "leads.db")
    day = Day(SqliteLedger(path))
    day.append(*(received(n, person_keys=(f"e:{n}", "p:1")) for n in (1, 2)))
    now = people(path)
    day.ledger.close()
    with closing(sqlite3.connect(path)) as db:
        for column in ("mail", "named", "is_shared"):
            db.execute(f"ALTER TABLE people DROP COLUMN {column}")
        keep_shared_phones(Database(db))
        db.commit()
    assert people(path) == now
    assert ("p:1", "L-2", "e:2", "", 1) in now
