"""What every part of an open transaction stands on."""

import sqlite3
from collections.abc import Callable, Sequence
from functools import lru_cache
from typing import TYPE_CHECKING

import msgspec

from store.rows import StoreError

if TYPE_CHECKING:
    from engine.policy import Policy


@lru_cache(maxsize=1)
def _reader() -> "Callable[[str], Policy]":
    from engine.policy import Policy  # who only leaves an order reads no rules

    return msgspec.json.Decoder(Policy).decode


@lru_cache(maxsize=1)
def no_rules() -> "Policy":
    """What a floor goes by before it has house rules."""
    from engine.policy import Policy

    return Policy(reps=(), pools=(), rules=())


class Transaction:
    """An open transaction, with the policies that were read before."""

    def __init__(self, db: sqlite3.Connection, policies: "dict[str, Policy]") -> None:
        self._db = db
        self._policies = policies

    def _put(self, statement: str, rows: Sequence[tuple[object, ...]]) -> None:
        """Carry a statement out for each of the rows; where there are none, as mostly, SQLite is not asked."""
        if rows:
            self._db.executemany(statement, rows)

    def policy(self, digest: str) -> "Policy":
        """The house rules kept under a digest. Raises StoreError when there are none."""
        policy = self._policies.get(digest)
        if policy is None:
            row = self._db.execute("SELECT text FROM policies WHERE hash = ?", (digest,)).fetchone()
            if row is None:
                raise StoreError(f"The policy {digest[:12]} is not in the database; run `floorboard verify`.")
            policy = self._policies[digest] = _reader()(row[0])
        return policy

    def rules_text(self, digest: str) -> str:
        """SHA-256 of the file that the house rules under a digest were last read from; empty when there is none."""
        row = self._db.execute("SELECT toml_sha256 FROM policies WHERE hash = ?", (digest,)).fetchone()
        return str(row[0]) if row else ""

    def keep_policy(self, digest: str, policy: "Policy", text_sha256: str) -> None:
        """Keep house rules; `text_sha256` is of the file they were read from."""
        self._db.execute(
            "INSERT INTO policies (hash, text, toml_sha256) VALUES (?, ?, ?)"
            " ON CONFLICT (hash) DO UPDATE SET toml_sha256 = excluded.toml_sha256",
            (digest, msgspec.json.encode(policy).decode(), text_sha256),
        )

    def rules_toml(self, digest: str) -> str:
        """The floor.toml that the house rules under a digest were last read from; empty when it is not kept."""
        row = self._db.execute("SELECT toml FROM policies WHERE hash = ?", (digest,)).fetchone()
        return str(row[0]) if row else ""

    def keep_rules_toml(self, digest: str, text: str) -> None:
        """Keep the text of floor.toml beside the house rules that are kept under a digest."""
        self._db.execute("UPDATE policies SET toml = ?1 WHERE hash = ?2 AND toml <> ?1", (text, digest))

    def policy_in_force(self) -> "Policy":
        """The house rules of now."""
        row = self._db.execute("SELECT value FROM meta WHERE key = 'policy'").fetchone()
        return self.policy(row[0]) if row else no_rules()
