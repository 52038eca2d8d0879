"""The shape of `floor.toml`: which tables and keys there are, and what each may hold."""

from collections.abc import Callable
from datetime import timedelta
from typing import Annotated

from pydantic import BaseModel, BeforeValidator, ConfigDict, Field, PlainValidator
from pydantic_core import PydanticCustomError

from engine.persons import WhenOpen
from engine.policy import Absence, Accept, Hours, Passage, Scope, Strategy
from engine.skills import read as read_skill
from tui.settings.absence_words import absence_of
from tui.settings.values import Verify
from tui.spans import long_span_of, rest_of, span_of


def _said(check: Callable[[str], object]) -> BeforeValidator:
    """Turn a check that raises ValueError with a sentence into one whose sentence reaches the person as it is."""

    def validate(value: object) -> object:
        if not isinstance(value, str):
            raise PydanticCustomError("string_type", "text")
        try:
            return check(value)
        except ValueError as error:
            raise PydanticCustomError("said", "{words}", {"words": str(error)}) from None

    return BeforeValidator(validate)


def _absence(value: object) -> Absence:
    try:
        return absence_of(value)
    except ValueError as error:
        raise PydanticCustomError("said", "{words}", {"words": str(error)}) from None


def _shown(text: str) -> str:
    if not text.strip() or not text.isprintable() or len(text) > 120:
        raise ValueError("must be a line of 1 to 120 printable characters")
    return text


def _skill(text: str) -> str:
    read_skill(_shown(text))
    return text


Line = Annotated[str, _said(_shown)]
Skill = Annotated[str, _said(_skill)]
Id = Annotated[str, Field(pattern=r"^[A-Za-z0-9][A-Za-z0-9_.-]{0,63}$")]
Span = Annotated[timedelta, _said(span_of)]
Rest = Annotated[timedelta, _said(rest_of)]
Cap = Annotated[int, Field(ge=0, le=1_000_000)]
Count = Annotated[int, Field(ge=1, le=1_000_000)]


class Table(BaseModel):
    """A table whose every key is known."""

    model_config = ConfigDict(extra="forbid", frozen=True, strict=True)


class FloorTable(Table):
    """What the floor is called, and when it is open."""

    name: Line = "Floor"
    timezone: str = "UTC"
    country: Annotated[str, Field(pattern=r"^([A-Za-z]{2})?$")] = ""
    hours: Line = "24/7"
    clock_hours: Annotated[Hours, Field(strict=False)] = Hours.FLOOR
    wrap_up: Rest = timedelta(0)
    after_hours: Line = "route"
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


class RepTable(Table):
    """One person of the roster."""

    id: Id
    name: Line
    weight: Annotated[float, Field(gt=0, le=100)] = 1.0
    capacity: Cap = 5
    skills: list[Skill] = []
    hours: Line | None = None
    timezone: Line | None = None
    max_backlog: Cap = 0
    per_hour: Cap = 0
    per_day: Cap = 0
    per_week: Cap = 0
    per_month: Cap = 0


class RampTable(Table):
    """How a newcomer's weight grows."""

    start: Annotated[float, Field(ge=0.01, le=1, alias="from")]
    days: Annotated[int, Field(ge=1, le=366)]


class RungTable(Table):
    """A step of a pool's overflow ladder."""

    after: Span
    do: Line


class PoolTable(Table):
    """Reps who share a kind of lead."""

    name: Line
    strategy: Annotated[Strategy, Field(strict=False)] = Strategy.ROUND_ROBIN
    reps: Annotated[list[str], Field(min_length=1)]
    accept: Annotated[Accept, Field(strict=False)] = Accept.AUTO
    max_run: Count = 2
    wrap_up: Rest | None = None
    hours: Line | None = None
    after_hours: Line | None = None
    ladder: list[RungTable] = []
    at_once: Annotated[int, Field(ge=2, le=50)] = 3
    inner: Annotated[Strategy, Field(strict=False)] = Strategy.ROUND_ROBIN
    absence: Annotated[object, PlainValidator(_absence)] = Absence()
    ramp: RampTable | None = None
    scope: Annotated[Scope, Field(strict=False)] = Scope.POOL
    miss_charge: Annotated[float, Field(ge=0, le=1)] = 0.0
    charge_owned: bool = False
    credit_window: Span | None = None
    credits_per_week: Count = 3


class RuleTable(Table):
    """Which leads go to which pool; what stands under `when` and `unless` is read apart."""

    name: Line
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
    park_for: Annotated[timedelta, _said(long_span_of)] | None = None


class DuplicatesTable(Table):
    """When two enquiries are of one person."""

    window: Annotated[timedelta, _said(long_span_of)] = timedelta(days=30)
    when_open: Annotated[WhenOpen, Field(strict=False)] = WhenOpen.LINK
    trusted: list[Line] = []


class SourceTable(Table):
    """One sender of web-hooks."""

    name: Annotated[str, Field(pattern=r"^[A-Za-z0-9_-]{1,64}$")]
    provider: str = ""
    verify: Annotated[Verify | None, Field(strict=False)] = None
    secret: str
    verify_token: str = ""
    public_url: str = ""
    header: Annotated[str, Field(pattern=r"^[A-Za-z0-9-]{0,64}$")] = ""
    prefix: str = ""


class WebhookTable(Table):
    """Where web-hooks are received."""

    listen: str = "127.0.0.1:8787"
    body_bytes_max: Annotated[int, Field(ge=1024, le=64 * 1024 * 1024)] = 1024 * 1024
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
    encodings: Annotated[list[str], Field(min_length=1)] = ["cp1252"]
    source: Line = "inbox"
    sources: list[InboxSourceTable] = []


class LimitsTable(Table):
    """The bounds of the dealing."""

    offer_min: Span = timedelta(seconds=20)
    offer_max: Span = timedelta(seconds=90)
    offers_max: Count = 3
    rounds_max: Count = 2
    retry_after: Span = timedelta(seconds=60)
    misses_max: Count = 2
    misses_window: Span = timedelta(minutes=15)
    decline_rest: Rest = timedelta(0)
    miss_rest: Rest = timedelta(0)
    acts_kept: Count = 200


class RetentionTable(Table):
    """How long persons are kept."""

    cards: Annotated[timedelta, _said(long_span_of)] | None = None


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
    webhook: WebhookTable | None = None
    inbox: InboxTable = InboxTable()
    limits: LimitsTable = LimitsTable()
    retention: RetentionTable = RetentionTable()


TABLES: dict[tuple[str, ...], type[Table]] = {
    (): FloorFile,
    ("floor",): FloorTable,
    ("sla",): SlaTable,
    ("reps",): RepTable,
    ("pools",): PoolTable,
    ("pools", "ladder"): RungTable,
    ("pools", "ramp"): RampTable,
    ("rules",): RuleTable,
    ("scoring",): ScoringTable,
    ("grades",): GradesTable,
    ("gate",): GateTable,
    ("duplicates",): DuplicatesTable,
    ("webhook",): WebhookTable,
    ("webhook", "sources"): SourceTable,
    ("inbox",): InboxTable,
    ("inbox", "sources"): InboxSourceTable,
    ("limits",): LimitsTable,
    ("retention",): RetentionTable,
}
"""The table at each path, numbers left out."""
