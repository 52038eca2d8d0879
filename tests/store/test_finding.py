"""A filter finds by the index of texts just what it finds by looking through all leads, in the same order."""

import tempfile
from collections.abc import Iterator
from contextlib import closing, contextmanager
from pathlib import Path

import pytest
from hypothesis import example, given, settings
from hypothesis import strategies as st
from store_builders import MORNING, Day, card, received

from store.asked.history import page
from store.cards import keep_cards
from store.grams import PIECE, TEXTS
from store.indexing import indexed_pieces, missing_pieces, read_piece
from store.sqlite import SqliteLedger

NUMBERS = (1, 2, PIECE - 1, PIECE, PIECE + 7, 2 * PIECE - 1, 2 * PIECE, 3 * PIECE - 1, 3 * PIECE)
"""Leads in three full pieces and in one to which leads are still added."""

LETTERS = "aAbBzZkK1%_\\\"'-@. äÄßİſK\x00\x7fé中文🙂"
texts = st.text(LETTERS, max_size=7)
acts = st.one_of(
    st.tuples(st.just("index"), st.sampled_from((0, 1, 2))),
    st.tuples(st.just("change"), st.tuples(st.sampled_from(NUMBERS), st.sampled_from(TEXTS), texts)),
    st.tuples(st.just("forget"), st.sampled_from(NUMBERS)),
)
typed = st.lists(st.tuples(st.sampled_from(("", "", "!", "src:", "rep:", "is:")), texts), min_size=1, max_size=3)


@contextmanager
def floor(persons: list[tuple[str, ...]]) -> Iterator[SqliteLedger]:
    """A floor with a lead for each number, whose cards say what the persons say in turn."""
    with tempfile.TemporaryDirectory() as folder, closing(SqliteLedger(str(Path(folder) / "leads.db"))) as ledger:
        made = {
            f"L-{number}": card(number, **dict(zip(TEXTS, persons[at % len(persons)], strict=True)))
            for at, number in enumerate(NUMBERS)
        }
        Day(ledger).append(*map(received, NUMBERS), cards=made)
        yield ledger


def do(ledger: SqliteLedger, act: str, what: object) -> None:
    """Index a piece, change a card or forget a person."""
    with ledger.writing() as writing:
        if act == "index":
            assert writing.keep_piece(read_piece(ledger._db, what))
        elif act == "forget":
            writing.forget([f"L-{what}"], {}, MORNING)
        else:
            number, column, text = what
            ledger._db.execute(f"UPDATE cards SET {column} = ? WHERE lead_id = ?", (text, f"L-{number}"))  # noqa: S608


def pages(ledger: SqliteLedger, text: str) -> list[list[int]]:
    """What a filter shows: from both ends, and from the middle both ways."""
    asked = ((None, True, 4), (None, False, 3), (PIECE + 7, True, 2), (PIECE, False, 9), (0, True, 5))
    return [[row.number for row in page(ledger._db, text, *one).rows] for one in asked]


def scanned(ledger: SqliteLedger, text: str) -> list[list[int]]:
    """The same, with no index there."""
    ledger._db.execute("BEGIN")
    ledger._db.execute("DELETE FROM grams")
    try:
        return pages(ledger, text)
    finally:
        ledger._db.execute("ROLLBACK")


@settings(max_examples=150, deadline=None)
@given(st.lists(st.tuples(texts, texts, texts, texts), min_size=1, max_size=5), st.lists(acts, max_size=8), typed)
@example([("Äna b", "K", "a\x00bz", "%_")], [("index", 0), ("index", 1)], [("", "bz")])
def test_the_index_changes_nothing_but_the_time(persons: list, steps: list, words: list) -> None:
    """Hostile texts, quotes, wildcards, letters of any script; with any pieces indexed, through changes."""
    drawn = " ".join(sign + text for sign, text in words)
    with floor(persons) as ledger:
        for step in (*steps, ("index", 1), ("forget", PIECE + 7), ("index", 2)):
            do(ledger, *step)
            for text in (drawn, *persons[0], persons[-1][0][1:3], persons[0][2][-2:], "l-4", "9"):
                assert pages(ledger, text) == scanned(ledger, text), text


def test_of_the_forgotten_nothing_stays_in_the_index() -> None:
    """Their piece goes with their card, in the same transaction, and is made anew without them."""
    with floor([("Ada", "", "ada@x.example", ""), ("Bob", "", "", "")]) as ledger:
        do(ledger, "index", 0)
        assert ledger._db.execute("SELECT count(*) FROM grams WHERE gram = ?", (b"ada",)).fetchone() == (1,)
        for number in NUMBERS[:3:2]:
            do(ledger, "forget", number)
        assert indexed_pieces(ledger._db) == set()
        do(ledger, "index", 0)
        assert ledger._db.execute("SELECT count(*) FROM grams WHERE gram = ?", (b"ada",)).fetchone() == (0,)


def test_a_piece_that_was_changed_meanwhile_is_not_kept() -> None:
    """Neither is one that was rolled back; what was filled in stays to be found."""
    with floor([("Ada", "", "", "")]) as ledger:
        old = read_piece(ledger._db, 0)
        do(ledger, "change", (1, "company", "Acme"))
        with ledger.writing() as writing:
            assert not writing.keep_piece(old)
        assert indexed_pieces(ledger._db) == set()


def test_a_record_that_says_nothing_new_drops_no_piece() -> None:
    """A file that is dropped again does not cost its index; one that fills a field costs that piece alone."""
    with floor([("Ada", "", "ada@x.example", "")]) as ledger:
        for piece in (0, 1, 2):
            do(ledger, "index", piece)
        for phone, left in (("", {0, 1, 2}), ("+4930123", {1, 2})):
            with ledger.writing():
                keep_cards(ledger._db, {"L-1": card(1, name="Ada", phone=phone)})
            assert indexed_pieces(ledger._db) == left


def test_the_newest_leads_are_looked_through() -> None:
    """Pieces are indexed once no lead is added to them, the newest first."""
    with floor([("Ada", "", "", "")]) as ledger:
        assert missing_pieces(ledger._db) == [2, 1, 0]
        do(ledger, "index", 1)
        assert missing_pieces(ledger._db) == [2, 0]


@pytest.mark.parametrize("text", ["zzz-nobody", "zq", "~", "ada zzz"])
def test_what_nobody_has_is_looked_for_in_no_text(text: str) -> None:
    """Of indexed pieces no card is read."""
    with floor([("Ada", "", "ada@x.example", "")]) as ledger:
        for piece in (0, 1, 2):
            do(ledger, "index", piece)
        seen: list[str] = []
        ledger._db.set_trace_callback(seen.append)
        assert page(ledger._db, text, 3 * PIECE, True, 40).rows == ()
        ledger._db.set_trace_callback(None)
        assert not [one for one in seen if "cards" in one]
