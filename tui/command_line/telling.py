"""Verbs that tell: the floor in lines, and why a lead is where it is."""

from argparse import Namespace
from contextlib import closing
from datetime import datetime

from engine.board import Glance, QueueRow, RepRow
from engine.lead import SlaState
from engine.turn import Refused
from tui.clock import wall_clock
from tui.command_line.verbs import DONE, lead_id
from tui.floor_dir import FloorDir
from tui.plight import plight_lines
from tui.saying import tell, tell_json
from tui.serving.lease import health_of
from tui.who import only_own, people_on
from tui.wiring import open_glances, open_reports

TILES = (
    *("waiting", "unanswered", "oldest_at", "answered_in_time", "answered_late", "breached"),
    *("available", "reps", "fairness", "worst_rep", "worst_lag", "parked"),
)
REP = ("id", "name", "availability", "reason", "since_at", "until_at", "capacity", "received", "entitled", "lag")
INTAKE = (
    "at",
    "name",
    "kind",
    "accepted",
    "rejected",
    "duplicates",
    "tests",
    "is_done",
    "why",
    "again_at",
    "again_as",
)

LEADS_SHOWN = 20
MARK = {SlaState.AT_RISK: "! ", SlaState.BREACHED: "!!"}


def status(floor: FloorDir, words: Namespace) -> int:
    """Show the floor in lines, or as JSON."""
    now = wall_clock()
    _need_database(floor)
    with closing(open_glances(floor)) as glances:
        house = glances.house()
        if own := only_own(house.people if house else ()):
            raise Refused(f"You are rep {own}, and this shows the whole floor; what is yours: floorboard rep.")
        seen = glances.glance(health_of(glances.lease(), now), now)
    if words.json:
        tell_json(_status(seen))
    else:
        tell(_lines(seen, now))
    return DONE


def why(floor: FloorDir, words: Namespace) -> int:
    """Say why a lead is where it is, with a reason for every rep."""
    from tui.command_line.trail import trail_of  # the engine's routing: status needs none of it
    from tui.command_line.why import why_json, why_lines

    _need_database(floor)
    with closing(open_reports(floor)) as reports:
        detail = reports.detail(lead_id(words.lead))
        if detail is None:
            raise Refused(f"There is no lead {lead_id(words.lead)} on this floor.")
        own = only_own(people_on(floor))
        if own and detail.row.rep_id != own:
            raise Refused(f"{detail.row.id} is not yours, {own}; ask a manager.")
        with reports.past() as past:
            trail = trail_of(past, detail.explanation)
    if words.json:
        tell_json(why_json(detail, trail))
    else:
        tell(why_lines(detail, trail))
    return DONE


def _need_database(floor: FloorDir) -> None:
    """A floor of house rules alone becomes an empty one."""
    if not floor.database.exists():
        from tui.command_line.founding import found

        found(floor)


def _status(board: Glance) -> dict[str, object]:
    """The board under stable names."""
    return {
        "floor": board.floor,
        "seq": board.seq,
        "as_of": board.as_of,
        "engine": _plain(board.engine, "is_alive", "pid", "listening", "trouble"),
        "tiles": _plain(board.tiles, *TILES),
        "pools_at_cap": {pool: _plain(full, "since_at", "waiting") for pool, full in board.plight.full.items()},
        "on_old_ladders": board.old_ladders,
        "leads": [_lead(row) | {"wait_seconds": board.waits.get(row.id)} for row in board.queue],
        "leads_total": board.queue_total,
        "reps": [_rep(row) for row in board.reps],
        "intake": [_plain(row, *INTAKE) for row in board.intake],
    }


def _plain(value: object, *names: str) -> dict[str, object]:
    return {name: getattr(value, name) for name in names}


def _lead(row: QueueRow) -> dict[str, object]:
    return _plain(row, "id", "state", "name", "company", "source", "why", "queued_at", "due_at") | {
        "rep": row.rep_id,
        "sla": row.sla,
    }


def _rep(row: RepRow) -> dict[str, object]:
    names = (
        "id",
        "name",
        "availability",
        "reason",
        "since_at",
        "until_at",
        "capacity",
        "received",
        "entitled",
        "lag",
    )
    more = {"open": row.open_count, "load": row.load, "over_cap": row.is_over}
    return _plain(row, *names) | more | {"outside_rotation": row.outside_count}


def _lines(board: Glance, now: datetime) -> list[str]:
    tiles = board.tiles
    engine = f"engine process {board.engine.pid}" if board.engine.is_alive else "no engine runs"
    oldest = _span(now, tiles.oldest_at) if tiles.oldest_at else "-"
    fair = "-" if tiles.fairness is None else f"{tiles.fairness:.2f}"
    lines = [
        f"{board.floor}  ({engine}{', ' + board.engine.listening if board.engine.listening else ''})",
        f"waiting {tiles.waiting}   oldest {oldest}   breached {tiles.breached}   put aside {tiles.parked}   "
        f"ready {tiles.available} of {tiles.reps}   fairness {fair}",
        "",
    ]
    if board.engine.trouble:
        lines.insert(1, f"!! {board.engine.trouble}")
    lines += [*(f"!  {words}" for words in plight_lines(board)), *(_rep_line(row, now) for row in board.reps)]
    lines += ["", *(_lead_line(row, now) for row in board.queue[:LEADS_SHOWN])]
    if board.queue_total > LEADS_SHOWN:
        lines.append(f"   and {board.queue_total - LEADS_SHOWN} more")
    return lines


def _rep_line(row: RepRow, now: datetime) -> str:
    reason = f" {row.reason}" if row.reason else ""
    load = f"{row.load}/{row.capacity or '-'}"
    state = f"{row.availability}{reason}"
    return (
        f"   {row.id:<12} {row.name:<20} {state:<22} {_span(now, row.since_at):>8}  load {load:<6} lag {row.lag:+.2f}"
        f"{'  over cap' if row.is_over else ''}"
        f"{f'  {row.outside_count} outside rotation' if row.outside_count else ''}"
    )


def _lead_line(row: QueueRow, now: datetime) -> str:
    age = _span(now, row.queued_at)
    return (
        f"{MARK.get(row.sla, '  ')} {row.id:<8} {age:>8}  {row.name[:24]:<24} {row.rep_id or '-':<10} {row.why[:40]}"
    )


def _span(now: datetime, since: datetime) -> str:
    seconds = max(0, int((now - since).total_seconds()))
    hours, rest = divmod(seconds, 3600)
    return f"{hours}:{rest // 60:02}:{rest % 60:02}" if hours else f"{rest // 60}:{rest % 60:02}"
