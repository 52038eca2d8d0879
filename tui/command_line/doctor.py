"""The doctor: what is wrong with a floor or its machine, each with the command that mends it."""

from argparse import Namespace
from collections.abc import Iterator

from tui.clock import wall_clock
from tui.command_line.verbs import DONE, WRONG
from tui.floor_dir import FloorDir
from tui.health import database, folder, machine
from tui.health.findings import Check, Finding, Level, Patient
from tui.saying import tell

CHECKS: tuple[Check, ...] = (
    machine.versions,
    folder.writable,
    machine.file_system,
    machine.room,
    machine.watching,
    folder.modes,
    folder.rules,
    database.database,
    database.log_size,
    folder.backups,
)
"""In the order in which they are told."""


def doctor(floor: FloorDir, words: Namespace) -> int:  # noqa: ARG001
    """Look a floor over and change nothing; exit code 1 when something is wrong, hints alone are no reason."""
    found = list(examined(Patient(floor, wall_clock())))
    for finding in found:
        tell([f"{finding.level:<6}  {finding.sentence}"])
        if finding.mend:
            tell([f"        > {finding.mend}"])
    return WRONG if any(finding.level is Level.WRONG for finding in found) else DONE


def examined(patient: Patient) -> Iterator[Finding]:
    """Everything that the doctor finds."""
    for check in CHECKS:
        yield from check(patient)
