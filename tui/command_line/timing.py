"""Verbs about time: clocks, the ladders of leads that wait, one more lead, one more chance."""

from argparse import Namespace

from engine.commands import AskAgain, PauseClock, ResetClock, ResumeClock, Seen, SetAvailability, SetLadder
from engine.rep import Availability
from tui.command_line.ordering import give, until, until_words
from tui.command_line.verbs import DONE, lead_id
from tui.command_line.working import named, seen
from tui.floor_dir import FloorDir
from tui.saying import say
from tui.who import rep_here


def ladder(floor: FloorDir, words: Namespace) -> int:
    """Put the ladder of the present house rules to leads that wait."""
    leads = seen(words)
    give(floor, SetLadder(leads=leads))
    say(f"{named(leads) or 'all that wait'}: on the ladder of the present rules; `floorboard undo` takes it back")
    return DONE


def pause(floor: FloorDir, words: Namespace) -> int:
    """Let the clocks of leads stand still."""
    leads, until_at = seen(words), until(floor, words)
    give(floor, PauseClock(leads=leads, reason=words.why, until_at=until_at))
    say(f"the clock of {named(leads)} stands still{until_words(floor, until_at)}; `floorboard resume` lets it run")
    return DONE


def resume(floor: FloorDir, words: Namespace) -> int:
    """Let the clocks of leads run again."""
    leads = seen(words)
    give(floor, ResumeClock(leads=leads))
    say(f"the clock of {named(leads)} runs again")
    return DONE


def reset(floor: FloorDir, words: Namespace) -> int:
    """Start the customer's clock of leads anew."""
    leads = seen(words)
    give(floor, ResetClock(leads=leads, reason=words.reason))
    say(f"the clock of {named(leads)} starts anew; `floorboard undo` takes it back")
    return DONE


def last(floor: FloorDir, words: Namespace) -> int:
    """Let a rep have one more lead."""
    rep = rep_here(floor, words.rep)
    give(floor, SetAvailability(rep_id=rep, availability=Availability.LAST_ONE))
    say(f"{rep} gets one more lead, and is away then")
    return DONE


def again(floor: FloorDir, words: Namespace) -> int:
    """Let a rep be asked about a lead once more."""
    rep, lead = rep_here(floor, words.rep), lead_id(words.lead)
    give(floor, AskAgain(lead=Seen(id=lead), rep_id=rep))
    say(f"{rep} may be asked about {lead} again")
    return DONE
