"""Bugs planted on purpose: each breaks one promise, and a judge who does not notice it is no judge."""

from collections.abc import Callable, Iterable, Mapping
from contextlib import AbstractContextManager
from functools import partial
from typing import Any
from unittest.mock import patch

from engine.dealing.work import Work
from engine.events import Entry, SlaBreached
from engine.lead import Lead, SlaState
from engine.orders.settle import mark
from importers.folder.drop_folder import Claim, DropFolder
from store import codec
from store.rows import FileRow
from tests.world.clockwork import Process
from tests.world.parts import WorldDealing
from tests.world.players import Delivery, Stage
from tui.serving.taking import HintsFor, take_claim
from tui.serving.turns import Turns

Bug = Callable[[], AbstractContextManager[object]]


def _nothing(*_: object, **__: object) -> None:
    return None


def _answers_first(self: Stage, process: Process, dealing: WorldDealing, delivery: Delivery) -> None:
    delivery.reply(202)
    process.point("has answered")
    dealing.land("website", delivery.body, delivery.delivery)


def _moves_first(turns: Turns, folder: DropFolder, claims: list[Claim], hints: HintsFor) -> list[FileRow]:
    moved = [claim.but(path=folder.finish(claim)) for claim in claims]
    return [take_claim(turns, claim, hints("", claim.name)) for claim in moved]


def _unchained(entries: Iterable[Entry], before: str) -> Any:
    for entry in entries:
        yield from codec.rows_of([entry], "")


def _marks_twice(work: Work, lead: Lead) -> Lead:
    marked = mark(work, lead)
    if marked.sla is SlaState.BREACHED and lead.sla is not SlaState.BREACHED and lead.due_at is not None:
        work.happen(SlaBreached(lead_id=lead.id, due_at=lead.due_at))
    return marked


def _remembers_nothing(*_: object) -> dict[str, str]:
    return {}


BUGS: Mapping[str, Bug] = {
    "an engine does not look whether it still is one": partial(patch, "tui.serving.lease.Hold.keep", _nothing),
    "a delivery is answered before it is kept": partial(patch.object, Stage, "_answer", _answers_first),
    "a file is moved before it is taken": partial(patch, "tui.serving.small_files.take_small", _moves_first),
    "a file is taken while it is still written": partial(
        patch.object, DropFolder, "_is_ready", lambda self, path, now: True
    ),
    "known keys are not asked for": partial(patch, "store.tables.FoldedTables.known_keys", _remembers_nothing),
    "a desk does not take in what others wrote": partial(patch, "tui.serving.desk.Desk._catch_up", _nothing),
    "the journal follows the machine's clock": partial(
        patch, "tui.serving.onward.Onward.__call__", lambda self: self._wall()
    ),
    "nobody ticks": partial(patch, "tui.serving.desk.Sitting.tick", _nothing),
    "a breach is told twice": partial(patch, "engine.orders.settle.mark", _marks_twice),
    "rejects are not kept": partial(patch, "store.beside.FilesAndRejects.keep_rejects", _nothing),
    "an answered order is obeyed again": partial(patch, "store.mailbox.Mailbox.answer_order", _nothing),
    "an order that nobody answered is not withdrawn": partial(patch, "tui.serving.post.Post._withdraw", _nothing),
    "the rows of the journal are not chained": partial(patch, "store.journal.rows_of", _unchained),
    "a dead engine's lease lives on": partial(
        patch, "tui.serving.lease.is_alive", lambda lease, now: lease is not None
    ),
}
