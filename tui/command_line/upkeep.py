"""Verbs that look after a floor: check its rules, verify its laws, make its tables again."""

from argparse import Namespace
from contextlib import closing
from pathlib import Path
from textwrap import wrap

from store.asked.arrivals import weekly_arrivals
from store.asked.in_line import Waiting, in_line
from store.rows import StoreError
from store.verify import rebuild as rebuilt
from store.verify import verify as laws
from tui.clock import wall_clock
from tui.command_line.verbs import DONE, WRONG
from tui.floor_dir import FloorDir
from tui.saying import say, tell
from tui.wiring import open_ledger

WIDTH = 100
"""Letters in a line of sentences."""


def check(floor: FloorDir, words: Namespace) -> int:
    """Read floor.toml over; exit code 1 when something is wrong with it, and 0 when there are warnings alone."""
    from tui.settings import check as faults_of
    from tui.settings import warnings

    path = _rules_file(floor, words)
    faults = faults_of(path)
    tell(faults)
    if faults:
        return WRONG
    doubts = warnings(path, *_known(floor))
    tell(doubts)
    count = f", with {len(doubts)} warning{'s' if len(doubts) > 1 else ''}" if doubts else ""
    say(f"{path.name} is in order{count}")
    return DONE


def _known(floor: FloorDir) -> tuple[dict[str, float], dict[str, Waiting]]:
    """How many leads a week came to each pool of late, and what waits; nothing where there is no database yet."""
    path = str(floor.database)
    try:
        return (weekly_arrivals(path, wall_clock()), in_line(path)) if floor.database.exists() else ({}, {})
    except StoreError:
        return {}, {}  # what is wrong with the database, its own verbs say


def explain(floor: FloorDir, words: Namespace) -> int:
    """Tell the house rules in plain sentences."""
    from engine.telling.plain import plain_policy
    from tui.settings import load

    settings = load(_rules_file(floor, words))
    for number, (heading, sentences) in enumerate(plain_policy(settings.policy)):
        tell(["", heading] if number else [heading])
        for sentence in sentences:
            tell(wrap(sentence, WIDTH, initial_indent="  - ", subsequent_indent="    "))
    return DONE


def _rules_file(floor: FloorDir, words: Namespace) -> Path:
    return Path(words.file) if words.file else floor.rules


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
