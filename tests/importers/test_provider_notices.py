"""A notice without a person is a lead whose details are pending, and the same key fills it."""

import json
from pathlib import Path

import pytest
from importer_builders import NOW, hints, leads, taken_text

from engine.commands import NewLead
from engine.lead import Card
from importers.intake import read_payload
from importers.providers.shaping import located
from store.cards import filled

NOTICE = {"entry": [{"changes": [{"field": "leadgen", "value": {"leadgen_id": "900000000011", "form_id": "70001",
          "page_id": "P1", "created_time": int(NOW.timestamp()) - 60}}]}]}  # fmt: skip
DETAILS = {
    "id": "900000000011",
    "field_data": [{"name": "full_name", "values": ["Mina Metz"]}, {"name": "email", "values": ["mina@x.example"]}],
}


def posted(document: object, provider: str = "meta") -> NewLead:
    body = json.dumps(document).encode()
    (lead,) = leads(read_payload("application/json", body, hints(source="ads", provider=provider), "d"))
    return lead


def test_a_notice_says_where_to_look() -> None:
    """A name for the board, a sentence for whoever opens it, no contact, no person's key, and its own time."""
    lead = posted(NOTICE)
    assert lead.card.name == "Meta 900000000011"
    assert lead.card.message == (
        "Notified by Meta, details pending. Open it in Meta's Leads Center. (form 70001, page P1)"
    )
    assert (lead.card.email, lead.card.phone, lead.person_keys) == ("", "", ())
    assert lead.traits == {"form": "70001", "pending_detail": True}
    assert lead.received_at is not None
    assert (NOW - lead.received_at).total_seconds() == 60


def test_the_details_fill_the_notice() -> None:
    """Under the same key: the notice's own words give way, and its facts stay among the extras."""
    notice, details = posted(NOTICE), posted(DETAILS)
    assert notice.source_key == details.source_key
    card = filled(notice.card, details.card)
    assert (card.name, card.email, card.message) == ("Mina Metz", "mina@x.example", "")
    assert card.raw == details.card.raw
    assert card.extras["leadgen_id"] == "900000000011"
    again = filled(card, posted(NOTICE).card)
    assert (again.name, again.email) == ("Mina Metz", "mina@x.example")


def test_a_downloaded_file_fills_the_notice_too(tmp_path: Path) -> None:
    """Dropped into the folder of the same source, it names the same leads."""
    row = "id\tcreated_time\tfull_name\temail\nl:900000000011\t2026-08-31T08:00:00Z\tMina Metz\tmina@x.example\n"
    (lead,) = leads(taken_text(tmp_path, row.encode("utf-16"), source="ads"))
    assert (lead.source, lead.source_key) == ("ads", posted(NOTICE).source_key)


def test_a_second_notice_changes_nothing() -> None:
    """It says the same."""
    card = posted(NOTICE).card
    assert filled(card, card) == card


def test_a_card_with_a_contact_keeps_its_name() -> None:
    """Only a notice gives way."""
    card = filled(Card(name="Ann", email="ann@x.example"), Card(name="Bo", phone="+4930901820"))
    assert (card.name, card.phone) == ("Ann", "+4930901820")


@pytest.mark.parametrize(
    ("provider", "document"),
    [
        ("linkedin", {"leadGenFormResponse": "urn:1", "email": "ann@x.example", "name": "Ann"}),
        ("hubspot", {"portalId": 1, "objectId": 2, "properties": {"email": "ann@x.example"}}),
        ("tiktok", {"lead_id": "7300000000000000001", "email": "ann@x.example"}),
        ("zoho", {"id": "3652397000000186017", "Email": "ann@x.example"}),
    ],
)
def test_details_that_somebody_fetched_are_taken_as_they_are(provider: str, document: dict[str, object]) -> None:
    """A script of yours may ask the provider with its token and post what it got, signed as the provider signs."""
    lead = posted(document, provider)
    assert lead.card.email == "ann@x.example"
    assert "pending_detail" not in lead.traits


def test_a_notice_without_a_number_is_no_lead() -> None:
    """Nobody could ever find what it means."""
    body = json.dumps({"entry": [{"changes": [{"value": {"page_id": "P1"}}]}]}).encode()
    assert leads(read_payload("application/json", body, hints(source="ads", provider="meta"), "d")) == []


@pytest.mark.parametrize(
    ("path", "found"),
    [
        ("a.b", ("a.b", "1")),
        ("x|a.b", ("a.b", "1")),
        ("list.1.c", ("list.1.c", "2")),
        ("dotted.key", ("dotted.key", "3")),
        ("list.9.c", ("list.9.c", None)),
        ("a.b.c", ("a.b.c", None)),
        ("empty|x", ("empty", None)),
    ],
)
def test_paths(path: str, found: tuple[str, object]) -> None:
    """The first that says something; keys may hold dots themselves."""
    document = {"a": {"b": "1"}, "list": [{}, {"c": "2"}], "dotted.key": "3", "empty": ""}
    assert located(document, path) == found
