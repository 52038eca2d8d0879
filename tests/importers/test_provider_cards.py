"""A notice's card in the ledger gives way to its details, as it does in memory."""

import sqlite3
from pathlib import Path

import pytest

from engine.lead import Card
from store.cards import CARD_COLUMNS, card_of, filled, keep_cards
from store.sqlite import SqliteLedger

NOTICE = Card(name="Meta 90", message="details pending", raw="notice", extras={"form": "7"})
DETAILS = Card(name="Mina", email="mina@x.example", raw="details", extras={"colour": "red"})


@pytest.mark.parametrize(
    ("first", "second"),
    [
        (NOTICE, DETAILS),
        (DETAILS, NOTICE),
        (NOTICE, NOTICE.but(name="Meta 91")),
        (DETAILS, DETAILS.but(name="Other", phone="+4930901820")),
        (NOTICE, Card(phone="+4930901820", message="call me")),
    ],
)
def test_the_table_fills_cards_as_the_desk_does(tmp_path: Path, first: Card, second: Card) -> None:
    """One rule, written twice."""
    path = tmp_path / "leads.db"
    SqliteLedger(str(path)).close()
    db = sqlite3.connect(path)
    keep_cards(db, {"L-1": first})
    keep_cards(db, {"L-1": second})
    row = db.execute(f"SELECT {', '.join(CARD_COLUMNS)} FROM cards").fetchone()  # noqa: S608
    db.close()
    assert card_of(row) == filled(first, second)
    assert filled(NOTICE, DETAILS).name == "Mina"
    assert filled(DETAILS, NOTICE).name == "Mina"
