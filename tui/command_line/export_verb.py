"""The export verb: every lead with its person, for a spreadsheet or another program."""

import os
from argparse import Namespace
from collections.abc import Callable, Iterable, Iterator
from contextlib import closing, suppress
from pathlib import Path

from engine.turn import Refused
from store.asked.exporting import EXPORTED, Value
from tui.command_line.sheets import csv_lines, json_lines
from tui.command_line.verbs import DONE
from tui.floor_dir import FloorDir
from tui.saying import hand_on, say
from tui.wiring import open_reports

Write = Callable[[Iterable[tuple[Value, ...]]], Iterator[str]]

KINDS: dict[str, Write] = {
    ".csv": lambda leads: csv_lines(EXPORTED, leads),
    ".jsonl": lambda leads: json_lines(EXPORTED, leads, {"extras": {}}),
}
"""How leads are written, by the ending of a file's name."""

UTF8_MARK = "\ufeff"
"""Spreadsheets take a CSV file without it for one in the letters of their own country."""


def export(floor: FloorDir, words: Namespace) -> int:
    """Write all leads to standard output, or whole to a file."""
    target = Path(words.file) if words.file else None
    kind = _kind(target, words.kind)
    with closing(open_reports(floor)) as reports, closing(reports.exported()) as leads:
        lines = KINDS[kind](leads)
        if target is None:
            hand_on(lines)
            return DONE
        count = _written(target, lines, UTF8_MARK if kind == ".csv" else "")
    say(f"{count - (kind == '.csv')} leads are in {target}")
    return DONE


def _kind(target: Path | None, asked: str | None) -> str:
    """In which form. A name that says another form, or none, is refused: it may be a file of somebody's."""
    named = target.suffix.lower() if target else asked or ".csv"
    if named not in KINDS or (asked and asked != named):
        raise Refused(f"Name the file {asked or '.csv or .jsonl'}: its ending says what is written.")
    return named


def _written(target: Path, lines: Iterable[str], mark: str) -> int:
    """Write a file that is whole or not there at all, for its owner alone; returns how many lines it has."""
    half = target.with_name(f"{target.name}.half")
    with suppress(FileNotFoundError):
        half.unlink()
    handle = os.open(half, os.O_CREAT | os.O_EXCL | os.O_WRONLY, 0o600)
    try:
        with open(handle, "w", encoding="utf-8", newline="") as file:
            file.write(mark)
            count = sum(1 for line in lines if file.write(line))
            file.flush()
            os.fsync(handle)
        half.replace(target)
    except BaseException:
        half.unlink(missing_ok=True)
        raise
    return count
