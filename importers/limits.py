"""How much is taken in at most, as the floor has it.

Law: the limits are put in force where a floor's settings become known, and asked for where something is measured.
A process takes in for one floor, so nothing in between hands them on.
"""

from engine.value import Value

KIB, MIB = 1024, 1024 * 1024
TEXTS_KEPT = 2_048
"""How many headings or cells each who reads them remembers: the cells of every small file pass by here."""


class Limits(Value):
    """The bounds of one floor's intake: bytes of files and bodies, characters of what is read from them."""

    body: int = MIB
    """A bigger web-hook body is refused."""
    file: int = 200 * MIB
    """A bigger file is not taken."""
    row: int = MIB
    """A longer record is a reject."""
    cell: int = 64 * KIB
    """More of one cell is cut, with a mark."""
    json_depth: int = 64
    xml_depth: int = 64
    """Deeper nesting is refused."""
    zip_ratio: int = 100
    """An archive that would unpack to more times its size is refused."""
    unpacked: int = 500 * MIB
    """An archive that would unpack to more is refused."""
    columns: int = 500
    """A wider record is a reject; a wider heading row makes the file unreadable."""
    rows_per_turn: int = 300
    """Records of a file that are dealt in one commit: enough to be quick, few enough to let a key go between."""
    requests: int = 128
    """Web-hook requests worked on at once; more are told to come again."""


RAISE = "raise `{}` under [limits] in floor.toml."
"""The way out for what is beyond a limit."""
TOO_BIG = f"split it, or {RAISE.format('file')}"


class _InForce:
    limits = Limits()


def limits() -> Limits:
    """The limits in force."""
    return _InForce.limits


def put_in_force(given: Limits) -> None:
    """Measure by these from now on."""
    _InForce.limits = given


def too_long(what: str) -> str:
    """Why a record is a reject whose text is too long."""
    return f"The {what} is longer than {limits().row:,} characters: shorten it, or {RAISE.format('row')}"


def too_wide(what: str, width: int | None = None) -> str:
    """Why a record, or a whole table, with too many columns is not read; they are not always counted to the end."""
    most = limits().columns
    has = f"{width:,} columns, and {most:,} are the most" if width else f"more than {most:,} fields"
    return f"{what} has {has}: leave some out, or {RAISE.format('columns')}"


def too_deep(what: str, key: str, depth: int) -> str:
    """Why something is not read that is nested too deep."""
    return f"The {what} is nested deeper than {depth}: make it flatter, or {RAISE.format(key)}"


def in_units(size: int) -> str:
    """A size as people say it: `200 MiB`, `64 KiB`, `10 bytes`."""
    for unit, name in ((MIB, "MiB"), (KIB, "KiB")):
        if size >= unit and size % unit == 0:
            return f"{size // unit:,} {name}"
    return f"{size:,} bytes"
