"""The verb that takes files in from where they are: through the engine where one runs, else by ourselves."""

import hashlib
import shutil
import time
import uuid
from argparse import Namespace
from collections.abc import Iterator
from contextlib import closing, suppress
from pathlib import Path
from zoneinfo import ZoneInfo

from engine.turn import Refused
from importers.folder.drop_folder import UNFINISHED, UNFINISHED_STARTS
from store.rows import FileRow
from tui.clock import wall_clock
from tui.command_line.running import settings_of
from tui.command_line.verbs import DONE, WRONG
from tui.floor_dir import FloorDir
from tui.saying import say, tell, tell_json
from tui.seen_before import seen_before
from tui.serving.engine_log import write_log
from tui.serving.lease import Held, is_alive
from tui.settings import Settings
from tui.text import plain
from tui.wiring import open_ledger

LOOK_SECONDS = 0.1
NEXT_ENGINE_SECONDS = 5.0
"""How long an engine that has ended is waited for: one that stands by takes over, and our file with it."""

FILE = ("name", "sha256", "taken_at", "accepted", "rejected", "duplicates", "tests", "why", "again_at", "again_as")
"""What is told of a file, under names that stay."""


def take(floor: FloorDir, words: Namespace) -> int:
    """Take files in, and leave them where they are."""
    paths = [Path(name) for name in words.files]
    for path in paths:
        if path.is_dir():
            raise Refused(f"{path} is a folder. Name the files in it, or move it into {floor.inbox.name}/.")
        if not path.is_file():
            raise Refused(f"There is no file {path}.")
    settings = settings_of(floor)
    if words.preview:
        from tui.command_line.previewing import show

        return show(settings, paths, words.source, as_json=words.json)
    write_log(floor.log)
    rows = []
    for path in paths:
        rows.append(_take(floor, settings, path))
        if not words.json:
            tell_file(rows[-1], settings)
    if words.json:
        tell_json([{name: getattr(row, name) for name in FILE} for row in rows])
    return WRONG if any(row.why for row in rows) else DONE


def tell_file(row: FileRow, settings: Settings) -> None:
    """Say what became of a file."""
    if row.again_at is not None:
        words = f"{row.again_as}: {seen_before(row, row.taken_at, ZoneInfo(settings.policy.timezone))}"
        say(words) if row.why else tell([words])
        return
    counts = f"{row.accepted} new, {row.rejected} rejected, {row.duplicates} known, {row.tests} test leads"
    tell([f"{row.name}: {counts}"])
    if row.why:
        say(f"{row.name}: {row.why}")


def _take(floor: FloorDir, settings: Settings, path: Path) -> FileRow:
    """Have the engine take a file in, or be the engine for it; another import may have become it before us."""
    while True:
        with suppress(Held):
            return _through_engine(floor, path) or _by_ourselves(floor, settings, path)


def _by_ourselves(floor: FloorDir, settings: Settings, path: Path) -> FileRow:
    from tui.serving.dealing import Dealing
    from tui.serving.taking import take_path

    dealing = Dealing(floor, settings)
    dealing.open()
    with closing(dealing):
        return take_path(dealing.turns, path, _digest(path), dealing.hints)


def _through_engine(floor: FloorDir, path: Path) -> FileRow | None:
    """Drop a copy into the inbox and wait until the engine has taken it in; None when no engine runs."""
    with closing(open_ledger(floor)) as ledger:
        digest = _digest(path)
        with ledger.reading() as reading:
            if not is_alive(reading.lease(), wall_clock()):
                return None
            before = reading.file(digest)
        dropped = _drop(floor.inbox, path)
        if before is not None and before.is_done:
            return before.but(again_at=wall_clock(), again_as=plain(path.name))
        seen_at = time.monotonic()
        for row, runs in _looks(floor, digest):
            if row is not None:
                return row
            seen_at = time.monotonic() if runs else seen_at
            if time.monotonic() - seen_at > NEXT_ENGINE_SECONDS:
                break
    if _took_back(dropped):
        return None
    raise Refused(f"The engine stopped while it took {path.name}; the next one goes on with it.")


def _looks(floor: FloorDir, digest: str) -> Iterator[tuple[FileRow | None, bool]]:
    """What has become of a file, again and again, and whether an engine runs."""
    with closing(open_ledger(floor)) as ledger:
        while True:
            with ledger.reading() as reading:
                row = reading.file(digest)
                runs = is_alive(reading.lease(), wall_clock())
            yield row if row is not None and row.is_done else None, runs
            time.sleep(LOOK_SECONDS)


def _drop(inbox: Path, path: Path) -> Path:
    """Copy a file into the inbox, in one piece, under a name that the inbox takes."""
    inbox.mkdir(exist_ok=True)
    half = inbox / f".{uuid.uuid4().hex}.part"
    target = inbox / _name_for(path.name)
    if target.exists():
        target = inbox / f"{uuid.uuid4().hex[:8]}-{target.name}"
    try:
        shutil.copyfile(path, half)
        half.rename(target)
    finally:
        half.unlink(missing_ok=True)
    return target


def _name_for(name: str) -> str:
    """A name that does not look like a file somebody is still writing."""
    for ending in UNFINISHED:
        name = name[: -len(ending)] if name.casefold().endswith(ending) else name
    return name.lstrip("".join(UNFINISHED_STARTS)) or "import"


def _took_back(dropped: Path) -> bool:
    """Take the copy back, when nobody has claimed it."""
    try:
        dropped.unlink()
    except FileNotFoundError:
        return False
    return True


def _digest(path: Path) -> str:
    with path.open("rb") as file:
        return hashlib.file_digest(file, "sha256").hexdigest()
