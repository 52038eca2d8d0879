"""Who may do what: managers everything, reps what is about themselves, others nothing; a floor without people all."""

import pytest
from day import Day, policy, seen

from engine.commands import CloseLead, Pull, Reassign, RecordContact, SetAvailability, Undo, WriteNote
from engine.house.people import Person, Role
from engine.lead import Disposition, LeadState
from engine.rep import Availability
from engine.turn import Refused

PEOPLE = (
    Person(login="dana", role=Role.MANAGER),
    Person(login="ann.login", role=Role.REP, rep="ann"),
    Person(login="wall", role=Role.VIEWER),
)
OUT = Availability.AWAY


def named() -> Day:
    """A floor with people and two leads, the first of ann, the second of bo."""
    day = Day(policy(people=PEOPLE))
    day.arrive(2)
    assert (day.owner("L-1"), day.owner("L-2")) == ("ann", "bo")
    return day


def test_a_manager_may_do_everything() -> None:
    """The check does not stand in a manager's way."""
    day = named()
    day.do(Reassign(leads=seen("L-1"), rep_id="cy"), "dana")
    day.do(SetAvailability(rep_id="bo", availability=OUT), "dana")
    assert day.owner("L-1") == "cy"


def test_a_rep_acts_on_their_own_leads_and_presence() -> None:
    """What is theirs they may work, note and close."""
    day = named()
    day.do(RecordContact(leads=seen("L-1")), "ann.login")
    day.do(WriteNote(leads=seen("L-1"), text="call back"), "ann.login")
    day.do(SetAvailability(rep_id="ann", availability=OUT), "ann.login")
    day.do(CloseLead(leads=seen("L-1"), disposition=Disposition.WON), "ann.login")
    assert day.state("L-1") is None


REFUSED = [
    ("ann.login", Reassign(leads=seen("L-1"), rep_id="cy"), "may not assign, being rep ann: ask a manager (dana)"),
    ("ann.login", RecordContact(leads=seen("L-1", "L-2")), "L-2 is not theirs"),
    ("ann.login", SetAvailability(rep_id="bo", availability=OUT), "may speak for themselves only"),
    ("ann.login", Pull(rep_id="bo"), "may speak for themselves only"),
    ("wall", RecordContact(leads=seen("L-1")), "wall may not mark contacted, being a viewer"),
    ("kim", SetAvailability(rep_id="bo", availability=OUT), "not among [[people]]"),
]


@pytest.mark.parametrize(("actor", "order", "words"), REFUSED)
def test_others_are_refused_with_the_way_out(actor: str, order: object, words: str) -> None:
    """The sentence names who, why, and whom to ask; nothing has happened."""
    day = named()
    seq = day.floor.seq
    with pytest.raises(Refused) as refused:
        day.do(order, actor)
    assert words in str(refused.value)
    assert str(refused.value).endswith("or change [[people]] in floor.toml.")
    assert day.floor.seq == seq


def test_a_rep_takes_back_their_own_acts_only() -> None:
    """Undo by number does not reach what a manager did."""
    day = named()
    day.do(Reassign(leads=seen("L-2"), rep_id="ann"), "dana")
    act = day.floor.acts[-1].seq
    with pytest.raises(Refused, match="their own acts only"):
        day.do(Undo(act=act), "ann.login")
    day.do(RecordContact(leads=seen("L-2")), "ann.login")
    day.do(Undo(), "ann.login")
    assert day.state("L-2") is LeadState.ASSIGNED


def test_nobody_is_the_floor_by_its_name() -> None:
    """What the floor orders by itself is told by the order; any other under its name is a stranger's."""
    day = named()
    with pytest.raises(Refused, match="floor may not assign"):
        day.do(Reassign(leads=seen("L-1"), rep_id="cy"), "floor")
    day.later(minutes=9)
    day.arrive()
