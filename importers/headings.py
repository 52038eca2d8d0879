"""What the words of a heading mean, in many languages."""

import json
import re
import unicodedata
from functools import cache, lru_cache
from importlib.resources import files
from typing import Any, NamedTuple

from importers.limits import TEXTS_KEPT

MARKS = re.compile("[̀-ͯ]")
BLANKS = re.compile(r"[\s_\-./]+")
JUNK = str.maketrans("", "", "?¿!¡:*\"'`“”„«»‘’\ufeff\u200b\u200c\u200d\u2060")
BRACKETS = re.compile(r"\s*[(\[][^)\]]*[)\]]\s*$")
CAMEL = re.compile(r"(?<=[a-z0-9])(?=[A-Z])")
QUESTION_ID = re.compile(r"^(q\d+|field \d+|\d+) (?=\D)")
INSIDE = re.compile(r"(.*?)\s*[(\[]([^()\[\]]+)[)\]]")
IN_OTHER_WORDS = re.compile(r"\s+[/|]\s+")
WORD = re.compile(r"[\w&#]+")
ASKED_RANK = 300
LAST_RANK = 600
BILLING = "billing "
"""Whom the bill goes to is the lead where nobody else is named."""
QUESTION_WORDS_MIN = 3
"""`Company share` is no question after the company."""
OPAQUE = re.compile(
    r"^(\d+( \d+)?|work|home|direct|column \d+|(field|input|q|question|answer|item|text|tel) ?\w{0,12}|"
    r"[a-z]?\d[\w ]*)$"
)
PREFIXES = (
    "primary contact", "main contact", "form response", "customer details", "billing address", "billing",
    "lead", "person", "contact", "your", "customer", "client", "prospect", "user", "data", "form", "properties",
    "traits", "fields", "attributes", "payload", "details", "profile", "submission", "address", "location", "company",
    "organization", "consumer", "sender", "body", "record", "context", "values", "answers", "customer contact",
    "consumer contact", "form data", "custom", "lead info", "invitee", "attendee", "item", "object", "subscriber",
    "node", "column values", "merges", "merge fields", "ticket contact", "freshdesk webhook",
    "named values", "value attributes", "ticket",
    "person id", "id", "field data", "users", "enquirer", "inquirer", "registrant", "respondent", "requester",
    "visitor", "guest", "caller", "applicant", "buyer", "participant", "delegate",
)  # fmt: skip
OF_WHOM = {
    "du": ("participant", "contact", "client", "prospect", "demandeur"),
    "del": ("contacto", "cliente", "participante", "asistente", "contatto", "partecipante"),
    "do": ("contato", "cliente", "participante"),
    "des": ("teilnehmers", "kontakts", "kunden", "interessenten"),
}
"""`Prénom du participant`, `Correo del contacto`."""
SUFFIXES = (
    "kom", "value", "values", "full", "hidden", "optional", "required", "adresse", "field", "text", "input", "work",
    "private", "nbr", "num", "nm", "cd", "c", "com ddd",
    *(f"{of} {whom}" for of, names in OF_WHOM.items() for whom in names),
)  # fmt: skip
NUMBER_MARKS = frozenset({"#", "no", "nr", "№", "nº", "n°"})
FRONTS_MAX = 5
"""So many words are taken off before a heading: `data.object.customer_details.phone`."""
PLACES = (
    "business", "work", "home", "office", "private", "default address", "default", "primary", "mailing", "account",
)  # fmt: skip
"""Words before a heading that say which of several addresses it is of."""
PLACES_AFTER = (
    "geschaftlich", "dienstlich", "beruflich", "privat", "business", "home", "office", "arbeit", "mobil", "trabajo",
    "travail", "lavoro", "trabalho",
)  # fmt: skip
OF_A_PLACE = frozenset({
    "street", "city", "state", "postal_code", "country", "phone", "email", "website", "company", "industry",
    "employees", "revenue",
})  # fmt: skip
"""What such an address consists of: nothing else is read behind those words."""
NAME_PARTS = frozenset({"first_name", "last_name", "name_infix"})
ASKED_FOR = OF_A_PLACE | NAME_PARTS | {"full_name", "job_title", "value", "message", "product", "consent"}
"""What a question may ask for."""
VAGUE = frozenset({
    "contact", "lead", "client", "customer", "prospect", "first", "last", "title", "interest", "details", "home",
    "office", "direct",
})  # fmt: skip
"""Words that are headings by themselves, and anything in a question."""
AMBIGUOUS_OF_COMPANY = {"name": "company", "phone": "phone_last", "phone number": "phone_last", "email": ""}
PHONE = re.compile(
    "phone|fon|tel|mobil|cell|celular|movil|handy|whatsapp|gsm|電話|携帯|手机|电话|手機|전화|휴대|هاتف|جوال|телеф"
)
MAIL = re.compile("mail|correo|courriel|e post|メール|邮箱|邮件|郵箱|메일|بريد|почт|пошт|דואל")
NEVER = re.compile(
    r"\b(fax|telefax|owner|agent|vendor|provider|recipient|assigned|assignee|assist\w*|dealer|referrer|referred|"
    r"manager|reseller|rep|salesperson|sales rep|booth staff|noreply|emergency|spouse|advis[eo]r|consultant|"
    r"coordinator|host|organi[sz]er|(?:created|updated|modified|scanned|captured|collected|entered|added|uploaded|"
    r"exported) by|(?:erfasst|gescannt|angelegt|erstellt|eingegeben|aufgenommen|bearbeitet|geandert|exportiert|"
    r"importiert|hochgeladen|zugewiesen|zugeteilt) (?:von|durch|an)|"
    r"(?:cree|saisi|scanne|modifie|ajoute|exporte|attribue|assigne)e? (?:par|a)|"
    r"(?:creado|modificado|escaneado|capturado|asignado|exportado|criado|cadastrado|atribuido) (?:por|a|para)|"
    r"(?:creato|modificato|inserito|scansionato|assegnato|esportato) (?:da|a)|"
    r"(?:aangemaakt|gewijzigd|gescand|ingevoerd|toegewezen) (?:door|aan)|"
    r"(?:kunden|lead)?betreuer(?:in)?|(?:sach)?bearbeiter(?:in)?|verkaufer(?:in)?|vertriebler(?:in)?|"
    r"(?:vertriebs|aussendienst|innendienst)mitarbeiter(?:in)?|handelsvertreter|standpersonal|zustandiger?|"
    r"vendedora?|asesora?|propietario|proprietaire|conseillere?|du commercial|venditore|verkoper|saljare|selger)\b"
)


class Meaning(NamedTuple):
    """The field a heading names, and how well: the place in the field's list of words, best first."""

    field: str
    rank: int = 0
    is_never: bool = False
    """Whoever this is, it is not the lead."""


NOTHING = Meaning("")
NEVER_THIS = Meaning("", is_never=True)


@lru_cache(maxsize=TEXTS_KEPT)
def normalised(heading: str) -> str:
    """The heading in the one spelling that the word list uses."""
    text = unicodedata.normalize("NFKC", heading[:300]).casefold()
    text = unicodedata.normalize("NFC", MARKS.sub("", unicodedata.normalize("NFKD", text)))
    return BLANKS.sub(" ", text.translate(JUNK)).strip()


@lru_cache(maxsize=TEXTS_KEPT)
def meaning(heading: str) -> Meaning:
    """What field a heading names, if any."""
    word = normalised(heading)
    exact = _look_up(word)
    if exact is not None:
        return exact
    if NEVER.search(word):
        return NEVER_THIS
    for candidate in _shorter(word, normalised(CAMEL.sub(" ", heading))):
        found = _look_up(candidate)
        if found is not None:
            return found._replace(rank=found.rank + (LAST_RANK if word.startswith(BILLING) else 100))
    return (
        _numbered(word)
        or _of_a_place(word)
        or _asked_for(word)
        or _asked_for(normalised(heading.rpartition(".")[2]))
        or _in_one_language(heading)
        or NOTHING
    )


def fields() -> frozenset[str]:
    """Every field that a heading can name."""
    return frozenset(named.field for named in _words().values() if named.field)


def known_words(cells: list[str]) -> int:
    """How many of the cells read like headings of a lead table."""
    return sum(1 for cell in cells if cell and len(cell) < 100 and meaning(cell).field)


@lru_cache(maxsize=TEXTS_KEPT)
def is_opaque(heading: str) -> bool:
    """Whether the heading says nothing, so that only the values can."""
    return OPAQUE.match(normalised(heading)) is not None


@lru_cache(maxsize=TEXTS_KEPT)
def speaks_of_mail(heading: str) -> bool:
    """Whether an unknown heading has a word for e-mail in it: `E-Mail geschäftl.`."""
    return MAIL.search(normalised(heading)) is not None


@lru_cache(maxsize=TEXTS_KEPT)
def speaks_of_phones(heading: str) -> bool:
    """The same of a word for phones: `Bitte Telefon für Rückruf`."""
    return PHONE.search(normalised(heading)) is not None


def _shorter(word: str, split: str) -> list[str]:
    """Spellings with an outer word off: `lead - title`, `your-name`, `phone (mobil)`, `address.city`, `q3_email`."""
    bare = BRACKETS.sub("", word)
    found = [split]
    if "][" in word:  # `data[merges][FNAME]`, as forms nest their names
        found += _off_the_front(" ".join(re.findall(r"[^\[\]]+", word)))
    for opened in _unbracketed(word):
        found += [opened, *_off_the_front(opened)]
    found += [bare, QUESTION_ID.sub("", word), re.sub(r" ?\d+$", "", bare), re.sub(r" \d+(?= )", "", word)]
    uncounted = re.sub(r" \d+(?= |$)", "", split)
    for base in (QUESTION_ID.sub("", split), bare, QUESTION_ID.sub("", word), uncounted):
        fronts = _off_the_front(base)
        found.extend(fronts)
        for whole in (base, *fronts):
            found.extend(_off_the_back(whole))
    return [spelling for spelling in found if spelling]


def _unbracketed(word: str) -> list[str]:
    """`Name (First)` is the first name, `Address (City)` the city, and `お名前(姓)` the family name."""
    match = INSIDE.fullmatch(word)
    if match is None:
        return []
    outer, inner = match.groups()
    part = _look_up(inner)
    is_part = part is not None and part.field in NAME_PARTS and (_look_up(outer) or NOTHING).field == "full_name"
    return [f"{inner} {outer}", f"{outer} {inner}", *([inner] if is_part else [])]


def _numbered(word: str) -> Meaning | None:
    """`Telephone No.`, `Cell phone #`: of other things that would be their number."""
    rest, _, mark = word.rpartition(" ")
    found = _look_up(rest) if mark in NUMBER_MARKS else None
    return found._replace(rank=found.rank + 100) if found is not None and found.field == "phone" else None


def _of_a_place(word: str) -> Meaning | None:
    """`Business City`, `Ort geschäftlich`, `Default Address Zip`."""
    fronts = [word[len(place) + 1 :] for place in PLACES if word.startswith(place + " ")]
    backs = [word[: -len(place) - 1] for place in PLACES_AFTER if word.endswith(" " + place)]
    for rest in (*fronts, *backs):
        for candidate in (rest, re.sub(r" ?\d+$", "", rest), *_off_the_front(rest)):
            found = _look_up(candidate)
            if found is not None and not (word.startswith("account ") and candidate in AMBIGUOUS_OF_COMPANY):
                return found._replace(rank=found.rank + 150) if found.field in OF_A_PLACE else None
    return None


def _asked_for(word: str) -> Meaning | None:
    """What a question asks for: `What's the best phone number to reach you?`."""
    words = WORD.findall(word)
    core = " ".join(one for one in words if one not in _fillers())
    is_question = len(words) >= QUESTION_WORDS_MIN or (bool(words) and words[0] in _fillers())
    if not core or core in VAGUE or not is_question or len(core.split()) == len(words):
        return None
    found = _look_up(core)
    return found._replace(rank=found.rank + ASKED_RANK) if found is not None and found.field in ASKED_FOR else None


def _in_one_language(heading: str) -> Meaning | None:
    """`Prénom / Vorname / Nome`: the first that is known, unless they ask for an e-mail and a phone at once."""
    parts = IN_OTHER_WORDS.split(heading)
    known = [found for part in parts if (found := meaning(part)).field] if len(parts) > 1 else []
    is_either = {"email", "phone"} <= {found.field for found in known}
    return known[0]._replace(rank=known[0].rank + 100) if known and not is_either else None


def _off_the_front(word: str) -> list[str]:
    found: list[str] = []
    for _ in range(FRONTS_MAX):
        head = next((prefix for prefix in PREFIXES if word.startswith(prefix + " ")), None)
        if head is None:
            break
        word = word[len(head) + 1 :]
        if head in ("company", "organization") and word in AMBIGUOUS_OF_COMPANY:
            break
        found.append(word)
    return found


def _off_the_back(word: str) -> list[str]:
    return [word[: -len(suffix) - 1] for suffix in SUFFIXES if word.endswith(" " + suffix)]


def _look_up(word: str) -> Meaning | None:
    words = _words()
    return words.get(word) or words.get("=" + word.replace(" ", ""))


@cache
def _fillers() -> frozenset[str]:
    """Words of a question that say nothing of what it asks for."""
    return frozenset(normalised(word) for word in _list()["fillers"])


@cache
def _words() -> dict[str, Meaning]:
    """Every known spelling; one that begins with `=` is squashed, without its blanks."""
    data = _list()
    words: dict[str, Meaning] = {}
    for field, spellings in data["fields"].items():
        for rank, spelling in enumerate(spellings):
            words.setdefault(normalised(spelling), Meaning(field, rank))
    for spelling in data["never_map"]:
        words.setdefault(normalised(spelling), NEVER_THIS)
    for word, named in list(words.items()):
        words.setdefault("=" + word.replace(" ", ""), named)
    return words


@cache
def _list() -> dict[str, Any]:
    found: dict[str, Any] = json.loads(files("importers").joinpath("header_synonyms.json").read_text("utf-8"))
    return found
