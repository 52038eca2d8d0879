"""What the doctor looks at on the machine: versions, file system, room, limits."""

import re
import shlex
from collections.abc import Iterator
from pathlib import Path

from tui.health.findings import Finding, Patient, hint, well, wrong

PYTHON_OLDEST = (3, 11)
SQLITE_SAFE = (3, 51, 3)
"""The first without the WAL-reset bug, which can damage a database that two processes checkpoint at once."""

REMOTE = frozenset(
    {"nfs", "nfs4", "cifs", "smb3", "smbfs", "ncpfs", "afs", "ceph", "glusterfs", "9p", "vboxsf", "lustre"}
)
"""File systems whose locks or shared memory SQLite's write-ahead log cannot rely on."""

ROOM_WRONG = 100 * 1024 * 1024
ROOM_HINT = 1024 * 1024 * 1024

INOTIFY_LEAST = {"max_user_watches": 8192, "max_user_instances": 128, "max_queued_events": 16384}


def versions(patient: Patient) -> Iterator[Finding]:
    """Python and SQLite."""
    python, sqlite = _dotted(patient.python), _dotted(patient.sqlite)
    if patient.python < PYTHON_OLDEST:
        yield wrong(f"Python {python} is too old; floorboard needs {_dotted(PYTHON_OLDEST)} or newer.")
    else:
        yield well(f"Python {python}")
    if patient.sqlite < SQLITE_SAFE:
        yield hint(
            f"SQLite {sqlite} may damage a database when two processes empty its log at the same instant (mended in"
            f" {_dotted(SQLITE_SAFE)}; some systems mend it in older ones). It is as rare as a failing disk.",
            "floorboard backup",
        )
    else:
        yield well(f"SQLite {sqlite}")


def file_system(patient: Patient) -> Iterator[Finding]:
    """Whether the floor lies on a local disk."""
    root = patient.floor.root.resolve()
    kind, mend = _mounted(patient.proc / "mounts", root), f"cp -a {shlex.quote(str(root))} ~/"
    if kind in REMOTE:
        lose = "where a database can lose what was written"
        yield wrong(f"The floor lies on {kind}, {lose}; end the engine and move it to a local disk.", mend)
    elif kind.startswith("fuse"):
        yield hint(f"The floor lies on {kind}; when that is not a local disk, move it to one.", mend)
    elif kind:
        yield well(f"file system {kind}")


def room(patient: Patient) -> Iterator[Finding]:
    """Whether there is room on the disk."""
    try:
        free = patient.free_bytes(patient.floor.root)
    except OSError:
        return
    told = f"{free / 1024**2:,.0f} MiB are free on the disk"
    if free < ROOM_WRONG:
        yield wrong(f"Only {told}; when it is full nothing more is taken in.", "du -xh . | sort -h | tail")
    elif free < max(ROOM_HINT, 2 * _size(patient.floor.database)):
        yield hint(f"{told}, which backups soon fill.", "du -xh . | sort -h | tail")
    else:
        yield well(told)


def watching(patient: Patient) -> Iterator[Finding]:
    """Whether the system can tell of new files. The inbox is listed every few seconds all the same."""
    folder = patient.proc / "sys" / "fs" / "inotify"
    few = {name: least for name, least in INOTIFY_LEAST.items() if (_number(folder / name) or least) < least}
    for name, least in few.items():
        yield hint(
            f"fs.inotify.{name} is {_number(folder / name)}: files may be seen some seconds late.",
            f"sudo sysctl fs.inotify.{name}={least}",
        )
    if not few and folder.is_dir():
        yield well("the system can tell of new files")


def _dotted(version: tuple[int, ...]) -> str:
    return ".".join(map(str, version))


def _mounted(mounts: Path, folder: Path) -> str:
    """The type of the file system that holds a folder; empty where the system does not say."""
    try:
        lines = mounts.read_text("utf-8", errors="surrogateescape").splitlines()
    except OSError:
        return ""
    best, kind = -1, ""
    for words in (line.split(" ") for line in lines):
        if len(words) < 3:
            continue
        point = Path(re.sub(r"\\([0-7]{3})", lambda found: chr(int(found[1], 8)), words[1]))
        if folder.is_relative_to(point) and len(point.parts) >= best:  # the latest mount lies on top
            best, kind = len(point.parts), words[2]
    return kind


def _number(path: Path) -> int | None:
    try:
        return int(path.read_text())
    except (OSError, ValueError):
        return None


def _size(path: Path) -> int:
    try:
        return path.stat().st_size
    except OSError:
        return 0
