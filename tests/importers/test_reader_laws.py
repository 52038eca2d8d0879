"""Laws of every reader, on whatever bytes come."""

import os
import tempfile
from collections.abc import Iterator
from pathlib import Path

import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st
from importer_builders import hints, leads, taken_text
from workbook_builders import old_workbook, workbook

from importers.files.readers import kind_of
from importers.intake import read_file
from tests.fuzz.fragments import FRAGMENTS, STARTS
from tests.fuzz.laws import SLICE_BYTES, obey, outcome

EXAMPLES = int(os.environ.get("FLOORBOARD_FUZZ", "60"))
QUICK = settings(max_examples=EXAMPLES, deadline=None, suppress_health_check=list(HealthCheck))
KINDS = ("adf", "mail", "page", "vcard")
FILES = st.sampled_from(sorted(FRAGMENTS)).flatmap(
    lambda kind: st.tuples(
        st.just(kind),
        st.lists(st.one_of(st.sampled_from(FRAGMENTS[kind]), st.binary(max_size=6)), max_size=40).map(
            lambda parts: STARTS[kind] + b"".join(parts)
        ),
    )
)


@pytest.fixture(scope="module")
def folder() -> Iterator[Path]:
    with tempfile.TemporaryDirectory() as name:
        yield Path(name)


@QUICK
@given(file=FILES)
def test_no_text_breaks_a_reader(folder: Path, file: tuple[str, bytes]) -> None:
    """Any file is taken in or refused with a sentence, and no address in it is lost."""
    obey(*file, folder)


@QUICK
@given(data=st.data(), is_old=st.booleans())
def test_no_damage_to_a_workbook_breaks_a_reader(folder: Path, data: st.DataObject, is_old: bool) -> None:
    """Some bytes of a workbook are others: rows, or a sentence."""
    rows: list[list[object]] = [["Name", "Email", "Phone"], ["Ann", "ann@x.example", 4155550150.0]]
    path = old_workbook(folder / "a.xls", rows) if is_old else workbook(folder / "a.xlsx", {"S": rows})
    body = bytearray(path.read_bytes())
    used = [place for place, byte in enumerate(body) if byte] if is_old else range(len(body))
    for place in data.draw(st.lists(st.sampled_from(used), min_size=1, max_size=6)):
        body[place] = data.draw(st.integers(0, 255))
    path.write_bytes(body)
    outcome(path)


NAMES = st.text(st.characters(codec="utf-8", exclude_categories=("Cs", "Cc", "Zl", "Zp")), max_size=20)


@QUICK
@given(names=st.lists(NAMES, min_size=1, max_size=20))
def test_every_card_ends_as_exactly_one_thing(folder: Path, names: list[str]) -> None:
    """Cards in are leads out, whatever the names."""
    escaped = [name.replace("\\", "\\\\").replace(",", "\\,").replace(";", "\\;") for name in names]
    text = "".join(f"BEGIN:VCARD\nFN:{name}\nEMAIL:a{n}@x.example\nEND:VCARD\n" for n, name in enumerate(escaped))
    assert len(leads(taken_text(folder, text, "all.vcf"))) == len(names)


@QUICK
@given(names=st.lists(NAMES, min_size=1, max_size=20))
def test_every_row_of_a_sheet_ends_as_exactly_one_thing(folder: Path, names: list[str]) -> None:
    """Rows in are leads out, whatever the names."""
    clean = ["".join(char for char in name if char not in "\ufffe\uffff") for name in names]
    rows: list[list[object]] = [["Name", "Email"], *([name, f"a{n}@x.example"] for n, name in enumerate(clean))]
    assert len(leads(list(read_file(workbook(folder / "b.xlsx", {"S": rows}), hints())))) == len(names)


@pytest.mark.parametrize("unit", sorted({unit for kind in KINDS for unit in FRAGMENTS[kind]}), ids=repr)
@pytest.mark.parametrize("kind", KINDS)
def test_no_repetition_takes_long(tmp_path: Path, kind: str, unit: bytes) -> None:
    """64 KiB of one fragment are read within a second."""
    obey(kind, STARTS[kind] + unit * (SLICE_BYTES // len(unit)), tmp_path)


@pytest.mark.parametrize(
    "beginning", ["\n", "# a list\n \n", "version: 1\n", "--\n", "/**/", "/* a */\n", "<!-- a -->\n"]
)
def test_however_a_text_begins_its_kind_is_told(tmp_path: Path, beginning: str) -> None:
    """A thousand comments, or comments and blank lines, that could be the start of another kind take no longer."""
    path = tmp_path / "leads.csv"
    path.write_text(f"# a list of leads\n{beginning * 1000}name,email\nAnn,ann@x.example\n", encoding="utf-8")
    assert kind_of(path, hints()) == "table"
