"""The floor that a folder begins with."""

import os
import secrets
from pathlib import Path

FILE_NAME = "floor.toml"
SECRET_NAME = "website.secret"


def example() -> str:
    """Return the commented example."""
    return Path(__file__).with_name("example_floor.toml").read_text(encoding="utf-8")


def write_example(folder: Path) -> Path:
    """Write the example and its web-hook's secret into a folder without `floor.toml`; one that is there is left."""
    path = folder / FILE_NAME
    folder.mkdir(parents=True, exist_ok=True)
    try:
        with path.open("x", encoding="utf-8") as file:
            file.write(example())
        make_secret(folder)
    except FileExistsError:
        pass
    return path


def make_secret(folder: Path) -> None:
    """Make the secret of the source `website`, for its owner alone to read; one that is there is left as it is."""
    try:
        secret = os.open(folder / SECRET_NAME, os.O_WRONLY | os.O_CREAT | os.O_EXCL, 0o600)
    except FileExistsError:
        return
    with open(secret, "w", encoding="utf-8") as file:
        file.write(secrets.token_urlsafe(24))
