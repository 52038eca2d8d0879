"""What the doctor looks at in the database: its log, its clock, its journal's end, its engine."""

from collections.abc import Iterator
from contextlib import closing
from datetime import timedelta

from store.connection import in_sentences, open_reader
from store.head_file import head_in, loss_in, moment
from store.instants import instant
from store.leases import lease_in
from store.rows import Lease, StoreError
from tui.health.findings import Finding, Patient, hint, well, wrong
from tui.serving.lease import LEASE_SPAN, is_alive
from tui.spans import span_text

WAL_BYTES_HINT = 64 * 1024 * 1024
WAL_BYTES_WRONG = 256 * 1024 * 1024
CLOCK_BEHIND_MAX = timedelta(seconds=2)


def database(patient: Patient) -> Iterator[Finding]:
    """Whether the database can be read, and what it says of clock, journal and engine."""
    path = patient.floor.database
    if not path.exists():
        yield hint("There is no leads.db yet; the first start makes it.", "floorboard")
        return
    try:
        with closing(open_reader(str(path))) as db, in_sentences(str(path)):
            head, loss, lease = head_in(db), loss_in(db), lease_in(db)
    except StoreError as trouble:
        yield wrong(str(trouble), "floorboard restore FILE")
        return
    yield wrong(loss, "floorboard restore FILE") if loss else well(f"leads.db can be read, {head.seq} entries")
    yield from _clock(patient, head.at)
    yield from _engine(patient, lease)


def log_size(patient: Patient) -> Iterator[Finding]:
    """Whether the write-ahead log is emptied now and then."""
    path = patient.floor.database
    wal = path.with_name(f"{path.name}-wal")
    size = wal.stat().st_size if wal.exists() else 0
    told = f"leads.db-wal has {size / 1024**2:,.0f} MiB"
    if size > WAL_BYTES_HINT:
        finding = wrong if size > WAL_BYTES_WRONG else hint
        yield finding(
            f"{told}: some program reads leads.db without end and keeps the log from being emptied; close it.",
            "fuser -v leads.db",
        )
    elif size:
        yield well(told)


def _clock(patient: Patient, at: str) -> Iterator[Finding]:
    if not at:
        return
    behind = instant(at) - patient.now
    if behind > CLOCK_BEHIND_MAX:
        yield wrong(
            f"The clock is {span_text(behind)} behind the journal, which ends at {moment(at)}; an engine"
            " counts on from there until the clock has caught up.",
            "timedatectl set-ntp true",
        )
    else:
        yield well("the clock is not behind the journal")


def _engine(patient: Patient, lease: Lease | None) -> Iterator[Finding]:
    if lease is None or lease.pid == 0:
        yield well("no engine runs")
        return
    silent = patient.now - lease.renewed_at
    if not is_alive(lease.but(renewed_at=patient.now), patient.now):
        yield hint(
            f"The engine, process {lease.pid}, ended {span_text(silent)} ago without a word; another may start.",
            "floorboard serve",
        )
    elif silent >= LEASE_SPAN:
        yield wrong(
            f"The engine, process {lease.pid}, has said nothing for {span_text(silent)}; it may be stopped or hang.",
            f"kill -CONT {lease.pid}",
        )
    elif lease.trouble:
        yield wrong(f"The engine says: {lease.trouble}")
    else:
        yield well(f"the engine runs as process {lease.pid}")
