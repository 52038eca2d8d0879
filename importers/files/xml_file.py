"""Reads XML that is a list of some tool's own: the elements that repeat, and reach a person.

Law: no declaration, entity or address in it is ever followed.
"""

from collections.abc import Iterator
from pathlib import Path

from lxml import etree

from importers.files.decoding import encoding_of_markup
from importers.files.whole import whole_text
from importers.files.xml_tree import tree_of
from importers.headings import known_words, meaning
from importers.limits import limits, too_wide
from importers.mapping import CONTACT_FIELDS
from importers.record import RAW_CHARS_MAX, Headings, Hints, Read, Record, Reject, Unreadable, cut

HEAD_CHARS = 1_000
ALONE = "This reaches a person, but stands alone beside a list of others: it is no lead of that list."
UNREAD = "{} is XML that holds no list of anything."


def read(path: Path, hints: Hints) -> Iterator[Read]:
    """Yield the headings of each list that has to do with people, then a record per item of it."""
    name = hints.name or path.name
    text = whole_text(path, hints, "XML", "save the list as CSV", encoding_of_markup)
    yield from _lists(_parsed(text, name), name)


def items_of(text: str, place: str) -> Iterator[Record | Reject]:
    """The items of a text that is no file. Raises Unreadable when there are none."""
    for one in _lists(_parsed(text, place), place):
        if not isinstance(one, Headings):
            yield one


def _lists(root: etree._Element, name: str) -> Iterator[Read]:
    """Each list of people in turn, under its headings; what reaches a person and is no list is told."""
    number = 0
    for items in _groups_of_people(root, name):
        if number and len(items) == 1:
            yield Reject(place=f"{name} <{_name(items[0])}>", reason=ALONE, raw=_raw(items[0]))
            continue
        cells = [_cells(item) for item in items]
        yield Headings(names=tuple(dict.fromkeys(key for one in cells for key in one)), place=name)
        for item, said in zip(items, cells, strict=True):
            number += 1
            yield _record(item, said, f"{name} record {number}")


def _record(item: etree._Element, said: dict[str, str], place: str) -> Read:
    raw = _raw(item)
    if len(said) > limits().columns:
        return Reject(place=place, reason=too_wide("The record", len(said)), raw=raw[:1000])
    return Record(place=place, cells=said, raw=raw)


def _parsed(text: str, name: str) -> etree._Element:
    start = text.find("<", text.rfind("?>", 0, HEAD_CHARS) + 1)
    try:
        return tree_of(text[max(start, 0) :])
    except Unreadable as fault:
        raise Unreadable(f"{name} cannot be read. {fault}") from fault


def _raw(item: etree._Element) -> str:
    return cut(etree.tostring(item, encoding="unicode", with_tail=False), RAW_CHARS_MAX)


def _groups_of_people(root: etree._Element, name: str) -> list[list[etree._Element]]:
    """The list whose fields reach a person and are known best, then each other that does and stands outside of it.

    Of equals the longest, then the first. What stands inside an agent or whoever else is no lead is left out.
    """
    groups: dict[str, list[etree._Element]] = {}
    others: set[etree._Element] = set()
    for element in root.iter():
        if element.getparent() in others or meaning(_name(element)).is_never:
            others.add(element)
        elif len(element) or element.attrib:
            groups.setdefault(_name(element), []).append(element)
    if not groups:
        raise Unreadable(UNREAD.format(name))
    best, *more = sorted(groups.values(), key=_worth, reverse=True)
    found, taken = [best], _around_and_inside(best)
    for items in more:
        if _worth(items)[0] and taken.isdisjoint(items):
            found.append(items)
            taken |= _around_and_inside(items)
    return found


def _around_and_inside(items: list[etree._Element]) -> set[etree._Element]:
    """What speaks of the same people: the items, all in them, and all that they stand in."""
    return {one for item in items for one in (*item.iterancestors(), *item.iter())}


def _worth(items: list[etree._Element]) -> tuple[bool, int, int]:
    first = {key for item in items[:20] for key in _leaves(item)}
    return any(meaning(key).field in CONTACT_FIELDS for key in first), known_words(sorted(first)), len(items)


def _leaves(item: etree._Element) -> list[str]:
    """The names of what an item says of itself, be it text or wrapped once more: `<email><text>...`."""
    said = [one for one in item if (one.text or "").strip() or any((inner.text or "").strip() for inner in one)]
    return [*map(_bare, item.attrib), *map(_name, said)]


def _cells(item: etree._Element) -> dict[str, str]:
    """All texts inside, by the names above them; what comes again is numbered."""
    cells: dict[str, str] = {}
    waiting = [(item, "")]
    while waiting:
        element, path = waiting.pop(0)
        said = [(f"{path}{_bare(key)}", value) for key, value in element.attrib.items()]
        if element is not item and not len(element):
            said.append((path.removesuffix("."), element.text or ""))
        for key, value in said:
            _keep(cells, key, " ".join(str(value).split()))
        waiting = [*((one, f"{path}{_name(one)}.") for one in element), *waiting]
    return cells


def _keep(cells: dict[str, str], key: str, value: str) -> None:
    name, number = key, 1
    while name in cells:
        number += 1
        name = f"{key} ({number})"
    cells[name] = value


def _name(element: etree._Element) -> str:
    return _bare(element.tag) if isinstance(element.tag, str) else ""


def _bare(tag: str) -> str:
    return str(tag).rpartition("}")[2].rpartition(":")[2]
