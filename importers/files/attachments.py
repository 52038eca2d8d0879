"""The lists that are attached to a mail which names nobody itself: a report with the leads of the day, a card."""

import tempfile
from collections.abc import Iterator
from pathlib import Path, PurePosixPath

from importers.files.archive import Member
from importers.files.mail_file import brings_lists
from importers.files.mail_parts import file_name, parts, unpacked
from importers.record import Hints

LISTS = frozenset({
    ".csv", ".tsv", ".xlsx", ".xlsm", ".xlsb", ".xls", ".ods", ".json", ".jsonl", ".ndjson", ".vcf", ".xml", ".pdf",
})  # fmt: skip
"""What may be a list of leads; one that nobody here reads is a reject with the way out."""


def attached(path: Path, hints: Hints) -> Iterator[Member]:
    """Each list of a mail, unpacked for as long as it is looked at."""
    mail = brings_lists(path, hints)
    for part in parts(mail) if mail is not None else ():
        name = file_name(part)
        suffix = PurePosixPath(name).suffix.casefold()
        if suffix in LISTS:
            with tempfile.TemporaryDirectory(prefix="floorboard-") as folder:
                target = Path(folder) / f"file{suffix}"
                target.write_bytes(unpacked(part))
                yield Member(f"{hints.name or path.name}/{name}", target)
