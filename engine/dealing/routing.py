"""Who gets a lead of those who could take it.

Whoever passes every filter is entitled to a share of the lead; the pool's strategy picks one of them.
"""

from collections.abc import Iterable, Mapping, Sequence

from engine import fairness
from engine.dealing.absence import may_share, still_shares
from engine.dealing.filters import FILTERS, Filter, as_asked, asked_about, first_reasons, is_absence, starts_soon
from engine.dealing.ranking import Rank, Ranking
from engine.dealing.strategies import BY_LEDGER, FIRST, First, Side
from engine.dealing.weights import are_lasting, is_plain, weights_of
from engine.events import Dealt
from engine.floor import State
from engine.history.book import Book, Circle, circle_of
from engine.lead import Lead, Posting
from engine.policy import UNSPREAD, Pool, Roster, Scope, Strategy
from engine.rep import RepStanding
from engine.value import LEAD_UNIT, Value

Out = dict[str, tuple[str, ...]]

Case = tuple[Pool, Lead]


RANKED_MIN = 3
"""As many of those who fit must be ranked: the best, the runner-up, and one more in case the best is passed over."""

RACE, RANDOM, LEAST_BUSY = Strategy.FIRST_TO_CLAIM, Strategy.RANDOM, Strategy.LEAST_BUSY
PREDICTIVE, PERFORMANCE, FLOOR = Strategy.PREDICTIVE, Strategy.PERFORMANCE, Scope.FLOOR
"""An enum's member is looked up anew at every mention, and these are asked of each lead."""

NOBODY = Circle(())
EMPTY = Book()
NO_RANK: tuple[str | None, int] = (None, 0)


class Panel(Value):
    """Every rep of the pool, either fitting (best first) or out for a reason."""

    pool: Pool
    """The pool that deals."""
    ranked: list[Rank] = []
    """Those who fit, best first; of many no more than are asked for."""
    fitting: int = 0
    """How many fit."""
    circle: Circle = NOBODY
    """Who is entitled to a share: those who fit, and the absent whom the pool's policy goes on counting."""
    out: Out
    seed: int | None = None
    """What chance was made of, where the strategy asked it."""
    up: tuple[Posting, ...] = ()
    """What choosing this pool posts, where it is one of a pool of pools."""
    heft: float = 0.0
    """Of a pool of pools: what all who fit weigh together."""

    def posting(self, rep_id: str) -> Posting:
        """What giving the lead to a rep posts."""
        circle = self.circle
        return Posting(pool=self.pool.name, rep_id=rep_id, among=circle.among, weights=circle.weights, up=self.up)


class Answers:
    """What the reps of a pool answered about the leads of one lane; it holds while their standing is the same."""

    __slots__ = (
        *("absent", "among", "circle", "filters", "is_whole", "known_to", "moved", "out", "parts"),
        *("ranking", "reasons", "standings", "starting"),
    )

    def __init__(self, *, is_whole: bool = False) -> None:
        self.is_whole = is_whole
        """Whether all who fit are to be ranked, and not only the best of them."""
        self.filters: tuple[Filter, ...] = ()
        """Those that may keep anybody from a lead of this lane."""
        self.circle = NOBODY
        """Who shared in the latest lead."""
        self.ranking: Ranking | None = None
        self.moved: Sequence[str] = ()
        """Who was asked again for the latest lead."""
        self.known_to = 0
        """How many of the state's stirrings these answers know."""
        self.reasons: dict[str, str | None] = {}
        """Everybody's first failing reason, in the pool's order."""
        self.standings: dict[str, RepStanding] = {}
        """Who fits."""
        self.absent: dict[str, RepStanding] = {}
        """Who would fit if they were here, and may share all the same."""
        self.starting: set[str] = set()
        """Who is not there yet and shares in the leads of the morning."""
        self.among: tuple[str, ...] = ()
        self.out: Out = {}
        self.parts: dict[str, Answers] = {}
        """Of a pool of pools: what each of those answered."""

    def part(self, name: str) -> "Answers":
        """What one of the pools of a pool of pools answered."""
        return self.parts.get(name) or self.parts.setdefault(name, Answers(is_whole=True))

    def refresh(self, state: State, roster: Roster, pool: Pool, lead: Lead) -> None:
        """Ask again those whose standing has changed since; the first time, everybody."""
        if self.reasons and self.known_to == len(state.stirred):
            self.moved = ()
            return
        stirred = dict.fromkeys(state.stirred[self.known_to :]) if self.reasons else pool.reps
        self.known_to = len(state.stirred)
        lead, changed = as_asked(pool, lead), dict[str, str | None]()
        if not self.filters:
            self.filters = asked_about(lead)
        self.moved = [one for one in stirred if one in self.reasons] if self.reasons else list(stirred)
        for rep_id, (standing, reason) in first_reasons(state, roster, self.moved, lead, self.filters):
            if reason is None and standing is not None:
                self.standings[rep_id] = standing
            if reason is not None or self.absent or self.starting:
                self._note_absence(state, roster, (pool, lead), rep_id, is_out=reason is not None)
            if rep_id not in self.reasons or reason != self.reasons[rep_id]:
                changed[rep_id] = reason
        if changed:
            self.reasons.update(changed)
            self._sort_out()

    def _note_absence(self, state: State, roster: Roster, case: Case, rep_id: str, *, is_out: bool) -> None:
        """Note whether a rep who cannot take the lead may share in it all the same."""
        pool, lead = case
        self.absent.pop(rep_id, None)
        self.starting.discard(rep_id)
        if is_out and starts_soon(state, roster, rep_id, lead):
            self.starting.add(rep_id)
        if is_out and _is_only_absent(state, roster, pool, rep_id, lead):
            self.absent[rep_id] = state.reps[rep_id]

    def _sort_out(self) -> None:
        self.standings = {one: self.standings[one] for one, reason in self.reasons.items() if reason is None}
        out: dict[str, list[str]] = {}
        for rep_id, reason in self.reasons.items():
            if reason is not None:
                out.setdefault(reason, []).append(rep_id)
        self.out = {reason: tuple(reps) for reason, reps in out.items()}
        among = tuple(self.standings)
        self.among = self.among if among == self.among else among

    def sharing(self, state: State, pool: Pool) -> tuple[str, ...]:
        """Who is entitled to a share, in the pool's order."""
        if not self.absent and not self.starting:
            return self.among
        book = state.accounts.get(pool.name) or EMPTY
        absent = [
            rep_id
            for rep_id, rep in self.absent.items()
            if still_shares(pool.absence, rep, book.lag(rep_id), state.at)
        ]
        sharing = {*self.standings, *absent, *self.starting}
        return tuple(rep_id for rep_id in self.reasons if rep_id in sharing)

    def shared(self, state: State, roster: Roster, case: Case) -> Circle:
        """Who is entitled to a share of a lead, and how much: the very circle of the lead before, while it is so."""
        pool, known = case[0], self.circle
        among = self.sharing(state, pool)
        if among is known.among and are_lasting(pool):
            return known
        weights = weights_of(state, roster, case, among)
        if among != known.among or weights != known.weights:
            self.circle = circle_of(among, weights)
        if among is self.among:
            self.among = self.circle.among  # one and the same in all postings, and so known again at a glance
        return self.circle

    def best(self, state: State, roster: Roster, pool: Pool) -> list[Rank]:
        """The best of those who fit, by the ledger alone."""
        book = state.accounts.get(pool.name)
        if book is None:
            book = EMPTY
        if self.ranking is None or not self.ranking.holds(book, self.circle, self.standings, self.moved):
            self.ranking = Ranking(book, self.circle, self.standings, roster.rank)
        is_race = pool.strategy is RACE
        return self.ranking.best(max(RANKED_MIN, pool.at_once) if is_race else RANKED_MIN)


def order_among(state: State, roster: Roster, case: Case, among: Iterable[str]) -> list[Rank]:
    """Rank these reps for a lead as if all of them fitted, best first."""
    fitting = {rep_id: state.reps[rep_id] for rep_id in among}
    weights = weights_of(state, roster, case, fitting)
    return _ranked(state, roster, case, fitting, circle_of(tuple(fitting), weights).shares)


def panel(state: State, roster: Roster, pool: Pool, lead: Lead, answers: Answers | None = None) -> Panel:
    """Ask every rep of the pool about the lead, and rank those who fit.

    `answers` keeps what they said for the next lead of the same lane, which spares asking all of them again.
    """
    answers = answers or Answers(is_whole=True)
    answers.refresh(state, roster, pool, lead)
    circle, case = answers.shared(state, roster, (pool, lead)), (pool, lead)
    if answers.is_whole or pool.strategy not in BY_LEDGER or pool.scope is FLOOR:
        ranked = _ranked(state, roster, case, answers.standings, circle.shares)
    else:
        ranked = _spread(state, pool, answers.best(state, roster, pool))
    seed = state.seed if RANDOM in (pool.strategy, pool.inner) else None
    fitting = len(answers.standings)
    return Panel(pool=pool, ranked=ranked, fitting=fitting, circle=circle, out=answers.out, seed=seed)


def _is_only_absent(state: State, roster: Roster, pool: Pool, rep_id: str, lead: Lead) -> bool:
    """Whether a rep would fit if they were here, in a pool that may go on counting them."""
    rep, standing = roster.reps.get(rep_id), state.reps.get(rep_id)
    if rep is None or standing is None or not may_share(pool.absence, standing):
        return False
    return not any(ask(standing, rep, lead) for ask in FILTERS if ask is not is_absence)


def _ranked(
    state: State,
    roster: Roster,
    case: Case,
    fitting: dict[str, RepStanding],
    shares: Mapping[str, int],
) -> list[Rank]:
    if not fitting:
        return []
    pool, lead = case
    firsts, places = _firsts(state, roster, pool, lead, fitting), roster.rank
    lags = (state.accounts.get(pool.name) or EMPTY).lags(fitting)
    is_floor_wide = pool.scope is FLOOR
    ranked = []
    for rep_id, rep in fitting.items():
        lag = lags[rep_id]
        claim = (fairness.floor_lag(state, rep_id) if is_floor_wide else lag) + shares[rep_id]
        ranked.append((firsts.get(rep_id, ()), -claim, rep.idle_since_at, places[rep_id], rep_id, lag))
    ranked.sort()
    return _spread(state, pool, ranked)


def _firsts(
    state: State, roster: Roster, pool: Pool, lead: Lead, fitting: dict[str, RepStanding]
) -> dict[str, First]:
    """What the strategy says of each rep before the ledger is asked; nothing where it leaves all to the ledger."""
    if pool.strategy in BY_LEDGER:
        return {}
    first, at, seed = FIRST[pool.strategy], state.at, state.seed
    firsts = {
        rep_id: first(Side(roster.reps[rep_id], standing, lead, pool, roster, at, seed))
        for rep_id, standing in fitting.items()
    }
    is_banded = pool.band and pool.strategy is LEAST_BUSY
    return _within_band(firsts, pool.band) if is_banded else firsts


def _within_band(firsts: dict[str, First], band: int) -> dict[str, First]:
    """Whoever is within the band of the least loaded is as little busy as they are."""
    least = min(load for load, *_ in firsts.values())
    return {rep_id: (max(load - band, least), *rest) for rep_id, (load, *rest) in firsts.items()}


def _spread(state: State, pool: Pool, ranked: list[Rank]) -> list[Rank]:
    """Put a rep who has had `max_run` leads in a row behind the others, in pools of three and more."""
    run = state.runs.get(pool.name)
    if pool.strategy in UNSPREAD or run is None or len(pool.reps) < 3 or run.length < pool.max_run or len(ranked) < 2:
        return ranked
    return sorted(ranked, key=lambda rank: rank[4] == run.rep_id)


def dealt(lead: Lead, asked: Panel, chosen: str | None = None) -> tuple[Posting, Dealt]:
    """What choosing the first of a panel posts to the ledger, and the short reason for it; or another who fits."""
    pool, best = asked.pool, asked.ranked[0]
    if chosen is None or chosen == best[4]:
        others = asked.ranked[1:2]
    else:
        best, others = next(rank for rank in asked.ranked if rank[4] == chosen), asked.ranked[:1]
    *_, chosen, lag = best
    *_, runner_up, runner_up_lag = others[0] if others else NO_RANK
    posting = asked.posting(chosen)
    share = asked.circle.shares[chosen]
    reason = Dealt(
        rule=lead.rule,
        strategy=pool.strategy,
        lag_before=lag,
        lag_after=lag + share - LEAD_UNIT,
        runner_up=runner_up,
        runner_up_lag=runner_up_lag,
        out=asked.out,
        seed=asked.seed,
        note=_note(asked, lead),
    )
    return posting, reason


def _note(asked: Panel, lead: Lead) -> str:
    """What is to be known of a decision besides its ranks."""
    pool = asked.pool
    if asked.up:
        return f"in the group {pool.name}"
    if pool.strategy is PREDICTIVE:
        return f"nothing learnt yet, so by {pool.inner.replace('_', ' ')}"
    if pool.strategy is PERFORMANCE and is_plain(pool, lead.id):
        return "one lead in ten is dealt without weights"
    return ""
