"""Floors for black-box tests; whatever runs on them is ended with the test."""

from collections.abc import Iterator
from pathlib import Path

import pytest

from tests.front_door.program import Floor


@pytest.fixture
def floor(tmp_path: Path) -> Iterator[Floor]:
    """A folder that is no floor yet."""
    one = Floor(tmp_path)
    yield one
    one.end()
