"""Results as they are kept between runs: a file of JSON for each goal, so that one goal can be measured again."""

from collections.abc import Iterable, Mapping
from pathlib import Path

import msgspec

from benchmarks.line import Line
from engine.value import Value

RESULTS = Path(__file__).with_name("results")


class Measured(Value, omit_defaults=False):
    """A goal's lines, and what they were measured on."""

    goal: str
    machine: Mapping[str, str]
    seconds: float
    lines: list[Line]


def keep(measured: Measured) -> None:
    """Keep a goal's lines for the page."""
    RESULTS.mkdir(exist_ok=True)
    written = msgspec.json.format(msgspec.json.encode(measured), indent=1)
    (RESULTS / f"{measured.goal}.json").write_bytes(written + b"\n")


def kept(goals: Iterable[str]) -> list[Measured]:
    """What is kept of these goals."""
    paths = (RESULTS / f"{goal}.json" for goal in goals)
    return [msgspec.json.decode(path.read_bytes(), type=Measured) for path in paths if path.exists()]
