"""Duplicates: the same key is the same lead, however often and wherever it comes."""

from datetime import timedelta

from day import MONDAY, Day, policy

from engine.commands import Known
from engine.events import LeadMerged, LeadReceived, LeadRepeated, RecordsTaken
from engine.house.persons import WhenOpen
from engine.policy import Clause, Conditions, Duplicates, Gate, Grade, Passage, Points


def taken(done: list[object]) -> tuple[int, int]:
    """How many a batch brought and how many it repeated."""
    (counted,) = [event for event in done if isinstance(event, RecordsTaken)]
    return counted.accepted, counted.duplicates


def test_the_same_key_again_is_never_a_second_lead() -> None:
    """A delivery that comes twice is noted, and nothing else happens."""
    day = Day()
    first = day.receive(day.lead("a"))
    before = day.floor.snapshot()
    again = day.receive(day.lead("a"))
    assert (taken(first), taken(again)) == ((1, 0), (0, 1))
    assert [type(event) for event in again] == [LeadRepeated, RecordsTaken]
    assert day.floor.snapshot().but(seq=before.seq) == before


def test_a_key_twice_in_one_batch_is_one_lead() -> None:
    """Copies in one file do not go to two reps."""
    day = Day()
    done = day.receive(day.lead("a"), day.lead("a"), day.lead("b"), day.lead("a"))
    assert taken(done) == (2, 2)
    assert sum(isinstance(event, LeadReceived) for event in done) == 2


def test_the_key_of_a_closed_lead_is_still_its() -> None:
    """What was closed does not come back by being sent again."""
    day = Day()
    day.receive(day.lead("a"))
    day.close("L-1")
    assert taken(day.receive(day.lead("a"))) == (0, 1)
    assert day.floor.leads.get("L-1") is None


def test_keys_of_two_sources_are_two_leads() -> None:
    """A key is unique within its source only."""
    day = Day()
    done = day.receive(day.lead("a"), day.lead("a").but(source="fair"))
    assert taken(done) == (2, 0)


def test_a_batch_is_counted_when_nothing_in_it_is_new() -> None:
    """A file of nothing but repeats is accounted for."""
    day = Day(policy("ann"))
    day.receive(day.lead("a"))
    day.away("ann")
    assert taken(day.receive(day.lead("a"), day.lead("a"))) == (0, 2)


MERGING = Duplicates(when_open=WhenOpen.MERGE)


def known(lead_id: str, **age: float) -> dict[str, Known]:
    """A person whose latest lead came in so long ago."""
    return {"p": Known(lead_id=lead_id, at=MONDAY - timedelta(**age))}


def test_an_enquiry_long_after_the_last_is_of_a_new_person() -> None:
    """Within the window it is linked, after it it is not."""
    day = Day()
    day.receive(day.lead("a", "p"))
    day.receive(day.lead("b", "p"), people=known("L-1", days=29))
    day.receive(day.lead("c", "p"), people=known("L-1", days=31))
    assert [day.floor.leads[one].linked_to for one in ("L-2", "L-3")] == ["L-1", None]


def test_merging_joins_a_second_enquiry_to_the_open_lead() -> None:
    """No second lead, no second charge, and the customer clock goes on as it was; the key is known from now on."""
    day = Day(policy("ann", "bo", duplicates=MERGING))
    day.receive(day.lead("a", "p"))
    due_at = day.floor.leads["L-1"].due_at
    day.now += timedelta(minutes=1)
    done = day.receive(day.lead("b", "p"), people=known("L-1"))
    assert taken(done) == (0, 1)
    assert [type(event) for event in done] == [LeadMerged, RecordsTaken]
    assert day.floor.leads["L-1"].due_at == due_at
    assert sum(day.received().values()) == 1


def test_two_enquiries_of_one_person_in_a_batch_are_one_lead_when_merging() -> None:
    """Copies under different keys in one file do not go to two reps."""
    day = Day(policy("ann", "bo", duplicates=MERGING))
    assert taken(day.receive(day.lead("a", "p"), day.lead("b", "p", "q"), day.lead("c", "q"))) == (1, 2)


def test_merging_only_ever_raises_the_score() -> None:
    """A better second enquiry makes a warm lead hot; a worse one leaves it."""
    worth = Points(name="demo", points=70, when=Conditions(clauses=(Clause(field="form", test="is", value="demo"),)))
    grades = (Grade(name="hot", at_least=70), Grade(name="cold"))
    day = Day(policy("ann", duplicates=MERGING, scoring=(worth,), grades=grades))
    day.receive(day.lead("a", "p"))
    day.receive(day.lead("b", "p", form="demo"), people=known("L-1"))
    assert (day.floor.leads["L-1"].score, day.floor.leads["L-1"].grade) == (70, "hot")
    day.receive(day.lead("c", "p"), people=known("L-1"))
    assert day.floor.leads["L-1"].grade == "hot"


def test_what_is_closed_or_put_aside_is_not_joined() -> None:
    """An enquiry of today must not vanish in a lead that nobody works on."""
    park = Gate(name="later", when=Conditions(), verdict=Passage.NURTURE)
    day = Day(policy("ann", duplicates=MERGING, gates=(park,)))
    day.receive(day.lead("a", "p"))
    assert taken(day.receive(day.lead("b", "p"), people=known("L-1"))) == (1, 0)
    other = Day(policy("ann", duplicates=MERGING))
    other.receive(other.lead("a", "p"))
    other.close("L-1")
    assert taken(other.receive(other.lead("b", "p"), people=known("L-1"))) == (1, 0)


def test_an_owner_is_believed_of_trusted_sources_alone() -> None:
    """A trusted source names by id or name; another one names in vain, and so does a name that nobody has."""
    day = Day(policy("ann", "bo", "cy", duplicates=Duplicates(trusted=("web",))))
    for key, hint in (("a", "Cy"), ("b", " CY "), ("c", "nobody")):
        lead = day.lead(key)
        day.receive(lead.but(card=lead.card.but(owner_hint=hint)))
    assert [day.owner(one) for one in ("L-1", "L-2", "L-3")] == ["cy", "cy", "ann"]
    assert day.received()["cy"] == 0, "outside the rotation"
    other = Day(policy("ann", "bo", "cy"))
    lead = other.lead("a")
    other.receive(lead.but(card=lead.card.but(owner_hint="Cy")))
    assert other.owner("L-1") == "ann"


def test_a_named_owner_who_cannot_take_it_is_passed_over() -> None:
    """Then the rules decide, as for any lead."""
    day = Day(policy("ann", "bo", duplicates=Duplicates(trusted=("web",))))
    day.away("bo")
    lead = day.lead("a")
    day.receive(lead.but(card=lead.card.but(owner_hint="bo")))
    assert day.owner("L-1") == "ann"
