"""A record becomes a new lead, a reject or a test lead: always exactly one of them."""

from datetime import datetime

from engine.commands import NewLead
from engine.lead import Card, Traits
from importers import keys
from importers.cells import dates, numbers
from importers.company_keys import company_keys
from importers.mapping import Plan
from importers.reading import NAME_CHARS_MAX, Reading
from importers.record import RAW_CHARS_MAX, Hints, Record, Reject, TestLead, cut
from importers.traits import traits_of

MESSAGE_CHARS_MAX = 20_000
TEST_MARK = "<test lead: dummy data"


class Maker:
    """Makes leads of one file's or one delivery's records."""

    def __init__(self, hints: Hints, now: datetime, delivery: str = "") -> None:
        self._hints = hints
        self._now = now
        self._delivery = delivery

    def make(self, record: Record, plan: Plan) -> NewLead | Reject | TestLead:
        """Take one record in."""
        raw = cut(record.raw, RAW_CHARS_MAX)
        reading = Reading(record, plan, self._hints)
        if TEST_MARK in record.raw or numbers.yes_or_no(reading.peek("is_test")) == "yes":
            return TestLead(place=record.place, reason="A test lead of the provider.", raw=raw)
        reading.read_contact()
        if not reading.email and reading.phone is None:
            return Reject(place=record.place, reason=reading.no_contact(), raw=raw)
        return self._lead(reading, record, plan, raw)

    def _lead(self, reading: Reading, record: Record, plan: Plan, raw: str) -> NewLead:
        name, received_at = reading.name(), self._received_at(reading, plan)
        traits, message = traits_of(reading), reading.text("message", MESSAGE_CHARS_MAX)
        people = self._people(reading, name)
        return NewLead(
            source=self._hints.source,
            source_key=self._key(reading, plan, received_at, traits, message),
            place=record.place,
            received_at=received_at,
            traits=traits,
            person_keys=people,
            company_keys=self._company(reading),
            own="" if people else keys.key_of_parts(self._hints.salt, reading.contact, *keys.words_of(name)),
            card=Card(
                name=name,
                email=reading.email,
                phone=reading.phone.number if reading.phone else "",
                phone_ext=reading.extension(),
                company=reading.company(),
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

    def _received_at(self, reading: Reading, plan: Plan) -> datetime | None:
        text = reading.peek("created_at")
        if not text:
            return None
        text = dates.at_time(text, reading.peek("time_of_day"))
        try:
            moment = dates.instant(text, month_first=plan.month_first, timezone=self._hints.timezone, now=self._now)
        except dates.Untimely as untimely:
            reading.warnings.append(f"The date {cut(text, 40)!r} {untimely}.")
            return None
        if moment is None:
            reading.warnings.append(f"The date {cut(text, 40)!r} could not be read.")
        else:
            reading.use("created_at")
            reading.use("time_of_day")
        return moment

    def _key(self, reading: Reading, plan: Plan, received_at: datetime | None, traits: Traits, message: str) -> str:
        salt, contact = self._hints.salt, reading.contact
        bare = "" if plan.id_is_counter else keys.provider_id(reading.peek("external_id"))
        if bare:
            return keys.key_of_id(bare, salt, contact)
        if self._delivery:
            return self._delivery
        asked = str(traits.get("form", "") or traits.get("product", ""))
        when = received_at.isoformat() if received_at else reading.peek("created_at")
        return keys.key_of_parts(salt, self._hints.source, contact, when, asked, message)

    def _company(self, reading: Reading) -> tuple[str, ...]:
        if not self._hints.is_account_matched:
            return ()
        return company_keys(self._hints.salt, reading.email, reading.text("company", NAME_CHARS_MAX))

    def _people(self, reading: Reading, name: str) -> tuple[str, ...]:
        mailbox = keys.untagged(reading.email) if self._hints.ignores_plus_tags else reading.email
        found = [keys.email_key(self._hints.salt, mailbox)] if mailbox else []
        phone = reading.phone
        is_own = phone is not None and phone.is_exact and not phone.is_placeholder
        if phone and is_own:
            found.append(keys.phone_key(self._hints.salt, phone.number))
            if any(map(str.isalnum, name)):
                found.append(keys.named_key(self._hints.salt, phone.number, name))
        return tuple(found)
