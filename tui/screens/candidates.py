"""Who could get some leads: fit, load and share of each rep, and what speaks against them."""

from collections.abc import Mapping, Sequence

from engine.board import LeadDetail, QueueRow, RepRow
from engine.rep import ROUTABLE
from engine.value import Value
from tui.rows import Cells, lag_text, reason_words, rep_state, rep_style, since, span_text
from tui.widgets.columns import Column
from tui.widgets.live_table import LiveTable

FIT = frozenset({"chosen", "fits"})


class Candidate(Value):
    """A rep who could get the leads, and what speaks against it."""

    rep: RepRow
    fits: str
    """For how many of several leads the engine would take them, once that is known."""
    against: str
    is_suggested: bool


def candidates(
    reps: Sequence[RepRow], rows: Sequence[QueueRow], details: Mapping[str, LeadDetail]
) -> list[Candidate]:
    """Return every rep, those whom the engine would choose first, then the ready, then by what they are owed."""
    found = [_candidate(rep, rows, _reasons(rep.id, details)) for rep in reps]
    return sorted(found, key=lambda one: (_has_all(one.rep, rows), bool(one.against), -one.rep.lag, one.rep.id))


def _reasons(rep_id: str, details: Mapping[str, LeadDetail]) -> dict[str, str]:
    """Return what the engine says of a rep for each lead that it was asked about."""
    return {
        lead_id: verdict.reason
        for lead_id, detail in details.items()
        for verdict in detail.explanation.verdicts
        if verdict.rep_id == rep_id
    }


def _candidate(rep: RepRow, rows: Sequence[QueueRow], reasons: Mapping[str, str]) -> Candidate:
    fitting = sum(1 for reason in reasons.values() if reason in FIT)
    is_known = len(reasons) == len(rows)
    return Candidate(
        rep=rep,
        fits=f"{fitting} of {len(rows)}" if is_known and len(rows) > 1 else "",
        against=_against(rep, rows, reasons),
        is_suggested=is_known and fitting == len(rows) and not _has_all(rep, rows),
    )


def _has_all(rep: RepRow, rows: Sequence[QueueRow]) -> bool:
    return all(row.rep_id == rep.id for row in rows)


def _against(rep: RepRow, rows: Sequence[QueueRow], reasons: Mapping[str, str]) -> str:
    words = []
    if _has_all(rep, rows):
        words.append("has it already" if len(rows) == 1 else "has them already")
    if rep.availability not in ROUTABLE:
        words.append(rep_state(rep)[1])
    if rep.is_full:
        words.append("full: enter twice")
    elif rep.capacity and rep.load + len(rows) > rep.capacity:
        words.append(f"{len(rows)} more go over cap")
    failing = [(lead_id, reason) for lead_id, reason in reasons.items() if reason not in FIT]
    if failing and not words:
        lead_id, reason = failing[0]
        words.append(reason_words(reason) + (f" ({lead_id})" if len(rows) > 1 else ""))
    return "; ".join(words)


class Candidates(LiveTable[Candidate], can_focus=False):
    """The reps to choose from."""

    EMPTY_WORDS = "Nobody is called that."
    COLUMNS = (
        Column(id="cursor", title="", least=1),
        Column(id="shape", title="", least=1),
        Column(id="rep", title="REP", least=12, most=20),
        Column(id="state", title="STATE", least=9),
        Column(id="for", title="FOR", least=6, is_right=True, rank=2),
        Column(id="load", title="LOAD", least=5, is_right=True),
        Column(id="lag", title="LAG", least=5, is_right=True, rank=1),
        Column(id="suggested", title="", least=1),
        Column(id="fits", title="FITS", least=6, rank=3),
        Column(id="against", title="AGAINST", least=26, most=60),
    )

    def cells(self, row: Candidate) -> Cells:
        """Return a rep's cells."""
        rep, (shape, word) = row.rep, rep_state(row.rep)
        return {
            "shape": (shape, rep_style(rep)),
            "rep": (rep.name or rep.id, ""),
            "state": (word, rep_style(rep)),
            "for": (span_text(since(rep.since_at, self.now())), "dim"),
            "load": (f"{rep.load}/{rep.capacity}" if rep.capacity else f"{rep.load}", ""),
            "lag": (lag_text(rep.lag), "dim"),
            "fits": (row.fits, ""),
            "suggested": ("✓" if row.is_suggested else "", "ok"),
            "against": (row.against, "warn"),
        }
