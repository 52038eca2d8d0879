"""The header: how engine, drop folder and web-hooks do, and how many leads come, as far as there is room."""

import os
from datetime import UTC, timedelta

import pytest

from store.rows import Lease
from tests.tui.floors import NOON, board
from tui.serving.lease import Hold, health_of
from tui.widgets.bars import header_line, pace_text

LEASE = Lease(holder="engine", pid=os.getpid(), epoch=1, renewed_at=NOON, listening="127.0.0.1:8787")


def words(width: int = 120, troubled: tuple[str, ...] = (), **facts: object) -> str:
    """Return the header of a floor whose engine has troubles with some of its parts."""
    health = health_of(LEASE.but(troubled=troubled, trouble="words" if troubled else ""), NOON)
    floor = board(**{"engine": health, **facts})  # type: ignore[arg-type]
    return "".join(text for text, _ in header_line(floor, NOON, UTC, "mgr: dana", width))


def test_all_is_well() -> None:
    """Both inlets and the pace of the arrivals."""
    assert "engine ok   drop ok   hook 127.0.0.1:8787   in 12/min  " in words()


TROUBLES = [
    (("files",), "engine ok   drop: trouble   hook 127.0.0.1:8787   in 12/min"),
    (("port",), "engine ok   hook: trouble   drop ok   in 12/min"),
    (("sources", "files"), "engine ok   drop: trouble   hook: trouble   in 12/min"),
    (("clock", "backup"), "engine ok   drop ok   hook 127.0.0.1:8787"),
]


@pytest.mark.parametrize(("troubled", "told"), TROUBLES)
def test_trouble_comes_first(troubled: tuple[str, ...], told: str) -> None:
    """Each part of the engine counts as drop folder, as web-hook, or as neither."""
    assert told in words(troubled=troubled)


def test_what_has_no_room_is_left_out() -> None:
    """What tells most is there longest, and the person always stays."""
    assert ("drop ok" in words(80), "in 12/min" in words(80)) == (True, False)
    assert "drop: trouble" in words(90, troubled=("files",))
    assert words(64).rstrip().endswith("mgr: dana")


def test_a_dead_engine_takes_nothing_in() -> None:
    """Where nobody listens no inlet is ok."""
    late = health_of(LEASE.but(pid=0), NOON + timedelta(minutes=5))
    assert "drop" not in words(engine=late)
    assert "/min" not in words(engine=late)


def test_a_pace_that_was_not_counted_is_not_told() -> None:
    """Nothing stands in for a number that is not there."""
    assert "/min" not in words(per_minute=None)


@pytest.mark.parametrize(
    ("pace", "text"), [(0.0, "0/min"), (0.4, "0.4/min"), (9.0, "9/min"), (12.3, "12/min"), (2400.0, "2,400/min")]
)
def test_paces(pace: float, text: str) -> None:
    """Few leads are told to a tenth."""
    assert pace_text(pace) == text


def test_the_lease_names_the_parts_in_trouble() -> None:
    """What is over is named no longer."""
    hold = Hold()
    hold.troubles = {"files": "The inbox cannot be used.", "port": ""}
    assert hold.troubled == ("files",)
