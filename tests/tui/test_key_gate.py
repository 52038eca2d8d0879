"""What stands between the terminal and the keys."""

from collections.abc import Sequence

import pytest
from textual import events

from tests.tui.pilots import flash, opened, settled
from tui.key_gate import KEYS_AT_ONCE, PASTE_MOST, PASTE_STALL_SECONDS, QUIET_SECONDS, GatedParser
from tui.messages import KeysDropped
from tui.screens.overlay import Field

START, END = "\x1b[200~", "\x1b[201~"


class Watch:
    """A hand on the stop-watch."""

    def __init__(self) -> None:
        self.now = 0.0

    def __call__(self) -> float:
        """The seconds so far."""
        return self.now


def read(parser: GatedParser, *chunks: str) -> list[str]:
    """What the parser says of chunks: keys by name, pastes in quotes, `dropped`."""
    found = [message for chunk in chunks for message in parser.feed(chunk)]
    return [told(message) for message in found]


def told(message: object) -> str:
    """A message in a word."""
    if isinstance(message, events.Paste):
        return repr(message.text)
    return message.key if isinstance(message, events.Key) else "dropped" if isinstance(message, KeysDropped) else "?"


@pytest.mark.parametrize("size", [1, 2, 3, 5, 7, 1000])
def test_a_paste_is_one_text_however_it_comes_in(size: int) -> None:
    """Cut into chunks of any size, escape codes in a paste are neither keys nor its end; keys about it are keys."""
    text = f"j{START}\x1b[31ma\x1b\x1bzcr\x1b[{'x' * 50}\x1b[201{END}k"
    chunks = [text[at : at + size] for at in range(0, len(text), size)]
    assert read(GatedParser(now=Watch()), *chunks) == ["j", repr(f"[31mazcr[{'x' * 50}[201"), "k"]


def test_a_paste_is_cut() -> None:
    """Of a megabyte the first characters are kept, and the keys after it work."""
    (paste, key) = read(GatedParser(now=Watch()), START, *["\x1b[31mazcrxu " * 1000] * 100, END + "q")
    assert (len(paste) - 2, key) == (PASTE_MOST, "q")


def test_two_pastes_are_two() -> None:
    """The mark that ends one is not taken for the next one's."""
    assert read(GatedParser(now=Watch()), f"{START}a{END}{START}b{END}") == ["'a'", "'b'"]


def test_a_paste_whose_end_was_lost_is_over_after_a_while() -> None:
    """Keys work again."""
    watch = Watch()
    parser = GatedParser(now=watch)
    assert read(parser, START + "half") == []
    assert list(parser.tick()) == []
    watch.now += PASTE_STALL_SECONDS + 0.1
    assert [told(message) for message in parser.tick()] == ["'half'"]
    assert read(parser, "q") == ["q"]


def test_a_storm_of_keys_is_cut_off_and_said() -> None:
    """A torn text acts no further than its first letters, however long it goes on; in the quiet keys work again."""
    watch = Watch()
    parser = GatedParser(now=watch)
    assert read(parser, "j" * 50_000) == ["j"] * KEYS_AT_ONCE + ["dropped"]
    watch.now += QUIET_SECONDS / 2
    assert read(parser, "jj") == ["dropped"]
    watch.now += QUIET_SECONDS
    assert read(parser, "kQ") == ["k", "Q"]


def test_a_key_held_down_is_no_storm() -> None:
    """Thirty a second for a minute all come through."""
    watch = Watch()
    parser = GatedParser(now=watch)
    keys: list[str] = []
    for _ in range(1800):
        watch.now += 1 / 30
        keys += read(parser, "j")
    assert keys == ["j"] * 1800


async def pasted(keys: Sequence[str], text: str) -> tuple[str, str]:
    """What stands in the field that keys open after a paste, and what the board says."""
    async with opened() as (app, pilot):
        await pilot.press(*keys)
        app.post_message(events.Paste(text))
        await pilot.pause()
        await settled(pilot)
        fields = app.screen.query(Field)
        return (fields.first().value if fields else ""), flash(app)


async def test_a_field_takes_the_first_line_of_a_paste_cut_to_its_room() -> None:
    """With nothing in it that steers a terminal."""
    value, _ = await pasted(["/", "s", "a"], "\n  m \x1b[2J\u202e" + "x" * 500 + "\nsecond")
    assert value.startswith("sam ␛[2J·xxx")
    assert len(value) == 120


async def test_where_nothing_takes_text_a_paste_does_nothing() -> None:
    """The board says so."""
    assert await pasted([], "azcrxu") == ("", "Nothing here takes pasted text.")
