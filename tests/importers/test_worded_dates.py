"""Dates with a month's name in them, clocks with a zone's, and times in a column of their own."""

from datetime import datetime
from pathlib import Path

import pytest
from importer_builders import NOW, leads, taken_text

from importers.cells import dates


@pytest.mark.parametrize(
    ("text", "moment"),
    [
        ("3. Februar 2025 14:05 Uhr", "2025-02-03T14:05:00"),
        ("Montag, 3. März 2025", "2025-03-03T00:00:00"),
        ("13 février 2025 à 15:05", "2025-02-13T15:05:00"),
        ("1er août 2025", "2025-08-01T00:00:00"),
        ("13 de febrero de 2025, 15:05", "2025-02-13T15:05:00"),
        ("13 lutego 2025 15:05", "2025-02-13T15:05:00"),
        ("13 Şubat 2025 15:05", "2025-02-13T15:05:00"),
        ("13 июня 2025 г. 15:05", None),
        ("13 июня 2025 15:05", "2025-06-13T15:05:00"),
        ("1 мая 2025", "2025-05-01T00:00:00"),
        ("February 13, 2025 at 3:05 PM", "2025-02-13T15:05:00"),
        ("13-Feb-25", "2025-02-13T00:00:00"),
        ("13 Quux 2025", None),
        ("31 Februar 2025", None),
    ],
)
def test_months_by_name(text: str, moment: str | None) -> None:
    """In the languages of exports; a day that is none, or a word that is no month, is no date."""
    found = dates.instant(text, month_first=False, timezone="UTC", now=NOW)
    assert found == (datetime.fromisoformat(f"{moment}+00:00") if moment else None)


@pytest.mark.parametrize(
    "text",
    [
        "February 13, 2025 at 9:05 AM EST",
        "2025-02-13 06:05:00 PST",
        "Thu Feb 13 2025 15:05:00 GMT+0100 (Central European Standard Time)",
        "13.02.2025 15:05 MEZ",
        "2025-02-13 14:05:00 UTC",
        "2025-02-13 19:35:00 IST",
    ],
)
def test_a_zone_by_name_is_followed(text: str) -> None:
    """The short names of zones, and the way browsers write theirs."""
    found = dates.instant(text, month_first=False, timezone="Asia/Tokyo", now=NOW)
    assert found == datetime.fromisoformat("2025-02-13T14:05:00+00:00")


@pytest.mark.parametrize(
    ("headings", "cells"),
    [
        ("Datum;Uhrzeit", "13.02.2025;14:05"),
        ("Date;Time", "02/13/2025;2:05 PM"),
        ("Date;Time", "February 13, 2025;14:05:00"),
        ("Date;Time", "2025-02-13 14:05;09:00"),
    ],
)
def test_a_time_beside_its_date_belongs_to_it(tmp_path: Path, headings: str, cells: str) -> None:
    """Date and time in two columns are one instant; a date that has its time keeps it."""
    (lead,) = leads(taken_text(tmp_path, f"{headings};Email\n{cells};a@x.example\n", region="US"))
    assert lead.received_at == datetime.fromisoformat("2025-02-13T14:05:00+00:00")


def test_one_time_column_is_the_instant(tmp_path: Path) -> None:
    """A column called `Uhrzeit` may hold the whole instant."""
    (lead,) = leads(taken_text(tmp_path, "Uhrzeit;Email\n13.02.2025 14:05;a@x.example\n"))
    assert lead.received_at == datetime.fromisoformat("2025-02-13T14:05:00+00:00")
