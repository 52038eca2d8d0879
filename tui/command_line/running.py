"""Verbs that run without a screen: the engine."""

from argparse import Namespace
from contextlib import closing
from typing import TYPE_CHECKING

from engine.policy import PolicyError
from engine.turn import Refused
from tui.command_line.founding import begin
from tui.command_line.verbs import DONE
from tui.floor_dir import FloorDir
from tui.serving.engine_log import write_log
from tui.serving.in_force import rules_in_force
from tui.settings import Settings, load
from tui.wiring import open_ledger

if TYPE_CHECKING:
    from tui.serving.hook_door import Asked


def serve(floor: FloorDir, words: Namespace) -> int:
    """Be the engine of a floor, or with `--once` take in what is there and be done."""
    settings = settings_of(floor)
    write_log(floor.log)
    from tui.serving import serve as engine

    if words.once:
        from tui.command_line.import_verb import tell_file

        for row in engine.serve_once(floor, settings):
            tell_file(row, settings)
    else:
        engine.serve(floor, settings, _asked(words), words.tied)
    return DONE


def _asked(words: Namespace) -> "Asked":
    """Where the command line wants web-hooks to be received."""
    from tui.serving.hook_door import Asked, asked

    if words.listen is None:
        return Asked(port=words.port)
    try:
        named = asked(words.listen)
    except ValueError as fault:
        raise Refused(f"{fault}.") from None
    return named if words.port is None else named.but(port=words.port)


def settings_of(floor: FloorDir) -> Settings:
    """What floor.toml says; where it has a fault, what was in force before. Raises PolicyError when nothing was."""
    begin(floor)
    try:
        return load(floor.rules)
    except PolicyError:
        with closing(open_ledger(floor)) as ledger, ledger.reading() as reading:
            policy = rules_in_force(reading)
        if policy is None:
            raise
        return Settings(policy=policy)
