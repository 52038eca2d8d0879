"""Many web-hook clients at once, who remember what they were answered and try again like real senders."""

import asyncio
import statistics
import threading
import time
from collections import Counter
from collections.abc import Callable, Iterable

import aiohttp

from tests.front_door.program import hook, signed

RETRY_SECONDS = 0.2


class Flood:
    """Deliveries by number; what was answered 2xx is in `acked`, every other answer is counted in `refused`."""

    def __init__(self, address: Callable[[], str], source: str = "website", tries_max: int = 100) -> None:
        self._address = address
        self._source = source
        self._tries_max = tries_max
        self.acked: set[int] = set()
        self.sent: set[int] = set()
        self.refused: Counter[int] = Counter()
        self.seconds: list[float] = []
        self.acked_at: list[float] = []
        self.is_over = threading.Event()

    def run(self, numbers: Iterable[int], clients: int = 50) -> "Flood":
        """Send all of them, each until it is taken."""
        asyncio.run(self._run(iter(numbers), clients))
        return self

    def start(self, numbers: Iterable[int], clients: int = 50) -> threading.Thread:
        """Do so behind the scenes, until `is_over` is set."""
        thread = threading.Thread(target=self.run, args=(numbers, clients), daemon=True)
        thread.start()
        return thread

    @property
    def p99(self) -> float:
        """The slowest answer but for one in a hundred, in seconds."""
        return statistics.quantiles(self.seconds, n=100)[98] if len(self.seconds) > 1 else 0.0

    async def _run(self, numbers: Iterable[int], clients: int) -> None:
        timeout = aiohttp.ClientTimeout(total=20)
        connector = aiohttp.TCPConnector(limit=clients)
        async with aiohttp.ClientSession(timeout=timeout, connector=connector, trust_env=False) as session:
            await asyncio.gather(*(self._client(session, numbers) for _ in range(clients)))

    async def _client(self, session: aiohttp.ClientSession, numbers: Iterable[int]) -> None:
        for number in numbers:
            if self.is_over.is_set():
                return
            await self._send(session, number)

    async def _send(self, session: aiohttp.ClientSession, number: int) -> None:
        self.sent.add(number)
        for _ in range(self._tries_max):
            if await self._try(session, number) or self.is_over.is_set():
                return
            await asyncio.sleep(RETRY_SECONDS)

    async def _try(self, session: aiohttp.ClientSession, number: int) -> bool:
        body = hook(number)
        began = time.monotonic()
        try:
            url = f"http://{self._address()}/hooks/{self._source}"
            async with session.post(url, data=body, headers=signed(body, f"msg_{number}")) as answer:
                status = answer.status
        except (aiohttp.ClientError, TimeoutError, OSError):
            self.refused[0] += 1
            return False
        if status >= 300:
            self.refused[status] += 1
            return False
        now = time.monotonic()
        self.seconds.append(now - began)
        self.acked_at.append(now)
        self.acked.add(number)
        return True
