"""Whether somebody may give an order: managers all of them, reps what is about themselves, others none.

Law: a floor that names no people allows everybody everything. What the floor does by itself is never asked, and is
told by what is ordered and not by who says that they are the floor.
"""

from collections.abc import Callable, Mapping
from types import MappingProxyType
from typing import Any

from engine import commands as co
from engine.dealing.work import Work
from engine.house.people import Person, Role, called, person_of, way_out
from engine.turn import Refused


def check_allowed(work: Work, order: co.Command) -> None:
    """Raise Refused, with the way out, when whoever gives the order may not."""
    people, actor = work.policy.people, work.turn.actor
    person = person_of(people, actor)
    if person is None or type(order) in UNASKED or person.role is Role.MANAGER:
        return
    if person.role is Role.VIEWER or type(order) not in OF_REPS:
        doing = f"may not {order.words}, being {called(people, person)}"
        raise Refused(f"{actor} {doing}: {way_out(people)}.")
    why = OF_REPS[type(order)](work, order, person)
    if why:
        raise Refused(f"{actor} is rep {person.rep}, and {why}: {way_out(people)}.")


def _about_self(work: Work, order: Any, person: Person) -> str:  # noqa: ARG001
    return "" if order.rep_id == person.rep else "may speak for themselves only"


def _about_own_leads(work: Work, order: Any, person: Person) -> str:
    """Leads that are not there are somebody else's to refuse."""
    found = (work.draft.leads.get(seen.id) for seen in order.leads)
    others = [lead.id for lead in found if lead is not None and lead.rep_id != person.rep]
    return f"{', '.join(others[:3])} is not theirs" if others else ""


def _own_act(work: Work, order: Any, person: Person) -> str:
    if order.force:
        return "may not take back what others did since"
    acts = [act for act in work.draft.acts if act.seq == order.act]
    return "may take back their own acts only" if acts and acts[0].actor != person.login else ""


Check = Callable[[Work, Any, Person], str]

OF_REPS: Mapping[type[co.Command], Check] = MappingProxyType(
    {
        co.SetAvailability: _about_self,
        co.AcceptOffer: _about_self,
        co.DeclineOffer: _about_self,
        co.AskAgain: _about_self,
        co.Pull: _about_self,
        co.Claim: _about_self,
        co.Requeue: _about_own_leads,
        co.RecordContact: _about_own_leads,
        co.WriteNote: _about_own_leads,
        co.CloseLead: _about_own_leads,
        co.PauseClock: _about_own_leads,
        co.ResumeClock: _about_own_leads,
        co.Undo: _own_act,
    }
)
"""What reps may ask for, each with what must be so; the rest is for managers."""

UNASKED = frozenset({co.ReceiveLeads, co.ChangePolicy, co.Tick})
"""Orders that come from files, web-hooks and clocks: who may drop a file is for the system to say. All that the floor
orders by itself is among them."""
