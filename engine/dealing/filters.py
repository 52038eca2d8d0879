"""Who could take a lead: hard filters, asked in a fixed order; the first that fails is the rep's reason."""

from collections.abc import Callable, Iterator, Mapping, Sequence
from types import MappingProxyType

from engine.floor import State
from engine.house.skills import has
from engine.lead import Lead, source_of
from engine.policy import Pool, Rep, Roster, Said, Strategy
from engine.rep import ROUTABLE, RepStanding

DECLINED = "declined_this_round"


def _off_shift(standing: RepStanding, rep: Rep, lead: Lead) -> str | None:  # noqa: ARG001
    """Those on call are there at any hour."""
    return None if standing.on_shift or standing.overtime or lead.on_call else "off_shift"


def is_absence(standing: RepStanding, rep: Rep, lead: Lead) -> str | None:  # noqa: ARG001
    """The filter of what the person says: whoever does not say that they are there gets no lead."""
    if standing.availability in ROUTABLE:
        return None
    reason = f"/{standing.reason}" if standing.reason else ""
    return f"presence:{standing.availability}{reason}"


def _closing(standing: RepStanding, rep: Rep, lead: Lead) -> str | None:
    """What comes so near to closing is for who stays: by hours of their own, or overtime. Others go with the pool."""
    if lead.stay_until is None or standing.overtime or lead.on_call:
        return None
    stays = bool(rep.hours) and (standing.shift_at is None or standing.shift_at >= lead.stay_until)
    return None if stays else "closing"


def _not_ready(standing: RepStanding, rep: Rep, lead: Lead) -> str | None:  # noqa: ARG001
    return f"not_ready:{standing.not_ready}" if standing.ready_at else None


def _offer_pending(standing: RepStanding, rep: Rep, lead: Lead) -> str | None:  # noqa: ARG001
    return "offer_pending" if standing.offered_count else None


def _at_cap(standing: RepStanding, rep: Rep, lead: Lead) -> str | None:
    if rep.capacity and standing.open_units + lead.units > rep.capacity:
        return f"at_cap:open {standing.open_units}/{rep.capacity}"
    if rep.max_backlog and standing.backlog_count >= rep.max_backlog:
        return f"at_cap:backlog {standing.backlog_count}/{rep.max_backlog}"
    if lead.burst and standing.backlog_count >= lead.burst:
        return f"at_cap:opening {standing.backlog_count}/{lead.burst}"
    if standing.window_at is None:
        return None
    for window, cap in (rep.caps_for(source_of(lead)) if rep.per_source else rep.caps).items():
        if standing.taken.get(window, 0) >= cap:
            return f"at_cap:{window} {standing.taken[window]}/{cap}"
    return None


def _owner(standing: RepStanding, rep: Rep, lead: Lead) -> str | None:  # noqa: ARG001
    """While an owner is waited for, nobody else gets the lead."""
    return "owner_first" if lead.owner_until is not None and rep.id != lead.owner else None


def _territory(standing: RepStanding, rep: Rep, lead: Lead) -> str | None:  # noqa: ARG001
    return "territory" if lead.only and rep.id not in lead.only else None


def _tier(standing: RepStanding, rep: Rep, lead: Lead) -> str | None:  # noqa: ARG001
    return f"tier:{rep.tier}" if rep.tier > lead.tier else None


def _skill(standing: RepStanding, rep: Rep, lead: Lead) -> str | None:  # noqa: ARG001
    for skill in lead.requires:
        if not has(rep.skills, skill):
            return f"skill:{skill}"
    return None


def _declined_hard(standing: RepStanding, rep: Rep, lead: Lead) -> str | None:  # noqa: ARG001
    return "hard_declined" if rep.id in lead.declined_hard else None


def _declined(standing: RepStanding, rep: Rep, lead: Lead) -> str | None:  # noqa: ARG001
    return DECLINED if rep.id in lead.declined else None


Filter = Callable[[RepStanding, Rep, Lead], str | None]

FILTERS: tuple[Filter, ...] = (
    _off_shift,
    is_absence,
    _closing,
    _not_ready,
    _offer_pending,
    _at_cap,
    _owner,
    _territory,
    _tier,
    _skill,
    _declined_hard,
    _declined,
)
"""The hard filters, in the order in which they are asked."""


IDLE: Mapping[Filter, Callable[[Lead], bool]] = MappingProxyType(
    {
        _closing: lambda lead: lead.stay_until is None,
        _owner: lambda lead: lead.owner_until is None,
        _territory: lambda lead: not lead.only,
        _skill: lambda lead: not lead.requires,
        _declined_hard: lambda lead: not lead.declined_hard,
        _declined: lambda lead: not lead.declined,
    }
)
"""The filters that keep nobody from some leads, and from which."""


def asked_about(lead: Lead) -> tuple[Filter, ...]:
    """The filters that may keep anybody from a lead, for whoever asks many reps about it."""
    return tuple(ask for ask in FILTERS if ask not in IDLE or not IDLE[ask](lead))


def first_reason(
    state: State, roster: Roster, rep_id: str, lead: Lead, filters: tuple[Filter, ...] = FILTERS
) -> str | None:
    """The first filter that keeps a rep from a lead, or None when they fit."""
    rep, standing = roster.reps.get(rep_id), state.reps.get(rep_id)
    if rep is None or standing is None:
        return "inactive"
    for ask in filters:
        reason = ask(standing, rep, lead)
        if reason is not None:
            return reason
    return None


OF_ITS_OWN = frozenset(IDLE) - {_skill}
"""The filters that look at more of a lead than what it asks for."""

MANY = 4
"""Fewer are asked sooner than looked up."""

KEPT_MAX = 32
"""So many kinds of leads are remembered with what was said about them."""


def first_reasons(
    state: State, roster: Roster, rep_ids: Sequence[str], lead: Lead, filters: tuple[Filter, ...]
) -> Iterator[tuple[str, Said]]:
    """What keeps each rep from a lead. Of a standing that is the very same since, it is known from before."""
    kept = _kept(roster, lead, filters) if len(rep_ids) >= MANY else {}
    reps = state.reps.beneath()
    for rep_id in rep_ids:
        standing, said = reps.get(rep_id), kept.get(rep_id)
        if said is None or said[0] is not standing:
            said = kept[rep_id] = standing, first_reason(state, roster, rep_id, lead, filters)
        yield rep_id, said


def _kept(roster: Roster, lead: Lead, filters: tuple[Filter, ...]) -> dict[str, Said]:
    """What was said about leads that ask for the same, by rep."""
    if not OF_ITS_OWN.isdisjoint(filters):
        return {}
    source = source_of(lead) if roster.capped else ""
    asks_for = (filters, lead.requires, lead.units, lead.burst, lead.tier, lead.on_call, source)
    if asks_for not in roster.said and len(roster.said) >= KEPT_MAX:
        roster.said.clear()
    return roster.said.setdefault(asks_for, {})


def starts_soon(state: State, roster: Roster, rep_id: str, lead: Lead) -> bool:
    """Whether a rep would fit a lead of the morning if their shift had begun, and it begins within the grace."""
    rep, standing = roster.reps.get(rep_id), state.reps.get(rep_id)
    if not lead.burst or rep is None or standing is None or standing.on_shift or standing.shift_at is None:
        return False
    if standing.shift_at - state.at > roster.policy.opening_grace:
        return False
    return not any(ask(standing, rep, lead) for ask in FILTERS if ask is not _off_shift)


def as_asked(pool: Pool, lead: Lead) -> Lead:
    """The lead as the filters see it: where the first available takes it, skills are a wish."""
    return lead.but(requires=()) if pool.strategy is Strategy.FIRST_AVAILABLE else lead


def reasons(state: State, roster: Roster, rep_id: str, lead: Lead) -> tuple[str, ...]:
    """Every filter that keeps a rep from a lead: the first is the reason, the others stand behind it."""
    rep, standing = roster.reps.get(rep_id), state.reps.get(rep_id)
    if rep is None or standing is None:
        return ("inactive",)
    return tuple(reason for ask in FILTERS if (reason := ask(standing, rep, lead)) is not None)
