"""Laws of taking in, on whatever bytes come."""

import csv
import io
import json
import tempfile
from collections.abc import Callable, Iterator
from pathlib import Path

import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st
from importer_builders import hints, leads, posted, provider_tests, rejects, taken_text

from importers.files.closed_json import parse
from importers.hooks.payload import FORM, PARTS
from importers.intake import Taken, read_file
from importers.record import Unreadable

QUICK = settings(max_examples=60, deadline=None, suppress_health_check=list(HealthCheck))
FRAGMENTS = st.sampled_from(
    [b'"', b",", b";", b"\t", b"|", b"\r", b"\n", b"\r\n", b"\0", b"\xef\xbb\xbf", b"\xff\xfe", b"\xfe\xff", b"\xe9",
     b"email", b"Name", b"phone", b"a@b.example", b"+493023125101", b"sep=;\n", b"Total", b"{", b"}", b"[", b"]",
     b":", b"null", b"NaN", b"1e999", b"\\ud800", b'{"email":"a@b.example"}', b'"x":', b"\x1b", b"9" * 30, b" ", b"-"]
)  # fmt: skip
BYTES = st.one_of(st.binary(max_size=300), st.lists(FRAGMENTS, max_size=40).map(b"".join))


@pytest.fixture(scope="module")
def folder() -> Iterator[Path]:
    with tempfile.TemporaryDirectory() as name:
        yield Path(name)


def outcome(take: Callable[[], list[Taken]]) -> list[str]:
    """Where each record was, or the one sentence of a refusal."""
    try:
        return [one.place for one in take()]
    except Unreadable as refusal:
        return [str(refusal)]


@QUICK
@given(body=BYTES, name=st.sampled_from(["x.csv", "x.json", "x.jsonl", "x.txt", "x"]))
def test_no_bytes_break_a_reader(folder: Path, body: bytes, name: str) -> None:
    """Any bytes are taken in, or refused with a sentence."""
    path = folder / name
    path.write_bytes(body)
    assert all(outcome(lambda: list(read_file(path, hints(region="DE")))))


@QUICK
@given(body=BYTES, media_type=st.sampled_from(["application/json", FORM, f"{PARTS}; boundary=x", f"{PARTS}", "x"]))
def test_no_bytes_break_a_payload(body: bytes, media_type: str) -> None:
    """Any body is taken in, or refused with a sentence."""
    assert all(outcome(lambda: posted(media_type, body)))


CELLS = st.text(st.characters(exclude_categories=("Cs",), exclude_characters="\0"), max_size=12)
ROWS = st.lists(st.tuples(CELLS, st.sampled_from(["a@b.example", "", "bad", "<test lead: dummy data>"])), max_size=25)


@QUICK
@given(rows=ROWS)
def test_every_row_ends_as_exactly_one_thing(folder: Path, rows: list[tuple[str, str]]) -> None:
    """Rows in are leads, rejects and test leads out, whatever stands in their cells."""
    text = io.StringIO(newline="")
    writer = csv.writer(text, quoting=csv.QUOTE_ALL)
    writer.writerows([("Name", "Email", "Key"), *((name, mail, "k") for name, mail in rows)])
    found = taken_text(folder, text.getvalue())
    assert len(leads(found)) + len(rejects(found)) + len(provider_tests(found)) == len(rows)
    assert len(leads(found)) == sum(mail == "a@b.example" for _, mail in rows)


SCALARS = st.one_of(st.none(), st.booleans(), st.integers(), st.floats(allow_nan=False, allow_infinity=False), CELLS)
OBJECTS = st.dictionaries(CELLS.filter(bool), SCALARS, max_size=5)


@QUICK
@given(objects=st.lists(OBJECTS, min_size=1, max_size=10))
def test_every_object_ends_as_exactly_one_thing(folder: Path, objects: list[dict[str, object]]) -> None:
    """Objects in are leads, rejects and test leads out, whatever their fields."""
    whole = [
        {"email": f"a{n}@b.example", **{f"x {key}": value for key, value in one.items()}}
        for n, one in enumerate(objects)
    ]
    text = "".join(json.dumps(one) + "\n" for one in whole)
    assert len(taken_text(folder, text, "x.jsonl")) == len(whole)
    assert len(taken_text(folder, json.dumps(whole), "x.json")) == len(whole)


@QUICK
@given(number=st.integers())
def test_whole_numbers_stay_whole(folder: Path, number: int) -> None:
    """A JSON number without a fraction is never rounded."""
    found = leads(taken_text(folder, json.dumps([{"email": "a@b.example", "thing": number}]), "x.json"))
    assert found[0].card.extras["thing"] == str(number)


@QUICK
@given(text=st.text(max_size=60))
def test_the_closed_profile_takes_no_more_than_json(text: str) -> None:
    """What the closed profile takes, any JSON parser takes."""
    try:
        parse(text)
    except Unreadable:
        return
    json.loads(text.strip(" \t\r\n\ufeff\x1e\0"))
