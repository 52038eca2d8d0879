"""Mails that a provider took apart and posted, put together again so that the mail reader can read them."""

import base64
import binascii
from collections.abc import Iterator, Mapping
from urllib.parse import parse_qsl

from importers.files.closed_json import Json, parse
from importers.files.mail_parts import file_name, header, mail_of, unpacked
from importers.files.mail_writing import KEPT, Attached, written
from importers.hooks.payload import FORM, PARTS, document_of, form_parts
from importers.limits import limits, too_wide
from importers.providers.provider import Letter
from importers.providers.shaping import find
from importers.record import Unreadable, cut

CHARSETS = "charsets"
"""Where a form says what each of its fields is written in."""
UNQUOTED = str.maketrans("", "", '"\\')
AS_BYTES = "surrogateescape"
"""Bytes that are no UTF-8 pass through texts as they are."""
NAMES = ("Name", "name", "filename", "fileName")
DATA = ("Content", "content", "data")


def as_mail(letter: Letter, media_type: str, body: bytes) -> bytes:
    """The mail in a delivery. Raises Unreadable for a body that is broken."""
    document, files = _opened(media_type, body, letter.whole)
    if letter.whole and (whole := _text(document, letter.whole)):
        return _as_sent(whole)
    others = _others(find(document, letter.others))
    said = {name: others.get(name.casefold(), "") for name in KEPT}
    said |= {name: text for name, path in letter.headers.items() if (text := _text(document, path))}
    if letter.sender and (name := _text(document, letter.sender)):
        said["From"] = f'"{name.translate(UNQUOTED)}" <{said["From"]}>'
    page = _text(document, letter.page).encode("utf-8", "replace")
    listed = find(document, letter.files) if letter.files else None
    return written(said, _text(document, letter.text), page, [*files, *_attached(listed)])


def _as_sent(whole: str) -> bytes:
    try:
        return whole.encode("utf-8", AS_BYTES)
    except UnicodeEncodeError:
        return whole.encode("utf-8", "replace")


def _opened(media_type: str, body: bytes, whole: str) -> tuple[Json, list[Attached]]:
    """The fields of a delivery, each in the letters that it is written in, and the files beside them."""
    bare = media_type.partition(";")[0].strip().casefold()
    if bare not in (FORM, PARTS):
        return document_of(media_type, body), []
    fields: dict[str, bytes] = {}
    files: list[Attached] = []
    for name, file, data in _fields(bare, media_type, body):
        if file:
            files.append(Attached(file, data))
        else:
            fields.setdefault(name, data)
    told = _object(fields.get(CHARSETS, b""))
    said: dict[str, Json] = {name: _decoded(data, str(told.get(name, "utf-8"))) for name, data in fields.items()}
    if whole in fields:  # it says itself what it is written in
        said[whole] = fields[whole].decode("utf-8", AS_BYTES)
    return said, files


def _fields(bare: str, media_type: str, body: bytes) -> Iterator[tuple[str, str, bytes]]:
    """Name, file name and bytes."""
    if bare == FORM:
        try:
            text = body.decode("ascii", "replace")
            pairs = parse_qsl(text, True, errors=AS_BYTES, max_num_fields=limits().columns)
        except ValueError:
            raise Unreadable(too_wide("The form")) from None
        yield from ((name, "", value.encode("utf-8", AS_BYTES)) for name, value in pairs)
        return
    for name, _, part in form_parts(media_type, body):
        yield name, file_name(part), unpacked(part).removesuffix(b"\r\n")


def _object(text: bytes) -> Mapping[str, Json]:
    try:
        found = parse(text.decode("utf-8", "replace")) if text else None
    except Unreadable:
        return {}
    return found if isinstance(found, dict) else {}


def _decoded(data: bytes, charset: str) -> str:
    for encoding in (charset, "utf-8"):
        try:
            return data.decode(encoding)
        except (UnicodeError, LookupError, ValueError):
            continue
    return data.decode("cp1252", "replace")


def _others(told: Json) -> dict[str, str]:
    """Headers by their names in small letters; of equal ones the first."""
    if isinstance(told, str) and not told.lstrip().startswith("["):
        mail = mail_of(told.encode("utf-8", "replace"))
        return {name.casefold(): header(mail, name) for name in KEPT}
    try:
        listed = parse(told) if isinstance(told, str) else told
    except Unreadable:
        return {}
    found: dict[str, str] = {}
    for one in listed if isinstance(listed, list) else ():
        pair = [one.get("Name"), one.get("Value")] if isinstance(one, dict) else one
        if isinstance(pair, list) and len(pair) > 1:
            found.setdefault(str(pair[0]).casefold(), str(pair[1]))
    return found


def _attached(listed: Json) -> Iterator[Attached]:
    for one in listed if isinstance(listed, list) else ():
        if isinstance(one, dict):
            try:
                data = base64.b64decode(_first(one, DATA))
            except (binascii.Error, ValueError):
                continue
            yield Attached(cut(_first(one, NAMES), 200), data)


def _first(one: Mapping[str, Json], names: tuple[str, ...]) -> str:
    return next((found for name in names if isinstance(found := one.get(name), str)), "")


def _text(document: Json, path: str) -> str:
    found = find(document, path)
    return found if isinstance(found, str) else ""
