"""The verbs for records that could not be taken: to list them, and to try them again after a change of mapping."""

import time
from argparse import Namespace
from collections.abc import Callable, Sequence
from contextlib import closing

from engine.board import RejectLine
from engine.turn import Refused
from store.asked.reports import SqliteReports
from tui.clock import wall_clock
from tui.command_line.running import settings_of
from tui.command_line.verbs import DONE, WRONG
from tui.floor_dir import FloorDir
from tui.saying import say, tell, tell_json
from tui.serving.engine_log import write_log
from tui.serving.lease import is_alive
from tui.serving.post import Post
from tui.wiring import open_ledger, open_reports

LOOK_SECONDS = 0.1
WAIT_SECONDS = 600.0
"""How long we wait for the engine to try all of them; what is asked for stays asked for."""
RAW_SHOWN = 200

REJECT = ("id", "at", "source", "origin", "place", "reason", "raw", "is_asked", "answer")
"""What is told of a reject, under names that stay."""


def rejects(floor: FloorDir, words: Namespace) -> int:
    """List the records that could not be taken and are still none of a lead."""
    with closing(open_reports(floor)) as reports:
        found = reports.rejects(reports.open_rejects(words.file)).values()
    if words.json:
        tell_json([{name: getattr(one, name) for name in REJECT} for one in found])
        return DONE
    for one in found:
        tell([f"{one.id}  {one.place}: {one.reason}", f"    {one.raw[:RAW_SHOWN]}"])
    say(f"{len(found)} rejected; `floorboard retry ID` tries one again" if found else "nothing is rejected")
    return DONE


def retry(floor: FloorDir, words: Namespace) -> int:
    """Try rejects again, through the engine where one runs, and say what became of each."""
    settings = settings_of(floor)
    write_log(floor.log)
    with closing(open_reports(floor)) as reports:
        ids, files = _chosen(reports, words)
        with closing(Post(floor, wall_clock, warn=say)) as post:
            asked = post.ask_again([int(one) for one in ids], [one[1:] for one in files])
        if not asked:
            raise Refused("There is nothing to try again. `floorboard rejects` lists what there is.")
        if _is_served(floor):
            _wait(reports, ids, files)
        else:
            from tui.serving.dealing import Dealing

            with closing(Dealing(floor, settings)) as dealing:
                dealing.open()
                dealing.retries.try_asked()
                dealing.files.take_claimed()
        return _tell(reports, ids, files)


def _chosen(reports: SqliteReports, words: Namespace) -> tuple[tuple[str, ...], tuple[str, ...]]:
    """The rejects that are meant, and the files that failed as a whole."""
    if bool(words.rejects) + bool(words.file) + words.all != 1:
        raise Refused("Say which: numbers of rejects, --file NAME, or --all.")
    if words.rejects:
        return tuple(map(str, words.rejects)), ()
    rows = reports.intake([one for one in reports.intake_ids() if one.startswith("f")]).values()
    failed = tuple(row.id for row in rows if row.why and row.is_done and words.file in ("", row.name))
    return reports.open_rejects(words.file), failed


def _is_served(floor: FloorDir) -> bool:
    with closing(open_ledger(floor)) as ledger, ledger.reading() as reading:
        return is_alive(reading.lease(), wall_clock())


def _wait(reports: SqliteReports, ids: Sequence[str], files: Sequence[str]) -> None:
    """Wait until nothing of it is asked for any more, and each file is read to its end."""
    end = time.monotonic() + WAIT_SECONDS
    waits: Callable[[], bool] = lambda: (  # noqa: E731
        any(one.is_asked for one in reports.rejects(ids).values())
        or any(row.is_asked or not row.is_done for row in reports.intake(files).values())
    )
    while waits():
        if time.monotonic() > end:
            raise Refused("The engine has not come to it yet; it stays asked for.")
        time.sleep(LOOK_SECONDS)


def _tell(reports: SqliteReports, ids: Sequence[str], files: Sequence[str]) -> int:
    """Say what became of each; those that are rejects still make the verb end in 1."""
    found = list(reports.rejects(ids).values())
    gained = [one for one in found if one.became]
    tell(f"{one.id}  {one.place}: {_became(one)}" for one in gained)
    left = [one for one in found if not one.became and not one.is_test]
    for one in left:
        say(f"{one.id}  {one.place}: {one.answer or one.reason}")
    for row in reports.intake(files).values():
        tell([f"{row.name}: {row.accepted} new, {row.rejected} rejected, {row.duplicates} known"])
    say(f"{len(gained)} of {len(found)} rejects settled, {len(left)} still rejected")
    return WRONG if left else DONE


def _became(one: RejectLine) -> str:
    return "its file was taken anew" if one.became == "file" else one.became
