"""Line charts as SVG: readable on white and on black, in colours that differ in lightness too."""

from collections.abc import Callable, Iterator, Mapping, Sequence
from html import escape
from math import floor, log10

from engine.value import Value

WIDTH, HEIGHT = 640, 300
LEFT, RIGHT, TOP, BOTTOM = 64, 150, 34, 44
COLOURS = ("#3b82f6", "#e08a00", "#12a150", "#c026d3", "#808890")
DASHES = ("", "6 3", "2 3", "8 3 2 3", "1 4")
STYLE = "text{font:12px system-ui,sans-serif;fill:#808890}.t{font-weight:600}.g{stroke:#808890;stroke-opacity:.25}"

Point = tuple[float, float]


class Chart(Value):
    """Lines by their names, each a run of points."""

    title: str
    across: str
    """What stands below."""
    up: str
    """What stands at the left."""
    lines: Mapping[str, Sequence[Point]]
    is_log_across: bool = False
    is_log_up: bool = False


def svg(chart: Chart) -> str:
    """The chart as a picture."""
    points = [point for line in chart.lines.values() for point in line]
    across = Axis([x for x, _ in points], LEFT, WIDTH - RIGHT, is_log=chart.is_log_across)
    up = Axis([y for _, y in points], HEIGHT - BOTTOM, TOP, is_log=chart.is_log_up, is_from_nought=True)
    middle = (LEFT + WIDTH - RIGHT) / 2
    parts = [
        f'<svg xmlns="http://www.w3.org/2000/svg" viewBox="0 0 {WIDTH} {HEIGHT}" role="img">',
        f"<title>{escape(chart.title)}</title><style>{STYLE}</style>",
        f'<text class="t" x="{LEFT}" y="18">{escape(chart.title)}</text>',
        f'<text x="{middle:.0f}" y="{HEIGHT - 8}" text-anchor="middle">{escape(chart.across)}</text>',
        f'<text x="{LEFT - 8}" y="18" text-anchor="end">{escape(chart.up)}</text>',
        *_grid(across, up),
        *_lines(chart, across.place, up.place),
        "</svg>",
    ]
    return "\n".join(parts) + "\n"


class Axis:
    """Where figures stand between two edges of the picture."""

    def __init__(
        self, figures: Sequence[float], begin: float, end: float, *, is_log: bool, is_from_nought: bool = False
    ) -> None:
        self.is_log = is_log
        self.begin, self.end = begin, end
        self.marks = list(_decades(figures)) if is_log else list(_steps(figures, is_from_nought))
        self.low = self._scaled(min([*figures, self.marks[0]]))
        self.high = self._scaled(max([*figures, self.marks[-1]]))

    def place(self, figure: float) -> float:
        """Where a figure stands."""
        part = (self._scaled(figure) - self.low) / ((self.high - self.low) or 1)
        return round(self.begin + part * (self.end - self.begin), 1)

    def _scaled(self, figure: float) -> float:
        return log10(max(figure, 1e-9)) if self.is_log else figure


def _decades(figures: Sequence[float]) -> Iterator[float]:
    """The powers of ten that the figures lie between."""
    low, high = floor(log10(max(min(figures), 1e-9))), log10(max(*figures, 1e-9))
    power = low
    while True:
        yield 10.0**power
        if power >= high:
            return
        power += 1


def _steps(figures: Sequence[float], is_from_nought: bool) -> Iterator[float]:
    """Round figures, some four of them, up to the largest."""
    least, most = 0.0 if is_from_nought else min(figures), max(figures) or 1.0
    rough = ((most - least) or most) / 4
    size = 10 ** floor(log10(rough))
    step = next(size * times for times in (1, 2, 5, 10) if size * times >= rough)
    mark = floor(least / step) * step
    while mark < most + step:
        yield mark
        mark += step


def _grid(across: Axis, up: Axis) -> Iterator[str]:
    for mark in up.marks:
        y = up.place(mark)
        yield f'<line class="g" x1="{LEFT}" x2="{WIDTH - RIGHT}" y1="{y}" y2="{y}"/>'
        yield f'<text x="{LEFT - 8}" y="{y + 4}" text-anchor="end">{_short(mark)}</text>'
    for mark in across.marks:
        yield f'<text x="{across.place(mark)}" y="{HEIGHT - BOTTOM + 18}" text-anchor="middle">{_short(mark)}</text>'


def _lines(chart: Chart, x_of: Callable[[float], float], y_of: Callable[[float], float]) -> Iterator[str]:
    """Every line with its name at its end, names pushed apart where ends meet."""
    taken: list[float] = []
    ordered = sorted(enumerate(chart.lines.items()), key=lambda one: y_of(one[1][1][-1][1]))
    for place, (name, line) in ordered:
        colour, dash = COLOURS[place % len(COLOURS)], DASHES[place % len(DASHES)]
        path = " ".join(f"{x_of(x)},{y_of(y)}" for x, y in line)
        yield f'<polyline points="{path}" fill="none" stroke="{colour}" stroke-width="2" stroke-dasharray="{dash}"/>'
        if len(line) <= 12:
            yield from (f'<circle cx="{x_of(x)}" cy="{y_of(y)}" r="3" fill="{colour}"/>' for x, y in line)
        y = max([y_of(line[-1][1]) + 4, *(one + 14 for one in taken[-1:])])
        taken.append(y)
        yield f'<text x="{WIDTH - RIGHT + 8}" y="{y}" style="fill:{colour}">{escape(name)}</text>'


def _short(figure: float) -> str:
    """A figure as short as a scale wants it."""
    for size, letter in ((1e6, "M"), (1e3, "k")):
        if figure >= size:
            return f"{figure / size:g}{letter}"
    return f"{figure:g}"
