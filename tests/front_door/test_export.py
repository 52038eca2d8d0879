"""What is taken out of a floor: all of it, whole, and live nowhere."""

import csv
import io
import json
import stat

import pytest

from tests.front_door.program import Floor, csv_of, people
from tui.command_line.sheets import cell

HEAD = "id,name,email,phone,country,message"
EVIL = (
    "=1+1",
    "+cmd|' /C calc'!A0",
    "-2+3",
    "@SUM(A1)",
    "＝1+1",
    "\x1b]0;owned\x07x",
    "\u202eevil",
    'plain, "quoted"',
)


@pytest.fixture
def evil(floor: Floor) -> Floor:
    """A floor whose leads attack."""
    file = io.StringIO()
    csv.writer(file).writerows([str(n), text, f"ada{n}@example.com", "", "DE", text] for n, text in enumerate(EVIL))
    floor.lay().drop("evil.csv", HEAD + "\n" + file.getvalue())
    assert floor.run("serve", "--once").returncode == 0
    return floor


@pytest.mark.parametrize(
    ("value", "shown"),
    [
        *((text, f"'{text}") for text in ("=1+1", "+1+1", "-2+3", "@SUM(A1)", "＝1+1", "＠x", "-", "+49 30 1")),
        *((text, text) for text in ("Ada", "-2.5", "17", "+4930901820", "a=1", "O'Hara")),
        *(("\t=1", "' =1"), ("\r=1", "' =1"), (" =1", "' =1"), ("\x00=1", "'=1"), ("a\r\nb\x85c", "a b c")),
        *(("a\x1b[2Jb\x9bc\u202ed", "a[2Jbcd"), (None, ""), (7, "7"), ("‌نیم‌فاصله", "‌نیم‌فاصله")),
    ],
)
def test_a_cell_is_text_to_a_spreadsheet(value: str | int | None, shown: str) -> None:
    """What would be worked out gets a quote, control characters go, numbers and phones stay what they are."""
    assert cell(value) == shown


def test_no_cell_of_an_export_is_live(evil: Floor) -> None:
    """Each lead has a line, and nothing in it is worked out or steers a terminal."""
    done = evil.run("export")
    rows = list(csv.DictReader(io.StringIO(done.stdout)))
    assert (done.returncode, len(rows)) == (0, len(EVIL))
    assert [row["email"] for row in rows] == [f"ada{n}@example.com" for n in range(len(EVIL))]
    assert not [text for row in rows for text in row.values() if text.startswith(tuple("=+-@\t\r＝"))]
    assert not [char for char in done.stdout if (ord(char) < 32 and char != "\n") or char in "\x7f\x9b\u202e"]
    assert rows[-1]["name"] == EVIL[-1]


def test_who_reads_only_the_first_line_is_not_told_of_it(floor: Floor) -> None:
    """`floorboard export | head -1` says nothing but that line."""
    floor.lay()
    (floor.root / "many.csv").write_text(csv_of(people(700)), "utf-8")
    assert floor.run("import", "many.csv").returncode == 0
    process = floor.start("export")
    assert process.stdout is not None
    assert process.stderr is not None
    assert process.stdout.readline().startswith("id,state,")
    process.stdout.close()
    assert process.stderr.read() == ""
    assert process.wait(60) == 1


def test_json_lines_are_exact(evil: Floor) -> None:
    """An object a line, in ASCII, with what somebody wrote as they wrote it."""
    done = evil.run("export", "--jsonl")
    rows = [json.loads(line) for line in done.stdout.splitlines()]
    assert done.stdout.isascii()
    assert [row["message"] for row in rows][:4] == list(EVIL[:4])
    assert {row["state"] for row in rows} == {"assigned"}
    assert isinstance(rows[0]["extras"], dict)


def test_an_exported_file_is_whole_and_its_owners_alone(floor: Floor) -> None:
    """It is taken back in on another floor as the same people; what cannot be written leaves what was there."""
    floor.lay().drop("leads.csv", csv_of(people(3)))
    floor.run("serve", "--once")
    target = floor.root / "all.csv"
    target.write_text("before")
    done = floor.run("export", str(target))
    assert (done.returncode, done.stderr) == (0, f"3 leads are in {target}\n")
    assert stat.S_IMODE(target.stat().st_mode) == 0o600
    other = Floor(floor.root / "other")
    other.root.mkdir()
    other.lay().drop("all.csv", target.read_bytes())
    assert other.run("serve", "--once").returncode == 0
    who = "SELECT name, email, phone FROM cards ORDER BY email"
    assert other.rows(who) == floor.rows(who)
    assert [path.name for path in floor.root.glob("*.half")] == []


@pytest.mark.parametrize("name", ["leads.db", "floor.toml", "list", "list.jsonl"])
def test_a_file_of_another_kind_is_not_written_over(floor: Floor, name: str) -> None:
    """The ending of the name must say what is written."""
    floor.lay().run("serve", "--once")
    before = floor.one("SELECT count(*) FROM events")
    done = floor.run("export", name, "--csv")
    assert (done.returncode, done.stderr) == (1, "Name the file .csv: its ending says what is written.\n")
    assert floor.one("SELECT count(*) FROM events") == before


def test_of_a_forgotten_person_nothing_is_exported(floor: Floor) -> None:
    """Their lead is a line without a person."""
    floor.lay().drop("leads.csv", csv_of(people(2)))
    floor.run("serve", "--once")
    assert floor.run("forget", "ada1@example.com").returncode == 0
    told = floor.run("export").stdout
    assert "ada1" not in told.lower()
    assert told.count("\n") == 3
