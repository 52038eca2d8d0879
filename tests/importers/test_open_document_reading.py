"""OpenDocument spreadsheets, as LibreOffice saves them."""

import zipfile
from pathlib import Path

import pytest
from importer_builders import leads, taken

from importers.record import Unreadable

KIND = "application/vnd.oasis.opendocument.spreadsheet"
NAMES = " ".join(
    f'xmlns:{name}="urn:oasis:names:tc:opendocument:xmlns:{name}:1.0"' for name in ("office", "table", "text")
)


def sheet(path: Path, rows: str, keys: str = "<manifest/>") -> Path:
    """Write a spreadsheet of these rows, given as markup."""
    inside = f'<table:table table:name="Leads">{rows}</table:table>'
    with zipfile.ZipFile(path, "w", zipfile.ZIP_DEFLATED) as packed:
        packed.writestr("mimetype", KIND)
        packed.writestr("META-INF/manifest.xml", keys)
        body = f"<office:body><office:spreadsheet>{inside}</office:spreadsheet></office:body>"
        packed.writestr("content.xml", f"<office:document-content {NAMES}>{body}</office:document-content>")
    return path


def row(*cells: str, times: int = 1, more: str = "") -> str:
    """A row of texts, and what stands before them."""
    start = '<table:table-cell office:value-type="string"><text:p>'
    said = more + "".join(f"{start}{text}</text:p></table:table-cell>" for text in cells)
    return f'<table:table-row table:number-rows-repeated="{times}">{said}</table:table-row>'


BLANK = '<table:table-cell table:number-columns-repeated="16000"/>'


def test_blank_cells_at_the_edges_cost_nothing(tmp_path: Path) -> None:
    """Every sheet says that a million blank rows and sixteen thousand blank columns follow."""
    rows = row("Name", "Email") + row("Al", "al@x.example").removesuffix("</table:table-row>")
    rows += f"{BLANK}</table:table-row>"
    rest = f'<table:table-row table:number-rows-repeated="1048000">{BLANK}</table:table-row>'
    (lead,) = leads(taken(sheet(tmp_path / "a.ods", rows + rest)))
    assert (lead.card.email, lead.place) == ("al@x.example", "a.ods row 2")


@pytest.mark.parametrize(
    "rows",
    [
        row("Email", times=1_000_000) * 30,
        row("Email") + row("x", more=BLANK * 200),
    ],
    ids=["rows", "columns"],
)
def test_cells_that_are_repeated_without_end_are_refused(tmp_path: Path, rows: str) -> None:
    """A few bytes that would be millions of cells."""
    with pytest.raises(Unreadable, match="more than 20,000,000 cells"):
        taken(sheet(tmp_path / "a.ods", rows))


def test_one_that_is_encrypted_says_so(tmp_path: Path) -> None:
    """The way out is to save it without a password."""
    with pytest.raises(Unreadable, match="protected by a password"):
        taken(sheet(tmp_path / "a.ods", row("Email"), "<manifest:encryption-data/>"))
