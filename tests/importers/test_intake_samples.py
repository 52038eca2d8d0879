"""Whole files, as tools write them, become what a careful person counted by hand."""

import pytest
from importer_builders import SAMPLES, SHARED, leads, taken

from tests.check_expected import Expected, disagreements, expected, main

LINES = [*expected(SAMPLES), *expected(SHARED)]


@pytest.mark.parametrize("line", LINES, ids=lambda line: f"{line.path.parent.name}/{line.path.name}")
def test_a_sample_file_becomes_what_was_counted_by_hand(line: Expected) -> None:
    """Accepted, rejected, test leads, equal keys and the first lead's contact are as expected."""
    assert disagreements(line) == []


def test_the_check_script_counts(capsys: pytest.CaptureFixture[str]) -> None:
    """`python tests/check_expected.py` ends with how many files passed and how many failed."""
    assert main([SAMPLES]) == 0
    assert capsys.readouterr().out.endswith(" passed, 0 failed\n")


def test_country_names_in_many_languages_give_the_region() -> None:
    """`Deutschland`, `UK`, `日本`, `USA` and `FR` read the national numbers beside them."""
    path = SHARED / "csv_dialects" / "country_names.csv"
    if not path.exists():
        pytest.skip("the shared samples are not here")
    found = leads(taken(path))
    assert [lead.traits["country"] for lead in found] == ["DE", "GB", "JP", "US", "FR"]
    assert found[1].card.phone == "+442079460160"
