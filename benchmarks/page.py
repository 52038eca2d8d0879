"""The table of docs/performance.md, and the lines that a run prints."""

from collections.abc import Iterable, Iterator, Mapping
from pathlib import Path
from statistics import median

from benchmarks.goals.table import GOALS
from benchmarks.kept import Measured, kept
from benchmarks.line import SKIPPED, Line, number, spread

PAGE = Path(__file__).parents[1] / "docs" / "performance.md"
BEGIN, END = "<!-- {0} -->", "<!-- /{0} -->"
HEAD = "| | measure | goal | ours | baseline | ratio (least – median – most) | verdict |"
RULE = "|---|---|---|---:|---:|---:|---|"


def told(goal: str, line: Line) -> str:
    """A line for a terminal."""
    if line.verdict == SKIPPED:
        return f"{goal:9} {line.what}: skipped, {line.skipped}"
    wanted = line.wanted.words(line.unit) if line.wanted else ""
    beside = f"; {line.against} {number(median(line.baseline))}, ratio {spread(line.ratios)}" if line.baseline else ""
    return f"{goal:9} {line.what}: {spread(line.ours)} {line.unit}{beside}; goal {wanted or '–'} {line.verdict}"


def write() -> None:
    """Put what is kept into the page, between its marks."""
    measured = kept(GOALS)
    text = PAGE.read_text(encoding="utf-8")
    text = put(text, "table", "\n".join(_table(measured)))
    PAGE.write_text(put(text, "machine", "\n".join(_machines(measured))), encoding="utf-8")


def put(text: str, mark: str, part: str) -> str:
    """The text with another part between two marks."""
    begin, end = BEGIN.format(mark), END.format(mark)
    before, _, rest = text.partition(begin)
    _, _, after = rest.partition(end)
    return f"{before}{begin}\n{part}\n{end}{after}"


def _table(measured: Iterable[Measured]) -> Iterator[str]:
    notes: dict[str, int] = {}
    yield from (HEAD, RULE)
    for one in measured:
        for place, line in enumerate(one.lines):
            yield _row("" if place else f"**{one.goal}**", line, notes)
    yield ""
    yield from (f"{place}. {words[0].upper()}{words[1:]}." for words, place in notes.items())


def _row(goal: str, line: Line, notes: dict[str, int]) -> str:
    if line.verdict == SKIPPED:
        return f"| {goal} | {line.what} | | | | | skipped: {line.skipped} |"
    wanted = line.wanted.words(line.unit) if line.wanted else ""
    note = f" ({notes.setdefault(line.differs, len(notes) + 1)})" if line.differs else ""
    beside = f"{line.against} {number(median(line.baseline))}{note}" if line.baseline else ""
    verdict = f"**{line.verdict}**" if line.verdict.isupper() else line.verdict
    ours = f"{number(median(line.ours))} {line.unit}" if line.ratios else f"{spread(line.ours)} {line.unit}"
    return f"| {goal} | {line.what} | {wanted} | {ours} | {beside} | {spread(line.ratios)} | {verdict} |"


def _machines(measured: Iterable[Measured]) -> Iterator[str]:
    """The machine, once where all was measured on the same."""
    seen: dict[str, dict[str, str]] = {}
    for one in measured:
        what = "; ".join(f"{name}: {value}" for name, value in _steady(one.machine).items())
        when = seen.setdefault(what, {})
        when[one.goal] = f"{one.machine['measured on']} under a load of {one.machine['load at the beginning']}"
    for what, when in seen.items():
        yield f"{what}."
        yield ""
        yield from (f"- {', '.join(goals)}: {moment}" for moment, goals in _grouped(when).items())


def _steady(machine: Mapping[str, str]) -> dict[str, str]:
    """What does not change from goal to goal."""
    passing = ("measured on", "load at the beginning", "write and sync of 4 KiB")
    return {name: value for name, value in machine.items() if name not in passing}


def _grouped(when: Mapping[str, str]) -> dict[str, list[str]]:
    grouped: dict[str, list[str]] = {}
    for goal, moment in when.items():
        grouped.setdefault(moment, []).append(goal)
    return grouped
