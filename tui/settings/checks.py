"""What must be true between the parts of a `floor.toml` whose shape is right."""

import codecs
import re
from collections.abc import Iterable, Iterator

from engine.house.hours import calendar, zone_of
from engine.house.skills import has
from engine.matching.clauses import nearest
from engine.policy import PolicyError, Strategy
from importers.providers import PROVIDERS
from tui.settings.group_checks import groups_of, reps_of
from tui.settings.method_checks import method_of
from tui.settings.owner_checks import accounts_of
from tui.settings.people_checks import people_of
from tui.settings.place_checks import places_of
from tui.settings.places import Path
from tui.settings.pool_shape import PoolTable
from tui.settings.problems import Problem
from tui.settings.qualified import qualified, repeated
from tui.settings.shape import FloorFile, InboxSourceTable, RuleTable, SourceTable
from tui.settings.timely import WHEN_WRITTEN, of_time
from tui.settings.values import LEAD_FIELDS

SECRET = re.compile(r"(env:[A-Za-z_][A-Za-z0-9_]*|file:[^\0]+)", re.ASCII)
PUBLIC_URL = re.compile(r"https?://[A-Za-z0-9.-]+(:[0-9]{1,5})?(/[!-~]*)?", re.ASCII)
LISTEN = re.compile(r"(\[[0-9A-Fa-f:]+\]|[A-Za-z0-9.-]+):([0-9]{1,5})", re.ASCII)


def checked(file: FloorFile) -> Iterator[Problem]:
    """Yield every problem between the parts of the file."""
    yield from _hours(file)
    yield from of_time(file)
    yield from repeated(("reps",), "id", [rep.id for rep in file.reps])
    yield from repeated(("pools",), "name", [pool.name for pool in file.pools])
    yield from repeated(("rules",), "name", [rule.name for rule in file.rules])
    for number, pool in enumerate(file.pools):
        yield from _pool(file, pool, ("pools", number))
    for number, rule in enumerate(file.rules):
        yield from _rule(file, rule, number)
    yield from _catch_all(file.rules)
    yield from qualified(file)
    yield from _intake(file)
    yield from people_of(file)
    yield from accounts_of(file)
    if file.limits.offer_min > file.limits.offer_max:
        yield Problem(("limits", "offer_min"), "must not be longer than offer_max")


def _hours(file: FloorFile) -> Iterator[Problem]:
    floor = file.floor
    try:
        zone_of(floor.timezone)
    except PolicyError as error:
        yield Problem(("floor", "timezone"), str(error))
    try:
        if calendar(floor.hours, country=floor.country.upper()).next_open(WHEN_WRITTEN) is None:
            words = f'the hours "{floor.hours}" never open, so no lead would ever be late; write "24/7" for always'
            yield Problem(("floor", "hours"), words)
    except PolicyError as error:
        key = "country" if str(error).startswith("unknown country") else "hours"
        yield Problem(("floor", key), str(error))


def _pool(file: FloorFile, pool: PoolTable, path: Path) -> Iterator[Problem]:
    yield from places_of(file, pool, path)
    yield from groups_of(file, pool, path)
    if pool.strategy in (Strategy.SPLIT, Strategy.GROUP):
        return
    reps = [rep.id for rep in file.reps]
    for number, rep_id in enumerate(pool.reps):
        if rep_id not in reps:
            yield Problem((*path, "reps", number), f'no rep has the id "{rep_id}"{nearest(rep_id, reps)}')
        elif rep_id in pool.reps[:number]:
            yield Problem((*path, "reps", number), f'"{rep_id}" is there twice')
    yield from method_of(file, pool, path)


def _rule(file: FloorFile, rule: RuleTable, place: int) -> Iterator[Problem]:
    pools = {pool.name: pool for pool in file.pools}
    if rule.pool not in pools:
        words = f'no pool has the name "{rule.pool}"{nearest(rule.pool, pools)}'
        yield Problem(("rules", place, "pool"), words)
        return
    pool = pools[rule.pool]
    members = [rep for rep in file.reps if rep.id in reps_of(file, pool)]
    is_wish = pool.strategy is Strategy.FIRST_AVAILABLE
    able = [rep for rep in members if all(has(rep.skills, skill) for skill in rule.requires)]
    if members and not able and not is_wish:
        words = f'nobody in the pool "{rule.pool}" has {" and ".join(rule.requires)}: its leads would wait for ever'
        yield Problem(("rules", place, "requires"), words)


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
    yield from repeated(("webhook", "sources"), "name", [source.name for source in file.webhook.sources])
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
    yield from repeated(("inbox", "sources"), "name", [source.name for source in sources])
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
