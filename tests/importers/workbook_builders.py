"""Builders of workbooks, byte by byte, so that tests need no library that writes them."""

import struct
import zipfile
from pathlib import Path
from xml.sax.saxutils import escape

MAIN = "http://schemas.openxmlformats.org/spreadsheetml/2006/main"
LINKS = "http://schemas.openxmlformats.org/officeDocument/2006/relationships"
PACKAGE = "http://schemas.openxmlformats.org/package/2006"
STYLES = (
    f'<styleSheet xmlns="{MAIN}"><cellXfs count="2"><xf numFmtId="0"/>'
    '<xf numFmtId="22" applyNumberFormat="1"/></cellXfs></styleSheet>'
)
HIDDEN = {True: "hidden", False: "visible"}
Rows = list[list[object]]


class Dated(float):
    """A count of days, formatted as a date."""


def workbook(
    path: Path, sheets: dict[str, Rows | str], *, hidden: tuple[str, ...] = (), is_1904: bool = False
) -> Path:
    """Write an .xlsx of these sheets; a sheet may be given as ready markup of its rows."""
    names = list(sheets)
    with zipfile.ZipFile(path, "w", zipfile.ZIP_DEFLATED) as archive:
        archive.writestr("[Content_Types].xml", _types(len(names)))
        archive.writestr("_rels/.rels", _relations([("officeDocument", "xl/workbook.xml")]))
        archive.writestr("xl/styles.xml", STYLES)
        targets = [("worksheet", f"worksheets/sheet{place}.xml") for place in range(1, len(names) + 1)]
        archive.writestr("xl/_rels/workbook.xml.rels", _relations([*targets, ("styles", "styles.xml")]))
        listed = "".join(
            f'<sheet name="{name}" sheetId="{place}" r:id="rId{place}" state="{HIDDEN[name in hidden]}"/>'
            for place, name in enumerate(names, 1)
        )
        head = '<workbookPr date1904="1"/>' if is_1904 else "<workbookPr/>"
        archive.writestr(
            "xl/workbook.xml",
            f'<workbook xmlns="{MAIN}" xmlns:r="{LINKS}">{head}<sheets>{listed}</sheets></workbook>',
        )
        for place, name in enumerate(names, 1):
            rows = sheets[name]
            data = rows if isinstance(rows, str) else "".join(_row(number, row) for number, row in enumerate(rows, 1))
            text = f'<worksheet xmlns="{MAIN}"><sheetData>{data}</sheetData></worksheet>'
            archive.writestr(f"xl/worksheets/sheet{place}.xml", text)
    return path


def _row(number: int, row: list[object]) -> str:
    cells = (_cell(f"{chr(65 + place)}{number}", value) for place, value in enumerate(row) if value is not None)
    return f'<row r="{number}">{"".join(cells)}</row>'


def _cell(place: str, value: object) -> str:
    if isinstance(value, str):
        return f'<c r="{place}" t="inlineStr"><is><t xml:space="preserve">{escape(value)}</t></is></c>'
    if isinstance(value, bool):
        return f'<c r="{place}" t="b"><v>{int(value)}</v></c>'
    style = ' s="1"' if isinstance(value, Dated) else ""
    return f'<c r="{place}"{style}><v>{float(value)!r}</v></c>'  # type: ignore[arg-type]


def _types(sheets: int) -> str:
    kind = "application/vnd.openxmlformats-officedocument.spreadsheetml"
    parts = [("/xl/workbook.xml", "sheet.main"), ("/xl/styles.xml", "styles")]
    parts += [(f"/xl/worksheets/sheet{place}.xml", "worksheet") for place in range(1, sheets + 1)]
    named = "".join(f'<Override PartName="{part}" ContentType="{kind}.{what}+xml"/>' for part, what in parts)
    rels = '<Default Extension="rels" ContentType="application/vnd.openxmlformats-package.relationships+xml"/>'
    return f'<Types xmlns="{PACKAGE}/content-types">{rels}{named}</Types>'


def _relations(parts: list[tuple[str, str]]) -> str:
    named = "".join(
        f'<Relationship Id="rId{place}" Type="{LINKS}/{kind}" Target="{target}"/>'
        for place, (kind, target) in enumerate(parts, 1)
    )
    return f'<Relationships xmlns="{PACKAGE}/relationships">{named}</Relationships>'


def old_workbook(path: Path, rows: Rows, *, extra: bytes = b"") -> Path:
    """Write an .xls of one sheet: labels and numbers, as Excel 97 would."""
    bound_at = 20
    name = b"Leads"
    bof = struct.pack("<HHHHHHII", 0x0809, 16, 0x0600, 0x0005, 0, 0, 0, 0)
    bound_size = 4 + 8 + len(name)
    offset = bound_at + len(extra) + bound_size + 4
    bound = struct.pack("<HHIHBB", 0x0085, 8 + len(name), offset, 0, len(name), 0) + name
    sheet = struct.pack("<HHHHHHII", 0x0809, 16, 0x0600, 0x0010, 0, 0, 0, 0)
    for number, row in enumerate(rows):
        sheet += b"".join(_old_cell(number, place, value) for place, value in enumerate(row) if value is not None)
    end = struct.pack("<HH", 0x000A, 0)
    return compound(path, {"Workbook": bof + extra + bound + end + sheet + end})


def _old_cell(row: int, column: int, value: object) -> bytes:
    if isinstance(value, str):
        text = value.encode("utf-16-le")
        return struct.pack("<HHHHHHB", 0x0204, 9 + len(text), row, column, 0, len(value), 1) + text
    return struct.pack("<HHHHHd", 0x0203, 14, row, column, 0, float(value))  # type: ignore[arg-type]


def compound(path: Path, streams: dict[str, bytes]) -> Path:
    """Write a compound file of these streams, each padded to where small ones end."""
    size, sectors, entries = 512, [], []
    listed = -(-(len(streams) + 1) * 128 // size)
    fat: list[int] = [0xFFFFFFFD, *range(2, listed + 1), 0xFFFFFFFE]
    for name, data in streams.items():
        padded = data.ljust(max(4096, -(-len(data) // size) * size), b"\0")
        count = len(padded) // size
        entries.append(_entry(name, 2, len(fat), len(padded)))
        fat += [*range(len(fat) + 1, len(fat) + count), 0xFFFFFFFE]
        sectors.append(padded)
    directory = b"".join([_entry("Root Entry", 5, 0xFFFFFFFE, 0), *entries]).ljust(listed * size, b"\0")
    header = (
        bytes.fromhex("d0cf11e0a1b11ae1") + b"\0" * 16 + struct.pack("<HHHHH", 0x3E, 3, 0xFFFE, 9, 6) + b"\0" * 10
    )
    header += struct.pack("<IIIIIIII", 1, 1, 0, 4096, 0xFFFFFFFE, 0, 0xFFFFFFFE, 0)
    header += struct.pack("<109I", 0, *[0xFFFFFFFF] * 108)
    table = struct.pack(f"<{len(fat)}I", *fat).ljust(size, b"\xff")
    path.write_bytes(header + table + directory + b"".join(sectors))
    return path


def _entry(name: str, kind: int, start: int, size: int) -> bytes:
    text = name.encode("utf-16-le") + b"\0\0"
    links = struct.pack("<III", 0xFFFFFFFF, 0xFFFFFFFF, 1 if kind == 5 else 0xFFFFFFFF)
    return (
        text.ljust(64, b"\0")
        + struct.pack("<HBB", len(text), kind, 1)
        + links
        + b"\0" * 36
        + struct.pack("<IQ", start, size)
    )
