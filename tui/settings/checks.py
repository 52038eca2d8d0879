"""What must be true between the parts of a `floor.toml` whose shape is right."""

import codecs
import re
from collections.abc import Iterable, Iterator
from datetime import UTC, datetime

from engine.clauses import nearest
from engine.hours import calendar, zone_of
from engine.policy import Hours, PolicyError, Strategy
from engine.skills import has
from importers.providers import PROVIDERS
from tui.settings.places import Path
from tui.settings.problems import Problem
from tui.settings.shape import FloorFile, InboxSourceTable, PoolTable, RuleTable, SourceTable
from tui.settings.values import LEAD_FIELDS

WHEN_WRITTEN = datetime(2026, 1, 1, tzinfo=UTC)
"""Any instant: hours that ever open do so within a year of it."""

SECRET = re.compile(r"(env:[A-Za-z_][A-Za-z0-9_]*|file:[^\0]+)", re.ASCII)
PUBLIC_URL = re.compile(r"https?://[A-Za-z0-9.-]+(:[0-9]{1,5})?(/[!-~]*)?", re.ASCII)
LISTEN = re.compile(r"(\[[0-9A-Fa-f:]+\]|[A-Za-z0-9.-]+):([0-9]{1,5})", re.ASCII)


MANY_RULES = (Strategy.BEST_SKILL,)
"""Strategies that cannot be the inner one of another."""


def checked(file: FloorFile) -> Iterator[Problem]:
    """Yield every problem between the parts of the file."""
    yield from _hours(file)
    yield from _on_away(file)
    yield from _shifts(file)
    yield from _clocks(file)
    yield from _closing(file)
    yield from _repeated(("reps",), "id", [rep.id for rep in file.reps])
    yield from _repeated(("pools",), "name", [pool.name for pool in file.pools])
    yield from _repeated(("rules",), "name", [rule.name for rule in file.rules])
    for number, pool in enumerate(file.pools):
        yield from _pool(file, pool, ("pools", number))
    for number, rule in enumerate(file.rules):
        yield from _rule(file, rule, number)
    yield from _units(file)
    yield from _catch_all(file.rules)
    yield from _intake(file)
    if file.limits.offer_min > file.limits.offer_max:
        yield Problem(("limits", "offer_min"), "must not be longer than offer_max")


def _hours(file: FloorFile) -> Iterator[Problem]:
    floor = file.floor
    try:
        zone_of(floor.timezone)
    except PolicyError as error:
        yield Problem(("floor", "timezone"), str(error))
    try:
        calendar(floor.hours, country=floor.country.upper())
    except PolicyError as error:
        key = "country" if str(error).startswith("unknown country") else "hours"
        yield Problem(("floor", key), str(error))


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


def hours_problems(spec: str, country: str, path: Path) -> Iterator[Problem]:
    """Hours that cannot be read, or never open."""
    try:
        if calendar(spec, country=country.upper()).next_open(WHEN_WRITTEN) is None:
            yield Problem(path, f'the hours "{spec}" never open')
    except PolicyError as error:
        if not str(error).startswith("unknown country"):
            yield Problem(path, str(error))


def _repeated(path: Path, key: str, names: list[str]) -> Iterator[Problem]:
    for number, name in enumerate(names):
        if name in names[:number]:
            yield Problem((*path, number, key), f'"{name}" is there twice')


def _pool(file: FloorFile, pool: PoolTable, path: Path) -> Iterator[Problem]:
    reps = [rep.id for rep in file.reps]
    for number, rep_id in enumerate(pool.reps):
        if rep_id not in reps:
            yield Problem((*path, "reps", number), f'no rep has the id "{rep_id}"{nearest(rep_id, reps)}')
        elif rep_id in pool.reps[:number]:
            yield Problem((*path, "reps", number), f'"{rep_id}" is there twice')
    yield from _strategy(file, pool, path)


def _strategy(file: FloorFile, pool: PoolTable, path: Path) -> Iterator[Problem]:
    """What a strategy needs beside the reps."""
    if pool.inner in MANY_RULES:
        yield Problem((*path, "inner"), f'"{pool.inner}" cannot be the inner strategy; take one like "longest_idle"')
    endless = [rep.name for rep in file.reps if rep.id in pool.reps and not rep.capacity]
    if pool.strategy is Strategy.MOST_SPARE and endless:
        words = (
            f'"most_spare" compares free parts of capacities, and {endless[0]} has no limit; give a capacity above 0'
        )
        yield Problem((*path, "strategy"), words)


def _rule(file: FloorFile, rule: RuleTable, place: int) -> Iterator[Problem]:
    pools = {pool.name: pool for pool in file.pools}
    if rule.pool not in pools:
        words = f'no pool has the name "{rule.pool}"{nearest(rule.pool, pools)}'
        yield Problem(("rules", place, "pool"), words)
        return
    pool = pools[rule.pool]
    members = [rep for rep in file.reps if rep.id in pool.reps]
    is_wish = pool.strategy is Strategy.FIRST_AVAILABLE
    able = [rep for rep in members if all(has(rep.skills, skill) for skill in rule.requires)]
    if members and not able and not is_wish:
        words = f'nobody in the pool "{rule.pool}" has {" and ".join(rule.requires)}: its leads would wait for ever'
        yield Problem(("rules", place, "requires"), words)


def _units(file: FloorFile) -> Iterator[Problem]:
    """A lead that is heavier than anybody may carry would wait for ever."""
    pools = {pool.name: pool for pool in file.pools}
    for number, rule in enumerate(file.rules):
        members = [rep for rep in file.reps if rule.pool in pools and rep.id in pools[rule.pool].reps]
        if members and all(0 < rep.capacity < rule.units for rep in members):
            words = f'nobody in the pool "{rule.pool}" has a capacity of {rule.units}: its leads would wait for ever'
            yield Problem(("rules", number, "units"), words)


def _catch_all(rules: Iterable[RuleTable]) -> Iterator[Problem]:
    """The last rule takes what is left; another without conditions would hide those below it."""
    *above, last = rules
    for number, rule in enumerate(above):
        if not rule.when and not rule.unless:
            words = "takes every lead, so the rules below it are never read; give it conditions or put it last"
            yield Problem(("rules", number), words, is_key=True)
    if last.when or last.unless:
        words = (
            'the last rule has conditions, so some leads would fall under none; add one like "everyone else" below it'
        )
        yield Problem(("rules", len(above)), words, is_key=True)


def _intake(file: FloorFile) -> Iterator[Problem]:
    for number, encoding in enumerate(file.inbox.encodings):
        if not _is_encoding(encoding):
            yield Problem(("inbox", "encodings", number), f'unknown encoding "{encoding}"; write it like "cp1252"')
    yield from _inbox_sources(file.inbox.sources)
    if file.webhook is None:
        return
    found = LISTEN.fullmatch(file.webhook.listen)
    if not found or int(found[2]) > 65535:
        yield Problem(("webhook", "listen"), 'must be an address and a port, like "127.0.0.1:8787"')
    yield from _repeated(("webhook", "sources"), "name", [source.name for source in file.webhook.sources])
    for number, source in enumerate(file.webhook.sources):
        yield from _source(source, ("webhook", "sources", number))


def _source(source: SourceTable, path: Path) -> Iterator[Problem]:
    for key, secret in (("secret", source.secret), ("verify_token", source.verify_token or "env:NONE")):
        if not SECRET.fullmatch(secret):
            words = 'a secret is never written into this file; write "env:NAME" or "file:PATH"'
            yield Problem((*path, key), words)
    if source.provider and source.provider not in PROVIDERS:
        words = f'no provider is called "{source.provider[:40]}"{nearest(source.provider, PROVIDERS)}'
        yield Problem((*path, "provider"), words)
    if not source.provider and source.verify is None:
        yield Problem(path, 'needs a provider, like "google_ads", or verify, like "bearer"', is_key=True)
    if source.public_url and not PUBLIC_URL.fullmatch(source.public_url):
        words = 'must be the whole address, like "https://leads.example.com/hooks/crm"'
        yield Problem((*path, "public_url"), words)


def _inbox_sources(sources: list[InboxSourceTable]) -> Iterator[Problem]:
    """Zones and fields of the folders' own mappings."""
    yield from _repeated(("inbox", "sources"), "name", [source.name for source in sources])
    for number, source in enumerate(sources):
        try:
            zone_of(source.timezone or "UTC")
        except PolicyError as error:
            yield Problem(("inbox", "sources", number, "timezone"), str(error))
        for heading, field in source.map.items():
            if field not in LEAD_FIELDS:
                words = f'unknown field "{field}" for "{heading}"{nearest(field, LEAD_FIELDS)}'
                yield Problem(("inbox", "sources", number, "map"), words)


def _is_encoding(name: str) -> bool:
    try:
        return bool(codecs.lookup(name)._is_text_encoding)
    except (LookupError, ValueError):
        return False
