"""Whole files, as tools write them, become what a careful person counted by hand."""

from pathlib import Path
from typing import NamedTuple

import pytest
from importer_builders import SAMPLES, SHARED, leads, provider_tests, rejects, taken

HERE_NOW = ("csv_dialects", "csv_torture", "hubspot", "mautic", "json")
TABLES_OF_PROVIDERS = (
    "apollo", "datablist", "eventbrite", "google_contacts", "google_forms", "importer_samples", "jotform", "linkedin",
    "mailchimp", "meta", "pipedrive", "salesforce", "tiktok", "typeform", "x_education", "zoho",
)  # fmt: skip


class Expected(NamedTuple):
    """One line of an EXPECTED.tsv."""

    path: Path
    kind: str
    region: str
    accepted: int
    rejected: int
    tests: int
    same_key: int
    first: dict[str, str]


def expected(folder: Path, groups: tuple[str, ...] = ()) -> list[Expected]:
    """The lines of a folder's list, of some groups only if any are named."""
    table = folder / "EXPECTED.tsv"
    lines = table.read_text("utf-8").splitlines() if table.exists() else []
    rows = [line.split("\t") for line in lines if line and not line.startswith(("#", "file\t"))]
    return [_line(folder, row) for row in rows if not groups or row[0].partition("/")[0] in groups]


def _line(folder: Path, row: list[str]) -> Expected:
    known = [word if word != "-" else "" for word in row]
    is_report = row[1] in ("not-leads", "lead-scoring-csv")
    return Expected(
        path=folder / row[0],
        kind=row[1],
        region=known[2],
        accepted=int(row[4]),
        rejected=1 if is_report else int(row[5]),
        tests=int(row[6]),
        same_key=int(row[7]),
        first={"email": known[10], "phone": known[12], "name": known[13], "company": known[14]},
    )


LINES = [*expected(SAMPLES), *expected(SHARED, HERE_NOW), *expected(SHARED, TABLES_OF_PROVIDERS)]


@pytest.mark.parametrize("line", LINES, ids=lambda line: f"{line.path.parent.name}/{line.path.name}")
def test_a_sample_file_becomes_what_was_counted_by_hand(line: Expected) -> None:
    """Accepted, rejected, test leads, equal keys and the first lead's contact are as expected."""
    found = taken(line.path, region=line.region, now=None)
    keys = {lead.source_key for lead in leads(found)}
    counts = (len(leads(found)), len(rejects(found)), len(provider_tests(found)), len(leads(found)) - len(keys))
    assert counts == (line.accepted, line.rejected, line.tests, line.same_key)
    if leads(found):
        card = leads(found)[0].card
        for field, value in line.first.items():
            assert not value or getattr(card, field) in value.split("|"), field


def test_country_names_in_many_languages_give_the_region() -> None:
    """`Deutschland`, `UK`, `日本`, `USA` and `FR` read the national numbers beside them."""
    path = SHARED / "csv_dialects" / "country_names.csv"
    if not path.exists():
        pytest.skip("the shared samples are not here")
    found = leads(taken(path))
    assert [lead.traits["country"] for lead in found] == ["DE", "GB", "JP", "US", "FR"]
    assert found[1].card.phone == "+442079460160"
