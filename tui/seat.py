"""Who sits at a screen: their name, what their role lets them press, and the keys they chose."""

from collections.abc import Mapping

import msgspec

from engine.house.people import Person, Role
from engine.value import Value
from tui.keys import MANAGER, Action, rebound
from tui.look import Look
from tui.views import Views


class Seat(Value):
    """One person before one screen. `person` is None on a floor that names nobody."""

    actor: str
    person: Person | None = None
    keymap: Mapping[str, tuple[str, ...]] = {}
    look: Look | None = None
    views: Views = msgspec.field(default_factory=Views)
    """How this person looks at the tables."""

    def actions(self) -> dict[str, Action]:
        """Every action by its id, with the keys it has here."""
        return rebound(self.keymap)

    def why_not(self, action: Action) -> str:
        """Why the role does not allow an action, or nothing when it does. What an order may is asked again there."""
        if self.person is None or not action.role or self.person.role is Role.MANAGER:
            return ""
        if self.person.role is Role.VIEWER:
            return f"{self.person.login} only looks on; a manager changes [[people]] in floor.toml"
        return "for managers only; ask one" if action.role == MANAGER else ""

    def words(self) -> str:
        """Who sits here, for the header."""
        role = {None: "", Role.MANAGER: "mgr: ", Role.REP: "rep: ", Role.VIEWER: "viewer: "}
        return f"{role[self.person.role if self.person else None]}{self.actor}"
