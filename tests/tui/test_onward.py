"""The journal's clock on a machine whose own clock is set."""

from datetime import UTC, datetime, timedelta

from tui.serving.onward import Onward

NOON = datetime(2026, 9, 1, 12, tzinfo=UTC)


class Machine:
    """A machine with a clock on the wall that people set, and a stop-watch that nobody can."""

    def __init__(self) -> None:
        self.wall = NOON
        self.ticks = 0.0

    def passes(self, seconds: float) -> None:
        self.wall += timedelta(seconds=seconds)
        self.ticks += seconds

    def clock(self) -> Onward:
        return Onward(lambda: self.wall, lambda: self.ticks)


def test_it_shows_what_the_machine_shows() -> None:
    """As long as nobody sets the machine's clock, there is no difference."""
    machine = Machine()
    clock = machine.clock()
    machine.passes(90)
    assert clock() == NOON + timedelta(seconds=90)


def test_a_machine_set_ahead_is_followed() -> None:
    """Summer time of a badly kept clock, or the end of a sleep."""
    machine = Machine()
    clock = machine.clock()
    machine.wall += timedelta(hours=1)
    assert clock() == NOON + timedelta(hours=1)


def test_set_back_it_goes_on_from_where_it_was() -> None:
    """Nothing happens twice, and what is due in a minute is due in a minute."""
    machine = Machine()
    clock = machine.clock()
    machine.passes(10)
    assert clock() == NOON + timedelta(seconds=10)
    machine.wall -= timedelta(hours=1)
    assert clock() == NOON + timedelta(seconds=10)
    machine.passes(60)
    assert clock() == NOON + timedelta(seconds=70)


def test_once_the_machine_has_caught_up_it_is_believed_again() -> None:
    """An hour later both show the same."""
    machine = Machine()
    clock = machine.clock()
    machine.wall -= timedelta(minutes=5)
    clock()
    machine.wall += timedelta(minutes=8)
    assert clock() == machine.wall


def test_it_is_never_before_what_is_in_the_journal() -> None:
    """An engine that starts after the clock was set back goes on where the last one ended."""
    machine = Machine()
    clock = machine.clock()
    clock.reach(NOON + timedelta(minutes=30))
    machine.passes(5)
    assert clock() == NOON + timedelta(minutes=30, seconds=5)
