"""What a board's rows say in words: ages, signs, states and bars, worked out from values alone.

A cell is a text with the names of its styles (`tui.widgets.palette`). Texts from outside are still as they came here;
the table makes them safe when it cuts them to width.
"""

from collections.abc import Callable, Mapping
from datetime import datetime, tzinfo
from math import inf

from engine.board import FeedRow, IntakeRow, QueueRow, RejectLine, RepRow
from engine.lead import LeadState, SlaState
from engine.rep import Availability
from tui.kind_words import kind_word

Cell = tuple[str, str]
Cells = dict[str, Cell]

LATE, RISK, FINE = "!!", "!", ""
STYLE_OF = {LATE: "breach", RISK: "warn", FINE: ""}
RUNS = (SlaState.RUNNING, SlaState.AT_RISK)
NOBODY = "—"
BAR_CELLS = 3
BAR_LEADS = 1.0
"""Leads to one cell of a fairness bar."""

PROGRESS_CELLS = 8

STATES: dict[Availability, tuple[str, str]] = {
    Availability.AVAILABLE: ("●", "ready"),
    Availability.LAST_ONE: ("●", "last one"),
    Availability.AWAY: ("○", "away"),
    Availability.NOT_RESPONDING: ("○", "no answer"),
    Availability.OFFLINE: ("×", "off"),
    Availability.UNKNOWN: ("?", "unknown"),
}
FULL, OVER = ("◐", "full"), ("◐", "over")

STEPS = ((60, 1), (600, 10), (inf, 30))
"""Below how many seconds a length of time in a table moves on by how many."""


def span_text(seconds: float) -> str:
    """Return a length of time in at most five cells: `0:08`, `18:42`, `1h05`, `2d3h`, `12d`."""
    whole = max(0, int(seconds))
    minutes, rest = divmod(whole, 60)
    if minutes < 60:
        return f"{minutes}:{rest:02d}"
    hours, minutes = divmod(minutes, 60)
    if hours < 24:
        return f"{hours}h{minutes:02d}"
    days, hours = divmod(hours, 24)
    return f"{days}d{hours}h" if days < 10 else f"{days}d"


def steady_text(seconds: float) -> str:
    """Return a length of time that is exact in its first minute, then moves on by ten seconds, later by thirty.

    Rows that change each second cost a terminal more than all else, and nobody reads them.
    """
    step = step_of(seconds)
    return span_text(seconds // step * step)


def step_of(seconds: float) -> int:
    """Return by how many seconds a length of time in a table moves on."""
    return next(step for below, step in STEPS if seconds < below)


def since(at: datetime | None, now: datetime) -> float:
    """Return the seconds since an instant, never below nought."""
    return max(0.0, (now - at).total_seconds()) if at else 0.0


def left_text(due_at: datetime | None, now: datetime, write: Callable[[float], str] = span_text) -> str:
    """Return the time left as `+5:48`, or over the limit as `-3:42`."""
    if due_at is None:
        return ""
    seconds = (due_at - now).total_seconds()
    return f"+{write(seconds)}" if seconds > 0 else f"-{write(-seconds)}"


def severity(row: QueueRow, now: datetime) -> str:
    """Return `!!` past the limit, `!` when most of it is used, else nothing."""
    if row.sla not in RUNS:
        return LATE if row.sla == SlaState.BREACHED and row.state != LeadState.CONTACTED else FINE
    if row.due_at is not None and row.due_at <= now:
        return LATE
    if row.sla == SlaState.AT_RISK or (row.warn_at is not None and row.warn_at <= now):
        return RISK
    return FINE


def back_text(row: QueueRow, now: datetime) -> str:
    """Return in how long a lead that was put aside comes back; nothing for any other."""
    return steady_text((row.parked_until - now).total_seconds()) if row.parked_until else ""


def queue_cells(row: QueueRow, now: datetime, names: Mapping[str, str], flags: str = "") -> Cells:
    """Return a lead's cells. `flags` holds `*` when it is marked, `…` while an order for it is on its way."""
    sign = severity(row, now)
    style = STYLE_OF[sign]
    owner = names.get(row.rep_id, row.rep_id) if row.rep_id else NOBODY
    is_waiting = row.rep_id is None
    is_aside = row.state in (LeadState.PARKED, LeadState.CONTACTED)
    why = row.why if not is_aside else "answered" if row.state == LeadState.CONTACTED else "put aside"
    return {
        "mark": ("*" if "*" in flags else "", "strong"),
        "sign": (sign, style),
        "age": (steady_text(since(row.queued_at, now)), style),
        "left": (
            back_text(row, now) if is_aside else left_text(row.due_at, now, steady_text),
            "dim" if is_aside else style,
        ),
        "lead": (row.name or row.id, ""),
        "company": (row.company or "(no company)", "" if row.company else "dim"),
        "source": (row.source, "dim"),
        "why": (why, "info" if is_waiting else "dim"),
        "rep": ("…" if "…" in flags else f"{owner}?" if row.state == LeadState.OFFERED else owner, ""),
        "id": (row.id, "dim"),
        "state": (str(row.state), "dim"),
    }


def rep_state(row: RepRow) -> tuple[str, str]:
    """Return a rep's state as a shape and a word."""
    shape, word = STATES[row.availability]
    if row.availability in (Availability.AVAILABLE, Availability.LAST_ONE) and row.is_full:
        return OVER if row.is_over else FULL
    return (shape, row.reason) if row.reason and row.availability == Availability.AWAY else (shape, word)


def rep_style(row: RepRow) -> str:
    """Return the style that goes with a rep's state."""
    shape, _ = rep_state(row)
    return {"●": "ok", "◐": "warn"}.get(shape, "dim")


def lag_text(lag: float) -> str:
    """Return a lag in leads with its sign, `+0.8` owed, `-3.1` ahead."""
    return f"{lag:+.1f}" if abs(lag) >= 0.05 else "0.0"


def bar_text(lag: float, cells: int = BAR_CELLS) -> str:
    """Return a bar to the left of a middle line for leads ahead of the share, to the right for leads owed."""
    length = min(cells, round(abs(lag) / BAR_LEADS)) if abs(lag) >= 0.05 else 0
    length = max(1, length) if abs(lag) >= BAR_LEADS / 4 else length
    ahead = "▓" * length if lag < 0 else ""
    owed = "▒" * length if lag > 0 else ""
    return f"{ahead:>{cells}}│{owed:<{cells}}"


def rep_cells(row: RepRow, now: datetime) -> Cells:
    """Return a rep's cells."""
    shape, word = rep_state(row)
    is_over = row.until_at is not None and row.until_at <= now and row.availability == Availability.AWAY
    style = rep_style(row)
    back = (
        f" {left_text(row.until_at, now, steady_text)}"
        if row.until_at and row.availability == Availability.AWAY
        else ""
    )
    return {
        "next": ("»" if row.is_next else "", "info"),
        "shape": (shape, style),
        "state": (word, style),
        "rep": (row.name or row.id, ""),
        "sign": (LATE if is_over else "", "breach"),
        "for": (steady_text(since(row.since_at, now)), "breach" if is_over else "dim"),
        "back": (back.strip(), "dim"),
        "load": (
            f"{row.load}/{row.capacity}" if row.capacity else f"{row.load}",
            "breach" if row.is_over else "warn" if row.is_full else "",
        ),
        "bar": (bar_text(row.lag), "ahead" if row.lag < 0 else "owed"),
        "lag": (lag_text(row.lag), ""),
        "got": (f"{row.received:.0f}{f'+{row.outside_count}' if row.outside_count else ''}", "dim"),
        "share": (f"{row.entitled:.1f}", "dim"),
    }


def clock_text(at: datetime, zone: tzinfo | None, with_seconds: bool = False) -> str:
    """Return an instant as the wall clock of a zone, None being this machine's."""
    return f"{at.astimezone(zone):%H:%M:%S}" if with_seconds else f"{at.astimezone(zone):%H:%M}"


def intake_cells(row: IntakeRow, now: datetime, zone: tzinfo | None) -> Cells:
    """Return the cells of a file, of a delivery or of a web-hook source."""
    counts = [f"{row.accepted} ok"]
    counts += [f"{count} {word}" for count, word in _odd_counts(row) if count]
    going = "" if row.is_done else f"{progress_text(row, now)}  "
    before = _before(row, zone) if row.again_at is not None else ""
    return {
        "at": (clock_text(row.again_at or row.at, zone), "dim"),
        "name": ((row.again_as or row.name) if row.kind == "file" else f"hook {row.name}", ""),
        "sign": ("!" if row.why or row.rejected else "", "warn"),
        "words": (before or row.why or going + "  ".join(counts), "warn" if row.why else ""),
        "why": (before or row.why, "warn" if row.why else "dim"),
        "state": _intake_state(row, now),
        "source": (row.source, "dim"),
        "taken": (f"{row.accepted:,}", ""),
        "known": (f"{row.duplicates:,}" if row.duplicates else "", "dim"),
        "rejected": (f"{row.rejected:,}" if row.rejected else "", "warn"),
        "tests": (f"{row.tests:,}" if row.tests else "", "dim"),
        "took": (span_text(since(row.at, row.done_at or now)) if row.done_at or not row.is_done else "", "dim"),
    }


def _before(row: IntakeRow, zone: tzinfo | None) -> str:
    from tui.seen_before import seen_before  # seldom needed, and `status` is over in a moment

    return seen_before(row, row.at, zone)


def progress_text(row: IntakeRow, now: datetime) -> str:
    """Return a bar of how far a file is read; one that only moves where its records do not tell."""
    if row.part is None:
        place = now.second % PROGRESS_CELLS
        return "░" * place + "▓" + "░" * (PROGRESS_CELLS - place - 1)
    full = min(PROGRESS_CELLS, int(row.part * PROGRESS_CELLS))
    return "▓" * full + "░" * (PROGRESS_CELLS - full) + f" {min(99, int(row.part * 100)):2d}%"


def _intake_state(row: IntakeRow, now: datetime) -> Cell:
    if row.is_asked:
        return ("tried again", "info")
    if not row.is_done:
        return (progress_text(row, now), "info")
    if row.why:
        return ("failed", "warn")
    return ("done", "dim") if row.again_at is None else ("seen before", "info")


def reject_cells(row: RejectLine) -> Cells:
    """Return the cells of a reject, its place without the file's name."""
    place = row.place.removeprefix(row.origin).strip() or row.place
    if row.became:
        state: Cell = ("anew" if row.became == "file" else f"→ {row.became}", "ok")
    else:
        state = ("test", "dim") if row.is_test else ("tried again", "info") if row.is_asked else ("", "")
    return {
        "place": (place, ""),
        "state": state,
        "reason": (f"{row.answer} {row.reason}" if row.answer else row.reason, "dim" if row.became else "warn"),
    }


def _odd_counts(row: IntakeRow) -> tuple[tuple[int, str], ...]:
    return ((row.rejected, "rejected"), (row.duplicates, "dup"), (row.tests, "test"))


def feed_cells(row: FeedRow, zone: tzinfo | None) -> Cells:
    """Return the cells of a journal entry."""
    return {
        "at": (clock_text(row.at, zone, with_seconds=True), "dim"),
        "kind": (
            kind_word(row.kind),
            "breach" if row.kind == "sla_breached" else "info",
        ),
        "who": (row.who or row.lead_id or row.rep_id or "", ""),
        "words": (row.words, "dim"),
    }


REASON_WORDS = {"skill": "lacks skill", "skills": "lacks skill", "offline": "off"}


def reason_words(reason: str) -> str:
    """Return why a rep was kept out as words: `skill:de` is `lacks skill de`, `away:lunch` is `away (lunch)`."""
    if reason.startswith("presence:"):
        reason = reason.removeprefix("presence:").replace("/", ":", 1)
    head, _, rest = reason.replace("_", " ").partition(":")
    words = REASON_WORDS.get(head, head)
    return f"{words} {rest}" if rest and words.startswith("lacks") else f"{words} ({rest})" if rest else words


def now_words(reason: str, rep: RepRow | None) -> str:
    """Return what a rep is now, where the reason why a lead waits was another; empty where it may be the same."""
    if rep is None or reason.startswith("not in pool"):
        return ""
    if rep.availability not in (Availability.AVAILABLE, Availability.LAST_ONE):
        word = reason_words(f"{STATES[rep.availability][1]}:{rep.reason}".rstrip(":"))
        return "" if reason.startswith(("presence:", "off_shift")) else f"now {word}"
    load = f"{rep.load}/{rep.capacity}"
    if reason.startswith("at_cap:open"):
        return "" if rep.is_full else f"now {load}"
    if rep.is_full:
        return f"now full {load}"
    return "now ready" if reason.startswith("presence:") else ""
