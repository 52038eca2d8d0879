"""Files that come packed with gzip."""

import gzip
from pathlib import Path

import pytest
from importer_builders import leads, rejects, taken_text

from importers.limits import Limits
from importers.record import Unreadable

CSV = b"Name,Email\n" + b"".join(b"Al,al%d@x.example\n" % (number * 7919) for number in range(900))


def test_a_packed_file_is_read_as_what_it_is(tmp_path: Path) -> None:
    """Its name without the ending says what is in it, and where a row stands."""
    found = leads(taken_text(tmp_path, gzip.compress(CSV), "leads.csv.gz"))
    assert (len(found), found[0].place) == (900, "leads.csv row 2")
    assert len(leads(taken_text(tmp_path, gzip.compress(b'{"email": "al@x.example"}'), "lead.json.gz"))) == 1


def test_a_packed_file_that_is_cut_off_is_refused(tmp_path: Path) -> None:
    """Whoever downloads it again has all of it: nothing is taken of a part."""
    packed = gzip.compress(CSV)
    with pytest.raises(Unreadable, match=r"leads.csv.gz is cut off or broken.*download it again"):
        taken_text(tmp_path, packed[: len(packed) // 2], "leads.csv.gz")


def test_a_packed_trap_is_not_unpacked(tmp_path: Path) -> None:
    """It stops at the limit, and names it."""
    with pytest.raises(Unreadable, match=r"would unpack to more than.*zip_ratio"):
        taken_text(tmp_path, gzip.compress(b" " * (3 * 1024 * 1024)), "a.csv.gz", limits=Limits(zip_ratio=2))


def test_an_archive_that_is_packed_is_one_reject(tmp_path: Path) -> None:
    """A tar archive inside says so."""
    tar = b"a.csv".ljust(257, b"\0") + b"ustar".ljust(255, b"\0")
    (reject,) = rejects(taken_text(tmp_path, gzip.compress(tar), "leads.tar.gz"))
    assert "a tar archive: unpack it" in reject.reason
