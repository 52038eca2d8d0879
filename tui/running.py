"""Verbs that run: the engine, the board with an engine behind it, and taking files in."""

import hashlib
import logging
import os
import shutil
import sys
import time
import uuid
from argparse import Namespace
from contextlib import closing
from logging.handlers import RotatingFileHandler
from pathlib import Path

from engine.policy import PolicyError
from engine.turn import Refused
from store.rows import FileRow
from tui.desk import rules_in_force, wall_clock
from tui.floor_dir import FloorDir
from tui.lease import is_alive
from tui.saying import say, tell
from tui.settings import Settings, load
from tui.text import plain
from tui.verbs import DONE, WRONG, actor, begin
from tui.wiring import open_ledger

LOG_BYTES_MAX = 5 * 1024 * 1024
LOGS_KEPT = 3
LOOK_SECONDS = 0.1


def serve(floor: FloorDir, words: Namespace) -> int:
    """Be the engine of a floor, or with `--once` take in what is there and be done."""
    settings = settings_of(floor)
    write_log(floor)
    from tui import serve as engine

    if words.once:
        engine.serve_once(floor, settings)
    else:
        engine.serve(floor, settings, words.port, words.tied)
    return DONE


def board(floor: FloorDir, words: Namespace) -> int:  # noqa: ARG001
    """Open the board, and keep an engine running behind it."""
    if not sys.stdout.isatty():
        raise Refused("The board needs a terminal. For a look without one: floorboard status.")
    show(floor)
    return DONE


def show(floor: FloorDir) -> None:
    """Show the board of a floor until it is left, with an engine behind it."""
    settings_of(floor)
    open_ledger(floor).close()
    from tui.keeper import Keeper
    from tui.viewer import FloorViewer

    with Keeper(floor) as keeper:
        from tui.app import BoardApp  # loaded while the engine starts

        with closing(FloorViewer(floor, actor(), wall_clock, trouble=keeper.trouble)) as viewer:
            BoardApp(viewer, actor=actor(), now=wall_clock).run()


def settings_of(floor: FloorDir) -> Settings:
    """What floor.toml says; where it has a fault, what was in force before. Raises PolicyError when nothing was."""
    begin(floor)
    try:
        return load(floor.rules)
    except PolicyError:
        with closing(open_ledger(floor)) as ledger, ledger.reading() as reading:
            policy = rules_in_force(reading)
        if policy is None:
            raise
        return Settings(policy=policy)


def write_log(floor: FloorDir) -> None:
    """Send what the engine has to say to the floor's log."""
    handler = RotatingFileHandler(floor.log, maxBytes=LOG_BYTES_MAX, backupCount=LOGS_KEPT, encoding="utf-8")
    os.chmod(floor.log, 0o600)
    handler.setFormatter(_OneLine("%(asctime)s %(levelname)s %(name)s %(message)s"))
    logging.basicConfig(level=logging.INFO, handlers=[handler])
    logging.getLogger("apscheduler").setLevel(logging.WARNING)


class _OneLine(logging.Formatter):
    """Log lines in which foreign text cannot forge another line."""

    def format(self, record: logging.LogRecord) -> str:
        return "\n".join(plain(line) for line in super().format(record).splitlines())


def take(floor: FloorDir, words: Namespace) -> int:
    """Take files in from where they are: through the engine where one runs, else by ourselves."""
    paths = [Path(name) for name in words.files]
    for path in paths:
        if not path.is_file():
            raise Refused(f"There is no file {path}.")
    settings = settings_of(floor)
    if words.preview:
        from tui.previewing import show

        return show(settings, paths, words.source, as_json=words.json)
    write_log(floor)
    with closing(open_ledger(floor)) as ledger, ledger.reading() as reading:
        runs = is_alive(reading.lease(), wall_clock())
    rows = [_through_engine(floor, path) for path in paths] if runs else _by_ourselves(floor, settings, paths)
    for row in rows:
        _tell(row)
    return WRONG if any(row.why for row in rows) else DONE


def _by_ourselves(floor: FloorDir, settings: Settings, paths: list[Path]) -> list[FileRow]:
    from tui.dealing import Dealing
    from tui.taking import take_path

    dealing = Dealing(floor, settings)
    dealing.open()
    with closing(dealing):
        return [take_path(dealing.turns, path, _digest(path), dealing.hints) for path in paths]


def _through_engine(floor: FloorDir, path: Path) -> FileRow:
    """Drop a copy into the inbox and wait until the engine has taken it in."""
    digest = _digest(path)
    floor.inbox.mkdir(exist_ok=True)
    half = floor.inbox / f".{uuid.uuid4().hex}.part"
    shutil.copyfile(path, half)
    half.rename(floor.inbox / _free_name(floor.inbox, path.name))
    with closing(open_ledger(floor)) as ledger:
        while True:
            with ledger.reading() as reading:
                row = reading.file(digest)
                runs = is_alive(reading.lease(), wall_clock())
            if row is not None and row.is_done:
                return row
            if not runs:
                raise Refused(f"The engine stopped. {path.name} lies in the inbox and is taken when one runs again.")
            time.sleep(LOOK_SECONDS)


def _free_name(folder: Path, name: str) -> str:
    return name if not (folder / name).exists() else f"{uuid.uuid4().hex[:8]}-{name}"


def _digest(path: Path) -> str:
    with path.open("rb") as file:
        return hashlib.file_digest(file, "sha256").hexdigest()


def _tell(row: FileRow) -> None:
    counts = f"{row.accepted} new, {row.rejected} rejected, {row.duplicates} known, {row.tests} test leads"
    tell([f"{row.name}: {counts}"])
    if row.why:
        say(f"{row.name}: {row.why}")
