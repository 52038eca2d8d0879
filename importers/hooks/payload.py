"""The body of a web-hook as records: JSON, XML, a form, or a form in parts."""

import re
from collections.abc import Iterator, Sequence
from email import message_from_bytes, policy
from email.message import EmailMessage
from typing import cast
from urllib.parse import parse_qsl

from importers.files.closed_json import Json, flatten, parse
from importers.files.json_shapes import records
from importers.hooks import xml_body
from importers.limits import limits, too_wide
from importers.record import Record, Reject, Unreadable, cut

FORM = "application/x-www-form-urlencoded"
PARTS = "multipart/form-data"
BRACKETED = re.compile(r"([^\[\]]+)((?:\[[^\[\]]*\]){1,8})")
FORM_ENCODINGS = frozenset({
    "iso-8859-1", "iso-8859-2", "iso-8859-15", "windows-1250", "windows-1251", "windows-1252", "windows-1254",
    "shift_jis", "iso-2022-jp", "euc-jp", "euc-kr", "ks_c_5601-1987", "gb2312", "gbk", "gb18030", "big5", "koi8-r",
})  # fmt: skip
"""What a form may say that it is written in; each is a name that Python knows."""
JSON_TYPE = re.compile(r"application/(?:[\w.-]+\+)?json")
XML_TYPE = re.compile(r"(?:application|text)/(?:[\w.-]+\+)?xml")
CHALLENGE = re.compile(r"[\w.-]{1,256}", re.ASCII)
CHALLENGE_BYTES_MAX = 1024


Found = Sequence[Record | Reject]
"""The records of a body."""


def is_taken(media_type: str) -> bool:
    """Whether bodies of this type can be read at all."""
    bare = _bare(media_type)
    return bare in (FORM, PARTS) or JSON_TYPE.fullmatch(bare) is not None or XML_TYPE.fullmatch(bare) is not None


def is_form(media_type: str) -> bool:
    """Whether a body is a form, in one piece or in parts."""
    return _bare(media_type) in (FORM, PARTS)


def records_of(media_type: str, body: bytes, place: str) -> Iterator[Record | Reject]:
    """The records in a body. Raises Unreadable when it is broken or of a type that is not taken."""
    bare = _bare(media_type)
    if XML_TYPE.fullmatch(bare):
        yield from xml_body.records(body, place)
    elif xml_body.may_hold_adf(body) and (found_adf := xml_body.in_texts(document_of(media_type, body), place)):
        yield from found_adf
    elif bare == FORM:
        yield _form(dict_of(_pairs(body)), place, body)
    elif bare == PARTS:
        yield _form(dict_of(_parts(media_type, body)), place, body)
    elif JSON_TYPE.fullmatch(bare):
        found = list(records(parse(_text(body))))
        for number, one in enumerate(found, 1):
            yield one.at(place if len(found) == 1 else f"{place} record {number}")
    else:
        raise Unreadable(f"A body of type {bare[:60]!r} cannot be read.")


def document_of(media_type: str, body: bytes) -> Json:
    """The whole body as one document: a form's fields by name, nested where their names say so.

    Raises Unreadable as `records_of` does.
    """
    bare = _bare(media_type)
    if bare == FORM:
        return _nested(dict_of(_pairs(body)))
    if bare == PARTS:
        return _nested(dict_of(_parts(media_type, body)))
    if JSON_TYPE.fullmatch(bare):
        return parse(_text(body))
    raise Unreadable(f"A body of type {bare[:60]!r} cannot be read.")


def challenge_in(body: bytes) -> str:
    """What a sender posts to hear it again: monday.com and Slack ask so whether an address is ours."""
    if len(body) > CHALLENGE_BYTES_MAX or b'"challenge"' not in body:
        return ""
    document = parse(_text(body))
    challenge = document.get("challenge") if isinstance(document, dict) else None
    is_asked = isinstance(document, dict) and document.keys() <= {"challenge", "token", "type"}
    return challenge if is_asked and isinstance(challenge, str) and CHALLENGE.fullmatch(challenge) else ""


def dict_of(pairs: list[tuple[str, str]]) -> dict[str, str]:
    """Fields by name; of equal names the first that is not blank leads, the others are kept beside it."""
    if len(pairs) > limits().columns:
        raise Unreadable(too_wide("The form"))
    cells: dict[str, str] = {}
    for name, value in pairs:
        base = name.strip().removesuffix("[]") or f"column {len(cells) + 1}"
        if value and cells.get(base):
            cells[base] = f"{cells[base]}; {value}"
        else:
            cells[base] = value or cells.get(base, "")
    return cells


def _form(cells: dict[str, str], place: str, body: bytes) -> Record:
    raw = cut(body.decode("utf-8", "replace"), limits().cell)
    return Record(place=place, cells=_opened(cells), raw=raw)


def _nested(cells: dict[str, str]) -> dict[str, Json]:
    """`fields[name][value]` is an object in an object, and a text that is an object becomes one."""
    document: dict[str, Json] = {}
    for name, value in cells.items():
        *outer, last = _steps(name)
        inside: dict[str, Json] = document
        for step in outer:
            below = inside.setdefault(step, {})
            inside = below if isinstance(below, dict) else {}
        inside.setdefault(last, _object_in(value) or value)
    return document


def _steps(name: str) -> list[str]:
    """The parts of a form field's name."""
    found = BRACKETED.fullmatch(name)
    return [found[1], *re.findall(r"\[([^\[\]]*)\]", found[2])] if found else [name]


def _opened(cells: dict[str, str]) -> dict[str, str]:
    """A field that holds an object, as form builders send it, gives its own fields in its place."""
    opened: dict[str, str] = {}
    for name, value in cells.items():
        inside = _inside(value)
        if inside is None:
            opened[name] = value if not opened.get(name) else opened[name]
        else:
            opened.update({key: text for key, text in inside.items() if text and not opened.get(key)})
    return opened


def _inside(value: str) -> dict[str, str] | None:
    found = _object_in(value)
    try:
        return None if found is None else flatten(found)
    except Unreadable:
        return None


def _object_in(value: str) -> dict[str, Json] | None:
    """The object that a text is."""
    if not value.lstrip().startswith("{"):
        return None
    try:
        document = parse(value)
    except Unreadable:
        return None
    return document if isinstance(document, dict) else None


def _pairs(body: bytes) -> list[tuple[str, str]]:
    try:
        text = body.decode("ascii")
    except UnicodeDecodeError:
        raise Unreadable("The form holds bytes that no form may hold.") from None
    for encoding, errors in (("utf-8", "strict"), *_declared(text), ("cp1252", "replace")):
        try:
            return parse_qsl(
                text, keep_blank_values=True, encoding=encoding, errors=errors, max_num_fields=limits().columns
            )
        except UnicodeError:
            continue
        except ValueError:
            raise Unreadable(too_wide("The form")) from None
    return []


def _declared(text: str) -> list[tuple[str, str]]:
    """The encoding that the form says it was filled in with, as Salesforce's do."""
    found = re.search(r"(?:^|&)encoding=([\w.:-]{1,40})(?:&|$)", text, re.ASCII)
    return [(found[1], "strict")] if found and found[1].casefold() in FORM_ENCODINGS else []


def _parts(media_type: str, body: bytes) -> list[tuple[str, str]]:
    """Text parts by name; files that ride along are named, never opened."""
    parts = form_parts(media_type, body)
    return [(name, f"[file {file}]" if file else _part_text(part)) for name, file, part in parts]


def form_parts(media_type: str, body: bytes) -> Iterator[tuple[str, str, EmailMessage]]:
    """The parts of a form: what each is called, and the name of the file that it is, if it is one."""
    head = f"Content-Type: {' '.join(media_type.split())}\r\n\r\n".encode("utf-8", "replace")
    message = message_from_bytes(head + body, policy=policy.HTTP)
    if not message.is_multipart():
        raise Unreadable("The parts of the form cannot be told apart: its boundary is missing.")
    for part in message.iter_parts():
        name = part.get_param("name", "", header="content-disposition")
        yield name if isinstance(name, str) else "", part.get_filename() or "", cast(EmailMessage, part)


def _part_text(part: EmailMessage) -> str:
    content = part.get_payload(decode=True)
    if not isinstance(content, bytes):
        return ""
    try:
        return content.decode(part.get_content_charset("utf-8")).rstrip("\r\n")
    except (UnicodeDecodeError, LookupError):
        return content.decode("cp1252", "replace").rstrip("\r\n")


def _text(body: bytes) -> str:
    try:
        return body.decode("utf-8-sig")
    except UnicodeDecodeError:
        raise Unreadable("The JSON is not UTF-8.") from None


def _bare(media_type: str) -> str:
    return media_type.partition(";")[0].strip().casefold()
