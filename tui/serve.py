"""The engine process: it listens, takes in, ticks and answers orders, until it is told to stop."""

import asyncio
import contextlib
import errno
import logging
import os
import signal
import threading
from datetime import UTC

from apscheduler.schedulers.asyncio import AsyncIOScheduler

from engine.turn import Refused
from importers.listening import Listening, listen
from importers.webhook import Altered, Busy, Delivery, Limits, inbox
from store.rows import FileRow, StoreError
from tui import rounds
from tui.dealing import Dealing
from tui.desk import Sitting, wall_clock
from tui.floor_dir import FloorDir
from tui.saying import say
from tui.settings import Settings, Webhook
from tui.wiring import hook_hosts, hook_sources

LOOK_SECONDS = 1.0
"""How often floor.toml is looked at."""

CHECKPOINT_SECONDS = 60

log = logging.getLogger(__name__)


def serve(floor: FloorDir, settings: Settings, port: int | None = None, tied: bool = False) -> None:
    """Be the engine of a floor until a signal, or with `tied` the end of standard input, says stop."""

    async def run() -> None:
        await Engine(Dealing(floor, settings), port).run(tied)

    asyncio.run(run())


def serve_once(floor: FloorDir, settings: Settings) -> list[FileRow]:
    """Take in what is there, deal it, and be done; returns what became of each file."""
    dealing = Dealing(floor, settings, settle_seconds=0)
    dealing.open()
    with contextlib.closing(dealing):
        dealing.hooks.take_spooled()
        return dealing.files.take_waiting()


class Engine:
    """A floor being dealt, with the network, the scheduler and the signals around it."""

    def __init__(self, dealing: Dealing, port: int | None = None) -> None:
        self.dealing = dealing
        self.turns = dealing.turns
        self.port = port
        self._stopped = asyncio.Event()
        self._over = ""
        self._inbox: Listening | None = None
        self._listens_to: Webhook | None = None

    async def run(self, tied: bool = False) -> None:
        """Run until stopped, and stop in order: what is in hand is committed, the lease is given up.

        Raises Refused when this process can be the engine no longer.
        """
        dealing = self.dealing
        dealing.open()
        self._listen_for_stops(tied)
        async with contextlib.AsyncExitStack() as stack:
            stack.callback(dealing.close)
            for taker in (dealing.hooks, dealing.files, dealing.retries):
                taker.start()
                stack.callback(taker.stop)
            stack.push_async_callback(self._hang_up)
            await self._look()
            self._schedule(stack)
            await self._stopped.wait()
        if self._over:
            raise Refused(self._over)

    async def _listen(self) -> None:
        """Open the web-hook inbox as floor.toml has it. A taken port is no reason to stop dealing what is dropped."""
        webhook = self._listens_to = self.dealing.settings.webhook
        if webhook is None:
            return
        port = webhook.port if self.port is None else self.port
        sources, off = hook_sources(webhook, self.dealing.floor)
        limits = Limits(body_bytes_max=webhook.body_bytes_max, hosts=hook_hosts(webhook))
        try:
            door = inbox(sources, self._land, self._health, wall_clock, limits)
            self._inbox = await listen(door, webhook.host, port)
        except OSError as trouble:
            self._say_port(f"{webhook.host}:{port}", trouble)
        else:
            self.dealing.hold.listening = f"{webhook.host}:{self._inbox.port}"
            self.dealing.say("port", "")
        self.dealing.say("sources", " ".join(f"Web-hook source {name} is off: {why}." for name, why in off.items()))
        self.turns.beat()

    def _say_port(self, address: str, trouble: OSError) -> None:
        """Say once why nothing is heard on a port."""
        why = "is taken by another program" if trouble.errno == errno.EADDRINUSE else f"fails ({_words(trouble)})"
        sentence = f"{address} {why}: web-hooks are not received, files are."
        if self.dealing.hold.troubles.get("port") != sentence:
            say(sentence)
        self.dealing.say("port", sentence)

    async def _hang_up(self) -> None:
        """Close the web-hook inbox; what is being answered is answered."""
        listening, self._inbox = self._inbox, None
        self.dealing.hold.listening = ""
        if listening is not None:
            await listening.close()

    async def _land(self, delivery: Delivery) -> bool:
        """Keep a delivery safe; only then is it answered. False when it was kept before."""

        def land(sitting: Sitting) -> bool | None:
            if sitting.writing.is_altered(delivery.source, delivery.delivery_id, delivery.body):
                return None
            kept = sitting.writing.spool(
                delivery.source, delivery.media_type, delivery.body, delivery.received_at, delivery.delivery_id
            )
            return kept is not None

        try:
            is_new = await asyncio.wrap_future(self.turns.urgent(land))
        except StoreError as trouble:
            raise Busy(str(trouble)) from trouble
        if is_new is None:
            raise Altered
        if is_new:
            self.dealing.hooks.wake()
        return is_new

    def _health(self) -> dict[str, object]:
        return {"status": "ok", "seq": self.turns.seq}

    def _schedule(self, stack: contextlib.AsyncExitStack) -> None:
        """What may be late goes to the scheduler; what may not, deadlines, are instants that the desk asks for."""
        scheduler = AsyncIOScheduler(
            timezone=UTC, job_defaults={"coalesce": True, "misfire_grace_time": None, "max_instances": 1}
        )
        scheduler.add_job(self._look, "interval", seconds=LOOK_SECONDS)
        scheduler.add_job(self.dealing.checkpoint, "interval", seconds=CHECKPOINT_SECONDS)
        rounds.schedule(scheduler, self.dealing)
        scheduler.start()
        stack.callback(scheduler.shutdown, wait=False)

    async def _look(self) -> None:
        """Follow floor.toml and look whether all is well; a port that was taken may be free by now."""
        await asyncio.to_thread(self.dealing.look)
        if self._stopped.is_set():
            return
        self._over = self.dealing.over
        if self._over:
            log.error("%s This process stops.", self._over)
            self._stopped.set()
        elif self.dealing.settings.webhook != self._listens_to or self._inbox is None:
            await self._hang_up()
            await self._listen()

    def _listen_for_stops(self, tied: bool) -> None:
        loop = asyncio.get_running_loop()
        for stop in (signal.SIGINT, signal.SIGTERM, signal.SIGHUP):
            loop.add_signal_handler(stop, self._stopped.set)
        if tied:
            threading.Thread(target=self._until_input_ends, args=(loop,), daemon=True).start()

    def _until_input_ends(self, loop: asyncio.AbstractEventLoop) -> None:
        """The board that started us holds the other end; when it goes, so do we."""
        with contextlib.suppress(OSError):
            while os.read(0, 4096):  # not through sys.stdin: its lock would be held when the interpreter ends
                pass
        with contextlib.suppress(RuntimeError):  # the loop has ended before us
            loop.call_soon_threadsafe(self._stopped.set)


def _words(trouble: OSError) -> str:
    return os.strerror(trouble.errno) if trouble.errno else str(trouble)
