"""Verbs that run: the engine, and the board with an engine behind it."""

import sys
from argparse import Namespace
from collections.abc import Callable
from contextlib import closing
from hashlib import sha256
from typing import TYPE_CHECKING

from engine.house.people import person_of, way_out
from engine.policy import PolicyError
from engine.turn import Refused
from tui.clock import wall_clock
from tui.command_line.founding import begin
from tui.command_line.verbs import DONE
from tui.floor_dir import FloorDir
from tui.keymap import load as load_keys
from tui.keymap import path_of_keys
from tui.look import Look, look_of
from tui.saying import login, say
from tui.seat import Seat
from tui.serving.engine_log import write_log
from tui.serving.in_force import digest_in_force, rules_in_force
from tui.settings import Settings, load
from tui.settings.unchecked import look_in
from tui.views import Views, path_of_views
from tui.who import only_own
from tui.wiring import open_ledger

if TYPE_CHECKING:
    from tui.house import HouseApp
    from tui.serving.hook_door import Asked


class Stumbled(Refused):
    """A screen that ended by a fault of floorboard's own."""


def serve(floor: FloorDir, words: Namespace) -> int:
    """Be the engine of a floor, or with `--once` take in what is there and be done."""
    settings = settings_of(floor)
    write_log(floor.log)
    from tui.serving import serve as engine

    if words.once:
        from tui.command_line.import_verb import tell_file

        for row in engine.serve_once(floor, settings):
            tell_file(row)
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


def board(floor: FloorDir, words: Namespace) -> int:
    """Open the board, or a rep's own screen when the login is a rep's; keep an engine running behind it."""
    _need_terminal("The board needs a terminal. For a look without one: floorboard status.")
    people = known_settings(floor).policy.people
    if own := only_own(people):
        show_rep(floor, own, words)
    else:
        show(floor, words)
    return DONE


def rep(floor: FloorDir, words: Namespace) -> int:
    """Open a rep's own screen, whole or in four lines under the prompt."""
    _need_terminal("The screen needs a terminal. Without one: floorboard away, next, contacted …")
    policy = known_settings(floor).policy
    own = only_own(policy.people)
    person = person_of(policy.people, login())
    wanted = words.rep or own or (person.rep if person else "")
    roster = [one.id for one in policy.reps]
    if own and wanted != own:
        raise Refused(f"{login()} is rep {own}: {way_out(policy.people)}.")
    if wanted not in roster:
        raise Refused(f"Say which rep: {', '.join(roster)}." if not wanted else _no_rep(wanted, roster))
    show_rep(floor, wanted, words)
    return DONE


def _no_rep(wanted: str, roster: list[str]) -> str:
    return f"There is no rep {wanted!r} in floor.toml. The roster is: {', '.join(roster)}."


def look_asked(words: Namespace) -> Callable[[Look], Look]:
    """What makes of the look in floor.toml the one that the command line and the environment ask for."""
    theme, is_ascii = getattr(words, "theme", None), getattr(words, "ascii", False)
    return lambda kept: look_of(kept, theme, is_ascii)


def _need_terminal(sentence: str) -> None:
    if sys.stdout is None or not sys.stdout.isatty():
        raise Refused(sentence)


def show(floor: FloorDir, words: Namespace) -> None:
    """Show the board of a floor until it is left, with an engine behind it."""
    seat = seat_of(floor, words)
    from tui.serving.keeper import Keeper
    from tui.viewer import FloorViewer

    with Keeper(floor) as keeper:
        from tui.app import BoardApp  # loaded while the engine starts

        with closing(FloorViewer(floor, seat.actor, wall_clock, keeper.trouble, look_asked(words))) as viewer:
            run_app(BoardApp(viewer, seat, wall_clock))


def show_rep(floor: FloorDir, rep_id: str, words: Namespace) -> None:
    """Show what is one rep's until it is left, with an engine behind it."""
    seat, is_inline = seat_of(floor, words), getattr(words, "inline", False)
    from tui.serving.keeper import Keeper
    from tui.viewer import RepViewer

    with Keeper(floor) as keeper:
        from tui.rep_app import RepApp

        with closing(RepViewer(floor, seat.actor, wall_clock, keeper.trouble, look_asked(words))) as viewer:
            viewer.rep_id = rep_id
            run_app(RepApp(viewer, seat, wall_clock, is_inline=is_inline), is_inline=is_inline)


def run_app(app: "HouseApp", *, is_inline: bool = False) -> None:
    """Run a screen until it is left. Raises Stumbled when a fault of ours ended it, which it has shown."""
    app.run(inline=is_inline)
    if app.return_code:
        raise Stumbled("The screen met the fault above, which is floorboard's own, and ended. Nothing is lost by it.")


def seat_of(floor: FloorDir, words: Namespace) -> Seat:
    """Who sits here, with the keys they chose; keys that cannot be followed are said and left."""
    settings = known_settings(floor)
    people, look = settings.policy.people, look_asked(words)(settings.look)
    open_ledger(floor).close()
    try:
        keymap = load_keys(path_of_keys())
    except Refused as why:
        say(str(why))
        keymap = {}
    views = Views(path_of_views())
    return Seat(actor=login(), person=person_of(people, login()), keymap=keymap, look=look, views=views)


def known_settings(floor: FloorDir) -> Settings:
    """What floor.toml says of people and screens, checked only where it was edited since it came in force.

    Checking takes a quarter of a second, which is a third of the time to the first picture.
    """
    if floor.database.exists() and floor.rules.exists():
        raw = floor.rules.read_bytes()
        with closing(open_ledger(floor)) as ledger, ledger.reading() as reading:
            digest = digest_in_force(reading)
            policy = reading.policy(digest) if digest else None
            is_same = bool(digest) and reading.rules_text(digest) == sha256(raw).hexdigest()
        if policy is not None and is_same:
            return Settings(policy=policy, look=look_in(raw.decode("utf-8-sig")))
    return settings_of(floor)


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
