"""The rows of the matrix that are over in a moment; `make faults` provokes them all."""

import pytest

from tests.faults import every_row  # noqa: F401  adds the rows
from tests.faults.matrix import ROWS, outcome

QUICK = sorted(name for name, row in ROWS.items() if row.is_quick)


@pytest.mark.parametrize("name", QUICK)
def test_a_quick_row_of_the_matrix_keeps_its_promise(name: str) -> None:
    """What a row promises holds, or this machine cannot provoke it."""
    done = outcome(ROWS[name])
    assert done.verdict != "FAIL", done.figure
