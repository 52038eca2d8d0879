"""What was: history a page at a time, the board of every instant, and the day in numbers."""

from datetime import UTC, datetime, timedelta

import pytest
from store_builders import MORNING, POLICY, Day, RealDay, busy_day

from engine.board import EngineHealth
from engine.commands import CloseLead, RecordContact, Seen, SetAvailability, Tick, Undo
from engine.lead import Disposition
from engine.policy import Roster
from engine.rep import Availability
from engine.telling.next_up import next_up
from store.asked.archive import SqliteArchive
from store.asked.reports import SqliteReports
from store.rows import Stopped
from store.sqlite import SqliteLedger


@pytest.fixture
def ledger(tmp_path):
    made = SqliteLedger(str(tmp_path / "leads.db"))
    yield made
    made.close()


@pytest.fixture
def archive(ledger):
    made = SqliteArchive(ledger.path, lambda floor, policy, at: next_up(floor, Roster(policy), at))
    yield made
    made.close()


def ids(page):
    return [row.number for row in page.rows]


@pytest.fixture
def thirty(ledger):
    day = RealDay(ledger)
    for first in range(1, 31, 10):
        day.receive(*range(first, first + 10))
    return day


def test_history_goes_page_by_page_without_gap_or_double(thirty, archive):
    """From the newest down and from the oldest up every lead is met once, whatever the size of the pages."""
    for most in (1, 7, 30, 100):
        down, edge, is_end = [], None, False
        while not is_end:
            page = archive.page("", edge, True, most)
            down += ids(page)
            edge, is_end = (down[-1] if down else None), page.is_end
        assert down == list(range(30, 0, -1))
        assert page.total == 30
    assert ids(archive.page("", None, False, 5)) == [5, 4, 3, 2, 1]
    assert ids(archive.page("", 5, False, 3)) == [8, 7, 6]


def test_history_is_filtered(thirty, archive):
    """Words look into persons and ids; rep, src and is ask for columns; an exclamation mark turns them round."""
    day = thirty
    lead = day.floor.leads["L-3"]
    day.give(RecordContact(leads=(Seen(id="L-3"),)), actor=lead.rep_id or "boss")
    day.give(CloseLead(leads=(Seen(id="L-3"),), disposition=Disposition.WON), actor="boss")
    every = set(range(1, 31))
    for text, found in (
        ("is:won", {3}),
        ("is:closed", {3}),
        ("is:open", every - {3}),
        ("!is:won", every - {3}),
        ("is:answered", {3}),
        ("src:web", every),
        ("src:nobody", set()),
        ("rep:dana rep:jon", set()),
        ("rep:none is:open", {lead.number for lead in archive.page("rep:none", None, True, 100).rows}),
        ("L-17", {17}),
        ("ada17@", {17}),
        ("'; DROP TABLE leads; --", set()),
        ("%", set()),
        ("_", set()),
        ("!", every),
    ):
        assert set(ids(archive.page(text, None, True, 100))) == found, text


def test_history_jumps_to_a_day(ledger, archive):
    """The lead above an instant is the last that came in before it, also before the first and after the last."""
    day = RealDay(ledger)
    came = {}
    for number in range(1, 6):
        day.now += timedelta(hours=7)
        day.receive(number)
        came[number] = day.now
    for number, at in came.items():
        assert archive.number_at(at) == number
        assert archive.number_at(at - timedelta(seconds=1)) == number - 1
    assert archive.number_at(MORNING - timedelta(days=400)) == 0
    assert archive.number_at(day.now + timedelta(days=400)) == 5


def same(then, now):
    """Whether two boards show the same, beside what a rewound board leaves out."""
    plain = {"as_of": MORNING, "engine": EngineHealth(is_alive=True), "last_act": None, "intake": ()}
    assert {row.id: row for row in then.aside} == {row.id: row for row in now.aside}
    return then.but(**plain, aside=()) == now.but(**plain, aside=())


def test_every_board_comes_back_as_it_was(ledger, archive):
    """Rewound to the instant after each order, forwards and backwards, the board is the same whatever came later."""
    day = RealDay(ledger)
    reports = SqliteReports(ledger.path)
    boards = []

    def note():
        boards.append((day.now, reports.board(EngineHealth(is_alive=True), day.now)))

    for turn in range(1, 5):
        day.receive(*range(turn * 4, turn * 4 + 4), country="DE")
        note()
        owned = [lead for _, lead in day.floor.leads.items() if lead.rep_id]
        if turn == 1:
            day.give(SetAvailability(rep_id=owned[0].rep_id, availability=Availability.AWAY, reason="lunch"))
            note()
        one = owned[-min(turn, len(owned))]
        day.give(RecordContact(leads=(Seen(id=one.id),)), actor=one.rep_id)
        note()
        day.now += timedelta(minutes=4)
        day.give(Tick())
        note()
    day.give(Undo())
    reports.close()
    for at, then in (*boards, *reversed(boards)):
        found = archive.board_at(at)
        assert same(found.but(tiles=then.tiles), then)
        assert found.tiles.but(answered_late=0, answered_in_time=0) == then.tiles.but(
            answered_late=0, answered_in_time=0
        )


def test_before_the_first_entry_there_is_an_empty_board(thirty, archive):
    """An instant before the floor was opened shows a board on which nothing is."""
    empty = archive.board_at(MORNING - timedelta(days=1))
    assert (empty.seq, empty.queue, empty.reps, empty.feed) == (0, (), (), ())


def test_one_of_everything_can_be_rewound(ledger, archive):
    """A day on which everything happens can be folded to each of its seconds."""
    day = Day(ledger)
    busy_day(day)
    for second in range(60):
        board = archive.board_at(MORNING + timedelta(seconds=second))
        assert board.seq <= second
        assert board.queue_total == len(board.queue)


def test_the_forgotten_stay_forgotten(thirty, ledger, archive):
    """A board of then has nobody on it who was forgotten since."""
    with ledger.writing() as writing:
        writing.forget(["L-7"], {}, thirty.now)
    row = next(row for row in archive.board_at(thirty.now).queue if row.id == "L-7")
    assert (row.name, row.company) == ("", "")


def test_what_nobody_wants_is_given_up(thirty, archive):
    """Folding ends when it is stopped, and goes on when it is asked again."""
    archive.stop()
    with pytest.raises(Stopped):
        archive.board_at(thirty.now)
    archive.go_on()
    assert archive.board_at(thirty.now).queue_total == 30


def test_the_day_in_numbers(ledger, archive):
    """Ages are counted by buckets, leads by half hours, presence by stretches that fill the day without overlap."""
    day = RealDay(ledger)
    day.receive(1, 2, 3)
    day.now += timedelta(minutes=40)
    lunch = day.now + timedelta(seconds=10)
    day.give(SetAvailability(rep_id="dana", availability=Availability.AWAY, reason="lunch"))
    day.receive(4)
    day.give(RecordContact(leads=(Seen(id="L-1"),)))
    day.now += timedelta(minutes=20)
    told = archive.figures(day.now)
    assert sum(told.ages) == 3
    assert [(slot.arrived, slot.answered) for slot in told.slots if slot.arrived or slot.answered] == [(3, 0), (1, 1)]
    dana = next(strip for strip in told.strips if strip.rep_id == "dana").stretches
    assert [state for state, _, _ in dana] == [Availability.AVAILABLE, Availability.AWAY]
    assert dana[0][2] == dana[1][1] == lunch
    assert dana[1][2] == day.now
    assert told.slots[-1].ready == pytest.approx(2, abs=0.7)


def test_the_half_hours_of_a_day_on_which_the_clock_changes(ledger, archive):
    """What came is counted, and who was there, in the half hour of its own instant, also after an hour came twice."""
    day = RealDay(ledger, POLICY.but(timezone="Europe/Berlin"))
    day.now = datetime(2026, 10, 25, 11, 5, tzinfo=UTC)
    day.receive(1)
    came_at = day.now
    day.now += timedelta(minutes=10)
    told = archive.figures(day.now)
    (busy,) = (slot for slot in told.slots if slot.arrived)
    assert busy.begins_at <= came_at < busy.begins_at + timedelta(minutes=30)
    assert told.slots[-1] == busy
    assert busy.ready == pytest.approx(3)


def test_a_day_of_presence_knows_what_was_undone(ledger, archive):
    """A strip begins when the rep joined, and whoever was sent away by mistake is there again after the undo."""
    day = RealDay(ledger)
    joined = day.now
    day.give(SetAvailability(rep_id="dana", availability=Availability.AWAY))
    away = day.now
    day.give(Undo())
    back = day.now
    day.now += timedelta(minutes=5)
    dana = next(strip for strip in archive.figures(day.now).strips if strip.rep_id == "dana").stretches
    assert dana == (
        (Availability.AVAILABLE, joined, away),
        (Availability.AWAY, away, back),
        (Availability.AVAILABLE, back, day.now),
    )


def test_hostile_text_is_no_query(thirty, archive):
    """Whatever is typed, history answers with rows or with none."""
    for text in ("\x00", "\\", "rep:\\", "is:", "src:%", "!!is:won", "a" * 5000, "\ud800", "%%__", '"', "rep:'"):
        archive.page(text.encode("utf-8", "replace").decode(), None, True, 5)
