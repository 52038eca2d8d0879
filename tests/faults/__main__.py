"""Provoke rows of the matrix and tell what came of each: `python -m tests.faults A1 C3`, a letter for a part."""

import sys

from tests.faults import every_row  # noqa: F401  adds the rows
from tests.faults.matrix import Outcome, chosen, outcome

FIGURE_CHARS_MAX = 400


def main(names: list[str]) -> int:
    """Run the rows and return the exit code: 1 when a promise was broken."""
    done: list[Outcome] = []
    print("| row | promise | figure | seconds | |\n| --- | --- | --- | ---: | --- |", flush=True)
    for row in chosen(names):
        done.append(outcome(row))
        _tell(done[-1])
    counts = {verdict: sum(one.verdict == verdict for one in done) for verdict in ("pass", "skip", "FAIL")}
    print(f"\n{counts['pass']} passed, {counts['skip']} skipped, {counts['FAIL']} failed")
    return 1 if counts["FAIL"] else 0


def _tell(one: Outcome) -> None:
    figure = " ".join(one.figure.split()).replace("|", "/")[:FIGURE_CHARS_MAX]
    print(f"| {one.row.id} | {one.row.promise} | {figure} | {one.seconds:.1f} | {one.verdict} |", flush=True)


if __name__ == "__main__":
    sys.exit(main(sys.argv[1:]))
