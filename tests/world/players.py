"""Who acts in a world: engines and their keepers, reps and managers at terminals, senders of web-hooks, importers."""

import json
import sqlite3
from collections.abc import Callable
from contextlib import closing, suppress
from datetime import datetime
from itertools import count
from random import Random

from engine.commands import CloseLead, Order, Reassign, RecordContact, Requeue, Seen, SetAvailability
from engine.lead import Disposition
from engine.rep import Availability
from engine.turn import Refused
from store.rows import Answer, StoreError
from tests.world.clockwork import Process, World
from tests.world.parts import Disk, WorldDealing, post_of
from tests.world.truth import Dropped, Given, Truth
from tui.floor_dir import FloorDir
from tui.serving.desk import Replaced
from tui.serving.lease import Fenced
from tui.settings import Settings

RESTART_SECONDS = (1.0, 15.0)
LOOKS = 0.6
"""How many of an engine's rounds look into the spool, and into the inbox."""
ANSWER_SECONDS = 10.0
"""How long a sender waits before it sends again."""


BUSY = 503


class Delivery:
    """A web-hook on its way: what the sender hears of it."""

    def __init__(self, delivery: str, body: bytes, sender: Process) -> None:
        self.delivery, self.body, self._sender = delivery, body, sender
        self.answer = 0

    def reply(self, status: int) -> None:
        self.answer = status
        if self._sender.is_alive:
            self._sender.wake()


class Stage:
    """One floor with all who act on it."""

    def __init__(self, world: World, floor: FloorDir, rules: dict[str, Settings], truth: Truth) -> None:
        self.world, self.floor, self.truth = world, floor, truth
        self.rules = rules
        self.settings = rules["plain"]
        self.disk = Disk()
        self.engines: dict[Process, WorldDealing] = {}
        self.doors: dict[Process, list[Delivery]] = {}
        self._numbers = count(1)

    def now(self) -> datetime:
        """The instant at which the engines are."""
        return max((dealing.turns._desk.clock() for dealing in self.engines.values()), default=self.world.wall())

    # engines

    def engine(self, process: Process) -> None:
        """Be the engine while we can; a keeper starts another when we are gone."""
        process.endings.append(lambda: self._gone(process))
        dealing = WorldDealing(process, self.floor, self.settings, self.disk)
        with suppress(Refused, StoreError):
            dealing.open()
            self.engines[process] = dealing
            self.doors[process] = []
            while not isinstance(dealing.turns.failure, Fenced | Replaced):
                self._round(process, dealing)
                if not self.doors[process]:
                    process.sleep(dealing.turns.idle())

    def _round(self, process: Process, dealing: WorldDealing) -> None:
        while self.doors[process]:
            self._answer(process, dealing, self.doors[process].pop(0))
        if dealing.settings is not self.settings:
            dealing.settings = self.settings
            with suppress(StoreError, Refused):
                dealing.turns.urgent(dealing._put_rules).result()
        for take in (dealing.hooks.take_spooled, dealing.hooks.take_landed, dealing.files.take_waiting):
            with suppress(StoreError, OSError):
                if self.world.chance.random() < LOOKS:
                    take()
        if self.world.chance.random() < 0.05:
            dealing.checkpoint()

    def _answer(self, process: Process, dealing: WorldDealing, delivery: Delivery) -> None:
        try:
            is_new = dealing.land("website", delivery.body, delivery.delivery)
        except StoreError:
            delivery.reply(BUSY)
            return
        process.point("answers")
        delivery.reply(202 if is_new else 200)

    def _gone(self, process: Process) -> None:
        self.engines.pop(process, None)
        self.doors.pop(process, None)
        if not self.world.is_ending:
            self.world.start(process.name, self.engine, self.world.chance.uniform(*RESTART_SECONDS))

    # the outside

    def sender(self, process: Process) -> None:
        """Post leads, each again until somebody answers that it is taken."""
        process.is_calm = True
        chance = self.world.chance
        while self._goes_on(process, chance.expovariate(1 / 15)):
            for _ in range(chance.choice((1, 1, 1, 4))):
                self._send(process)

    def _send(self, process: Process) -> None:
        number = next(self._numbers)
        email, name = f"hook{number}@example.com", f"d{number}"
        body = json.dumps({"email": email, "name": f"Lead {number}"}).encode()
        self.truth.sent[name] = email
        while name not in self.truth.acknowledged or self.world.chance.random() < 0.1:
            delivery = Delivery(name, body, process)
            doors = list(self.doors.items())
            if doors:
                door, waiting = self.world.chance.choice(doors)
                waiting.append(delivery)
                door.wake()
            process.sleep(ANSWER_SECONDS)
            if delivery.answer == BUSY:
                process.sleep(ANSWER_SECONDS)
            if delivery.answer in (200, 202):
                self.truth.acknowledged.add(name)

    def importer(self, process: Process) -> None:
        """Drop files: whole, still growing, and the same again under another name."""
        process.is_calm = True
        chance = self.world.chance
        while self._goes_on(process, chance.expovariate(1 / 45)):
            self._drop(process, chance)

    def _drop(self, process: Process, chance: Random) -> None:
        number = next(self._numbers)
        emails = tuple(f"file{number}.{row}@example.com" for row in range(chance.randint(1, 30)))
        rejects = chance.choice((0, 0, 2))
        rows = ["email,name", *(f"{email},Lead {email}" for email in emails), *["not-an-email,Nobody"] * rejects]
        text = "\n".join(rows) + "\n"
        path = self.floor.inbox / f"leads-{number}.csv"
        half = len(text) // 2 if chance.random() < 0.4 else len(text)
        with path.open("w") as file:
            file.write(text[:half])
            file.flush()
            if half < len(text):
                process.sleep(1.0)
                file.write(text[half:])
        self.truth.dropped.append(Dropped(path.name, emails, rejects))
        if chance.random() < 0.3:
            process.sleep(chance.uniform(0, 30))
            (self.floor.inbox / f"copy-{number}.csv").write_text(
                chance.choice((text, text.replace("name\n", "Name\n")))
            )

    def _goes_on(self, process: Process, seconds: float) -> bool:
        """Pause; False once the world heals."""
        process.sleep(seconds)
        return not self.world.is_healed

    # terminals

    def terminal(self, process: Process) -> None:
        """Toggle reps and work leads, sometimes on what was seen a while ago."""
        chance = self.world.chance
        post = post_of(process, self.floor)
        while self._goes_on(process, chance.expovariate(1 / 10)):
            order = self._order(chance)
            if order is not None:
                if chance.random() < 0.2:
                    process.sleep(chance.uniform(0, 20))
                self._give(process, post.give, order)

    def _give(self, process: Process, give: Callable[[Order, str], Answer], order: Order) -> None:
        actor = f"{process.name}#{next(self._numbers)}"
        place = len(self.truth.given)
        self.truth.given.append(Given(actor=actor, words=type(order).__name__))
        with suppress(StoreError, Refused):
            answer = give(order, actor)
            self.truth.given[place] = self.truth.given[place].but(answer=answer)

    def _order(self, chance: Random) -> Order | None:
        if chance.random() < 0.4:
            state = chance.choice((Availability.AWAY, Availability.AVAILABLE, Availability.AVAILABLE))
            return SetAvailability(rep_id=chance.choice(("ann", "bo", "cy")), availability=state)
        seen = [Seen(id=lead, version=version) for lead, version in self._open_leads()]
        if not seen:
            return None
        leads = tuple(chance.sample(seen, min(len(seen), chance.choice((1, 1, 3)))))
        return chance.choice(
            (
                Reassign(leads=leads, rep_id=chance.choice(("ann", "bo", "cy")), over_cap=True),
                Requeue(leads=leads),
                RecordContact(leads=leads),
                RecordContact(leads=leads),
                CloseLead(leads=leads, disposition=Disposition.LOST),
            )
        )

    def _open_leads(self) -> list[tuple[str, int]]:
        with closing(sqlite3.connect(f"file:{self.floor.database}?mode=ro", uri=True)) as db:
            return db.execute(
                "SELECT id, version FROM leads WHERE state <> 'closed' ORDER BY number DESC LIMIT 12"
            ).fetchall()
