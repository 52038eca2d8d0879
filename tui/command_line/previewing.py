"""What files would become, told without taking them: `floorboard import --preview`."""

from pathlib import Path
from typing import TYPE_CHECKING

from store.words.wording import plural
from tui.saying import say, tell, tell_json
from tui.wiring import preview_of

if TYPE_CHECKING:
    from importers.preview import Preview
    from tui.settings import Settings

DONE, WRONG = 0, 1


def show(settings: "Settings", paths: list[Path], source: str, *, as_json: bool) -> int:
    """Tell of each file its mapping, its first leads and its rejects."""
    seen = {str(path): preview_of(settings, source, path) for path in paths}
    if as_json:
        tell_json(seen)
    for name, one in seen.items():
        if isinstance(one, str):
            say(one)
        elif not as_json:
            tell(lines_of(name, one))
    return WRONG if any(isinstance(one, str) for one in seen.values()) else DONE


def lines_of(name: str, seen: "Preview") -> list[str]:
    """A preview in lines."""
    more = "" if seen.is_whole else " and more"
    counts = ((seen.accepted, "lead"), (seen.rejected, "reject"), (seen.tests, "test lead"))
    lines = [f"{name}: {', '.join(plural(*count) for count in counts)}{more}"]
    width = max((min(len(one.heading), 32) for one in seen.columns), default=0)
    table = None
    for one in seen.columns:
        if one.table != table:
            table = one.table
            lines += ["", f"columns of {table}" if table else "columns"]
        lines.append(f"  {one.heading[:32]:{width}}  {one.field or 'kept beside':20} {one.example[:40]}".rstrip())
    if seen.leads:
        lines += ["", "first leads"]
    for lead in seen.leads:
        card = lead.card
        told = (lead.place, card.name, card.email, card.phone, card.company)
        lines.append("  " + " | ".join(text for text in told if text))
    if seen.rejects:
        lines += ["", "first rejects"]
    lines += [f"  {one.place}: {one.reason}" for one in seen.rejects]
    if seen.why:
        lines += ["", f"the rest cannot be taken: {seen.why}"]
    return [*lines, ""]
