"""The few styles of the screens by name, in every theme that can be chosen.

Law: no meaning is carried by colour alone; each of these stands beside a sign or a word, or differs in weight too.
"""

from collections.abc import Mapping
from types import MappingProxyType

from rich.style import Style
from textual.theme import BUILTIN_THEMES, Theme

from engine.value import Value
from tui.themes import ANSI, DEFAULT, PLAIN

Styles = Mapping[str, Style]


class Hues(Value):
    """The colours of a theme, by what they are for."""

    text: str
    ground: str
    panel: str
    dim: str
    strong: str
    ok: str
    warn: str
    breach: str
    alarm: tuple[str, str]
    """Letters, ground."""
    info: str
    cursor: str
    marked: str
    is_dark: bool = True


HUES: Mapping[str, Hues] = MappingProxyType(
    {
        DEFAULT: Hues(  # Okabe and Ito: told apart with every kind of colour blindness
            text="#dbe4ec",
            ground="#0b1218",
            panel="#16222d",
            dim="#8b98a5",
            strong="#ffffff",
            ok="#4fc3a1",
            warn="#e69f00",
            breach="#ff8a4c",
            alarm=("#ffffff", "#a84300"),
            info="#56b4e9",
            cursor="#083c62",
            marked="#1d2b36",
        ),
        "dark": Hues(
            text="#d8dee9",
            ground="#101216",
            panel="#1c2027",
            dim="#8891a0",
            strong="#ffffff",
            ok="#7fd17f",
            warn="#f2c14e",
            breach="#ff6b6b",
            alarm=("#ffffff", "#b3261e"),
            info="#7aa2f7",
            cursor="#20304f",
            marked="#262b34",
        ),
        "light": Hues(
            text="#1c2530",
            ground="#fbfbf9",
            panel="#e6e9ec",
            dim="#5b6773",
            strong="#000000",
            ok="#00674b",
            warn="#7a4f00",
            breach="#a33a00",
            alarm=("#ffffff", "#a33a00"),
            info="#00568c",
            cursor="#bcdcf2",
            marked="#e3e0d2",
            is_dark=False,
        ),
        "high-contrast": Hues(
            text="#ffffff",
            ground="#000000",
            panel="#000000",
            dim="#d0d0d0",
            strong="#ffffff",
            ok="#7dffb3",
            warn="#ffff00",
            breach="#ffb000",
            alarm=("#000000", "#ffff00"),
            info="#9fdcff",
            cursor="#00207a",
            marked="#2a2a2a",
        ),
    }
)
"""The themes whose colours are ours."""


def _coloured(hues: Hues) -> Styles:
    letters, ground = hues.alarm
    return {
        "dim": Style(color=hues.dim),
        "head": Style(color=hues.dim, bold=True),
        "strong": Style(color=hues.strong, bold=True),
        "ok": Style(color=hues.ok),
        "warn": Style(color=hues.warn, bold=True),
        "breach": Style(color=hues.breach, bold=True),
        "alarm": Style(color=letters, bgcolor=ground, bold=True),
        "info": Style(color=hues.info),
        "key": Style(color=hues.info, bold=True),
        "ahead": Style(color=hues.info),
        "owed": Style(color=hues.warn),
        "gone": Style(color=hues.dim, strike=True),
        "cursor": Style(bgcolor=hues.cursor, bold=True),
        "marked": Style(bgcolor=hues.marked),
        "bar": Style(color=hues.text, bgcolor=hues.panel),
        "bar_strong": Style(color=hues.strong, bgcolor=hues.panel, bold=True),
        "past": Style(color=hues.ground, bgcolor=hues.info, bold=True),
    }


_PLAIN: Styles = {
    "dim": Style(dim=True),
    "head": Style(bold=True, underline=True),
    "strong": Style(bold=True),
    "warn": Style(bold=True),
    "breach": Style(bold=True),
    "alarm": Style(reverse=True, bold=True),
    "key": Style(bold=True),
    "gone": Style(strike=True),
    "cursor": Style(reverse=True),
    "marked": Style(underline=True),
    "bar_strong": Style(bold=True),
    "past": Style(reverse=True, bold=True),
}
_ANSI: Styles = {
    **_PLAIN,
    "dim": Style(color="bright_black"),
    "ok": Style(color="green"),
    "warn": Style(color="yellow", bold=True),
    "breach": Style(color="red", bold=True),
    "alarm": Style(color="bright_white", bgcolor="red", bold=True),
    "info": Style(color="cyan"),
    "key": Style(color="cyan", bold=True),
    "ahead": Style(color="cyan"),
    "owed": Style(color="yellow"),
    "past": Style(color="black", bgcolor="cyan", bold=True),
}

STYLES: Mapping[str, Styles] = MappingProxyType(
    {**{name: _coloured(hues) for name, hues in HUES.items()}, ANSI: _ANSI, PLAIN: _PLAIN}
)
"""Style names to what they look like, by theme."""


def _theme(name: str) -> Theme:
    hues = HUES.get(name)
    if hues is None:
        own = "ansi_default"
        accent = own if name == PLAIN else "ansi_cyan"
        return Theme(
            name=name,
            ansi=True,
            primary=accent,
            secondary=accent,
            warning=own,
            error=own,
            success=own,
            accent=accent,
            foreground=own,
            background=own,
            surface=own,
            panel=own,
            boost=own,
            variables=dict(BUILTIN_THEMES["ansi-dark"].variables),
        )
    return Theme(
        name=name,
        primary=hues.info,
        secondary=hues.ok,
        warning=hues.warn,
        error=hues.breach,
        success=hues.ok,
        accent=hues.info,
        foreground=hues.text,
        background=hues.ground,
        surface=hues.ground,
        panel=hues.panel,
        dark=hues.is_dark,
    )


THEMES: tuple[Theme, ...] = tuple(_theme(name) for name in STYLES)
"""The colours that the style sheet reads, a theme each."""


class Worn(dict[str, Style]):
    """What space-separated names of styles look like on a base in a theme, later names over earlier ones."""

    def __init__(self, base: Style, theme: str) -> None:
        super().__init__()
        self.base, self.theme = base, theme

    def __missing__(self, names: str) -> Style:
        table = STYLES.get(self.theme, STYLES[DEFAULT])
        self[names] = style = sum((table.get(name, Style()) for name in names.split()), self.base)
        return style
