"""The outbox: each acknowledgement once, with an address only where one may be used."""

from datetime import timedelta
from pathlib import Path

from day import MONDAY, policy

from engine.commands import NewLead, Origin, ReceiveLeads, SetAvailability
from engine.house.rungs import Rung
from engine.lead import Card
from engine.policy import Policy, digest
from engine.rep import Availability
from store.rows import Message
from store.sqlite import SqliteLedger
from store.verify import rebuild
from tui.serving.desk import Desk, keep_rules

ORIGIN = Origin(kind="hook", source="web", name="web")


def house() -> Policy:
    """One rep, and a text message after a minute."""
    plain = policy("ann")
    ladder = (Rung(after=timedelta(minutes=1), do="ack:sms"), Rung(after=timedelta(minutes=2), do="notify:ann"))
    return plain.but(pools=(plain.pools[0].but(ladder=ladder),))


class Hand:
    """A clock that moves when it is told to."""

    def __init__(self) -> None:
        self.now = MONDAY

    def __call__(self) -> object:
        return self.now


def waiting(ledger: SqliteLedger) -> list[Message]:
    with ledger.reading() as reading:
        return reading.messages(10)


def floor_of(path: Path, *cards: Card) -> tuple[SqliteLedger, Desk, Hand]:
    """A floor on which nobody is there for these persons."""
    ledger, hand = SqliteLedger(str(path / "leads.db")), Hand()
    desk, rules = Desk(ledger, hand), house()
    desk.turn(lambda sitting: keep_rules(sitting, rules, digest(rules), "sha", "floor.toml"))
    desk.give(SetAvailability(rep_id="ann", availability=Availability.AWAY), "ann", "a")
    leads = tuple(NewLead(source="web", source_key=str(n), place="", card=card) for n, card in enumerate(cards))
    desk.give(ReceiveLeads(origin=ORIGIN, leads=leads), "web", "b")
    hand.now = MONDAY + timedelta(minutes=1)
    desk.turn(lambda sitting: sitting.tick())
    return ledger, desk, hand


def test_an_acknowledgement_is_asked_for_once(tmp_path: Path) -> None:
    """One message for one lead, also after later ticks and after the tables were made anew; sent, it is gone."""
    ledger, desk, hand = floor_of(tmp_path, Card(name="Ada", phone="+491701234567"))
    hand.now += timedelta(minutes=5)
    desk.turn(lambda sitting: sitting.tick())
    rebuild(ledger)
    (message,) = waiting(ledger)
    assert (message.lead_id, message.channel, message.to, message.why) == ("L-1", "sms", "+491701234567", "")
    with ledger.writing() as writing:
        assert writing.sent([message.id, message.id, 1], hand.now) == 1
        assert writing.sent([message.id], hand.now) == 0
    rebuild(ledger)
    assert waiting(ledger) == []
    ledger.close()


def test_no_address_where_there_is_none_or_none_may_be_used(tmp_path: Path) -> None:
    """Who opted out of calls gets no text message, and who left no number cannot have one."""
    ledger, _, _ = floor_of(tmp_path, Card(phone="+491701234567", opt_out="call"), Card(email="b@example.com"))
    assert [(one.to, one.why) for one in waiting(ledger)] == [("", "opted out"), ("", "no address")]
    ledger.close()
