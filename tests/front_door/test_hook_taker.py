"""The thread that deals web-hook deliveries: whatever one of them does to it, it goes on, and deals each once."""

import pytest

from engine.commands import NewLead, Origin, ReceiveLeads
from engine.events import RecordsTaken
from importers.hooks.webhook import Delivery
from importers.record import Hints, Record
from store.memory import MemoryLedger
from store.rows import StoreError
from tests.front_door.desks import FORM, NOON, hints
from tests.front_door.program import until
from tui.ports import Writing
from tui.serving import taking
from tui.serving.hook_taker import HookTaker
from tui.serving.landing import begin
from tui.serving.turns import Turns


def spool(turns: Turns, source: str, number: int, body: bytes = b"") -> None:
    """Leave a delivery in the spool."""
    text = body or f"name=Ada&email=ada{number}%40example.com".encode()
    turns.urgent(lambda sitting: sitting.writing.spool(source, FORM, text, NOON, f"d{number}")).result(10)


def test_a_delivery_that_stumbles_is_put_aside_and_the_next_is_dealt(turns: Turns, ledger: MemoryLedger) -> None:
    """A delivery over which our own code stumbles becomes a reject with its raw text; the thread goes on."""
    taker = HookTaker(turns, hints)
    taker.start()
    spool(turns, "stumble", 1)
    spool(turns, "website", 2)
    taker.wake()
    until(lambda: len(ledger.tables.hooks_done) == 2)
    assert taker.thread.is_alive()
    assert len(ledger.tables.leads) == 1
    ((reject, _),) = ledger.tables.rejects
    assert "stumbled" in reject.reason
    assert "ada1" in reject.raw
    taker.stop()
    assert not taker.thread.is_alive()


def test_deliveries_that_could_not_be_dealt_are_dealt_when_all_is_well(
    turns: Turns, ledger: MemoryLedger, monkeypatch: pytest.MonkeyPatch
) -> None:
    """While the store fails deliveries stay in the spool, and are dealt without a restart."""
    monkeypatch.setattr("tui.serving.looking.RESCAN_SECONDS", 0.02)
    spool(turns, "website", 1)
    broken = [True]

    def failing(source: str, name: str) -> Hints:
        if broken:
            raise StoreError("The disk is full.")
        return hints(source, name)

    taker = HookTaker(turns, failing)
    taker.start()
    assert until(lambda: taker.trouble) == "The disk is full."
    broken.clear()
    until(lambda: len(ledger.tables.leads) == 1)
    until(lambda: not taker.trouble)
    taker.stop()


def test_deliveries_that_wait_together_are_dealt_by_one_order(turns: Turns, ledger: MemoryLedger) -> None:
    """Those of one source that stand one behind the other share an order, and each keeps its own counts."""
    for number, body in enumerate((b"", b"name=Nobody", b"", b"")):
        spool(turns, "website", number, body)
    spool(turns, "shop", 9)
    assert HookTaker(turns, hints).take_spooled() == 5
    counted = [(hook.counts.accepted, hook.counts.rejected) for hook in ledger.tables.hooks.values()]
    assert counted == [(1, 0), (0, 1), (1, 0), (1, 0), (1, 0)]
    taken = [entry.event.accepted for entry in ledger.entries() if isinstance(entry.event, RecordsTaken)]
    assert taken == [3, 1]


def landed(turns: Turns, taker: HookTaker, number: int, found: list[Record] | None = None) -> None:
    """Have a delivery kept, and handed on to whoever deals it."""
    body = f"name=Ada&email=ada{number}%40example.com".encode()
    delivery = Delivery(
        source="website", media_type=FORM, body=body, delivery_id=f"d{number}", received_at=NOON, found=found
    )
    begin(turns, taker, delivery).result(10)


def test_a_delivery_that_is_handed_on_is_dealt_without_a_look_into_the_spool(
    turns: Turns, ledger: MemoryLedger, monkeypatch: pytest.MonkeyPatch
) -> None:
    """Once the spool was looked into, what lands is dealt from memory, by the records that were found in it."""
    taker = HookTaker(turns, hints)
    assert taker.take_spooled() == 0
    monkeypatch.delattr("store.memory.MemoryWriting.spooled")
    landed(turns, taker, 1)
    landed(turns, taker, 2, [Record(place="hook:website", cells={"email": "eve@x.example"}, raw="as it was found")])
    taker.take_landed()
    assert [card.email for card in ledger.tables.cards.values()] == ["ada1@example.com", "eve@x.example"]


def test_what_is_handed_on_and_found_in_the_spool_too_is_dealt_once(turns: Turns, ledger: MemoryLedger) -> None:
    """Whoever lands while the spool is looked into is in both; the spool says what was dealt."""
    taker = HookTaker(turns, hints)
    taker.take_spooled()
    landed(turns, taker, 1)
    handed_on = list(taker._landed)
    assert taker.take_spooled() == 1
    taker._landed.extend(handed_on)
    taker.take_landed()
    taken = [entry.event for entry in ledger.entries() if isinstance(entry.event, RecordsTaken)]
    assert [(one.accepted, one.duplicates) for one in taken] == [(1, 0)]


def test_deliveries_beyond_what_memory_holds_wait_in_the_spool(
    turns: Turns, ledger: MemoryLedger, monkeypatch: pytest.MonkeyPatch
) -> None:
    """When more land than are dealt, all of them are dealt in the end, in the order they came."""
    monkeypatch.setattr("tui.serving.hook_taker.LANDED_MAX", 2)
    taker = HookTaker(turns, hints)
    taker.take_spooled()
    for number in range(5):
        landed(turns, taker, number)
    taker.start()
    until(lambda: len(ledger.tables.leads) == 5)
    taker.stop()
    assert [card.email for card in ledger.tables.cards.values()] == [
        f"ada{number}@example.com" for number in range(5)
    ]


def test_a_lot_of_deliveries_in_which_one_cannot_be_dealt_is_dealt_one_by_one(
    turns: Turns, ledger: MemoryLedger, monkeypatch: pytest.MonkeyPatch
) -> None:
    """The one that our own code stumbles over becomes a reject; those beside it are leads all the same."""
    order_of = taking.order_of

    def stumbling(writing: Writing, origin: Origin, leads: tuple[NewLead, ...]) -> ReceiveLeads:
        if any("ada2@" in lead.card.email for lead in leads):
            raise RuntimeError("the words of Jane Doe")
        return order_of(writing, origin, leads)

    monkeypatch.setattr(taking, "order_of", stumbling)
    for number in (1, 2, 3):
        spool(turns, "website", number)
    assert HookTaker(turns, hints).take_spooled() == 3
    assert len(ledger.tables.leads) == 2
    ((reject, _),) = ledger.tables.rejects
    assert "ada2" in reject.raw
