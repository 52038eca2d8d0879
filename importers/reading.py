"""One record while it is read: every cell that says something ends in a field or among the extras."""

import re
from collections.abc import Iterator
from functools import lru_cache

from importers.cells import numbers
from importers.cells.countries import country
from importers.cells.emails import emails
from importers.cells.mangled import spelled_out
from importers.cells.phones import Phone, looks_like_phone, phones
from importers.limits import limits
from importers.mapping import Plan
from importers.record import Hints, Record, cut

EDGES = " \t\r\n\v\f\0\xa0\u200b\u2060\ufeff\u202f\u3000"
NAME_CHARS_MAX = 200
TEXT_MARK = re.compile(r"'[\d+=-]")
"""How a spreadsheet notes that digits are text."""
LABELLED = re.compile(r"(.*[ ._])(?:value|number)", re.IGNORECASE)
LABELS = ("Label", "Type", "label", "type")
LONG_NUMBER = 10
"""A shorter run of digits where an e-mail is asked for may be anything."""
BESIDE_MAX = 8
BESIDE = re.compile(r" [/|;,] |[;,|\n]")
LINK = re.compile(r"\s+\(https?://\S+\)$")
FAMILY_FIRST = re.compile("[\u3040-\u30ff\u3400-\u9fff\uac00-\ud7af]")
"""Scripts in which the family's name stands first."""
NOTHING = ("", "")


class Reading:
    """Looks up fields of one record, and remembers which columns were used up."""

    def __init__(self, record: Record, plan: Plan, hints: Hints) -> None:
        self.cells = {
            heading: bare[1:] if bare[0] == "'" and TEXT_MARK.match(bare) else spelled_out(bare)
            for heading, text in record.cells.items()
            if (bare := text.strip(EDGES))
        }
        self.warnings: list[str] = []
        self.email = ""
        self.phone: Phone | None = None
        self.fields = plan.fields
        self._hints = hints
        self.used: set[str] = set()
        self._is_damaged = False
        self.country = ""

    @property
    def contact(self) -> str:
        """What this person is reached by, for keys."""
        return self.email or (self.phone.number if self.phone else "")

    def said(self, field: str) -> tuple[str, str]:
        """The field's first column that says something, and what."""
        for heading in self.fields.get(field, ()):
            text = self.cells.get(heading)
            if text and text not in numbers.BLANK:
                return heading, text
        return NOTHING

    def spelled(self, field: str) -> tuple[str, str]:
        """Like `said`, where words that mean nothing elsewhere do mean something: Mr. Null, Ms. Na, Namibia."""
        for heading in self.fields.get(field, ()):
            text = self.cells.get(heading)
            if text and text[0].isalpha() and "/" not in text:
                return heading, text
        return self.said(field)

    def peek(self, field: str) -> str:
        """What the field says; its column is not used up by that."""
        return self.said(field)[1]

    def use(self, field: str) -> str:
        """What the field says; its column leaves the extras."""
        heading, text = self.said(field)
        self.used.add(heading)
        return text

    def text(self, field: str, limit: int) -> str:
        """The field's text for the card, cut at a limit."""
        return cut(self.use(field), limit)

    def read_contact(self) -> None:
        """Find the e-mail and the phone that reach this person."""
        self.country = country(self.spelled("country")[1]) if "country" in self.fields else ""
        self._read_email()
        self._read_phone()

    def no_contact(self) -> str:
        """Why nobody can be reached."""
        if self._is_damaged:
            return "No contact: the phone number was destroyed by a spreadsheet, and there is no e-mail."
        if any(self.cells.get(heading) for field in ("email", "phone") for heading in self.fields.get(field, ())):
            return "No contact: neither the e-mail nor the phone can be used."
        return "No contact: there is no e-mail and no phone."

    def _read_email(self) -> None:
        for heading in self.fields.get("email", ()):
            text = self.cells.get(heading)
            if not text:
                continue
            found = emails(text)
            if found:
                self.email = found[0]
                if len(found) == 1:
                    self.used.add(heading)
                return
            if not numbers.is_blank(text) and not looks_like_phone(text):
                self.warnings.append(f"{cut(text, 60)!r} is no e-mail address.")
        self._read_email_of_phones()

    def _read_email_of_phones(self) -> None:
        """An address that somebody wrote where a phone is asked for."""
        for heading in self.fields.get("phone", ()):
            text = self.cells.get(heading, "")
            if "@" in text and (found := emails(text)):
                self.email = found[0]
                return

    def _read_phone(self) -> None:
        region = self.country or self._hints.region
        for heading, text in self._phone_cells():
            found = phones(text, region, *self._codes())
            if found.is_damaged:
                self._is_damaged = True
                self.warnings.append(f"The number {cut(text, 40)!r} was destroyed by a spreadsheet.")
            if found.found and self._is_better(found.found[0]):
                self.phone = found.found[0]
                if len(found.found) == 1:
                    self.used.add(heading)
            if self.phone and self.phone.is_exact and not self.phone.is_placeholder:
                return

    def _codes(self) -> tuple[str, str]:
        """The codes of country and area that stand in columns of their own."""
        return self.peek("phone_country_code"), self.peek("phone_area_code")

    def _phone_cells(self) -> Iterator[tuple[str, str]]:
        for field in ("phone", "phone_last"):
            for heading in self.fields.get(field, ()):
                if (text := self.cells.get(heading)) and not self._is_fax(heading):
                    yield heading, text
        if self.phone is None:
            for heading in self.fields.get("email", ()):
                yield from self._phone_beside_email(heading)

    def _phone_beside_email(self, heading: str) -> Iterator[tuple[str, str]]:
        """A phone that somebody wrote where an e-mail is asked for, or beside it: `ann@x.example / 206 555 0187`."""
        for part in BESIDE.split(self.cells.get(heading, ""), BESIDE_MAX)[:BESIDE_MAX]:
            if looks_like_phone(part) and not (part.isdigit() and len(part) < LONG_NUMBER):
                yield heading, part

    def _is_fax(self, heading: str) -> bool:
        """Whether the column beside it says so: `Phone 1 - Label`, `phones.1.type`."""
        return any("fax" in self.cells[label].casefold() for label in _labels_of(heading) if label in self.cells)

    def _is_better(self, found: Phone) -> bool:
        return self.phone is None or (self.phone.is_placeholder and not found.is_placeholder)

    def name(self) -> str:
        """The person's name as one text."""
        heading, full = self.spelled("full_name")
        parts = [self.spelled(field) for field in ("first_name", "last_name")]
        if full and not (all(text for _, text in parts) and parts[0][1] not in full):
            self.used.add(heading)
            return cut(" ".join(full.split()), NAME_CHARS_MAX)
        (first_heading, first), (last_heading, last) = parts
        if first == last and numbers.is_blank(first):
            return ""  # one Null may be somebody's name, two are nobody's
        self.used.update((first_heading, last_heading))
        infix = self.use("name_infix")
        ordered = (last, first) if FAMILY_FIRST.search(first) and FAMILY_FIRST.search(last) else (first, infix, last)
        return cut(" ".join(filter(None, ordered)), NAME_CHARS_MAX)

    def company(self) -> str:
        """The company's name, without the link that some exports put behind it."""
        return cut(LINK.sub("", self.use("company")), NAME_CHARS_MAX)

    def extension(self) -> str:
        """The phone's extension, from its own cell or from beside it."""
        if self.phone is None or self.phone.extension or not self.phone.is_exact:
            return self.phone.extension if self.phone else ""
        beside = self.peek("phone_ext").removesuffix(".0")
        return self.use("phone_ext").removesuffix(".0") if beside.isdecimal() and len(beside) < 8 else ""

    def extras(self) -> dict[str, str]:
        """Every cell that no field took."""
        return {
            heading: text if len(text) <= limits().cell else cut(text, limits().cell)
            for heading, text in self.cells.items()
            if heading not in self.used
        }


@lru_cache(maxsize=1_000)
def _labels_of(heading: str) -> tuple[str, ...]:
    """The columns that may say what a number is."""
    match = LABELLED.fullmatch(heading)
    starts = (f"{heading} ", *([match[1]] if match else []))
    return tuple(start + label for start in starts for label in LABELS)
