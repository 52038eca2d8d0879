"""Alerts: a breach is heard once, at its time, and nothing of it steers the terminal."""

from datetime import UTC, time, timedelta

import pytest
from textual import events

from tests.tui.floors import HOSTILE, NOON, Hand, board, lead
from tests.tui.pilots import opened, settled, until
from tests.tui.viewers import FakeViewer
from tui.alerting import RING_EVERY, Alerts, Ringer, desktop_code, title_code, title_of, words_of
from tui.app import BoardApp
from tui.look import Look
from tui.seat import Seat

LATE = lead(1, age=1000)


def test_many_breaches_ring_once_and_late_ones_are_not_forgotten() -> None:
    """What becomes late within a bell's rest rings with the next bell, and once."""
    ringer, now = Ringer(Alerts(), UTC), NOON
    assert ringer.notice(board(now, (LATE, lead(2, age=1000))), now)
    both = board(now, (LATE, lead(2, age=1000), lead(3, age=1000)))
    assert not ringer.notice(both, now + timedelta(seconds=1))
    assert ringer.notice(both, now + RING_EVERY)
    assert not ringer.notice(both, now + 2 * RING_EVERY)


def test_a_clock_set_back_does_not_silence() -> None:
    """After the machine's clock was set back a new breach still rings."""
    ringer = Ringer(Alerts(), UTC)
    ringer.notice(board(NOON, (LATE,)), NOON)
    earlier = NOON - timedelta(hours=1)
    assert ringer.notice(board(earlier, (LATE, lead(2, earlier, age=1000))), earlier)


def test_time_alone_makes_late_on_the_board_that_is_there() -> None:
    """Each lead rings when its own time comes, the acknowledged stay so, and a clock set back takes it all back."""
    ringer, ages = Ringer(Alerts(), UTC), {1: 890, 2: 800, 3: 100}
    floor = board(NOON, tuple(lead(number, age=age) for number, age in ages.items()))
    after = timedelta(seconds=1)
    rung = [seconds for seconds in range(0, 900, 10) if ringer.notice(floor, NOON + seconds * after)]
    assert rung == [10, 100, 800]
    assert [row.id for row in ringer.open()] == ["L-1", "L-2", "L-3"]
    assert ringer.acknowledge() == 3
    assert ringer.open() == []
    assert not ringer.notice(floor, NOON + 50 * after)
    assert (ringer.late, ringer.acknowledged) == ({"L-1"}, {"L-1"})
    assert ringer.notice(floor, NOON + 150 * after)
    assert [row.id for row in ringer.open()] == ["L-2"]


@pytest.mark.parametrize(
    ("quiet", "at", "is_quiet"),
    [
        (("22:00", "06:30"), "23:10", True),
        (("22:00", "06:30"), "06:29", True),
        (("22:00", "06:30"), "06:30", False),
        (("12:00", "13:00"), "12:00", True),
        (("12:00", "13:00"), "13:00", False),
    ],
)
def test_quiet_hours(quiet: tuple[str, str], at: str, is_quiet: bool) -> None:
    """Quiet hours hold from their beginning to before their end, over midnight too."""
    alerts = Alerts(quiet=(time.fromisoformat(quiet[0]), time.fromisoformat(quiet[1])))
    clock = time.fromisoformat(at)
    now = NOON.replace(hour=clock.hour, minute=clock.minute)
    assert alerts.is_quiet(now, UTC) is is_quiet
    assert Ringer(alerts, UTC).notice(board(now, (lead(1, now, age=1000),)), now) is not is_quiet


def test_codes_carry_no_code_of_others() -> None:
    """A hostile name in title or notification ends no code and begins none."""
    for text in HOSTILE:
        for code in (title_code(text), desktop_code(text)):
            inner = code.replace("\x1b]2;", "").replace("\x1b]9;", "").replace("\x1b]777;notify;floorboard;", "")
            assert not set(inner.replace("\x1b\\", "")) & set("\x1b\x07\x9b\x9d\x9c\n\r")
        words = words_of((LATE.but(company=text),))
        assert desktop_code(words).count(";") == 4


def test_the_title_counts() -> None:
    """The title says how many are late and wait, and where."""
    assert title_of(board(), 3) == "(3 late) 4 waiting · NORTH FLOOR · floorboard"
    assert title_of(board(), 0).startswith("4 waiting")
    assert title_of(None, 0) == "floorboard"


class Told:
    """Keeps what an app sends to its terminal."""

    def __init__(self, app: BoardApp) -> None:
        self.codes: list[str] = []
        self.bells = 0
        app.send = self.codes.append  # type: ignore[method-assign]
        app.bell = self.ring  # type: ignore[method-assign]

    def ring(self) -> None:
        """Count a bell."""
        self.bells += 1


async def test_a_notification_comes_only_while_another_window_has_the_keys() -> None:
    """With the board in front a breach rings; with another window in front it notifies as well."""
    viewer, hand = FakeViewer(board(queue=())), Hand()
    async with opened(viewer, hand) as (app, pilot):
        told = Told(app)
        viewer.change(queue=(LATE,))
        await until(pilot, lambda: told.bells == 1)
        assert not [code for code in told.codes if "notify" in code]
        app.post_message(events.AppBlur())
        await until(pilot, lambda: not app.app_focus)
        hand.forward(10)
        viewer.change(queue=(LATE, lead(2, age=1000, company=HOSTILE[3])))
        await until(pilot, lambda: told.bells == 2)
        await settled(pilot)
        notes = [code for code in told.codes if "notify" in code]
        assert len(notes) == 1
        assert "2 leads are past the limit, oldest " in notes[0]


async def test_what_a_floor_does_not_want_is_not_sent() -> None:
    """With bell, desktop and title turned off a breach is on the banner alone."""
    viewer = FakeViewer(board())
    seat = Seat(actor="dana", look=Look(alerts=Alerts(bell=False, desktop=False, title=False)))
    app = BoardApp(viewer, seat, Hand(), zone=UTC, every=0.02)
    told = Told(app)
    async with app.run_test() as pilot:
        await settled(pilot)
        assert app.late()
    assert (told.codes, told.bells) == ([], 0)
