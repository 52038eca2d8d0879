"""Invented lead files of any size, as wide as those of a CRM: the same seed gives the same rows.

Three rows in a hundred are there twice: the same record, the same lead at a later state, or the same person under
another id. One in a hundred has neither an address nor a number.
"""

import csv
from collections.abc import Iterator
from datetime import UTC, datetime, timedelta
from pathlib import Path
from random import Random

from tui.demo.people import CAMPAIGNS, customer

BEGIN = datetime(2026, 1, 1, tzinfo=UTC)
EVERY = timedelta(seconds=23)
LATEST = 5000
"""From so many of the latest rows one is taken that comes again."""

PLACES = {
    "US": (("Austin", "TX", "78701"), ("Boise", "ID", "83702"), ("Boston", "MA", "02108")),
    "GB": (("Leeds", "", "LS1 4DY"), ("Bath", "", "BA1 1LZ")),
    "DE": (("Köln", "NW", "50667"), ("Dresden", "SN", "01067")),
    "FR": (("Lyon", "", "69002"), ("Bourg", "", "01000")),
    "ES": (("Sevilla", "", "41001"), ("Bilbao", "", "48001")),
    "JP": (("大阪市", "大阪府", "530-0001"), ("千代田区", "東京都", "100-0001")),
}
AREAS = (212, 213, 214, 303, 305, 312, 313, 404, 412, 415, 503, 512, 602, 617, 619, 702, 713, 801, 901, 949)
PHONES = {
    "US": "+1 {0} 555 {1:04}",
    "GB": "+44 7700 90{1:04}",
    "DE": "+49 30 2312{1:04}",
    "FR": "+33 6 39 98 {1:04}",
    "ES": "+34 600 0{0} {1:04}",
    "JP": "+81 3 0000 {1:04}",
}
SOURCES = ("website", "meta", "google_ads", "linkedin", "referral", "trade_show", "partner")
TITLES = ("CEO", "Head of IT", "Buyer", "Owner", "Office manager", "")
BUDGETS = ("", "<5k", "5-10k", "10-20k", "20k+")
TIMELINES = ("now", "this_month", "this_quarter", "later", "")
MEDIA = ("cpc", "organic", "email", "")
MESSAGES = (
    "",
    "Please call me back.",
    "Two sites; maybe three.\nCall after 5pm.",
    'He said "urgent".',
    "¿Descuento por volumen?",
)
STATES = ("contacted", "qualified", "lost")

Row = dict[str, str]


def write_rows(path: Path, count: int, seed: int = 1) -> Path:
    """Write a CSV file of so many rows."""
    made = rows(count, seed)
    first = next(made)
    with path.open("w", encoding="utf-8", newline="") as file:
        writer = csv.DictWriter(file, fieldnames=tuple(first))
        writer.writeheader()
        writer.writerow(first)
        writer.writerows(made)
    return path


def rows(count: int, seed: int = 1) -> Iterator[Row]:
    """Yield rows, some of them again and some of them broken."""
    dice = Random(seed)
    latest: list[Row] = []
    for number in range(count):
        kind = dice.random()
        if kind < 0.03 and latest:
            yield _again(dice, dice.choice(latest), number, seed)
            continue
        row = _row(dice, number, seed)
        if kind > 0.99:
            yield {**row, "email": "", "phone": "n/a"}
            continue
        if len(latest) < LATEST:
            latest.append(row)
        else:
            latest[number % LATEST] = row
        yield row


def _row(dice: Random, number: int, seed: int) -> Row:
    person = customer(dice, number)
    given, _, family = person.name.partition(" ")
    city, state, code = dice.choice(PLACES[person.country])
    source = dice.choice(SOURCES)
    return {
        "lead_id": f"S{seed}-{number:08}",
        "created_at": f"{BEGIN + number * EVERY:%Y-%m-%dT%H:%M:%SZ}",
        "first_name": given,
        "last_name": family,
        "email": person.email,
        "phone": _phone(dice, person.country) if person.phone else "",
        "company": person.company,
        "job_title": dice.choice(TITLES),
        "employees": person.employees,
        "annual_revenue": str(dice.randrange(10**5, 10**9)) if dice.random() < 0.5 else "",
        "country": person.country,
        "state": state,
        "city": city,
        "zip": code,
        "product": person.product,
        "source": source,
        "campaign": f"{source}-{dice.choice(CAMPAIGNS) or 'always'}",
        "budget": dice.choice(BUDGETS),
        "timeline": dice.choice(TIMELINES),
        "pages_viewed": str(min(60, int(dice.expovariate(0.25)))),
        "emails_opened": str(min(20, int(dice.expovariate(0.6)))),
        "form_seconds": str(int(dice.lognormvariate(4, 0.7))),
        "consent": dice.choice(("yes", "yes", "no", "")),
        "utm_medium": dice.choice(MEDIA),
        "message": dice.choice(MESSAGES),
        "status": "new",
    }


def _phone(dice: Random, country: str) -> str:
    """A number of those that nobody has, where there are enough of them."""
    return PHONES[country].format(dice.choice(AREAS), dice.randrange(10_000))


def _again(dice: Random, row: Row, number: int, seed: int) -> Row:
    """The same record, the same lead at a later state, or the same person with another wish."""
    kind = dice.random()
    if kind < 0.4:
        return row
    if kind < 0.7:
        return {**row, "status": dice.choice(STATES)}
    return {**row, "lead_id": f"S{seed}-{number:08}", "product": "Spare parts"}
