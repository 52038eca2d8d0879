"""Where a lead goes from the pool that its rule names: to those whose territory it is in, or to one side of a trial.

Both are settled as the lead comes in, and are kept in its entry: what follows deals it like any other lead.
"""

from collections.abc import Callable, Mapping
from hashlib import sha256

from engine.lead import Lead, Trait
from engine.policy import Pool, Roster, Strategy, Territory
from engine.value import Value

Facts = Mapping[str, Trait]

PASSED_ON = (Strategy.SPLIT, Strategy.TERRITORY)
"""Strategies of pools that hand every lead on."""


class Placed(Value):
    """The pool a lead is dealt in, and those of its reps whose territory it is; none is all of them."""

    pool: str
    only: tuple[str, ...] = ()


def person_of(lead: Lead) -> str:
    """By what trials draw a lead: its person, else the key of its source."""
    return lead.person or lead.source_key


def place(roster: Roster, pool_name: str, facts: Facts, person: str) -> Placed:
    """Follow trials and territories from a pool to the one that deals. `person` is the same for the same person."""
    pool = roster.pools.get(pool_name)
    for _ in roster.pools:  # the house rules have no circle; were there one, it would end here
        if pool is None or pool.strategy not in PASSED_ON:
            break
        if pool.strategy is Strategy.SPLIT and pool.arms:
            pool = roster.pools.get(arm_of(pool, person))
        elif pool.strategy is Strategy.SPLIT:
            break
        elif (found := territory_of(pool, facts)) is not None:
            return Placed(pool=pool.name, only=found.reps)
        else:
            pool = roster.pools.get(pool.unknown)
    return Placed(pool=pool.name if pool is not None else pool_name)


def arm_of(pool: Pool, person: str) -> str:
    """The pool of the side of a trial that a person is on: always the same one while the shares are."""
    drawn = int.from_bytes(sha256(f"{pool.name}\t{person}".encode()).digest()[:8], "big") % 100
    upto = 0
    for arm in pool.arms:
        upto += arm.share
        if drawn < upto:
            return arm.pool
    return pool.arms[-1].pool


def territory_of(pool: Pool, facts: Facts) -> Territory | None:
    """The territory a lead is in: the most specific kind, then the longest prefix, then the file's order."""
    best: Territory | None = None
    best_fit = (0, 0)
    for territory in pool.territories:
        fit = _fit(territory, facts)
        if fit > best_fit:
            best, best_fit = territory, fit
    return best


def _fit(territory: Territory, facts: Facts) -> tuple[int, int]:
    """How specific the kind is by which a territory covers a lead, and how long the prefix; nought is not at all."""
    for rank, (kind, (field, longest)) in enumerate(KINDS.items()):
        length = longest(getattr(territory, kind), str(facts.get(field, "")), str(facts.get("country", "")))
        if length:
            return len(KINDS) - rank, length
    return 0, 0


def _bare(text: str) -> str:
    return "".join(char for char in text.casefold() if char.isalnum())


def _postal(given: tuple[str, ...], code: str, country: str) -> int:
    """Prefixes of the postal code, with or without the country before it: `80`, `DE-80`."""
    code, land = _bare(code), _bare(country)
    found = [_bare(one) for one in given if code and (f"{land}{code}" if "-" in one else code).startswith(_bare(one))]
    return max(map(len, found), default=0)


def _area(given: tuple[str, ...], code: str, _: str) -> int:
    """Prefixes of the number's first digits, country first: `+49 89`."""
    digits = _bare(code)
    return max((len(_bare(one)) for one in given if digits and digits.startswith(_bare(one))), default=0)


def _whole(given: tuple[str, ...], name: str, _: str) -> int:
    """The very name."""
    return int(bool(name) and name.strip().casefold() in {one.strip().casefold() for one in given})


KINDS: Mapping[str, tuple[str, Callable[[tuple[str, ...], str, str], int]]] = {
    "postal": ("postal_code", _postal),
    "area": ("area_code", _area),
    "region": ("state", _whole),
    "country": ("country", _whole),
    "timezone": ("timezone", _whole),
}
"""Kinds of territory from the most specific on: the trait each looks at, and how."""
