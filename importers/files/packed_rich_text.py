"""Rich text as Outlook packs it into its messages ([MS-OXRTFCP], "LZFu").

Law: it unpacks to no more than `UNPACKED_MAX`, whatever its header says; what is cut off or broken gives what came
before.
"""

import struct

UNPACKED_MAX = 2 * 1024 * 1024
HEADER = struct.Struct("<IIII")
PACKED, PLAIN = 0x75465A4C, 0x414C454D
WINDOW, MASK = 4096, 4095
KNOWN = (
    rb"{\rtf1\ansi\mac\deff0\deftab720{\fonttbl;}{\f0\fnil \froman \fswiss \fmodern \fscript \fdecor MS Sans "
    rb"SerifSymbolArialTimes New RomanCourier{\colortbl\red0\green0\blue0"
    + b"\r\n"
    + rb"\par \pard\plain\f0\fs20\b\i\u\tab\tx"
)
"""What stands in the window before the first byte."""


def unpacked(data: bytes) -> bytes:
    """The rich text; nothing where there is none."""
    if len(data) < HEADER.size:
        return b""
    _, size, kind, _ = HEADER.unpack_from(data)
    most = min(size, UNPACKED_MAX)
    if kind == PLAIN:
        return data[HEADER.size : HEADER.size + most]
    return _unpacked(memoryview(data)[HEADER.size :], most) if kind == PACKED else b""


def _unpacked(data: memoryview, most: int) -> bytes:
    """Each control byte says of eight pieces whether they are a byte, or where in the window they stand."""
    window = bytearray(KNOWN.ljust(WINDOW, b"\0"))
    at, place, found = len(KNOWN), 0, bytearray()
    while place < len(data) and len(found) < most:
        flags, place = data[place], place + 1
        for bit in range(8):
            if not flags >> bit & 1:
                piece, place = bytes(data[place : place + 1]), place + 1
            else:
                piece, place = _from_window(window, data[place : place + 2], at), place + 2
            if not piece:
                return bytes(found[:most])
            for one in piece:
                window[at] = one
                at = at + 1 & MASK
            found += piece
    return bytes(found[:most])


def _from_window(window: bytearray, named: memoryview, at: int) -> bytes:
    """A piece of the window; nothing at the end. It may run into itself, and then repeats."""
    if len(named) < 2:
        return b""
    start, length = named[0] << 4 | named[1] >> 4, (named[1] & 15) + 2
    if start == at:
        return b""
    own = (at - start & MASK) or WINDOW
    return bytes(window[start + place % own & MASK] for place in range(length))
