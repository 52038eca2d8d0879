"""What `floor.toml` says: read, checked with a place for every fault, and handed on as values.

Importing this is cheap; what reads the text is loaded with the first file, because it costs a quarter of a second.
"""

from tui.settings.example import example, make_secret, write_example
from tui.settings.loading import check, load, warnings
from tui.settings.values import Inbox, Secret, Settings, Source, Verify, Webhook

__all__ = [
    "Inbox",
    "Secret",
    "Settings",
    "Source",
    "Verify",
    "Webhook",
    "check",
    "example",
    "load",
    "make_secret",
    "warnings",
    "write_example",
]
