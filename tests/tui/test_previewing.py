"""`floorboard import --preview`: what would become of a file."""

import json
from pathlib import Path

import pytest

from tui.cli import main


def test_a_preview_takes_nothing(tmp_path: Path, capsys: pytest.CaptureFixture[str]) -> None:
    """Mapping, first leads and rejects are told; no lead is in the journal."""
    path = tmp_path / "a.csv"
    path.write_text("Name,Email,Shoe\nAnn,ann@x.example,38\nBob,,40\n")
    assert main(["--floor", str(tmp_path / "floor"), "import", "--preview", str(path)]) == 0
    told = capsys.readouterr().out
    assert "1 lead, 1 reject, 0 test leads" in told
    assert "Email  email" in told
    assert "a.csv row 3: No contact" in told
    assert not (tmp_path / "floor" / "leads.db").exists()


def test_a_preview_can_be_read_by_programs(tmp_path: Path, capsys: pytest.CaptureFixture[str]) -> None:
    """As JSON by file; one that cannot be read is its sentence, and exit code 1."""
    good, bad = tmp_path / "a.csv", tmp_path / "b.pdf"
    good.write_text("Email\nann@x.example\n")
    bad.write_text("%PDF")
    assert main(["--floor", str(tmp_path / "floor"), "import", "--preview", "--json", str(good), str(bad)]) == 1
    told = json.loads(capsys.readouterr().out)
    assert told[str(good)]["accepted"] == 1
    assert "is a PDF" in told[str(bad)]
