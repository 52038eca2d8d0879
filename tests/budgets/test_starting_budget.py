"""What a verb loads before it does anything, which is most of its time."""

import subprocess
import sys
from collections.abc import Iterator
from pathlib import Path

import pytest

from tests.budgets.counting import within
from tests.front_door.program import ROOT, Floor

ROOMS = {"engine", "store", "importers", "tui"}
SLOW = {
    *("typing_extensions", "inspect", "logging", "asyncio", "textual", "rich", "pydantic", "sqlite_utils"),
    *("engine.events", "engine.floor", "engine.decide", "opening_hours"),
    *("store.schema", "store.codec", "store.sqlite", "tui.serving.desk", "tui.settings"),
}
"""What neither a look at the floor nor an order to a running engine needs."""

BUDGETS = {
    ("--version",): (5, SLOW | {"msgspec", "sqlite3"}),
    ("status",): (46, SLOW | {"engine.policy", "engine.commands"}),
    ("away", "mia"): (50, SLOW),
}
"""How many modules of ours a verb may load, and which of all it may not."""

LOADED = """
import atexit, sys
atexit.register(lambda: print("loaded", *sys.modules, file=sys.stderr))
from tui.cli import main
sys.exit(main())
"""


@pytest.fixture
def served(tmp_path: Path) -> Iterator[Floor]:
    """A floor whose engine runs."""
    floor = Floor(tmp_path).lay()
    floor.serve()
    yield floor
    floor.end()


def test_a_verb_that_is_over_in_a_moment_loads_little(served: Floor) -> None:
    """A version, a look and an order to a running engine load no engine, no rules, no journal and no screen."""
    for words, (most, barred) in BUDGETS.items():
        loaded = _loaded(served, words)
        assert not loaded & barred
        within(f"modules loaded by {' '.join(words)}", sum(name.split(".")[0] in ROOMS for name in loaded), most)


def _loaded(floor: Floor, words: tuple[str, ...]) -> set[str]:
    """All modules that a verb has loaded when it is done."""
    command = [sys.executable, "-c", LOADED, "--floor", str(floor.root), *words]
    done = subprocess.run(command, env=floor.env, cwd=ROOT, capture_output=True, text=True, check=True, timeout=60)
    return set(done.stderr.splitlines()[-1].split())
