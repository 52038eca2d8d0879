"""Where in a TOML text each key and each value stands."""

from collections.abc import Iterator
from typing import NamedTuple

import tree_sitter
import tree_sitter_toml

Path = tuple[str | int, ...]
Place = tuple[int, int]
"""Line and column, counted from one as editors do."""

_PARSER = tree_sitter.Parser(tree_sitter.Language(tree_sitter_toml.language()))
_KEYS = frozenset({"bare_key", "quoted_key", "dotted_key"})


class Places:
    """The places of a text, by path: `("rules", 0, "when", "country")`."""

    def __init__(self, text: str) -> None:
        self.keys: dict[Path, Place] = {(): (1, 1)}
        self.values: dict[Path, Place] = {}
        self._lines = text.encode().split(b"\n")
        self._sizes: dict[Path, int] = {}
        for node in _PARSER.parse(text.encode()).root_node.named_children:
            if node.type in ("table", "table_array_element"):
                self._read_table(node)
            else:
                self._read_pair(node, ())

    def of_key(self, path: Path) -> Place:
        """Return where a key stands, or else the nearest thing around it."""
        while path not in self.keys and path not in self.values:
            path = path[:-1]
        return self.keys.get(path) or self.values[path]

    def of_value(self, path: Path) -> Place:
        """Return where a value begins, or else its key."""
        return self.values.get(path) or self.of_key(path)

    def _read_table(self, node: tree_sitter.Node) -> None:
        """Read a `[table]` or one element of `[[tables]]` with its pairs."""
        path: Path = ()
        segments = list(_segments(node.named_children[0]))
        for number, segment in enumerate(segments):
            path = (*path, segment.name)
            self.keys.setdefault(path, self._place(segment.node))
            is_last = number + 1 == len(segments)
            if is_last and node.type == "table_array_element":
                self._sizes[path] = self._sizes.get(path, 0) + 1
            if path in self._sizes:
                path = (*path, self._sizes[path] - 1)
                self.keys.setdefault(path, self._place(segment.node))
        for child in node.named_children[1:]:
            self._read_pair(child, path)

    def _read_pair(self, node: tree_sitter.Node, path: Path) -> None:
        if node.type != "pair" or len(node.named_children) < 2:
            return
        for segment in _segments(node.named_children[0]):
            path = (*path, segment.name)
            self.keys.setdefault(path, self._place(segment.node))
        self._read_value(node.named_children[1], path)

    def _read_value(self, node: tree_sitter.Node, path: Path) -> None:
        self.values[path] = self._place(node)
        items = [child for child in node.named_children if child.type != "comment"]
        if node.type == "array":
            for number, item in enumerate(items):
                self._read_value(item, (*path, number))
        elif node.type == "inline_table":
            for pair in items:
                self._read_pair(pair, path)

    def _place(self, node: tree_sitter.Node) -> Place:
        """Return a node's place; the parser counts columns in bytes, people in characters."""
        row, column = node.start_point
        return row + 1, len(self._lines[row][:column].decode(errors="replace")) + 1


class _Segment(NamedTuple):
    name: str
    node: tree_sitter.Node


def _segments(node: tree_sitter.Node) -> Iterator[_Segment]:
    """Yield the parts of a key; a dotted one nests to the left."""
    if node.type == "dotted_key":
        for child in node.named_children:
            if child.type in _KEYS:
                yield from _segments(child)
        return
    text = (node.text or b"").decode(errors="replace")
    yield _Segment(text[1:-1] if node.type == "quoted_key" else text, node)
