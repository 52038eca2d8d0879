"""Claims that are shifted without a lead: credits, charges given back, missed offers, owned leads."""

from datetime import timedelta

import pytest
from day import Day, confirming, policy
from laws import JudgedDay

from engine.commands import Credit, Known
from engine.events import LeadAssigned, LedgerAdjusted, PostingReturned
from engine.lead import Disposition
from engine.policy import Policy
from engine.turn import Refused


def having(rules: Policy, **pool: object) -> Policy:
    return rules.but(pools=(rules.pools[0].but(**pool),))


def crediting(**pool: object) -> JudgedDay:
    return JudgedDay(having(policy(), **{"credit_window": timedelta(days=2), **pool}))


def test_a_credit_by_hand_is_yielded_by_the_others_evenly() -> None:
    """A lead's claim for one costs the two others half a lead each, and the next leads follow it."""
    day = JudgedDay(policy())
    day.do(Credit(rep_id="cy", pool="inbound", leads=1, reason="was at the fair for us"))
    assert (day.lag("ann"), day.lag("bo"), day.lag("cy")) == (-0.5, -0.5, 1)
    assert day.arrive()[0].rep_id == "cy"


def test_a_credit_can_be_undone_to_the_digit() -> None:
    """What was given with a reason is taken back whole, whatever was dealt in between."""
    day = JudgedDay(policy())
    day.arrive(2)
    before = day.floor.snapshot().accounts
    day.do(Credit(rep_id="ann", pool="inbound", leads=-0.7, reason="took the wrong lead"))
    assert day.lag("ann") == pytest.approx(-1 / 3 - 0.7)
    day.undo()
    assert day.floor.snapshot().accounts == before


@pytest.mark.parametrize(
    ("order", "words"),
    [
        (Credit(rep_id="ann", pool="inbond", leads=1, reason="x"), "Ann is not in a pool 'inbond'"),
        (Credit(rep_id="zed", pool="inbound", leads=1, reason="x"), "There is no rep 'zed'"),
        (Credit(rep_id="ann", pool="inbound", leads=1, reason=" "), "needs a reason"),
        (Credit(rep_id="ann", pool="inbound", leads=0, reason="x"), "not nought"),
        (Credit(rep_id="ann", pool="inbound", leads=float("nan"), reason="x"), "not nought"),
        (Credit(rep_id="ann", pool="inbound", leads=101, reason="x"), "at most 100"),
    ],
)
def test_a_credit_that_cannot_be_is_refused_with_a_sentence(order: Credit, words: str) -> None:
    """No pool, no rep, no reason, no amount: nothing happens."""
    with pytest.raises(Refused, match=words):
        JudgedDay(policy()).do(order)


@pytest.mark.parametrize("ending", [Disposition.SPAM, Disposition.DUPLICATE, Disposition.WRONG_TERRITORY])
def test_what_was_no_lead_is_not_charged(ending: Disposition) -> None:
    """Whoever was dealt spam is as if it had not been dealt, the others' shares too."""
    day = crediting()
    day.arrive()
    day.close("L-1", as_=ending)
    assert [day.lag(one) for one in ("ann", "bo", "cy")] == [0, 0, 0]


def test_a_lost_lead_stays_charged() -> None:
    """Never for lost: who works leads badly is not given more of them."""
    day = crediting()
    day.arrive()
    done = day.close("L-1", as_=Disposition.LOST)
    assert not [event for event in done if isinstance(event, PostingReturned)]
    assert day.received()["ann"] == 1


def test_charges_come_back_within_the_window_only() -> None:
    """What turns out to be spam after two days is the rep's bad luck, and so is everything where no window is set."""
    day = crediting()
    day.arrive(2)
    day.now += timedelta(days=2)
    day.close("L-1", as_=Disposition.SPAM)
    day.later(seconds=1)
    day.close("L-2", as_=Disposition.SPAM)
    assert (day.received()["ann"], day.received()["bo"]) == (0, 1)
    plain = Day()
    plain.arrive()
    plain.close("L-1", as_=Disposition.SPAM)
    assert plain.received()["ann"] == 1


def test_so_many_charges_come_back_in_a_week() -> None:
    """Whoever calls everything spam is heard three times in seven days; then the week begins anew."""
    day = crediting()
    day.away("bo")
    day.away("cy")
    day.arrive(5)
    for n in range(1, 6):
        day.close(f"L-{n}", as_=Disposition.SPAM)
    assert day.received()["ann"] == 2
    day.now += timedelta(days=7, seconds=1)
    day.arrive()
    day.close("L-6", as_=Disposition.SPAM)
    assert day.received()["ann"] == 2


def test_undo_of_a_closing_charges_again_and_frees_the_credit() -> None:
    """The lead comes back with its posting, and the week's count as it was."""
    day = crediting(credits_per_week=1)
    day.arrive()
    before = day.floor.snapshot()
    day.close("L-1", as_=Disposition.SPAM)
    day.undo()
    after = day.floor.snapshot()
    assert after.accounts == before.accounts
    assert (day.owner("L-1"), day.floor.reps["ann"].credited_at) == ("ann", ())
    day.close("L-1", as_=Disposition.SPAM)
    assert day.received()["ann"] == 0


def test_a_missed_offer_may_cost_a_part_of_a_lead() -> None:
    """Half a lead to the good of the others, once, and by the house."""
    day = JudgedDay(having(confirming("ann", "bo", "cy"), miss_charge=0.5))
    day.arrive()
    done = day.later(seconds=120)
    (shift,) = [event for event in done if isinstance(event, LedgerAdjusted)]
    assert (shift.rep_id, shift.why) == ("ann", "missed")
    assert (day.lag("ann"), day.lag("bo"), day.lag("cy")) == (-0.5, 0.25, 0.25)


def test_a_missed_offer_costs_nothing_by_default() -> None:
    """No charge, and no share in that lead either."""
    day = JudgedDay(confirming("ann", "bo", "cy"))
    day.arrive()
    day.later(seconds=120)
    day.accept("L-1")
    assert day.lag("ann") == 0


def test_an_owned_lead_may_count_in_the_rotation() -> None:
    """With `charge_owned` a known person's next lead is charged to their owner."""
    day = JudgedDay(having(policy(), charge_owned=True))
    day.receive(day.lead("a", "p1"))
    done = day.receive(day.lead("b", "p1"), people={"p1": Known(lead_id="L-1")})
    (given,) = [event for event in done if isinstance(event, LeadAssigned)]
    assert (given.how, given.rep_id) == ("owner", "ann")
    assert day.lag("ann") == pytest.approx(-4 / 3)
    assert day.received()["ann"] == 2


def test_a_credit_without_a_pool_is_in_the_only_one_or_refused() -> None:
    """Who is in one pool needs no name of it; of several one must be said."""
    day = JudgedDay(policy())
    day.do(Credit(rep_id="cy", leads=1, reason="x"))
    assert day.lag("cy") == 1
    both = day.rules.but(pools=(*day.rules.pools, day.rules.pools[0].but(name="second")))
    with pytest.raises(Refused, match=r"Say in which pool Cy is .*: inbound, second"):
        JudgedDay(both).do(Credit(rep_id="cy", leads=1, reason="x"))
