"""Verbs that look after a floor: check its rules, verify its laws, make its tables again."""

from argparse import Namespace
from contextlib import closing
from pathlib import Path

from store.verify import rebuild as rebuilt
from store.verify import verify as laws
from tui.floor_dir import FloorDir
from tui.saying import say, tell
from tui.verbs import DONE, WRONG
from tui.wiring import open_ledger


def check(floor: FloorDir, words: Namespace) -> int:
    """Read floor.toml over; exit code 1 when something is wrong with it."""
    from tui.settings import check as faults_of

    path = Path(words.file) if words.file else floor.rules
    faults = faults_of(path)
    tell(faults)
    if not faults:
        say(f"{path.name} is in order")
    return WRONG if faults else DONE


def verify(floor: FloorDir, words: Namespace) -> int:  # noqa: ARG001
    """Check the laws of the house, a line for each; exit code 1 when one is broken."""
    found = DONE
    with closing(open_ledger(floor)) as ledger:
        for finding in laws(ledger):
            tell([f"{'ok    ' if finding.ok else 'BROKEN'}  {finding.law}: {finding.sentence}"])
            found = found if finding.ok else WRONG
    return found


def rebuild(floor: FloorDir, words: Namespace) -> int:  # noqa: ARG001
    """Make every table again from the journal."""
    with closing(open_ledger(floor)) as ledger:
        say(f"folded {rebuilt(ledger)} entries")
    return DONE
