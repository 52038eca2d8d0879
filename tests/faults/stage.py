"""Where a row is played: folders, mounts and processes that are all gone when it ends."""

import ctypes
import os
import shutil
import struct
import subprocess
import sys
import tempfile
from contextlib import ExitStack
from pathlib import Path
from types import TracebackType
from typing import Any

from tests.front_door.program import Floor

SHIM = Path(__file__).with_name("shim.c")
CONTROL = struct.Struct("qqii")
"""Nanoseconds added to the wall clock and to the clock since boot; the errno of every sync and of every write."""


def program() -> list[str]:
    """The installed program; FLOORBOARD_PROGRAM names another one."""
    named = os.environ.get("FLOORBOARD_PROGRAM") or str(Path(sys.executable).with_name("floorboard"))
    return [named] if Path(named).exists() else [sys.executable, "-P", "-m", "tui.cli"]


class Stage:
    """The place of one row."""

    def __init__(self, name: str) -> None:
        self._ending = ExitStack()
        self.root = Path(tempfile.mkdtemp(prefix=f"fault-{name}-"))
        self._ending.callback(shutil.rmtree, self.root, ignore_errors=True)

    def __enter__(self) -> "Stage":
        return self

    def __exit__(
        self, kind: type[BaseException] | None, error: BaseException | None, trace: TracebackType | None
    ) -> None:
        self._ending.close()

    def floor(self, name: str = "floor", **rules: Any) -> Floor:
        """A floor with its house rules, in a folder of its own."""
        root = self.root / name
        root.mkdir(exist_ok=True)
        one = Floor(root)
        one.program = program()
        self._ending.callback(one.end)
        return one.lay(**rules)

    def second(self, floor: Floor) -> Floor:
        """Another hand on the same floor, with an environment of its own."""
        one = Floor(floor.root)
        one.program = program()
        self._ending.callback(one.end)
        return one

    def mount(self, where: Path, *options: str) -> None:
        """Mount something until the row ends: `-t tmpfs -o size=8m tmpfs`."""
        where.mkdir(parents=True, exist_ok=True)
        subprocess.run(["mount", *options, str(where)], check=True, capture_output=True)
        self._ending.callback(subprocess.run, ["umount", "-l", str(where)], capture_output=True)

    def after(self, *command: str) -> None:
        """Run a command when the row ends."""
        self._ending.callback(subprocess.run, list(command), capture_output=True)

    def shim(self, floor: Floor, name: str = "control") -> "Shim":
        """Bend the clock and the disk of whatever is started on this floor from now on."""
        library = self.root / "shim.so"
        if not library.exists():
            compiler = shutil.which("cc") or shutil.which("gcc")
            if compiler is None:
                from tests.faults.matrix import Skipped

                raise Skipped("needs a C compiler")
            subprocess.run([compiler, "-shared", "-fPIC", "-O1", "-o", str(library), str(SHIM), "-ldl"], check=True)
        control = Shim(self.root / name)
        floor.env |= {"LD_PRELOAD": str(library), "FAULT_CONTROL": str(control.path)}
        return control


class Shim:
    """What the shim of one process does just now."""

    def __init__(self, path: Path) -> None:
        self.path = path
        self.set()

    def set(self, *, clock: float = 0.0, boot: float = 0.0, sync: int = 0, write: int = 0) -> None:
        """Set clock offsets in seconds, and the error numbers that syncs and writes fail with; 0 is none."""
        packed = CONTROL.pack(int(clock * 1e9), int(boot * 1e9), sync, write)
        with open(self.path, "r+b" if self.path.exists() else "wb") as file:
            file.write(packed)


def resident_mib(pid: int, peak: bool = False) -> float:
    """How much memory a process has, or has had at most."""
    wanted = "VmHWM" if peak else "VmRSS"
    lines = Path(f"/proc/{pid}/status").read_text().splitlines()
    return next(int(line.split()[1]) / 1024 for line in lines if line.startswith(wanted))


def open_files(pid: int) -> int:
    """How many files and sockets a process has open."""
    return len(os.listdir(f"/proc/{pid}/fd"))


def without_rights() -> None:
    """Be bound by the rights of files, even as root: for a child before it runs."""
    if os.geteuid() == 0:
        for right in (1, 2, 3, 5):  # CAP_DAC_OVERRIDE, CAP_DAC_READ_SEARCH, CAP_FOWNER, CAP_KILL
            ctypes.CDLL(None).prctl(24, right, 0, 0, 0)
