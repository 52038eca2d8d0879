"""Where a floor keeps its things: a folder with its rules, its database, its inbox and its log."""

import os
from pathlib import Path

from engine.value import Value


class FloorDir(Value):
    """The paths of one floor."""

    root: Path

    @property
    def rules(self) -> Path:
        """The house rules that people write."""
        return self.root / "floor.toml"

    @property
    def database(self) -> Path:
        """Everything else."""
        return self.root / "leads.db"

    @property
    def inbox(self) -> Path:
        """Where files are dropped."""
        return self.root / "inbox"

    @property
    def log(self) -> Path:
        """What the engine has to say to whoever looks after it."""
        return self.root / "floorboard.log"

    @property
    def backups(self) -> Path:
        """Copies of the database."""
        return self.root / "backups"


def identity(path: Path) -> tuple[int, int] | None:
    """Which file a path leads to just now; None when there is none."""
    try:
        status = path.stat()
    except OSError:
        return None
    return status.st_dev, status.st_ino


def find(named: str | None) -> FloorDir:
    """The floor that `--floor`, else FLOORBOARD_FLOOR, else the current folder names."""
    return FloorDir(root=Path(named or os.environ.get("FLOORBOARD_FLOOR") or ".").absolute())
