"""A world from a seed: how long it lasts, what goes wrong in it, and who is there."""

import shutil
import tempfile
from collections.abc import Iterator
from contextlib import ExitStack, contextmanager
from datetime import timedelta
from functools import cache
from pathlib import Path
from random import Random
from unittest.mock import patch

from store.sqlite import SqliteLedger
from tests.world.clockwork import Troubles, World
from tests.world.judge import judge
from tests.world.parts import Sleeping, System, WorldLedger, WorldLetters
from tests.world.players import Stage
from tests.world.truth import Truth
from tui.floor_dir import FloorDir
from tui.settings import Settings, load

RULES = """
[floor]
name = "World"
timezone = "{zone}"
hours = "{hours}"
[sla]
first_touch = "1m"
[limits]
rows_per_turn = 7
{reps}
[[pools]]
name = "inbound"
strategy = "{strategy}"
accept = "{accept}"
reps = ["ann", "bo", "cy"]
[[rules]]
name = "everyone"
pool = "inbound"
"""
REPS = "".join(f'[[reps]]\nid = "{rep}"\nname = "{rep.title()}"\ncapacity = 0\n' for rep in ("ann", "bo", "cy"))
HOUSES = {
    "plain": {"zone": "UTC", "hours": "24/7", "strategy": "round_robin", "accept": "auto"},
    "asking": {"zone": "UTC", "hours": "24/7", "strategy": "longest_idle", "accept": "confirm"},
    "hours": {"zone": "America/New_York", "hours": "Mo-Su 04:35-23:00", "strategy": "least_busy", "accept": "auto"},
}
SHAKEN_SECONDS = 240.0
HEALED_SECONDS = 90.0


@cache
def _ground() -> tuple[Path, dict[str, Settings], dict[str, str]]:
    """What every world begins with: an empty database, and house rules that were read once."""
    folder = Path(tempfile.mkdtemp(prefix="floorboard-world-", dir=_fast()))
    texts = {name: RULES.format(reps=REPS, **house) for name, house in HOUSES.items()}
    rules = {}
    for name, text in texts.items():
        path = folder / f"{name}.toml"
        path.write_text(text)
        rules[name] = load(path)
    SqliteLedger(str(folder / "leads.db")).close()
    return folder / "leads.db", rules, texts


def _fast() -> str | None:
    return "/dev/shm" if Path("/dev/shm").is_dir() else None


def troubles_of(chance: Random) -> Troubles:
    """Each seed draws its own, and many are nought."""
    return Troubles(
        kill=chance.choice((0, 0.001, 0.004, 0.008)),
        freeze=chance.choice((0, 0.001, 0.004, 0.01)),
        freeze_seconds=chance.choice((3, 15, 30)),
        switch=chance.choice((0, 0.05, 0.2)),
    )


@contextmanager
def world_of(seed: int) -> Iterator[Stage]:
    """A world about to begin."""
    chance = Random(seed)
    world = World(seed, troubles_of(chance))
    database, rules, texts = _ground()
    with ExitStack() as stack:
        root = Path(stack.enter_context(tempfile.TemporaryDirectory(prefix="floorboard-world-", dir=_fast())))
        shutil.copy(database, root / "leads.db")
        floor = FloorDir(root=root)
        floor.inbox.mkdir()
        stage = Stage(world, floor, rules, Truth())
        by_text = {text: rules[name] for name, text in texts.items()}
        for target, fake in {
            "tui.serving.dealing.open_ledger": lambda _: _ledger(stage),
            "tui.serving.post.open_ledger": lambda _: _ledger(stage),
            "tui.serving.post.open_letters": lambda _: WorldLetters(_ledger(stage)),
            "tui.serving.dealing.wall_clock": world.wall,
            "tui.serving.lease.os": System(world),
            "tui.serving.dealing.CHECKPOINT_ENTRIES": 50,
            "tui.serving.onward.time": Sleeping(world),
            "tui.serving.post.time": Sleeping(world),
            "tui.settings.load": lambda path: by_text[path.read_text()],
        }.items():
            stack.enter_context(patch(target, fake))
        floor.rules.write_text(texts["plain"])
        _people(stage, chance)
        _weather(stage, chance, texts)
        stack.callback(world.end)
        yield stage


def _ledger(stage: Stage) -> WorldLedger:
    assert stage.world.running is not None
    return WorldLedger(str(stage.floor.database), stage.world.running, stage.disk)


def _people(stage: Stage, chance: Random) -> None:
    for number in range(chance.choice((1, 2, 3))):
        stage.world.start(f"engine{number}", stage.engine, after=chance.uniform(0, 2))
    for number in range(chance.choice((1, 2, 4))):
        stage.world.start(f"terminal{number}", stage.terminal, after=1.0)
    stage.world.start("sender", stage.sender, after=0.5)
    stage.world.start("importer", stage.importer, after=0.5)


def _weather(stage: Stage, chance: Random, texts: dict[str, str]) -> None:
    """Clocks that jump, a disk that is full for a while, house rules that change, at instants drawn beforehand."""
    world = stage.world

    def jump(seconds: float) -> None:
        world.clock_is_off += timedelta(seconds=seconds)

    def full(is_full: bool) -> None:
        stage.disk.is_full = is_full

    def follow(name: str) -> None:
        stage.floor.rules.write_text(texts[name])
        stage.settings = stage.rules[name]

    for _ in range(chance.choice((0, 0, 1, 3))):
        by = chance.choice((-1, 1, -3600, 3600, -60, 86400))
        world.at(chance.uniform(0, SHAKEN_SECONDS), lambda by=by: jump(by))
    for _ in range(chance.choice((0, 0, 1))):
        begins = chance.uniform(0, SHAKEN_SECONDS * 0.8)
        world.at(begins, lambda: full(True))
        world.at(begins + chance.uniform(5, 60), lambda: full(False))
    for _ in range(chance.choice((0, 0, 1, 2))):
        name = chance.choice(tuple(texts))
        world.at(chance.uniform(0, SHAKEN_SECONDS), lambda name=name: follow(name))


def play(seed: int) -> list[str]:
    """Break, heal, judge; returns the trace. Raises what was broken."""
    with world_of(seed) as stage:
        stage.world.run(SHAKEN_SECONDS)
        stage.disk.is_full = False
        stage.world.is_healed = True
        stage.world.run(HEALED_SECONDS)
        judge(stage)
        return stage.world.trace
