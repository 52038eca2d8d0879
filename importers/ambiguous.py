"""Words that mean different things in different files, and how the values under them decide."""

from collections.abc import Callable, Sequence

from importers.cells import dates
from importers.cells.emails import looks_like_email
from importers.cells.phones import DAMAGED, looks_like_phone

SALUTATIONS = frozenset({
    "mr", "mrs", "ms", "miss", "mx", "dr", "prof", "herr", "frau", "fräulein", "m", "mme", "mlle",
    "monsieur", "madame", "sr", "sra", "srta", "sir",
})  # fmt: skip
STATUS_WORDS = frozenset({
    "open", "new", "closed", "won", "lost", "qualified", "unqualified", "contacted", "working",
    "nurturing", "active", "hot", "cold",
})  # fmt: skip

Values = Sequence[str]
"""Some non-blank values of a column."""
Decide = Callable[[Values, str], str]
"""The field that the values speak for, given the one that the word names."""


def mostly(test: Callable[[str], object], values: Values) -> bool:
    """Whether at least half of the values pass."""
    if len(values) == 1:
        return bool(test(values[0]))
    return bool(values) and sum(map(bool, map(test, values))) * 2 >= len(values)


def _title(values: Values, field: str) -> str:
    return "salutation" if mostly(lambda value: value.casefold().strip(". ") in SALUTATIONS, values) else field


def _contact(values: Values, field: str) -> str:
    if mostly(looks_like_email, values):
        return "email"
    return "phone" if mostly(looks_like_phone, values) else field


def _phone_or_nothing(values: Values, field: str) -> str:
    return (
        field if mostly(lambda value: looks_like_phone(value) or DAMAGED.fullmatch(value) is not None, values) else ""
    )


def _lead(values: Values, field: str) -> str:
    if mostly(lambda value: any(char.isdigit() for char in value) and " " not in value, values):
        return "external_id"
    return field


def _token(values: Values, field: str) -> str:
    """Under `#` a survey writes its token, and everybody else the row's number."""
    return field if mostly(lambda value: len(value) > 7, values) else ""


def _state(values: Values, field: str) -> str:
    return "status" if mostly(lambda value: value.casefold().partition(" ")[0] in STATUS_WORDS, values) else field


def _date(values: Values, field: str) -> str:
    if mostly(dates.looks_like_date, values):
        return field
    return "time_of_day" if mostly(dates.looks_like_time, values) else ""


def _code(values: Values, field: str) -> str:
    return field if mostly(lambda value: len(value) in (2, 3) and value.isalpha(), values) else ""


def _calling_code(values: Values, field: str) -> str:
    return "country" if mostly(str.isalpha, values) else field


AMBIGUOUS: dict[str, Decide] = {
    "title": _title,
    "prefix": _title,
    "contact": _contact,
    "contact 1": _contact,
    "contact 2": _contact,
    "contact details": _contact,
    "kontakt": _contact,
    "контакт": _contact,
    "联系方式": _contact,
    "연락처": _contact,
    "titel": _title,
    "unvan": _title,
    "number": _phone_or_nothing,
    "numero": _phone_or_nothing,
    "номер": _phone_or_nothing,
    "sms": _phone_or_nothing,
    "account": lambda values, field: "" if mostly(str.isdigit, values) else field,
    "#": _token,
    "lead": _lead,
    "client": _lead,
    "customer": _lead,
    "state": _state,
    "data": _date,
    "date": _date,
    "datum": _date,
    "time": _date,
    "received": _date,
    "submitted": _date,
    "created": _date,
    **dict.fromkeys(("fecha", "tarih", "дата", "日期", "时间", "日付", "paivamaara", "datum"), _date),
    "cc": _code,
    "country code": _calling_code,
    "subscribed": lambda values, field: "" if mostly(dates.looks_like_date, values) else field,
}
"""Words that mean different things in different files, and how the values decide."""
