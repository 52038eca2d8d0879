"""The front door: which verb was asked for, and on which floor.

Law: a verb that needs no screen loads none. Everything heavy is imported by the verb that needs it.
"""

import argparse
import sys
from collections.abc import Sequence

from tui.command_line.verb_words import LOOK, VERBS

VERSION = "0.1.0"

DONE, WRONG, USAGE = 0, 1, 2
"""Exit codes: done; refused or found wrong; not understood."""


def main(argv: Sequence[str] | None = None) -> int:
    """Run one verb and return its exit code."""
    words = parser().parse_args(argv)
    verb = getattr(words, "verb", None) or "board"
    from tui.command_line import verbs

    return verbs.run(verb, words)


def parser() -> argparse.ArgumentParser:
    """The command line."""
    anywhere = argparse.ArgumentParser(add_help=False)
    anywhere.add_argument(
        "--floor",
        metavar="DIR",
        default=argparse.SUPPRESS,
        help="the floor's folder (else $FLOORBOARD_FLOOR, else .)",
    )
    root = argparse.ArgumentParser(
        prog="floorboard",
        parents=[anywhere],
        description="A live board for a sales floor. Without a verb it opens the board.",
    )
    for flags, options in LOOK:
        root.add_argument(*flags, **options)  # type: ignore[arg-type]
    root.add_argument("--version", action="version", version=f"floorboard {VERSION}")
    verbs = root.add_subparsers(dest="verb", metavar="VERB", title="verbs")
    for name, (words, arguments) in VERBS.items():
        verb = verbs.add_parser(name, parents=[anywhere], help=words, description=words)
        for flags, options in arguments:
            verb.add_argument(*flags, **options)  # type: ignore[arg-type]
    return root


if __name__ == "__main__":
    sys.exit(main())
