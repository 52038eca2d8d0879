"""A line of the table: one measure in all its rounds, what stands beside it, and what is wanted of it."""

from statistics import median

from engine.value import Value

SKIPPED, MET, MISSED, TOLD = "skipped", "met", "MISSED", ""


class Wanted(Value):
    """A bound: of the ratio to the baseline, or of the figure itself."""

    figure: float
    is_least: bool
    of_ratio: bool = False

    def holds(self, measured: float) -> bool:
        """Whether a figure is on the right side."""
        return measured >= self.figure if self.is_least else measured <= self.figure

    def words(self, unit: str) -> str:
        """The bound as a reader wants it."""
        sign = "≥" if self.is_least else "≤"
        return f"{sign} {number(self.figure)}{'x' if self.of_ratio else f' {unit}'}"


def at_least(figure: float) -> Wanted:
    """The figure is to be so much or more."""
    return Wanted(figure=figure, is_least=True)


def at_most(figure: float) -> Wanted:
    """The figure is to be so much or less."""
    return Wanted(figure=figure, is_least=False)


def times_or_more(figure: float) -> Wanted:
    """So many times the baseline, or more."""
    return Wanted(figure=figure, is_least=True, of_ratio=True)


def times_or_less(figure: float) -> Wanted:
    """So many times the baseline, or less."""
    return Wanted(figure=figure, is_least=False, of_ratio=True)


class Line(Value):
    """One measure."""

    what: str
    unit: str
    ours: tuple[float, ...] = ()
    wanted: Wanted | None = None
    baseline: tuple[float, ...] = ()
    against: str = ""
    """What the baseline is."""
    differs: str = ""
    """What differs in the work of the two."""
    skipped: str = ""
    """Why nothing was measured."""

    @property
    def ratios(self) -> tuple[float, ...]:
        """Ours to the baseline, round by round."""
        return tuple(one / other for one, other in zip(self.ours, self.baseline, strict=False) if other)

    @property
    def judged(self) -> tuple[float, ...]:
        """What the bound is held against, round by round."""
        return self.ratios if self.wanted is not None and self.wanted.of_ratio else self.ours

    @property
    def verdict(self) -> str:
        """Whether the median is on the right side of the bound."""
        if self.skipped:
            return SKIPPED
        if self.wanted is None:
            return TOLD
        return MET if self.judged and self.wanted.holds(median(self.judged)) else MISSED


def skipped(what: str, why: str) -> Line:
    """A line that says why it has no figures."""
    return Line(what=what, unit="", skipped=why)


def number(figure: float) -> str:
    """A figure with three digits that count."""
    if figure >= 1000:
        return f"{round(figure, -1 if figure < 10_000 else -2):,.0f}"
    return f"{figure:.0f}" if figure >= 100 else f"{figure:.1f}" if figure >= 10 else f"{figure:.2f}"


def spread(figures: tuple[float, ...]) -> str:
    """The least, the median and the most; a single one as it is."""
    if not figures:
        return "–"
    middle = number(median(figures))
    return f"{number(min(figures))} – {middle} – {number(max(figures))}" if len(figures) > 1 else middle
