"""How somebody looks at each table: its sort and its columns, kept per user from one day to the next."""

from contextlib import suppress
from pathlib import Path

import msgspec

from engine.value import Value
from tui.keymap import path_of_keys


class View(Value):
    """How one table is looked at."""

    sort: str = ""
    """Empty is the table's own order."""
    is_reversed: bool = False
    hidden: int = 0
    """Columns that are left out, the least important first."""


_read = msgspec.json.Decoder(dict[str, View]).decode


class Views:
    """The looks of all tables. What cannot be read or written is not worth a word: the usual look is there."""

    def __init__(self, path: Path | None = None) -> None:
        self._path = path
        self._views: dict[str, View] = {}
        if path is not None:
            with suppress(OSError, msgspec.DecodeError):
                self._views = _read(path.read_bytes())

    def of(self, table: str) -> View:
        """Return how a table is looked at."""
        return self._views.get(table, View())

    def keep(self, table: str, view: View) -> None:
        """Keep how a table is looked at."""
        self._views[table] = view
        if self._path is None:
            return
        with suppress(OSError):
            self._path.parent.mkdir(parents=True, exist_ok=True)
            half = self._path.with_suffix(".half")
            half.write_bytes(msgspec.json.format(msgspec.json.encode(self._views), indent=2))
            half.replace(self._path)


def path_of_views() -> Path:
    """Where the looks of this user are kept."""
    return path_of_keys().with_name("views.json")
