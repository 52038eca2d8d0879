"""The files in an archive, unpacked one at a time beside nobody: no name in it ever becomes a path."""

import gzip
import stat
import tempfile
import zlib
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path, PurePosixPath
from typing import NamedTuple
from zipfile import ZipFile, ZipInfo

from importers.files import gauge, zip_bounds
from importers.limits import MIB, RAISE, TOO_BIG, in_units, limits
from importers.record import Unreadable, one_line

GZIP = b"\x1f\x8b"
CHUNK = MIB
JUNK = ("__macosx", "thumbs.db", "desktop.ini")


class Member(NamedTuple):
    """One file of an archive: what it is called, where its bytes lie, or why they do not."""

    name: str
    path: Path
    why: str = ""


def members(path: Path, name: str) -> Iterator[Member]:
    """Every file of an archive, unpacked for as long as it is looked at. Raises Unreadable for the archive itself."""
    with path.open("rb") as stream:
        if stream.read(2) == GZIP:
            yield from _single(path, name)
            return
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


def _single(path: Path, name: str) -> Iterator[Member]:
    """The one file that gzip packs, under the archive's name without its ending."""
    suffixes = PurePosixPath(name).suffixes
    shown = name[: -len(suffixes[-1])] if len(suffixes) > 1 and suffixes[-1].casefold() in (".gz", ".gzip") else name
    with tempfile.TemporaryDirectory(prefix="floorboard-") as folder:
        target = Path(folder) / f"file{_suffix(shown)}"
        with target.open("wb") as stream:
            for chunk in _gunzipped(path, name):
                stream.write(chunk)
        yield Member(shown, target)


def _gunzipped(path: Path, name: str) -> Iterator[bytes]:
    size, most = 0, max(MIB, min(limits().file, limits().zip_ratio * path.stat().st_size))
    try:
        with gzip.open(path) as packed:
            while chunk := packed.read(CHUNK):
                size += len(chunk)
                if size > most:
                    way = RAISE.format("file" if most == limits().file else "zip_ratio")
                    raise Unreadable(
                        f"{name} would unpack to more than {in_units(most)}: unpack it yourself, or {way}"
                    )
                yield chunk
    except (EOFError, gzip.BadGzipFile, zlib.error) as fault:
        raise Unreadable(f"{name} is cut off or broken and cannot be unpacked: save or download it again.") from fault


def _suffix(name: str) -> str:
    suffix = PurePosixPath(name).suffix
    return suffix if suffix[1:].isalnum() and len(suffix) < 10 else ""


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
    with tempfile.TemporaryDirectory(prefix="floorboard-") as folder:
        target = Path(folder) / f"file{_suffix(entry.filename)}"
        fault = ""
        try:
            with target.open("wb") as stream:
                for chunk in zip_bounds.chunks(archive, entry, shown):
                    stream.write(chunk)
        except Unreadable as broken:
            fault = str(broken)
        yield target, fault
