"""A record becomes a new lead, a reject or a test lead: always exactly one of them."""

from collections.abc import Iterator
from datetime import datetime

from engine.commands import NewLead
from engine.lead import Card, Traits
from importers import dates, keys, numbers
from importers.countries import country
from importers.emails import emails
from importers.mapping import Plan
from importers.phones import Phone, phones
from importers.record import CELL_CHARS_MAX, RAW_CHARS_MAX, Hints, Record, Reject, TestLead, cut

EDGES = " \t\r\n\v\f\0\xa0\u200b\u2060\ufeff\u202f\u3000"
NAME_CHARS_MAX = 200
TRAIT_CHARS_MAX = 120
MESSAGE_CHARS_MAX = 20_000
TEXT_TRAITS = (
    "state", "city", "postal_code", "source", "product", "campaign", "form", "industry", "job_title", "status",
    "timeline", "language", "utm_medium", "utm_term", "utm_content",
)  # fmt: skip
AMOUNT_TRAITS = ("revenue", "value")
SCORE_PREFIX = "score_"
TEST_MARK = "<test lead: dummy data"


class Maker:
    """Makes leads of one file's or one delivery's records."""

    def __init__(self, hints: Hints, now: datetime, delivery: str = "") -> None:
        self._hints = hints
        self._now = now
        self._delivery = delivery
        self._shared = keys.SharedPhones()

    def make(self, record: Record, plan: Plan) -> NewLead | Reject | TestLead:
        """Take one record in."""
        raw = cut(record.raw, RAW_CHARS_MAX)
        reading = _Reading(record, plan, self._hints)
        if TEST_MARK in record.raw or reading.answer("is_test") == "yes":
            return TestLead(place=record.place, reason="A test lead of the provider.", raw=raw)
        reading.read_contact()
        if not reading.email and reading.phone is None:
            return Reject(place=record.place, reason=reading.no_contact(), raw=raw)
        return self._lead(reading, record, plan, raw)

    def _lead(self, reading: "_Reading", record: Record, plan: Plan, raw: str) -> NewLead:
        name, received_at = reading.name(), self._received_at(reading, plan)
        traits, message = reading.traits(), reading.text("message", MESSAGE_CHARS_MAX)
        return NewLead(
            source=self._hints.source,
            source_key=self._key(reading, plan, received_at, traits, message),
            place=record.place,
            received_at=received_at,
            traits=traits,
            person_keys=self._people(reading, name),
            card=Card(
                name=name,
                email=reading.email,
                phone=reading.phone.number if reading.phone else "",
                phone_ext=reading.phone.extension if reading.phone else "",
                company=reading.text("company", NAME_CHARS_MAX),
                job_title=reading.peek("job_title")[:NAME_CHARS_MAX],
                message=message,
                consent=str(traits.get("consent", "")),
                opt_out=str(traits.get("opt_out", "")),
                owner_hint=reading.text("owner", NAME_CHARS_MAX),
                extras=reading.extras(),
                warnings=tuple(reading.warnings),
                raw=raw,
            ),
        )

    def _received_at(self, reading: "_Reading", plan: Plan) -> datetime | None:
        text = reading.peek("created_at")
        if not text:
            return None
        try:
            moment = dates.instant(text, month_first=plan.month_first, timezone=self._hints.timezone, now=self._now)
        except dates.Untimely as untimely:
            reading.warnings.append(f"The date {cut(text, 40)!r} {untimely}.")
            return None
        if moment is None:
            reading.warnings.append(f"The date {cut(text, 40)!r} could not be read.")
        else:
            reading.use("created_at")
        return moment

    def _key(
        self, reading: "_Reading", plan: Plan, received_at: datetime | None, traits: Traits, message: str
    ) -> str:
        salt, contact = self._hints.salt, reading.contact
        bare = "" if plan.id_is_counter else keys.provider_id(reading.peek("external_id"))
        if bare:
            return keys.key_of_id(bare, salt, contact)
        if self._delivery:
            return self._delivery
        asked = str(traits.get("form", "") or traits.get("product", ""))
        when = received_at.isoformat() if received_at else ""
        return keys.key_of_parts(salt, self._hints.source, contact, when, asked, message)

    def _people(self, reading: "_Reading", name: str) -> tuple[str, ...]:
        found = [keys.email_key(self._hints.salt, reading.email)] if reading.email else []
        phone = reading.phone
        is_own = phone is not None and phone.is_exact and not phone.is_placeholder
        if phone and is_own and not self._shared.is_shared(phone.number, reading.email or name.casefold()):
            found.append(keys.phone_key(self._hints.salt, phone.number))
        return tuple(found)


class _Reading:
    """One record while it is read: every cell ends in a field or among the extras."""

    def __init__(self, record: Record, plan: Plan, hints: Hints) -> None:
        self.cells = {heading: bare for heading, text in record.cells.items() if (bare := text.strip(EDGES))}
        self.warnings: list[str] = []
        self.email = ""
        self.phone: Phone | None = None
        self._fields = plan.fields
        self._hints = hints
        self._used: set[str] = set()
        self._is_damaged = False
        self._country = ""

    @property
    def contact(self) -> str:
        """What this person is reached by, for keys."""
        return self.email or (self.phone.number if self.phone else "")

    def peek(self, field: str) -> str:
        """The field's first text that says something; its column is not used up by that."""
        for heading in self._fields.get(field, ()):
            text = self.cells.get(heading)
            if text and not numbers.is_blank(text):
                return text
        return ""

    def use(self, field: str) -> str:
        """The field's first text that says something; it leaves the extras."""
        for heading in self._fields.get(field, ()):
            text = self.cells.get(heading)
            if text and not numbers.is_blank(text):
                self._used.add(heading)
                return text
        return ""

    def text(self, field: str, limit: int) -> str:
        """The field's text for the card, cut at a limit."""
        return cut(self.use(field), limit)

    def answer(self, field: str) -> str:
        """`yes`, `no` or nothing."""
        return numbers.yes_or_no(self.peek(field))

    def read_contact(self) -> None:
        """Find the e-mail and the phone that reach this person."""
        self._country = country(self.peek("country")) if "country" in self._fields else ""
        self._read_email()
        self._read_phone()

    def no_contact(self) -> str:
        """Why nobody can be reached."""
        if self._is_damaged:
            return "No contact: the phone number was destroyed by a spreadsheet, and there is no e-mail."
        if any(self.cells.get(heading) for field in ("email", "phone") for heading in self._fields.get(field, ())):
            return "No contact: neither the e-mail nor the phone can be used."
        return "No contact: there is no e-mail and no phone."

    def _read_email(self) -> None:
        for heading in self._fields.get("email", ()):
            text = self.cells.get(heading)
            if not text:
                continue
            found = emails(text)
            if found:
                self.email = found[0]
                if len(found) == 1:
                    self._used.add(heading)
                return
            if not numbers.is_blank(text):
                self.warnings.append(f"{cut(text, 60)!r} is no e-mail address.")

    def _read_phone(self) -> None:
        region = self._country or self._hints.region
        for heading, text in self._phone_cells():
            found = phones(text, region, self.cells.get(self._first("phone_country_code"), ""))
            if found.is_damaged:
                self._is_damaged = True
                self.warnings.append(f"The number {cut(text, 40)!r} was destroyed by a spreadsheet.")
            if found.found and self._is_better(found.found[0]):
                self.phone = found.found[0]
                if len(found.found) == 1:
                    self._used.add(heading)
            if self.phone and self.phone.is_exact and not self.phone.is_placeholder:
                return

    def _phone_cells(self) -> Iterator[tuple[str, str]]:
        for field in ("phone", "phone_last"):
            for heading in self._fields.get(field, ()):
                if text := self.cells.get(heading):
                    yield heading, text

    def _is_better(self, found: Phone) -> bool:
        return self.phone is None or (self.phone.is_placeholder and not found.is_placeholder)

    def _first(self, field: str) -> str:
        return next(iter(self._fields.get(field, ())), "")

    def name(self) -> str:
        """The person's name as one text."""
        full = self.use("full_name")
        if not full:
            full = " ".join(part for part in (self.use("first_name"), self.use("last_name")) if part)
        return cut(full, NAME_CHARS_MAX)

    def traits(self) -> Traits:
        """What rules and scores may look at: nothing that names or reaches a person."""
        traits: Traits = {"country": self._country} if self._country else {}
        if self._country:
            self.use("country")
        elif self.peek("country"):
            self.warnings.append(f"{cut(self.peek('country'), 40)!r} is no country.")
        for field in self._fields:
            trait = self._trait(field)
            if trait is not None:
                traits[field.removeprefix(SCORE_PREFIX)] = trait
        if opt_out := self._opt_out():
            traits["opt_out"] = opt_out
        return traits

    def _trait(self, field: str) -> str | int | float | None:
        if field in TEXT_TRAITS:
            text = self.peek(field)
            return None if not text or "@" in text else self.use(field)[:TRAIT_CHARS_MAX]
        if field == "employees" and self.peek(field):
            return self._kept(field, numbers.whole(self.peek(field)))
        if field in AMOUNT_TRAITS and self.peek(field):
            return self._kept(field, numbers.amount(self.peek(field)))
        if field.startswith(SCORE_PREFIX) and self.peek(field):
            return self._kept(field, _tidy(numbers.amount(self.peek(field))))
        if field == "consent" and (answer := self.answer(field)):
            self.use(field)
            return answer
        return None

    def _kept(self, field: str, number: float | None) -> float | None:
        """A number leaves the extras only when the text said nothing more than it."""
        if number is not None and self.peek(field).replace(".", "").isdigit():
            self.use(field)
        return number

    def _opt_out(self) -> str:
        """Which ways of contact were opted out of: the opposite of consent."""
        found = set()
        for heading in self._fields.get("opt_out", ()):
            answer = numbers.yes_or_no(self.cells.get(heading, ""))
            if answer:
                self._used.add(heading)
            if answer == "yes":
                word = heading.casefold()
                found.add("call" if "call" in word or "phone" in word else "email")
        return " ".join(sorted(found, reverse=True))

    def extras(self) -> dict[str, str]:
        """Every cell that no field took."""
        return {
            heading: text if len(text) <= CELL_CHARS_MAX else cut(text, CELL_CHARS_MAX)
            for heading, text in self.cells.items()
            if heading not in self._used
        }


def _tidy(number: float | None) -> int | float | None:
    return int(number) if number is not None and number.is_integer() and abs(number) < 1e15 else number
