"""Digits and letters as tall as a wall needs them, drawn in whole and half blocks."""

import unicodedata
from functools import lru_cache

PIXELS_HIGH = 5

_GLYPHS = {
    "0": "### #.# #.# #.# ###", "1": ".#. ##. .#. .#. ###", "2": "### ..# ### #.. ###", "3": "### ..# ### ..# ###",
    "4": "#.# #.# ### ..# ..#", "5": "### #.. ### ..# ###", "6": "### #.. ### #.# ###", "7": "### ..# ..# ..# ..#",
    "8": "### #.# ### #.# ###", "9": "### #.# ### ..# ###", ":": ". # . # .", ".": ". . . . #",
    "-": "... ... ### ... ...", "–": "... ... ### ... ...", "%": "#.# ..# .#. #.. #.#", "/": "..# ..# .#. #.. #..",
    "+": "... .#. ### .#. ...", " ": ". . . . .", "?": "### ..# .#. ... .#.", "'": "# # . . .",
    "A": ".#. #.# ### #.# #.#", "B": "##. #.# ##. #.# ##.", "C": "### #.. #.. #.. ###", "D": "##. #.# #.# #.# ##.",
    "E": "### #.. ##. #.. ###", "F": "### #.. ##. #.. #..", "G": "### #.. #.# #.# ###", "H": "#.# #.# ### #.# #.#",
    "I": "### .#. .#. .#. ###", "J": "..# ..# ..# #.# ###", "K": "#.# #.# ##. #.# #.#", "L": "#.. #.. #.. #.. ###",
    "M": "#...# ##.## #.#.# #...# #...#", "N": "#..# ##.# #.## #..# #..#", "O": ".#. #.# #.# #.# .#.",
    "P": "### #.# ### #.. #..", "Q": ".##. #..# #..# #.## .###", "R": "##. #.# ##. #.# #.#",
    "S": ".## #.. .#. ..# ##.", "T": "### .#. .#. .#. .#.", "U": "#.# #.# #.# #.# ###", "V": "#.# #.# #.# #.# .#.",
    "W": "#...# #...# #.#.# ##.## #...#", "X": "#.# #.# .#. #.# #.#", "Y": "#.# #.# .#. .#. .#.",
    "Z": "### ..# .#. #.. ###", "!": "# # # . #", "●": ".###. ##### ##### ##### .###.",
    "○": ".###. #...# #...# #...# .###.", "◐": ".###. ##..# ##..# ##..# .###.",
    "×": "#...# .#.#. ..#.. .#.#. #...#", "»": "#.#.. .#.#. ..#.# .#.#. #.#..", "h": "#.. #.. ##. #.# #.#",
    "d": "..# ..# .## #.# .##", "m": "..... ..... ####. #.#.# #.#.#",
}  # fmt: skip
"""Five rows of pixels for each letter."""

_BLOCKS = {(False, False): " ", (True, False): "▀", (False, True): "▄", (True, True): "█"}


def can_be_big(text: str) -> bool:
    """Whether every letter of a text can be drawn."""
    return all(char in _GLYPHS for char in drawable(text))


def drawable(text: str) -> str:
    """Return a text in the letters that can be drawn, as far as it can: capitals without accents."""
    bare = "".join(char for char in unicodedata.normalize("NFKD", text) if not unicodedata.combining(char))
    return "".join(char if char in _GLYPHS else char.upper() for char in bare)


def big_width(text: str, wide: int) -> int:
    """Return how many cells a text takes whose pixels are `wide` cells wide."""
    widths = [len(_GLYPHS[char].split(" ")[0]) for char in text]
    return wide * (sum(widths) + max(0, len(widths) - 1))


def big_height(high: int) -> int:
    """Return how many rows a text takes whose pixels are `high` half rows high."""
    return -(-PIXELS_HIGH * high // 2)


@lru_cache(512)
def big(text: str, wide: int, high: int) -> tuple[str, ...]:
    """Return the rows of a text, every letter of which can be drawn."""
    rows = [_pixels(text, y, wide) for y in range(PIXELS_HIGH) for _ in range(high)]
    rows += [[False] * len(rows[0])] * (len(rows) % 2)
    pairs = zip(rows[::2], rows[1::2], strict=True)
    return tuple("".join(_BLOCKS[cell] for cell in zip(above, below, strict=True)) for above, below in pairs)


def _pixels(text: str, y: int, wide: int) -> list[bool]:
    glyphs = [_GLYPHS[char].split(" ")[y] for char in text]
    return [dot == "#" for dot in ".".join(glyphs) for _ in range(wide)]
