"""What every ledger does, on SQLite and in memory alike."""

from datetime import timedelta

import pytest
from store_builders import DIGEST, MORNING, POLICY, Day, busy_day, card, dealt, received

from engine import events as ev
from engine.commands import Known, NewLead, SetAvailability
from engine.floor import Draft
from engine.lead import Disposition
from engine.rep import Availability
from engine.turn import Conflict
from store.codec import chain
from store.memory import MemoryLedger
from store.rows import Answer, FileRow, Head, Lease, RejectRow, StoreError
from store.sqlite import SqliteLedger


@pytest.fixture(params=["sqlite", "memory"])
def ledger(request, tmp_path):
    made = SqliteLedger(str(tmp_path / "leads.db")) if request.param == "sqlite" else MemoryLedger()
    yield made
    made.close()


@pytest.fixture
def day(ledger):
    return Day(ledger)


def test_a_new_ledger_is_empty(ledger):
    """Before anything happened the head is at nought and the floor is bare."""
    with ledger.reading() as view:
        assert view.head() == Head()
        assert list(view.tail(0)) == []
        assert view.lease() is None
    assert ledger.load().snapshot().seq == 0
    assert ledger.salt


def test_what_was_appended_is_read_back(day):
    """Entries come back equal, in order, from any place on."""
    made = []
    day.append(received(1), received(2), cause="file:f1")
    day.append(dealt(1, "dana"))
    made = list(day.ledger.entries())
    assert [entry.seq for entry in made] == [1, 2, 3, 4]
    assert made[1].event == received(1)
    assert made[3].event == dealt(1, "dana")
    assert (made[1].cause, made[1].policy, made[1].actor) == ("file:f1", DIGEST, "floor")
    assert [entry.seq for entry in day.ledger.entries(after=2)] == [3, 4]
    with day.ledger.reading() as view:
        assert [entry.seq for entry in view.tail(3)] == [4]
        assert view.head().seq == 4


def test_an_exception_leaves_no_trace(day):
    """A transaction that ends in an exception, whatever it is, was never there."""
    draft = Draft(day.floor)
    changes = [draft.apply(entry) for entry in day.entries(received(1))]
    with pytest.raises(KeyboardInterrupt), day.ledger.writing() as writing:  # noqa: PT012
        writing.append(changes, draft, {"L-1": card(1)})
        writing.keep_file(FileRow(sha256="f1", name="a.csv", taken_at=MORNING))
        writing.spool("website", "application/json", b"{}", MORNING, "d1")
        raise KeyboardInterrupt
    with day.ledger.reading() as view:
        assert view.head().seq == 1
        assert view.known_keys([("website", "key-1")]) == {}
        assert view.file("f1") is None
        assert view.spooled(9) == []
    day.append(received(1))


def test_only_the_next_entry_can_follow(day):
    """An entry decided on an older head is refused, and nothing of it is written."""
    draft = Draft(day.floor)
    stale = [draft.apply(entry) for entry in day.entries(received(1))]
    day.append(received(1), received(2))
    with pytest.raises(Conflict, match="entry 3"), day.ledger.writing() as writing:
        writing.append(stale, draft, {})
    assert [entry.seq for entry in day.ledger.entries()] == [1, 2, 3]


def test_each_entry_is_chained_to_the_one_before(day):
    """The head's hash is over every entry before it."""
    first = day.append(received(1))
    with day.ledger.reading() as view:
        assert view.head() == first
    second = day.append(received(2))
    assert len(second.hash) == 32
    assert second.hash != first.hash
    assert chain("", ("a", "{}")) != chain("a", ("", "{}"))


def test_keys_are_known_once_a_lead_has_them(day):
    """The pairs that a lead has are found, the others left out, in any number."""
    day.append(*[received(n) for n in range(1, 40)])
    asked = [("website", f"key-{n}") for n in range(2_000)] + [("other", "key-1"), ("website", 'it\'s \t "odd" ü')]
    with day.ledger.writing() as writing:
        known = writing.known_keys(asked)
        assert writing.known_keys([]) == {}
    assert known == {f"website\tkey-{n}": f"L-{n}" for n in range(1, 40)}


def test_the_same_key_is_never_a_second_lead(day):
    """Two leads cannot come in under one key of one source."""
    day.append(received(1))
    with pytest.raises(StoreError):
        day.append(received(2, source_key="key-1"))
    day.append(received(2, source_key="key-1", source="other"))


def test_a_person_is_known_by_their_latest_lead(day):
    """A person key leads to the newest lead, its owner, and whether it is open."""
    day.append(received(1), received(2, person_keys=("person-1", "phone-2")))
    came_at = day.now
    day.append(dealt(2, "jon"))
    with day.ledger.writing() as writing:
        found = writing.known_people(["person-1", "nobody"])
    assert found == {"person-1": Known(lead_id="L-2", rep_id="jon", at=came_at)}
    day.append(ev.LeadClosed(lead_id="L-2", disposition=Disposition.WON), actor="jon")
    with day.ledger.reading() as view:
        assert [(one.is_open, one.person) for one in view.known_people(["phone-2"]).values()] == [(False, "person-1")]


def test_cards_are_found_again(day):
    """The persons of leads, without those who have no card."""
    day.append(received(1), cards={"L-1": card(1, company="Acme")})
    with day.ledger.writing() as writing:
        assert writing.cards(["L-1", "L-9"]) == {"L-1": card(1, company="Acme")}


def test_a_delivery_is_kept_once(ledger):
    """The same delivery id of the same source is not kept twice; without an id each is its own."""
    with ledger.writing() as writing:
        first = writing.spool("website", "application/json", b'{"a":1}', MORNING, "d1")
        assert writing.spool("website", "application/json", b"other", MORNING, "d1") is None
        assert writing.spool("chat", "text/plain", b"", MORNING, "d1") is not None
        assert writing.spool("website", "text/plain", b"x", MORNING, "") != writing.spool(
            "website", "text/plain", b"x", MORNING, ""
        )
        waiting = writing.spooled(10)
        assert [hook.id for hook in waiting] == sorted(hook.id for hook in waiting)
        assert (waiting[0].id, waiting[0].body, waiting[0].received_at) == (first, b'{"a":1}', MORNING)
        assert writing.spooled(2) == waiting[:2]
        writing.spool_done(first)
        writing.spool_done(waiting[1].id, "not JSON")
    with ledger.writing() as writing:
        still = [hook.id for hook in writing.spooled(10)]
        assert still == sorted(writing.still_spooled([first, *still])) == [hook.id for hook in waiting[2:]]
        assert writing.spool("website", "application/json", b"", MORNING, "d1") is None


def test_an_order_waits_for_its_answer(ledger):
    """Orders are handed out oldest first until they are answered; the answer stays to be asked for."""
    away = SetAvailability(rep_id="dana", availability=Availability.AWAY, reason="lunch")
    with ledger.writing() as writing:
        first = writing.leave_order("dana", away, MORNING)
        second = writing.leave_order("boss", away.but(rep_id="jon"), MORNING)
    assert ledger.answer(first) is None
    with ledger.writing() as writing:
        assert [(left.id, left.actor) for left in writing.waiting_orders(9)] == [(first, "dana"), (second, "boss")]
        assert writing.waiting_orders(1)[0].order == away
        writing.answer_order(first, Answer(ok=False, sentence="No.", changed=("L-1",)), MORNING)
    with ledger.reading() as view:
        assert [left.id for left in view.waiting_orders(9)] == [second]
    assert ledger.answer(first) == Answer(ok=False, sentence="No.", changed=("L-1",))
    assert ledger.answer(999) is None


def lease(holder: str, epoch: int, seconds: int = 0) -> Lease:
    return Lease(holder=holder, pid=17, epoch=epoch, renewed_at=MORNING + timedelta(seconds=seconds), troubled=("a",))


def test_a_lease_goes_to_a_higher_epoch_alone(ledger):
    """The holder renews with its own epoch; nobody else takes the lease without a higher one."""
    with ledger.writing() as writing:
        writing.take_lease(lease("a", 1))
        writing.take_lease(lease("a", 1, seconds=5))
        assert writing.lease() == lease("a", 1, seconds=5)
    with pytest.raises(Conflict, match="a holds"), ledger.writing() as writing:
        writing.take_lease(lease("b", 1))
    with ledger.writing() as writing:
        writing.take_lease(lease("b", 2))
    with pytest.raises(Conflict), ledger.writing() as writing:
        writing.take_lease(lease("a", 1))


def test_epochs_only_grow_even_over_a_lease_that_was_given_up(ledger):
    """A lease given up has no holder, and still remembers its epoch."""
    with ledger.writing() as writing:
        writing.take_lease(lease("a", 1))
        writing.take_lease(lease("b", 2))
        writing.drop_lease(1)
        assert writing.lease() == lease("b", 2)
        writing.drop_lease(2)
    with ledger.reading() as view:
        given_up = view.lease()
    assert (given_up.holder, given_up.epoch) == ("", 2)
    with pytest.raises(Conflict), ledger.writing() as writing:
        writing.take_lease(lease("c", 2))
    with ledger.writing() as writing:
        writing.take_lease(lease("c", 3))


def test_a_file_is_remembered_by_its_bytes(ledger):
    """The file's row is replaced as the file is worked through."""
    row = FileRow(sha256="f1", name="leads.csv", source="csv", taken_at=MORNING, accepted=3, rows_done=5)
    with ledger.writing() as writing:
        writing.keep_file(row)
        writing.keep_file(row.but(is_done=True, accepted=8, rejected=1, tests=1, duplicates=2))
        writing.keep_rejects([RejectRow(source="csv", place="row 2", reason="no contact", raw="x,y")], MORNING)
    with ledger.reading() as view:
        assert view.file("f1") == row.but(is_done=True, accepted=8, rejected=1, tests=1, duplicates=2)
        assert view.file("f2") is None


def test_a_policy_is_kept_under_its_digest(ledger):
    """House rules come back equal; a digest nobody kept is a sentence."""
    with ledger.writing() as writing:
        writing.keep_policy(DIGEST, POLICY, "c" * 64)
        writing.keep_policy(DIGEST, POLICY, "e" * 64)
        assert writing.policy(DIGEST) == POLICY
    with pytest.raises(StoreError, match="policy ffff"), ledger.reading() as view:
        view.policy("f" * 64)


def test_a_floor_is_loaded_from_a_checkpoint_with_the_tail(day):
    """Loading gives the live floor, with a checkpoint or without, right on it or behind it."""
    busy_day(day)
    assert day.ledger.load().snapshot() == day.floor.snapshot()
    for number in (20, 21, 22):
        with day.ledger.writing() as writing:
            writing.keep_checkpoint(day.floor)
        assert day.ledger.load().snapshot() == day.floor.snapshot()
        day.append(received(number), dealt(number, "jon"))
    assert day.ledger.load().snapshot() == day.floor.snapshot()


def test_projections_can_be_forgotten_and_made_again(day):
    """After a rebuild the ledger knows what it knew."""
    busy_day(day)
    with day.ledger.reading() as view:
        before = view.known_people([f"person-{n}" for n in range(9)])
    changes, draft = day.catch_up()
    with day.ledger.writing() as writing:
        writing.forget_projections()
        assert writing.known_people(before) == {}
        writing.project(changes, draft)
        assert writing.known_people(before) == before
        assert writing.known_keys([("website", "key-1")]) == {"website\tkey-1": "L-1"}


def test_a_view_cannot_be_written_through(ledger):
    """Reading is reading: a write raises, and nothing stays."""
    with pytest.raises(StoreError), ledger.reading() as view:
        view.keep_file(FileRow(sha256="f1", name="a.csv", taken_at=MORNING))
    with ledger.writing() as writing:
        assert writing.file("f1") is None
        writing.keep_file(FileRow(sha256="f1", name="a.csv", taken_at=MORNING))


def test_a_forgotten_person_does_not_come_back(day):
    """The card is emptied for good, and a record of the same e-mail is known, whatever its own key is."""
    day.append(received(1), received(2), cards={"L-1": card(1), "L-2": card(2)})
    with day.ledger.writing() as writing:
        writing.forget(["L-1"], {"e:ada": "L-1", "p:ada": "L-1"}, MORNING)
    day.append(
        ev.LeadForgotten(lead_id="L-1"), ev.LeadRepeated(lead_id="L-1", source_key="key-1"), cards={"L-1": card(1)}
    )
    again = [
        NewLead(source="x", source_key="k1", place="", person_keys=("e:ada", "p:ada")),
        NewLead(source="x", source_key="k2", place="", person_keys=("p:ada",)),
        NewLead(source="x", source_key="k3", place="", person_keys=("e:flatmate", "p:ada")),
    ]
    with day.ledger.writing() as writing:
        assert writing.forgotten_keys(again) == {"x\tk1": "L-1", "x\tk2": "L-1"}
    assert card_in(day.ledger, "L-1") == ("", "")
    assert card_in(day.ledger, "L-2") == ("Ada 2", "ada2@example.org")
    assert day.ledger.load().leads["L-1"].source_key == "key-1"


def card_in(ledger, lead_id, columns=("name", "email")):
    """What stands on a card."""
    if isinstance(ledger, MemoryLedger):
        return tuple(getattr(ledger.tables.cards[lead_id], column) for column in columns)
    asked = f"SELECT {', '.join(columns)} FROM cards WHERE lead_id = ?"  # noqa: S608  names of our own
    return ledger._db.execute(asked, (lead_id,)).fetchone()


def test_a_merged_enquiry_is_known_by_its_key_and_its_person(day):
    """A record that joined a lead comes to it again when sent again, and its no to being contacted counts."""
    day.append(received(1, person_keys=("person-1",)), cards={"L-1": card(1, opt_out="email", consent="yes")})
    merged = ev.LeadMerged(lead_id="L-1", source="chat", source_key="k9", person_keys=("phone-9",))
    day.append(merged, cards={"L-1": card(1, opt_out="call", consent="no")})
    with day.ledger.reading() as view:
        assert view.known_keys([("chat", "k9")]) == {"chat\tk9": "L-1"}
        assert view.known_people(["phone-9"])["phone-9"].lead_id == "L-1"
    assert card_in(day.ledger, "L-1", ("opt_out", "consent")) == ("email call", "no")
