"""The crowd of the demo: customers who write, and reps who answer, go for lunch and close deals.

Customers come through the real drop folder and the real web-hook, reps act through the real post.
"""

import csv
import io
import json
import threading
import urllib.request
from contextlib import closing
from datetime import datetime, timedelta
from http.client import HTTPException
from random import Random

from engine.board import QueueRow
from engine.commands import CloseLead, Order, RecordContact, Seen, SetAvailability
from engine.lead import Disposition, LeadState
from engine.rep import Availability
from engine.turn import Refused
from store.rows import StoreError
from tui.clock import wall_clock
from tui.demo.people import FIELDS, Customer, customer
from tui.floor_dir import FloorDir
from tui.serving.lease import health_of
from tui.serving.post import Post
from tui.wiring import open_reports

STEP_SECONDS = 1.0
FIRST_FILE = 14
"""Customers in the file that the floor begins with."""

LEADS_A_STEP = 0.25
"""How many customers write in a second, on average, at speed one."""

AWAYS = (("lunch", 3), ("break", 1), ("meeting", 2))
ANSWERED_A_STEP = 0.03
"""The part of the waiting customers that is answered in a second, at speed one: about a dozen always wait."""

TALK_SECONDS = (15, 90)
"""How long it takes from a first answer to the end, at speed one."""

SEED = 20260901

_DIRECT = urllib.request.build_opener(urllib.request.ProxyHandler({}))
"""Our own machine is reached without the proxy that the surroundings may ask for."""


class Crowd:
    """Invented customers and reps, acting from a thread of their own."""

    def __init__(self, floor: FloorDir, speed: float, seed: int = SEED) -> None:
        self._floor = floor
        self._speed = speed
        self._dice = Random(seed)
        self._number = 0
        self._answered: list[tuple[datetime, str]] = []
        self._post = Post(floor, wall_clock, warn=lambda _: None)
        self._leaving = threading.Event()
        self._thread = threading.Thread(target=self._run, name="crowd", daemon=True)

    def __enter__(self) -> "Crowd":
        self._drop([self._customer() for _ in range(FIRST_FILE)])
        self._thread.start()
        return self

    def __exit__(self, *_: object) -> None:
        self._leaving.set()
        self._thread.join()
        self._post.close()

    def _run(self) -> None:
        while not self._leaving.wait(STEP_SECONDS):
            try:
                self.step()
            except (OSError, StoreError, Refused, HTTPException):
                continue  # the engine is starting or stopping; the next step tries again

    def step(self) -> None:
        """Let a second's worth of things happen."""
        dice = self._dice
        for _ in range(self._count(LEADS_A_STEP)):
            self._post_hook(self._customer())
        if dice.random() < 0.02 * self._speed:
            self._drop([self._customer() for _ in range(dice.randrange(3, 12))])
        with closing(open_reports(self._floor)) as reports:
            now = wall_clock()
            board = reports.board(health_of(reports.lease(), now), now)
        for row in self._some(board.queue):
            self._answer(row, now)
        self._close_some(now)
        if board.reps and dice.random() < 0.03:
            rep = dice.choice(board.reps)
            self._come_and_go(rep.id, rep.availability, now)

    def _count(self, mean: float) -> int:
        whole, rest = divmod(mean * self._speed, 1)
        return int(whole) + (self._dice.random() < rest)

    def _some(self, rows: tuple[QueueRow, ...]) -> list[QueueRow]:
        """Leads that are answered just now: some of those that somebody owns."""
        owned = [row for row in rows if row.state is LeadState.ASSIGNED]
        return self._dice.sample(owned, min(len(owned), self._count(ANSWERED_A_STEP * len(owned))))

    def _answer(self, row: QueueRow, now: datetime) -> None:
        self._give(RecordContact(leads=(Seen(id=row.id, version=row.version),)), row.rep_id or "")
        self._answered.append((now + timedelta(seconds=self._dice.randrange(*TALK_SECONDS) / self._speed), row.id))

    def _close_some(self, now: datetime) -> None:
        due = [(at, lead) for at, lead in self._answered if at <= now]
        self._answered = [pair for pair in self._answered if pair not in due]
        for _, lead in due:
            ending = self._dice.choice((Disposition.WON, Disposition.LOST, Disposition.LOST))
            self._give(CloseLead(leads=(Seen(id=lead),), disposition=ending), "floor manager")

    def _come_and_go(self, rep_id: str, availability: Availability, now: datetime) -> None:
        if availability is Availability.AVAILABLE:
            reason, minutes = self._dice.choice(AWAYS)
            until_at = now + timedelta(minutes=minutes)
            order = SetAvailability(rep_id=rep_id, availability=Availability.AWAY, reason=reason, until_at=until_at)
        else:
            order = SetAvailability(rep_id=rep_id, availability=Availability.AVAILABLE)
        self._give(order, rep_id)

    def _give(self, order: Order, actor: str) -> None:
        self._post.give(order, actor)

    def _customer(self) -> Customer:
        self._number += 1
        return customer(self._dice, self._number)

    def _drop(self, customers: list[Customer]) -> None:
        """Drop a file the way an export lands in a folder: written beside, then moved in."""
        text = io.StringIO()
        writer = csv.DictWriter(text, fieldnames=FIELDS)
        writer.writeheader()
        writer.writerows(one.form() for one in customers)
        name = f"export-{self._number:04}.csv"
        half = self._floor.root / f".{name}"
        half.write_text(text.getvalue(), encoding="utf-8")
        self._floor.inbox.mkdir(exist_ok=True)
        half.rename(self._floor.inbox / name)

    def _post_hook(self, one: Customer) -> None:
        """Post a form the way a website does."""
        with closing(open_reports(self._floor)) as reports:
            lease = reports.lease()
        if lease is None or not lease.listening:
            return
        secret = (self._floor.root / "website.secret").read_text(encoding="utf-8").strip()
        request = urllib.request.Request(
            f"http://{lease.listening}/hooks/website/{secret}",
            data=json.dumps(one.form()).encode(),
            headers={"Content-Type": "application/json"},
        )
        with _DIRECT.open(request, timeout=5):
            pass
