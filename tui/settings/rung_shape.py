"""The shape of what stands in a pool for leads that wait too long: the steps of its ladder, and its rota."""

from datetime import date, datetime, time, timedelta
from typing import Annotated

from pydantic import BeforeValidator, Field
from pydantic_core import PydanticCustomError

from engine.house.rungs import Rung, When
from engine.policy import Rota
from tui.settings.kinds import Count, Line, Span, Table

BY_REASON = (When.NOBODY_ROSTERED, When.ALL_AT_CAP, When.ALL_DECLINED)


class RungTable(Table):
    """A step of a pool's overflow ladder: what it waits for, one of four, and what is done."""

    after: Span | None = None
    when: Annotated[When | None, Field(strict=False)] = None
    queue_over: Count | None = None
    wait_over: Span | None = None
    do: Line

    def rung(self) -> Rung:
        """The step as the engine reads it."""
        if self.queue_over is not None:
            return Rung(do=self.do, when=When.QUEUE_OVER, count=self.queue_over)
        if self.wait_over is not None:
            return Rung(do=self.do, when=When.WAIT_OVER, after=self.wait_over)
        return Rung(do=self.do, when=self.when, after=self.after or timedelta(0))


def _local(value: object) -> object:
    """A day is its midnight; a zone of its own is none of a rota's."""
    if isinstance(value, date) and not isinstance(value, datetime):
        return datetime.combine(value, time())
    if isinstance(value, datetime) and value.tzinfo is not None:
        raise PydanticCustomError("said", "{words}", {"words": "has no zone of its own: the floor's is meant"})
    return value


class RotaTable(Table):
    """How those on call take turns."""

    since: Annotated[datetime, BeforeValidator(_local), Field(alias="from")]
    every: Span

    def rota(self) -> Rota:
        """The rota as the engine reads it."""
        return Rota(since=self.since, every=self.every)
