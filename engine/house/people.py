"""The people of a floor by the names they log in with, and what each may do there."""

from collections.abc import Iterable
from enum import StrEnum

from engine.value import Value


class Role(StrEnum):
    """What somebody may do."""

    MANAGER = "manager"
    REP = "rep"
    VIEWER = "viewer"


class Person(Value):
    """Somebody who logs in to the machine."""

    login: str
    role: Role
    rep: str = ""
    """Which rep they are; empty for whoever is none."""


def person_of(people: Iterable[Person], login: str) -> Person | None:
    """Who logs in so. None when nobody is named at all, so that everybody may do everything.

    Where people are named, whoever is not among them only looks on.
    """
    named = tuple(people)
    if not named:
        return None
    return next((one for one in named if one.login == login), Person(login=login, role=Role.VIEWER))


def way_out(people: Iterable[Person]) -> str:
    """Whom to ask, as the end of a sentence."""
    managers = ", ".join(one.login for one in people if one.role is Role.MANAGER)
    return f"ask a manager ({managers}), or change [[people]] in floor.toml"


def why_not_manager(people: Iterable[Person], login: str, doing: str) -> str:
    """Why a login may not do what only managers may; empty when it may."""
    named = tuple(people)
    person = person_of(named, login)
    if person is None or person.role is Role.MANAGER:
        return ""
    return f"{login} may not {doing}, being {called(named, person)}: {way_out(named)}."


def called(people: Iterable[Person], person: Person) -> str:
    """What somebody is, for a sentence."""
    if person not in tuple(people):
        return "not among [[people]], so that they only look on"
    return f"rep {person.rep}" if person.role is Role.REP else f"a {person.role}"
