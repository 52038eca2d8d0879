"""A rep's capacity from the board: asked for by a key, written into floor.toml, with all else left as it was."""

from contextlib import closing
from pathlib import Path

import pytest

from engine.turn import Refused
from tests.tui.floors import Hand, board
from tests.tui.pilots import flash, opened, press, screen_text, until
from tests.tui.viewers import FakeViewer
from tui.floor_dir import FloorDir
from tui.settings import example, load
from tui.settings.capping import with_capacity
from tui.viewer import FloorViewer

TEXT = """# reps
[[reps]]
id = "dana"
capacity = 5   # leads at once

[[reps]]  # the new one
name = "Jon"
id = "jon"
[pools.x]
capacity = 9
"""


def test_the_number_alone_is_changed() -> None:
    """The comment behind it and every other line stay; where there is no number, one is put below the id."""
    assert with_capacity(TEXT, "dana", 12) == TEXT.replace("capacity = 5 ", "capacity = 12 ")
    assert with_capacity(TEXT, "jon", 3) == TEXT.replace('id = "jon"\n', 'id = "jon"\ncapacity = 3\n')
    assert with_capacity(TEXT.rstrip(), "dana", 0).count("capacity = 0 ") == 1
    assert with_capacity('[[reps]]\nid = "z"', "z", 4) == '[[reps]]\nid = "z"\ncapacity = 4\n'


@pytest.mark.parametrize(
    ("text", "rep_id"),
    [
        (TEXT, "nobody"),
        ('reps = [{ id = "dana", capacity = 5 }]\n', "dana"),
        ('[[reps]]\nid = "dana"\n"capacity" = 5\n', "dana"),
        ('[[reps]]\nnote = """\ncapacity = 1\n"""\nid = "dana"\ncapacity = 5\n', "dana"),
    ],
    ids=["unknown", "in a line", "quoted key", "in a text"],
)
def test_what_is_written_otherwise_is_left_to_its_owner(text: str, rep_id: str) -> None:
    """Nothing is guessed: what would say anything else than was meant is refused with the way out."""
    with pytest.raises(Refused, match="by hand"):
        with_capacity(text, rep_id, 7)


def test_it_is_written_into_the_file_and_only_a_sound_one(tmp_path: Path) -> None:
    """The file says it and keeps its rights; one with a fault is left as it is, and the sentence names the fault."""
    floor = FloorDir(root=tmp_path)
    floor.rules.write_text(example(), "utf-8")
    floor.rules.chmod(0o640)
    with closing(FloorViewer(floor, "dana", Hand())) as viewer:
        assert viewer.set_capacity("mia", 11).ok
        assert {rep.id: rep.capacity for rep in load(floor.rules).policy.reps}["mia"] == 11
        assert floor.rules.stat().st_mode & 0o777 == 0o640
        faulty = floor.rules.read_text("utf-8").replace("[floor]", "[flor]")
        floor.rules.write_text(faulty, "utf-8")
        answer = viewer.set_capacity("mia", 12)
        assert not answer.ok
        assert "flor" in answer.sentence
        assert floor.rules.read_text("utf-8") == faulty
    assert [path.name for path in tmp_path.iterdir() if "new" in path.name] == []


async def test_the_key_asks_and_takes_numbers_alone() -> None:
    """L on a rep, or on a lead of theirs, says what it is now and asks; what is no number is refused there."""
    viewer = FakeViewer(board())
    async with opened(viewer) as (app, pilot):
        await press(pilot, "2", "L")
        assert "6 now; 0 is no limit" in screen_text(app)
        await press(pilot, "x", "enter")
        assert "Write a number" in screen_text(app)
        await press(pilot, "backspace", "8", "enter")
        await until(pilot, lambda: bool(viewer.capped))
        assert viewer.capped == [("sam", 8)]
        await until(pilot, lambda: flash(app) == "sam has at most 8 leads at once now.")
        await press(pilot, "1", "L")
        assert "Nobody has that lead" in flash(app)
