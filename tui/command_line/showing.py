"""Verbs that open a screen: the board and a rep's own, each with an engine behind it."""

import gc
import sys
from argparse import Namespace
from collections.abc import Callable
from contextlib import closing
from hashlib import sha256
from typing import TYPE_CHECKING

from engine.house.people import Person, person_of, way_out
from engine.turn import Refused
from engine.value import Value
from tui.clock import wall_clock
from tui.command_line.verbs import DONE
from tui.floor_dir import FloorDir
from tui.keymap import load as load_keys
from tui.keymap import path_of_keys
from tui.look import Look, look_of
from tui.saying import login, say
from tui.seat import Seat
from tui.views import Views, path_of_views
from tui.who import only_own
from tui.wiring import open_glances, open_ledger

if TYPE_CHECKING:
    from tui.house import HouseApp


class Stumbled(Refused):
    """A screen that ended by a fault of floorboard's own."""


class Known(Value):
    """What is to be known of a floor before its screen opens."""

    people: tuple[Person, ...]
    reps: tuple[str, ...]
    look: Look


def board(floor: FloorDir, words: Namespace) -> int:
    """Open the board, or a rep's own screen when the login is a rep's; keep an engine running behind it."""
    gc.disable()  # until the first picture, after which the app collects what has gone
    _need_terminal("The board needs a terminal. For a look without one: floorboard status.")
    if own := only_own(known(floor).people):
        show_rep(floor, own, words)
    else:
        show(floor, words)
    return DONE


def rep(floor: FloorDir, words: Namespace) -> int:
    """Open a rep's own screen, whole or in four lines under the prompt."""
    gc.disable()
    _need_terminal("The screen needs a terminal. Without one: floorboard away, next, contacted …")
    here = known(floor)
    own = only_own(here.people)
    person = person_of(here.people, login())
    wanted = words.rep or own or (person.rep if person else "")
    roster = list(here.reps)
    if own and wanted != own:
        raise Refused(f"{login()} is rep {own}: {way_out(here.people)}.")
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
    here = known(floor)
    if not floor.database.exists():
        open_ledger(floor).close()
    try:
        keymap = load_keys(path_of_keys())
    except Refused as why:
        say(str(why))
        keymap = {}
    views = Views(path_of_views())
    person, look = person_of(here.people, login()), look_asked(words)(here.look)
    return Seat(actor=login(), person=person, keymap=keymap, look=look, views=views)


def known(floor: FloorDir) -> Known:
    """What the house rules and floor.toml say, checked only where it was edited since it came in force.

    Checking takes a quarter of a second, which is a third of the time to the first picture.
    """
    if floor.database.exists() and floor.rules.exists():
        raw = floor.rules.read_bytes()
        with closing(open_glances(floor)) as glances:
            house = glances.house()
            is_same = house is not None and glances.rules_sha256() == sha256(raw).hexdigest()
        if house is not None and is_same:
            from tui.settings.unchecked import look_in

            reps = tuple(rep.id for rep in house.reps)
            return Known(people=house.people, reps=reps, look=look_in(raw.decode("utf-8-sig")))
    from tui.command_line.running import settings_of

    settings = settings_of(floor)
    reps = tuple(rep.id for rep in settings.policy.reps)
    return Known(people=settings.policy.people, reps=reps, look=settings.look)
