"""Bodies of web-hooks in the three ways that forms are sent."""

import json

import pytest
from importer_builders import leads, posted, rejects

from importers.hooks.payload import FORM, PARTS, is_taken, records_of
from importers.limits import Limits
from importers.record import Unreadable

MULTIPART = f"{PARTS}; boundary=XX"


def part(name: str, value: str, more: str = "") -> str:
    return f'--XX\r\nContent-Disposition: form-data; name="{name}"{more}\r\n\r\n{value}\r\n'


@pytest.mark.parametrize(
    ("media_type", "body"),
    [
        ("application/json", '{"name":"Zoë","email":"zoe@x.example"}'),
        ("application/json; charset=utf-8", '\ufeff{"data":{"fullName":"Zoë","email":"zoe@x.example"}}'),
        ("application/vnd.api+json", '{"name":"Zoë","email":"zoe@x.example"}'),
        (FORM, "name=Zo%C3%AB&email=zoe%40x.example"),
        (FORM, "name=Zo%EB&email=zoe%40x.example&encoding=ISO-8859-1"),
        (FORM, "your-name=Zo%C3%AB&your-email=zoe%40x.example&interests%5B%5D=a&interests%5B%5D=b"),
        (
            FORM,
            "page_id=1&data.json=%7B%22name%22%3A%5B%22Zo%C3%AB%22%5D%2C%22email%22%3A%5B%22zoe%40x.example%22%5D%7D",
        ),
        (MULTIPART, part("name", "Zoë") + part("email", "zoe@x.example") + "--XX--\r\n"),
        (MULTIPART, part("rawRequest", '{"q1_name":"Zoë","q2_email":"zoe@x.example"}') + "--XX--\r\n"),
        (MULTIPART, part("name", "Zoë") + part("email", "zoe@x.example") + part("f", "\0", '; filename="x.exe"')),
    ],
)
def test_one_person_is_found_in_any_form(media_type: str, body: str) -> None:
    """JSON, an encoded form, a form in parts, and objects inside a form's field."""
    assert list(records_of(media_type, body.encode(), "")), "it is checked before it is kept"
    (lead,) = leads(posted(media_type, body, source="website"))
    assert (lead.card.name, lead.card.email, lead.place) == ("Zoë", "zoe@x.example", "hook:website")


def test_several_records_of_one_delivery_are_numbered() -> None:
    """Each has its place; one without contact is a reject beside the others."""
    body = json.dumps([{"email": "a@x.example"}, {"email": ""}, {"email": "b@x.example"}])
    found = posted("application/json", body, source="website")
    assert [one.place for one in found] == [f"hook:website record {number}" for number in (1, 2, 3)]
    assert len(leads(found)) == 2
    assert len(rejects(found)) == 1


def test_equal_fields_are_kept_together() -> None:
    """Check boxes send one name several times."""
    (lead,) = leads(posted(FORM, "email=a%40x.example&want=roof&want=&want=solar"))
    assert lead.card.extras["want"] == "roof; solar"


@pytest.mark.parametrize(
    ("media_type", "body"),
    [
        ("application/json", "{"),
        ("application/json", b"\xff\xfe"),
        (FORM, b"name=\xff"),
        (FORM, "&".join(f"a{number}=1" for number in range(Limits().columns + 1))),
        (PARTS, "no boundary"),
        (MULTIPART, "no parts at all"),
        ("text/plain", "email=a@x.example"),
        ("", ""),
    ],
)
def test_a_broken_body_is_one_sentence(media_type: str, body: str | bytes) -> None:
    """Refused before it is kept."""
    with pytest.raises(Unreadable):
        list(records_of(media_type, body if isinstance(body, bytes) else body.encode(), ""))


@pytest.mark.parametrize(
    ("media_type", "taken"),
    [("application/json", True), ("APPLICATION/JSON ; charset=utf-8", True), ("application/cloudevents+json", True),
     (FORM, True), (MULTIPART, True), ("text/plain", False), ("application/xml", True),
     ("image/svg+xml", False), ("", False)],
)  # fmt: skip
def test_types_that_are_taken(media_type: str, taken: bool) -> None:
    """Anything a web page could send unasked is not among the JSON ones."""
    assert is_taken(media_type) == taken
