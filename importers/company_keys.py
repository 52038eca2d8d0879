"""The keys of a company: the domain of a mailbox, where it is the company's own, and the company's name.

Law: only keyed hashes leave this file, and no domain at which anybody may have a mailbox. The words are those of
`company_words.json`: names of providers, ends of domains that pass on the mails of others, legal forms, and what
people write who have no company.
"""

import hmac
import json
import re
import unicodedata
from functools import cache
from pathlib import Path

DOMAIN, NAME = "d:", "c:"
"""How the keys begin; the domain is the surer one."""

WORDS = Path(__file__).with_name("company_words.json")
NAME_CHARS_MIN = 3


def company_keys(salt: bytes, email: str, company: str) -> tuple[str, ...]:
    """Return the keys of a record's company; none where it tells of none."""
    keys = []
    if domain := own_domain(email):
        keys.append(DOMAIN + _keyed(salt, domain))
    if name := folded(company):
        keys.append(NAME + _keyed(salt, name))
    return tuple(keys)


def own_domain(email: str) -> str:
    """The domain of a mailbox, where not anybody may have one there."""
    domain = email.rpartition("@")[2].casefold().strip(".")
    labels = domain.split(".")
    if len(labels) < 2 or ".".join(labels[-2:]) in _words("relays"):
        return ""
    is_deep = len(labels) > 2 and labels[-2] in _words("second_level")
    return "" if labels[-3 if is_deep else -2] in _words("free_mail") else domain


def folded(company: str) -> str:
    """A company's name without its legal form, however it is written; nothing where it is none."""
    plain = unicodedata.normalize("NFKC", company).casefold().replace("&", " ").replace(".", "")
    words = [word for word in re.findall(r"\w+", plain) if word not in _words("legal_forms")]
    name = "".join(words)
    is_none = name in _words("nobodys") or len(name) < NAME_CHARS_MIN or name.isdigit()
    return "" if is_none else " ".join(words)


@cache
def _words(kind: str) -> frozenset[str]:
    return frozenset(json.loads(WORDS.read_text("utf-8"))[kind])


def _keyed(salt: bytes, text: str) -> str:
    return hmac.digest(salt, text.encode("utf-8", "surrogatepass"), "sha256").hex()[:24]
