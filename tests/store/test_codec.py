"""How the journal's rows are written, read and chained."""

import json
from datetime import UTC, datetime, timedelta, timezone
from hashlib import sha256

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st
from store_builders import MORNING, dealt, received

from engine.events import Entry, LeadAssigned, LeadReceived
from store.codec import chain, entry_of, is_true_to_itself, rows_of
from store.instants import instant, text_of
from store.rows import StoreError

texts = st.text(st.characters(exclude_categories=["Cs"]), max_size=20)
moments = st.datetimes(timezones=st.just(UTC))
entries = st.builds(
    Entry,
    seq=st.integers(1, 2**40),
    at=moments,
    actor=texts,
    cause=texts,
    policy=texts,
    event=st.one_of(
        st.builds(
            LeadReceived,
            traits=st.dictionaries(texts, st.one_of(texts, st.integers(-(2**53), 2**53), st.booleans()), max_size=3),
            received_at=moments,
            warn_at=st.none() | moments,
            due_at=st.none() | moments,
        ),
        st.builds(LeadAssigned, dealt=st.none(), posting=st.none()),
    ),
)


@settings(max_examples=60, deadline=None)
@given(st.lists(entries, max_size=4))
def test_an_entry_comes_back_as_it_was_written(some):
    """Reading what was written gives the same entries."""
    written = list(rows_of(some, ""))
    assert [entry_of(row) for row in written] == some
    assert all(is_true_to_itself(row) for row in written)


@settings(max_examples=60, deadline=None)
@given(entries, texts)
def test_anybody_can_recompute_a_hash(entry, before):
    """The hash is SHA-256 over a plain JSON array and the event behind it, as any language can write it."""
    (row,) = rows_of([entry], before)
    plain = json.dumps([before, *row[1:-2]], ensure_ascii=False, separators=(",", ":")) + row.data
    assert row.hash == chain(before, row[1:-1]) == sha256(plain.encode()).hexdigest()[:32]
    older = json.dumps([before, *row[1:-1]], ensure_ascii=False, separators=(",", ":"))
    whole = sha256(older.encode()).hexdigest()
    assert (chain(before, row[1:-1], 1), chain(before, row[1:-1], 2)) == (whole, whole[:32]), "as older rows keep it"


@settings(max_examples=60, deadline=None)
@given(moments, moments)
def test_text_order_is_time_order(one, other):
    """Instants have one width, so that SQL can compare them as text."""
    assert (text_of(one) < text_of(other)) == (one < other)
    assert instant(text_of(one)) == one
    assert len(text_of(one)) == 27


def test_an_instant_is_written_in_utc():
    """Another zone's instant is turned into UTC; one without a zone is refused."""
    berlin = datetime(2026, 3, 2, 9, 0, tzinfo=timezone(timedelta(hours=1)))
    assert text_of(berlin) == "2026-03-02T08:00:00.000000Z"
    with pytest.raises(ValueError, match="time zone"):
        text_of(datetime(2026, 3, 2, 9, 0))  # noqa: DTZ001


def test_every_column_counts_in_the_hash():
    """No column can be changed, nor text moved between two of them, without another hash."""
    entry = Entry(seq=1, at=MORNING, actor="ab", cause="c", event=received(1))
    variants = [entry, entry.but(actor="a", cause="bc"), entry.but(at=MORNING + timedelta(microseconds=1))]
    variants += [entry.but(policy="p"), entry.but(event=received(2)), entry.but(event=dealt(1, "jon"))]
    hashes = {next(rows_of([variant], "")).hash for variant in variants} | {next(rows_of([entry], "x")).hash}
    assert len(hashes) == 7
    assert chain("a", ("b", "{}")) != chain("", ("a", "b", "{}"))


def test_an_entry_nobody_can_read_is_a_sentence():
    """A newer form, or damage, names the entry."""
    (row,) = rows_of([Entry(seq=7, at=MORNING, actor="a", event=received(1))], "")
    with pytest.raises(StoreError, match=r"Entry 7 .* newer floorboard"):
        entry_of(row._replace(v=4))
    with pytest.raises(StoreError, match=r"Entry 7 .* cannot be read"):
        entry_of(row._replace(data="{}"))
    assert not is_true_to_itself(row._replace(lead_id="L-2"))
