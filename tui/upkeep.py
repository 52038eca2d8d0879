"""Verbs that look after a floor: check its rules, verify its laws, make its tables again."""

from argparse import Namespace
from contextlib import closing
from pathlib import Path

from store.verify import verify as laws
from store.rebuild import rebuild as rebuilt
from tui.floor_dir import FloorDir
from tui.text import plain
from tui.verbs import DONE, WRONG, say
from tui.wiring import open_ledger


def check(floor: FloorDir, words: Namespace) -> int:
    """Read floor.toml over; exit code 1 when something is wrong with it."""
    from tui.settings import check as faults_of

    path = Path(words.file) if words.file else floor.rules
    faults = faults_of(path)
    for fault in faults:
        print(plain(fault))
    if not faults:
        say(f"{path.name} is in order")
    return WRONG if faults else DONE


def verify(floor: FloorDir, words: Namespace) -> int:  # noqa: ARG001
    """Check the laws of the house, a line for each; exit code 1 when one is broken."""
    found = DONE
    with closing(open_ledger(floor)) as ledger:
        for law, holds, sentence in laws(ledger):
            print(plain(f"{'ok    ' if holds else 'BROKEN'}  {law}: {sentence}"))
            found = found if holds else WRONG
    return found
