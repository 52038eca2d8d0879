"""The kinds of values that `floor.toml` holds, each with its check."""

import re
from collections.abc import Callable
from datetime import timedelta
from typing import Annotated

from pydantic import BaseModel, BeforeValidator, ConfigDict, Field
from pydantic_core import PydanticCustomError

from engine.house.skills import read as read_skill
from engine.policy import Absence
from tui.settings.absence_words import absence_of
from tui.spans import rest_of, span_of

UNITS = {"B": 1, "KiB": 1024, "MiB": 1024**2, "GiB": 1024**3}


def said(check: Callable[[str], object]) -> BeforeValidator:
    """Turn a check that raises ValueError with a sentence into one whose sentence reaches the person as it is."""

    def validate(value: object) -> object:
        if not isinstance(value, str):
            raise PydanticCustomError("string_type", "text")
        try:
            return check(value)
        except ValueError as error:
            raise PydanticCustomError("said", "{words}", {"words": str(error)}) from None

    return BeforeValidator(validate)


def absence_kind(value: object) -> Absence:
    """Read a pool's absence, with a sentence where it is none."""
    try:
        return absence_of(value)
    except ValueError as error:
        raise PydanticCustomError("said", "{words}", {"words": str(error)}) from None


def _shown(text: str) -> str:
    if not text.strip() or not text.isprintable() or len(text) > 120:
        raise ValueError("must be a line of 1 to 120 printable characters")
    return text


def _skill(text: str) -> str:
    read_skill(_shown(text))
    return text


def _size(value: object) -> object:
    """Read `"200 MiB"`; a bare number is bytes."""
    if not isinstance(value, str):
        return value
    found = re.fullmatch(r"(\d{1,9})\s*(B|KiB|MiB|GiB)", value.strip(), re.ASCII)
    if found is None:
        raise PydanticCustomError("said", "{words}", {"words": 'must be a size, like "64 KiB" or "200 MiB"'})
    return int(found[1]) * UNITS[found[2]]


Line = Annotated[str, said(_shown)]
Skill = Annotated[str, said(_skill)]
Id = Annotated[str, Field(pattern=r"^[A-Za-z0-9][A-Za-z0-9_.-]{0,63}$")]
Span = Annotated[timedelta, said(span_of)]
Rest = Annotated[timedelta, said(rest_of)]
Cap = Annotated[int, Field(ge=0, le=1_000_000)]
Count = Annotated[int, Field(ge=1, le=1_000_000)]


Size = Annotated[int, BeforeValidator(_size)]
"""Bytes as a number, or with a unit: `"200 MiB"`."""


class Table(BaseModel):
    """A table whose every key is known."""

    model_config = ConfigDict(extra="forbid", frozen=True, strict=True)
