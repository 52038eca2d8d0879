"""The outbox: messages to customers that the dealing asked for, each once, until somebody says that it was sent.

Law: a message has the number of the entry that asked for it, so neither a restart nor a rebuild makes a second one.
"""

from collections.abc import Iterable, Iterator, Sequence
from datetime import datetime

from engine.events import LadderStepped, LeadParked
from engine.floor import Change
from store.instants import instant, text_of
from store.rows import Message
from store.transaction import Transaction

OPTED_OUT = {"email": "email", "sms": "call"}
"""By what word on a card a channel is closed."""

_WAITING = (
    "SELECT outbox.seq, outbox.lead_id, channel, outbox.at, coalesce(name, ''), coalesce(email, ''),"
    " coalesce(phone, ''), coalesce(opt_out, '') FROM outbox LEFT JOIN cards ON cards.lead_id = outbox.lead_id"
    " WHERE done_at IS NULL ORDER BY outbox.seq LIMIT ?"
)


def asked_for(changes: Iterable[Change]) -> Iterator[tuple[int, str, str, str]]:
    """Yield the messages that entries ask for: the entry's number, the lead, the channel and the instant."""
    for change in changes:
        event = change.entry.event
        if isinstance(event, LadderStepped) and event.do.startswith("ack:") and not event.skipped:
            yield change.entry.seq, event.lead_id, event.do.partition(":")[2], text_of(change.entry.at)
        elif isinstance(event, LeadParked) and event.ack:
            yield change.entry.seq, event.lead_id, event.ack, text_of(change.entry.at)


class Outbox(Transaction):
    """The outbox within a transaction."""

    def messages(self, limit: int) -> list[Message]:
        """The oldest messages that nobody has said are sent."""
        return [_message(row) for row in self._db.execute(_WAITING, (limit,))]

    def sent(self, numbers: Sequence[int], at: datetime) -> int:
        """Note that messages were sent; returns how many of them still waited."""
        done = [
            self._db.execute(
                "UPDATE outbox SET done_at = ? WHERE seq = ? AND done_at IS NULL", (text_of(at), one)
            ).rowcount
            for one in dict.fromkeys(numbers)
        ]
        return sum(done)


def _message(row: tuple[int, str, str, str, str, str, str, str]) -> Message:
    number, lead_id, channel, at, name, email, phone, opt_out = row
    to = email if channel == "email" else phone
    is_closed = OPTED_OUT.get(channel, channel) in opt_out.split()
    why = "opted out" if is_closed else "" if to else "no address"
    return Message(
        id=number, lead_id=lead_id, channel=channel, at=instant(at), name=name, to="" if why else to, why=why
    )
