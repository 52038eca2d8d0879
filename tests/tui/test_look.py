"""How screens look: what goes before what, and that no theme or terminal takes a meaning away."""

import pytest
from rich.style import Style

from engine.lead import LeadState
from engine.rep import Availability
from tests.tui.floors import NOON, lead, team
from tests.tui.pilots import make_app, opened, press, settled
from tui.ascii import ascii_of
from tui.look import Look, look_of, next_theme
from tui.rows import queue_cells, rep_cells
from tui.signs import SIGNS
from tui.text import width_of
from tui.themes import ANSI, DEFAULT, PLAIN, THEMES
from tui.widgets.palette import STYLES, Worn


def test_what_goes_before_what() -> None:
    """NO_COLOR goes before the command line, that before the environment, that before floor.toml."""
    kept = Look(theme="light")
    environ = {"FLOORBOARD_THEME": "dark"}
    assert look_of(None, None, False, {}, "utf-8").theme == DEFAULT
    assert look_of(kept, None, False, {}, "utf-8").theme == "light"
    assert look_of(kept, None, False, environ, "utf-8").theme == "dark"
    assert look_of(kept, ANSI, False, environ, "utf-8").theme == ANSI
    assert look_of(kept, ANSI, False, environ | {"NO_COLOR": "1"}, "utf-8").theme == PLAIN
    assert look_of(kept, ANSI, False, environ | {"NO_COLOR": ""}, "utf-8").theme == ANSI
    assert look_of(None, None, False, {"FLOORBOARD_THEME": "mauve"}, "utf-8").theme == DEFAULT


@pytest.mark.parametrize(
    ("encoding", "is_ascii"),
    [("utf-8", False), ("UTF8", False), ("ANSI_X3.4-1968", True), ("latin-1", True), ("?", True)],
)
def test_ascii_by_locale(encoding: str, is_ascii: bool) -> None:
    """A locale that is not UTF-8 gets ASCII; whoever asks for it gets it anyway."""
    assert look_of(None, None, False, {}, encoding).is_ascii is is_ascii
    assert look_of(None, None, True, {}, encoding).is_ascii
    assert look_of(Look(is_ascii=True), None, False, {}, encoding).is_ascii


def test_themes_go_round() -> None:
    """The key for the next theme comes by every theme, and back."""
    seen = [DEFAULT]
    while (name := next_theme(seen[-1])) != DEFAULT:
        seen.append(name)
    assert tuple(seen) == THEMES == tuple(STYLES)


def test_every_theme_has_every_style() -> None:
    """A style that is named in one theme's table is in all that have colours of their own."""
    coloured = [set(STYLES[name]) for name in THEMES if name not in (ANSI, PLAIN)]
    assert all(names == coloured[0] for names in coloured)
    assert set(STYLES[PLAIN]) < set(STYLES[ANSI]) | {"owed"}


def test_plain_has_no_colour() -> None:
    """The plain theme says it all by weight, and the 16-colour one by names alone."""
    assert all(style.color is None and style.bgcolor is None for style in STYLES[PLAIN].values())
    for style in STYLES[ANSI].values():
        assert all(colour is None or colour.triplet is None for colour in (style.color, style.bgcolor))


def _contrast(a: tuple[int, int, int], b: tuple[int, int, int]) -> float:
    """Return the contrast of two colours as WCAG 2 counts it."""

    def light(colour: tuple[int, int, int]) -> float:
        parts = [part / 255 for part in colour]
        lit = [part / 12.92 if part <= 0.04045 else ((part + 0.055) / 1.055) ** 2.4 for part in parts]
        return 0.2126 * lit[0] + 0.7152 * lit[1] + 0.0722 * lit[2]

    high, low = sorted((light(a), light(b)), reverse=True)
    return (high + 0.05) / (low + 0.05)


@pytest.mark.parametrize(("theme", "least"), [(DEFAULT, 4.5), ("dark", 4.5), ("light", 4.5), ("high-contrast", 7.0)])
def test_everything_can_be_read(theme: str, least: float) -> None:
    """Every style stands out from its ground, also under the cursor and a mark, as WCAG asks."""
    from tui.widgets.palette import HUES

    hues = HUES[theme]
    ground = Style(color=hues.text, bgcolor=hues.ground)
    for name in STYLES[theme]:
        for over in ("", "cursor", "marked"):
            if over and name in ("alarm", "past", "bar", "bar_strong", "gone"):
                continue
            style = Worn(ground, theme)[f"{name} {over}".strip()]
            assert style.color is not None
            assert style.bgcolor is not None
            least_here = 3.0 if over and name in ("dim", "head") else least
            found = _contrast(style.color.get_truecolor(), style.bgcolor.get_truecolor())
            assert found >= least_here, f"{name} {over}: {found:.1f}"


def test_signs_stay_apart_in_ascii() -> None:
    """Signs of severity and state keep a letter of their own in ASCII, as wide as they were."""
    shapes = [ascii_of(sign) for sign, _ in SIGNS]
    assert len(set(shapes)) == len(shapes)
    for text in ("陳 美玲", "Sousa Têxteis", "▓▓│▒", "┌─ 1 QUEUE ─┐", "…—→✓"):
        assert ascii_of(text).isascii()
        assert width_of(ascii_of(text)) == width_of(text)


def test_every_state_differs_without_colour() -> None:
    """Of leads in each severity and place, and of reps in each state, no two rows have the same letters."""
    late, risk, fine = (lead(1, age=age) for age in (1000, 800, 10))
    rows = [late, risk, fine, fine.but(rep_id="sam"), fine.but(rep_id="sam", state=LeadState.OFFERED)]
    rows += [fine.but(state=LeadState.CONTACTED), fine.but(state=LeadState.PARKED)]
    shown = [queue_cells(row, NOON, {"sam": "Sam"}, flags) for row in rows for flags in ("", "*")]
    shown.append(queue_cells(fine, NOON, {}, "…"))
    for row in shown:
        for name in ("age", "left", "state"):  # told by more than how old it is, and where no column is left for it
            row[name] = ("", "")
    texts = ["|".join(text for text, _ in row.values()) for row in shown]
    assert len(set(texts)) == len(texts)
    full = team()[0].but(open_count=6)
    states = [team()[0].but(availability=one) for one in Availability] + [full, full.but(open_count=7)]
    states += [team()[0].but(is_next=True), team()[8], team()[8].but(until_at=None)]
    looks = [rep_cells(row, NOON) for row in states]
    words = ["|".join(row[name][0] for name in ("next", "shape", "state", "sign", "load")) for row in looks]
    assert len(set(words)) == len(words)


async def test_themes_turn_while_the_board_runs() -> None:
    """The key takes the next theme, and every one of them paints."""
    async with opened(size=(80, 24)) as (app, pilot):
        for name in (*THEMES[1:], DEFAULT):
            await press(pilot, "ctrl+t")
            assert app.theme == name


async def test_ascii_alone_is_painted() -> None:
    """In ASCII mode not one other letter is painted, whatever is on the screen."""
    app = make_app(look=Look(is_ascii=True))
    async with app.run_test(size=(120, 40)) as pilot:
        await settled(pilot)
        await press(pilot, "j", "?")
        strips = app.screen._compositor.render_strips()
        assert all(segment.text.isascii() for strip in strips for segment in app_filtered(app, strip))


def app_filtered(app, strip):  # type: ignore[no-untyped-def]
    """Return a painted line's segments after the app's filters."""
    segments = list(strip)
    for line_filter in app.get_line_filters():
        segments = line_filter.apply(segments, app.screen.background_colors[1])
    return segments
