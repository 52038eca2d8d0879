"""The files in a ZIP archive, unpacked one at a time beside nobody: no name in it ever becomes a path."""

import stat
import tempfile
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path, PurePosixPath
from typing import NamedTuple
from zipfile import ZipFile, ZipInfo

from importers.files import gauge, zip_bounds
from importers.limits import TOO_BIG, in_units, limits
from importers.record import Unreadable, one_line

JUNK = ("__macosx", "thumbs.db", "desktop.ini")


class Member(NamedTuple):
    """One file of an archive: what it is called, where its bytes lie, or why they do not."""

    name: str
    path: Path
    why: str = ""


def members(path: Path, name: str) -> Iterator[Member]:
    """Every file of an archive, unpacked for as long as it is looked at. Raises Unreadable for the archive itself."""
    found = [entry for entry in zip_bounds.entries(path, name) if _is_file(entry)]
    if not found:
        raise Unreadable(f"{name} is an archive without a file in it.")
    done, whole = 0, sum(entry.file_size for entry in found) or 1
    with ZipFile(path) as archive:
        for entry in found:
            gauge.within(done / whole, (done := done + entry.file_size) / whole)
            shown = f"{name}/{one_line(entry.filename)}"
            if why := _refusal(entry):
                yield Member(shown, path, f"{shown} {why}")
                continue
            with _unpacked(archive, entry, shown) as (target, fault):
                yield Member(shown, target, fault)


def _is_file(entry: ZipInfo) -> bool:
    parts = PurePosixPath(entry.filename.replace("\\", "/")).parts
    is_hidden = any(part.startswith(".") and part != ".." for part in parts)
    return not entry.is_dir() and not is_hidden and not any(part.casefold() in JUNK for part in parts)


def _refusal(entry: ZipInfo) -> str:
    if stat.S_ISLNK(entry.external_attr >> 16):
        return "is a link, not a file."
    if entry.flag_bits & 1:
        return "is protected by a password."
    if entry.file_size > limits().file:
        return f"is bigger than {in_units(limits().file)}; {TOO_BIG}"
    return ""


@contextmanager
def _unpacked(archive: ZipFile, entry: ZipInfo, shown: str) -> Iterator[tuple[Path, str]]:
    """A copy of an entry under a name of our own; only the kind of file is kept of its name."""
    suffix = PurePosixPath(entry.filename).suffix
    with tempfile.TemporaryDirectory(prefix="floorboard-") as folder:
        target = Path(folder) / ("file" + (suffix if suffix[1:].isalnum() and len(suffix) < 10 else ""))
        fault = ""
        try:
            with target.open("wb") as stream:
                for chunk in zip_bounds.chunks(archive, entry, shown):
                    stream.write(chunk)
        except Unreadable as broken:
            fault = str(broken)
        yield target, fault
