"""Invented files, deliveries and rejects for the intake page."""

from collections.abc import Iterator, Sequence
from datetime import timedelta

from engine.board import IntakeRow, RejectLine
from tests.tui.floors import HOSTILE, NOON

REASONS = (
    "No contact: there is no e-mail and no phone.",
    "No contact: the phone number was destroyed by a spreadsheet, and there is no e-mail.",
    "The row has 2 cells more than the table has columns.",
)


def arrivals(rows: Sequence[IntakeRow], more: int = 0) -> Iterator[IntakeRow]:
    """Yield the board's files and sources with what the page shows besides, a running file first."""
    yield IntakeRow(
        id="frunning",
        at=NOON - timedelta(seconds=12),
        name="trade-fair.csv",
        kind="file",
        source="trade-fair",
        accepted=41_200,
        rejected=17,
        duplicates=350,
        tests=2,
        is_done=False,
        rows_done=41_569,
        size=10_000,
        bytes_done=4_300,
    )
    for at, row in enumerate(rows):
        is_file = row.kind == "file"
        yield row.but(
            id=f"{'f' if is_file else 'h'}{at}",
            kind="file" if is_file else "delivery",
            source="inbox" if is_file else row.name,
            done_at=row.at + timedelta(seconds=at),
        )
    for number in range(more):
        yield IntakeRow(
            id=f"fmore{number}",
            at=NOON - timedelta(hours=5),
            name=f"many-{number}.csv",
            kind="file",
            accepted=1,
            rejected=0,
            duplicates=0,
            tests=0,
        )


def reject_lines() -> Iterator[RejectLine]:
    """Yield rejects of one file, the raw text of each an attack."""
    for number, text in enumerate(HOSTILE, 1):
        yield RejectLine(
            id=number,
            at=NOON,
            source="inbox",
            origin="leads.csv",
            place=f"leads.csv row {number * 7}",
            reason=REASONS[number % len(REASONS)],
            raw=f"{text};second cell\n{text}",
            is_test=number == 3,
        )
