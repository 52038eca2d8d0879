"""A second floor: the journal lived again, under the rules of then or under others."""

from collections.abc import Iterable
from datetime import timedelta

from day import Day, confirming, policy, seen

from engine.commands import Credit, RecordContact, SetAvailability
from engine.floor import Floor
from engine.house.people import Person, Role
from engine.house.persons import Duplicates, WhenOpen
from engine.lead import Card
from engine.policy import Policy, Strategy
from engine.rep import Availability
from engine.telling.compared import differences, sums
from engine.telling.lived import Lived
from engine.telling.retold import turns
from engine.telling.second import Second


class Kept:
    """What is remembered beside a day's journal: no persons, and the house rules."""

    def __init__(self, rules: Policy) -> None:
        self.rules = rules

    def cards(self, lead_ids: Iterable[str]) -> dict[str, Card]:
        """Nobody."""
        return dict.fromkeys(lead_ids, Card())

    def policy(self, digest: str) -> Policy:
        """The only rules there were."""
        assert digest == "p0"
        return self.rules


NOTHING = Lived(Floor(), {}, {})


def second(day: Day, rules: Policy | None = None) -> Second:
    """The day lived again."""
    again = Second(NOTHING, Kept(day.rules), rules)
    for turn in turns(day.entries):
        again.live(turn)
    return again


def reps(again: Second) -> dict[str, tuple[str | None, str | None]]:
    """Whose each lead that differs was, and would be."""
    return {one.id: (one.then.rep, one.now.rep) for one in differences(again)}


def test_under_its_own_rules_it_is_the_same_floor() -> None:
    """Nothing of a day with offers, answers, a credit and an undo is different."""
    day = Day(confirming("ann", "bo", "cy"))
    day.arrive(5)
    day.decline("L-1")
    day.accept("L-2")
    day.do(Credit(rep_id="ann", leads=1.5, reason="made good"))
    day.later(seconds=90)
    day.give("L-3", "ann")
    day.undo()
    day.later(minutes=9)
    again = second(day)
    assert again.lived.floor.snapshot() == day.floor.snapshot()
    assert (again.refused, list(differences(again))) == ([], [])


def test_other_rules_deal_otherwise_and_say_whose_it_was() -> None:
    """In turn, then by roster order: the first has them all, and the sums tell it."""
    day = Day(policy("ann", "bo"))
    day.arrive()
    day.later(seconds=30)
    day.arrive()
    again = second(day, policy("ann", "bo", pools=(day.rules.pools[0].but(strategy=Strategy.HOT_SEAT),)))
    assert reps(again) == {"L-2": ("bo", "ann")}
    assert sums(again.lived, NOTHING).received == {"ann": 2, "bo": 0}
    assert sums(again.first, NOTHING).received == {"ann": 1, "bo": 1}


def test_whoever_is_asked_answers_as_the_owner_of_then_did() -> None:
    """Rules under which reps must say yes find them saying yes, at the instant at which the lead had its owner."""
    day = Day(policy("ann", "bo"))
    day.arrive(2)
    day.contact("L-1")
    again = second(day, confirming("ann", "bo"))
    assert reps(again) == {}
    assert again.lived.leads["L-1"].first_touch_at == day.now
    assert again.refused == []


def test_who_may_do_what_is_not_asked_again() -> None:
    """A rep under a login says yes, and reaches the customer, also where the lead would be somebody else's."""
    people = tuple(Person(login=f"{rep}.login", role=Role.REP, rep=rep) for rep in ("ann", "bo"))
    named = policy("ann", "bo", people=people)
    day = Day(named)
    day.arrive()
    day.later(seconds=30)
    day.arrive()
    day.do(RecordContact(leads=seen("L-2")), "bo.login")
    assert reps(second(day, confirming("ann", "bo").but(people=people))) == {}
    again = second(day, named.but(pools=(named.pools[0].but(strategy=Strategy.HOT_SEAT),)))
    assert reps(again) == {"L-2": ("bo", "ann")}
    assert again.lived.leads["L-2"].first_touch_at == day.now
    assert again.refused == []


def test_what_is_due_under_other_rules_alone_happens_in_its_time() -> None:
    """A shorter clock runs out at its own instant, and not when the journal goes on."""
    day = Day(policy("ann"))
    day.away("ann")
    day.arrive()
    due_at = day.now + timedelta(minutes=2)
    day.later(minutes=4)
    day.later(minutes=10)
    again = second(day, day.rules.but(first_touch=timedelta(minutes=2)))
    assert again.lived.leads["L-1"].due_at == due_at
    assert sums(again.lived, NOTHING).breaches == sums(again.first, NOTHING).breaches == 1


def test_what_could_not_be_asked_is_left_out_and_told() -> None:
    """A rep who is not on the other roster cannot be given a lead by hand."""
    day = Day(policy("ann", "bo"))
    day.arrive()
    day.give("L-1", "bo")
    again = second(day, policy("ann"))
    assert [str(why) for _, why in again.refused] == ["There is no rep 'bo' in floor.toml. The roster is: ann."]
    assert reps(again) == {"L-1": ("bo", "ann")}


def test_an_enquiry_that_joins_another_is_told_as_such() -> None:
    """Where the second one is linked then and joins now, its id is the first one's."""
    day = Day(policy("ann", "bo"))
    known = day.people
    for key in ("k1", "k2", "k3"):
        done = day.receive(day.lead(key, *(() if key == "k3" else ("p1",))), people=known)
        known = {"p1": second(day).lived.known(["p1"])["p1"]} if done else known
    merging = day.rules.but(duplicates=Duplicates(when_open=WhenOpen.MERGE))
    found = list(differences(second(day, merging)))
    assert (found[0].id, found[0].here, found[0].joined) == ("L-2", "L-1", "L-1")
    assert second(day, merging).id_of("L-3") == "L-2"


def test_assigning_to_who_wants_one_more_is_no_order_to_go_away() -> None:
    """The rep goes away after it by themselves: given again, it is the assignment that is given."""
    day = Day(policy("ann", "bo"))
    day.arrive()
    day.do(SetAvailability(rep_id="bo", availability=Availability.LAST_ONE))
    day.give("L-1", "bo")
    assert day.floor.reps["bo"].availability is Availability.AWAY
    assert second(day).lived.floor.snapshot() == day.floor.snapshot()
