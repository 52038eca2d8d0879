"""Columns that blanks alone hold apart: read by where they begin, and no cell is ever cut."""

from pathlib import Path

from importer_builders import leads, rejects, taken_text

HEAD = "Name         E-mail               Phone\n"


def test_what_runs_over_its_column_is_a_reject(tmp_path: Path) -> None:
    """Far below, where the columns are known already; its raw text is whole."""
    fine = "".join(f"Ann Lee      ann{number}@x.example      +1415555{number:04d}\n" for number in range(300))
    long = "Bartholomew Longname bart@x.example  +14155550190\n"
    found = taken_text(tmp_path, HEAD + fine + long, "leads.txt")
    assert len(leads(found)) == 300
    (refused,) = rejects(found)
    assert refused.place == "leads.txt row 302"
    assert "does not keep to the columns" in refused.reason
    assert refused.raw == long.rstrip()


def test_numbers_that_lean_to_the_right_keep_their_digits(tmp_path: Path) -> None:
    """A value may begin before its heading."""
    text = "Name          Phone  E-mail\nAnn    415 555 0150  a@x.example\nBo   +1 415 555 0151  b@x.example\n"
    found = taken_text(tmp_path, text, "leads.txt", region="US")
    assert [lead.card.phone for lead in leads(found)] == ["+14155550150", "+14155550151"]


def test_a_person_above_the_headings_is_not_passed_over(tmp_path: Path) -> None:
    """A title is no loss; a line with an address is told."""
    text = f"Our leads of August\nCy Cox       cy@x.example\n{HEAD}Ann Lee      ann@x.example\n"
    found = taken_text(tmp_path, text, "leads.txt")
    assert [lead.card.email for lead in leads(found)] == ["ann@x.example"]
    assert [refused.raw for refused in rejects(found)] == ["Cy Cox       cy@x.example"]


def test_a_sentence_below_the_table_is_nobody(tmp_path: Path) -> None:
    """Sums and words under the last row."""
    text = f"{HEAD}Ann Lee      ann@x.example\n\nTotal: 1\nPrinted by the office for internal use only\n"
    found = taken_text(tmp_path, text, "leads.txt")
    assert (len(leads(found)), rejects(found)) == (1, [])
