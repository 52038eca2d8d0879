"""What each verb does. Results go to standard output, words about them to standard error."""

import os
from collections.abc import Callable, Mapping
from datetime import datetime
from importlib import import_module
from types import MappingProxyType
from typing import TYPE_CHECKING
from zoneinfo import ZoneInfo

from engine.commands import Order, Reassign, Seen, SetAvailability, Undo
from engine.policy import PolicyError
from engine.rep import Availability
from engine.turn import Refused
from store.rows import Answer, StoreError
from tui.clock import wall_clock
from tui.floor_dir import FloorDir, find
from tui.saying import login, out_loud, say
from tui.serving.in_force import rules_in_force
from tui.spans import next_time, span_of
from tui.who import check_verb, rep_here
from tui.wiring import open_ledger

if TYPE_CHECKING:
    from argparse import Namespace

    from tui.settings import Settings

DONE, WRONG = 0, 1


def run(verb: str, words: "Namespace") -> int:
    """Run a verb on its floor; whatever refuses is one sentence on standard error and exit code 1.

    Whatever it makes is its owner's alone.
    """
    os.umask(0o077)
    floor = find(getattr(words, "floor", None))
    try:
        with out_loud():
            check_verb(floor, verb)
            return VERBS[verb](floor, words)
    except (Refused, StoreError, PolicyError) as refusal:
        say(str(refusal))
        return WRONG
    except KeyboardInterrupt:
        return 130
    except BrokenPipeError:
        return WRONG  # whoever read our results has gone, and wants no more words
    except OSError as trouble:
        say(f"{trouble.strerror or trouble}: {trouble.filename or floor.root}")
        return WRONG


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

    settings = settings_of(floor)
    ledger = open_ledger(floor)
    try:
        Desk(ledger, wall_clock).turn(lambda sitting: follow(sitting, settings))
    finally:
        ledger.close()


def lead_id(text: str) -> str:
    """The id of a lead, however it was typed."""
    number = text.strip().upper().removeprefix("L").removeprefix("-")
    return f"L-{number.lstrip('0') or number}"


def give(floor: FloorDir, order: Order) -> Answer:
    """Give an order; raises Refused with the sentence when it was."""
    from tui.serving.post import Post

    begin(floor)
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
    give(
        floor,
        SetAvailability(rep_id=rep, availability=Availability.AWAY, reason=words.reason, until_at=until_at),
    )
    back = f" until {until_at.astimezone():%H:%M}" if until_at else ""
    say(f"{rep} is away{back}")
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
    say(f"undone, with entry {answer.seq}")
    return DONE


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


def _zone(floor: FloorDir) -> ZoneInfo:
    begin(floor)
    ledger = open_ledger(floor)
    try:
        with ledger.reading() as reading:
            rules = rules_in_force(reading)
    finally:
        ledger.close()
    return ZoneInfo((rules or settings_of(floor).policy).timezone)


def _lazily(module: str, name: str) -> "Verb":
    """A verb whose module, named from here, is loaded when it is asked for."""

    def verb(floor: FloorDir, words: "Namespace") -> int:
        return int(getattr(import_module(f".{module}", __package__), name)(floor, words))

    return verb


Verb = Callable[[FloorDir, "Namespace"], int]

VERBS: Mapping[str, Verb] = MappingProxyType(
    {
        "away": away,
        "back": back,
        "assign": assign,
        **{
            verb: _lazily("working", verb)
            for verb in (
                "accept",
                "claim",
                "decline",
                "contacted",
                "credit",
                "requeue",
                "park",
                "note",
                "close",
            )
        },
        "next": _lazily("working", "take_next"),
        "redo": _lazily("working", "redo"),
        **{verb: _lazily("timing", verb) for verb in ("again", "ladder", "last", "pause", "reset", "resume")},
        "outbox": _lazily("outbox", "outbox"),
        "undo": undo,
        "status": _lazily("telling", "status"),
        "why": _lazily("telling", "why"),
        "check": _lazily("upkeep", "check"),
        "explain": _lazily("upkeep", "explain"),
        "simulate": _lazily("simulating", "simulate"),
        "export": _lazily("export_verb", "export"),
        "rules": _lazily("rules_verb", "rules"),
        "replay": _lazily("replaying", "replay"),
        "verify": _lazily("upkeep", "verify"),
        "rebuild": _lazily("upkeep", "rebuild"),
        "forget": _lazily("forget", "forget"),
        "doctor": _lazily("doctor", "doctor"),
        "backup": _lazily("copies", "backup"),
        "restore": _lazily("copies", "restore"),
        "serve": _lazily("running", "serve"),
        "import": _lazily("import_verb", "take"),
        "rejects": _lazily("rejects_verb", "rejects"),
        "retry": _lazily("rejects_verb", "retry"),
        "rep": _lazily("running", "rep"),
        "board": _lazily("running", "board"),
        "wall": _lazily("walls", "wall"),
        "keys": _lazily("keys_verb", "keys"),
        "demo": _lazily(".demo.verb", "demo"),
    }
)
"""What each verb runs."""
