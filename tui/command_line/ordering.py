"""Orders by verb: who is away or back, whose a lead is, and taking an act back; with what every order needs."""

from contextlib import closing
from datetime import datetime
from typing import TYPE_CHECKING
from zoneinfo import ZoneInfo

from engine.commands import Order, Reassign, Seen, SetAvailability, Undo
from engine.rep import Availability
from engine.turn import Refused
from store.rows import Answer
from tui.clock import wall_clock
from tui.command_line.founding import settings_of
from tui.command_line.verbs import DONE, lead_id
from tui.floor_dir import FloorDir
from tui.saying import login, say
from tui.spans import next_time, span_of, until_text
from tui.who import house_on, rep_here

if TYPE_CHECKING:
    from argparse import Namespace


def give(floor: FloorDir, order: Order) -> Answer:
    """Give an order; raises Refused with the sentence when it was."""
    from tui.serving.post import Post

    post = Post(floor, wall_clock, warn=say)
    try:
        answer = post.give(order, login())
    finally:
        post.close()
    if not answer.ok:
        raise Refused(answer.sentence)
    return answer


def away(floor: FloorDir, words: "Namespace") -> int:
    """Send a rep away."""
    rep, until_at = rep_here(floor, words.rep), until(floor, words)
    answer = give(
        floor,
        SetAvailability(rep_id=rep, availability=Availability.AWAY, reason=words.reason, until_at=until_at),
    )
    also = f"; {answer.also}" if answer.also else ""
    say(f"{rep} is away{until_words(floor, until_at)}{also}")
    return DONE


def back(floor: FloorDir, words: "Namespace") -> int:
    """Bring a rep back."""
    rep = rep_here(floor, words.rep)
    give(floor, SetAvailability(rep_id=rep, availability=Availability.AVAILABLE, overtime=words.overtime))
    say(f"{rep} is available{', outside their hours too' if words.overtime else ''}")
    return DONE


def assign(floor: FloorDir, words: "Namespace") -> int:
    """Give a lead to a rep by hand."""
    lead = lead_id(words.lead)
    give(
        floor,
        Reassign(leads=(Seen(id=lead),), rep_id=words.rep, reason=words.reason, over_cap=words.over_cap),
    )
    say(f"{lead} is with {words.rep}; `floorboard undo` takes it back")
    return DONE


def undo(floor: FloorDir, words: "Namespace") -> int:
    """Take an act back: the latest of one's own, or the one of an entry."""
    try:
        answer = give(floor, Undo(act=words.act, force=words.force))
    except Refused as why:
        from tui.command_line.rules_verb import instead_of_undo

        raise Refused(instead_of_undo(floor, words.act) or str(why)) from None
    say(f"undone: {retold_on(floor, answer.seq)}; `floorboard redo` does it again")
    return DONE


def retold_on(floor: FloorDir, seq: int) -> str:
    """The act that the order of an entry did or took back, in words."""
    from tui.retelling import retold
    from tui.wiring import open_reports

    with closing(open_reports(floor)) as reports:
        return retold(reports, seq) or f"entry {seq}"


def until(floor: FloorDir, words: "Namespace") -> datetime | None:
    """When a rep comes back: after `--for`, or at the next `--until` of the floor's own day."""
    if words.span is not None and words.until is not None:
        raise Refused("Say either --for or --until, not both.")
    try:
        if words.span is not None:
            return wall_clock() + span_of(words.span)
        return next_time(words.until, wall_clock(), _zone(floor)) if words.until is not None else None
    except ValueError as fault:
        raise Refused(f"{fault}.") from None


def until_words(floor: FloorDir, until_at: datetime | None) -> str:
    """Until when, on the floor's own clock, by which `--until` is read too."""
    return f" until {until_text(until_at, wall_clock(), _zone(floor))}" if until_at else ""


def _zone(floor: FloorDir) -> ZoneInfo:
    """The floor's own, as the rules in force say it, or before there are any those that are written."""
    house = house_on(floor)
    return ZoneInfo(house.timezone if house else settings_of(floor).policy.timezone)
