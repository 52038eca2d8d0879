"""`floorboard rules`: which house rules were in force when, the text of each, and putting one back.

Law: floor.toml is never lost. What it said is kept beside it.
"""

from argparse import Namespace
from collections.abc import Iterator
from contextlib import closing

from engine.events import Entry, PolicyChanged
from engine.house.people import why_not_manager
from engine.turn import Refused
from tui.clock import wall_clock
from tui.command_line.founding import found
from tui.command_line.verbs import DONE
from tui.floor_dir import FloorDir
from tui.ports import Writing
from tui.saying import login, say, tell
from tui.settings.putting import aside, put
from tui.who import people_on
from tui.wiring import open_ledger


def rules(floor: FloorDir, words: Namespace) -> int:
    """List the house rules that were in force, show one, or put one back."""
    if not floor.database.exists():
        raise Refused("This floor has no leads.db yet: no house rules were ever in force.")
    if words.restore is not None:
        return _restore(floor, words.restore)
    with closing(open_ledger(floor)) as ledger, ledger.reading() as view:
        lines = _text(view, words.entry).splitlines() if words.entry is not None else list(_lines(view))
    tell(lines)
    return DONE


def instead_of_undo(floor: FloorDir, seq: int | None) -> str:
    """What to do instead of undoing an edit of the house rules; empty when the entry is none."""
    if seq is None or not floor.database.exists():
        return ""
    with closing(open_ledger(floor)) as ledger, ledger.reading() as view:
        changes = [entry.seq for entry in view.rules_changes()]
    if seq not in changes:
        return ""
    before = [one for one in changes if one < seq]
    if not before:
        return f"Entry {seq} put the first house rules in force; there is nothing before them."
    return (
        f"Entry {seq} is an edit of floor.toml: `floorboard rules --restore {before[-1]}` puts back the one before."
    )


def _lines(view: Writing) -> Iterator[str]:
    *earlier, latest = view.rules_changes()
    for entry in (*earlier, latest):
        event = _changed(entry)
        came = "".join(f", {one} joined" for one in event.joined) + "".join(f", {one} left" for one in event.left)
        lost = "" if view.rules_toml(event.digest) else ", its text is not kept"
        now = ", in force" if entry is latest else ""
        yield f"entry {entry.seq}: {entry.at.astimezone():%Y-%m-%d %H:%M}{now}{came}{lost}"


def _changed(entry: Entry) -> PolicyChanged:
    assert isinstance(entry.event, PolicyChanged)
    return entry.event


def _text(view: Writing, seq: int) -> str:
    """The floor.toml of an entry. Raises Refused when there is none."""
    entry = next((one for one in view.rules_changes() if one.seq == seq), None)
    if entry is None:
        raise Refused(f"Entry {seq} put no house rules in force; `floorboard rules` lists those that did.")
    text = view.rules_toml(_changed(entry).digest)
    if not text:
        raise Refused(f"The floor.toml of entry {seq} is not kept: an earlier version of floorboard read it.")
    return text


def _restore(floor: FloorDir, seq: int) -> int:
    """Put the text of an entry back into floor.toml, and in force."""
    if why := why_not_manager(people_on(floor), login(), "put house rules back"):
        raise Refused(why)
    with closing(open_ledger(floor)) as ledger, ledger.reading() as view:
        text = _text(view, seq)
    path = floor.rules.resolve()
    if path.exists() and path.read_bytes() == text.encode():
        say(f"floor.toml is that of entry {seq} already")
        return DONE
    kept = put(path, text, lambda old: aside(old, wall_clock()))
    found(floor)
    said = f"; what was edited is kept in {kept.name}" if kept is not None else ""
    say(f"floor.toml is that of entry {seq} again, and in force{said}")
    return DONE
