"""JSON in every wrapping that tools give it."""

import json
import re
from pathlib import Path

import pytest
from importer_builders import leads, rejects, taken_text

from importers.record import Unreadable

ANN = {"email": "ann@x.example", "name": "Ann"}


@pytest.mark.parametrize(
    "text",
    [
        json.dumps([ANN]),
        json.dumps(ANN),
        "\ufeff" + json.dumps(ANN),
        json.dumps({"leads": [ANN], "next": None}),
        json.dumps({"data": {"people": {"nodes": [ANN]}}}),
        json.dumps({"results": [{"id": "7", "properties": {"email": "ann@x.example", "firstname": "Ann"}}]}),
        json.dumps(
            {"totalSize": 1, "records": [{"attributes": {"type": "Lead"}, "Email": "ann@x.example", "Name": "Ann"}]}
        ),
        json.dumps({"type": "track", "messageId": "m1", "event": "x", "properties": ANN}),
        json.dumps(
            {"contact": {"emailAddress": "ann@x.example", "fullName": "Ann"}, "owner": {"email": "o@x.example"}}
        ),
        json.dumps({"specversion": "1.0", "source": "/a", "id": "1", "type": "t", "data": ANN}),
    ],
)
def test_one_person_is_found_in_any_wrapping(tmp_path: Path, text: str) -> None:
    """Arrays, objects, lists under any key, and the envelopes of providers."""
    (lead,) = leads(taken_text(tmp_path, text, "x.json"))
    assert (lead.card.email, lead.card.name) == ("ann@x.example", "Ann")


@pytest.mark.parametrize(
    "text",
    [
        '{"leads": [A], "contacts": [B], "products": [{"sku": 1}, {"sku": 2}, {"sku": 3}]}',
        '{"pages": [{"page": 1, "leads": [A]}, {"page": 2, "leads": [B]}]}',
        '{"2025": [A], "2026": [B]}',
        '{"-Na1": A, "-Nb2": B}',
        '{"data": {"leads": {"edges": [{"node": A}, {"node": B}], "pageInfo": {"more": false}}}}',
        '{"user": {"email": "asker@x.example"}, "leads": [A, B]}',
        '{"owner": {"email": "boss@x.example"}, "whoever": [A, B]}',
        '[{"company": "Acme", "id": "acme-1", "contacts": [A, B]}]',
    ],
)
def test_several_lists_lose_nobody(tmp_path: Path, text: str) -> None:
    """Lists beside each other, lists in lists and records by their ids all give the same two people."""
    ann, bea = (f'{{"name": "{name}", "email": "{name.lower()}@x.example"}}' for name in ("Ann", "Bea"))
    whole = re.sub(r"\bA\b", ann, re.sub(r"\bB\b", bea, text))
    found = leads(taken_text(tmp_path, whole, "x.json"))
    assert [(one.card.name, one.card.email) for one in found] == [("Ann", "ann@x.example"), ("Bea", "bea@x.example")]


def test_what_several_persons_share_stands_with_each(tmp_path: Path) -> None:
    """The company around a list of contacts is theirs; its id is nobody's key."""
    text = '[{"id": "acme-1", "company": "Acme", "contacts": [{"email": "a@x.example"}, {"email": "b@x.example"}]}]'
    found = leads(taken_text(tmp_path, text, "x.json"))
    assert [one.card.company for one in found] == ["Acme", "Acme"]
    assert len({one.source_key for one in found}) == 2


@pytest.mark.parametrize("between", ["\n", "", " ", "\n\n", "\r\n", "\x1e"])
def test_documents_may_follow_one_another(tmp_path: Path, between: str) -> None:
    """One per line, or glued together."""
    text = between.join(json.dumps({"email": f"a{number}@x.example"}) for number in range(3))
    assert len(leads(taken_text(tmp_path, text, "x.json"))) == 3


def test_nested_objects_map_by_their_path(tmp_path: Path) -> None:
    """`company.name` is the company and `name` the person; the owner's address is nobody's."""
    document = {
        "name": "Ann", "emails": ["ann@x.example", "a2@x.example"], "company": {"name": "Ann & Co", "employees": 120},
        "address": {"city": "Ulm", "country": "Deutschland"}, "owner": {"email": "o@x.example", "name": "Olga"},
    }  # fmt: skip
    (lead,) = leads(taken_text(tmp_path, json.dumps(document), "x.json"))
    assert (lead.card.name, lead.card.email, lead.card.company) == ("Ann", "ann@x.example", "Ann & Co")
    assert lead.traits == {"country": "DE", "city": "Ulm", "employees": 120}
    assert lead.card.extras["emails"] == "ann@x.example; a2@x.example"


def test_a_broken_line_costs_itself_only(tmp_path: Path) -> None:
    """It is named, and the next ones are taken."""
    found = taken_text(tmp_path, '{"email":"a@x.example"}\n{"email":\n{"email":"b@x.example"}\n', "x.jsonl")
    assert len(leads(found)) == 2
    assert [one.place for one in rejects(found)] == ["x.jsonl line 2"]


@pytest.mark.parametrize(
    ("text", "words"),
    [
        ('[{"email":"a@x.example","n":NaN}]', "NaN is no number"),
        ('[{"email":"a@x.example","n":1e999}]', "too big"),
        ('[{"email":"a@x.example","email":"b@x.example"}]', "twice"),
        ("[" * 200_000, "nested deeper"),
        ('[{"em', "line 1, column 3"),
        ("9" * 5000, "cannot be taken"),
        ("", "is empty"),
    ],
)
def test_what_is_no_honest_json_is_one_sentence(tmp_path: Path, text: str, words: str) -> None:
    """Nothing is guessed, and nothing crashes."""
    with pytest.raises(Unreadable, match=words):
        taken_text(tmp_path, text, "x.json")


@pytest.mark.parametrize(
    "item",
    ["7", '"text"', "null", "[1]", '{"email":"a@x.example","x":"\\ud800"}', '{"x":' * 70 + "1" + "}" * 70],
)
def test_an_item_that_is_no_record_is_a_reject(tmp_path: Path, item: str) -> None:
    """Its neighbours are taken."""
    found = taken_text(tmp_path, f'[{{"email":"b@x.example"}},{item}]', "x.json")
    assert len(leads(found)) == 1
    assert [one.place for one in rejects(found)] == ["x.json record 2"]


def test_a_call_that_is_no_lead_is_a_reject(tmp_path: Path) -> None:
    """A page view is not an enquiry, even with an address in it."""
    call = {"type": "page", "messageId": "m", "userId": "u", "properties": {"email": "a@x.example"}}
    assert [one.reason for one in taken_text(tmp_path, json.dumps(call), "x.json")] == ["A page call is not a lead."]


@pytest.mark.parametrize("text", ["[]", '{"leads":[],"next":null}'])
def test_an_empty_list_is_no_error(tmp_path: Path, text: str) -> None:
    """A page of nothing is nothing."""
    assert taken_text(tmp_path, text, "x.json") == []


def test_content_decides_before_the_name(tmp_path: Path) -> None:
    """JSON that is called .txt is JSON; a table that begins with a bracket is a table."""
    assert len(leads(taken_text(tmp_path, json.dumps([ANN]), "x.txt"))) == 1
    assert len(leads(taken_text(tmp_path, "[red]Name[/red],Email\nx,a@x.example\n", "x.csv"))) == 1


def test_a_field_called_type_may_be_anything(tmp_path: Path) -> None:
    """Only a text says which call it is; an object there is data."""
    found = leads(taken_text(tmp_path, '{"type": {"a": 1}, "email": "a@x.example"}', "x.json"))
    assert found[0].card.extras["type.a"] == "1"


@pytest.mark.parametrize(
    "text",
    [
        '[["name", "email"], ["Ann", "ann@x.example"], ["Bea", "bea@x.example"]]',
        '{"columns": ["name", "email"], "data": [["Ann", "ann@x.example"], ["Bea", "bea@x.example"]]}',
        '{"name": ["Ann", "Bea"], "email": ["ann@x.example", "bea@x.example"]}',
        '{"name": {"0": "Ann", "1": "Bea"}, "email": {"0": "ann@x.example", "1": "bea@x.example"}}',
        '{"data": [{"id": "1", "field_data": [{"name": "full_name", "values": ["Ann"]}, {"name": "email", "values": '
        '["ann@x.example"]}]}, {"id": "2", "field_data": [{"name": "full_name", "values": ["Bea"]}, '
        '{"name": "email", "values": ["bea@x.example"]}]}]}',
        '[{"answers": [{"type": "text", "text": "Ann", "field": {"ref": "name"}}, {"type": "email", "email": '
        '"ann@x.example", "field": {"ref": "x1"}}]}, {"answers": [{"type": "text", "text": "Bea", "field": '
        '{"ref": "name"}}, {"type": "email", "email": "bea@x.example", "field": {"ref": "x1"}}]}]',
        '[{"node": {"firstName": "Ann", "emails": [{"value": "ann@x.example"}], "phoneNumbers": [{"number": "1"}]}}, '
        '{"node": {"firstName": "Bea", "emails": [{"value": "bea@x.example"}]}}]',
    ],
)
def test_tables_and_pairs_become_records(tmp_path: Path, text: str) -> None:
    """Rows as lists, columns as lists or objects, and pairs of a name and a value give the same two people."""
    found = leads(taken_text(tmp_path, text, "x.json"))
    assert [(one.card.name, one.card.email) for one in found] == [("Ann", "ann@x.example"), ("Bea", "bea@x.example")]


@pytest.mark.parametrize("end", [",]", "", ', {"email": "c@', "] ]"])
def test_what_stands_before_a_fault_is_taken(tmp_path: Path, end: str) -> None:
    """A list with a comma too many, or one that was cut off, gives its whole records and a reject for the rest."""
    text = '{"leads": [{"email": "a@x.example"}, {"email": "b@x.example"}' + end
    found = taken_text(tmp_path, text, "x.json")
    assert [one.card.email for one in leads(found)] == ["a@x.example", "b@x.example"]
    assert ["broken" in one.reason for one in rejects(found)] == [True]


def test_a_first_line_that_is_broken_costs_itself_only(tmp_path: Path) -> None:
    """The name says that there is one object per line."""
    found = taken_text(tmp_path, '{"email":\n{"email": "b@x.example"}\n', "x.jsonl")
    assert ([one.card.email for one in leads(found)], len(rejects(found))) == (["b@x.example"], 1)


def test_what_is_included_for_others_is_no_record_of_its_own(tmp_path: Path) -> None:
    """In JSON:API a lead's owner and company stand beside the leads: neither becomes a lead."""
    owner = {"type": "user", "id": "5", "attributes": {"email": "rep@us.example"}}
    company = {"type": "account", "id": "7", "attributes": {"name": "Ode Inc"}}
    points = {"owner": {"data": {"type": "user", "id": "5"}}, "account": {"data": {"type": "account", "id": "7"}}}
    lead = {"type": "lead", "id": "L-1", "attributes": {"email": "a@x.example"}, "relationships": points}
    found = taken_text(tmp_path, json.dumps({"data": [lead], "included": [owner, company]}), "a.json")
    assert [(one.card.email, one.card.company, one.source_key) for one in leads(found)] == [
        ("a@x.example", "Ode Inc", "L-1"),
    ]
    assert rejects(found) == []


def test_types_of_databases_are_no_fields(tmp_path: Path) -> None:
    """`{"$oid": ...}`, `{"$date": {"$numberLong": ...}}` and the like are their values."""
    text = '{"_id": {"$oid": "65cb1"}, "email": "a@x.example", "date": {"$date": {"$numberLong": "1739459106000"}}}'
    (lead,) = leads(taken_text(tmp_path, text, "a.jsonl"))
    assert (lead.source_key, str(lead.received_at)) == ("65cb1", "2025-02-13 15:05:06+00:00")


def test_records_by_their_ids_under_one_name_are_a_list(tmp_path: Path) -> None:
    """As a real-time database exports them."""
    text = '{"leads": {"-N1": {"email": "a@x.example"}, "-N2": {"email": "b@x.example"}}}'
    assert [one.card.email for one in leads(taken_text(tmp_path, text, "a.json"))] == ["a@x.example", "b@x.example"]


def test_a_type_that_names_no_field_is_only_a_type(tmp_path: Path) -> None:
    """`{"id", "type", "name"}` as chats and catalogues write it: the file is read, and nobody is missed."""
    text = '[{"id": "7", "type": "customer", "name": "Ann"}, {"id": "8", "email": "b@x.example"}]'
    found = taken_text(tmp_path, text, "a.json")
    assert [one.card.email for one in leads(found)] == ["b@x.example"]
    assert len(rejects(found)) == 1
