"""Headings that stand in two rows, as one: a survey's question over its parts, or groups over merged cells."""

from importers.headings import known_words, meaning

GENERIC = frozenset({"response", "open-ended response"})
"""What surveys write under a question that has no parts."""


def joined(heading: list[str], below: list[str]) -> list[str]:
    """The headings with what the row under them says; nothing when that row does not go on with them."""
    if not _goes_on(heading, below):
        return []
    return [
        lower if _says(lower) else upper for upper, lower in zip(_padded(heading, len(below)), below, strict=False)
    ]


def grouped(above: list[str], heading: list[str]) -> list[str]:
    """The headings, where one of them under `Company` is the company's and not the person's."""
    width = len(heading)
    if not 1 < sum(map(bool, above)) < width:
        return heading
    group, cells = "", []
    for over, cell in zip(_padded(above, width), heading, strict=False):
        group = over.strip() or group
        of_company = meaning(group).field == "company" and meaning(cell).field in ("full_name", "email", "phone")
        cells.append(f"{group} {cell}" if of_company else cell)
    return cells


def _goes_on(heading: list[str], below: list[str]) -> bool:
    """Whether a row says something only where headings are blank, or where one stands over several columns."""
    upper = [cell.strip() for cell in _padded(heading, len(below))]
    free = {place for place, cell in enumerate(upper) if not cell or not "".join(upper[place + 1 : place + 2])}
    filled = {place for place, cell in enumerate(below) if _says(cell)}
    return not all(upper[:-1]) and bool(filled) and filled <= free and known_words(below) > 0


def _says(cell: str) -> bool:
    return bool(cell.strip()) and cell.strip().casefold() not in GENERIC


def _padded(cells: list[str], width: int) -> list[str]:
    return [*cells, *[""] * (width - len(cells))]
