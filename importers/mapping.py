"""Which columns are which fields: by their headings first, by their values where headings are not enough."""

import re
from collections.abc import Callable, Iterable, Mapping
from functools import lru_cache
from typing import NamedTuple

from engine.value import Value
from importers.ambiguous import AMBIGUOUS, Decide, Values, mostly
from importers.cells import dates
from importers.cells.emails import looks_like_email
from importers.cells.phones import looks_like_phone
from importers.headings import (
    ASKED_RANK,
    NEVER_THIS,
    NOTHING,
    Meaning,
    is_opaque,
    meaning,
    normalised,
    speaks_of_mail,
    speaks_of_phones,
)
from importers.limits import TEXTS_KEPT

SAMPLE_RECORDS = 200
"""Records read ahead to learn what a column holds."""
CONTACT_FIELDS = frozenset({"email", "phone", "phone_last"})
SWAPPED = {"email": "phone", "phone": "email"}
BY_VALUE_RANK = 500
TOLD_RANK = -1
IGNORE = "ignore"
NOTHING_TOLD: Mapping[str, str] = {}

SHAPES_MAX = 1_000
"""So many sets of headings are remembered: a sender's deliveries are all alike."""
NAMED_BY_OTHERS = frozenset({"name", "naam", "nome", "namn", "ad", "nom", "nombre"})
"""Headings that mean one part of a name or the whole, by what stands beside them."""

REFERENCE = re.compile(r"(?:rec|usr|tbl)(?=\w*\d)[A-Za-z0-9]{14}(?:; (?:rec|usr|tbl)[A-Za-z0-9]{14})*")
"""A row of another table of Airtable's."""

Samples = Mapping[str, Values]
"""Some non-blank values by heading."""


class Plan(Value):
    """What to read from where: headings by field, best first."""

    fields: dict[str, tuple[str, ...]]
    month_first: bool = False
    id_is_counter: bool = False

    @property
    def has_contact(self) -> bool:
        """Whether any column could reach a person."""
        return any(field in self.fields for field in CONTACT_FIELDS)


class _Shape(NamedTuple):
    """What headings say before any value is looked at."""

    columns: dict[str, Meaning]
    decided: dict[str, Decide]
    """The headings of which the values decide."""
    has_names: bool
    ours: frozenset[str]
    """The headings that begin with `User`."""


@lru_cache(maxsize=SHAPES_MAX)
def _shape(headings: tuple[str, ...]) -> _Shape:
    columns = {heading: meaning(heading) for heading in headings}
    words = {heading: normalised(heading) for heading in headings}
    return _Shape(
        columns,
        decided={heading: AMBIGUOUS[word] for heading, word in words.items() if word in AMBIGUOUS},
        has_names=not NAMED_BY_OTHERS.isdisjoint(words.values()),
        ours=frozenset(heading for heading, word in words.items() if word.startswith("user ")),
    )


def plan(headings: Iterable[str], samples: Samples, region: str = "", told: Mapping[str, str] = NOTHING_TOLD) -> Plan:
    """Decide what each column is. What the floor has `told` of a heading is not asked again."""
    shape = _shape(tuple(headings))
    columns = dict(shape.columns)
    _settle_by_values(columns, shape.decided, samples)
    if shape.has_names:
        _settle_names(columns)
    if shape.ours:
        _settle_users(columns, shape.ours, samples)
    if told:
        _follow(columns, told)
    _find_by_values(columns, samples)
    fields = _by_field(tuple(columns.items()))
    created = [value for heading in fields.get("created_at", ())[:1] for value in samples.get(heading, ())]
    ids = fields.get("external_id", ())
    return Plan(
        fields=fields,
        month_first=dates.is_month_first(created, region),
        id_is_counter=bool(ids) and _is_counter(ids[0], samples.get(ids[0], ())),
    )


def _follow(columns: dict[str, Meaning], told: Mapping[str, str]) -> None:
    """Put what the floor says of its own headings above what the words say."""
    fields = {normalised(heading): field for heading, field in told.items()}
    for heading in columns:
        field = fields.get(normalised(heading))
        if field is not None:
            columns[heading] = NEVER_THIS if field == IGNORE else Meaning(field, TOLD_RANK)


def has_email_or_phone(cells: Iterable[str]) -> bool:
    """Whether a row holds a contact by value: then it is data, never headings."""
    return any(looks_like_email(cell) or looks_like_phone(cell) for cell in cells if cell)


@lru_cache(maxsize=SHAPES_MAX)
def _by_field(columns: tuple[tuple[str, Meaning], ...]) -> dict[str, tuple[str, ...]]:
    """Best heading first. Contacts keep the file's own order: its first phone is the one meant."""
    ranked: dict[str, list[tuple[int, int, str]]] = {}
    for place, (heading, named) in enumerate(columns):
        if named.field:
            is_contact = named.field in CONTACT_FIELDS and named.rank < BY_VALUE_RANK
            rank = min(named.rank, 0) if is_contact else named.rank
            ranked.setdefault(named.field, []).append((rank, place, heading))
    return {field: tuple(heading for _, _, heading in sorted(found)) for field, found in ranked.items()}


def _settle_by_values(columns: dict[str, Meaning], decided: Mapping[str, Decide], samples: Samples) -> None:
    for heading, named in list(columns.items()):
        values = samples.get(heading)
        if not values:
            continue
        decide = decided.get(heading)
        if decide and named.field:
            field = decide(values, named.field)
            columns[heading] = named._replace(field=field) if field else Meaning("")
        elif named.field in SWAPPED:
            field = _swapped(values, named.field)
            columns[heading] = named._replace(field=field) if _is_answered(named, field, values) else NOTHING
        elif named.field == "time_of_day" and mostly(dates.looks_like_date, values):
            columns[heading] = named._replace(field="created_at")
        elif named.field != "external_id" and mostly(REFERENCE.fullmatch, values):
            columns[heading] = NOTHING


def _swapped(values: Values, field: str) -> str:
    """E-mails under `Phone`, or phones under `Email`: somebody's columns have moved."""
    is_other = looks_like_email if field == "phone" else looks_like_phone
    return SWAPPED[field] if mostly(is_other, values) else field


def _is_answered(named: Meaning, field: str, values: Values) -> bool:
    """`Can we email you?` asks for no address."""
    is_one = looks_like_email if field == "email" else looks_like_phone
    return named.rank < ASKED_RANK or mostly(is_one, values)


def _settle_names(columns: dict[str, Meaning]) -> None:
    """`Name` beside `Vorname` is the family name; `Nom` or `Nombre` alone is the whole one."""
    fields = {named.field for named in columns.values()}
    for heading, named in list(columns.items()):
        word = normalised(heading)
        if word in ("name", "naam", "nome", "namn") and named.field == "full_name":
            if "first_name" in fields and "last_name" not in fields:
                columns[heading] = named._replace(field="last_name")
            elif word == "nome" and "last_name" in fields and "first_name" not in fields:
                columns[heading] = named._replace(field="first_name")
        elif word == "ad" and "last_name" not in fields:
            columns[heading] = NEVER_THIS
        elif (word == "nom" and "first_name" not in fields) or (word == "nombre" and "last_name" not in fields):
            columns[heading] = named._replace(field="full_name")


def _settle_users(columns: dict[str, Meaning], ours: frozenset[str], samples: Samples) -> None:
    """Beside `Invitee Email`, `User Email` is that of whoever has the account."""
    told = {named.field for heading, named in columns.items() if heading not in ours and samples.get(heading)}
    for heading in ours:
        if columns[heading].field in told & (CONTACT_FIELDS | {"full_name"}):
            columns[heading] = NEVER_THIS


def _find_by_values(columns: dict[str, Meaning], samples: Samples) -> None:
    """Columns without a telling heading: at least half of their values look like e-mails, or like phones."""
    free = [heading for heading, named in columns.items() if not named.field and not named.is_never]
    is_told = any(named.field == "email" and samples.get(heading) for heading, named in columns.items())
    held = [heading for heading in free if mostly(looks_like_email, samples.get(heading, ()))]
    is_named = any(map(speaks_of_mail, held))
    for heading in held:
        if is_opaque(heading) or not (is_told or is_named) or (not is_told and speaks_of_mail(heading)):
            columns[heading] = Meaning("email", BY_VALUE_RANK)
    told = {named.field for named in columns.values()}
    for heading in free:
        test = _phone_test(heading, told)
        if test and not columns[heading].field and mostly(test, samples.get(heading, ())):
            columns[heading] = Meaning("phone", BY_VALUE_RANK)
    if all(heading.startswith("column ") for heading in columns):
        _find_name(columns, samples)


def _phone_test(heading: str, told: set[str]) -> Callable[[str], bool] | None:
    """How a column is known to hold phones, by what its heading says and which fields are told already."""
    if is_opaque(heading):
        return _is_phone_text
    is_open = "phone" not in told if speaks_of_phones(heading) else told.isdisjoint(CONTACT_FIELDS)
    return _is_written_phone if is_open and not _is_counted(heading) else None


def _find_name(columns: dict[str, Meaning], samples: Samples) -> None:
    """A file without headings: the first column of mostly words is the name."""
    for heading, named in columns.items():
        if not named.field and mostly(_is_name, samples.get(heading, ())):
            columns[heading] = Meaning("full_name", BY_VALUE_RANK)
            return


@lru_cache(maxsize=TEXTS_KEPT)
def _is_counted(heading: str) -> bool:
    """Long numbers that are no phones: ids, prices, dates."""
    return (
        re.search(r"\b(id|ids|no|nr|number|key|code|price|amount|date|time|at|sku|ean|isbn)\b", normalised(heading))
        is not None
    )


def _is_phone_text(value: str) -> bool:
    """A bare run of digits in a column nobody named is more often an id than a phone; ten to twelve may be one."""
    return looks_like_phone(value) and (not value.isdigit() or 10 <= len(value) <= 12)


def _is_written_phone(value: str) -> bool:
    """Under a heading that says something else, only what is written as a phone is one."""
    return looks_like_phone(value) and not value.isdigit()


def _is_name(value: str) -> bool:
    return (
        1 < len(value) < 80 and not any(char.isdigit() for char in value) and "@" not in value and value[:1].isalpha()
    )


def _is_counter(heading: str, values: Values) -> bool:
    """1, 2, 3 ... is a row's place, not its name."""
    if not all(value.isdecimal() and value.isascii() and len(value) < 7 for value in values):
        return False
    numbers = [int(value) for value in values]
    is_row_like = (
        bool(numbers) and numbers[0] in (0, 1) and numbers == list(range(numbers[0], numbers[0] + len(numbers)))
    )
    return is_row_like or normalised(heading) in ("index", "#", "row", "no", "nr")
