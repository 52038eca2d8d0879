"""Which leads come to which pool, by the skills they ask for: by rules, gates, other pools, ladders and nights."""

from collections.abc import Iterator

from engine.policy import Policy, Pool

Skills = tuple[str, ...]


def reaching(policy: Policy) -> dict[str, set[Skills]]:
    """What is asked of the reps of each pool that leads come to; a pool that is not there is never reached."""
    asked: dict[str, set[Skills]] = {}
    for rule in policy.rules:
        asked.setdefault(rule.pool, set()).add(rule.requires)
    for gate in policy.gates:
        if gate.pool:
            asked.setdefault(gate.pool, set()).add(())
    pools = {pool.name: pool for pool in policy.pools}
    front = [(name, skills) for name, kinds in asked.items() for skills in kinds]
    while front:
        name, skills = front.pop()
        for further, needs in _onward(policy, pools.get(name), skills):
            if needs not in asked.setdefault(further, set()):
                asked[further].add(needs)
                front.append((further, needs))
    return {name: kinds for name, kinds in asked.items() if name in pools}


def _onward(policy: Policy, pool: Pool | None, skills: Skills) -> Iterator[tuple[str, Skills]]:
    """Where leads of a pool may go from there, and what they ask for then."""
    if pool is None:
        return
    for name in (pool.unknown, *pool.groups, *(arm.pool for arm in pool.arms)):
        if name:
            yield name, skills
    kind, _, on_call = (pool.after_hours or policy.after_hours).partition(":")
    if kind == "oncall":
        yield on_call, skills
    for rung in pool.ladder:
        kind, _, name = rung.do.partition(":")
        if kind == "relax":
            skills = ()
        elif kind in ("group", "oncall"):
            yield name, skills
