"""What must be true of the hours, clocks and absences in a `floor.toml` whose shape is right."""

from collections.abc import Iterator
from datetime import UTC, datetime

from engine.house.hours import calendar, zone_of
from engine.matching.clauses import nearest
from engine.policy import Hours, PolicyError
from tui.settings.ladder_checks import of_ladder
from tui.settings.places import Path
from tui.settings.problems import Problem
from tui.settings.qualified import repeated
from tui.settings.shape import FloorFile

WHEN_WRITTEN = datetime(2026, 1, 1, tzinfo=UTC)
"""Any instant: hours that ever open do so within a year of it."""


def of_time(file: FloorFile) -> Iterator[Problem]:
    """Yield every problem of hours, clocks and absences."""
    yield from _on_away(file)
    yield from _shifts(file)
    yield from _source_caps(file)
    yield from _clocks(file)
    yield from _closing(file)
    yield from _units(file)
    for number, pool in enumerate(file.pools):
        yield from of_ladder(file, pool, ("pools", number))


def _on_away(file: FloorFile) -> Iterator[Problem]:
    """What becomes of leads not begun is one of three words, the last with a rep's id."""
    said, reps = file.floor.on_away, [rep.id for rep in file.reps]
    kind, _, rep_id = said.partition(":")
    if kind == "delegate" and rep_id not in reps:
        yield Problem(("floor", "on_away"), f'no rep has the id "{rep_id}"{nearest(rep_id, reps)}')
    elif kind != "delegate" and said not in ("keep", "requeue_untouched"):
        yield Problem(("floor", "on_away"), 'must be "keep", "requeue_untouched" or "delegate:REP"')


def _closing(file: FloorFile) -> Iterator[Problem]:
    """What becomes of leads after hours is one of three words, and who is on call is there at any hour."""
    said: list[tuple[Path, str | None]] = [(("floor", "after_hours"), file.floor.after_hours)]
    for number, pool in enumerate(file.pools):
        said.append((("pools", number, "after_hours"), pool.after_hours))
        if pool.hours is not None:
            yield from hours_problems(pool.hours, file.floor.country, ("pools", number, "hours"))
    for path, word in said:
        if word in (None, "route", "hold"):
            continue
        kind, _, name = str(word).partition(":")
        on_call = next((pool for pool in file.pools if pool.name == name), None)
        if kind != "oncall":
            yield Problem(path, 'must be "route", "hold" or "oncall:POOL"')
        elif on_call is None:
            yield Problem(path, f'no pool has the name "{name}"{nearest(name, [pool.name for pool in file.pools])}')
        elif on_call.after_hours != "route":
            yield Problem(path, f'the pool "{name}" is on call, so it needs after_hours = "route" itself')


def _clocks(file: FloorFile) -> Iterator[Problem]:
    """The customer's clock has no owner whose hours it could count; who gets late leads is on the roster."""
    reps, person = [rep.id for rep in file.reps], file.sla.unowned_escalation
    if person and person not in reps:
        yield Problem(("sla", "unowned_escalation"), f'no rep has the id "{person}"{nearest(person, reps)}')
    if file.floor.clock_hours not in (Hours.WALL, Hours.FLOOR):
        words = 'must be "wall" or "floor": who waits has no rep yet; the clock of an owner is sla.rep_touch'
        yield Problem(("floor", "clock_hours"), words)


def _shifts(file: FloorFile) -> Iterator[Problem]:
    """Reps' own hours and zones can be read, and open at all."""
    for number, rep in enumerate(file.reps):
        path: Path = ("reps", number)
        try:
            zone_of(rep.timezone or "UTC")
        except PolicyError as error:
            yield Problem((*path, "timezone"), str(error))
        if rep.hours is not None:
            yield from hours_problems(rep.hours, file.floor.country, (*path, "hours"))


def _source_caps(file: FloorFile) -> Iterator[Problem]:
    """Each source once, with some number that is not nought."""
    for number, rep in enumerate(file.reps):
        path: Path = ("reps", number, "per_source")
        yield from repeated(path, "source", [cap.source.strip().casefold() for cap in rep.per_source])
        for place, cap in enumerate(rep.per_source):
            if not (cap.per_hour or cap.per_day or cap.per_week or cap.per_month):
                words = "caps nothing; add per_hour, per_day, per_week or per_month"
                yield Problem((*path, place), words, is_key=True)


def hours_problems(spec: str, country: str, path: Path) -> Iterator[Problem]:
    """Hours that cannot be read, or never open."""
    try:
        if calendar(spec, country=country.upper()).next_open(WHEN_WRITTEN) is None:
            yield Problem(path, f'the hours "{spec}" never open')
    except PolicyError as error:
        if not str(error).startswith("unknown country"):
            yield Problem(path, str(error))


def _units(file: FloorFile) -> Iterator[Problem]:
    """A lead that is heavier than anybody may carry would wait for ever."""
    pools = {pool.name: pool for pool in file.pools}
    for number, rule in enumerate(file.rules):
        members = [rep for rep in file.reps if rule.pool in pools and rep.id in pools[rule.pool].reps]
        if members and all(0 < rep.capacity < rule.units for rep in members):
            words = f'nobody in the pool "{rule.pool}" has a capacity of {rule.units}: its leads would wait for ever'
            yield Problem(("rules", number, "units"), words)
