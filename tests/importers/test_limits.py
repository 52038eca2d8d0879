"""Every limit of the intake at its edge: one below and at it is taken, one above is refused with a sentence."""

import json
import re
import zipfile
from collections.abc import Callable
from pathlib import Path

import pytest

from importers.intake import Taken
from importers.limits import Limits, in_units
from importers.record import Unreadable
from tests.importers.importer_builders import hints, leads, rejects, taken, taken_text

HEAD = "Name,Email,Note\n"
SIZES = (-1, 0, 1)
"""One below, at, and one above."""

Drop = Callable[[Path, int], list[Taken]]
"""Drops something of that size under a limit of LIMIT."""

LIMIT = 300
NAMED = re.compile(r"raise `(file|row|columns|json_depth|xml_depth|unpacked)` under \[limits\] in floor\.toml\.$")
"""The way out that each sentence ends with."""


def row_of(size: int) -> str:
    """A CSV row of so many characters."""
    start = "Ada,ada@example.com,"
    return start + "x" * (size - len(start))


def nested(depth: int, inside: str, start: str, end: str) -> str:
    """Something inside so many shells."""
    return start * depth + inside + end * depth


def a_row(folder: Path, size: int) -> list[Taken]:
    """A CSV with one row of so many characters."""
    return taken_text(folder, f"{HEAD}{row_of(size)}\r\nBob,bob@example.com,\n", limits=Limits(row=LIMIT))


def a_json_line(folder: Path, size: int) -> list[Taken]:
    """A JSONL with one line of so many characters, and another."""
    line = json.dumps({"email": "ada@example.com", "note": ""})
    line = line.replace('""', f'"{"x" * (size - len(line))}"')
    text = f'{line}\n{{"email": "bob@example.com"}}\n'
    return taken_text(folder, text, "leads.jsonl", limits=Limits(row=LIMIT))


def a_wide_row(folder: Path, size: int) -> list[Taken]:
    """A row of so many cells under a heading row of two."""
    wide = ",".join(["ada@example.com", *["x"] * (size - 1)])
    return taken_text(folder, f"Email,Note\n{wide}\nbob@example.com,\n", limits=Limits(columns=LIMIT))


def a_deep_object(folder: Path, size: int) -> list[Taken]:
    """An object whose deepest shell is so deep, and another."""
    deep = nested(size - LIMIT + 8 - 1, '"x"', '{"a":', "}")
    text = f'[{{"email": "ada@example.com", "deep": {deep}}}, {{"email": "bob@example.com"}}]'
    return taken_text(folder, text, "leads.json", limits=Limits(json_depth=8))


@pytest.mark.parametrize("more", SIZES)
@pytest.mark.parametrize("drop", [a_row, a_json_line, a_wide_row, a_deep_object])
def test_a_record_beyond_a_limit_is_one_reject(drop: Drop, more: int, tmp_path: Path) -> None:
    """The record alone is rejected, with a sentence that names the limit; its neighbour is taken."""
    found = drop(tmp_path, LIMIT + more)
    assert (len(leads(found)), len(rejects(found))) == ((2, 0) if more <= 0 else (1, 1))
    assert all(str(LIMIT) in one.reason or "deeper than 8" in one.reason for one in rejects(found))
    assert all(NAMED.search(one.reason) and one.place for one in rejects(found))


def a_file(folder: Path, size: int) -> list[Taken]:
    """A CSV of so many bytes."""
    return taken_text(folder, HEAD + row_of(size - len(HEAD)), limits=Limits(file=LIMIT))


def wide_headings(folder: Path, size: int) -> list[Taken]:
    """A table with so many headings."""
    heads = ",".join(["Email", *(f"h{number}" for number in range(size - 1))])
    return taken_text(folder, f"{heads}\nada@example.com\n", limits=Limits(columns=LIMIT))


def deep_xml(folder: Path, size: int) -> list[Taken]:
    """An ADF with something nested so deep in it."""
    shells = nested(size - LIMIT + 20 - 3, "x", "<b>", "</b>")
    person = "<name>Ada</name><email>ada@example.com</email>"
    text = f"<adf><prospect><customer><contact>{person}</contact></customer>{shells}</prospect></adf>"
    return taken_text(folder, text, "lead.xml", limits=Limits(xml_depth=20))


def unpacked(folder: Path, size: int) -> list[Taken]:
    """An archive that unpacks to so many bytes."""
    with zipfile.ZipFile(folder / "a.zip", "w", zipfile.ZIP_DEFLATED) as archive:
        archive.writestr("a.csv", HEAD + row_of(size - len(HEAD)))
    return taken(folder / "a.zip", limits=Limits(unpacked=LIMIT))


@pytest.mark.parametrize("more", SIZES)
@pytest.mark.parametrize("drop", [a_file, wide_headings, deep_xml, unpacked])
def test_a_file_beyond_a_limit_is_refused(drop: Drop, more: int, tmp_path: Path) -> None:
    """Nothing of it is taken, and the sentence names the limit."""
    if more <= 0:
        assert len(leads(drop(tmp_path, LIMIT + more))) == 1
        return
    with pytest.raises(Unreadable, match=r"300|20:") as refusal:
        drop(tmp_path, LIMIT + more)
    assert NAMED.search(str(refusal.value))


def test_an_archive_is_refused_by_its_ratio(tmp_path: Path) -> None:
    """What unpacks to more times its size than the limit is refused; at the limit it is taken."""
    text = HEAD + row_of(400) + "\n" * 2_000_000
    with zipfile.ZipFile(tmp_path / "a.zip", "w", zipfile.ZIP_DEFLATED) as archive:
        archive.writestr("a.csv", text)
        (entry,) = archive.infolist()
    ratio = -(-entry.file_size // entry.compress_size)
    assert len(leads(taken(tmp_path / "a.zip", limits=Limits(zip_ratio=ratio)))) == 1
    with pytest.raises(Unreadable, match=f"more than {ratio - 1} times"):
        taken(tmp_path / "a.zip", limits=Limits(zip_ratio=ratio - 1))


@pytest.mark.parametrize("more", SIZES)
def test_a_long_cell_is_kept_up_to_the_limit(more: int, tmp_path: Path) -> None:
    """What is longer is cut with a mark; the lead is taken all the same."""
    text = f"{HEAD}Ada,ada@example.com,{'x' * (LIMIT + more)}\n"
    (lead,) = leads(taken_text(tmp_path, text.replace("Note", "Shelf"), limits=Limits(cell=LIMIT)))
    kept = lead.card.extras["Shelf"]
    assert kept.startswith("x" * (LIMIT + min(more, 0)))
    assert ("[cut, 301 characters in all]" in kept) == (more > 0)


def test_the_limits_of_the_issue_are_the_defaults() -> None:
    """A floor that says nothing has these."""
    assert Limits() == hints().limits
    sizes = (Limits().body, Limits().file, Limits().row, Limits().cell, Limits().unpacked)
    assert [in_units(size) for size in sizes] == ["1 MiB", "200 MiB", "1 MiB", "64 KiB", "500 MiB"]
    assert in_units(1_500) == "1,500 bytes"
