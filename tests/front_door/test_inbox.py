"""What lies in the inbox: taken once, or put aside with a reason."""

import re
import subprocess
import sys

import pytest

from tests.front_door.program import Floor, csv_of, people, until

WRITER = """
file = open("inbox/leads.csv", "w")
file.write("id,name,email,phone,country\\n1,Ada,ada@exam")
file.flush()
input()
file.write("ple.com,,DE\\n")
"""


def test_a_row_without_contact_is_a_reject_with_its_place(floor: Floor) -> None:
    """A row that reaches nobody is kept with file, line, reason and raw text; the others are leads."""
    floor.lay().drop("leads.csv", csv_of([*people(2), "3,Nobody,,,DE"]))
    done = floor.run("serve", "--once")
    assert (done.returncode, done.stdout) == (0, "leads.csv: 2 new, 1 rejected, 0 known, 0 test leads\n")
    ((place, reason, raw),) = floor.rows("SELECT place, reason, raw FROM rejects")
    assert place == "leads.csv row 4"
    assert reason.endswith(".")
    assert "Nobody" in raw


def test_a_file_without_contact_columns_is_one_report(floor: Floor) -> None:
    """A file in which no column reaches anybody is one reject, and lies in failed/ with its reason beside it."""
    floor.lay().drop("stock.csv", "item,price\nbolt,2\nnut,3\n")
    floor.run("serve", "--once")
    assert floor.one("SELECT count(*) FROM rejects") == 1
    why = (floor.inbox / "failed" / "stock.csv.why.txt").read_text("utf-8")
    assert "no column with e-mails or phones" in why
    assert (floor.inbox / "failed" / "stock.csv").exists()
    assert floor.verified()


def test_a_failed_file_that_comes_again_fails_again(floor: Floor) -> None:
    """The same bytes that could not be taken before are put aside again, not among the good ones."""
    floor.lay()
    for name in ("stock.csv", "again.csv"):
        floor.drop(name, "item,price\nbolt,2\n")
        floor.run("serve", "--once")
    assert (floor.inbox / "failed" / "again.csv.why.txt").exists()
    assert floor.one("SELECT count(*) FROM rejects") == 1


@pytest.mark.parametrize("again", ["leads.csv", "other name.csv"])
def test_the_same_file_twice_is_taken_once(floor: Floor, again: str) -> None:
    """The same bytes are taken once, under whatever name they come."""
    floor.lay()
    for name in ("leads.csv", again):
        floor.drop(name, csv_of(people(3)))
        assert floor.run("serve", "--once").returncode == 0
    assert floor.one("SELECT count(*) FROM leads") == 3
    assert floor.one("SELECT count(*) FROM files") == 1
    assert len(list((floor.inbox / "done").iterdir())) == 2


def test_a_file_that_comes_again_says_what_it_was(floor: Floor) -> None:
    """When its bytes were taken, as what, and that nothing was made of them twice; also where they failed."""
    floor.lay()
    said = []
    for name, rows in (("leads.csv", people(3)), ("copy.csv", people(3)), ("stock.csv", ["1"]), ("again.csv", ["1"])):
        floor.drop(name, csv_of(rows) if rows != ["1"] else "item,price\nbolt,2\n")
        done = floor.run("serve", "--once")
        said.append(done.stdout + done.stderr)
    at = "[0-9]{2}:[0-9]{2}"
    assert re.fullmatch(f"copy.csv: seen before {at} as leads.csv: 3 leads, none twice\n", said[1])
    assert re.fullmatch(f"again.csv: failed before {at} as stock.csv: No record .* no column with .*\n", said[3])
    assert floor.rows("SELECT name, again_as FROM files ORDER BY name") == [
        ("leads.csv", "copy.csv"), ("stock.csv", "again.csv"),
    ]  # fmt: skip
    assert floor.status()["intake"][0]["again_as"] == "again.csv"
    assert "known by its bytes" in (floor.root / "floorboard.log").read_text("utf-8")
    assert floor.verified()


def test_a_switchboard_links_nobody_across_files(floor: Floor) -> None:
    """A phone that different people gave is nobody's, in whatever files they came; name and phone are somebody."""
    floor.lay()
    phone = "030 23125101"
    rows = [f"1,Ann Lee,ann@a.example,{phone},DE", f"2,Bob Ray,bob@a.example,{phone},DE", f"3,,,{phone},DE"]
    rows += [f'4,"Lee, Ann",lee@home.example,{phone},DE']
    for number, row in enumerate(rows):
        floor.drop(f"{number}.csv", csv_of([row]))
    floor.run("serve", "--once")
    assert floor.rows("SELECT id, linked_to FROM leads ORDER BY number") == [
        ("L-1", None), ("L-2", None), ("L-3", None), ("L-4", "L-1"),
    ]  # fmt: skip
    assert floor.verified()


def test_two_people_under_one_id_are_two_leads(floor: Floor) -> None:
    """In one file and across files, in whatever order; a corrected row of the same person stays one lead."""
    floor.lay()
    ann, bob = "order-20260901-77,Ann Lee,ann@a.example,,DE", "order-20260901-77,Bob Ray,bob@b.example,,DE"
    for name, rows in (("a", [ann, bob]), ("b", [bob, ann]), ("c", [ann.replace("ann@", "lee@")])):
        floor.drop(f"{name}.csv", csv_of(rows))
    done = floor.run("serve", "--once")
    assert [line.split(": ")[1] for line in done.stdout.splitlines()] == [
        "2 new, 0 rejected, 0 known, 0 test leads",
        "0 new, 0 rejected, 2 known, 0 test leads",
        "0 new, 0 rejected, 1 known, 0 test leads",
    ]
    assert floor.rows("SELECT email FROM cards ORDER BY lead_id") == [("ann@a.example",), ("bob@b.example",)]


def test_a_broken_file_fails_with_its_reason(floor: Floor) -> None:
    """What is no list of leads goes to failed/ with a sentence."""
    floor.lay().drop("leads.json", "%PDF-1.7 no list at all")
    done = floor.run("serve", "--once")
    assert "leads.json" in done.stderr
    assert (floor.inbox / "failed" / "leads.json.why.txt").read_text("utf-8").strip()
    assert floor.verified()


def test_the_source_of_a_subfolder_is_its_name(floor: Floor) -> None:
    """A file in a subfolder comes from the source that the folder is named after; others from the inbox."""
    floor.lay().drop("fair/leads.csv", csv_of(people(1)))
    floor.drop("leads.csv", csv_of(people(1, start=2)))
    floor.run("serve", "--once")
    assert floor.rows("SELECT source FROM leads ORDER BY source") == [("fair",), ("inbox",)]


@pytest.mark.parametrize("is_retried", [True, False])
def test_a_file_beyond_the_limit_is_taken_once_that_is_raised(floor: Floor, is_retried: bool) -> None:
    """The note beside it names the key; raised, the file goes in by a retry and by being dropped again."""
    rules = floor.lay().root / "floor.toml"
    before = rules.read_text("utf-8")
    rules.write_text(before + '\n[limits]\nfile = "1 KiB"\n', "utf-8")
    floor.drop("big.csv", csv_of(people(60)))
    floor.run("serve", "--once")
    failed = floor.inbox / "failed" / "big.csv"
    why = failed.with_name("big.csv.why.txt").read_text("utf-8")
    assert why == "big.csv is bigger than 1 KiB; split it, or raise `file` under [limits] in floor.toml.\n"
    rules.write_text(before + '\n[limits]\nfile = "2 MiB"\n', "utf-8")
    if is_retried:
        floor.run("retry", "--all")
    else:
        failed.rename(floor.inbox / "big.csv")
    floor.run("serve", "--once")
    assert floor.one("SELECT count(*) FROM leads") == 60
    assert floor.verified()


def test_unfinished_files_wait(floor: Floor) -> None:
    """Hidden files and those that still bear a download's ending are left where they are."""
    floor.lay()
    for name in (".leads.csv", "leads.csv.part", "~leads.csv"):
        floor.drop(name, csv_of(people(1)))
    floor.run("serve", "--once")
    assert floor.one("SELECT count(*) FROM leads") == 0
    assert len([path for path in floor.inbox.iterdir() if path.is_file()]) == 3


def test_a_half_written_file_waits(floor: Floor) -> None:
    """A file that is still being written is not taken before its writer is done with it."""
    floor.lay(settle="60s").serve()
    writer = subprocess.Popen([sys.executable, "-c", WRITER], stdin=subprocess.PIPE, text=True, cwd=floor.root)
    floor.running.append(writer)
    until((floor.inbox / "leads.csv").exists)
    floor.drop("other.csv", csv_of(people(1, start=7)))
    until(lambda: floor.one("SELECT count(*) FROM leads"))
    assert (floor.inbox / "leads.csv").exists()
    assert writer.stdin
    writer.stdin.write("\n")
    writer.stdin.flush()
    until(lambda: floor.one("SELECT count(*) FROM cards WHERE email = 'ada@example.com'"), 5)
    assert floor.one("SELECT count(*) FROM leads") == 2


def test_names_that_are_not_text_are_taken(floor: Floor) -> None:
    """A file whose name holds bytes that are no text, or signs for the terminal, is taken like any other."""
    floor.lay().drop("a\x1b]52;c;eA==\x07.csv", csv_of(people(1)))
    with open(bytes(floor.inbox) + b"/\xff\xfe.csv", "w", encoding="utf-8") as file:
        file.write(csv_of(people(1, start=2)))
    done = floor.run("serve", "--once")
    assert floor.one("SELECT count(*) FROM leads") == 2
    assert "\x1b" not in done.stdout + done.stderr + floor.run("status").stdout


def test_the_log_names_no_person(floor: Floor) -> None:
    """The log counts; names of files and of people are not in it, and nobody else may read it."""
    floor.lay().drop("Jane Doe.csv", csv_of(["1,Jane Doe,jane@example.com,,DE", "2,John Roe,,,DE"]))
    floor.run("serve", "--once")
    log = (floor.root / "floorboard.log").read_text("utf-8")
    assert "1 new, 1 rejected" in log
    assert not {"Jane", "jane", "John"} & set(log.replace("@", " ").split())
    assert (floor.root / "floorboard.log").stat().st_mode & 0o077 == 0


def test_import_without_an_engine_leaves_the_file_in_place(floor: Floor) -> None:
    """`import` takes a file in where no engine runs, and says what became of it."""
    floor.lay()
    file = floor.root / "mine.csv"
    file.write_text(csv_of(people(2)), "utf-8")
    done = floor.run("import", "mine.csv")
    assert (done.returncode, done.stdout) == (0, "mine.csv: 2 new, 0 rejected, 0 known, 0 test leads\n")
    assert file.exists()
    again = floor.run("import", "mine.csv").stdout
    assert again.startswith("mine.csv: seen before ")
    assert again.endswith(": 2 leads, none twice\n")
    assert floor.one("SELECT count(*) FROM leads") == 2


def test_import_with_an_engine_goes_through_it(floor: Floor) -> None:
    """`import` beside a running engine has the engine take the file, even one with an unfinished name."""
    floor.lay().serve()
    (floor.root / "mine.csv.tmp").write_text(csv_of(people(2)), "utf-8")
    done = floor.run("import", "mine.csv.tmp")
    assert done.returncode == 0, done.stderr
    assert ": 2 new, 0 rejected" in done.stdout
    assert floor.rows("SELECT source, count(*) FROM leads GROUP BY source") == [("inbox", 2)]
    (floor.root / "again.csv").write_text(csv_of(people(2)), "utf-8")
    assert floor.run("import", "again.csv").stdout.endswith(" as mine.csv: 2 leads, none twice\n")
    until(lambda: floor.one("SELECT again_as FROM files") == "again.csv")


def test_import_of_what_is_not_there_is_refused(floor: Floor) -> None:
    """`import` of a file that is not there is one sentence and exit code 1."""
    done = floor.lay().run("import", "nowhere.csv")
    assert (done.returncode, done.stdout, done.stderr) == (1, "", "There is no file nowhere.csv.\n")
    (floor.root / "fair").mkdir()
    done = floor.run("import", "fair")
    words = "fair is a folder. Name the files in it, or move it into inbox/.\n"
    assert (done.returncode, done.stdout, done.stderr) == (1, "", words)
