"""The one place that prints: results to standard output, words about them to standard error.

Law: nothing is printed that a terminal would obey; text from outside goes through `plain` on its way.
"""

import os
import sys
from collections.abc import Iterable, Iterator
from contextlib import contextmanager
from io import TextIOWrapper

import msgspec

from engine.turn import HOUSE
from tui.text import plain


def login() -> str:
    """Who sits here, as the system knows whoever runs this; what the surroundings say of a name is not asked.

    Whoever is called as the journal calls the floor itself has another name here: theirs are a person's acts.
    """
    name = _login()
    return f"{name}-login" if name == HOUSE else name


def _login() -> str:
    try:
        import pwd  # not on Windows

        return pwd.getpwuid(os.geteuid()).pw_name
    except (ImportError, KeyError):
        pass
    try:
        import getpass

        return getpass.getuser()
    except (KeyError, OSError):
        return "somebody"


@contextmanager
def out_loud() -> Iterator[None]:
    """Get everything told inside on its way, whatever letters the other end knows. Raises BrokenPipeError."""
    for stream in (sys.stdout, sys.stderr):
        if isinstance(stream, TextIOWrapper):
            stream.reconfigure(errors="backslashreplace")
    try:
        yield
        if sys.stdout is not None:
            sys.stdout.flush()
    except BrokenPipeError:
        os.dup2(os.open(os.devnull, os.O_WRONLY), 1)  # or else the interpreter complains at its end
        raise


def tell(lines: Iterable[str]) -> None:
    """Results, a line each."""
    for line in lines:
        print(plain(line))


def tell_json(value: object) -> None:
    """A result as JSON, whose strings are escaped by being JSON."""
    text = msgspec.json.format(msgspec.json.encode(value), indent=2).decode()
    print(text.translate(_C1))


def hand_on(lines: Iterable[str]) -> None:
    """Results for another program, which whoever made them has made safe; each brings its own end of line."""
    for line in lines:
        sys.stdout.write(line)


def say(sentence: str) -> None:
    """Words about a result."""
    for line in sentence.splitlines():
        print(plain(line), file=sys.stderr)


_C1 = {code: f"\\u{code:04x}" for code in (0x7F, *range(0x80, 0xA0))}
"""What JSON leaves bare and a terminal would obey."""
