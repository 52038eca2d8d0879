"""The desk, its turns, the lease and the post, on a ledger in memory and with a hand on the clock."""

import threading
from collections.abc import Callable
from concurrent.futures import Future
from datetime import UTC, datetime, timedelta
from pathlib import Path
from typing import Any

import pytest

from engine.commands import NewLead, Origin, Reassign, ReceiveLeads, Seen, SetAvailability
from engine.lead import Card
from engine.policy import digest
from engine.rep import Availability
from engine.turn import Refused
from importers.folder.drop_folder import Claim, DropFolder
from importers.record import Hints
from store.memory import MemoryLedger
from store.rows import FileRow, Lease, StoreError
from tests.front_door.program import Floor, csv_of, people
from tui.serving.desk import Desk, Replaced, Sitting, keep_rules
from tui.serving.lease import Fenced, Hold
from tui.serving.taking import take_claim, take_file
from tui.serving.turns import Turns
from tui.settings import load

NOON = datetime(2026, 9, 1, 10, tzinfo=UTC)
ORIGIN = Origin(kind="file", source="inbox", name="leads.csv", sha256="ab" * 32)


class Hand:
    """A clock that moves when it is told to."""

    def __init__(self) -> None:
        self.now = NOON

    def __call__(self) -> datetime:
        return self.now


@pytest.fixture
def ledger(tmp_path: Path) -> MemoryLedger:
    """A ledger on which house rules are in force."""
    Floor(tmp_path).lay()
    policy = load(tmp_path / "floor.toml").policy
    one = MemoryLedger()
    Desk(one, Hand()).turn(lambda sitting: keep_rules(sitting, policy, digest(policy), "sha", "floor.toml"))
    return one


def batch(*numbers: int) -> ReceiveLeads:
    """An order to take leads in."""
    leads = tuple(
        NewLead(
            source="inbox",
            source_key=str(n),
            place=f"row {n}",
            card=Card(name=f"Ada {n}", email=f"ada{n}@example.com"),
        )
        for n in numbers
    )
    return ReceiveLeads(origin=ORIGIN, leads=leads)


def away(rep: str) -> SetAvailability:
    """An order to send a rep away."""
    return SetAvailability(rep_id=rep, availability=Availability.AWAY)


def test_a_refused_order_writes_nothing(ledger: MemoryLedger) -> None:
    """What is refused is answered with a sentence; journal and floor stay as they were."""
    desk = Desk(ledger, Hand())
    before = desk.floor.snapshot()
    answer = desk.give(Reassign(leads=(Seen(id="L-1"),), rep_id="dana"), "ann", "")
    assert not answer.ok
    assert answer.sentence
    assert (len(ledger.tables.journal), desk.floor.snapshot()) == (1, before)


def test_one_refusal_does_not_spoil_its_turn(ledger: MemoryLedger) -> None:
    """Orders of one turn are decided one after another: the good ones stay when one is refused."""
    desk = Desk(ledger, Hand())
    answers = desk.turn(lambda sitting: [sitting.answer(away(rep), "ann", "") for rep in ("dana", "nina", "jon")])
    assert [answer.ok for answer in answers] == [True, False, True]
    assert desk.floor.reps["jon"].availability is Availability.AWAY


def test_a_turn_that_breaks_leaves_no_trace(ledger: MemoryLedger) -> None:
    """A fault in the middle of a turn takes all of it back, in the ledger and in the desk's own floor."""
    desk = Desk(ledger, Hand())
    before = desk.floor.snapshot()

    def work(sitting: Sitting) -> None:
        sitting.give(batch(1), "floor", "")
        raise ZeroDivisionError

    with pytest.raises(ZeroDivisionError):
        desk.turn(work)
    assert (len(ledger.tables.journal), desk.floor.snapshot()) == (1, before)
    assert desk.give(batch(1), "floor", "").ok


def test_two_desks_on_one_ledger_keep_up(ledger: MemoryLedger) -> None:
    """What one desk wrote, another takes in before it decides."""
    one, other = Desk(ledger, Hand()), Desk(ledger, Hand())
    assert one.give(batch(1, 2), "floor", "").ok
    assert other.give(batch(3), "floor", "").ok
    assert one.give(away("mia"), "ann", "").ok
    other.turn(lambda sitting: None)
    assert one.floor.snapshot() == other.floor.snapshot()
    assert [row.seq for row in ledger.tables.journal] == list(range(1, len(ledger.tables.journal) + 1))


def test_a_desk_notices_that_its_journal_got_shorter(ledger: MemoryLedger) -> None:
    """A desk whose database was put back to an older copy decides nothing on it."""
    desk = Desk(ledger, Hand())
    older = ledger.tables.copied()
    desk.give(batch(1), "floor", "")
    ledger.tables = older
    with pytest.raises(Replaced, match="start the engine again"):
        desk.give(batch(2), "floor", "")


def test_cards_go_to_the_leads_of_their_records(ledger: MemoryLedger) -> None:
    """Each person's card lies by the lead that their record became, and a repeat fills what was empty."""
    desk = Desk(ledger, Hand())
    desk.give(batch(1, 2), "floor", "")
    again = NewLead(source="inbox", source_key="2", place="row 9", card=Card(name="Other", company="Acme"))
    order = ReceiveLeads(origin=ORIGIN, leads=(again,), keys={"inbox\t2": "L-2"})
    desk.give(order, "floor", "")
    assert [ledger.tables.cards[f"L-{n}"].name for n in (1, 2)] == ["Ada 1", "Ada 2"]
    assert ledger.tables.cards["L-2"].company == "Acme"


def test_a_clock_set_back_does_not_turn_history_around(ledger: MemoryLedger) -> None:
    """Entries never go back in time, whatever the clock does."""
    hand = Hand()
    desk = Desk(ledger, hand)
    desk.give(away("dana"), "ann", "")
    hand.now -= timedelta(hours=1)
    desk.give(away("jon"), "ann", "")
    instants = [row.at for row in ledger.tables.journal]
    assert instants == sorted(instants)


def test_a_desk_that_opens_after_the_clock_was_set_back_goes_on_where_the_journal_ends(ledger: MemoryLedger) -> None:
    """Neither the next engine nor another terminal writes a moment that is over."""
    hand = Hand()
    Desk(ledger, hand).give(away("dana"), "ann", "")
    hand.now -= timedelta(hours=1)
    Desk(ledger, hand).give(away("jon"), "ann", "")
    instants = [row.at for row in ledger.tables.journal]
    assert instants == sorted(instants)


@pytest.fixture
def turns(ledger: MemoryLedger) -> Any:
    """The desk's thread, stopped with the test."""
    one = Turns(lambda: Desk(ledger, Hand()), lambda sitting: None)
    one.start()
    yield one
    one.stop(last=lambda sitting: None)


def held(turns: Turns) -> "tuple[Future[None], Callable[[], None]]":
    """Hold the desk inside a turn, so that what is left meanwhile shares the next one."""
    inside, go = threading.Event(), threading.Event()

    def work(_: Sitting) -> None:
        inside.set()
        assert go.wait(10)

    future = turns.urgent(work)
    assert inside.wait(10)
    return future, go.set


def test_only_the_work_at_fault_suffers(turns: Turns, ledger: MemoryLedger) -> None:
    """Work that breaks in a shared turn fails alone; what waited beside it is done, once."""
    _, go = held(turns)
    good = [turns.urgent(lambda sitting, rep=rep: sitting.give(away(rep), "ann", "")) for rep in ("dana", "jon")]
    bad = turns.urgent(lambda sitting: 1 / 0)
    last = turns.urgent(lambda sitting: sitting.give(away("mia"), "ann", ""))
    go()
    assert [len(future.result(10)) for future in (*good, last)] == [1, 1, 1]
    with pytest.raises(ZeroDivisionError):
        bad.result(10)
    assert len(ledger.tables.journal) == 1 + 3


def test_who_stops_waiting_does_not_stop_the_desk(turns: Turns) -> None:
    """Work whose caller has gone is left out, and the desk goes on."""
    _, go = held(turns)
    done: list[str] = []
    gone = turns.urgent(lambda sitting: done.append("gone"))
    assert gone.cancel()
    stays = turns.urgent(lambda sitting: done.append("stays"))
    go()
    stays.result(10)
    assert done == ["stays"]


def test_after_the_stop_nothing_more_is_taken(turns: Turns) -> None:
    """What comes after the stop is refused at once and never waits for ever."""
    turns.stop(last=lambda sitting: None)
    with pytest.raises(StoreError, match="stopping"):
        turns.urgent(lambda sitting: None)
    with pytest.raises(StoreError, match="stopping"):
        turns.bulk(lambda sitting: None)


class Locked(MemoryLedger):
    """A ledger whose write transactions do not begin."""

    def writing(self) -> Any:
        raise StoreError("leads.db is locked.")


def test_a_lock_is_told_to_everybody_who_waits() -> None:
    """When a turn cannot begin, nobody waits for a turn of their own to fail in the same way."""
    turns = Turns(lambda: Desk(Locked(), Hand()), lambda sitting: None)
    turns.start()
    waiting = [turns.urgent(lambda sitting: None) for _ in range(5)]
    for future in waiting:
        with pytest.raises(StoreError, match="locked"):
            future.result(10)
    assert str(turns.failure) == "leads.db is locked."
    turns.stop(last=lambda sitting: None)


def test_a_second_holder_fences_the_first(ledger: MemoryLedger) -> None:
    """Who lost the lease is told so before it writes anything more."""
    hand = Hand()
    desk, hold = Desk(ledger, hand), Hold()
    lease = desk.turn(hold.take)
    desk.turn(hold.keep)
    other = Lease(holder="other", pid=lease.pid, epoch=lease.epoch + 1, renewed_at=NOON)
    desk.turn(lambda sitting: sitting.writing.take_lease(other))
    with pytest.raises(Fenced):
        desk.turn(hold.keep)
    with pytest.raises(Refused, match="runs already"):
        desk.turn(Hold().take)


def test_a_lease_that_was_dropped_is_free_at_once(ledger: MemoryLedger) -> None:
    """After an orderly stop the next holder need not wait, and its number is higher."""
    desk, hold = Desk(ledger, Hand()), Hold()
    first = desk.turn(hold.take)
    desk.turn(hold.drop)
    assert desk.turn(Hold().take).epoch == first.epoch + 1


def test_a_file_goes_on_where_it_was(turns: Turns, ledger: MemoryLedger, tmp_path: Path) -> None:
    """A file of which some rows were taken before a crash is read on from there, and counted whole."""
    path = tmp_path / "leads.csv"
    path.write_text(csv_of(people(5)), "utf-8")
    claim = Claim(path=path, name=path.name, source="", sha256="cd" * 32, size=1)
    row = FileRow(sha256=claim.sha256, name=path.name, taken_at=NOON, accepted=2, rows_done=2)
    turns.urgent(lambda sitting: sitting.writing.keep_file(row)).result(10)
    done = take_claim(turns, claim, Hints(source="inbox", name=path.name, salt=b"salt"))
    assert (done.accepted, done.rows_done, done.is_done) == (5, 5, True)
    assert [card.name for card in ledger.tables.cards.values()] == ["Ada 3", "Ada 4", "Ada 5"]


def test_a_file_that_breaks_late_keeps_what_was_read(turns: Turns, ledger: MemoryLedger, tmp_path: Path) -> None:
    """A file that cannot be read to its end keeps its counts and says why, and journal and file agree."""
    inbox = tmp_path / "inbox"
    folder = DropFolder(inbox, settle_seconds=0)
    inbox.mkdir()
    lines = [f'{{"email": "ada{n}@example.com"}}' for n in range(450)]
    (inbox / "leads.jsonl").write_bytes("\n".join(lines).encode() + b"\n\xff\xfe\x00" * 3)
    (claim,) = folder.scan()
    done = take_file(turns, folder, claim, lambda source, name: Hints(source=source, name=name, salt=b"salt"))
    assert done.accepted == len(ledger.tables.leads)
    assert ledger.tables.files[claim.sha256] == done


def test_a_file_that_we_may_not_read_fails_alone(turns: Turns, ledger: MemoryLedger, tmp_path: Path) -> None:
    """Files without a digest, for nobody may read them, are never taken for the same file."""
    folder = DropFolder(tmp_path / "inbox", settle_seconds=0)
    for name in ("one.csv", "two.csv"):
        path = tmp_path / "inbox" / ".taking" / "file" / name
        path.parent.mkdir(parents=True, exist_ok=True)
        path.touch()
        take_file(turns, folder, Claim(path=path, name=name, source="file", sha256="", size=0), _hints)
    assert len(list((tmp_path / "inbox" / "failed").glob("*.why.txt"))) == 2
    assert not ledger.tables.files


def _hints(source: str, name: str) -> Hints:
    return Hints(source=source, name=name, salt=b"salt")
