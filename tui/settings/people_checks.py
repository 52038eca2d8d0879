"""What must be true of the people of a `floor.toml`."""

from collections.abc import Iterator

from engine.house.people import Role
from engine.matching.clauses import nearest
from engine.turn import HOUSE
from tui.settings.places import Path
from tui.settings.problems import Problem
from tui.settings.qualified import repeated
from tui.settings.shape import FloorFile, PersonTable


def people_of(file: FloorFile) -> Iterator[Problem]:
    """Yield every problem of the people."""
    yield from repeated(("people",), "login", [person.login for person in file.people])
    for number, person in enumerate(file.people):
        yield from _person(file, person, ("people", number))
    if file.people and not any(person.role is Role.MANAGER for person in file.people):
        words = "nobody here is a manager, so nobody could assign a lead; give one login the role"
        yield Problem(("people", 0, "role"), words)


def _person(file: FloorFile, person: PersonTable, path: Path) -> Iterator[Problem]:
    reps = [rep.id for rep in file.reps]
    if person.login == HOUSE:
        words = f'"{HOUSE}" is the floor itself in the journal; whoever logs in so is called "{HOUSE}-login" here'
        yield Problem((*path, "login"), words)
    if person.role is Role.REP and not person.rep:
        yield Problem(path, 'needs rep, the id of the rep who logs in so, like rep = "dana"', is_key=True)
    elif person.role is Role.VIEWER and person.rep:
        yield Problem((*path, "rep"), "a viewer only looks on and is no rep", is_key=True)
    elif person.rep and person.rep not in reps:
        yield Problem((*path, "rep"), f'no rep has the id "{person.rep}"{nearest(person.rep, reps)}')
