"""Cards as XML and as JSON: the same leads as the cards themselves, and broken ones told."""

import json
from pathlib import Path

import pytest
from importer_builders import SAMPLES, leads, taken, taken_text

from engine.commands import NewLead
from importers.record import Unreadable

ADDRESS = '["adr", {}, "text", ["", "", ["1 A St", "Floor 2"], "Rome", "", "00100", "Italy"]]'


def test_a_fax_is_no_phone_of_theirs() -> None:
    """What a number is stands in its parameters."""
    _, bob = leads(taken(SAMPLES / "wild" / "xcard.xml", region="US"))
    assert bob.card.phone == "+14155550102"


def test_parts_and_marks_of_a_json_card_stay_what_they_are(tmp_path: Path) -> None:
    """Semicolons in a company's name, an address in parts of parts."""
    text = '["vcard", [["fn", {}, "text", "Al Bo"], ["org", {}, "text", "Bo; Sons"], ' + ADDRESS
    (lead,) = leads(taken_text(tmp_path, text + ', ["email", {}, "text", "al@x.example"]]]', "card.json"))
    assert (lead.card.company, lead.traits["city"]) == ("Bo; Sons", "Rome")


@pytest.mark.parametrize(
    "text",
    [
        '["vcard", [["email"]]]',
        '["vcard", [[]]]',
        '["vcard", [1, null, {"a": 1}, [1, 2, 3, 4], ["tel", null, null, {"a": [1]}]]]',
        '[["vcard", [["email", [], 1, [[["x"]]]]]], 5, null, ["vcard"]]',
        '["vcard", [["email", {}, "text", "a@x.example"]',
        '<vcards xmlns="urn:ietf:params:xml:ns:vcard-4.0"><vcard><email/></vcard>',
        '<vcards xmlns="urn:ietf:params:xml:ns:vcard-4.0"></vcards>',
    ],
)
def test_what_is_broken_in_it_is_told(tmp_path: Path, text: str) -> None:
    """A reject for each card, or a sentence for the file."""
    try:
        found = taken_text(tmp_path, text, "card.dat")
    except Unreadable:
        return
    assert found
    assert not leads(found)


def test_an_address_that_damage_left_outside_is_told(tmp_path: Path) -> None:
    """A tag that was never closed swallows what follows."""
    whole = (SAMPLES / "wild" / "xcard.xml").read_text()
    found = taken_text(tmp_path, whole.replace("<surname>", "<sur", 1).replace("</fn>", "", 1), "card.xml")
    told = str([one.card if isinstance(one, NewLead) else one.raw for one in found])
    assert "ann@xcard.example" in told
    assert "bob@xcard.example" in told


def test_a_list_that_only_begins_like_a_card_is_read_as_it_is(tmp_path: Path) -> None:
    """The word alone makes no card."""
    found = taken_text(tmp_path, json.dumps([{"name": "vcard", "email": "a@x.example"}]), "list.json")
    assert [lead.card.email for lead in leads(found)] == ["a@x.example"]
