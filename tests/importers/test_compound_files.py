"""Old Office files whose tables lie about their sectors: told at once, and never larger in memory than on disk."""

import struct
import tracemalloc
from pathlib import Path

import pytest
from workbook_builders import compound

from importers.files import ole
from importers.record import Unreadable

SECTORS = 400
SECTOR = 512


def lying(*, more_tables_at: int = ole.LAST, directory_at: int = 0, entry: int = 0) -> bytes:
    """A file of sectors of one number: each of its tables says that the next sector is that one."""
    header = bytearray(ole.MAGIC.ljust(SECTOR, b"\0"))
    struct.pack_into("<H", header, 30, 9)
    struct.pack_into("<I", header, 48, directory_at)
    struct.pack_into("<I", header, 60, directory_at)
    struct.pack_into("<I", header, 68, more_tables_at)
    return bytes(header) + struct.pack("<I", entry) * (SECTOR * SECTORS // 4)


def test_a_list_of_tables_that_names_none_comes_to_an_end() -> None:
    """Of nothing but marks there is no table, however often the list goes on."""
    names_itself = bytearray(lying(more_tables_at=0, entry=0xFFFFFFFF))
    struct.pack_into("<I", names_itself, 2 * SECTOR - 4, 0)
    assert ole.ROOT not in ole.Compound(bytes(names_itself)).names


@pytest.mark.parametrize("data", [lying(more_tables_at=0), lying()], ids=["tables", "chains"])
def test_a_file_that_bites_its_tail_stays_small(data: bytes) -> None:
    """A table that lists itself for ever is a broken file, and its reader holds little more than the file."""
    tracemalloc.start()
    try:
        with pytest.raises(Unreadable, match="broken old Office file"):
            ole.Compound(data)
        assert tracemalloc.get_traced_memory()[1] < 40 * len(data)
    finally:
        tracemalloc.stop()


def test_a_sound_file_is_read_to_the_byte(tmp_path: Path) -> None:
    """However many streams it has."""
    streams = {"one": bytes(range(256)) * 40, "other": bytes(range(255, -1, -1)) * 20}
    found = ole.Compound(compound(tmp_path / "a.bin", streams).read_bytes())
    assert {name: found.read(name) for name in streams} == streams
