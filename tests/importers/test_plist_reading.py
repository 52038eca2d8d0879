"""Apple's property lists: people in lists of dictionaries, as XML and binary, within bounds however hostile."""

import plistlib
import random
import struct
from contextlib import suppress
from datetime import datetime
from pathlib import Path

import pytest
from importer_builders import leads, rejects, taken_text

from engine.lead import Card
from importers.files.binary_plist import TRAILER
from importers.record import Unreadable

BORN = datetime(2026, 8, 31, 10)  # noqa: DTZ001 - a property list knows no zones
PEOPLE = [
    {"First": "Ågot", "Last": "Lie", "Email": "agot@lie.example", "Phone": "+47 22 12 34 56", "Vendor ID": 7},
    {"First": "Bo", "Last": "Krag", "Email": "bo@krag.example", "created": BORN, "photo": b"\0"},
]
FORMS = [plistlib.FMT_XML, plistlib.FMT_BINARY]


def cards(folder: Path, document: object, form: plistlib.PlistFormat) -> list[Card]:
    return [one.card for one in leads(taken_text(folder, plistlib.dumps(document, fmt=form), "people.plist"))]


@pytest.mark.parametrize("form", FORMS)
@pytest.mark.parametrize("shape", [PEOPLE, {"version": 2, "contacts": PEOPLE}, {"a": {"b": {"people": PEOPLE}}}])
def test_each_dictionary_of_a_list_is_a_lead(tmp_path: Path, form: plistlib.PlistFormat, shape: object) -> None:
    """By its keys as by any headings; dates, numbers and bytes beside them do no harm."""
    found = cards(tmp_path, shape, form)
    assert [(one.name, one.email, one.phone) for one in found] == [
        ("Ågot Lie", "agot@lie.example", "+4722123456"),
        ("Bo Krag", "bo@krag.example", ""),
    ]


@pytest.mark.parametrize("form", FORMS)
def test_a_card_of_apples_address_book_is_a_lead(tmp_path: Path, form: plistlib.PlistFormat) -> None:
    """Its numbers and addresses stand in lists of values beside their labels."""
    several = {"labels": ["_$!<Work>!$_"], "values": ["ann@x.example", "ann@home.example"], "identifiers": ["1"]}
    phone = {"labels": ["_$!<Mobile>!$_"], "values": ["+1 415 555 0101"], "identifiers": ["2"], "primary": "2"}
    book = {"First": "Ann", "Last": "Lee", "Organization": "Lee Inc", "Email": several, "Phone": phone, "UID": "A:1"}
    (found,) = cards(tmp_path, book, form)
    assert (found.name, found.email, found.phone, found.company) == (
        "Ann Lee",
        "ann@x.example",
        "+14155550101",
        "Lee Inc",
    )


@pytest.mark.parametrize("form", FORMS)
def test_a_dictionary_without_anybody_is_a_reject(tmp_path: Path, form: plistlib.PlistFormat) -> None:
    """Beside one that is somebody."""
    found = taken_text(tmp_path, plistlib.dumps([*PEOPLE[:1], {"First": "No"}], fmt=form), "p.plist")
    assert (len(leads(found)), len(rejects(found))) == (1, 1)


def test_a_programs_own_archive_says_the_way_out(tmp_path: Path) -> None:
    """Its objects only point to each other."""
    data = plistlib.dumps({"$archiver": "NSKeyedArchiver", "$objects": []}, fmt=plistlib.FMT_BINARY)
    with pytest.raises(Unreadable, match="export them as CSV or vCards"):
        taken_text(tmp_path, data, "p.plist")


def binary(objects: list[bytes], top: int = 0) -> bytes:
    """A list of these objects, as they are."""
    at, offsets, body = 8, list[int](), b"bplist00"
    for one in objects:
        offsets.append(at)
        body, at = body + one, at + len(one)
    table = b"".join(struct.pack(">I", place) for place in offsets)
    return body + table + TRAILER.pack(4, 2, len(objects), top, at)


def array(*places: int) -> bytes:
    return b"\xaf\x11" + struct.pack(f">H{len(places)}H", len(places), *places)


OVERLAPS = struct.pack(">I", 8) * 9_000
BOMBS = {
    "goes round in a circle": binary([array(0)]),
    "laughs": binary([*(array(*[place + 1] * 10) for place in range(20)), b"\x51a"]),
    "says a size that is not there": binary([b"\x5f\x13" + b"\x7f" * 8 + b"a"]),
    "says a number without end": binary([array(1), b"\x1e" + b"\x7f" * (1 << 14)]),
    "overlaps": b"bplist00" + array(*[0] * 9_000) + OVERLAPS + TRAILER.pack(4, 2, 9_000, 0, 18_012),
    "has a table beyond its end": b"bplist00\x08" + TRAILER.pack(8, 8, 1 << 60, 0, 8),
    "is deep": binary([*(array(place + 1) for place in range(5_000)), b"\x51a"]),
}


@pytest.mark.parametrize("bomb", BOMBS)
def test_a_hostile_list_is_refused(tmp_path: Path, bomb: str) -> None:
    """At once, whatever it says of itself: a sentence or a reject, never a lead."""
    with suppress(Unreadable):
        found = taken_text(tmp_path, BOMBS[bomb], "p.plist")
        assert leads(found) == []


def test_no_list_is_too_broken(tmp_path: Path) -> None:
    """Cut off or overwritten anywhere: leads, rejects or a sentence, never a fault of ours."""
    dice = random.Random(7)
    for form in FORMS:
        whole = plistlib.dumps(PEOPLE, fmt=form)
        for place in range(8, len(whole), 5):
            for data in (whole[:place], whole[:place] + dice.randbytes(2) + whole[place + 2 :]):
                with suppress(Unreadable):
                    assert taken_text(tmp_path, data, "p.plist")
