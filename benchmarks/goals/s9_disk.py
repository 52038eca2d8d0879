"""S9: what a lead takes on disk, with all that is kept of it."""

from pathlib import Path

from benchmarks.floors import asked, with_open
from benchmarks.line import Line, at_most
from benchmarks.plan import Plan


def measure(plan: Plan) -> list[Line]:
    """A floor after an intake: the database, its log and whatever lies beside."""
    root = with_open(plan, plan.pick(100_000, 10_000))
    leads = int(str(asked(root, "SELECT count(*) FROM leads")))
    size = sum(path.stat().st_size for path in Path(root).glob("leads.*"))
    return [
        Line(
            what="a lead on disk: journal, tables, card with its raw row, indexes, checkpoints",
            unit="bytes",
            ours=(size / leads,),
            wanted=at_most(2000),
        )
    ]
