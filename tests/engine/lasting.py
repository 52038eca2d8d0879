"""Which orders undo takes back, and why it does not take back the others: nobody may add one without a thought."""

from collections.abc import Mapping
from types import MappingProxyType

from engine import commands as co

ACTS = (
    co.SetAvailability,
    co.Reassign,
    co.Requeue,
    co.RecordContact,
    co.CloseLead,
    co.Park,
    co.Credit,
    co.PauseClock,
    co.ResumeClock,
    co.ResetClock,
    co.SetLadder,
)
"""The orders of operators that can be undone."""

LASTING: Mapping[type[co.Command], str] = MappingProxyType(
    {
        co.ReceiveLeads: "a customer has asked: close the lead instead",
        co.AcceptOffer: "a yes is given to a customer: `requeue` hands the lead back, and its charge with it",
        co.DeclineOffer: "others were asked since: `again` lets the rep be asked once more",
        co.AskAgain: "it only lets a rep be asked: they may say no",
        co.Pull: "`requeue` hands the lead back, and its charge with it",
        co.Claim: "`requeue` hands the lead back, and its charge with it",
        co.WriteNote: "a note says what somebody knew: write another one",
        co.ChangePolicy: "`floorboard rules --restore` puts an earlier floor.toml back",
        co.Undo: "`redo` does again what was taken back",
        co.Tick: "time passes",
    }
)
"""Why an order is not undone, and what to do instead."""
