"""`floorboard rules`: what was in force when, and putting it back."""

from pathlib import Path

import pytest

from tests.tui.test_why import RULES, Told

OTHER = RULES.replace('"least_busy"', '"hot_seat"') + "\n# another way to deal\n"


@pytest.fixture
def floor(tmp_path: Path, capsys: pytest.CaptureFixture[str]) -> Told:
    """A floor whose rules were edited once."""
    told = Told(tmp_path, capsys)
    told.run("status")
    (tmp_path / "floor.toml").write_text(OTHER, "utf-8")
    told.run("away", "mia")
    return told


def entries(floor: Told) -> list[int]:
    """The entries that put house rules in force."""
    return [int(line.split()[1].rstrip(":")) for line in floor.run("rules").splitlines()]


def test_every_edit_is_listed_and_can_be_read(floor: Told) -> None:
    """Two entries, the latest in force, each with its text to the letter."""
    first, second = entries(floor)
    assert floor.run("rules").splitlines()[1].endswith(", in force")
    assert floor.run("rules", str(first)).splitlines() == RULES.splitlines()
    assert floor.run("rules", str(second)).splitlines() == OTHER.splitlines()


def test_an_edit_is_put_back_and_kept(floor: Told) -> None:
    """The file is to the byte what it was, its rules are in force by an entry, and the edited text lies beside it."""
    first, _ = entries(floor)
    floor.run("rules", "--restore", str(first))
    assert (floor.root / "floor.toml").read_text("utf-8") == RULES
    assert [path.read_text("utf-8") for path in floor.root.glob("floor.toml.*")] == [OTHER]
    assert len(entries(floor)) == 3
    floor.run("rules", "--restore", str(first))
    assert len(entries(floor)) == 3, "what is there already is not written again"


def test_a_broken_or_missing_file_is_mended_too(floor: Told) -> None:
    """That is when it is needed most."""
    _, second = entries(floor)
    (floor.root / "floor.toml").write_text("[[[", "utf-8")
    floor.run("rules", "--restore", str(second))
    (floor.root / "floor.toml").unlink()
    floor.run("rules", "--restore", str(second))
    assert (floor.root / "floor.toml").read_text("utf-8") == OTHER
    assert [path.read_text("utf-8") for path in floor.root.glob("floor.toml.*")] == ["[[["]


def test_what_put_no_rules_in_force_is_refused(floor: Told) -> None:
    """An entry of another kind, and one whose text was not kept; the file stays."""
    for words in (("rules", "999"), ("rules", "--restore", "999")):
        floor.run(*words, expected=1)
    assert (floor.root / "floor.toml").read_text("utf-8") == OTHER


def test_undo_of_an_edit_names_the_command(floor: Told) -> None:
    """The file is somebody's text: it is not changed behind their back, but the way is told."""
    first, second = entries(floor)
    floor.run("undo", str(second), expected=1)
    assert f"floorboard rules --restore {first}" in floor.said
    floor.run("undo", str(first), expected=1)
    assert "the first house rules" in floor.said
    assert entries(floor) == [first, second]
