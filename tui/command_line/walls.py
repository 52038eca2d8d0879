"""The verb that shows a wall: in this terminal, or to a browser on this machine."""

import sys
from argparse import Namespace
from contextlib import closing

from engine.turn import Refused
from tui.clock import wall_clock
from tui.command_line.running import settings_of
from tui.command_line.showing import look_asked, run_app
from tui.command_line.verbs import DONE
from tui.floor_dir import FloorDir
from tui.saying import login


def wall(floor: FloorDir, words: Namespace) -> int:
    """Show the floor in big digits; it starts no engine and gives no order."""
    settings = settings_of(floor)
    from tui.viewer import FloorViewer

    with closing(FloorViewer(floor, login(), wall_clock, resolve=look_asked(words))) as viewer:
        if words.serve:
            from tui.on_wall.wall_door import serve_wall

            serve_wall(viewer, words.port, settings.policy.timezone)
            return DONE
        if sys.stdout is None or not sys.stdout.isatty():
            raise Refused("The wall needs a terminal. For a browser: floorboard wall --serve.")
        from tui.on_wall.wall_app import WallApp

        run_app(WallApp(viewer, wall_clock, look=look_asked(words)(settings.look)))
    return DONE
