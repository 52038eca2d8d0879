"""Who sits at this terminal: which rep a login is, and what its role lets it run.

What an order may change is checked where it is decided (`engine.orders.allowed`); here is only what needs no order.
"""

from collections.abc import Sequence
from contextlib import closing
from typing import TYPE_CHECKING

from engine.house.people import Person, Role, person_of, way_out, why_not_manager
from engine.turn import Refused
from store.rows import StoreError
from tui.floor_dir import FloorDir
from tui.saying import login
from tui.wiring import open_glances

if TYPE_CHECKING:
    from store.asked.glancing import House

FOR_MANAGERS = {
    "import": "take files in",
    "retry": "try rejects again",
    "rebuild": "rebuild the tables",
    "forget": "forget a person",
    "export": "take the leads out",
    "restore": "put a copy in the database's place",
}
"""Verbs that change the floor without an order, with their words."""


def house_on(floor: FloorDir) -> "House | None":
    """The rules in force, in short; None where there are none yet."""
    if not floor.database.exists():
        return None
    with closing(open_glances(floor)) as glances:
        return glances.house()


def people_on(floor: FloorDir) -> tuple[Person, ...]:
    """The people whom the rules in force name; none where there are no rules yet."""
    house = house_on(floor)
    return house.people if house else ()


def check_verb(floor: FloorDir, verb: str) -> None:
    """Raise Refused when the verb is for managers and whoever runs it is none."""
    if verb not in FOR_MANAGERS:
        return
    try:
        people = people_on(floor)
    except StoreError:
        if verb == "restore":  # what mends a damaged database must not need a sound one
            return
        raise
    why = why_not_manager(people, login(), FOR_MANAGERS[verb])
    if why:
        raise Refused(why)


def rep_here(floor: FloorDir, named: str | None) -> str:
    """The rep that was named, else the one whose login this is. Raises Refused when it is nobody's."""
    if named:
        return named
    people = people_on(floor)
    person = person_of(people, login())
    if person is not None and person.rep:
        return person.rep
    if person is None:
        raise Refused("Say which rep: this floor does not map logins to reps ([[people]] in floor.toml).")
    raise Refused(f"{login()} is no rep on this floor: name one, or {way_out(people)}.")


def only_own(people: Sequence[Person]) -> str:
    """The rep to whose leads this login is kept; empty for whoever may see all."""
    person = person_of(people, login())
    return person.rep if person is not None and person.role is Role.REP else ""
