"""The front door: which verb was asked for, and on which floor.

Law: a verb that needs no screen loads none. Everything heavy is imported by the verb that needs it.
"""

import argparse
import atexit
import gc
import os
import sys
from collections.abc import Iterable, Sequence

from tui.command_line.verb_words import LOOK, VERBS

VERSION = "0.1.0"

DONE, WRONG, USAGE = 0, 1, 2
"""Exit codes: done; refused or found wrong; not understood."""


COLUMNS = 80
"""How wide help is where nothing says how wide the screen is."""


class Help(argparse.HelpFormatter):
    """As wide as the screen. It is made for each argument, and would load `shutil` to ask how wide that is."""

    def __init__(self, prog: str) -> None:
        super().__init__(prog, width=_columns() - 2)


def main(argv: Sequence[str] | None = None) -> int:
    """Run one verb and return its exit code."""
    given = sys.argv[1:] if argv is None else list(argv)
    words = parser(_asked(given)).parse_args(given)
    verb = getattr(words, "verb", None) or "board"
    _load_values()
    from tui.command_line import verbs

    atexit.register(gc.freeze)  # what is left goes with the process; looking through it first takes as long as a verb
    return verbs.run(verb, words)


def parser(named: Iterable[str] = VERBS) -> argparse.ArgumentParser:
    """The command line, with some of the verbs: to describe all of them takes longer than to run most."""
    anywhere = argparse.ArgumentParser(add_help=False, formatter_class=Help)
    anywhere.add_argument(
        "--floor",
        metavar="DIR",
        default=argparse.SUPPRESS,
        help="the floor's folder (else $FLOORBOARD_FLOOR, else .)",
    )
    root = argparse.ArgumentParser(
        prog="floorboard",
        parents=[anywhere],
        formatter_class=Help,
        description="A live board for a sales floor. Without a verb it opens the board.",
    )
    for flags, options in LOOK:
        root.add_argument(*flags, **options)  # type: ignore[arg-type]
    root.add_argument("--version", action="version", version=f"floorboard {VERSION}")
    verbs = root.add_subparsers(dest="verb", metavar="VERB", title="verbs", prog=root.prog)
    for name in named:
        words, arguments = VERBS[name]
        verb = verbs.add_parser(name, parents=[anywhere], formatter_class=Help, help=words, description=words)
        for flags, options in arguments:
            verb.add_argument(*flags, **options)  # type: ignore[arg-type]
    return root


def _columns() -> int:
    """How wide the screen is, by COLUMNS or by the terminal itself."""
    try:
        return int(os.environ.get("COLUMNS", "0")) or os.get_terminal_size().columns or COLUMNS
    except (ValueError, OSError):
        return COLUMNS


def _asked(given: Sequence[str]) -> Iterable[str]:
    """The verb that is asked for, where it stands in front or behind the floor; else all of them."""
    rest = given[2:] if given[:1] == ["--floor"] else given
    if list(rest) == ["--version"]:
        return ()
    if rest and not rest[0].startswith("-") and rest[0] not in VERBS:
        _refuse_unknown(rest[0])
    return rest[:1] if rest and rest[0] in VERBS else VERBS


def _refuse_unknown(verb: str) -> None:
    from engine.matching.clauses import nearest
    from tui.text import plain

    known = nearest(verb, VERBS) or "."
    parser(()).error(f'there is no verb "{plain(verb[:40])}"{known} `floorboard --help` lists all.')


def _load_values() -> None:
    """Load what values are made of, without `typing_extensions`, which takes longer than all the rest of it.

    It would be asked for what `typing` has had since Python 3.11, and without it `typing` is asked. Whoever needs it
    for more loads it later.
    """
    if "msgspec" in sys.modules or "typing_extensions" in sys.modules:
        return
    sys.modules["typing_extensions"] = None  # type: ignore[assignment]
    try:
        import msgspec  # noqa: F401
    finally:
        del sys.modules["typing_extensions"]


if __name__ == "__main__":
    sys.exit(main())
