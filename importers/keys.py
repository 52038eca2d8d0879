"""The keys that make taking in exact: which enquiry a record is, and which person.

All of them are keyed hashes or a provider's own id, because they go into the journal, where no person may be.
"""

import hmac
import re
import unicodedata

from engine.commands import EMAIL, NAMED, PHONE

ID_CHARS_MAX = 120
DAMAGED_ID = re.compile(r"\d+(?:[.,]\d+)?[eE]\+?\d+|#+|<.*")
PREFIXES = re.compile(r"^(?:l:|zcrm_)")
UNKNOWN_IDS = frozenset({"", "0", "-", "n/a", "na", "none", "null", "nan", "undefined", "unknown"})
SHORT_ID = re.compile(r"\d{1,9}")


def provider_id(text: str) -> str:
    """A provider's lead id without its prefix; nothing when a spreadsheet has destroyed it."""
    bare = PREFIXES.sub("", text.strip())
    if DAMAGED_ID.fullmatch(bare) or bare.casefold() in UNKNOWN_IDS or len(bare) > ID_CHARS_MAX or "@" in bare:
        return ""
    return bare


def key_of_id(bare: str, salt: bytes, contact: str) -> str:
    """The key of a provider's id. A short number needs its contact beside it: every system counts from one."""
    return f"{bare}~{_keyed(salt, contact)[:12]}" if SHORT_ID.fullmatch(bare) else bare


def key_of_parts(salt: bytes, *parts: str) -> str:
    """The key of a record without an id: what was asked, when and by whom, hashed."""
    return "h:" + _keyed(salt, "\x1f".join(parts))[:40]


def email_key(salt: bytes, email: str) -> str:
    """The same for the same mailbox, meaningless to anybody without the salt."""
    return EMAIL + _keyed(salt, email)[:24]


def untagged(email: str) -> str:
    """The mailbox of an address without what stands behind a plus; one that begins with it is left alone."""
    local, _, domain = email.rpartition("@")
    name = local.partition("+")[0]
    return f"{name}@{domain}" if name else email


def phone_key(salt: bytes, number: str) -> str:
    """The same for the same E.164 number, meaningless to anybody without the salt."""
    return PHONE + _keyed(salt, number)[:24]


def named_key(salt: bytes, number: str, name: str) -> str:
    """The same for the same number under the same name, however its words are written and ordered."""
    return NAMED + _keyed(salt, "\x1f".join((number, *words_of(name))))[:24]


def words_of(name: str) -> list[str]:
    """The words of a name, however they are written, always in the same order."""
    return sorted(re.findall(r"\w+", unicodedata.normalize("NFKC", name).casefold()))


def _keyed(salt: bytes, text: str) -> str:
    return hmac.digest(salt, text.encode("utf-8", "surrogatepass"), "sha256").hex()
