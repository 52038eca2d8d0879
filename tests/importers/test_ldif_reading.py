"""LDIF as directories and Thunderbird export it: folded lines, base64, several values, broken entries."""

from pathlib import Path

from importer_builders import SAMPLES, leads, rejects, taken, taken_text

from engine.lead import Card

ENTRY = "dn: cn=A\ncn: Ann\nmail: a@x.example\n"


def card(folder: Path, text: str) -> Card:
    (lead,) = leads(taken_text(folder, text, "book.ldif"))
    return lead.card


def test_folded_and_packed_values_are_whole() -> None:
    """The second entry's name is base64, its description goes on in a second line."""
    _, found = leads(taken(SAMPLES / "wild" / "people.ldif", region="DE"))
    assert (found.card.name, found.card.message) == ("Jörg Ldif", "a long text that is folded over")


def test_of_several_addresses_the_first_leads(tmp_path: Path) -> None:
    """The others stay on the card."""
    found = card(tmp_path, f"{ENTRY}mail: b@x.example\n")
    assert found.email == "a@x.example"
    assert "b@x.example" in str(found.extras)


def test_a_fax_is_no_phone(tmp_path: Path) -> None:
    """Nor is a password ever kept among the fields."""
    found = card(tmp_path, f"{ENTRY}facsimileTelephoneNumber: +14155550101\nuserPassword: s3cret\n")
    assert found.phone == ""
    assert "s3cret" not in str(found.extras)


def test_an_entry_without_anybody_is_a_reject(tmp_path: Path) -> None:
    """A folder of the directory, a line that is none: each told, with its text."""
    found = taken_text(tmp_path, f"version: 1\n\n# people\n{ENTRY}\ndn: ou=x\nou: x\n\nnonsense @ all\n", "book.ldif")
    assert len(leads(found)) == 1
    assert [one.raw for one in rejects(found)] == ["dn: ou=x\nou: x", "nonsense @ all"]
