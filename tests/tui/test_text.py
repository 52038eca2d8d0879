"""No text from outside steers a terminal, hides or breaks a column."""

import subprocess
import sys
import unicodedata

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from tests.tui.floors import HOSTILE
from tui.text import clean, cut, plain, width_of
from tui.widgets.lines import difference, fill, spread

NEVER = {"Cc", "Cf", "Cs", "Co", "Cn", "Zl", "Zp"}
ANY_TEXT = st.text(st.characters(exclude_categories=()), max_size=60)

EXAMPLES = {
    "\x1b]52;c;eA==\x07": "␛]52;c;eA==·",
    "a\r\nb\tc": "a⏎b c",
    "\u202eabc\u202c": "·abc·",
    "[/]": "[/]",
    "陳 美玲": "陳 美玲",
    "🇩🇪 👍🏽": "DE 👍",
    "\u200b": "·",
    "e\u0301\u0302\u0303\u0304": "e\u0301\u0302",
    "\ud800": "·",
    "\x9b31m": "·31m",
    "a\u3000b\xa0c": "a b c",
    "\U000e0041": "·",
}


@pytest.mark.parametrize(("text", "shown"), EXAMPLES.items())
def test_examples(text: str, shown: str) -> None:
    """Each kind of trick comes out as a visible sign."""
    assert plain(text) == shown


@given(ANY_TEXT)
@settings(max_examples=300)
def test_nothing_hidden_is_left(text: str) -> None:
    """No control, format, surrogate or unassigned character passes, and a second time changes nothing."""
    shown = plain(text)
    assert not {unicodedata.category(char) for char in shown} & NEVER
    assert plain(shown) == shown


@given(st.one_of(ANY_TEXT, st.sampled_from(HOSTILE)), st.integers(0, 40), st.booleans())
@settings(max_examples=300)
def test_width_is_exact(text: str, cells: int, right: bool) -> None:
    """A text that is fitted takes exactly the cells it was given."""
    assert width_of(clean(text, cells, right)) == cells
    assert width_of(cut(text, max(1, cells))) <= max(1, cells)


def test_long_texts_are_cut_with_a_sign() -> None:
    """What does not fit ends in an ellipsis."""
    assert clean("x" * 300, 5) == "xxxx…"
    assert clean("陳美玲", 4) == "陳… "
    assert clean("12", 5, True) == "   12"


def test_only_the_difference_is_repainted() -> None:
    """Two lines that differ in one span differ in that span's cells only."""
    old = (("ab", ""), ("1:02", "dim"), ("end", ""))
    assert difference(old, old) == (0, 0)
    assert difference(old, (("ab", ""), ("1:03", "dim"), ("end", ""))) == (2, 4)
    assert difference(old, (("ab", ""), ("1:02", "warn"), ("end", ""))) == (2, 4)
    assert difference(old, ()) == (0, 9)


def test_lines_fill_their_width() -> None:
    """A line is cut or padded to its width, by cells."""
    assert fill((("陳美玲", ""),), 4) == (("陳… ", ""),)
    assert fill((("a", "x"),), 3) == (("a", "x"), ("  ", ""))
    assert spread((("a", ""),), (("b", ""),), 4) == (("a", ""), ("  ", ""), ("b", ""))


def test_the_gate_loads_no_screen() -> None:
    """The one-shot verbs print through the gate without loading Textual or Rich."""
    code = (
        "import sys; from tui.text import plain; from tui import keys, rows; plain('x\\x1b'); keys.markdown_table(); "
    )
    code += "print([name for name in ('textual', 'rich') if name in sys.modules])"
    done = subprocess.run([sys.executable, "-c", code], capture_output=True, text=True, check=True)
    assert done.stdout.strip() == "[]"
