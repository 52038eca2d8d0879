"""The policy and the settings, made from a `floor.toml` in which nothing is wrong."""

from typing import Any, TypeVar, cast

from engine.house.people import Person
from engine.house.persons import NamedAccount, Owners
from engine.policy import (
    Absence,
    Arm,
    Conditions,
    Duplicates,
    Gate,
    Grade,
    Limits,
    Points,
    Policy,
    Pool,
    Ramp,
    Rep,
    Rule,
    SourceCap,
    Territory,
)
from engine.value import Value
from importers.limits import Limits as IntakeLimits
from tui.alerting import Alerts
from tui.look import Look
from tui.settings.asked import Asked
from tui.settings.checks import LISTEN
from tui.settings.group_checks import reps_of
from tui.settings.kinds import Table
from tui.settings.names import rule_names
from tui.settings.pool_shape import PoolTable
from tui.settings.shape import FloorFile, GateTable, InboxTable, LimitsTable, RepTable, RuleTable, WebhookTable
from tui.settings.values import Inbox, InboxSource, Retention, Secret, Settings, Source, Webhook


def settings_of(file: FloorFile, asked: dict[str, list[Asked]], text_sha256: str) -> Settings:
    """Return the settings; `asked` has what each table of a list asks, in order."""
    return Settings(
        policy=_policy(file, asked),
        webhook=None if file.webhook is None else _webhook(file.webhook),
        inbox=_inbox(file.inbox),
        limits=_part_of(file.limits, IntakeLimits),
        retention=Retention(cards=file.retention.cards),
        look=Look(theme=file.screen.theme, is_ascii=file.screen.ascii, alerts=Alerts(**file.alerts.model_dump())),
        text_sha256=text_sha256,
    )


Part = TypeVar("Part", bound=Value)


def _part_of(table: LimitsTable, kind: type[Part]) -> Part:
    """Those limits that are of one kind: the table holds those of the dealing and of the intake."""
    values: dict[str, Any] = {name: getattr(table, name) for name in kind.__annotations__}
    return kind(**values)


def _inbox(table: InboxTable) -> Inbox:
    return Inbox(
        settle=table.settle,
        poll=table.poll,
        encodings=tuple(table.encodings),
        source=table.source,
        sources=tuple(
            InboxSource(name=it.name, country=it.country.upper(), timezone=it.timezone, mapping=it.map)
            for it in table.sources
        ),
    )


def _policy(file: FloorFile, asked: dict[str, list[Asked]]) -> Policy:
    return Policy(
        name=file.floor.name,
        timezone=file.floor.timezone,
        country=file.floor.country.upper(),
        hours=file.floor.hours,
        clock_hours=file.floor.clock_hours,
        first_touch=file.sla.first_touch,
        warn=file.sla.warn,
        rep_touch=file.sla.rep_touch,
        next_touch=file.sla.next_touch,
        rep_hours=file.sla.rep_hours,
        unowned_escalation=file.sla.unowned_escalation,
        wrap_up=file.floor.wrap_up,
        after_hours=file.floor.after_hours,
        close_guard=file.floor.close_guard,
        queue_order=file.floor.queue_order,
        after_hours_ack=file.floor.after_hours_ack,
        pace=file.floor.pace,
        opening_burst=file.floor.opening_burst,
        opening_grace=file.floor.opening_grace,
        on_away=file.floor.on_away,
        away_grace=file.floor.away_grace,
        reps=tuple(_rep(it) for it in file.reps),
        pools=tuple(_pool(file, it) for it in file.pools),
        rules=_rules(file, asked["rules"]),
        scoring=tuple(
            Points(name=it.name, points=it.points, when=when, unless=unless)
            for it, (when, unless) in zip(file.scoring, asked["scoring"], strict=True)
        ),
        grades=_grades(file) if file.scoring else (),
        gates=tuple(_gate(gate, *conditions) for gate, conditions in zip(file.gate, asked["gate"], strict=True)),
        duplicates=_duplicates(file),
        owners=_owners(file),
        limits=_part_of(file.limits, Limits),
        people=tuple(Person(**it.model_dump()) for it in file.people),
    )


def _duplicates(file: FloorFile) -> Duplicates:
    said = file.duplicates
    return Duplicates(**_plain(said))


def _owners(file: FloorFile) -> Owners:
    accounts = tuple(NamedAccount(**_plain(it)) for it in file.accounts)
    said = file.owners
    return Owners(wait=said.wait, sticky=said.sticky, account_match=said.account_match, accounts=accounts)


def _plain(table: Table) -> dict[str, Any]:
    """What a table says, as values take it: lists as tuples, and nothing of what is not said."""
    said = table.model_dump(exclude_none=True)
    return {key: tuple(value) if isinstance(value, list) else value for key, value in said.items()}


def _rep(table: RepTable) -> Rep:
    per_source = tuple(SourceCap(**_plain(it)) for it in table.per_source)
    return Rep(**{**_plain(table), "per_source": per_source})


def _pool(file: FloorFile, table: PoolTable) -> Pool:
    plain = _plain(table)
    plain["reps"] = reps_of(file, table)
    plain["ramp"] = Ramp(start=table.ramp.start, days=table.ramp.days) if table.ramp else None
    plain["absence"] = cast(Absence, table.absence)
    plain["territories"] = tuple(Territory(**_plain(it)) for it in table.territories)
    plain["arms"] = tuple(Arm(pool=it.pool, share=it.share) for it in table.arms)
    plain["ladder"] = tuple(it.rung() for it in table.ladder)
    plain["rota"] = table.rota.rota() if table.rota else None
    return Pool(**plain)


def _rules(file: FloorFile, asked: list[Asked]) -> tuple[Rule, ...]:
    names = rule_names([rule.name for rule in file.rules], asked)
    return tuple(_rule(*each) for each in zip(file.rules, names, asked, strict=True))


def _rule(rule: RuleTable, name: str, asked: Asked) -> Rule:
    when, unless = asked
    return Rule(
        name=name,
        when=when,
        unless=unless,
        pool=rule.pool,
        requires=tuple(rule.requires),
        first_touch=rule.first_touch,
        units=rule.units,
    )


def _grades(file: FloorFile) -> tuple[Grade, ...]:
    return (
        Grade(name="hot", at_least=file.grades.hot, first_touch=file.sla.hot),
        Grade(name="warm", at_least=file.grades.warm, first_touch=file.sla.warm),
        Grade(name="cold", first_touch=file.sla.cold),
    )


def _gate(gate: GateTable, when: Conditions, unless: Conditions | None) -> Gate:
    made = Gate(name=gate.name, when=when, unless=unless, verdict=gate.verdict, pool=gate.pool)
    return made if gate.park_for is None else made.but(park_for=gate.park_for)


def _webhook(table: WebhookTable) -> Webhook:
    found = LISTEN.fullmatch(table.listen)
    host, port = found.groups() if found else ("127.0.0.1", "8787")
    return Webhook(
        host=host.strip("[]"),
        port=int(port),
        sources=tuple(
            Source(
                name=it.name,
                provider=it.provider,
                verify=it.verify,
                secret=_secret(it.secret),
                verify_token=_secret(it.verify_token) if it.verify_token else None,
                public_url=it.public_url,
            )
            for it in table.sources
        ),
    )


def _secret(text: str) -> Secret:
    kind, _, name = text.partition(":")
    return Secret(kind=kind, name=name)
