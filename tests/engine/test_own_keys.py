"""One id of a source on records of different people: nobody is lost, and nobody is taken twice."""

import pytest
from day import Day

from engine.lead import Card
from engine.orders.own_keys import are_two, told_apart

ANN = Card(name="Ann Lee", email="ann@x.example", phone="+493023125101")
BOB = Card(name="Bob Ray", email="bob@x.example", phone="+493023125102")


@pytest.mark.parametrize(
    ("other", "is_two"),
    [
        (BOB, True),
        (BOB.but(phone=ANN.phone), True),
        (BOB.but(name=""), True),
        (BOB.but(email="", name=""), True),
        (ANN.but(email="ann@home.example"), False),
        (ANN.but(name="LEE, Ann", email="", phone="+491"), False),
        (ANN.but(name="Ann M. Lee", phone="+491"), False),
        (Card(email="ann@home.example", phone=ANN.phone), False),
        (Card(email="", phone=ANN.phone), False),
        (Card(name="Bob Ray"), False),
        (Card(), False),
        (Card(name="Bob Ray", phone=ANN.phone), False),
        (Card(name="Ann", phone=ANN.phone), False),
    ],
)
def test_two_cards_are_of_two_people_by_what_both_say(other: Card, is_two: bool) -> None:
    """Where nothing can be compared they are one, so that a forgotten person's record stays known."""
    assert are_two(ANN, other) is are_two(other, ANN) is is_two


def test_names_tell_where_nothing_else_can_be_compared() -> None:
    """A mailbox beside a phone, or everybody's phone twice: another name is another person, a shorter one is not."""
    mailbox, phone = ANN.but(phone=""), BOB.but(email="")
    assert are_two(mailbox, phone)
    assert not are_two(mailbox, phone.but(name="Lee"))
    assert not are_two(mailbox, phone.but(name=""))
    assert are_two(ANN.but(email=""), BOB.but(email="", phone=ANN.phone), phone_tells=False)
    assert not are_two(ANN.but(email=""), ANN.but(email="", name="Ann"), phone_tells=False)


def test_two_people_with_everybodys_phone_are_two_leads() -> None:
    """No key tells who they are, so what is on their cards tells them apart, the same whenever it comes again."""
    day = Day()
    ann = day.lead("order-1").but(card=ANN.but(email=""), own="h:ann00000000000")
    bob = day.lead("order-1").but(card=BOB.but(email="", phone=ANN.phone), own="h:bob00000000000")
    keys = [lead.source_key for lead in told_apart([ann, bob, bob, ann], {}, {})]
    assert keys == ["order-1", "order-1~bob000000000", "order-1~bob000000000", "order-1"]


def test_each_person_under_one_id_has_a_key_of_their_own() -> None:
    """The first keeps the id; in whatever order they come again, each has the same key as before."""
    day = Day()
    ann = day.lead("order-1", "e:ann00000000000").but(card=ANN)
    bob = day.lead("order-1", "e:bob00000000000").but(card=BOB)
    assert [lead.source_key for lead in told_apart([ann, bob, ann, bob], {}, {})] == [
        "order-1", "order-1~bob000000000", "order-1", "order-1~bob000000000",
    ]  # fmt: skip
    again = told_apart([bob, ann], {"web\torder-1": "L-1"}, {"L-1": ANN})
    assert [lead.source_key for lead in again] == ["order-1~bob000000000", "order-1"]
    nameless = bob.but(person_keys=())
    assert told_apart([ann, nameless], {}, {})[1].source_key == "order-1"
