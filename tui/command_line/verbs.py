"""What each verb does. Results go to standard output, words about them to standard error."""

import os
from collections.abc import Callable, Mapping
from importlib import import_module
from types import MappingProxyType
from typing import TYPE_CHECKING

from engine.turn import PolicyError, Refused
from store.rows import StoreError
from tui.floor_dir import FloorDir, find
from tui.saying import out_loud, say
from tui.who import check_verb

if TYPE_CHECKING:
    from argparse import Namespace

DONE, WRONG = 0, 1

FIRST = frozenset({"board", "serve", "import", "demo", "restore", "check", "explain", "simulate", "doctor", "keys"})
"""The verbs for a folder that is no floor yet."""


def run(verb: str, words: "Namespace") -> int:
    """Run a verb on its floor; whatever refuses is one sentence on standard error and exit code 1.

    Whatever it makes is its owner's alone.
    """
    os.umask(0o077)
    floor = find(getattr(words, "floor", None))
    try:
        with out_loud():
            if verb not in FIRST:
                _need_floor(floor)
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


def _need_floor(floor: FloorDir) -> None:
    """Only what opens a floor, or needs none, makes one: a folder that was meant to be another stays as it is."""
    if not (floor.rules.exists() or floor.database.exists()):
        way = "`floorboard` or `floorboard serve` begins one there, --floor names another"
        raise Refused(f"There is no floor in {floor.root}: {way}.")


def lead_id(text: str) -> str:
    """The id of a lead, however it was typed."""
    number = text.strip().upper().removeprefix("L").removeprefix("-")
    return f"L-{number.lstrip('0') or number}"


def _lazily(module: str, name: str) -> "Verb":
    """A verb whose module, named from here, is loaded when it is asked for."""

    def verb(floor: FloorDir, words: "Namespace") -> int:
        return int(getattr(import_module(f".{module}", __package__), name)(floor, words))

    return verb


Verb = Callable[[FloorDir, "Namespace"], int]

VERBS: Mapping[str, Verb] = MappingProxyType(
    {
        **{verb: _lazily("ordering", verb) for verb in ("away", "back", "assign", "undo")},
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
        "rep": _lazily("showing", "rep"),
        "board": _lazily("showing", "board"),
        "wall": _lazily("walls", "wall"),
        "keys": _lazily("keys_verb", "keys"),
        "demo": _lazily(".demo.verb", "demo"),
    }
)
"""What each verb runs."""
