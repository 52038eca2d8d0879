"""The keys that make taking in exact: which enquiry a record is, and which person.

All of them are keyed hashes or a provider's own id, because they go into the journal, where no person may be.
"""

import hmac
import re

PHONES_WATCHED_MAX = 200_000
"""How many phones of one file are watched for being shared; the memory for more is not worth it."""
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
    return "e:" + _keyed(salt, email)[:24]


def phone_key(salt: bytes, number: str) -> str:
    """The same for the same E.164 number, meaningless to anybody without the salt."""
    return "p:" + _keyed(salt, number)[:24]


class SharedPhones:
    """Notices numbers that different people of one file give: a switchboard or a placeholder links nobody."""

    def __init__(self) -> None:
        self._owner: dict[int, int] = {}

    def is_shared(self, number: str, who: str) -> bool:
        """Whether somebody else gave this number before in this file."""
        key, owner = hash(number), hash(who)
        if len(self._owner) < PHONES_WATCHED_MAX:
            return self._owner.setdefault(key, owner) != owner
        return self._owner.get(key, owner) != owner


def _keyed(salt: bytes, text: str) -> str:
    return hmac.digest(salt, text.encode("utf-8", "surrogatepass"), "sha256").hex()
