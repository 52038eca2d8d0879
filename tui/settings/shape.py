"""The shape of `floor.toml`: which tables and keys there are, and what each may hold."""

from datetime import timedelta
from typing import Annotated

from pydantic import Field, model_validator

from engine.house.people import Role
from engine.house.persons import WhenOpen
from engine.policy import Hours, Passage, QueueOrder
from importers.limits import MIB
from importers.limits import Limits as IntakeLimits
from tui.settings.kinds import Cap, Count, Id, Line, Rest, Size, Skill, Span, Table, said
from tui.settings.names import from_id
from tui.settings.pool_shape import ArmTable, PoolTable, RampTable, TerritoryTable
from tui.settings.rung_shape import RotaTable, RungTable
from tui.settings.screen_shape import AlertsTable, ScreenTable
from tui.settings.values import Verify
from tui.spans import guard_of, long_span_of

INTAKE = IntakeLimits()


class FloorTable(Table):
    """What the floor is called, and when it is open."""

    name: Line = "Floor"
    timezone: str = "UTC"
    country: Annotated[str, Field(pattern=r"^([A-Za-z]{2})?$")] = ""
    hours: Line = "24/7"
    clock_hours: Annotated[Hours, Field(strict=False)] = Hours.FLOOR
    wrap_up: Rest = timedelta(0)
    after_hours: Line = "route"
    close_guard: Annotated[timedelta, said(guard_of)] | None = None
    queue_order: Annotated[QueueOrder, Field(strict=False)] = QueueOrder.EARLIEST_DUE
    after_hours_ack: Annotated[str, Field(pattern=r"^(sms|email)?$")] = ""
    pace: Span = timedelta(seconds=10)
    opening_burst: Cap = 2
    opening_grace: Span = timedelta(minutes=15)
    on_away: Line = "requeue_untouched"
    away_grace: Span = timedelta(minutes=5)


class SlaTable(Table):
    """How soon a customer is to be answered."""

    first_touch: Span = timedelta(minutes=5)
    warn: Annotated[float, Field(gt=0, le=1)] = 0.8
    hot: Span | None = None
    warm: Span | None = None
    cold: Span | None = None
    rep_touch: Span | None = None
    next_touch: Span | None = None
    rep_hours: Annotated[Hours, Field(strict=False)] = Hours.FLOOR_AND_REP
    unowned_escalation: str = ""


class WindowsTable(Table):
    """How many leads are dealt in an hour of the clock, and so on."""

    per_hour: Cap = 0
    per_day: Cap = 0
    per_week: Cap = 0
    per_month: Cap = 0


class SourceCapTable(WindowsTable):
    """How many leads of one source a rep is dealt."""

    source: Line


class RepTable(WindowsTable):
    """One person of the roster."""

    id: Id
    name: Line = ""
    weight: Annotated[float, Field(gt=0, le=100)] = 1.0
    capacity: Cap = 5
    skills: list[Skill] = []
    hours: Line | None = None
    timezone: Line | None = None
    tier: Annotated[int, Field(ge=1, le=9)] = 1
    max_backlog: Cap = 0
    per_30_days: Cap = 0
    per_source: list[SourceCapTable] = []

    @model_validator(mode="before")
    @classmethod
    def _with_name(cls, table: object) -> object:
        """Who is given no name is called by their id."""
        if isinstance(table, dict) and isinstance(rep_id := table.get("id"), str) and from_id(rep_id):
            return {"name": from_id(rep_id), **table}
        return table


class RuleTable(Table):
    """Which leads go to which pool; what stands under `when` and `unless` is read apart."""

    name: Line | None = None
    when: dict[str, object] = {}
    unless: dict[str, object] | None = None
    pool: str
    requires: list[Skill] = []
    first_touch: Span | None = None
    units: Count = 1


class ScoringTable(Table):
    """What a lead's traits are worth; what stands under `when` and `unless` is read apart."""

    name: Line
    points: Annotated[int, Field(ge=-1000, le=1000)]
    when: dict[str, object] = {}
    unless: dict[str, object] | None = None


class GradesTable(Table):
    """From which score on a lead is hot or warm; below it is cold."""

    hot: int = 70
    warm: int = 40


class GateTable(Table):
    """Which leads are not dealt at once, or not at all."""

    name: Line
    when: dict[str, object] = {}
    unless: dict[str, object] | None = None
    verdict: Annotated[Passage, Field(strict=False)]
    pool: str = ""
    park_for: Annotated[timedelta, said(long_span_of)] | None = None


class DuplicatesTable(Table):
    """When two enquiries are of one person."""

    window: Annotated[timedelta, said(long_span_of)] = timedelta(days=30)
    when_open: Annotated[WhenOpen, Field(strict=False)] = WhenOpen.LINK
    ignore_plus_tags: bool = False
    trusted: list[Line] = []


class OwnersTable(Table):
    """Whose leads are whose before any rule deals them."""

    wait: Annotated[float, Field(ge=0, le=1)] = 0.4
    sticky: Rest = timedelta(days=30)
    account_match: Annotated[timedelta, said(long_span_of)] = timedelta(0)


class AccountTable(Table):
    """Companies whose leads are one rep's."""

    rep: str
    domain: list[Line] = []
    company: list[Line] = []


class SourceTable(Table):
    """One sender of web-hooks."""

    name: Annotated[str, Field(pattern=r"^[A-Za-z0-9_-]{1,64}$")]
    provider: str = ""
    verify: Annotated[Verify | None, Field(strict=False)] = None
    secret: str
    verify_token: str = ""
    public_url: str = ""


class WebhookTable(Table):
    """Where web-hooks are received."""

    listen: str = "127.0.0.1:8787"
    sources: list[SourceTable] = []


class InboxSourceTable(Table):
    """How the files of one folder of the inbox are read."""

    name: Line
    country: Annotated[str, Field(pattern=r"^([A-Za-z]{2})?$")] = ""
    timezone: str = ""
    map: dict[str, str] = {}


class InboxTable(Table):
    """How dropped files are read."""

    settle: Span = timedelta(seconds=1)
    poll: Span | None = None
    encodings: Annotated[list[str], Field(min_length=1)] = ["cp1252"]
    source: Line = "inbox"
    sources: list[InboxSourceTable] = []


class LimitsTable(Table):
    """The bounds of the dealing, and of what is taken in."""

    body: Annotated[Size, Field(ge=1024, le=64 * MIB)] = INTAKE.body
    file: Annotated[Size, Field(ge=1024, le=4096 * MIB)] = INTAKE.file
    row: Annotated[Size, Field(ge=100, le=64 * MIB)] = INTAKE.row
    cell: Annotated[Size, Field(ge=10, le=16 * MIB)] = INTAKE.cell
    json_depth: Annotated[int, Field(ge=2, le=200)] = INTAKE.json_depth
    xml_depth: Annotated[int, Field(ge=8, le=200)] = INTAKE.xml_depth
    zip_ratio: Annotated[int, Field(ge=2, le=1_000)] = INTAKE.zip_ratio
    unpacked: Annotated[Size, Field(ge=1024, le=16 * 1024 * MIB)] = INTAKE.unpacked
    columns: Annotated[int, Field(ge=2, le=16_384)] = INTAKE.columns
    rows_per_turn: Annotated[int, Field(ge=1, le=5_000)] = INTAKE.rows_per_turn
    requests: Annotated[int, Field(ge=1, le=10_000)] = INTAKE.requests

    offer_min: Span = timedelta(seconds=20)
    offer_max: Span = timedelta(seconds=90)
    offers_max: Count = 3
    rounds_max: Count = 2
    retry_after: Span = timedelta(seconds=60)
    misses_max: Count = 2
    misses_window: Span = timedelta(minutes=15)
    autopause_delay: Rest = timedelta(seconds=60)
    decline_rest: Rest = timedelta(0)
    miss_rest: Rest = timedelta(0)


class PersonTable(Table):
    """Somebody who logs in, and what they may do."""

    login: Line
    role: Annotated[Role, Field(strict=False)]
    rep: str = ""


class RetentionTable(Table):
    """How long persons are kept."""

    cards: Annotated[timedelta, said(long_span_of)] | None = None


class FloorFile(Table):
    """The whole file."""

    floor: FloorTable = FloorTable()
    sla: SlaTable = SlaTable()
    reps: Annotated[list[RepTable], Field(min_length=1)]
    pools: Annotated[list[PoolTable], Field(min_length=1)]
    rules: Annotated[list[RuleTable], Field(min_length=1)]
    scoring: list[ScoringTable] = []
    grades: GradesTable = GradesTable()
    gate: list[GateTable] = []
    duplicates: DuplicatesTable = DuplicatesTable()
    owners: OwnersTable = OwnersTable()
    accounts: list[AccountTable] = []
    webhook: WebhookTable | None = None
    inbox: InboxTable = InboxTable()
    limits: LimitsTable = LimitsTable()
    people: list[PersonTable] = []
    retention: RetentionTable = RetentionTable()
    screen: ScreenTable = ScreenTable()
    alerts: AlertsTable = AlertsTable()


TABLES: dict[tuple[str, ...], type[Table]] = {
    (): FloorFile,
    ("floor",): FloorTable,
    ("sla",): SlaTable,
    ("reps",): RepTable,
    ("reps", "per_source"): SourceCapTable,
    ("pools",): PoolTable,
    ("pools", "ladder"): RungTable,
    ("pools", "rota"): RotaTable,
    ("pools", "ramp"): RampTable,
    ("pools", "territories"): TerritoryTable,
    ("pools", "arms"): ArmTable,
    ("rules",): RuleTable,
    ("scoring",): ScoringTable,
    ("grades",): GradesTable,
    ("gate",): GateTable,
    ("duplicates",): DuplicatesTable,
    ("owners",): OwnersTable,
    ("accounts",): AccountTable,
    ("webhook",): WebhookTable,
    ("webhook", "sources"): SourceTable,
    ("inbox",): InboxTable,
    ("inbox", "sources"): InboxSourceTable,
    ("limits",): LimitsTable,
    ("people",): PersonTable,
    ("retention",): RetentionTable,
    ("screen",): ScreenTable,
    ("alerts",): AlertsTable,
}
"""The table at each path, numbers left out."""
