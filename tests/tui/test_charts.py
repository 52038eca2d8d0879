"""The day in pictures: every number is there, every bar as long as it says, and nothing by colour alone."""

import pytest

from engine.past import AGES, Figures, Slot
from tests.tui.archives import FakeArchive
from tests.tui.floors import HOSTILE, NOON, board, team
from tests.tui.pilots import opened, press, screen_text, until
from tests.tui.viewers import FakeViewer
from tui.screens.figures import Day
from tui.widgets.charts import AGE_WORDS, bar, capacities, charts
from tui.widgets.lines import line_width

FIGURES = FakeArchive().figures(NOON)


def text_of(width: int, figures: Figures = FIGURES) -> str:
    """Return the pictures as text."""
    return "\n".join("".join(text for text, _ in line) for line in charts(figures, board(), width))


@pytest.mark.parametrize("width", [56, 76, 116, 236, 476])
def test_pictures_fit(width: int) -> None:
    """At every width each line fits, and every rep and every count is named."""
    assert max(map(line_width, charts(FIGURES, board(), width))) <= width
    text = text_of(width)
    assert all(rep.name in text for rep in team())
    assert "135 came in today, 120 were answered" in text
    assert all(f"to {words}" in text for words in AGE_WORDS)


def test_bars_are_as_long_as_they_say() -> None:
    """The longest fills the room, half of it half, and what is above nought is seen."""
    assert [len(bar(amount, 10, 20, "▓")) for amount in (10, 5, 0.01, 0)] == [20, 10, 1, 0]
    assert bar(3, 0, 20, "▓") == "▓"


def test_late_ages_have_another_sign() -> None:
    """What is past the limit is drawn with another sign and has !! behind it."""
    late = [line for line in text_of(100).splitlines() if "!!" in line]
    assert len(late) == 2
    assert all("▒" in line and "▓" not in line for line in late)
    assert len(AGES) == len(AGE_WORDS)


def test_capacity_is_presence_at_the_day_s_pace() -> None:
    """Who was there for half the time could answer half; a floor on which nobody was could answer none."""
    slots = [
        Slot(begins_at=NOON, arrived=9, answered=4, ready=4.0),
        Slot(begins_at=NOON, arrived=0, answered=2, ready=2.0),
    ]
    assert capacities(slots) == [4.0, 2.0]
    assert capacities([Slot(begins_at=NOON, arrived=9, answered=0, ready=0.0)]) == [0.0]


def test_an_empty_day_has_a_picture() -> None:
    """A floor on which nothing has happened draws empty pictures."""
    empty = FIGURES.but(ages=(0,) * len(FIGURES.ages), slots=(), strips=())
    assert "0 came in today" in text_of(80, empty)


async def test_the_day_is_drawn_anew() -> None:
    """D shows the pictures, hostile names as text, and counts again after a while."""
    viewer = FakeViewer(board(reps=tuple(rep.but(name=HOSTILE[1]) for rep in team())))
    async with opened(viewer) as (app, pilot):
        await press(pilot, "D")
        assert isinstance(app.screen, Day)
        await until(pilot, lambda: "came in today" in screen_text(app))
        await press(pilot, "G")
        assert "[@click=app.q…" in screen_text(app)
        await press(pilot, "g")
        viewer.past.figures = lambda now: FIGURES.but(slots=())  # type: ignore[method-assign]
        for _ in range(10):
            app.tick()
        await until(pilot, lambda: "0 came in today" in screen_text(app))
