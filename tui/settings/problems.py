"""What is wrong with a `floor.toml`, in sentences."""

import re
from collections.abc import Iterable, Iterator, Sequence
from typing import NamedTuple

from pydantic import ValidationError
from pydantic_core import ErrorDetails

from engine.matching.clauses import nearest
from tui.settings.places import Path, Places
from tui.settings.shape import TABLES


class Problem(NamedTuple):
    """A fault at a path, of the key itself or of what it holds."""

    path: Path
    words: str
    is_key: bool = False


SENTENCES = {
    "missing": 'the key "{key}" is missing',
    "string_type": "must be a text in quotes",
    "int_type": "must be a whole number",
    "int_from_float": "must be a whole number",
    "float_type": "must be a number",
    "bool_type": "must be true or false",
    "list_type": "must be a list in [ ]",
    "dict_type": "must be a table",
    "model_type": "must be a table",
    "model_attributes_type": "must be a table",
    "too_short": "must not be empty",
    "greater_than": "must be above {gt}",
    "greater_than_equal": "must be at least {ge}",
    "less_than": "must be below {lt}",
    "less_than_equal": "must be at most {le}",
    "finite_number": "must be a number",
    "string_pattern_mismatch": "{pattern_words}",
    "said": "{words}",
}
"""Kind of fault to sentence; what is not here is said as the checker says it."""

PATTERNS = {
    "id": "must be letters, digits, dots, dashes and underscores, at most 64",
    "name": "must be letters, digits, dashes and underscores, at most 64: it is part of an address",
    "header": "must be the name of a header: letters, digits and dashes",
    "after_hours_ack": 'must be "sms" or "email"',
    "country": 'must be two letters, like "DE"',
}


def shape_problems(error: ValidationError) -> Iterator[Problem]:
    """Yield a problem for each key that does not fit the shape of the file."""
    for detail in error.errors(include_url=False):
        yield _problem(detail)


def lines(problems: Iterable[Problem], places: Places, name: str, kind: str = "") -> list[str]:
    """Return a line for each problem, in the order of the file: `floor.toml:18:24: rules[3].strategy: …`.

    `kind` stands before those that are no faults: `warning: `.
    """
    placed = [(places.of_key(it.path) if it.is_key else places.of_value(it.path), it) for it in problems]
    placed.sort(key=lambda pair: (pair[0], pair[1].words))
    told = (
        f"{name}:{line}:{column}: {kind}{dotted(it.path)}{it.words}" for (line, column), it in dict.fromkeys(placed)
    )
    return list(map(on_one_line, told))


def on_one_line(text: str) -> str:
    """Return a text with every letter that would move the cursor or break the line made visible."""
    return "".join(letter if letter.isprintable() else "\ufffd" for letter in text)


def dotted(path: Sequence[str | int]) -> str:
    """Return a path as people write it, list places counted from one, with a colon: `rules[3].strategy: `."""
    text = "".join(f"[{part + 1}]" if isinstance(part, int) else f".{part}" for part in path)
    return f"{text.lstrip('.')}: " if text else ""


def _problem(detail: ErrorDetails) -> Problem:
    path: Path = detail["loc"]
    kind, context = detail["type"], detail.get("ctx", {})
    key = str(path[-1]) if path else ""
    if kind == "extra_forbidden":
        return Problem(path, f'unknown key "{key}"{nearest(key, _known(path[:-1]))}', is_key=True)
    if kind == "missing":
        return Problem(path[:-1], SENTENCES[kind].format(key=key), is_key=True)
    if kind == "enum":
        return Problem(path, _choice(detail["input"], str(context["expected"])))
    words = SENTENCES.get(kind, detail["msg"][:1].lower() + detail["msg"][1:].replace("{", "{{").replace("}", "}}"))
    return Problem(path, words.format(**context, pattern_words=PATTERNS.get(key, "is not written right")))


def _choice(given: object, expected: str) -> str:
    choices = re.findall(r"'([^']+)'", expected)
    if not isinstance(given, str):
        return f"must be one of {', '.join(choices)}"
    return f'"{given[:40]}" is none of {", ".join(choices)}{_guess(given, choices)}'


def _guess(given: str, choices: list[str]) -> str:
    hint = nearest(given, choices)
    return hint if "did you mean" in hint else ""


def _known(path: Path) -> tuple[str, ...]:
    table = TABLES.get(tuple(part for part in path if isinstance(part, str)))
    return tuple(field.alias or name for name, field in table.model_fields.items()) if table else ()
