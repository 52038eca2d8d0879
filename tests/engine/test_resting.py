"""Leads at rest are the leads that they were: packed or not, a floor's leads read as one mapping."""

from collections.abc import Mapping
from unittest.mock import patch

import pytest
from day import MONDAY as NOW
from hypothesis import given, settings
from hypothesis import strategies as st

from engine.history import resting
from engine.history.layer import Layer
from engine.history.resting import Leads, Mark, Resting, mark_of
from engine.lead import Lead, LeadState

SMALL = {"AWAKE_MAX": 3, "PIECE": 4, "OPEN_MAX": 1, "SEEN_MAX": 2}

ids = st.sampled_from([f"L-{number}" for number in range(1, 20)])
states = st.sampled_from([LeadState.QUEUED, LeadState.ASSIGNED, LeadState.PARKED])
steps = st.lists(st.tuples(ids, st.none() | st.tuples(states, st.sampled_from(["dana", "jon"]))), max_size=60)


def lead_of(lead_id: str, state: LeadState, rep_id: str) -> Lead:
    return Lead(
        id=lead_id,
        source="website",
        source_key=f"key {lead_id}",
        rule="all",
        pool="all",
        state=state,
        rep_id=rep_id,
        received_at=NOW,
        queued_at=NOW,
    )


def do(leads: Layer[str, Lead], book: dict[str, Lead], done: list) -> None:
    """Set and drop in both, and read what was set right away."""
    for lead_id, how in done:
        if how is None:
            leads.drop(lead_id)
            book.pop(lead_id, None)
        else:
            leads[lead_id] = book[lead_id] = lead_of(lead_id, *how)
        assert leads.get(lead_id) == book.get(lead_id)


def judge(leads: Leads, book: Mapping[str, Lead]) -> None:
    """Every way of asking gives what is in the book."""
    assert dict(leads.items()) == book
    assert {one: leads.get(one) for one in (*book, "L-0")} == {**book, "L-0": None}
    for state in (LeadState.ASSIGNED, LeadState.PARKED):
        found = {lead_id: lead for lead_id, lead in book.items() if lead.state is state}

        def suits(mark: Mark, state: LeadState = state) -> bool:
            return mark.state is state

        assert {lead.id: lead for lead in leads.marked(suits)} == found
        assert dict(leads.marks(suits)) == {lead_id: mark_of(lead) for lead_id, lead in found.items()}


@settings(max_examples=60, deadline=None)
@given(steps, steps)
def test_leads_at_rest_read_as_one_mapping(first: list, second: list) -> None:
    """Set, dropped, set again, tried on top and absorbed: they read as a dict does."""
    with patch.multiple(resting, **SMALL):
        floor, book = Resting(), {}
        do(floor, book, first)
        judge(floor, book)
        before, draft = dict(book), Leads(floor)
        do(draft, book, second)
        judge(draft, book)
        judge(floor, before)
        floor.absorb(draft)
        judge(floor, book)
        assert len(floor) == len(book)


@settings(max_examples=30, deadline=None)
@given(steps, steps)
def test_pieces_are_taken_over_as_they_were_kept(first: list, second: list) -> None:
    """Another floor that adopts the pieces and is given the others has the same leads, and goes on alike."""
    with patch.multiple(resting, **SMALL):
        floor, book, again = Resting(), {}, Resting()
        do(floor, book, first)
        for piece in floor.pieces:
            again.adopt(piece.packed, piece.living)
        for lead in floor.touched().values():
            again[lead.id] = lead
        judge(again, book)
        do(again, book, second)
        judge(again, book)


def test_a_piece_that_is_half_empty_is_given_up(monkeypatch: pytest.MonkeyPatch) -> None:
    """Room that leads have left is not kept for ever."""
    for name, most in SMALL.items():
        monkeypatch.setattr(resting, name, most)
    floor = Resting()
    for number in range(1, 401):
        floor[f"L-{number}"] = lead_of(f"L-{number}", LeadState.QUEUED, "dana")
    for number in range(1, 401):
        if number % 4:
            floor.drop(f"L-{number}")
    assert len(floor) == 100
    assert len(floor.pieces) <= 100 / SMALL["PIECE"]
