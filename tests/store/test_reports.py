"""What the board and a lead's detail show of a day on leads.db."""

from datetime import timedelta

import pytest
from store_builders import MORNING, POLICY, Day, RealDay, busy_day, card, received

from engine.board import EngineHealth
from engine.commands import CloseLead, Reassign, RecordContact, Requeue, Seen, SetAvailability, Tick, Undo
from engine.lead import Disposition, LeadState, SlaState
from engine.policy import Accept, Pool
from engine.rep import Availability
from store.asked.reports import SqliteReports
from store.rows import FileRow, Lease, StoreError
from store.sqlite import SqliteLedger
from tui.retelling import retold

ALIVE = EngineHealth(is_alive=True, pid=7)


@pytest.fixture
def path(tmp_path):
    return str(tmp_path / "leads.db")


@pytest.fixture
def ledger(path):
    made = SqliteLedger(path)
    yield made
    made.close()


@pytest.fixture
def reports(ledger, path):
    made = SqliteReports(path)
    yield made
    made.close()


@pytest.fixture
def day(ledger):
    return RealDay(ledger)


def board(reports, day):
    return reports.board(ALIVE, day.now)


def seen(*ids):
    return tuple(Seen(id=lead_id) for lead_id in ids)


def test_an_empty_floor_has_a_board(reports):
    """Before the first policy there is a board, with nothing on it."""
    empty = reports.board(ALIVE, MORNING)
    assert (empty.seq, empty.queue, empty.reps, empty.last_act) == (0, (), (), None)
    assert empty.tiles.fairness is None
    assert empty.engine == ALIVE


def test_there_must_be_a_database(tmp_path):
    """A report never makes a database where there is none."""
    with pytest.raises(StoreError, match="There is no"):
        SqliteReports(str(tmp_path / "leads.db"))
    assert list(tmp_path.iterdir()) == []


def test_the_queue_is_ordered_by_what_is_due_first(reports, ledger):
    """Open leads without a first answer, the most urgent first, equal ones by the number in their id."""
    day = Day(ledger)
    due = MORNING + timedelta(minutes=9)
    day.append(*[received(n, due_at=due) for n in range(1, 12)], received(12, due_at=due - timedelta(minutes=1)))
    shown = board(reports, day)
    assert [row.id for row in shown.queue] == ["L-12", *[f"L-{n}" for n in range(1, 12)]]
    assert shown.queue_total == 12
    assert shown.queue[0].due_at == due - timedelta(minutes=1)


def test_an_answered_lead_leaves_the_queue(reports, day):
    """Contacted and closed leads are no longer in the queue; answers are counted for the day."""
    day.receive(1, 2, 3)
    day.give(RecordContact(leads=seen("L-1")), actor="dana")
    day.give(CloseLead(leads=seen("L-2"), disposition=Disposition.SPAM))
    shown = board(reports, day)
    assert [row.id for row in shown.queue] == ["L-3"]
    assert (shown.tiles.answered_in_time, shown.tiles.answered_late) == (1, 0)
    assert reports.board(ALIVE, day.now + timedelta(days=1)).tiles.answered_in_time == 0


def test_a_row_shows_the_person_and_why(reports, day):
    """An owned lead shows its rule; one that waits shows why."""
    day.receive(*range(1, 9))
    shown = board(reports, day)
    assert (shown.queue[0].name, shown.queue[0].rep_id, shown.queue[0].why) == ("Ada 1", "dana", "everyone")
    assert (shown.queue[7].state, shown.queue[7].rep_id, shown.queue[7].why) == (LeadState.QUEUED, None, "all at cap")
    assert (shown.tiles.waiting, shown.tiles.unanswered) == (2, 8)
    assert shown.tiles.oldest_at == shown.queue[6].queued_at


def test_a_breach_is_counted_while_it_lasts(reports, day):
    """A lead past its time is breached until it is answered, then answered late."""
    day.receive(1)
    day.now += timedelta(minutes=6)
    day.give(Tick())
    day.give(Tick())
    shown = board(reports, day)
    assert shown.tiles.breached == 1
    assert shown.queue[0].sla is SlaState.BREACHED
    day.give(RecordContact(leads=seen("L-1")), actor="dana")
    assert (board(reports, day).tiles.breached, board(reports, day).tiles.answered_late) == (0, 1)


def test_reps_stand_in_the_order_of_the_roster(reports, day):
    """Each with load, share and who is next in their pool."""
    day.receive(1, 2, 3)
    day.give(SetAvailability(rep_id="mia", availability=Availability.AWAY, reason="lunch"), actor="mia")
    dana, jon, mia = board(reports, day).reps
    assert [dana.name, jon.name, mia.name] == ["Dana Reyes", "Jon Okafor", "Mia Brandt"]
    assert (dana.open_count, dana.capacity, dana.received, dana.entitled) == (2, 3, 2.0, 1.5)
    assert (dana.is_next, jon.is_next, mia.is_next) == (False, True, False)
    assert (mia.availability, mia.reason) == (Availability.AWAY, "lunch")
    tiles = board(reports, day).tiles
    assert (tiles.available, tiles.reps, tiles.worst_rep, tiles.worst_lag) == (2, 3, "dana", -0.5)
    assert tiles.fairness == pytest.approx(0.9, abs=0.01)


def test_intake_lists_files_and_hooks_newest_first(reports, ledger, day):
    """A file shows its counts and why it failed; a web-hook source shows all of its deliveries."""
    day.receive(1, 2)
    with ledger.writing() as writing:
        writing.keep_file(
            FileRow(
                sha256="f9", name="odd.csv", taken_at=day.now + timedelta(hours=1), is_done=True, why="No contact."
            )
        )
    newest, oldest = board(reports, day).intake
    assert (newest.name, newest.kind, newest.why) == ("odd.csv", "file", "No contact.")
    assert (oldest.name, oldest.accepted, oldest.is_done) == ("leads.csv", 2, True)


def test_intake_sums_a_web_hook_source(reports, ledger):
    """All deliveries of a source are one line."""
    day = Day(ledger)
    busy_day(day)
    (hook,) = [row for row in board(reports, day).intake if row.kind == "hook"]
    assert (hook.name, hook.accepted, hook.duplicates) == ("website", 1, 1)


def test_the_feed_tells_what_happened(reports, day):
    """Newest first, with the lead's or the rep's name, in words."""
    day.receive(1)
    day.give(SetAvailability(rep_id="dana", availability=Availability.AWAY, reason="lunch"), actor="dana")
    day.give(Reassign(leads=seen("L-1"), rep_id="jon", reason="knows them"))
    told = [(row.kind, row.who, row.words) for row in board(reports, day).feed]
    assert told == [
        ("lead_assigned", "Ada 1", "→ Jon Okafor, from Dana Reyes, by boss: knows them"),
        ("availability_changed", "Dana Reyes", "away: lunch, by self"),
        ("lead_assigned", "Ada 1", "→ Dana Reyes  round robin, 2 candidates, owed 0.00"),
        ("records_taken", "leads.csv", "1 accepted"),
        ("policy_changed", "", "new house rules in force; joined: Dana Reyes, Jon Okafor, Mia Brandt"),
    ]


def test_every_event_can_be_told(reports, ledger):
    """One of everything makes a board and a detail of every lead."""
    day = Day(ledger)
    busy_day(day)
    assert len(board(reports, day).feed) > 10
    for number in range(1, 9):
        detail = reports.detail(f"L-{number}")
        assert detail.row.id == f"L-{number}"
        assert all(row.words for row in detail.history)


def test_the_last_act_is_the_one_that_undo_would_take_back(reports, day):
    """An act that was undone is no longer the last one."""
    day.receive(1, 2)
    assert board(reports, day).last_act is None
    first = day.give(Reassign(leads=seen("L-1"), rep_id="jon"))[0].entry.seq
    second = day.give(Requeue(leads=seen("L-2")))[0].entry.seq
    assert board(reports, day).last_act == second
    day.give(Undo())
    assert board(reports, day).last_act == first


def test_the_board_follows_the_house_rules(reports, ledger):
    """Names and places are those in force, and whoever left the roster is gone from the board."""
    day = Day(ledger)
    assert [rep.id for rep in board(reports, day).reps] == ["dana", "jon", "mia"]
    busy_day(day)
    shown = board(reports, day)
    assert [(rep.name, rep.capacity) for rep in shown.reps] == [("Jon Okafor-Lee", 9), ("Mia Brandt", 5)]
    assert (shown.floor, shown.first_touch_seconds) == ("North floor", 300)


def test_a_detail_has_the_person_and_the_history(reports, ledger):
    """All that is known of one lead, oldest entry first."""
    day = Day(ledger)
    day.append(received(1), cards={"L-1": card(1, phone="+4930123", phone_ext="12", extras={"Size": "7"})})
    detail = reports.detail("L-1")
    assert (detail.row.name, detail.email, detail.phone) == ("Ada 1", "ada1@example.org", "+4930123 ext. 12")
    assert (detail.extras, detail.place) == ({"Size": "7"}, "leads.csv row 1")
    assert [(row.kind, row.words) for row in detail.history] == [
        ("lead_received", "from website, rule 'everyone', pool inbound")
    ]
    assert reports.detail("L-99") is None
    assert reports.detail("'; DROP TABLE leads; --") is None


def verdicts(detail):
    return {verdict.rep_id: verdict.reason for verdict in detail.explanation.verdicts}


def test_every_rep_has_a_verdict_on_a_dealt_lead(reports, day):
    """The chosen one, who fitted, who was out and why, and who is in another pool."""
    day.receive(1, 2)
    detail = reports.detail("L-2")
    assert verdicts(detail) == {"dana": "fits", "jon": "chosen", "mia": "not in pool inbound"}
    assert detail.explanation.sentence == (
        "Jon Okafor: rule 1 'everyone'; 2 of 2 routable; owed 0.50; next was Dana Reyes -0.50."
    )
    day.give(SetAvailability(rep_id="jon", availability=Availability.AWAY, reason="lunch"), actor="jon")
    day.receive(3)
    assert verdicts(reports.detail("L-3")) == {
        "dana": "chosen",
        "jon": "presence:away/lunch",
        "mia": "not in pool inbound",
    }


def test_every_rep_has_a_verdict_on_a_lead_that_waits(reports, day):
    """Each is out for a reason, and the sentence says why it waits."""
    day.receive(*range(1, 8))
    detail = reports.detail("L-7")
    assert verdicts(detail) == {
        "dana": "at_cap:open 3/3",
        "jon": "at_cap:open 3/3",
        "mia": "not in pool inbound",
    }
    assert detail.explanation.sentence == "It waits in pool inbound (rule 'everyone'): all at cap."


def test_a_lead_given_by_hand_says_by_whom(reports, day):
    """The reason is the person who gave it, not the rotation."""
    day.receive(1)
    day.give(Reassign(leads=seen("L-1"), rep_id="mia", reason="speaks Danish"))
    detail = reports.detail("L-1")
    assert verdicts(detail)["mia"] == "chosen"
    assert detail.explanation.sentence == "Mia Brandt: given by hand by boss, from Dana Reyes: speaks Danish."
    day.give(Requeue(leads=seen("L-1")))
    assert reports.detail("L-1").row.rep_id in ("dana", "jon")


def test_an_offer_shows_whom_it_is_held_out_to(reports, ledger):
    """A lead that is held out shows that rep, and the verdicts of the choice."""
    pools = (Pool(name="inbound", reps=("dana", "jon"), accept=Accept.CONFIRM), POLICY.pools[1])
    day = RealDay(ledger, POLICY.but(pools=pools))
    day.receive(1)
    row = board(reports, day).queue[0]
    assert (row.state, row.rep_id) == (LeadState.OFFERED, "dana")
    assert verdicts(reports.detail("L-1"))["dana"] == "chosen"
    assert board(reports, day).tiles.waiting == 1


def test_a_reader_notices_commits(reports, day):
    """The data version changes with every commit of the writer, and the lease is there to see."""
    before = reports.data_version()
    day.receive(1)
    assert reports.data_version() != before
    assert reports.lease() is None
    held = Lease(holder="a", pid=1, epoch=1, renewed_at=MORNING)
    with day.ledger.writing() as writing:
        writing.take_lease(held)
    assert reports.lease() == held


def test_what_an_order_was_is_told_in_words(reports, day):
    """An act of one's own, its undo and its redo name the same thing, of many leads the first and how many more."""
    day.receive(1, 2, 3)
    given = day.give(Reassign(leads=seen("L-1", "L-2"), rep_id="mia"))[0].entry.seq
    undone = day.give(Undo())[0].entry.seq
    away = day.give(SetAvailability(rep_id="jon", availability=Availability.AWAY))[0].entry.seq
    assert retold(reports, given) == retold(reports, undone) == "Ada 1 and 1 more: → Mia Brandt, from Dana Reyes"
    assert retold(reports, away) == "Jon Okafor away"


def test_who_handed_a_lead_back_is_named_once(reports, day):
    """The reason that a key gives says no more than the actor; one that somebody wrote stands behind a colon."""
    day.receive(1)
    day.give(Requeue(leads=seen("L-1"), reason="by boss"))
    day.give(Requeue(leads=seen("L-1"), reason="wrong_number"))
    told = [row.words for row in reports.detail("L-1").history if row.kind == "lead_requeued"]
    assert [words.partition(", by ")[2] for words in told] == ["boss", "boss: wrong number"]
