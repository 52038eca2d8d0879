"""`floorboard replay`: the journal dealt again under other house rules, and what would differ; nothing is written."""

from argparse import Namespace
from collections.abc import Callable, Iterable, Iterator
from contextlib import closing
from datetime import datetime
from pathlib import Path
from zoneinfo import ZoneInfo

from engine.events import Entry
from engine.floor import Floor
from engine.policy import Policy
from engine.telling.compared import Difference, Stand, Sums, differences, sums
from engine.telling.lived import Lived
from engine.telling.retold import turns
from engine.telling.second import Kept, Second
from engine.turn import Refused
from store.asked.explain import Decision, sentence_of
from tui.command_line.verbs import DONE, WRONG
from tui.floor_dir import FloorDir
from tui.saying import say, tell, tell_json
from tui.serving.in_force import rules_in_force
from tui.settings import load
from tui.who import only_own, people_on
from tui.wiring import open_ledger

REFUSED_SHOWN = 3

SUMS = ("received", "lag", "breaches", "owned", "leads", "wait_p50", "wait_p90")

IsPast = Callable[[Entry], bool]
"""Whether an entry is behind an edge."""


def replay(floor: FloorDir, words: Namespace) -> int:
    """Deal a stretch of the journal again; exit code 1 where a lead would be elsewhere."""
    if not floor.database.exists():
        raise Refused("This floor has no leads.db yet: there is nothing to deal again.")
    if own := only_own(people_on(floor)):
        raise Refused(f"You are rep {own}, and this shows the whole floor; ask a manager.")
    rules = load(Path(words.config)).policy if words.config else None
    with closing(open_ledger(floor)) as ledger, ledger.reading() as view:
        policy = rules_in_force(view)
        if policy is None:
            raise Refused("Nothing has happened on this floor yet: there is nothing to deal again.")
        zone = ZoneInfo(policy.timezone)
        edges = edge(words.since, zone, is_end=False), edge(words.until, zone, is_end=True)
        before, second = lived_again(view.tail(0), edges, view, rules)
        found = list(differences(second))
        told = [(one, _why(second, one, rules or policy)) for one in found]
    now, then = sums(second.lived, before), sums(second.first, before)
    if words.json:
        tell_json(_json(told, then, now, second))
    else:
        tell(_lines(told, then, now))
    _say_what_was_left_out(second)
    say(f"{len(found)} of {len(second.first.leads)} leads would be elsewhere; nothing was written")
    return WRONG if found else DONE


def lived_again(
    journal: Iterable[Entry], edges: tuple[IsPast, IsPast], kept: Kept, rules: Policy | None
) -> tuple[Lived, Second]:
    """The floor before the first edge, and both floors at the second: the one that was, and another."""
    before = Lived(Floor(), {}, {})
    second: Second | None = None
    begins, is_over = edges
    for turn in turns(journal):
        if is_over(turn[0]):
            break
        if second is None and not begins(turn[0]):
            before.fold(turn)
            continue
        second = second or Second(before, kept, rules)
        second.live(turn)
    if second is None:
        raise Refused("There is nothing in the journal between these two.")
    return before, second


def edge(text: str | None, zone: ZoneInfo, *, is_end: bool) -> IsPast:
    """Whether an entry is behind `--from` or `--to`: the number of an entry, or an instant of the floor's time."""
    if text is None:
        return lambda _: not is_end
    if text.isdecimal():
        seq = int(text) + is_end
        return lambda entry: entry.seq >= seq
    try:
        at = datetime.fromisoformat(text)
    except ValueError:
        raise Refused(f"{text!r} is neither the number of an entry nor a time like 2026-09-07T09:00.") from None
    at = at if at.tzinfo else at.replace(tzinfo=zone)
    return lambda entry: entry.at > at if is_end else entry.at >= at


def _why(second: Second, one: Difference, policy: Policy) -> str:
    if one.joined:
        return f"It joins {one.joined} only one of the two times: other [duplicates]."
    entry = second.lived.decided.get(one.here)
    return sentence_of(Decision(entry, (one.now.rule, one.now.pool), policy)) if entry is not None else ""


def _lines(told: list[tuple[Difference, str]], then: Sums, now: Sums) -> Iterator[str]:
    for one, why in told:
        yield f"{one.id or one.here}: {_stand(one.then)} -> {_stand(one.now)}. {why}"
    yield f"{'rep':<16} {'received':>10} {'would':>8} {'lag':>8} {'would':>8}"
    for rep in sorted({*then.received, *now.received}):
        numbers = (then.received.get(rep, 0), now.received.get(rep, 0), then.lag.get(rep, 0), now.lag.get(rep, 0))
        got, would, lag, other = numbers
        yield f"{rep:<16} {got:>10g} {would:>8g} {lag:>+8.2f} {other:>+8.2f}"
    yield f"clocks run out: {then.breaches}, would be {now.breaches}"
    yield f"leads with an owner: {then.owned} of {then.leads}, would be {now.owned} of {now.leads}"
    yield f"half had one within {_seconds(then.wait_p50)}, would within {_seconds(now.wait_p50)}"
    yield f"nine in ten had one within {_seconds(then.wait_p90)}, would within {_seconds(now.wait_p90)}"


def _stand(stand: Stand) -> str:
    return f"{stand.rule or '-'} / {stand.pool or '-'} / {stand.rep or 'nobody'}"


def _seconds(seconds: float | None) -> str:
    return "-" if seconds is None else f"{seconds:.1f} s"


def _say_what_was_left_out(second: Second) -> None:
    """Say which acts of then nobody could have done."""
    if second.refused:
        shown = "; ".join(f"entry {entry.seq}: {why}" for entry, why in second.refused[:REFUSED_SHOWN])
        say(f"{len(second.refused)} acts could not be done again: {shown}")


def _json(told: list[tuple[Difference, str]], then: Sums, now: Sums, second: Second) -> object:
    rows = [
        {"lead": one.id, "here": one.here, "then": _stand_json(one.then), "now": _stand_json(one.now), "why": why}
        for one, why in told
    ]
    totals = {name: {part: getattr(one, part) for part in SUMS} for name, one in (("then", then), ("now", now))}
    left = [{"entry": entry.seq, "why": why} for entry, why in second.refused]
    return {"differences": rows, "totals": totals, "left_out": left}


def _stand_json(stand: Stand) -> object:
    return {"rule": stand.rule, "pool": stand.pool, "rep": stand.rep}
