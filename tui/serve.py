"""The engine process: it listens, takes in, ticks and answers orders, until it is told to stop."""

import asyncio
import contextlib
import logging
import signal
import sys
import threading
from datetime import UTC

from apscheduler.schedulers.asyncio import AsyncIOScheduler

from importers.listening import listen
from importers.webhook import Busy, Delivery, Limits, inbox
from store.backup import keep_backup
from store.rows import SpooledHook, StoreError
from tui.dealing import Dealing
from tui.desk import Sitting, wall_clock
from tui.floor_dir import FloorDir
from tui.saying import say
from tui.settings import Settings
from tui.wiring import hook_hosts, hook_sources

LOOK_SECONDS = 1.0
"""How often floor.toml is looked at."""

CHECKPOINT_SECONDS = 60
BACKUP_HOURS = 1
BACKUPS_KEPT = 24

log = logging.getLogger(__name__)


def serve(floor: FloorDir, settings: Settings, port: int | None = None, tied: bool = False) -> None:
    """Be the engine of a floor until a signal, or with `tied` the end of standard input, says stop."""

    async def run() -> None:
        await Engine(Dealing(floor, settings), port).run(tied)

    asyncio.run(run())


def serve_once(floor: FloorDir, settings: Settings) -> None:
    """Take in what is there, deal it, and be done."""
    dealing = Dealing(floor, settings, settle_seconds=0)
    dealing.open()
    with contextlib.closing(dealing):
        dealing.hooks.take_spooled()
        dealing.files.take_waiting()


class Engine:
    """A floor being dealt, with the network, the scheduler and the signals around it."""

    def __init__(self, dealing: Dealing, port: int | None = None) -> None:
        self.dealing = dealing
        self.turns = dealing.turns
        self.port = port
        self._stopped = asyncio.Event()

    async def run(self, tied: bool = False) -> None:
        """Run until stopped, and stop in order: what is in hand is committed, the lease is given up."""
        dealing = self.dealing
        dealing.open()
        self._listen_for_stops(tied)
        async with contextlib.AsyncExitStack() as stack:
            stack.callback(dealing.close)
            for taker in (dealing.hooks, dealing.files):
                taker.start()
                stack.callback(taker.join)
                stack.callback(taker.stop)
            stack.callback(dealing.files.watch.stop)
            await self._listen(stack)
            self._schedule(stack)
            await self._look()
            await self._stopped.wait()

    async def _listen(self, stack: contextlib.AsyncExitStack) -> None:
        """Open the web-hook inbox. A taken port is no reason to stop dealing what is dropped."""
        webhook = self.dealing.settings.webhook
        if webhook is None:
            return
        port = webhook.port if self.port is None else self.port
        sources, off = hook_sources(webhook, self.dealing.floor)
        for name, why in off.items():
            self.dealing.hold.troubles[f"source {name}"] = f"Web-hook source {name} is off: {why}."
        limits = Limits(body_bytes_max=webhook.body_bytes_max, hosts=hook_hosts(webhook))
        try:
            listening = await listen(inbox(sources, self._land, self._health, wall_clock, limits), webhook.host, port)
        except OSError:
            self.dealing.hold.troubles["port"] = f"Port {port} is taken: web-hooks are not received, files are."
            say(self.dealing.hold.troubles["port"])
            return
        stack.push_async_callback(listening.close)
        self.dealing.hold.listening = f"{webhook.host}:{listening.port}"

    async def _land(self, delivery: Delivery) -> bool:
        """Keep a delivery safe; only then is it answered. False when it was kept before."""

        def land(sitting: Sitting) -> SpooledHook | None:
            kept = sitting.writing.spool(
                delivery.source, delivery.media_type, delivery.body, delivery.received_at, delivery.delivery_id
            )
            return None if kept is None else _spooled(kept, delivery)

        try:
            hook = await asyncio.wrap_future(self.turns.urgent(land))
        except StoreError as trouble:
            raise Busy(str(trouble)) from trouble
        if hook is not None:
            self.dealing.hooks.put(hook)
        return hook is not None

    def _health(self) -> dict[str, object]:
        return {"status": "ok", "seq": self.turns.seq}

    def _schedule(self, stack: contextlib.AsyncExitStack) -> None:
        """What may be late goes to the scheduler; what may not, deadlines, are instants that the desk asks for."""
        scheduler = AsyncIOScheduler(
            timezone=UTC, job_defaults={"coalesce": True, "misfire_grace_time": None, "max_instances": 1}
        )
        scheduler.add_job(self._look, "interval", seconds=LOOK_SECONDS)
        scheduler.add_job(self.dealing.checkpoint, "interval", seconds=CHECKPOINT_SECONDS)
        scheduler.add_job(self._backup, "interval", hours=BACKUP_HOURS)
        scheduler.start()
        stack.callback(scheduler.shutdown, wait=False)

    async def _look(self) -> None:
        await asyncio.to_thread(self.dealing.look)
        if self.dealing.is_fenced:
            log.error("another process has become the engine of this floor; this one stops")
            self._stopped.set()

    def _backup(self) -> None:
        try:
            keep_backup(self.dealing.floor.database, self.dealing.floor.backups, wall_clock(), BACKUPS_KEPT)
        except StoreError as trouble:
            log.warning("no backup: %s", trouble)

    def _listen_for_stops(self, tied: bool) -> None:
        loop = asyncio.get_running_loop()
        for stop in (signal.SIGINT, signal.SIGTERM, signal.SIGHUP):
            loop.add_signal_handler(stop, self._stopped.set)
        if tied:
            threading.Thread(target=self._until_input_ends, args=(loop,), daemon=True).start()

    def _until_input_ends(self, loop: asyncio.AbstractEventLoop) -> None:
        """The board that started us holds the other end; when it goes, so do we."""
        while sys.stdin.buffer.read(4096):
            pass
        loop.call_soon_threadsafe(self._stopped.set)


def _spooled(kept: int, delivery: Delivery) -> SpooledHook:
    return SpooledHook(
        id=kept,
        source=delivery.source,
        media_type=delivery.media_type,
        body=delivery.body,
        received_at=delivery.received_at,
        delivery=delivery.delivery_id,
    )
