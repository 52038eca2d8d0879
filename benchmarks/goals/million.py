"""A million rows in one file: its rate, its cost a row, memory, boards meanwhile, and the start after kill -9."""

from benchmarks import big_file
from benchmarks.goals.s1_files import AGAINST, DIFFERS, insert_seconds
from benchmarks.line import Line, at_most, times_or_less, times_or_more
from benchmarks.plan import Plan
from benchmarks.rows import write_rows

FEW = 100_000


def measure(plan: Plan) -> list[Line]:
    """Beside sqlite-utils and beside ourselves with a tenth of the rows; the peer's rate is the same at any size."""
    few, many = plan.pick((FEW, 1_000_000), (2_000, 20_000))
    small, big = big_file.measure(few), big_file.measure(many)
    other = few / insert_seconds(plan, write_rows(plan.folder("rows") / "rows.csv", few))
    words, size = f"{many:,} rows", big.database_bytes / big.accepted
    return [
        Line(
            what=f"file of {words} to dealt and durable",
            unit="rows/s",
            ours=(big.rows / big.seconds,),
            wanted=times_or_more(1.5),
            baseline=(other,),
            against=AGAINST,
            differs=DIFFERS,
        ),
        Line(
            what=f"processor time of a row, {words}",
            unit="µs",
            ours=(1e6 / big.rows_per_cpu_second,),
            wanted=times_or_less(1.3),
            baseline=(1e6 / small.rows_per_cpu_second,),
            against=f"the same with {few:,}",
        ),
        Line(what=f"peak memory, {words}", unit="MiB", ours=(big.engine_mib,), wanted=at_most(1024)),
        Line(what=f"a lead on disk, {words}", unit="bytes", ours=(size,), wanted=at_most(2000)),
        Line(what=f"longest wait for a newer board, {words}", unit="s", ours=(big.board_gap_seconds,)),
        Line(what=f"engine ready after kill -9, {many:,} open leads", unit="s", ours=(big.ready_seconds,)),
        Line(what=f"verify, {words}", unit="s", ours=(big.verify_seconds,)),
    ]
