"""vCards that were written as XML (xCard) or as JSON (jCard), as the lines that a card is made of."""

import re
from collections.abc import Iterator
from itertools import chain, islice, repeat

from lxml import etree

from importers.files.closed_json import Json, parse, text_of
from importers.files.xml_tree import tree_of

XCARD = re.compile(r"\s*(?:<\?xml[^>]*>\s*)?<vcards?\b[^>]*vcard-4\.0")
JCARD = re.compile(r'\s*\[\s*(?:\[\s*)?"vcard"\s*,\s*\[')
ADDRESS = re.compile(r"[\w.+-]{1,64}@[\w-]{1,63}(?:\.[\w-]{1,63}){1,8}")
NOT_SAID = frozenset({"parameters", "additional", "prefix", "suffix"})
STRUCTURED = {
    "n": ("surname", "given"),
    "adr": ("pobox", "ext", "street", "locality", "region", "code", "country"),
}  # fmt: skip
"""What stands in parts, in the order of a card's line."""


def as_cards(text: str) -> str:
    """The text, or the same cards as lines. Raises Unreadable when it is broken."""
    if XCARD.match(text[:1000]):
        return _whole(_written(map(_of_xml, _elements(tree_of(text[text.find("<vcard") :])))), text)
    if JCARD.match(text[:1000]):
        document = parse(text)
        cards = document if isinstance(document, list) and isinstance(document[0], list) else [document]
        return _whole(_written(map(_of_json, cards)), text)
    return text


def _whole(cards: str, text: str) -> str:
    """The cards, and behind them each address that damage left outside of any."""
    lost = [one for one in dict.fromkeys(ADDRESS.findall(text)) if one not in cards]
    return "\n".join([cards, *lost])


def _written(cards: Iterator[list[str]]) -> str:
    return "\n".join(line for card in cards for line in ("BEGIN:VCARD", *card, "END:VCARD"))


def _elements(root: etree._Element) -> Iterator[etree._Element]:
    return (one for one in root.iter() if _name(one) == "vcard")


def _of_xml(card: etree._Element) -> list[str]:
    """The properties of a card, those in groups too."""
    found = (one for one in card.iter() if _name(one.getparent()) in ("vcard", "group") and _name(one) != "group")
    return [_line(_name(one), _types(one), _xml_value(one)) for one in found]


def _types(element: etree._Element) -> str:
    said = (one for one in element.iter() if _name(one) in ("text", "type") and not len(one))
    within = [one.text for one in said if any(_name(above) == "type" for above in (one, *one.iterancestors()))]
    return ",".join(filter(None, within))


def _xml_value(element: etree._Element) -> str:
    parts = STRUCTURED.get(_name(element))
    if parts:
        inside = {_name(one): _escaped(one.text or "") for one in element}
        return ";".join(inside.get(part, "") for part in parts)
    texts = (one.text or "" for one in element if _name(one) not in NOT_SAID)
    return ";".join(filter(None, map(_escaped, texts)))


def _of_json(card: Json) -> list[str]:
    """`["vcard", [[name, parameters, kind, value, ...], ...]]`."""
    properties = card[1] if isinstance(card, list) and len(card) > 1 else []
    return [_json_line(one) for one in properties if isinstance(one, list)] if isinstance(properties, list) else []


def _json_line(one: list[Json]) -> str:
    name, parameters, _, value = islice(chain(one, repeat("")), 4)
    types = parameters.get("type", "") if isinstance(parameters, dict) else ""
    kinds = ",".join(map(text_of, types)) if isinstance(types, list) else _scalar(types)
    values = value if isinstance(value, list) else [value]
    return _line(_scalar(name), kinds, ";".join(_escaped(_scalar(part)) for part in values))


def _scalar(value: Json) -> str:
    """A text; parts of parts share one."""
    if isinstance(value, list):
        return " ".join(text_of(one) for one in value if not isinstance(one, dict | list))
    return "" if isinstance(value, dict) else text_of(value)


def _line(name: str, types: str, value: str) -> str:
    plain = re.sub(r"[^\w,-]", "", types)
    return f"{re.sub(r'[^a-zA-Z0-9-]', '', name).upper() or 'X'}{f';TYPE={plain}' if plain else ''}:{value}"


def _escaped(text: str) -> str:
    return re.sub(r"([\\;])", r"\\\1", " ".join(text.split()))


def _name(element: etree._Element | None) -> str:
    tag = element.tag if element is not None else ""
    return tag.rpartition("}")[2].casefold() if isinstance(tag, str) else ""
