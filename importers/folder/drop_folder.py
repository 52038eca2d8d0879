"""The inbox folder: what lies ready in it, and where a file goes once it was dealt with.

The listing is the truth. Events from the system only say when to look, and that a file was closed.
"""

import errno
import os
import stat
import time
from collections.abc import Callable, Iterator
from contextlib import suppress
from pathlib import Path
from typing import NamedTuple

from engine.value import Value
from importers.folder.digests import Stamp, digest, unread
from importers.folder.put_away import PutAway
from importers.folder.writers import is_being_written

TAKING, DONE, FAILED = ".taking", "done", "failed"
UNFINISHED = (".part", ".crdownload", ".tmp", ".partial", ".download", ".filepart", ".swp", ".lock")
UNFINISHED_STARTS = (".", "~$", "~")
WHY = ".why.txt"
PLAIN_SOURCE = "file"
NO_FILES = (
    (stat.S_ISLNK, "is a link; links are not followed, copy the file itself"),
    (stat.S_ISFIFO, "is a pipe, not a file"),
    (stat.S_ISSOCK, "is a socket, not a file"),
    (stat.S_ISCHR, "is a device, not a file"),
    (stat.S_ISBLK, "is a device, not a file"),
    (stat.S_ISDIR, "is a folder in a folder and is not read; move it up into the inbox"),
)
"""What is never taken, and why."""
NAMES_MAX = 10_000
"""How many equal names are told apart by a number."""


class Claim(Value):
    """A file that is ours alone: it lies in `.taking` until it is finished or failed."""

    path: Path
    name: str
    """Its name as it was dropped, safe to show and to store."""
    source: str
    """The subfolder it was dropped in, else `file`."""
    sha256: str
    size: int
    modified: int = 0
    """When it was last written to, in nanoseconds, as it was read."""
    is_dropped: bool = True
    """Whether somebody has just dropped it; else a crash left it here, or it was written to after it was taken."""


class _Seen(NamedTuple):
    size: int
    modified: int
    since: float


class DropFolder:
    """Finds ready files and claims each by one rename, so that no two processes take it."""

    def __init__(
        self, inbox: Path, settle_seconds: float = 2.0, monotonic: Callable[[], float] = time.monotonic
    ) -> None:
        self.inbox = inbox
        self.settle_seconds = settle_seconds
        """How long a file must stand still."""
        self._monotonic = monotonic
        self._seen: dict[Path, _Seen] = {}
        self._closed: set[Path] = set()
        self._refused: dict[Path, str] = {}
        self._put_away = PutAway(monotonic)

    def closed(self, path: Path) -> None:
        """Note that a file was closed or moved in whole: it need not settle."""
        self._closed.add(path)

    def scan(self) -> list[Claim]:
        """Claim every file that is ready, oldest name first."""
        self._make_folders()
        self._refused = {}
        found = dict(self._candidates())
        claims = []
        for path in sorted(found, key=os.fsencode):
            if self._is_ready(path, found[path]) and (claim := self.claim(path)):
                claims.append(claim)
        grown = {path: (source, status) for path, source, status in self._put_away.changed()}
        for path, (source, status) in grown.items():
            if self._is_ready(path, status) and (claim := self._again(path, source)):
                claims.append(claim)
        self._seen = {path: seen for path, seen in self._seen.items() if path in found or path in grown}
        self._closed &= found.keys()
        return claims

    def claim(self, path: Path) -> Claim | None:
        """Take one file now, settled or not; None when it is gone, or is no plain file of ours to read."""
        self._make_folders()
        source = self._source_of(path)
        target = self._free(self.inbox / TAKING / source, path.name)
        try:
            if not stat.S_ISREG(path.lstat().st_mode):
                return None
            target.parent.mkdir(parents=True, exist_ok=True)
            path.rename(target)
            self._closed.discard(path)
            self._seen.pop(path, None)
            return self._claimed(target)
        except FileNotFoundError:
            return None
        except OSError:
            self._refused[path] = "cannot be moved or read; check its rights"
            return None

    def claimed(self) -> list[Claim]:
        """Files that were claimed and never finished: a crash lies behind us."""
        taking = self.inbox / TAKING
        paths = sorted((path for path in taking.glob("*/*") if _is_plain(path)), key=os.fsencode)
        return [claim for path in paths if (claim := self._claimed(path, is_dropped=False))]

    def finish(self, claim: Claim) -> Path:
        """Put a file that was taken in whole into `done`."""
        return self._put(claim, DONE)

    def fail(self, claim: Claim, why: str) -> Path:
        """Put a file that could not be taken into `failed`, with the reason beside it."""
        path = self._put(claim, FAILED)
        _why_of(path).write_text(why.rstrip() + "\n", "utf-8", errors="replace")
        return path

    def find(self, name: str, size: int, sha256: str) -> Path | None:
        """Where a file that was dealt with lies now, by its bytes; None when it is gone."""
        paths = (Path(entry.path) for where in (DONE, FAILED) for entry in _entries(self.inbox / where))
        alike = [path for path in paths if _is_plain(path) and (path.stat().st_size == size or path.name == name)]
        for path in sorted(alike, key=lambda path: (path.name != name, os.fsencode(path))):
            with suppress(OSError):
                if sha256 in (digest(path)[0], unread(path.stat())):
                    return path
        return None

    def put_back(self, path: Path, source: str) -> None:
        """Have a file that was dealt with taken once more: the next look finds it claimed."""
        self._take_back(path, source)

    def _again(self, path: Path, source: str) -> Claim | None:
        """Claim a file that somebody wrote to after it was taken: what is known of it stays known."""
        self._put_away.forget(path)
        try:
            return self._claimed(self._take_back(path, source), is_dropped=False)
        except FileNotFoundError:
            return None

    def _take_back(self, path: Path, source: str) -> Path:
        target = self._free(self.inbox / TAKING / source, path.name)
        target.parent.mkdir(mode=0o700, parents=True, exist_ok=True)
        path.rename(target)
        _why_of(path).unlink(missing_ok=True)
        return target

    @property
    def refused(self) -> tuple[str, ...]:
        """What lies in the inbox and is not taken, with its reason, as it was at the last look."""
        places = ((path.relative_to(self.inbox), why) for path, why in sorted(self._refused.items()))
        return tuple(f"{'/'.join(map(shown, place.parts))} {why}" for place, why in places)

    def _make_folders(self) -> None:
        for name in (TAKING, DONE, FAILED):
            (self.inbox / name).mkdir(mode=0o700, parents=True, exist_ok=True)

    def _candidates(self) -> Iterator[tuple[Path, os.stat_result]]:
        """Plain files of the inbox and of its subfolders, one level deep. Links, pipes and devices are refused."""
        for entry in _entries(self.inbox):
            if entry.is_dir(follow_symlinks=False) and _is_source(entry.name):
                yield from self._candidates_of(Path(entry.path))
            elif entry.name not in (DONE, FAILED):
                yield from self._candidate(entry)

    def _candidates_of(self, source: Path) -> Iterator[tuple[Path, os.stat_result]]:
        try:
            with os.scandir(source) as found:
                entries = list(found)
        except FileNotFoundError:
            return
        except OSError:
            self._refused[source] = "is a folder that cannot be looked into; check its rights"
            return
        for entry in entries:
            yield from self._candidate(entry)

    def _candidate(self, entry: os.DirEntry[str]) -> Iterator[tuple[Path, os.stat_result]]:
        name = entry.name.casefold()
        if name.startswith(UNFINISHED_STARTS) or name.endswith(UNFINISHED):
            return
        try:
            status = entry.stat(follow_symlinks=False)
        except OSError:
            return
        why = next((words for is_it, words in NO_FILES if is_it(status.st_mode)), "")
        if why:
            self._refused[Path(entry.path)] = why
        else:
            yield Path(entry.path), status

    def _is_ready(self, path: Path, now: os.stat_result) -> bool:
        if path in self._closed or self.settle_seconds <= 0:
            return self._is_let_go(path)
        moment = self._monotonic()
        seen = self._seen.get(path)
        if seen is None or (seen.size, seen.modified) != (now.st_size, now.st_mtime_ns):
            self._seen[path] = _Seen(now.st_size, now.st_mtime_ns, moment)
            return False
        return moment - seen.since >= self.settle_seconds and self._is_let_go(path)

    def _is_let_go(self, path: Path) -> bool:
        """Whether no program has the file open for writing, where the system tells."""
        if is_being_written(path):
            self._refused[path] = "is still open in the program that writes it; it is taken once that lets go"
            return False
        return True

    def _source_of(self, path: Path) -> str:
        inside = path.parent != self.inbox and path.parent.parent == self.inbox
        return path.parent.name if inside else PLAIN_SOURCE

    def _claimed(self, path: Path, *, is_dropped: bool = True) -> Claim | None:
        try:
            found, stamp = digest(path)
        except OSError as error:
            if error.errno == errno.ELOOP:  # It was swapped for a link since it was listed.
                path.unlink(missing_ok=True)
            if error.errno in (errno.ENOENT, errno.ELOOP):
                return None
            found, stamp = "", Stamp(0, 0)  # Unreadable by us: the reader says so, and it goes to failed.
        name, source = shown(path.name), shown(path.parent.name)
        claim = Claim(path=path, name=name, source=source, sha256=found, size=stamp.size, modified=stamp.modified)
        return claim if is_dropped else claim.but(is_dropped=False)

    def _put(self, claim: Claim, where: str) -> Path:
        self._make_folders()
        target = self._free(self.inbox / where, claim.path.name)
        claim.path.rename(target)
        if claim.sha256:
            self._put_away.note(target, claim.path.parent.name, Stamp(claim.size, claim.modified))
        return target

    def _free(self, folder: Path, name: str) -> Path:
        """A path in the folder that nothing has yet: `leads.csv`, `leads (2).csv` ..."""
        stem, suffix = os.path.splitext(name)
        for number in range(1, NAMES_MAX):
            counted = name if number == 1 else f"{_short(stem)} ({number}){suffix}"
            target = folder / counted
            if not os.path.lexists(target) and not os.path.lexists(_why_of(target)):
                return target
        return folder / f"{time.time_ns()}{suffix[:20]}"


def shown(name: str) -> str:
    """A file's name as text that can be stored and shown: names are bytes, and may be hostile."""
    text = os.fsencode(name).decode("utf-8", "replace")
    return "".join(char if char.isprintable() else "\ufffd" for char in text)


def _entries(folder: Path) -> list[os.DirEntry[str]]:
    try:
        with os.scandir(folder) as found:
            return list(found)
    except OSError:
        return []


def _is_source(name: str) -> bool:
    return not name.startswith(".") and name not in (DONE, FAILED)


def _is_plain(path: Path) -> bool:
    try:
        return stat.S_ISREG(path.lstat().st_mode)
    except OSError:
        return False


def _why_of(path: Path) -> Path:
    """Where the reason of a failed file stands."""
    return path.with_name(_short(path.name) + WHY)


def _short(stem: str) -> str:
    """Room for a number within the 255 bytes of a name."""
    return os.fsdecode(os.fsencode(stem)[:200]) if len(os.fsencode(stem)) > 200 else stem
