"""A board whose terminal is not read holds nothing up; a minute of it is row F11 of `make faults`."""

from tests.faults.stalling import stalled
from tests.front_door.program import Floor


def test_the_floor_goes_on_behind_a_terminal_that_nobody_reads(floor: Floor) -> None:
    """No lead is lost or dealt twice, and the board shows all of them once somebody looks."""
    came = stalled(floor.lay(), seconds=3, leads=40)
    assert (came.lost, came.doubled) == (0, 0)
