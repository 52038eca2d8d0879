"""Big files are read in a process of their own, and come out as if they were read here."""

import json
import sys
from collections.abc import Iterator
from pathlib import Path
from zipfile import ZIP_DEFLATED, ZipFile

import pytest
from workbook_builders import workbook

from importers.files.reading_apart import APART_BYTES_MIN, Headway, ReaderFell, Request, apart, here, records
from importers.files.reading_child import frames
from importers.intake import Taken
from importers.record import Hints, Reject, Unreadable

HINTS = Hints(source="fair", salt=b"salt", region="DE", mapping={"Booth mail": "email"})
DIES = (sys.executable, "-c", "import os, signal, sys; sys.stdin.read(); os.kill(os.getpid(), signal.SIGKILL)")
HANGS = (sys.executable, "-c", "import signal, sys; sys.stdin.read(); signal.pause()")


def leads(folder: Path, count: int) -> Path:
    """A list of leads with a test lead and a row that reaches nobody in between."""
    path = folder / "leads.csv"
    rows = [f"Ann {n},ann{n}@example.com,{n}" for n in range(count)]
    rows[count // 2 : count // 2] = ["Nobody,,1", "test lead: dummy data,test@fb.com,2"]
    path.write_text("\n".join(["Name,Booth mail,Employees", *rows]), "utf-8")
    return path


def request(path: Path, skip: int = 0) -> Request:
    return Request(path=str(path), hints=HINTS, skip=skip)


def test_apart_gives_what_here_gives(tmp_path: Path) -> None:
    """Leads, rejects and test leads come in the same order with the same facts."""
    path = leads(tmp_path, 450)
    assert list(apart(request(path))) == list(here(path, HINTS, 0))


def test_apart_goes_on_where_it_was_left(tmp_path: Path) -> None:
    """Records that are taken already do not come again."""
    path = leads(tmp_path, 250)
    assert list(apart(request(path, skip=180))) == list(here(path, HINTS, 0))[180:]


def test_a_big_file_is_read_apart(tmp_path: Path) -> None:
    """By its size alone it is decided where, and nobody can tell from the records."""
    path = leads(tmp_path, APART_BYTES_MIN // 20)
    assert path.stat().st_size >= APART_BYTES_MIN
    first = records(path, HINTS, 0)
    assert next(first) == next(here(path, HINTS, 0))
    first.close()  # type: ignore[attr-defined]


def test_what_cannot_be_read_is_said_in_the_readers_own_words(tmp_path: Path) -> None:
    """A broken file is unreadable in the same sentence."""
    path = tmp_path / "broken.json"
    path.write_text("{" * 50, "utf-8")
    with pytest.raises(Unreadable) as apart_says:
        list(apart(request(path)))
    with pytest.raises(Unreadable) as here_says:
        list(here(path, HINTS, 0))
    assert str(apart_says.value) == str(here_says.value)


@pytest.mark.parametrize(("command", "says"), [(DIES, "signal 9"), (HANGS, "no headway")])
def test_a_reader_that_falls_or_hangs_takes_only_its_file_with_it(
    tmp_path: Path, command: tuple[str, ...], says: str
) -> None:
    """Whoever dropped the file is told how it ended, and what to do."""
    with pytest.raises(Unreadable, match=says):
        list(apart(request(leads(tmp_path, 3)), command, silence_seconds=0.2 if command is HANGS else 60.0))


def test_what_nobody_foresaw_is_told_after_the_records_before_it() -> None:
    """Two records come through, then the fault with its trace for the log."""

    def stumbling() -> Iterator[Taken]:
        yield from [Reject(place="row 1", reason="no", raw=""), Reject(place="row 2", reason="no", raw="")]
        raise ZeroDivisionError

    *first, last = frames(stumbling())
    assert [len(frame.rejects) for frame in first] == [2]
    assert last.is_last
    assert "ZeroDivisionError" in last.trouble


def test_a_fault_in_the_other_process_is_raised_here(tmp_path: Path) -> None:
    """It is logged as if it had happened here."""
    tell = "import sys; from importers.files.reading_apart import Frame; import msgspec; sys.stdin.read();"
    tell += "body = msgspec.msgpack.encode(Frame(is_last=True, trouble='it fell'));"
    tell += "sys.stdout.buffer.write(len(body).to_bytes(4, 'big') + body)"
    with pytest.raises(ReaderFell, match="it fell"):
        list(apart(request(tmp_path), (sys.executable, "-c", tell)))


def packed(folder: Path) -> list[Path]:
    """A list in UTF-16, in a ZIP beside another, in a workbook, and as JSON and cards."""
    text = leads(folder, 1000).read_text()
    wide, archive, sheet = folder / "wide.csv", folder / "two.zip", folder / "a.xlsx"
    wide.write_text(text, "utf-16")
    with ZipFile(archive, "w", ZIP_DEFLATED) as stream:
        stream.writestr("a.csv", text)
        stream.writestr("b.csv", text)
    workbook(sheet, {"Leads": [line.split(",") for line in text.splitlines()]})
    people = [{"name": "Ann", "email": f"ann{number}@x.example"} for number in range(1000)]
    (folder / "a.json").write_text(json.dumps({"leads": people}))
    cards = "".join(f"BEGIN:VCARD\nFN:Ann\nEMAIL:{one['email']}\nEND:VCARD\n" for one in people)
    (folder / "a.vcf").write_text(cards)
    return [wide, archive, sheet, folder / "a.json", folder / "a.vcf"]


def test_how_far_a_file_is_read_is_told_whatever_it_is_packed_in(tmp_path: Path) -> None:
    """With every frame further, from near the start to the end, and near the half at the half of the records."""
    for path in packed(tmp_path):
        headway, seen = Headway(), []
        for _ in apart(request(path), headway=headway):
            seen.append(headway.far)
        assert seen == sorted(seen), path.name
        assert 0.0 < seen[0] < 0.5, path.name
        assert 0.3 < seen[len(seen) // 2] <= 0.8, path.name
        assert seen[-1] > 0.9, path.name
