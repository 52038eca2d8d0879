"""Verbs about copies of the database: make one, and put one in its place."""

from argparse import Namespace
from contextlib import closing
from datetime import timedelta
from pathlib import Path

from engine.turn import Refused
from store.backup import BY_HAND, Restored, copy, make_folder
from store.backup import restore as put_back
from store.connection import open_reader
from store.head_file import head_in, moment
from store.instants import instant
from store.leases import lease_in
from store.rows import StoreError
from store.verify import verify_file
from tui.clock import wall_clock
from tui.command_line.verbs import DONE, WRONG
from tui.floor_dir import FloorDir
from tui.saying import say, tell
from tui.serving.lease import is_alive
from tui.spans import span_text


def backup(floor: FloorDir, words: Namespace) -> int:
    """Copy the database as it is now, and hold the copy to every law; exit code 1 when it breaks one."""
    target = _target(floor, words.file)
    copy(floor.database, target)
    broken = [finding for finding in verify_file(str(target)) if not finding.ok]
    with closing(open_reader(str(target))) as db:
        head = head_in(db)
    tell([f"{target}: entry {head.seq}, {target.stat().st_size / 1e6:.1f} MB"])
    for finding in broken:
        say(f"The copy is whole, but so is this fault in it. {finding.law}: {finding.sentence}")
    return WRONG if broken else DONE


def restore(floor: FloorDir, words: Namespace) -> int:
    """Put a copy in the place of the database, and say what that loses."""
    source = Path(words.file)
    if not source.is_file():
        raise Refused(f"There is no file {source}.")
    if floor.database.exists() and source.samefile(floor.database):
        raise Refused(f"{source} is the database itself, not a copy of it.")
    _refuse_while_served(floor)
    say(lost(put_back(floor.database, source, floor.backups, wall_clock())))
    return DONE


def lost(done: Restored) -> str:
    """What a restore lost, for whoever asked for it."""
    now, was = done.now, done.was
    told = f"leads.db is as it was at entry {now.seq}"
    told += f", {moment(now.at)}." if now.at else "."
    if was is None:
        told += " What it was before could not be read." if done.aside else ""
    elif was.seq > now.seq and now.at:
        gone = max(instant(was.at) - instant(now.at), timedelta(0))
        entries, leads = _count(was.seq - now.seq, "entry", "entries"), _count(done.leads_lost, "lead", "leads")
        told += f" Gone with it: {span_text(gone)} of the journal, {entries}, {leads}."
        if done.leads_lost:
            told += " Drop the files of that time again; what is known is not taken twice."
    else:
        told += " No entry was lost."
    return f"{told}\nThe database that was replaced is {done.aside}." if done.aside else told


def _count(number: int, one: str, many: str) -> str:
    return f"{number} {one if number == 1 else many}"


def _target(floor: FloorDir, named: str | None) -> Path:
    name = wall_clock().strftime(BY_HAND)
    target = Path(named) if named else make_folder(floor.backups) / name
    if target.is_dir():
        target = target / name
    if target.exists():
        raise Refused(f"{target} is there already; name another file.")
    if not target.parent.is_dir():
        raise Refused(f"There is no folder {target.parent}.")
    return target


def _refuse_while_served(floor: FloorDir) -> None:
    try:
        with closing(open_reader(str(floor.database))) as db:
            lease = lease_in(db)
    except StoreError:  # no database, or one too damaged to be asked
        return
    if lease is not None and is_alive(lease, wall_clock()):
        raise Refused(
            f"The engine of this floor runs as process {lease.pid}; leave the board or stop `floorboard serve` first."
        )
