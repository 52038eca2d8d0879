"""What a pool's `absence` may say: a word, or a small table with an amount."""

from collections.abc import Mapping

from engine.matching.clauses import nearest
from engine.policy import Absence, AbsenceKind
from tui.spans import span_of

CAP_MAX = 100
PLAIN = (AbsenceKind.FREEZE, AbsenceKind.BACK_OF_LINE, AbsenceKind.CATCH_UP)
EXAMPLES = {AbsenceKind.ACCRUE: "{ accrue = 2 }", AbsenceKind.GRACE: '{ grace = "60m" }'}


def absence_of(value: object) -> Absence:
    """Return the policy that was written. Raises ValueError with a sentence."""
    if isinstance(value, str):
        return _plain(value)
    if isinstance(value, Mapping) and len(value) == 1:
        ((key, amount),) = value.items()
        if key == AbsenceKind.ACCRUE:
            return Absence(kind=AbsenceKind.ACCRUE, cap=_cap(amount))
        if key == AbsenceKind.GRACE and isinstance(amount, str):
            return Absence(kind=AbsenceKind.GRACE, grace=span_of(amount))
    raise ValueError(f"must be one of {', '.join(PLAIN)}, {' or '.join(EXAMPLES.values())}")


def _plain(word: str) -> Absence:
    if word in PLAIN:
        return Absence(kind=AbsenceKind(word))
    if word in EXAMPLES:
        raise ValueError(f'"{word}" needs an amount, like {EXAMPLES[AbsenceKind(word)]}')
    raise ValueError(f'"{word[:40]}" is no absence policy{nearest(word, [kind.value for kind in AbsenceKind])}')


def _cap(amount: object) -> float:
    if isinstance(amount, bool) or not isinstance(amount, int | float) or not 0 < amount <= CAP_MAX:
        raise ValueError(f"accrue is a number of leads above 0, at most {CAP_MAX}")
    return float(amount)
