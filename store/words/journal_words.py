"""The journal in words: sentences for people, made of entries alone."""

# ruff: noqa: ARG001  every event is told by a function of the same shape

from collections import Counter
from collections.abc import Callable, Mapping
from types import MappingProxyType

from engine import events as ev
from engine.events import Entry, Event
from store.words import claim_words
from store.words.wording import Names, amount, because, by, clock, plural, said

Out = Mapping[str, tuple[str, ...]]


def words_of(entry: Entry, names: Names) -> str:
    """What the entry says, without its instant, its kind and the lead's name."""
    return _WORDS[type(entry.event)](entry, entry.event, names)


def why_waiting(out: Out) -> str:
    """Why nobody could take a lead, in a few words: `all away`, `2 at cap, 1 skill de`."""
    counts: Counter[str] = Counter()
    for reason, reps in out.items():
        counts[reason_word(reason)] += len(reps)
    if len(counts) == 1:
        (word,) = counts
        return word if word.startswith(("skill ", "to be taken")) else f"all {word}"
    return ", ".join(f"{count} {word}" for word, count in counts.most_common())


def reason_word(reason: str) -> str:
    """A filter's reason in a word: `presence:away/lunch` is `away`, `at_cap:open 5/5` is `at cap`."""
    name, _, detail = reason.partition(":")
    if name == "presence":
        return detail.partition("/")[0].replace("_", " ")
    if name == "skill":
        return f"skill {detail}"
    return _SHORT.get(name, name.replace("_", " "))


_SHORT = {
    "to_take": "to be taken",
    "owner_first": "not its owner",
    "declined_this_round": "declined",
    "hard_declined": "declined",
}


def _policy(entry: Entry, event: ev.PolicyChanged, names: Names) -> str:
    parts = ["new house rules in force"]
    parts += [f"joined: {', '.join(map(names, event.joined))}"] if event.joined else []
    parts += [f"left: {', '.join(map(names, event.left))}"] if event.left else []
    return "; ".join(parts)


def _received(entry: Entry, event: ev.LeadReceived, names: Names) -> str:
    worth = f", {event.grade} with {event.score}" if event.grade else ""
    late = ", late already" if event.is_late else ""
    return f"from {event.source}{worth}, rule '{event.rule}', pool {event.pool}{late}"


def _repeated(entry: Entry, event: ev.LeadRepeated, names: Names) -> str:
    return f"came again: {event.place or event.source_key}"


def _merged(entry: Entry, event: ev.LeadMerged, names: Names) -> str:
    worth = f", {event.grade} with {event.score}" if event.grade else ""
    return f"asked again: {event.place or event.source_key}{worth}"


def _taken(entry: Entry, event: ev.RecordsTaken, names: Names) -> str:
    counts = [f"{event.accepted} accepted"]
    counts += [f"{event.rejected} rejected"] if event.rejected else []
    counts += [plural(event.duplicates, "duplicate")] if event.duplicates else []
    counts += [plural(event.tests, "test")] if event.tests else []
    tried = f" of {plural(event.retried, 'reject')} tried again" if event.retried else ""
    return ", ".join(counts) + tried + ("" if event.is_last else ", more to come")


def _held(entry: Entry, event: ev.LeadHeld, names: Names) -> str:
    return f"waits: {why_waiting(event.out)}" if event.out else "waits"


def _rerouted(entry: Entry, event: ev.LeadRerouted, names: Names) -> str:
    return f"now waits in pool {event.pool}, by rule '{event.rule}'"


def _awaited(entry: Entry, event: ev.OwnerAwaited, names: Names) -> str:
    return f"waits for its owner {names(event.rep_id)} until {clock(event.until_at, entry)}: {reason_word(event.why)}"


def _passed(entry: Entry, event: ev.OwnerPassed, names: Names) -> str:
    why = f": {reason_word(event.why)}" if event.why else ""
    return f"owner away, goes to others; {names(event.rep_id)} stays its owner{why}"


def dealt_words(dealt: ev.Dealt, fitting: int) -> str:
    """Why a strategy named this rep."""
    note = f" ({dealt.note})" if dealt.note else ""
    who = plural(fitting, "candidate")
    return f"{dealt.strategy.replace('_', ' ')}{note}, {who}, owed {amount(dealt.lag_before)}"


def _offered(entry: Entry, event: ev.OfferMade, names: Names) -> str:
    seconds = int((event.expires_at - entry.at).total_seconds())
    why = dealt_words(event.dealt, len(event.posting.among))
    whom = ", ".join(map(names, event.race or (event.rep_id,)))
    return f"held out to {whom} for {seconds} s, {why}"


def _declined(entry: Entry, event: ev.OfferDeclined, names: Names) -> str:
    return f"{names(event.rep_id)} said no{because(event.reason)}"


def _missed(entry: Entry, event: ev.OfferMissed, names: Names) -> str:
    return f"{names(event.rep_id)} did not answer in time"


def _rescinded(entry: Entry, event: ev.OfferRescinded, names: Names) -> str:
    return f"no longer held out to {names(event.rep_id)}: {event.reason.replace('_', ' ')}"


def _assigned(entry: Entry, event: ev.LeadAssigned, names: Names) -> str:
    name = names(event.rep_id)
    if event.how == "manual":
        over = ", over capacity" if event.over_cap else ""
        was = f", from {names(event.was)}" if event.was else ""
        return f"→ {name}{was}{over}{by(entry)}{because(event.reason)}"
    if event.how == "owner":
        return f"→ {name}, {event.reason or 'who has an earlier lead of this person'}"
    if event.how == "delegated":
        return f"→ {name}, who stands in for {names(event.was)}"
    if event.how == "escalated":
        return f"→ {name}, who gets late leads that nobody owns"
    if event.how in ("accepted", "pulled", "claimed"):
        return f"→ {name}, who {_TAKEN[event.how]}"
    if event.dealt is None:
        return f"→ {name}"
    return f"→ {name}  {dealt_words(event.dealt, len(event.posting.among) if event.posting else 1)}"


_TAKEN = {"accepted": "said yes", "pulled": "took the next", "claimed": "claimed it"}


def _requeued(entry: Entry, event: ev.LeadRequeued, names: Names) -> str:
    was = f", from {names(event.was)}" if event.was else ""
    return f"back in the queue{was}{by(entry, event.was)}{because(said(entry, event.reason))}"


def _contacted(entry: Entry, event: ev.LeadContacted, names: Names) -> str:
    return ("reached" if event.is_first else "reached again") + by(entry, event.rep_id)


def _closed(entry: Entry, event: ev.LeadClosed, names: Names) -> str:
    return f"{event.disposition.value}{by(entry)}{because(event.reason)}"


def _warned(entry: Entry, event: ev.SlaWarned, names: Names) -> str:
    return "most of the time to answer is used up"


def _breached(entry: Entry, event: ev.SlaBreached, names: Names) -> str:
    return f"not answered in time; {names(event.rep_id)} has it"


def _availability(entry: Entry, event: ev.AvailabilityChanged, names: Names) -> str:
    said = event.availability.value.replace("_", " ")
    return f"{said}{because(event.reason)}{by(entry, event.rep_id)}"


def _shift(entry: Entry, event: ev.ShiftChanged, names: Names) -> str:
    return "begins to work" if event.on_shift else "ends the working day"


def _caps(entry: Entry, event: ev.CapsTurned, names: Names) -> str:
    return f"leads of a new {' and '.join(event.windows)} are counted" if event.windows else "leads are counted"


def _grace(entry: Entry, event: ev.GraceEnded, names: Names) -> str:
    return "gone for long: what was not begun is with others"


def _parked(entry: Entry, event: ev.LeadParked, names: Names) -> str:
    return f"parked until {clock(event.until_at, entry)}{by(entry)}{because(event.reason.replace('_', ' '))}"


def _released(entry: Entry, event: ev.LeadReleased, names: Names) -> str:
    return "waits for a rep again" if event.burst else "waits for whoever is there"


def _ladder_set(entry: Entry, event: ev.LadderSet, names: Names) -> str:
    return f"climbs the ladder of the present rules{by(entry)}"


def _chance(entry: Entry, event: ev.ChanceGiven, names: Names) -> str:
    return f"{names(event.rep_id)} may be asked again{by(entry, event.rep_id)}"


def _calendar(entry: Entry, event: ev.CalendarChanged, names: Names) -> str:
    due = clock(event.due_at, entry) if event.due_at else "never"
    own = event.owner_due_at or event.next_due_at
    owners = f", its owner's by {clock(own, entry)}" if own else ""
    return f"other hours count from now on: due {due}{owners}"


def _stepped(entry: Entry, event: ev.LadderStepped, names: Names) -> str:
    return f"waits too long: {event.do}" + (f", skipped: {event.skipped}" if event.skipped else "")


def _paused(entry: Entry, event: ev.ClockPaused, names: Names) -> str:
    until = f" until {clock(event.until_at, entry)}" if event.until_at else ""
    return f"the clock stands still{until}: {event.reason.replace('_', ' ')}{by(entry)}"


def _resumed(entry: Entry, event: ev.ClockResumed, names: Names) -> str:
    return f"the clock runs again{by(entry)}"


def _reset(entry: Entry, event: ev.ClockReset, names: Names) -> str:
    return f"the clock starts anew{by(entry)}{because(event.reason)}"


def _ran_out(entry: Entry, event: ev.ClockRanOut, names: Names) -> str:
    return f"{names(event.rep_id)} {_RAN_OUT.get(event.clock, 'is late')}"


_RAN_OUT = {"owner": "has not reached them in time", "next_touch": "has not got back to them in time"}


def _alarm(entry: Entry, event: ev.AlarmSounded, names: Names) -> str:
    others = f", and {event.others} more that came with it" if event.others else ""
    return f"ALARM: {event.why.replace('_', ' ')}{others}"


def _lead_restored(entry: Entry, event: ev.LeadRestored, names: Names) -> str:
    return f"as it was before entry {event.act}{by(entry)}"


def _rep_restored(entry: Entry, event: ev.RepRestored, names: Names) -> str:
    return f"as before entry {event.act}{by(entry)}"


def _undone(entry: Entry, event: ev.ActUndone, names: Names) -> str:
    return f"the act of entry {event.act} was taken back{by(entry)}"


def _forgotten(entry: Entry, event: ev.LeadForgotten, names: Names) -> str:
    return f"the person was forgotten{by(entry)}"


_WORDS: Mapping[type[Event], Callable[..., str]] = MappingProxyType(
    {
        ev.PolicyChanged: _policy,
        ev.LeadReceived: _received,
        ev.LeadRepeated: _repeated,
        ev.LeadMerged: _merged,
        ev.RecordsTaken: _taken,
        ev.LeadHeld: _held,
        ev.LeadRerouted: _rerouted,
        ev.OwnerAwaited: _awaited,
        ev.OwnerPassed: _passed,
        ev.OfferMade: _offered,
        ev.OfferDeclined: _declined,
        ev.OfferMissed: _missed,
        ev.OfferRescinded: _rescinded,
        ev.LeadAssigned: _assigned,
        ev.LeadParked: _parked,
        ev.LeadRequeued: _requeued,
        ev.LedgerAdjusted: claim_words.adjusted,
        ev.PostingReturned: claim_words.returned,
        ev.WeightsSet: claim_words.weighed,
        ev.LeadContacted: _contacted,
        ev.LeadNoted: lambda entry, event, _: f"wrote a note{by(entry, event.rep_id)}",
        ev.LeadClosed: _closed,
        ev.SlaWarned: _warned,
        ev.SlaBreached: _breached,
        ev.AvailabilityChanged: _availability,
        ev.ShiftChanged: _shift,
        ev.RepReady: lambda *_: "ready again",
        ev.CapsTurned: _caps,
        ev.GraceEnded: _grace,
        ev.LeadReleased: _released,
        ev.LadderStepped: _stepped,
        ev.LadderSet: _ladder_set,
        ev.ChanceGiven: _chance,
        ev.CalendarChanged: _calendar,
        ev.ClockPaused: _paused,
        ev.ClockResumed: _resumed,
        ev.ClockReset: _reset,
        ev.ClockRanOut: _ran_out,
        ev.AlarmSounded: _alarm,
        ev.LeadRestored: _lead_restored,
        ev.RepRestored: _rep_restored,
        ev.ActUndone: _undone,
        ev.LeadForgotten: _forgotten,
    }
)
"""How each event is told."""
