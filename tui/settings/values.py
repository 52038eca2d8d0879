"""The settings of a floor as the rest of the house reads them."""

import os
import stat
from collections.abc import Mapping
from datetime import timedelta
from enum import StrEnum
from pathlib import Path
from typing import NamedTuple

from engine.policy import Policy
from engine.value import Value
from importers.limits import Limits
from tui.look import Look

SECRET_BYTES_MAX = 4096


class Verify(StrEnum):
    """How a source proves that a delivery is its own."""

    STANDARD = "standard"
    HMAC_SHA256 = "hmac-sha256"
    BEARER = "bearer"
    SECRET_URL = "secret-url"


class Opened(NamedTuple):
    """A secret that was looked for: its text, or why there is none, as a sentence."""

    text: str = ""
    why: str = ""


class Secret(Value):
    """Where a secret is kept; never the secret itself."""

    kind: str
    """`env` or `file`."""
    name: str
    """The variable's name, or the file's path, seen from the floor's folder."""

    def open(self, folder: Path, environ: Mapping[str, str] = os.environ) -> Opened:
        """Look the secret up. A file that others may read is not used."""
        if self.kind == "env":
            text = environ.get(self.name, "").strip()
            return Opened(text) if text else Opened(why=f"the environment variable {self.name} is not set")
        return _opened_file(folder / self.name, self.name)


class Source(Value):
    """A sender of web-hooks. One whose secret cannot be opened is switched off by whoever serves, and says so."""

    name: str
    provider: str = ""
    """Whose deliveries these are; empty for any sender's."""
    verify: Verify | None = None
    """None is the provider's own way."""
    secret: Secret
    verify_token: Secret | None = None
    """What a provider says when it asks whether the address is ours."""
    public_url: str = ""
    """The address as the provider knows it, when a tunnel or proxy stands between."""


class Webhook(Value):
    """Where web-hooks are received."""

    host: str = "127.0.0.1"
    port: int = 8787
    sources: tuple[Source, ...] = ()


LEAD_FIELDS = (
    "external_id", "created_at", "full_name", "first_name", "last_name", "salutation", "email", "phone", "phone_last",
    "phone_area_code", "phone_ext", "name_infix", "time_of_day",
    "phone_country_code", "company", "job_title", "employees", "revenue", "industry", "country", "state", "city",
    "postal_code", "street", "website", "linkedin_url", "product", "source", "campaign", "value", "message",
    "consent",
    "opt_out", "status", "owner", "is_test", "form", "language", "timeline", "utm_medium", "utm_term", "utm_content",
    "score_pages_viewed", "score_emails_opened", "score_emails_clicked", "score_form_seconds", "score_visits",
    "score_site_seconds", "score_rating", "score_credit_score", "ignore",
)  # fmt: skip
"""What a heading can be mapped to; `ignore` is kept, and never read as the lead's contact."""


class InboxSource(Value):
    """How the files of one folder of the inbox are read; what is empty is as on the whole floor."""

    name: str
    country: str = ""
    timezone: str = ""
    mapping: dict[str, str] = {}
    """Fields by heading."""


class Inbox(Value):
    """How dropped files are read."""

    settle: timedelta = timedelta(seconds=1)
    """How long a file must lie still before it is taken."""
    poll: timedelta | None = None
    """How often the folder is listed, unwatched, for a network that tells of no change; None is by events."""
    encodings: tuple[str, ...] = ("cp1252",)
    """Tried in turn when a text is not UTF-8."""
    source: str = "inbox"
    """Where leads come from when their file does not say."""
    sources: tuple[InboxSource, ...] = ()

    def of(self, name: str) -> InboxSource:
        """What the floor says of a source."""
        return next((one for one in self.sources if one.name == name), InboxSource(name=name))


class Retention(Value):
    """How long persons are kept."""

    cards: timedelta | None = None
    """After so long without anything happening to a lead its person is forgotten; None is never."""


class Settings(Value):
    """All that `floor.toml` says."""

    policy: Policy
    webhook: Webhook | None = None
    """None when the file has no such table: nothing listens."""
    inbox: Inbox = Inbox()
    retention: Retention = Retention()
    limits: Limits = Limits()
    """How much is taken in at most."""
    look: Look = Look()
    text_sha256: str = ""
    text: str = ""
    """The file itself."""


def _opened_file(path: Path, name: str) -> Opened:
    try:
        with path.open("rb") as file:
            mode = os.fstat(file.fileno()).st_mode
            if not stat.S_ISREG(mode):
                return Opened(why=f"the secret file {name} is no plain file")
            if os.name == "posix" and mode & 0o077:
                return Opened(why=f"the secret file {name} can be read by others; run: chmod 600 {name}")
            text = file.read(SECRET_BYTES_MAX + 1).decode().strip()
    except (OSError, UnicodeDecodeError) as error:
        return Opened(why=f"the secret file {name} cannot be read: {getattr(error, 'strerror', None) or 'not text'}")
    if not text or len(text) > SECRET_BYTES_MAX:
        return Opened(why=f"the secret file {name} is {'too long' if text else 'empty'}")
    return Opened(text)
