"""The outbox verb: what customers are to be written, for the program that sends it."""

from argparse import Namespace
from contextlib import closing

from engine.turn import Refused
from tui.clock import wall_clock
from tui.command_line.verbs import DONE
from tui.floor_dir import FloorDir
from tui.saying import say, tell, tell_json
from tui.wiring import open_ledger

SHOWN_MAX = 1000


def outbox(floor: FloorDir, words: Namespace) -> int:
    """List the messages that wait, or note that some were sent."""
    with closing(open_ledger(floor)) as ledger:
        if words.sent:
            with ledger.writing() as writing:
                count = writing.sent(words.sent, wall_clock())
            if count < len(set(words.sent)):
                raise Refused(f"{count} noted as sent; the others are no messages that wait.")
            say(f"{count} noted as sent")
            return DONE
        with ledger.reading() as reading:
            messages = reading.messages(SHOWN_MAX)
    if words.json:
        names = ("id", "lead_id", "channel", "at", "name", "to", "why")
        tell_json([{name: getattr(one, name) for name in names} for one in messages])
    else:
        tell(f"{one.id:>8}  {one.lead_id:<8} {one.channel:<6} {one.to or one.why:<30} {one.name}" for one in messages)
    return DONE
