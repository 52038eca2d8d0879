"""The shape of a pool in `floor.toml`: which keys there are, and what each may hold."""

from datetime import timedelta
from typing import Annotated

from pydantic import Field, PlainValidator, model_validator

from engine.policy import Absence, Accept, Scope, Strategy
from tui.settings.kinds import Cap, Count, Line, Rest, Span, Table, absence_kind
from tui.settings.rung_shape import RotaTable, RungTable


class RampTable(Table):
    """How a newcomer's weight grows."""

    start: Annotated[float, Field(ge=0.01, le=1, alias="from")]
    days: Annotated[int, Field(ge=1, le=366)]


class TerritoryTable(Table):
    """Who has a territory, and what is in it."""

    reps: Annotated[list[str], Field(min_length=1)]
    postal: list[Line] = []
    area: list[Line] = []
    region: list[Line] = []
    country: list[Line] = []
    timezone: list[Line] = []


class ArmTable(Table):
    """One side of a trial."""

    pool: str
    share: Annotated[int, Field(ge=1, le=99)]


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
    weight: Cap = 0
    ladder: list[RungTable] = []
    rota: RotaTable | None = None
    at_once: Annotated[int, Field(ge=2, le=50)] = 3
    inner: Annotated[Strategy, Field(strict=False)] = Strategy.ROUND_ROBIN
    owner_wait: Annotated[float, Field(ge=0, le=1)] | None = None
    band: Annotated[int, Field(ge=0, le=1000)] = 0
    presence_resets: bool = True
    owed_half_life: Cap = 0
    advantage_max: Annotated[float, Field(gt=1, le=10)] = 1.5
    reweigh_every: Span = timedelta(days=1)
    absence: Annotated[object, PlainValidator(absence_kind)] = Absence()
    ramp: RampTable | None = None
    territories: list[TerritoryTable] = []
    unknown: str = ""
    groups: list[str] = []
    arms: list[ArmTable] = []
    scope: Annotated[Scope, Field(strict=False)] = Scope.POOL
    miss_charge: Annotated[float, Field(ge=0, le=1)] = 0.0
    charge_owned: bool = False
    credit_window: Span | None = None
    credits_per_week: Count = 3

    @model_validator(mode="before")
    @classmethod
    def _without_reps(cls, table: object) -> object:
        """A trial and a pool of pools have no reps of their own: those of the others are meant."""
        if (
            isinstance(table, dict)
            and table.get("strategy") in (Strategy.SPLIT, Strategy.GROUP)
            and "reps" not in table
        ):
            return {**table, "reps": ["*"]}
        return table
