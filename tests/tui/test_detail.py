"""The page of one lead: why it is where it is, and what has changed since."""

from datetime import UTC, timedelta

from engine.board import QueueRow, RepRow, Verdict
from engine.lead import LeadState
from engine.rep import Availability
from tests.tui.floors import NOON, board
from tests.tui.viewers import detail_of
from tui.screens.detail import detail_lines


def page(row: QueueRow, reps: tuple[RepRow, ...], width: int = 100) -> str:
    """The page of a lead for which two were out: one at cap, one away."""
    detail = detail_of(row, board())
    verdicts = (
        Verdict(rep_id=reps[0].id, name="Ann", reason="at_cap:open 5/5"),
        Verdict(rep_id=reps[1].id, name="Bo", reason="presence:away/lunch"),
    )
    why = detail.explanation.but(verdicts=verdicts, decided_seq=871)
    lines = detail_lines(detail.but(explanation=why), NOON, UTC, {rep.id: rep for rep in reps}, width)
    return "\n".join("".join(text for text, _ in line) for line in lines)


def test_a_lead_that_waits_says_when_that_was_decided_and_who_is_otherwise_now() -> None:
    """Beside the reasons of then stands what a rep is by now; narrow and in columns."""
    row = board().queue[0].but(state=LeadState.QUEUED, rep_id=None, queued_at=NOON - timedelta(minutes=9))
    ann, bo = (rep.but(availability=Availability.AVAILABLE, open_count=5, capacity=5) for rep in board().reps[:2])
    for width in (100, 160):
        still = page(row, (ann, bo.but(availability=Availability.AWAY)), width)
        assert "Decided at 14:23:07." in still
        assert "; was " not in still
        since = page(row, (ann.but(open_count=3), bo.but(open_count=0)), width)
        assert "now 3/5; was at cap (open" in since
        assert "now ready; was away" in since


def test_a_lead_that_somebody_has_was_decided_once_and_for_all() -> None:
    """What its candidates do later is not said of it."""
    row = board().queue[0].but(state=LeadState.ASSIGNED, rep_id="sam")
    reps = tuple(rep.but(availability=Availability.AVAILABLE, open_count=0) for rep in board().reps[:2])
    assert "; was " not in page(row, reps)
    assert "Decided at" not in page(row, reps)
