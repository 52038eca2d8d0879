"""How much of the screen may be written anew for a key and for a second that passes."""

from collections.abc import Iterable, Iterator
from contextlib import contextmanager
from typing import Any

import pytest
from rich.console import RenderableType
from textual._compositor import Compositor, CompositorUpdate
from textual._context import active_app
from textual.css import stylesheet
from textual.css.model import RuleSet
from textual.screen import Screen

from tests.budgets.counting import calls, within
from tests.tui.floors import Hand, board, many
from tests.tui.pilots import opened, settled
from tests.tui.viewers import FakeViewer
from tui.app import BoardApp


@contextmanager
def written(app: BoardApp, monkeypatch: pytest.MonkeyPatch) -> Iterator[list[int]]:
    """How many characters each update of the screen would write to a terminal."""
    sizes: list[int] = []
    display = app._display

    def noted(screen: Screen[object], renderable: RenderableType | None) -> None:
        if hasattr(renderable, "render_segments"):
            sizes.append(len(renderable.render_segments(app.console)))
        display(screen, renderable)

    monkeypatch.setattr(app, "_display", noted)
    yield sizes
    monkeypatch.undo()


async def test_a_key_that_moves_the_cursor_repaints_little(monkeypatch: pytest.MonkeyPatch) -> None:
    """Two rows change, not the page, however many leads there are."""
    async with opened(FakeViewer(board(queue=many(2000)))) as (app, pilot):
        await pilot.press("j")
        await settled(pilot)
        with written(app, monkeypatch) as sizes:
            await pilot.press("j")
            await settled(pilot)
    within("characters written for a key", sum(sizes), 400)


async def test_a_second_that_passes_repaints_ages(monkeypatch: pytest.MonkeyPatch) -> None:
    """Only what says another age than before is written."""
    hand = Hand()
    async with opened(FakeViewer(board(queue=many(2000))), hand) as (app, pilot):
        with written(app, monkeypatch) as sizes:
            hand.forward(1)
            app.tick()
            await settled(pilot)
    within("characters written for a second", sum(sizes), 900)


async def test_a_second_that_passes_works_little() -> None:
    """The ages that move on are worked out anew, and neither the others nor every lead that there is."""
    hand = Hand()
    async with opened(FakeViewer(board(queue=many(2000))), hand) as (app, pilot):
        hand.forward(1)
        app.tick()
        await settled(pilot)
        hand.forward(1)
        within("functions called for a second", calls(app.tick), 1_650)


async def test_a_second_that_passes_is_painted_with_little_work(monkeypatch: pytest.MonkeyPatch) -> None:
    """Of the lines that nothing has happened to none is asked for again."""
    hand, counts, paint = Hand(), list[int](), Compositor.render_update

    def counted(compositor: Compositor, *rest: Any, **more: Any) -> RenderableType | None:
        made: list[RenderableType | None] = []
        counts.append(calls(lambda: made.append(paint(compositor, *rest, **more))))
        return made[0]

    async with opened(FakeViewer(board(queue=many(2000))), hand) as (app, pilot):
        monkeypatch.setattr(Compositor, "render_update", counted)
        for _ in range(2):
            hand.forward(1)
            app.tick()
            await settled(pilot)
    within("functions called to paint a second", counts[-1], 1_900)


async def test_the_first_picture_is_made_once(monkeypatch: pytest.MonkeyPatch) -> None:
    """Our rules of style are read once, and no picture of ours is made while the app holds pictures back."""
    read: list[str] = []
    held_back: list[int] = []
    parse, paint = stylesheet.parse, Compositor.render_full_update

    def noted_rules(scope: str, css: str, *rest: Any, **more: Any) -> Iterable[RuleSet]:
        read.append(css)
        return parse(scope, css, *rest, **more)

    def noted_picture(compositor: Compositor, simplify: bool = False) -> CompositorUpdate:
        held_back.append(active_app.get()._batch_count)
        return paint(compositor, simplify)

    monkeypatch.setattr(stylesheet, "parse", noted_rules)
    monkeypatch.setattr(Compositor, "render_full_update", noted_picture)
    async with opened():
        pass
    assert sum("Manager.two" in css for css in read) == 1
    assert held_back
    assert not any(held_back)
