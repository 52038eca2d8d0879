"""What must be true of the scoring, the grades and the gate of a `floor.toml`."""

from collections.abc import Iterator, Mapping, Sequence

from engine.matching.clauses import nearest
from engine.matching.fields import WORKED_OUT
from engine.policy import Passage
from tui.settings.places import Path
from tui.settings.problems import Problem
from tui.settings.shape import FloorFile, GateTable

GRADES = ("hot", "warm", "cold")


def qualified(file: FloorFile) -> Iterator[Problem]:
    """Yield every problem of scoring, grades and gate."""
    yield from repeated(("scoring",), "name", [rule.name for rule in file.scoring])
    yield from repeated(("gate",), "name", [gate.name for gate in file.gate])
    if file.grades.warm >= file.grades.hot:
        yield Problem(("grades", "warm"), "must be below hot")
    for number, rule in enumerate(file.scoring):
        for path in _asking_score(rule.model_dump(), ("scoring", number)):
            yield Problem(path, "the score is made here, so it cannot be asked yet", is_key=True)
    if not file.scoring:
        yield from _without_scoring(file)
    for number, gate in enumerate(file.gate):
        yield from _gate(file, gate, ("gate", number))


def _without_scoring(file: FloorFile) -> Iterator[Problem]:
    words = "nothing is scored; add [[scoring]] rules"
    for grade in GRADES:
        if getattr(file.sla, grade) is not None:
            yield Problem(("sla", grade), words, is_key=True)
    for key, rules in (("rules", file.rules), ("gate", file.gate)):
        for number, rule in enumerate(rules):
            for path in _asking_score(rule.model_dump(), (key, number)):
                yield Problem(path, words, is_key=True)


def _asking_score(rule: Mapping[str, object], path: Path) -> Iterator[Path]:
    """Yield where a rule asks for what the scoring makes."""
    for part in ("when", "unless"):
        yield from _among(rule.get(part), (*path, part))


def _among(table: object, path: Path) -> Iterator[Path]:
    if not isinstance(table, Mapping):
        return
    for field, value in table.items():
        if field in WORKED_OUT:
            yield (*path, field)
        if field == "any" and isinstance(value, list):
            for number, group in enumerate(value):
                yield from _among(group, (*path, field, number))


def _gate(file: FloorFile, gate: GateTable, path: Path) -> Iterator[Problem]:
    pools = [pool.name for pool in file.pools]
    if gate.pool and gate.verdict is not Passage.NURTURE:
        yield Problem((*path, "pool"), "only what is nurtured goes to a pool of its own", is_key=True)
    elif gate.pool and gate.pool not in pools:
        yield Problem((*path, "pool"), f'no pool has the name "{gate.pool}"{nearest(gate.pool, pools)}')
    if gate.park_for is not None and (gate.pool or gate.verdict is not Passage.NURTURE):
        yield Problem((*path, "park_for"), "only what is nurtured in no pool is put aside", is_key=True)
    if not gate.when and not gate.unless and gate.verdict is not Passage.PASS:
        yield Problem(path, "has no conditions, so no lead would ever be dealt", is_key=True)


def repeated(path: Path, key: str, names: Sequence[str | None]) -> Iterator[Problem]:
    """Yield a problem for each name that is there before; what has none yet has one of its own."""
    for number, name in enumerate(names):
        if name is not None and name in names[:number]:
            yield Problem((*path, number, key), f'"{name}" is there twice')
