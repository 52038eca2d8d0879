"""The fairness ledger: who was entitled to each lead, who received it, and who is therefore next.

Law: in every pool the lags sum to nought, exactly, after every posting. When a lead is dealt among the reps who
could have had it, each is entitled to w_i / sum(w) of it and the receiver has received one; lag is the
difference.
The next lead goes to argmax(lag_i + w_i / sum(w)): smooth weighted round robin in which whoever cannot take a lead is
frozen. Amounts are integers of `LEAD_UNIT` per lead, so a reversal restores every account to the digit.
"""

from collections.abc import Iterable, Mapping, Sequence
from typing import TYPE_CHECKING

from engine.history.book import shares as shares
from engine.lead import Posting
from engine.rep import Account
from engine.value import LEAD_UNIT

if TYPE_CHECKING:
    from engine.floor import Lines, State

FRESH = Account()


def spread(amount: int, count: int) -> tuple[int, ...]:
    """Split an amount evenly; what division leaves over goes to the first, one nano-lead each."""
    part, rest = divmod(amount, count)
    return tuple(part + (place < rest) for place in range(count))


def account(state: "State", pool: str, rep_id: str) -> Account:
    """A rep's line in a pool's ledger; a newcomer starts level."""
    return lines_of(state, pool).get(rep_id, FRESH)


def lines_of(state: "State", pool: str) -> "Lines":
    """A pool's ledger; a rep who is not in it has had nothing and is owed nothing."""
    return state.accounts.get(pool) or {}


def post(state: "State", posting: Posting, sign: int = 1) -> None:
    """Write a posting into the ledger, or with `sign` -1 take it back."""
    book = state.accounts.writing(posting.pool)
    book.post(book.circle(posting.among, posting.weights), posting.rep_id, sign)
    for above in posting.up:
        post(state, above, sign)


def adjust(state: "State", pool: str, shifts: Mapping[str, int]) -> None:
    """Shift what reps are entitled to; shifts sum to nought."""
    state.accounts.writing(pool).shift(shifts)


def floor_lag(state: "State", rep_id: str) -> int:
    """A rep's lag over all pools together."""
    return sum(book.lag(rep_id) for _, book in state.accounts.items())


def moved(posting: Posting, rep_id: str) -> Posting:
    """The posting as it is when another rep has the lead: the shares stay, the receipt moves.

    A receiver from outside the circle joins it with no share, or alone with all of it where there is no circle; then
    the lags still sum to nought.
    """
    if not posting.among:
        return posting.but(rep_id=rep_id, among=(rep_id,), weights=())
    if rep_id in posting.among:
        return posting.but(rep_id=rep_id)
    weights = posting.weights or (1.0,) * len(posting.among)
    return posting.but(rep_id=rep_id, among=(*posting.among, rep_id), weights=(*weights, 0.0))


def without(posting: Posting, left_out: str, rep_id: str) -> Posting:
    """The posting as it is when one rep has no share in it and another is to have the lead."""
    kept = [place for place, one in enumerate(posting.among) if one != left_out]
    weights = tuple(posting.weights[place] for place in kept) if posting.weights else ()
    return posting.but(rep_id=rep_id, among=tuple(posting.among[place] for place in kept), weights=weights)


def fading(lines: "Lines", among: Sequence[str], half_life: int) -> dict[str, int]:
    """What is owed beyond one lead after one more lead of a pool, and half of it after `half_life` of them.

    What fades for those who are owed is not asked any more of those who are here and ahead; being ahead is never
    forgiven to who is away.
    """
    ahead = [rep_id for rep_id in among if lines.get(rep_id, FRESH).lag < 0]
    kept = 0.5 ** (1 / half_life)
    faded = {
        rep_id: round((line.lag - LEAD_UNIT) * (1 - kept)) for rep_id, line in lines.items() if line.lag > LEAD_UNIT
    }
    total = sum(faded.values())
    if not total or not ahead:
        return {}
    given = dict(zip(ahead, spread(total, len(ahead)), strict=True))
    return {**{rep_id: -amount for rep_id, amount in faded.items()}, **given}


def jain(ratios: Iterable[float]) -> float | None:
    """Jain's index over received / entitled: 1 is even, 1/n is one takes all; None over nothing.

    J = (sum x)^2 / (n sum x^2); R. Jain, D. Chiu, W. Hawe, "A quantitative measure of fairness", 1984.
    """
    values = list(ratios)
    squares = sum(value * value for value in values)
    return sum(values) ** 2 / (len(values) * squares) if squares else None
