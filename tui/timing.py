"""Verbs about time: the ladders of leads that wait, and their clocks."""

from argparse import Namespace

from engine.commands import SetLadder
from tui.floor_dir import FloorDir
from tui.saying import say
from tui.verbs import DONE, give
from tui.working import named, seen


def ladder(floor: FloorDir, words: Namespace) -> int:
    """Put the ladder of the present house rules to leads that wait."""
    leads = seen(words)
    give(floor, SetLadder(leads=leads))
    say(f"{named(leads) or 'all that wait'}: on the ladder of the present rules; `floorboard undo` takes it back")
    return DONE
