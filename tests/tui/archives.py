"""An archive of invented leads: as many as are wanted, none of them held."""

from collections.abc import Callable
from datetime import datetime, timedelta

from engine.board import Board
from engine.past import AGES, Figures, HistoryPage, PastLead, Slot, Strip
from engine.rep import Availability
from store.rows import Stopped
from tests.tui.floors import HOSTILE, NOON, REPS, board

HALF_HOUR = timedelta(minutes=30)
CAME = (*[0] * 16, 2, 9, 14, 11, 6, 8, 17, 12, 9, 4, 7, 13, 20, 3)
READY = (*[0.0] * 16, *[3.5] * 4, *[6.0] * 10)


def past_lead(number: int, newest: int) -> PastLead:
    """Return the lead of a number, a minute older than the next."""
    at = NOON - timedelta(minutes=newest - number)
    is_answered = number % 3 > 0
    return PastLead(
        number=number,
        id=f"L-{number}",
        queued_at=at,
        received_at=at,
        name=HOSTILE[number % len(HOSTILE)] if number % 5 == 0 else f"Lead {number}",
        company=f"Company {number}",
        source="web",
        state="closed" if is_answered else "queued",
        rep_id=REPS[number % len(REPS)][0] if is_answered else None,
        first_touch_at=at + timedelta(seconds=70 + number % 900) if is_answered else None,
        sla="met" if number % 4 else "met_late",
        closed_at=None,
        disposition="won" if number % 6 == 1 else "",
    )


class FakeArchive:
    """Answers as an archive of `count` leads would; it keeps what it was asked."""

    def __init__(self, count: int = 1_000_000, then: Callable[[datetime], Board] = board) -> None:
        self.count = count
        self.then = then
        self.asked: list[tuple[str, int | None, bool]] = []
        self.moments: list[datetime] = []
        self.is_stopped = False

    def page(self, text: str, edge: int | None, is_down: bool, most: int) -> HistoryPage:
        self.asked.append((text, edge, is_down))
        if is_down:
            first = self.count if edge is None else edge - 1
            numbers = range(first, max(0, first - most), -1)
        else:
            last = 1 if edge is None else edge + 1
            numbers = range(min(self.count, last + most - 1), last - 1, -1)
        return HistoryPage(
            rows=tuple(past_lead(number, self.count) for number in numbers if number > 0),
            total=self.count,
            is_end=len(numbers) < most,
        )

    def number_at(self, at: datetime) -> int:
        return max(0, min(self.count, self.count + (at - NOON) // timedelta(minutes=1)))

    def board_at(self, at: datetime) -> Board:
        if self.is_stopped:
            raise Stopped
        self.moments.append(at)
        return self.then(at)

    def figures(self, now: datetime) -> Figures:
        begun = now.replace(hour=0, minute=0, second=0)
        slots = tuple(
            Slot(begins_at=begun + at * HALF_HOUR, arrived=came, answered=came - at % 3 if came else 0, ready=ready)
            for at, (came, ready) in enumerate(
                zip(
                    [0] * 16 + [2, 9, 14, 11, 6, 8, 17, 12, 9, 4, 7, 13, 20, 3],
                    [0] * 16 + [3.5] * 4 + [6.0] * 10,
                    strict=True,
                )
            )
        )
        opened = begun + timedelta(hours=8)
        lunch = begun + timedelta(hours=12)
        strips = tuple(
            Strip(
                rep_id=rep_id,
                name=name,
                stretches=(
                    (Availability.OFFLINE, begun, opened),
                    (Availability.AVAILABLE, opened, lunch + place * timedelta(minutes=7)),
                    (Availability.AWAY, lunch + place * timedelta(minutes=7), lunch + timedelta(minutes=60)),
                    (state, lunch + timedelta(minutes=60), now),
                ),
            )
            for place, (rep_id, name, state, *_) in enumerate(REPS)
        )
        ages = (3, 2, 5, 1, 0, 4, 0, 0, 1, 0)
        assert len(ages) == len(AGES) + 1
        return Figures(as_of=now, timezone="UTC", day_at=begun, ages=ages, slots=slots, strips=strips)

    def stop(self) -> None:
        """Stop nothing: answers come at once."""

    def go_on(self) -> None:
        """Go on."""

    def close(self) -> None:
        """Close nothing."""
