"""Doing again what was undone: the order is read off the journal, so a restart in between does not matter.

Law: what a person touched since it was undone is never overwritten.
"""

from collections.abc import Mapping

from engine.commands import Order
from engine.turn import Refused
from engine.value import Value
from tui.ports import Reports


class Redo(Value):
    """The wish to do one's last undone act again; `redone` makes an order of it."""


def redone(reports: Reports, actor: str) -> Order:
    """The order that does somebody's last undone act again. Raises Refused with why there is none."""
    from engine.orders.redo import undone

    last = undone(reports.own_entries(actor))
    if last is None:
        raise Refused("There is nothing of yours to do again.")
    seen = getattr(last.order, "leads", ())
    if not seen:
        return last.order
    now = reports.touched_since([one.id for one in seen], last.at_seq)
    _refuse_if_touched(now)
    leads = tuple(one.but(version=now[one.id][0]) if one.id in now else one for one in seen)
    return last.order.but(leads=leads)


def _refuse_if_touched(now: Mapping[str, tuple[int, bool]]) -> None:
    touched = [lead_id for lead_id, (_, is_touched) in now.items() if is_touched]
    if touched:
        names = ", ".join(touched[:3])
        raise Refused(f"{names} was touched by somebody since it was undone: look again, and do it by hand.")
