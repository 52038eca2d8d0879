"""Takes every sample file in and says where the outcome differs from what was counted by hand.

Run it from anywhere: `python tests/check_expected.py [FOLDER ...]`; each folder has an EXPECTED.tsv.
"""

import re
import sys
from collections.abc import Iterator
from pathlib import Path
from typing import NamedTuple

ROOT = Path(__file__).resolve().parents[1]
if str(ROOT) not in sys.path:
    sys.path.insert(0, str(ROOT))

from engine.commands import NewLead  # noqa: E402 - the root must be known first
from importers.intake import read_file  # noqa: E402
from importers.record import Hints, Reject, TestLead, Unreadable  # noqa: E402

FOLDERS = (ROOT / "tests" / "importers" / "samples", ROOT.parent / "shared" / "samples")
NO_FILES = ("webhook:",)
"""Kinds that are posted, not dropped; they are tried over a socket."""


FACT = re.compile(r"([a-z_]+)=(.*?)(?:; |$)")
FACTS = re.compile(r"[a-z_]+=.*?(?:; [a-z_]+=.*?)*")


class Expected(NamedTuple):
    """One line of an EXPECTED.tsv."""

    path: Path
    kind: str
    region: str
    accepted: int
    rejected: int
    tests: int
    same_key: int
    first: dict[str, str]
    facts: dict[str, str]
    """More of the first lead, where the list says it in a form to check: `country=DE; received=2025-02-13 14:05`."""


def expected(folder: Path) -> list[Expected]:
    """The lines of a folder's list that are files; none where there is no list."""
    table = folder / "EXPECTED.tsv"
    lines = table.read_text("utf-8").splitlines() if table.exists() else []
    rows = [line.split("\t") for line in lines if line and not line.startswith(("#", "file\t"))]
    return [_line(folder, row) for row in rows if not row[1].startswith(NO_FILES)]


def _line(folder: Path, row: list[str]) -> Expected:
    known = [word if word != "-" else "" for word in row]
    is_report = row[1] in ("not-leads", "lead-scoring-csv")
    return Expected(
        path=folder / row[0],
        kind=row[1],
        region=known[2],
        accepted=int(row[4]),
        rejected=1 if is_report else int(row[5]),
        tests=int(row[6]),
        same_key=int(row[7]),
        facts=dict(FACT.findall(known[15])) if FACTS.fullmatch(known[15]) else {},
        first={"email": known[10], "phone": known[12], "name": known[13], "company": known[14]},
    )


def disagreements(line: Expected) -> list[str]:
    """What of a file became something else than was expected."""
    found, refusal = [], ""
    try:
        found = list(read_file(line.path, Hints(region=line.region, salt=b"a salt for tests")))
    except Unreadable as why:
        refusal = str(why)
    leads = [one for one in found if isinstance(one, NewLead)]
    counts = {
        "accepted": (len(leads), line.accepted),
        "rejected": (sum(isinstance(one, Reject) for one in found) + bool(refusal), line.rejected),
        "tests": (sum(isinstance(one, TestLead) for one in found), line.tests),
        "same key": (len(leads) - len({lead.source_key for lead in leads}), line.same_key),
    }
    wrong = [f"{what}: {got}, not {wanted}" for what, (got, wanted) in counts.items() if got != wanted]
    for field, value in line.first.items() if leads else ():
        got = getattr(leads[0].card, field)
        if value and got not in value.split("|"):
            wrong.append(f"first {field}: {got!r}, not {value!r}")
    wrong += [f"{name}: {found!r}, not {value!r}" for name, value, found in _facts(line, leads) if found != value]
    return wrong + ([refusal] if wrong and refusal else [])


def _facts(line: Expected, leads: list[NewLead]) -> Iterator[tuple[str, str, str]]:
    """What is told of the first lead, and what was found."""
    for name, value in line.facts.items() if leads else ():
        lead = leads[0]
        known = {
            **{trait: str(held) for trait, held in lead.traits.items()},
            "received": str(lead.received_at)[:16],
            "key": lead.source_key.partition("~")[0],
            "ext": lead.card.phone_ext,
            "message": lead.card.message,
        }
        yield name, value, known.get(name, "")


def main(folders: list[Path]) -> int:
    """Print a line per disagreement and the two counts."""
    lines = [line for folder in folders for line in expected(folder)]
    failed = 0
    for line in lines:
        wrong = disagreements(line)
        failed += bool(wrong)
        for why in wrong:
            print(f"{line.path.parent.name}/{line.path.name}: {why}")
    print(f"{len(lines) - failed} passed, {failed} failed")
    return 1 if failed else 0


if __name__ == "__main__":
    sys.exit(main([Path(word) for word in sys.argv[1:]] or list(FOLDERS)))
