"""Pictures of a terminal one after the other, as one SVG that moves by its style alone."""

from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass
from html import escape
from itertools import groupby

import pyte
from pyte.screens import Char

from tui.text import width_of

CELL, LINE, PAD = 8, 17, 10
NAMED = {
    "default": "#e6edf3",
    "black": "#0b1016",
    "red": "#ff7b72",
    "green": "#3fb950",
    "brown": "#d29922",
    "blue": "#58a6ff",
    "magenta": "#bc8cff",
    "cyan": "#39c5cf",
    "white": "#b1bac4",
}
GROUND = "#0b1016"
Cells = tuple[Char, ...]
Look = tuple[str, str, bool]
"""Ink, ground and whether it is bold."""

STYLE = (
    "text{font:13.3px ui-monospace,SFMono-Regular,Menlo,Consolas,'DejaVu Sans Mono',monospace;white-space:pre}"
    ".b{font-weight:700}.f{opacity:0}"
)


@dataclass(frozen=True, slots=True, kw_only=True)
class Frame:
    """One picture: its cells by line, how long it stands, and what it shows in words."""

    lines: tuple[Cells, ...]
    seconds: float
    words: str


def frame_of(screen: pyte.Screen, seconds: float, words: str) -> Frame:
    """Take the picture of a terminal as it is."""
    lines = tuple(
        tuple(screen.buffer[row][column] for column in range(screen.columns)) for row in range(screen.lines)
    )
    return Frame(lines=lines, seconds=seconds, words=words)


def moving(frames: Sequence[Frame], title: str) -> str:
    """Return the SVG: every frame is drawn, and shown in its time, over and over."""
    width = PAD * 2 + CELL * len(frames[0].lines[0])
    height = PAD * 2 + LINE * (len(frames[0].lines) + 1)
    whole = sum(frame.seconds for frame in frames)
    inks = _inks(frames)
    colours = "".join(f".{name}{{fill:{ink}}}" for ink, name in inks.items())
    parts = [
        f'<svg xmlns="http://www.w3.org/2000/svg" viewBox="0 0 {width:.0f} {height:.0f}" role="img">',
        f"<title>{escape(title)}</title>",
        f"<style>{STYLE}{colours}{''.join(_times(frames, whole))}</style>",
        f'<rect width="{width:.0f}" height="{height:.0f}" rx="6" fill="{GROUND}"/>',
    ]
    lines = {
        line: f"l{at}" for at, line in enumerate(dict.fromkeys(line for frame in frames for line in frame.lines))
    }
    parts += [
        "<defs>",
        *(f'<g id="{name}">{"".join(_drawn(line, inks))}</g>' for line, name in lines.items()),
        "</defs>",
    ]
    for number, frame in enumerate(frames):
        parts.append(f'<g class="f f{number}">{"".join(_placed(frame, lines))}</g>')
    return "\n".join([*parts, "</svg>"]) + "\n"


def _times(frames: Sequence[Frame], whole: float) -> Iterator[str]:
    """Yield the style that shows each frame in its part of the time."""
    at = 0.0
    for number, frame in enumerate(frames):
        begins, at = 100 * at / whole, at + frame.seconds
        ends = 100 * at / whole
        off = f"0%,{begins:.3f}%{{opacity:0}}" if number else ""
        yield f"@keyframes k{number}{{{off}{begins:.3f}%,{ends:.3f}%{{opacity:1}}{ends:.3f}%,100%{{opacity:0}}}}"
        yield f".f{number}{{animation:k{number} {whole:.1f}s step-end infinite}}"


def _drawn(line: Cells, inks: Mapping[str, str]) -> Iterator[str]:
    """Yield what a line draws, cells of one look together."""
    column = 0
    for look, cells in groupby(line, key=_look):
        taken = [cell.data for cell in cells]
        yield from _run("".join(taken), look, column, inks)
        column += len(taken)


def _placed(frame: Frame, lines: Mapping[Cells, str]) -> Iterator[str]:
    """Yield where a frame's lines stand; a line that many frames have is drawn once."""
    for row, line in enumerate(frame.lines):
        if any(cell.data.strip() or cell.bg != "default" for cell in line):
            yield f'<use href="#{lines[line]}" y="{PAD + LINE * row}"/>'
    y = PAD + LINE * (len(frame.lines) + 0.75)
    yield f'<text x="{PAD}" y="{y:.0f}" fill="#808890">{escape(frame.words)}</text>'


def _look(cell: Char) -> Look:
    ink, ground = _colour(cell.fg, NAMED["default"]), _colour(cell.bg, GROUND)
    return (ground, ink, cell.bold) if cell.reverse else (ink, ground, cell.bold)


def _colour(name: str, usual: str) -> str:
    return usual if name == "default" else NAMED.get(name.removeprefix("bright"), f"#{name}")


def _run(text: str, look: Look, column: int, inks: Mapping[str, str]) -> Iterator[str]:
    ink, ground, is_bold = look
    x, wide = PAD + CELL * column, CELL * width_of(text)
    if ground != GROUND:
        yield f'<rect x="{x:.0f}" width="{wide:.0f}" height="{LINE}" fill="{ground}"/>'
    bare = text.rstrip()
    if not bare.strip():
        return
    before = len(bare) - len(bare.lstrip())
    shown = bare[before:]
    x, wide = x + CELL * before, CELL * width_of(shown)
    names = f"{inks[ink]}{' b' if is_bold else ''}"
    yield f'<text class="{names}" x="{x:.0f}" y="{LINE - 5}" textLength="{wide:.0f}">{escape(shown)}</text>'


def _inks(frames: Sequence[Frame]) -> dict[str, str]:
    """Return the colours that something is written in, each with a short name."""
    every = sorted({_look(cell)[0] for frame in frames for line in frame.lines for cell in line})
    return {ink: f"c{number}" for number, ink in enumerate(every)}
