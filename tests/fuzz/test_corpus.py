"""What the coverage-guided search has kept is tried again with every run of the suite."""

from pathlib import Path

import pytest

from tests.fuzz.fragments import FRAGMENTS, STARTS
from tests.fuzz.laws import SLICE_BYTES, obey

CORPUS = Path(__file__).parent / "corpus"
KINDS = sorted(path.name for path in CORPUS.iterdir())


def test_every_kind_of_text_has_a_corpus() -> None:
    """The search is over CSV, JSON, ADF, cards and mails."""
    assert set(KINDS) == set(FRAGMENTS) - {"page"}


@pytest.mark.parametrize("kind", KINDS)
def test_the_kept_inputs_break_no_law(tmp_path: Path, kind: str) -> None:
    """Each becomes leads, rejects or one sentence; no address in it is lost."""
    for path in sorted((CORPUS / kind).iterdir()):
        obey(kind, STARTS[kind] + path.read_bytes(), tmp_path)


LONG = (
    *(("csv", b"5[,o"), ("csv", b","), ("csv", b'"a\n'), ("json", b'{"a":'), ("csv", b"a\xff"), ("csv", b"\xe9")),
    *(("adf", b"<!--"), ("vcard", b'N;"'), ("mail", b"=?")),
)


@pytest.mark.parametrize(("kind", "body"), LONG, ids=repr)
def test_what_once_grew_with_the_square_does_so_no_more(tmp_path: Path, kind: str, body: bytes) -> None:
    """64 KiB of it are read within a second."""
    obey(kind, STARTS[kind] + body * (SLICE_BYTES // len(body)), tmp_path)
