"""From the text of `floor.toml` to settings, or to every fault in it at once."""

import hashlib
import os
import re
import tomllib
from collections.abc import Mapping
from pathlib import Path
from types import MappingProxyType
from typing import TYPE_CHECKING

from engine.policy import PolicyError
from tui.settings.values import Settings

if TYPE_CHECKING:
    from store.asked.in_line import Waiting

IN_FORCE = "floor.toml"
"""How the file is called that rules a floor."""

TEXT_BYTES_MAX = 4 * 1024 * 1024


def load(path: Path) -> Settings:
    """Read a `floor.toml`.

    Raises PolicyError with a line for each problem: file, line, column, key and the way out.
    """
    raw = _bytes(path)
    text = _text(raw, path.name)
    try:
        return _settings(_tables(text, path.name), text, path.name, hashlib.sha256(raw).hexdigest()).but(text=text)
    except RecursionError:
        raise PolicyError(f"{path.name}:1:1: tables or lists are nested too deep") from None


def check(path: Path) -> list[str]:
    """Return what is wrong with a `floor.toml`, a line for each problem; none when it can be used."""
    try:
        load(path)
    except PolicyError as error:
        return str(error).splitlines()
    return []


def warnings(
    path: Path,
    weekly: Mapping[str, float] = MappingProxyType({}),
    waiting: "Mapping[str, Waiting]" = MappingProxyType({}),
) -> list[str]:
    """Return what is allowed in a `floor.toml` and hardly meant, a line each. Raises PolicyError as `load` does.

    `weekly` is how many leads a week came to each pool of late, `waiting` what waits there, where that is known.
    """
    from tui.settings.lints import lints
    from tui.settings.places import Places
    from tui.settings.problems import lines

    policy = load(path).policy
    return lines(lints(policy, weekly, waiting), Places(_text(_bytes(path), path.name)), path.name, "warning: ")


def _bytes(path: Path) -> bytes:
    try:
        with path.open("rb") as file:
            _refuse_strangers(path, os.fstat(file.fileno()))
            raw = file.read(TEXT_BYTES_MAX + 1)
    except OSError as error:
        raise PolicyError(f"{path.name}: cannot be read: {error.strerror}") from None
    if len(raw) > TEXT_BYTES_MAX:
        raise PolicyError(f"{path.name}: is longer than {TEXT_BYTES_MAX} bytes")
    return raw


def _refuse_strangers(path: Path, status: os.stat_result) -> None:
    """Whoever can write the rules in force rules the floor: that is their owner alone. Others' files may be read."""
    if os.name != "posix" or path.name != IN_FORCE:
        return
    if status.st_mode & 0o022:
        raise PolicyError(f"{path.name}: others can write it, so it is not followed; run: chmod go-w {path.name}")
    if status.st_uid not in (0, os.geteuid(), path.parent.stat().st_uid):
        raise PolicyError(f"{path.name}: is somebody else's, so it is not followed; run: chown $USER {path.name}")


def _text(raw: bytes, name: str) -> str:
    try:
        return raw.decode("utf-8-sig").replace("\r\n", "\n")
    except UnicodeDecodeError as error:
        line = raw.count(b"\n", 0, error.start) + 1
        raise PolicyError(f"{name}:{line}:1: is not UTF-8 text; save it again as UTF-8") from None


def _tables(text: str, name: str) -> dict[str, object]:
    try:
        return tomllib.loads(text)
    except tomllib.TOMLDecodeError as error:
        words, line, column = _syntax(str(error), text)
        raise PolicyError(f"{name}:{line}:{column}: {words}") from None
    except ValueError:  # the only other one that is left: Python reads no number of thousands of digits
        raise PolicyError(f"{name}:1:1: a number is too long") from None


def _syntax(said: str, text: str) -> tuple[str, int, int]:
    """Return the parser's words with the place taken out of them."""
    found = re.fullmatch(r"(.*) \(at (?:line (\d+), column (\d+)|end of document)\)", said, re.DOTALL)
    if not found:
        return said, 1, 1
    line = int(found[2] or text.count("\n") + 1)
    hint = '; text stands in quotes: "…"' if found[1] == "Invalid value" else ""
    return f"this is not TOML: {found[1][:1].lower()}{found[1][1:]}{hint}", line, int(found[3] or 1)


def _settings(tables: dict[str, object], text: str, name: str, text_sha256: str) -> Settings:
    from pydantic import ValidationError

    from tui.settings.asked import ASKING, Asked, read_rules
    from tui.settings.checks import checked
    from tui.settings.making import settings_of
    from tui.settings.places import Places
    from tui.settings.problems import Problem, lines, shape_problems
    from tui.settings.shape import FloorFile

    asked: dict[str, list[Asked]] = {}
    problems: list[Problem] = []
    for key in ASKING:
        asked[key], wrong = read_rules(tables, key)
        problems += wrong
    try:
        file = FloorFile.model_validate(tables)
        problems += checked(file)
    except ValidationError as error:
        problems += shape_problems(error)
    if problems:
        raise PolicyError("\n".join(lines(problems, Places(text), name)))
    return settings_of(file, asked, text_sha256)
