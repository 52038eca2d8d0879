"""Making a folder a floor: what is missing is written, and its house rules are put in force."""

from typing import TYPE_CHECKING

from tui.clock import wall_clock
from tui.floor_dir import FloorDir
from tui.saying import say

if TYPE_CHECKING:
    from tui.settings import Settings


def begin(floor: FloorDir) -> None:
    """Make a folder a floor: what is missing is written, what is there is left."""
    floor.root.mkdir(parents=True, exist_ok=True)
    if not floor.rules.exists():
        from tui.settings import write_example

        write_example(floor.root)
        say(f"wrote an example floor.toml into {floor.root}; change it to your floor, it is followed as you save")


def settings_of(floor: FloorDir) -> "Settings":
    """The floor's settings. Raises PolicyError."""
    from tui.settings import load

    begin(floor)
    return load(floor.rules)


def found(floor: FloorDir) -> None:
    """Make a folder a floor on which its house rules are in force. Raises PolicyError."""
    from tui.serving.desk import Desk, follow
    from tui.wiring import open_ledger

    settings = settings_of(floor)
    ledger = open_ledger(floor)
    try:
        Desk(ledger, wall_clock).turn(lambda sitting: follow(sitting, settings))
    finally:
        ledger.close()
