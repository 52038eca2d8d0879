"""pgqueuer on a PostgreSQL of its own: each row is put in, taken out, kept with its rep and marked done, durably."""

import asyncio
import json
import os
import pwd
import shutil
import subprocess
from collections.abc import Iterator, Sequence
from contextlib import contextmanager
from datetime import timedelta
from itertools import cycle
from pathlib import Path
from typing import Any
from uuid import uuid4

from benchmarks.rows import Row

USER = "postgres"
ENTRY = "deal"


def missing() -> str:
    """Why it cannot be measured here; empty when it can."""
    if not (shutil.which("initdb") and shutil.which("pg_ctl")):
        return "PostgreSQL is not installed here"
    try:
        import asyncpg
        import pgqueuer

        assert asyncpg
        assert pgqueuer
    except ImportError as lacking:
        return f"{lacking.name} is not installed"
    return ""


@contextmanager
def postgres(folder: Path) -> Iterator[Path]:
    """A server that listens on a socket in a folder, with its defaults: synced at every commit."""
    data = folder / "data"
    if os.geteuid() == 0:
        shutil.chown(folder, USER)
        for above in (folder, folder.parent):
            above.chmod(above.stat().st_mode | 0o011)
    _as_user("initdb", "--auth=trust", f"--username={USER}", "--no-instructions", "-D", str(data))
    options = f"-k {folder} -c listen_addresses=''"
    _as_user("pg_ctl", "-w", "-D", str(data), "-o", options, "-l", str(folder / "log"), "start")
    try:
        yield folder
    finally:
        _as_user("pg_ctl", "-D", str(data), "-m", "immediate", "stop")


def _as_user(*words: str) -> None:
    """Run one of PostgreSQL's programs, which refuse to be run by root."""
    user = USER if os.geteuid() == 0 else None
    group = pwd.getpwnam(USER).pw_gid if user else None
    subprocess.run(words, check=True, user=user, group=group, cwd="/", stdout=subprocess.DEVNULL)


def deal(folder: Path, rows: Sequence[Row], reps: int) -> None:
    """Put rows in and hand them round, one at a time."""
    asyncio.run(_deal(folder, rows, reps))


async def _deal(folder: Path, rows: Sequence[Row], reps: int) -> None:
    import asyncpg
    from pgqueuer.db import AsyncpgDriver
    from pgqueuer.queries import Queries

    connection: Any = await asyncpg.connect(host=str(folder), user=USER, database=USER)
    queries = Queries(AsyncpgDriver(connection))
    if not await queries.has_table("pgqueuer"):
        await queries.install()
        await connection.execute("CREATE TABLE assignments (job_id bigint PRIMARY KEY, rep_id int)")
    turn, taker = cycle(range(reps)), uuid4()
    for row in rows:
        await queries.enqueue(ENTRY, json.dumps(row).encode())
        (job,) = await _taken(queries, taker)
        await connection.execute("INSERT INTO assignments VALUES ($1, $2)", job.id, next(turn))
        await queries.log_jobs([(job, "successful", None)])
    await connection.close()


async def _taken(queries: Any, taker: Any) -> list[Any]:
    from pgqueuer.ports.repository import EntrypointExecutionParameter

    wanted = {ENTRY: EntrypointExecutionParameter(0)}
    return list(await queries.dequeue(1, wanted, taker, None, timedelta(seconds=30)))
