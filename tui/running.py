"""Verbs that run: the engine, and the board with an engine behind it."""

import sys
from argparse import Namespace
from contextlib import closing
from typing import TYPE_CHECKING

from engine.policy import PolicyError
from engine.turn import Refused
from tui.desk import rules_in_force, wall_clock
from tui.engine_log import write_log
from tui.floor_dir import FloorDir
from tui.look import Look, look_of
from tui.saying import login
from tui.settings import Settings, load
from tui.verbs import DONE, begin
from tui.wiring import open_ledger

if TYPE_CHECKING:
    from tui.hook_door import Asked


def serve(floor: FloorDir, words: Namespace) -> int:
    """Be the engine of a floor, or with `--once` take in what is there and be done."""
    settings = settings_of(floor)
    write_log(floor.log)
    from tui import serve as engine

    if words.once:
        from tui.import_verb import tell_file

        for row in engine.serve_once(floor, settings):
            tell_file(row)
    else:
        engine.serve(floor, settings, _asked(words), words.tied)
    return DONE


def _asked(words: Namespace) -> "Asked":
    """Where the command line wants web-hooks to be received."""
    from tui.hook_door import Asked, asked

    if words.listen is None:
        return Asked(port=words.port)
    try:
        named = asked(words.listen)
    except ValueError as fault:
        raise Refused(f"{fault}.") from None
    return named if words.port is None else named.but(port=words.port)


def board(floor: FloorDir, words: Namespace) -> int:
    """Open the board, and keep an engine running behind it."""
    if sys.stdout is None or not sys.stdout.isatty():
        raise Refused("The board needs a terminal. For a look without one: floorboard status.")
    show(floor, words)
    return DONE


def look_asked(settings: Settings, words: Namespace) -> Look:
    """How screens shall look, by the command line, the environment and floor.toml."""
    return look_of(settings.look, getattr(words, "theme", None), getattr(words, "ascii", False))


def show(floor: FloorDir, words: Namespace) -> None:
    """Show the board of a floor until it is left, with an engine behind it."""
    settings = settings_of(floor)
    open_ledger(floor).close()
    from tui.keeper import Keeper
    from tui.viewer import FloorViewer

    with Keeper(floor) as keeper:
        from tui.app import BoardApp  # loaded while the engine starts

        with closing(FloorViewer(floor, login(), wall_clock, trouble=keeper.trouble)) as viewer:
            BoardApp(viewer, actor=login(), now=wall_clock, look=look_asked(settings, words)).run()


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
