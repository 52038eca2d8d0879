"""What the doctor looks at in the floor's folder: rights, rules, secrets, copies."""

import os
import shlex
import stat
from collections.abc import Iterator
from pathlib import Path

from engine.policy import PolicyError
from tui.floor_dir import FloorDir
from tui.health.findings import Finding, Patient, hint, well, wrong
from tui.spans import span_text

BACKUP_HOURS_MAX = 26


def writable(patient: Patient) -> Iterator[Finding]:
    """Whether we may write in the folder."""
    root = patient.floor.root
    if not root.is_dir():
        yield wrong(f"There is no folder {root}.", f"mkdir -p {shlex.quote(str(root))}")
    elif not os.access(root, os.R_OK | os.W_OK | os.X_OK):
        yield wrong(f"{root} cannot be written to.", f"chmod u+rwx {shlex.quote(str(root))}")
    else:
        yield well("the folder can be written to")


def modes(patient: Patient) -> Iterator[Finding]:
    """Whether others can read the leads, or write the rules. Systems without such rights have nothing to say."""
    if os.name != "posix":
        return
    floor, found = patient.floor, False
    for path, barred, right in _guarded(floor):
        mode = _mode(path)
        if mode & barred:
            found = True
            shown = path.relative_to(floor.root) if path.is_relative_to(floor.root) else path
            verb = "written" if barred == _WRITE else "read"
            yield wrong(f"{shown or '.'} can be {verb} by others.", f"chmod {right} {shlex.quote(str(path))}")
    if not found:
        yield well("nobody else can read the leads or write the rules")


def rules(patient: Patient) -> Iterator[Finding]:
    """Whether floor.toml can be followed."""
    from tui.settings import check

    path = patient.floor.rules
    if not path.exists():
        yield hint("There is no floor.toml yet; the first start writes one.", "floorboard")
        return
    if _mode(path) & _WRITE:  # which is told with the other rights
        return
    faults = check(path)
    for fault in faults:
        yield wrong(fault, "floorboard check")
    if not faults:
        yield well("floor.toml is in order")


def backups(patient: Patient) -> Iterator[Finding]:
    """Whether there is a copy that is not old."""
    if not patient.floor.database.exists():
        return
    newest = max((path.stat().st_mtime for path in patient.floor.backups.glob("*.db")), default=None)
    if newest is None:
        yield hint("There is no backup yet; a running engine makes one every hour.", "floorboard backup")
        return
    seconds = patient.now.timestamp() - newest
    if seconds > BACKUP_HOURS_MAX * 3600:
        yield hint(f"The newest backup is {span_text(seconds)} old.", "floorboard backup")
    else:
        yield well(f"the newest backup is {span_text(seconds)} old")


_ALL, _WRITE = 0o077, 0o022


def _guarded(floor: FloorDir) -> Iterator[tuple[Path, int, str]]:
    """Each path with the rights that others must not have, and how to take them."""
    root = floor.root
    yield root, _WRITE, "go-w"
    yield floor.rules, _WRITE, "go-w"
    for path in sorted(root.glob("leads.*")) + sorted(root.glob("floorboard.log*")) + sorted(_secrets(floor)):
        yield path, _ALL, "600"
    yield floor.backups, _ALL, "700"
    for path in sorted(floor.backups.glob("*.db*")):
        yield path, _ALL, "600"


def _secrets(floor: FloorDir) -> Iterator[Path]:
    """Files that floor.toml names as secrets; none when it cannot be read."""
    from tui.settings import load

    try:
        webhook = load(floor.rules).webhook
    except PolicyError:
        return
    for source in webhook.sources if webhook else ():
        for secret in (source.secret, source.verify_token):
            if secret is not None and secret.kind == "file":
                yield floor.root / secret.name


def _mode(path: Path) -> int:
    try:
        return stat.S_IMODE(path.stat().st_mode)
    except OSError:
        return 0
