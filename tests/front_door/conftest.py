"""Floors for black-box tests; whatever runs on them is ended with the test."""

from collections.abc import Iterator
from pathlib import Path

import pytest

from engine.policy import digest
from store.memory import MemoryLedger
from tests.front_door.desks import NOON
from tests.front_door.program import Floor
from tui.serving.desk import Desk, keep_rules
from tui.serving.turns import Turns
from tui.settings import load


@pytest.fixture
def floor(tmp_path: Path) -> Iterator[Floor]:
    """A folder that is no floor yet."""
    one = Floor(tmp_path)
    yield one
    one.end()


@pytest.fixture
def ledger(tmp_path: Path) -> MemoryLedger:
    """A ledger on which house rules are in force."""
    policy = load(Floor(tmp_path).lay().root / "floor.toml").policy
    one = MemoryLedger()
    Desk(one, lambda: NOON).turn(lambda sitting: keep_rules(sitting, policy, digest(policy), "sha", "floor.toml"))
    return one


@pytest.fixture
def turns(ledger: MemoryLedger) -> Iterator[Turns]:
    """The desk's thread."""
    one = Turns(lambda: Desk(ledger, lambda: NOON), lambda sitting: None)
    one.start()
    yield one
    one.stop(last=lambda sitting: None)
