"""The web-hook inbox of an engine: opened, kept in step with floor.toml and its secrets, and closed.

Law: nothing listens beyond this machine unless somebody typed `--listen`.
"""

import errno
import ipaddress
import logging
import os
import re
from collections.abc import Callable

from aiohttp import web

from engine.turn import Refused
from engine.value import Value
from importers.hooks.door import Limits
from importers.hooks.listening import Listening, listen
from importers.hooks.verification import Source
from importers.hooks.webhook import Land, follow, inbox
from tui.clock import wall_clock
from tui.saying import say
from tui.serving.dealing import Dealing
from tui.settings import Settings, Webhook
from tui.wiring import hook_hosts, hook_sources

BEYOND = (
    "floor.toml asks to listen on {0}, which others can reach; web-hooks are not received, files are."
    " When you mean it, run: floorboard serve --listen {0}"
)
NOBODY_PROVES = "Nothing may listen on {0}: no web-hook source has a secret that can be opened."
LISTEN = re.compile(r"(?P<host>\[[0-9A-Fa-f:.]+\]|[^:\s\[\]]+)(?::(?P<port>\d{1,5}))?")

log = logging.getLogger(__name__)


class Asked(Value):
    """What the command line says about the address; what is empty is as floor.toml has it."""

    host: str = ""
    port: int | None = None


class HookDoor:
    """The inbox as it is open just now, if it is."""

    def __init__(self, dealing: Dealing, health: Callable[[], dict[str, object]], land: Land, asked: Asked) -> None:
        self._dealing = dealing
        self._health = health
        self._land = land
        self._asked = asked
        self._application: web.Application | None = None
        self._listening: Listening | None = None
        self._address: tuple[str, int] | None = None
        self._follows: tuple[dict[str, Source], Limits] | None = None

    async def follow(self) -> None:
        """Open, move or close the inbox as floor.toml has it; secrets and sources are exchanged while it listens."""
        webhook = self._dealing.settings.webhook
        if webhook is None:
            await self.close()
            return
        sources, off = hook_sources(webhook, self._dealing.floor)
        known = (sources, _limits(self._dealing.settings, webhook))
        self._dealing.say("sources", " ".join(f"Web-hook source {name} is off: {why}." for name, why in off.items()))
        address = self._address_of(webhook)
        if self._listening is not None and address == self._address and self._application is not None:
            if known != self._follows:
                follow(self._application, *known)
                self._follows = known
            return
        await self.close()
        if address is not None and self._may_listen(address, sources):
            await self._open(address, known)

    async def close(self) -> None:
        """Close the inbox; what is being answered is answered."""
        listening, self._listening = self._listening, None
        self._dealing.hold.listening = ""
        if listening is not None:
            await listening.close()

    async def _open(self, address: tuple[str, int], known: tuple[dict[str, Source], Limits]) -> None:
        """A taken port is no reason to stop dealing what is dropped."""
        host, port = address
        self._application = inbox(known[0], self._land, self._health, wall_clock, known[1])
        self._address, self._follows = address, known
        try:
            self._listening = await listen(self._application, host, port)
        except OSError as trouble:
            why = "is taken by another program" if trouble.errno == errno.EADDRINUSE else f"fails ({_words(trouble)})"
            self._say(f"{_shown(host, port)} {why}: web-hooks are not received, files are.")
        else:
            self._dealing.hold.listening = _shown(host, self._listening.port)
            self._dealing.say("port", "")
        self._dealing.turns.beat()

    def _address_of(self, webhook: Webhook) -> tuple[str, int]:
        port = webhook.port if self._asked.port is None else self._asked.port
        return self._asked.host or webhook.host, port

    def _may_listen(self, address: tuple[str, int], sources: dict[str, Source]) -> bool:
        """Whether the address is this machine's alone, or was typed by somebody with secrets. Raises Refused."""
        if is_loopback(address[0]):
            return True
        if not self._asked.host:
            self._say(BEYOND.format(_shown(*address)))
            return False
        if not sources:
            raise Refused(NOBODY_PROVES.format(_shown(*address)))
        return True

    def _say(self, sentence: str) -> None:
        """Say once why nothing is heard."""
        if self._dealing.hold.troubles.get("port") != sentence:
            say(sentence)
        self._dealing.say("port", sentence)


def asked(text: str) -> Asked:
    """Read `--listen HOST[:PORT]`. Raises ValueError."""
    found = LISTEN.fullmatch(text)
    if found is None or int(found["port"] or 0) > 65535:
        raise ValueError(f"{text[:60]!r} is no address; write it like 0.0.0.0:8787")
    return Asked(host=found["host"].strip("[]"), port=int(found["port"]) if found["port"] else None)


def is_loopback(host: str) -> bool:
    """Whether only this machine reaches a host; of names only `localhost` is known to be so."""
    try:
        return ipaddress.ip_address(host).is_loopback
    except ValueError:
        return host.casefold() == "localhost"


def _shown(host: str, port: int) -> str:
    return f"[{host}]:{port}" if ":" in host else f"{host}:{port}"


def _words(trouble: OSError) -> str:
    return os.strerror(trouble.errno) if trouble.errno else str(trouble)


def _limits(settings: Settings, webhook: Webhook) -> Limits:
    """How much the inbox bears, as floor.toml has it."""
    bounds = settings.limits
    return Limits(body_bytes_max=bounds.body, in_flight_max=bounds.requests, hosts=hook_hosts(webhook))
