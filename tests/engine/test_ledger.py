"""The fairness ledger: shares, postings and their reversal, to the nano-lead."""

import random

from day import Day, policy
from hypothesis import given
from hypothesis import strategies as st

from engine.fairness import account, jain, lines_of, moved, post, shares
from engine.floor import Floor
from engine.history.book import circle_of
from engine.lead import Posting
from engine.rep import Availability
from engine.value import LEAD_UNIT

IDS = tuple("abcdef")
weights = st.floats(0.01, 100)
postings = st.builds(
    lambda count, given_weights, receiver: Posting(
        pool="p",
        rep_id=IDS[receiver % count],
        among=IDS[:count],
        weights=tuple(given_weights[:count]) if given_weights else (),
    ),
    count=st.integers(1, 6),
    given_weights=st.none() | st.lists(weights, min_size=6, max_size=6),
    receiver=st.integers(0, 5),
)


@given(st.lists(weights, min_size=1, max_size=50))
def test_shares_sum_to_one_lead_exactly(parts: list[float]) -> None:
    """However a lead is split, nothing is lost and nothing invented."""
    split = shares(tuple(parts), len(parts))
    assert sum(split) == LEAD_UNIT
    assert min(split) >= 0


@given(st.integers(1, 500))
def test_even_shares_differ_by_one_nano_lead_at_most(count: int) -> None:
    """What division leaves over is spread."""
    split = shares((), count)
    assert sum(split) == LEAD_UNIT
    assert max(split) - min(split) <= 1


@given(st.lists(postings, max_size=30))
def test_lags_sum_to_nought_after_every_posting(done: list[Posting]) -> None:
    """What one rep is ahead the others are owed."""
    floor = Floor()
    for posting in done:
        post(floor, posting)
        assert sum(line.lag for line in lines_of(floor, "p").values()) == 0


@given(st.lists(postings, min_size=1, max_size=20), st.randoms(use_true_random=False))
def test_a_posting_taken_back_leaves_no_trace(done: list[Posting], chance: random.Random) -> None:
    """In whatever order postings are reversed, the ledger is empty in the end."""
    floor = Floor()
    for posting in done:
        post(floor, posting)
    for posting in chance.sample(done, len(done)):
        post(floor, posting, -1)
    assert floor.snapshot().accounts == {}


def share_of(posting: Posting, rep_id: str) -> int:
    """A rep's share of one posting."""
    return circle_of(posting.among, posting.weights).shares.get(rep_id, 0)


@given(postings, st.sampled_from((*IDS, "stranger")))
def test_a_moved_posting_moves_the_receipt_alone(posting: Posting, rep_id: str) -> None:
    """The shares stay as they were dealt; a stranger joins with none."""
    after = moved(posting, rep_id)
    assert after.rep_id == rep_id
    assert [share_of(after, one) for one in posting.among] == [share_of(posting, one) for one in posting.among]
    assert rep_id in posting.among or share_of(after, rep_id) == 0


def test_a_stranger_has_no_line() -> None:
    """Who never had anything is level."""
    assert account(Floor(), "p", "anybody").lag == 0


def test_jains_index_as_in_the_book() -> None:
    """Even is one, one takes all is one over n, nothing is nothing."""
    assert jain([1, 1, 1]) == 1
    assert jain([3, 0, 0]) == 1 / 3
    assert jain([]) is None
    assert jain([0, 0]) is None


def test_flapping_and_skills_leave_nobody_two_leads_behind() -> None:
    """Through 1,500 leads with four reps who come and go at random, the largest lag stays under two."""
    chance = random.Random(7)
    day = Day(policy("ann", "bo", "cy", "di"))
    for _ in range(1500):
        if chance.random() < 0.2:
            rep_id = chance.choice(("ann", "bo", "cy", "di"))
            is_there = day.floor.reps[rep_id].availability is Availability.AVAILABLE
            (day.away if is_there else day.back)(rep_id)
        day.arrive()
        assert max(abs(day.lag(rep_id)) for rep_id in ("ann", "bo", "cy", "di")) < 2
