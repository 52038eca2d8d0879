"""XML as a tree, however broken it is.

Law: no declaration, entity or address in it is ever followed.
"""

from lxml import etree

from importers.limits import limits, too_deep
from importers.record import Unreadable


def tree_of(text: str) -> etree._Element:
    """The root of what can be made of the text. Raises Unreadable for nothing at all, and for what is too deep."""
    parser = etree.XMLParser(
        recover=True, resolve_entities=False, no_network=True, load_dtd=False, remove_comments=True, remove_pis=True,
        encoding="utf-8", huge_tree=False,
    )  # fmt: skip
    root = etree.fromstring(text.encode("utf-8", "replace"), parser)
    if root is None:
        raise Unreadable("The XML cannot be read.")
    depth = 0
    for event, _ in etree.iterwalk(root, events=("start", "end")):
        depth += 1 if event == "start" else -1
        if depth > limits().xml_depth:
            raise Unreadable(too_deep("XML", "xml_depth", limits().xml_depth))
    return root
