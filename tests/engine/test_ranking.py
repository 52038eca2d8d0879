"""The order of claims that is kept from lead to lead: it says what ranking everybody anew would say."""

from datetime import timedelta

from day import MONDAY, policy
from hypothesis import given
from hypothesis import strategies as st

from engine.dealing.ranking import Ranking
from engine.dealing.routing import Answers, panel
from engine.events import Entry, LeadAssigned, LeadReceived
from engine.fairness import adjust, lines_of, moved, post
from engine.floor import Draft, Floor
from engine.history.book import LOG_MAX, Book, circle_of
from engine.lead import Lead, Posting
from engine.policy import Policy, Pool, Rep, Roster, Strategy
from engine.rep import Account, Availability, RepStanding

IDS = tuple("abcdefg")
WEIGHTS = (1.0, 1.0, 2.0, 0.5, 2.0, 1.0, 3.0)


def house(count: int, **pool: object) -> Policy:
    """A floor of some reps of different weights in one pool."""
    reps = tuple(Rep(id=one, name=one, capacity=0, weight=weight) for one, weight in zip(IDS, WEIGHTS, strict=True))
    return policy(reps=reps[:count], pools=(Pool(name="inbound", reps=IDS[:count]).but(**pool),))


def staffed(count: int) -> Floor:
    """A floor on which everybody is there."""
    floor = Floor()
    for one in IDS[:count]:
        floor.put_rep(RepStanding(id=one, since_at=MONDAY, idle_since_at=MONDAY))
    return floor


def a_lead(number: int) -> Lead:
    """A lead that anybody can take."""
    return Lead(
        id=f"L-{number}",
        source="",
        source_key=str(number),
        rule="",
        pool="inbound",
        received_at=MONDAY,
        queued_at=MONDAY,
    )


acts = st.lists(
    st.tuples(st.sampled_from(("deal", "deal", "deal", "hand", "back", "shift", "other", "away")), st.integers(0, 6)),
    max_size=40,
)


@given(acts, st.integers(1, 7), st.sampled_from((Strategy.ROUND_ROBIN, Strategy.WEIGHTED)), st.sampled_from((1, 3)))
def test_the_kept_order_is_the_one_made_anew(
    done: list[tuple[str, int]], count: int, strategy: Strategy, max_run: int
) -> None:
    """Whatever is dealt, given by hand, taken back or shifted: the best, the runner-up and all lags are the same."""
    roster = Roster(house(count, strategy=strategy, max_run=max_run))
    pool, state, answers = roster.pools["inbound"], Draft(staffed(count)), Answers()
    posted: list[Posting] = []
    for number, (act, place) in enumerate(done):
        state.at, who = MONDAY + timedelta(seconds=number), IDS[place % count]
        kept, anew = (panel(state, roster, pool, a_lead(number), one) for one in (answers, None))
        assert kept.ranked[:2] == anew.ranked[:2]
        assert (kept.fitting, kept.circle.shares) == (len(anew.ranked), anew.circle.shares)
        rep = state.reps[who]
        match act:
            case "deal" if kept.ranked:
                posted.append(kept.posting(kept.ranked[0][4]))
                post(state, posted[-1])
                state.put_rep(state.reps[posted[-1].rep_id].but(idle_since_at=state.at))
            case "hand" if kept.ranked:
                posted.append(moved(kept.posting(kept.ranked[0][4]), who))
                post(state, posted[-1])
            case "back" if posted:
                post(state, posted.pop(place % len(posted)), -1)
            case "shift":
                adjust(state, "inbound", {who: 7, IDS[0]: -7} if who != IDS[0] else {})
            case "other":
                posted.append(Posting(pool="inbound", rep_id=who, among=tuple({IDS[0]: 0, who: 0})))
                post(state, posted[-1])
            case "away":
                there = rep.availability is Availability.AVAILABLE
                state.put_rep(rep.but(availability=Availability.AWAY if there else Availability.AVAILABLE))


@given(st.lists(st.tuples(st.integers(1, 127), st.integers(0, 6), st.booleans()), max_size=40))
def test_a_book_reads_as_if_every_line_had_been_written(done: list[tuple[int, int, bool]]) -> None:
    """However many circles shared in leads, and whatever of it was taken back."""
    book, lines = Book(), dict[str, list[int]]()
    for among, place, is_taken_back in done:
        members = tuple(one for bit, one in enumerate(IDS) if among >> bit & 1)
        circle, sign = book.circle(members, ()), -1 if is_taken_back else 1
        book.post(circle, receiver := members[place % len(members)], sign)
        for one in members:
            lines.setdefault(one, [0, 0])[0] += sign * circle.shares[one]
        lines[receiver][1] += sign * 1_000_000_000
        book = book.copy() if place == 0 else book
    assert dict(book) == {one: Account(*line) for one, line in lines.items()}
    assert {one: Account(*line) for one, line in book.totals().items()} == dict(book)
    assert all(book.lag(one) == line.lag for one, line in book.items())


def test_a_draft_posts_to_a_ledger_of_its_own() -> None:
    """Neither the floor below nor the one that took the draft over notices what is posted later."""
    floor, posting = Floor(), Posting(pool="p", rep_id="a", among=("a", "b"))
    draft = Draft(floor)
    post(draft, posting)
    assert not lines_of(floor, "p")
    floor.absorb(draft)
    post(draft, posting)
    assert lines_of(floor, "p")["b"].lag == 500_000_000


def test_an_entry_that_deals_to_a_strange_circle_is_told_in_the_touched_lines() -> None:
    """Everybody whose line changed is among the lines that are written down, and nobody else."""
    floor = staffed(3)
    post(floor, Posting(pool="p", rep_id="c", among=("b", "c")))
    draft, posting = Draft(floor), Posting(pool="p", rep_id="a", among=("a", "b"))
    where = {"lead_id": "L-1", "rule": "", "pool": "p", "source": "", "source_key": "", "received_at": MONDAY}
    draft.apply(Entry(seq=1, at=MONDAY, actor="floor", event=LeadReceived(**where)))
    draft.apply(Entry(seq=2, at=MONDAY, actor="floor", event=_assigned(posting)))
    assert draft.touched_accounts == {
        ("p", "a"): Account(500_000_000, 1_000_000_000),
        ("p", "b"): Account(1_000_000_000, 0),
    }


def _assigned(posting: Posting) -> LeadAssigned:
    return LeadAssigned(lead_id="L-1", rep_id=posting.rep_id, how="dealt", posting=posting)


def test_a_log_that_nobody_reads_does_not_grow_without_end() -> None:
    """It begins anew, and an order that was kept by the one before is made anew."""
    book, circle = Book(), circle_of(IDS[:2], ())
    standings = {one: RepStanding(id=one, since_at=MONDAY, idle_since_at=MONDAY) for one in IDS[:2]}
    book.post(circle, "a", 1)
    kept = Ranking(book, circle, standings, {"a": 0, "b": 1})
    assert kept.holds(book, circle, standings, ())
    for _ in range(LOG_MAX):
        book.post(circle, "b", 1)
    assert len(book.log) <= LOG_MAX
    assert not kept.holds(book, circle, standings, ())
