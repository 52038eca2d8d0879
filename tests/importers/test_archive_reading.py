"""ZIP archives of files with leads, and those that are traps."""

import stat
import zipfile
from pathlib import Path

import pytest
from importer_builders import leads, rejects, taken
from workbook_builders import workbook

from importers.files import zip_bounds
from importers.record import Unreadable

CSV = "Name,Email\nBob,b@x.example\n"


def archive(path: Path, files: dict[str, str | bytes]) -> Path:
    with zipfile.ZipFile(path, "w", zipfile.ZIP_DEFLATED) as packed:
        for name, data in files.items():
            packed.writestr(name, data)
    return path


def test_each_file_in_an_archive_is_read_as_what_it_is(tmp_path: Path) -> None:
    """Two tables with columns of their own, a workbook and a card; places say where."""
    book = workbook(tmp_path / "b.xlsx", {"S": [["Name", "Email"], ["Xe", "x@x.example"]]}).read_bytes()
    files = {"a.csv": CSV, "sub/b.csv": "Vorname;E-Mail\nAl;al@x.example\n", "b.xlsx": book}
    files["c.vcf"] = "BEGIN:VCARD\nEMAIL:c@x.example\nEND:VCARD"
    found = leads(taken(archive(tmp_path / "all.zip", {**files, "__MACOSX/._a.csv": b"\0\1", ".hidden": "x"})))
    assert [one.card.email for one in found] == ["b@x.example", "al@x.example", "x@x.example", "c@x.example"]
    assert [one.place for one in found][:2] == ["all.zip/a.csv row 2", "all.zip/sub/b.csv row 2"]


def test_one_bad_file_does_not_cost_the_others(tmp_path: Path) -> None:
    """What cannot be read, an archive inside, a link: one reject each."""
    inner = archive(tmp_path / "i.zip", {"a.csv": CSV}).read_bytes()
    path = archive(tmp_path / "all.zip", {"x.pdf": b"%PDF-1.7", "in.zip": inner, "a.csv": CSV})
    link = zipfile.ZipInfo("link.csv")
    link.external_attr = (stat.S_IFLNK | 0o777) << 16
    with zipfile.ZipFile(path, "a") as packed:
        packed.writestr(link, "/etc/passwd")
    found = taken(path)
    assert len(leads(found)) == 1
    assert [one.reason.split(" is ")[-1][:10] for one in rejects(found)] == ["a PDF. Tab", "an archive", "a link, no"]


@pytest.mark.parametrize("name", ["../../evil.csv", "/evil.csv", "C:\\evil.csv", "a\x1b[31m.csv", "x/../evil.csv"])
def test_no_name_in_an_archive_becomes_a_path(tmp_path: Path, name: str) -> None:
    """Names are shown, never followed."""
    found = taken(archive(tmp_path / "a.zip", {name: CSV}))
    assert len(leads(found)) == 1
    assert leads(found)[0].place.isprintable()
    assert [path.name for path in tmp_path.iterdir()] == ["a.zip"]


def test_an_archive_that_unpacks_to_too_much_is_refused(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    """By its ratio, its sum and its number of files, before anything is unpacked."""
    with pytest.raises(Unreadable, match="100 times"):
        taken(archive(tmp_path / "a.zip", {"a.csv": b"0" * 3_000_000}))
    monkeypatch.setattr(zip_bounds, "ENTRIES_MAX", 1)
    with pytest.raises(Unreadable, match="holds 2 files"):
        taken(archive(tmp_path / "c.zip", {"a.csv": CSV, "b.csv": CSV}))


def test_a_size_that_lies_is_found_out(tmp_path: Path) -> None:
    """An entry that declares less than it holds does not pass its checksum."""
    path = archive(tmp_path / "a.zip", {"a.csv": CSV * 100})
    size = len(CSV * 100).to_bytes(4, "little")
    path.write_bytes(path.read_bytes().replace(size, (50).to_bytes(4, "little")))
    assert "cannot be unpacked" in rejects(taken(path))[0].reason


def test_an_empty_or_torn_archive_is_one_sentence(tmp_path: Path) -> None:
    """Nothing in it, or its end is missing."""
    with pytest.raises(Unreadable, match="without a file"):
        taken(archive(tmp_path / "a.zip", {}))
    torn = archive(tmp_path / "b.zip", {"a.csv": CSV})
    torn.write_bytes(torn.read_bytes()[:-30])
    with pytest.raises(Unreadable, match="broken ZIP"):
        taken(torn)
