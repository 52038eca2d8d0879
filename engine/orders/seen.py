"""Finding the leads an order names, as the person who gave it saw them."""

from collections.abc import Iterable

from engine.commands import Seen
from engine.dealing.work import Work
from engine.lead import Lead
from engine.rep import RepStanding
from engine.turn import Conflict, Refused


def open_leads(work: Work, seen: Iterable[Seen]) -> list[Lead]:
    """The leads as they are now. Raises Refused for one that is not open, Conflict for those changed since."""
    leads = []
    changed = []
    for one in {one.id: one for one in seen}.values():
        lead = work.draft.leads.get(one.id)
        if lead is None:
            raise Refused(f"There is no open lead {one.id}. It may be closed, or the id is mistyped.")
        if one.version is not None and one.version != lead.version:
            changed.append(lead)
        leads.append(lead)
    if changed:
        raise Conflict(_lost(work, changed), tuple(lead.id for lead in changed))
    return leads


def on_roster(work: Work, rep_id: str) -> RepStanding:
    """The rep's standing. Raises Refused for a rep who is not in the house rules."""
    rep = work.draft.reps.get(rep_id)
    if rep is None or rep_id not in work.roster.reps:
        known = ", ".join(work.roster.reps) or "nobody"
        raise Refused(f"There is no rep {rep_id!r} in floor.toml. The roster is: {known}.")
    return rep


def name_of(work: Work, rep_id: str) -> str:
    """The rep's name, or the id of one who has left the roster."""
    rep = work.roster.reps.get(rep_id)
    return rep.name if rep else rep_id


def _lost(work: Work, changed: list[Lead]) -> str:
    told = [f"{lead.id} is {lead.state}{_with(work, lead)} by now" for lead in changed[:3]]
    more = f" and {len(changed) - 3} more changed too" if len(changed) > 3 else ""
    return f"{'; '.join(told)}{more}. Nothing was done: look again, then repeat."


def _with(work: Work, lead: Lead) -> str:
    return f" with {name_of(work, lead.rep_id)}" if lead.rep_id else ""
