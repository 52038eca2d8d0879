"""Invented customers: no name, address or number in here belongs to anybody."""

import unicodedata
from random import Random

from engine.value import Value

COUNTRIES = {
    "US": (("Marisol Vega", "Hamid Rahimi", "Grace Lin", "Darnell Whitfield"), "+1 415 555 01{:02}"),
    "GB": (("Amelia Wright", "Callum O'Brien", "Aisha Khan", "Kofi Mensah"), "+44 7700 9000{:02}"),
    "DE": (("Jürgen Weiß", "Anke Schäfer", "Mia Köhler", "Yusuf Demir"), "+49 30 231250{:02}"),
    "FR": (("Léa Moreau", "Noël Lefèvre", "Inès Ben-Ali", "Gaëlle D'Août"), "+33 6 39 98 12 {:02}"),
    "ES": (("Lucía Ortiz", "Íñigo Peña", "Begoña Núñez", "Raúl Ibáñez"), "+34 600 000 0{:02}"),
    "JP": (("佐藤 花子", "鈴木 健", "高橋 さくら"), "+81 3 0000 02{:02}"),
}
FIRMS = (
    "Acme Roofing",
    "Harbor Dental",
    "Lotus Imports",
    "Cork & Sons",
    "Gold Coast Solar",
    "Northwind",
    "Blue Cedar",
)
PRODUCTS = ("Solar 5 kW", "Team plan", "Roof inspection", "Fleet lease", "Demo call")
SIZES = ("8", "25", "25", "70", "70", "130", "420")
CAMPAIGNS = ("spring", "webinar", "search", "")


class Customer(Value):
    """One invented enquiry, in the words of a form."""

    name: str
    email: str
    phone: str
    company: str
    country: str
    employees: str
    product: str
    campaign: str

    def form(self) -> dict[str, str]:
        """The enquiry as a form's fields."""
        return {name: getattr(self, name) for name in FIELDS}


FIELDS = ("name", "email", "phone", "company", "country", "employees", "product", "campaign")


def customer(dice: Random, number: int) -> Customer:
    """Make up a customer; the same dice make up the same ones."""
    country = dice.choice(tuple(COUNTRIES))
    names, phone = COUNTRIES[country]
    name = dice.choice(names)
    return Customer(
        name=name,
        email=f"{_ascii(name)}{number}@example.com",
        phone=phone.format(dice.randrange(100)) if dice.random() < 0.8 else "",
        company=dice.choice(FIRMS) if dice.random() < 0.8 else "",
        country=country,
        employees=dice.choice(SIZES),
        product=dice.choice(PRODUCTS),
        campaign=dice.choice(CAMPAIGNS),
    )


def _ascii(name: str) -> str:
    letters = unicodedata.normalize("NFKD", name).encode("ascii", "ignore").decode().lower()
    return "".join(letter if letter.isalnum() else "." for letter in letters).strip(".") or "customer"
