"""The verb that opens the demo floor."""

import sys
import tempfile
from argparse import Namespace
from contextlib import nullcontext
from pathlib import Path

from engine.turn import Refused
from tui.command_line.showing import show
from tui.command_line.verbs import DONE
from tui.demo.crowd import Crowd
from tui.floor_dir import FloorDir
from tui.saying import say
from tui.settings import make_secret


def demo(_: FloorDir, words: Namespace) -> int:
    """Open a floor of its own, in a folder that goes with it unless `--keep` names one, and let a crowd in."""
    if not sys.stdout.isatty():
        raise Refused("The demo shows a board, and the board needs a terminal.")
    if not 0 < words.fast <= 100:
        raise Refused("--fast takes a number above 0, up to 100.")
    folder = nullcontext(words.keep) if words.keep else tempfile.TemporaryDirectory(prefix="floorboard-demo-")
    with folder as root:
        floor = lay(Path(root).absolute())
        with Crowd(floor, words.fast):
            show(floor, words)
        if words.keep:
            say(f"the demo floor is in {floor.root}; open it again with: floorboard --floor {floor.root}")
    return DONE


def lay(root: Path) -> FloorDir:
    """Make a folder the demo floor; what is there already is left."""
    floor = FloorDir(root=root)
    floor.inbox.mkdir(parents=True, exist_ok=True)
    if not floor.rules.exists():
        floor.rules.write_text(Path(__file__).with_name("demo_floor.toml").read_text("utf-8"), "utf-8")
    make_secret(root)
    return floor
