"""The settings screen: the file as it lies there, its faults as they are saved, and the person's own editor."""

from pathlib import Path

import pytest

from tests.tui.floors import HOSTILE, board
from tests.tui.pilots import flash, opened, press, screen_text, until
from tests.tui.viewers import FakeViewer
from tui.alerting import Alerts
from tui.look_file import LookFile
from tui.ports import RulesRead
from tui.rules_file import RulesFile
from tui.screens.rules import editor
from tui.settings import example, load
from tui.settings.unchecked import look_in
from tui.widgets.ascii_only import AsciiOnly


async def test_the_file_is_shown_and_followed() -> None:
    """Its lines come numbered; a fault that is saved stands above and at its line without a key being pressed."""
    viewer = FakeViewer(board())
    async with opened(viewer) as (app, pilot):
        await press(pilot, "comma")
        await until(pilot, lambda: '4 name = "North floor"' in screen_text(app))
        assert "in order, and in force" in screen_text(app)
        faulty = RulesRead(path="f", lines=("[floor]", 'nam = "x"'), faults=("floor.toml:2:1: nam is not known",))
        viewer.rules = lambda is_fresh=True: faulty  # type: ignore[method-assign]
        app.tick()
        await until(pilot, lambda: "nam is not known" in screen_text(app))
        assert "!!   2 nam" in screen_text(app)
        assert "stay in force" in screen_text(app)
        await press(pilot, "E")
        assert "no editor can be opened" in flash(app)
        await press(pilot, "q")
        assert app.screen is app.manager


async def test_hostile_rules_are_text() -> None:
    """Whatever stands in the file or its faults is shown as text."""
    viewer = FakeViewer(board())
    viewer.rules_read = RulesRead(path=HOSTILE[1], lines=HOSTILE, faults=HOSTILE, warnings=HOSTILE)
    async with opened(viewer) as (app, pilot):
        await press(pilot, "comma")
        await until(pilot, lambda: "[@click=app.quit]x[/]" in screen_text(app))
        assert "\x1b" not in screen_text(app)


def test_the_file_is_read_when_it_was_saved(tmp_path: Path) -> None:
    """Unchanged it is not read again; saved with a fault it comes with the fault; gone it says so."""
    path = tmp_path / "floor.toml"
    path.write_text(example(), "utf-8")
    file = RulesFile(path)
    first = file.read(is_fresh=True)
    assert first is not None
    assert (first.faults, len(first.lines)) == ((), len(example().splitlines()))
    assert file.read(is_fresh=False) is None
    path.write_text(example().replace("[floor]", "[flor]"), "utf-8")
    second = file.read(is_fresh=False)
    assert second is not None
    assert "flor" in second.faults[0]
    path.unlink()
    gone = file.read(is_fresh=False)
    assert gone is not None
    assert "No such file" in gone.faults[0]


def test_the_look_is_read_when_the_file_was_saved(tmp_path: Path) -> None:
    """What was there from the beginning is no news; an edit is, once; what goes before the file still does."""
    path = tmp_path / "floor.toml"
    path.write_text(example(), "utf-8")
    file, asked = LookFile(path), LookFile(path, lambda kept: kept.but(theme="ansi"))
    assert file.read() is None
    path.write_text(example() + '\n[screen]\ntheme = "light"\n[alerts]\nbell = false\n', "utf-8")
    look = file.read()
    assert look is not None
    assert (look.theme, look.alerts.bell) == ("light", False)
    assert file.read() is None
    assert asked.read() == look.but(theme="ansi")
    path.write_text("[flor]", "utf-8")
    assert file.read() is None


@pytest.mark.parametrize(
    "tables",
    ["", '[screen]\ntheme = "ansi"\nascii = true\n', '[alerts]\nbell = false\ntitle = false\nquiet = "22:00-6:30"\n'],
)
def test_what_was_checked_once_is_read_alike_without_checking(tables: str, tmp_path: Path) -> None:
    """A screen that opens on rules in force reads its look by itself, and the same look."""
    path = tmp_path / "floor.toml"
    path.write_text(example() + tables, "utf-8")
    assert look_in(path.read_text("utf-8")) == load(path).look


async def test_a_board_follows_the_look_while_it_runs() -> None:
    """Theme, letters and alerts change with the file; a theme turned to by key stays until the file's changes."""
    viewer = FakeViewer(board())
    async with opened(viewer) as (app, pilot):
        viewer.new_look = app.look.but(theme="light", alerts=Alerts(bell=False), is_ascii=True)
        app.beat()
        await until(pilot, lambda: app.theme == "light")
        assert not app.ringer.alerts.bell
        assert any(isinstance(one, AsciiOnly) for one in app.get_line_filters())
        await press(pilot, "ctrl+t")
        turned = app.theme
        viewer.new_look = app.look.but(is_ascii=False)
        app.beat()
        await until(pilot, lambda: not app.look.is_ascii)
        assert app.theme == turned
        assert not any(isinstance(one, AsciiOnly) for one in app.get_line_filters())


def test_the_editor_is_the_person_s(monkeypatch: pytest.MonkeyPatch) -> None:
    """VISUAL goes before EDITOR, EDITOR before vi, and an empty one counts as not set."""
    monkeypatch.setenv("VISUAL", "code --wait")
    monkeypatch.setenv("EDITOR", "nano")
    assert editor() == "code --wait"
    monkeypatch.setenv("VISUAL", " ")
    assert editor() == "nano"
    monkeypatch.delenv("EDITOR")
    assert editor() == "vi"
