"""The page on fairness: what it says is what the engine does."""

import sys
from pathlib import Path

DOCS = Path(__file__).parents[2] / "docs"
sys.path.insert(0, str(DOCS))

import make_fairness as making  # noqa: E402


def test_the_page_is_as_the_engine_deals() -> None:
    """Vectors 6 and 7: both experiments, run again; 20,000 leads leave nobody two leads from their share."""
    page = making.page()
    assert making.PAGE.read_text(encoding="utf-8") == page
    worst, _ = making.drifting(leads=2_000, seed=7)
    assert worst < 2


def test_freezing_brings_the_normal_share_and_no_burst() -> None:
    """Vector 6, to the number."""
    owed, ten, forty, run = making.returning({})
    assert (owed, forty, run) == (0, 10, 1)
    assert ten in (2, 3)
