"""What differs between the floor that was and the one that would have been: lead by lead, and in sum."""

from collections.abc import Callable, Iterator
from math import ceil

from engine.lead import Lead
from engine.rep import Account
from engine.telling.lived import Lived
from engine.telling.second import Second
from engine.value import LEAD_UNIT, Value


class Stand(Value):
    """Where a lead came to."""

    rule: str = ""
    pool: str = ""
    rep: str | None = None


NOWHERE = Stand()


class Difference(Value):
    """A lead that would be elsewhere; `id` is the journal's, `here` what it would be called."""

    id: str
    here: str
    then: Stand
    now: Stand
    joined: str = ""
    """Which lead it joined, then or now."""


class Sums(Value):
    """A stretch of a floor's life in numbers."""

    received: dict[str, float] = {}
    """Leads in the rotation by rep."""
    lag: dict[str, float] = {}
    """By rep, over all pools, at the end."""
    breaches: int = 0
    owned: int = 0
    """Leads that came in and had an owner, of `leads`."""
    leads: int = 0
    wait_p50: float | None = None
    wait_p90: float | None = None
    """Seconds until there was an owner."""


def differences(second: Second) -> Iterator[Difference]:
    """Every lead that would be elsewhere, in the order of their ids."""
    for lead_id in sorted(second.first.leads, key=_number):
        here = second.id_of(lead_id)
        then, now = _stand(second.first, lead_id), _stand(second.lived, here)
        is_joined = here in second.lived.leads and second.theirs_of(here) != lead_id
        if then != now or is_joined:
            yield Difference(id=lead_id, here=here, then=then, now=now, joined=here if is_joined else "")
    for here, joined in sorted(second.apart.items(), key=lambda pair: _number(pair[0])):
        yield Difference(id="", here=here, then=NOWHERE, now=_stand(second.lived, here), joined=joined)


def sums(lived: Lived, before: Lived) -> Sums:
    """The stretch of life since `before`, in numbers."""
    came = [lead for lead_id, lead in lived.leads.items() if lead_id not in before.leads]
    waits = sorted(
        (lived.first_owned_at[lead.id] - lead.queued_at).total_seconds()
        for lead in came
        if lead.id in lived.first_owned_at
    )
    was, has = (_over_pools(one, lambda line: line.received) for one in (before, lived))
    return Sums(
        received={rep: has[rep] - was.get(rep, 0) for rep in has},
        lag=_over_pools(lived, lambda line: line.lag),
        breaches=len(lived.late),
        owned=len(waits),
        leads=len(came),
        wait_p50=_percentile(waits, 0.5),
        wait_p90=_percentile(waits, 0.9),
    )


def _percentile(ordered: list[float], part: float) -> float | None:
    """The nearest rank."""
    return ordered[ceil(len(ordered) * part) - 1] if ordered else None


def _over_pools(lived: Lived, of: Callable[[Account], int]) -> dict[str, float]:
    """Something of the ledger by rep, in leads."""
    found: dict[str, float] = {}
    for lines in lived.floor.snapshot().accounts.values():
        for rep_id, line in lines.items():
            found[rep_id] = found.get(rep_id, 0) + of(line) / LEAD_UNIT
    return found


def _stand(lived: Lived, lead_id: str) -> Stand:
    lead: Lead | None = lived.floor.leads.get(lead_id) or lived.leads.get(lead_id)
    return Stand(rule=lead.rule, pool=lead.pool, rep=lead.rep_id) if lead is not None else NOWHERE


def _number(lead_id: str) -> tuple[int, str]:
    return len(lead_id), lead_id
