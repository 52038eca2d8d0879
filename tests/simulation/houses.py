"""House rules by chance: every strategy, ladder, clock and absence that a floor may have, in any mixture."""

import random
from datetime import datetime, timedelta

from ladders import ladder_of

from engine.house.persons import Duplicates, NamedAccount, Owners, WhenOpen
from engine.house.queue_order import QueueOrder
from engine.limits import Limits
from engine.policy import (
    Absence,
    AbsenceKind,
    Accept,
    Arm,
    Clause,
    Conditions,
    Gate,
    Grade,
    Hours,
    Passage,
    Points,
    Policy,
    Pool,
    Ramp,
    Rep,
    Rota,
    Rule,
    Scope,
    SourceCap,
    Strategy,
    Territory,
)

REPS = ("ann", "bo", "cy", "di", "ed", "fi")
COUNTRIES = ("DE", "FR", "US", "NO")
ZONES = ("UTC", "Europe/Berlin", "America/New_York", "Asia/Kathmandu")
SHIFTS = ("", "", "Mo-Su 09:00-09:20", "Mo-Su 09:00-09:10,09:15-23:00", "Mo-Su 22:00-06:00", "Mo-Su 00:00-24:00")
OPENING = ("24/7", "24/7", "Mo-Su 09:00-09:12,09:25-23:00", "Mo-Fr 09:00-18:00", "Mo-Su 20:00-04:00")
SKILLS = ("de", "de:3", "fr", "fr:2", "enterprise")
ROTA = Rota(since=datetime(2026, 1, 5, 8), every=timedelta(hours=3))  # noqa: DTZ001 - a rota is in the floor's own time
NO_TIME = timedelta(0)
SOURCES = ("web", "Fair")
COMPANIES = ("Acme GmbH", "Globex")

ABSENCES = (
    Absence(),
    Absence(),
    Absence(kind=AbsenceKind.ACCRUE, cap=2),
    Absence(kind=AbsenceKind.GRACE, grace=timedelta(minutes=3)),
    Absence(kind=AbsenceKind.BACK_OF_LINE),
    Absence(kind=AbsenceKind.CATCH_UP),
)
PLACES = (Strategy.TERRITORY, Strategy.SPLIT, Strategy.GROUP)
"""Strategies that name other pools, so they need some below them."""
LEAVES = tuple(one for one in Strategy if one not in PLACES)
INNER = (Strategy.ROUND_ROBIN, Strategy.WEIGHTED, Strategy.LEAST_BUSY, Strategy.LONGEST_IDLE)


def house_of(chance: random.Random) -> Policy:
    """A floor's whole policy."""
    reps = tuple(_rep(chance, one) for one in REPS[: chance.randrange(2, len(REPS) + 1)])
    pools = _pools(chance, [rep.id for rep in reps])
    return comparable(_drawn(chance, reps, pools))


def comparable(house: Policy) -> Policy:
    """The house in which nobody compares the free part of a capacity that has no end: `check` refuses that."""
    endless = {rep.id for rep in house.reps if not rep.capacity}

    def some(pool: Pool) -> Pool:
        is_odd = Strategy.MOST_SPARE in (pool.strategy, pool.inner) and endless.intersection(pool.reps)
        return pool.but(strategy=Strategy.LEAST_BUSY) if is_odd else pool

    return house.but(pools=tuple(map(some, house.pools)))


def _drawn(chance: random.Random, reps: tuple[Rep, ...], pools: tuple[Pool, ...]) -> Policy:
    return Policy(
        reps=reps,
        pools=pools,
        rules=tuple(_rules(chance, pools)),
        timezone=chance.choice(ZONES),
        scoring=(Points(name="German", points=80, when=_is("DE")),) if chance.random() < 0.3 else (),
        grades=(Grade(name="hot", at_least=70, first_touch=timedelta(minutes=2)), Grade(name="cold")),
        gates=_gates(chance, pools),
        owners=_owners(chance, reps),
        queue_order=chance.choice((QueueOrder.EARLIEST_DUE, *QueueOrder)),
        duplicates=Duplicates(when_open=chance.choice(list(WhenOpen)), trusted=chance.choice(((), ("web",)))),
        **_times(chance, reps),
    )


def _owners(chance: random.Random, reps: tuple[Rep, ...]) -> Owners:
    """Whose leads are whose: by account, by who had the person before, or nobody's."""
    accounts = [NamedAccount(rep=chance.choice(reps).id, company=(one,)) for one in COMPANIES]
    return Owners(
        wait=chance.choice((0.0, 0.4)),
        sticky=chance.choice((NO_TIME, timedelta(days=30))),
        account_match=chance.choice((NO_TIME, timedelta(minutes=20), timedelta(days=30))),
        accounts=tuple(accounts[: chance.randrange(3)]),
    )


def changed(chance: random.Random, house: Policy) -> Policy:
    """The house rules after an edit: weights, a pool's way of dealing, or somebody who leaves or joins."""
    doing = chance.randrange(4)
    if doing == 0:
        return house.but(reps=tuple(rep.but(weight=chance.choice((0.5, 1.0, 3.0))) for rep in house.reps))
    if doing == 1:
        deal = tuple(
            pool.but(strategy=chance.choice(LEAVES)) if pool.strategy not in PLACES else pool for pool in house.pools
        )
        return comparable(house.but(pools=deal))
    if doing == 2 and len(house.reps) > 2:
        return _without(house, chance.choice(house.reps).id)
    return house_of(chance)


def _without(house: Policy, gone: str) -> Policy:
    """The house without a rep; a pool that would be empty takes everybody else."""
    left = tuple(rep for rep in house.reps if rep.id != gone)
    everybody = tuple(rep.id for rep in left)
    accounts = tuple(one for one in house.owners.accounts if one.rep != gone)
    owners = house.owners.but(accounts=accounts)
    keep = house.but(reps=left, owners=owners, unowned_escalation="", on_away="keep")

    def some(pool: Pool) -> Pool:
        reps = tuple(one for one in pool.reps if one != gone) or everybody
        places = tuple(
            place.but(reps=tuple(one for one in place.reps if one != gone) or reps) for place in pool.territories
        )
        return pool.but(reps=() if pool.strategy is Strategy.SPLIT else reps, territories=places, ladder=())

    return comparable(keep.but(pools=tuple(map(some, house.pools))))


def _rep(chance: random.Random, rep_id: str) -> Rep:
    caps = {cap: chance.choice((0, 0, 0, 3)) for cap in ("max_backlog", "per_hour", "per_day", "per_week")}
    return Rep(
        id=rep_id,
        name=rep_id.title(),
        weight=chance.choice((1.0, 1.0, 0.5, 2.5)),
        tier=chance.choice((1, 1, 1, 2)),
        capacity=chance.choice((0, 2, 4, 9)),
        skills=tuple(chance.sample(SKILLS, chance.randrange(3))),
        hours=chance.choice(SHIFTS),
        timezone=chance.choice(("", "", "America/New_York")),
        per_source=tuple(SourceCap(source=one, per_hour=2) for one in SOURCES if chance.random() < 0.1),
        **caps,
    )


def _pools(chance: random.Random, reps: list[str]) -> tuple[Pool, ...]:
    """One to three pools that deal, and perhaps one above them that says in which."""
    leaves = [_leaf(chance, f"p{number}", reps) for number in range(chance.randrange(1, 4))]
    leaves = [pool.but(ladder=ladder_of(chance, pool.name, leaves, reps)) for pool in leaves]
    top = chance.choice((None, None, *PLACES))
    if top is Strategy.SPLIT and len(leaves) > 1:
        arms = (Arm(pool=leaves[0].name, share=40), Arm(pool=leaves[1].name, share=60))
        return Pool(name="top", strategy=top, reps=(), arms=arms), *leaves
    if top is Strategy.TERRITORY:
        places = tuple(Territory(reps=tuple(chance.sample(reps, 2)), country=(one,)) for one in COUNTRIES[:2])
        return Pool(name="top", strategy=top, reps=tuple(reps), territories=places, unknown="p0"), *leaves
    if top is Strategy.GROUP:
        members = tuple(dict.fromkeys(one for pool in leaves for one in pool.reps))
        groups = tuple(pool.name for pool in leaves)
        return Pool(
            name="top", strategy=top, reps=members, groups=groups, accept=chance.choice(list(Accept))
        ), *leaves
    return tuple(leaves)


def _leaf(chance: random.Random, name: str, reps: list[str]) -> Pool:
    strategy = chance.choice(LEAVES)
    return Pool(
        name=name,
        strategy=strategy,
        inner=chance.choice(INNER),
        reps=tuple(chance.sample(reps, chance.randrange(1, len(reps) + 1))),
        accept=chance.choice(list(Accept)),
        max_run=chance.choice((1, 2, 5)),
        at_once=chance.choice((2, 3)),
        weight=chance.choice((0, 0, 1, 5)),
        owner_wait=chance.choice((None, None, 0.8)),
        wrap_up=chance.choice((None, NO_TIME, timedelta(seconds=45))),
        hours=chance.choice(("", "", *OPENING)),
        rota=chance.choice((None, None, ROTA)),
        after_hours=chance.choice(("", "", "route")),
        absence=chance.choice(ABSENCES),
        ramp=chance.choice((None, None, Ramp(start=0.25, days=14))),
        scope=chance.choice(list(Scope)),
        miss_charge=chance.choice((0.0, 0.0, 0.5)),
        charge_owned=chance.random() < 0.3,
        credit_window=chance.choice((None, timedelta(days=2))),
    )


def _rules(chance: random.Random, pools: tuple[Pool, ...]) -> list[Rule]:
    asked = [
        Rule(
            name=f"from {country}",
            when=_is(country),
            pool=chance.choice(pools).name,
            requires=chance.choice(((), (), ("de",), ("fr", "de"))),
            units=chance.choice((1, 1, 2)),
            first_touch=chance.choice((None, timedelta(minutes=2))),
        )
        for country in COUNTRIES[: chance.randrange(4)]
    ]
    return [*asked, Rule(name="everyone", pool=pools[0].name)]


def _gates(chance: random.Random, pools: tuple[Pool, ...]) -> tuple[Gate, ...]:
    if chance.random() < 0.6:
        return ()
    kind = chance.choice((Passage.DISCARD, Passage.NURTURE, Passage.NURTURE))
    pool = chance.choice(("", pools[-1].name)) if kind is Passage.NURTURE else ""
    return (Gate(name="far", when=_is("NO"), verdict=kind, pool=pool, park_for=timedelta(minutes=20)),)


def _times(chance: random.Random, reps: tuple[Rep, ...]) -> dict[str, object]:
    rest = timedelta(seconds=chance.choice((0, 30)))
    return {
        "hours": chance.choice(OPENING),
        "clock_hours": chance.choice((Hours.WALL, Hours.FLOOR)),
        "on_away": chance.choice(("keep", "requeue_untouched", f"delegate:{reps[0].id}")),
        "close_guard": chance.choice((None, None, NO_TIME, timedelta(minutes=10))),
        "after_hours": chance.choice(("route", "hold", "hold", "oncall:p0")),
        "opening_burst": chance.choice((0, 2)),
        "wrap_up": rest,
        "rep_touch": chance.choice((None, timedelta(minutes=3))),
        "next_touch": chance.choice((None, timedelta(minutes=8))),
        "rep_hours": chance.choice(list(Hours)),
        "unowned_escalation": chance.choice(("", reps[-1].id)),
        "limits": Limits(decline_rest=rest, miss_rest=rest, retry_after=timedelta(seconds=chance.choice((20, 60)))),
    }


def _is(country: str) -> Conditions:
    return Conditions(clauses=(Clause(field="country", test="is", value=country),))
