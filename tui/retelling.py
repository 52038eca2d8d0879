"""What an order did, in words: for whoever took an act back or did it again, and need not guess which it was."""

from engine.events import ActUndone
from tui.ports import Reports
from tui.text import cut

NAME_CELLS = 28


def retold(reports: Reports, seq: int) -> str:
    """The act that an order did or took back, by the order's first entry; empty when it was none."""
    from engine.orders.redo import telling

    entries = reports.of_one_order(seq)
    back = [entry.event.act for entry in entries if isinstance(entry.event, ActUndone)]
    if back:
        entries = reports.of_one_order(back[-1])
    acts = telling(entries)
    if not acts:
        return ""
    name, words = reports.told(acts[0].seq)
    others = f" and {len(acts) - 1} more:" if len(acts) > 1 else ""
    return f"{cut(name, NAME_CELLS)}{others} {words}"
