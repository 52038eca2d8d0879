"""Addresses one behind another, as people copy them out of a mail's head: each is somebody."""

from pathlib import Path

import pytest
from importer_builders import leads, rejects, taken_text

LISTS = [
    ("Ann Lee <ann@x.example>; Bob <bob@x.example>; cy@x.example", ["Ann Lee", "Bob", ""]),
    ("ann@x.example, bob@x.example,cy@x.example\n", ["", "", ""]),
    ('To: "Lee, Ann" <ann@x.example>, Bob Fox <bob@x.example>,\n cy@x.example', ["Lee, Ann", "Bob Fox", ""]),
    ("Lee, Ann <ann@x.example>; Fox, Bob <bob@x.example>; <cy@x.example>;", ["Lee, Ann", "Fox, Bob", ""]),
]


@pytest.mark.parametrize(("text", "names"), LISTS)
def test_each_of_a_line_of_addresses_is_a_lead(tmp_path: Path, text: str, names: list[str]) -> None:
    """None is taken for the second address of another."""
    found = taken_text(tmp_path, text, "list.txt")
    assert [lead.card.email for lead in leads(found)] == [f"{who}@x.example" for who in ("ann", "bob", "cy")]
    assert [lead.card.name for lead in leads(found)] == names


def test_what_is_no_address_far_down_is_a_reject(tmp_path: Path) -> None:
    """It costs nobody beside it."""
    many = "; ".join(f"p{number}@x.example" for number in range(300))
    found = taken_text(tmp_path, f"{many}; somebody at nowhere; z@x.example", "list.txt")
    assert len(leads(found)) == 301
    assert [refused.raw for refused in rejects(found)] == ["somebody at nowhere"]


def test_rows_of_two_addresses_are_columns(tmp_path: Path) -> None:
    """A person's work and home address stay one person."""
    text = "ann@x.example,ann@home.example\nbob@x.example,bob@home.example\n"
    found = leads(taken_text(tmp_path, text, "list.csv"))
    assert [lead.card.email for lead in found] == ["ann@x.example", "bob@x.example"]
