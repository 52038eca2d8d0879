"""Forgetting a person: no byte of them stays, they do not come back, and the journal is whole."""

import sqlite3
from contextlib import closing

import pytest
from trust_floors import PEOPLE, House, table

from store.sqlite import SqliteLedger
from store.verify import rebuild
from tui.clock import wall_clock

ADA, GRACE, JURGEN = PEOPLE
ADA_BYTES = (b"lovelace", b"ada.love", b"901820", b"about engines")
BROKEN = ("Ada Lovelace", "ada.lovelace(at)analytical", "", "typed wrong")


@pytest.fixture
def house(tmp_path):
    """A floor with three people in one file, and one of them among the rejects of another."""
    house = House(tmp_path / "floor")
    house.take(table(*PEOPLE), "people.csv")
    house.take(table(BROKEN, ("", "nobody@nowhere", "", "")), "broken.csv")
    return house


def holding(house, *needles, but=()):
    """The files under the folder that hold one of these bytes, in any case."""
    return [
        path.relative_to(house.root).as_posix()
        for path in sorted(house.root.rglob("*"))
        if path.is_file()
        and path.parent.name not in but
        and any(needle.lower() in path.read_bytes().lower() for needle in needles)
    ]


def test_no_byte_of_the_person_is_left(house, capsys):
    """Neither in the database and its log, nor in taken or failed files, nor in floorboard.log."""
    assert holding(house, *ADA_BYTES)
    log = house.root / "floorboard.log"
    log.write_text("a line\n2026 could not read Ada Lovelace, +49 (30) 901820\nanother\n")
    assert house.run("forget", ADA[1]) == 0
    assert holding(house, *ADA_BYTES) == []
    assert log.read_text() == "a line\nanother\n"
    said = capsys.readouterr()
    assert "forgotten: L-1" in said.out
    assert "removed: inbox/done/people.csv" in said.out
    assert "ada" not in (said.out + said.err).lower()
    assert house.run("verify") == 0
    assert house.ask("SELECT name FROM cards ORDER BY lead_id") == [("",), (GRACE[0],), (JURGEN[0],)]


@pytest.mark.parametrize("who", ["L-1", "1", "Ada.Lovelace@Analytical.example", "+49 (30) 90 18 20"])
def test_a_person_is_named_by_lead_email_or_phone(house, who):
    """However it is spelled."""
    assert house.run("forget", who) == 0
    assert holding(house, *ADA_BYTES) == []


@pytest.mark.parametrize(
    ("who", "words"),
    [
        ("L-77", "There is no lead L-77"),
        ("nobody@else.example", "Nobody here"),
        ("ada", "is no lead, e-mail or phone"),
        ("a@b@c", "is no e-mail address"),
    ],
)
def test_whoever_is_not_known_is_refused(house, capsys, who, words):
    """With a sentence, and nothing is changed."""
    assert house.run("forget", who) == 1
    assert words in capsys.readouterr().err
    assert house.ask("SELECT count(*) FROM events WHERE kind = 'lead_forgotten'") == [(0,)]


def test_all_leads_of_the_person_are_forgotten(house):
    """The named lead's e-mail leads to the others."""
    house.take(table((ADA[0], ADA[1].upper(), "", "again, other words")), "later.csv")
    assert house.run("forget", "L-1") == 0
    assert house.ask("SELECT lead_id FROM events WHERE kind = 'lead_forgotten'") == [("L-1",), ("L-4",)]
    assert holding(house, *ADA_BYTES, b"other words") == []


def test_others_keep_their_leads(house):
    """Who has the same surname, or an address that ends alike, is somebody else."""
    others = [("Byron Lovelace", "x.ada.lovelace@analytical.example", "", "hello"), ("Ada", "ada@x.example", "", "")]
    house.take(table(*others), "others.csv")
    assert house.run("forget", ADA[1]) == 0
    assert house.ask("SELECT name FROM cards WHERE email <> '' ORDER BY email") == [
        ("Ada",),
        (GRACE[0],),
        (JURGEN[0],),
        ("Byron Lovelace",),
    ]
    assert (house.root / "inbox" / "done" / "others.csv").exists()


@pytest.mark.parametrize("again", ["same file", "same record", "other words", "other source"])
def test_a_resend_stays_forgotten(house, again):
    """It is taken as known: no new lead, no card, no reject, and the counts add up."""
    assert house.run("forget", ADA[1]) == 0
    files = {
        "same file": ("people.csv", table(*PEOPLE)),
        "same record": ("one.csv", table(ADA)),
        "other words": ("one.csv", table((ADA[0], ADA[1], "", "it is me again"))),
        "other source": ("fair/one.csv", table(ADA)),
    }
    name, text = files[again]
    house.take(text, name)
    assert house.ask("SELECT count(*) FROM leads") == [(3,)]
    assert house.ask("SELECT count(*) FROM cards WHERE email LIKE 'ada%' OR raw LIKE '%Ada%'") == [(0,)]
    assert house.run("verify") == 0
    assert house.run("forget", ADA[1]) == 0
    assert holding(house, *ADA_BYTES) == []
    assert house.ask("SELECT count(*) FROM events WHERE kind = 'lead_forgotten'") == [(1,)]


def test_whoever_shares_the_phone_is_a_new_lead(house):
    """A number may be a family's: it tells the person only where there is no e-mail."""
    assert house.run("forget", ADA[1]) == 0
    house.take(table(("Byron", "byron@x.example", ADA[2], "hello")), "family.csv")
    house.take(table(("Ada", "", ADA[2], "hello")), "no e-mail.csv")
    assert house.ask("SELECT name FROM cards WHERE email <> '' OR phone <> ''") == [
        (GRACE[0],),
        (JURGEN[0],),
        ("Byron",),
    ]


def test_a_forgotten_person_may_come_back_when_they_are_let(house, capsys):
    """By e-mail or phone; it is a new lead then."""
    assert house.run("forget", ADA[1]) == 0
    assert house.run("forget", "--lift", GRACE[1]) == 1
    assert house.run("forget", "--lift", ADA[1]) == 0
    house.take(table((*ADA[:3], "I have a new question")), "back.csv")
    assert house.ask("SELECT lead_id FROM cards WHERE name = ?", ADA[0]) == [("L-4",)]


def test_tables_are_rebuilt_without_the_person(house):
    """What was forgotten is not in the journal that the tables are made of."""
    assert house.run("forget", ADA[1]) == 0
    with closing(SqliteLedger(str(house.database))) as ledger:
        rebuild(ledger)
    assert holding(house, *ADA_BYTES) == []
    assert house.run("verify") == 0


def test_backups_are_named_and_left(house, capsys):
    """They are not rewritten; whoever restores one is told who was forgotten by what the floor remembers."""
    assert house.run("backup") == 0
    (copy,) = (house.root / "backups").iterdir()
    assert house.run("forget", ADA[1]) == 0
    said = capsys.readouterr()
    assert f"copy: backups/{copy.name}" in said.out
    assert "may hold the person still" in said.err
    assert holding(house, *ADA_BYTES, but=("backups",)) == []


def test_a_restore_forgets_again(house, tmp_path):
    """A copy from before brings nobody back."""
    copy = tmp_path / "copy.db"
    assert house.run("backup", str(copy)) == 0
    assert house.run("forget", ADA[1]) == 0
    assert house.run("restore", str(copy)) == 0
    assert house.ask("SELECT count(*) FROM cards WHERE name = ?", ADA[0]) == [(0,)]
    assert house.run("verify") == 0
    house.take(table((*ADA[:3], "again")), "again.csv")
    assert house.ask("SELECT count(*) FROM leads") == [(3,)]


def test_deliveries_that_wait_are_emptied(house):
    """A body in the spool is the person's too."""
    body = b'{"email": "ADA.lovelace@analytical.example", "name": "Ada"}'
    with closing(SqliteLedger(str(house.database))) as ledger, ledger.writing() as writing:
        writing.spool("site", "application/json", body, wall_clock(), "d1")
        writing.spool("site", "application/x-www-form-urlencoded", b"e=grace%40navy.example", wall_clock(), "d2")
    assert house.run("forget", ADA[1]) == 0
    assert house.ask("SELECT delivery, is_done, length(body) > 0 FROM spool") == [("d1", 1, 0), ("d2", 0, 1)]


@pytest.mark.parametrize(
    ("name", "content"),
    [
        ("utf16.csv", table(ADA).encode("utf-16")),
        ("latin.csv", table(JURGEN).encode("cp1252")),
        ("escaped.json", b'[{"name": "J\\u00fcrgen Gr\\u00f6\\u00dfe", "mail": "none"}]'),
        ("phone.txt", b"call 030/901820 soon"),
        ("form.txt", b"x=ada.lovelace%40analytical.example&y=1"),
    ],
)
def test_files_are_read_in_any_spelling(house, name, content):
    """Other encodings and escapes hide nobody, in files that could not be taken too."""
    path = house.drop(content, name, "inbox/failed")
    house.run("forget", ADA[1])
    house.run("forget", JURGEN[1])
    assert not path.exists()


def test_what_waits_in_the_inbox_is_named(house, capsys):
    """A file that was not taken yet is not removed: others are in it."""
    path = house.drop(table(ADA, ("New", "new@x.example", "", "")), "waiting.csv")
    assert house.run("forget", ADA[1]) == 1
    assert path.exists()
    assert "inbox/waiting.csv holds the person still" in capsys.readouterr().err


def test_it_is_done_while_an_engine_runs_and_boards_look(house):
    """The running engine goes on from the entry that says so."""
    with closing(SqliteLedger(str(house.database))) as engine, closing(sqlite3.connect(house.database)) as board:
        floor = engine.load()
        assert board.execute("SELECT count(*) FROM leads").fetchone() == (3,)
        assert house.run("forget", ADA[1]) == 0
        assert engine.load().seq == floor.seq + 1
    assert holding(house, *ADA_BYTES) == []


def test_an_open_lead_is_left_for_people_to_end(house, capsys):
    """To forget somebody is no ending: the state of the lead is what it was."""
    assert house.run("forget", "L-1") == 0
    assert "`floorboard close L-1 --as unreachable`" in capsys.readouterr().err
    assert house.run("close", "1", "--as", "unreachable") == 0
    assert house.run("undo") == 0
    assert house.run("why", "1") == 0
    assert house.run("status") == 0
    assert house.run("verify") == 0


def test_a_file_in_capitals_that_are_not_ascii_is_named_too(house, capsys):
    """However its name is written."""
    house.take(table(JURGEN), f"{JURGEN[0].upper()}.csv")
    house.run("forget", JURGEN[1])
    assert "leads.db names the person still in files.name" in capsys.readouterr().err


def test_a_file_that_is_called_after_the_person_is_named(house, capsys):
    """History keeps what a file was called, and the report says so."""
    house.take(table((*ADA[:3], "more")), "ada lovelace.csv")
    assert house.run("forget", ADA[1]) == 1
    said = capsys.readouterr().err
    assert "leads.db names the person still in files.name" in said
    assert "leads.db names the person still in events.data" in said
