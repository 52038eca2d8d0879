"""Whose phone it is: one that different people give links nobody, and the same name beside it still does."""

import pytest
from day import Day

from engine.commands import Known

ANN, BOB = ("e:ann", "p:1", "n:ann"), ("e:bob", "p:1", "n:bob")


@pytest.mark.parametrize(
    ("first", "second", "is_linked"),
    [
        (ANN, ANN, True),
        (ANN, BOB, False),
        (ANN, ("p:1",), True),
        (("p:1",), ANN, True),
        (ANN, ("e:work", "p:1", "n:ann"), True),
        (ANN, ("e:ann", "p:1", "n:lee"), True),
        (ANN, ("p:1", "n:ann"), True),
        (ANN, ("p:1", "n:bob"), False),
        (ANN, ("e:bob", "p:1"), False),
        (("e:ann", "p:1"), ("p:1", "n:bob"), True),
        (("e:ann", "p:1"), ("e:bob", "p:1"), False),
    ],
)
def test_one_phone_is_of_two_people_where_nothing_agrees(
    first: tuple[str, ...], second: tuple[str, ...], is_linked: bool
) -> None:
    """What both say of mailbox and name must contradict; who says nothing of either is taken for the same."""
    day = Day()
    day.receive(day.lead("a", *first), day.lead("b", *second))
    assert day.floor.leads["L-2"].linked_to == ("L-1" if is_linked else None)


def test_a_phone_stays_shared() -> None:
    """Once two people gave it, it tells nobody who gives nothing else; each is still known by their name."""
    day = Day()
    day.receive(*(day.lead(str(n), *keys) for n, keys in enumerate([ANN, BOB, ("p:1",), ("p:1", "n:ann")])))
    assert [day.floor.leads[f"L-{n}"].linked_to for n in (2, 3, 4)] == [None, None, "L-1"]


@pytest.mark.parametrize(
    ("known", "is_linked"),
    [
        (Known(lead_id="L-9", named="n:ann"), True),
        (Known(lead_id="L-9", mail="e:bob", named="n:bob"), False),
        (Known(lead_id="L-9", named="n:ann", is_shared=True), False),
    ],
)
def test_what_the_ledger_knows_of_a_phone_is_heeded(known: Known, is_linked: bool) -> None:
    """Across files, too: neither owner nor link comes by a phone that is somebody else's."""
    day = Day()
    day.receive(day.lead("a", "p:1", "n:ann"), people={"p:1": known})
    assert day.floor.leads["L-1"].linked_to == ("L-9" if is_linked else None)
