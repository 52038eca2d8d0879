"""Duplicates: the same key is the same lead, however often and wherever it comes."""

from day import Day, policy

from engine.events import LeadReceived, LeadRepeated, RecordsTaken


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
