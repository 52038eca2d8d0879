"""What people read on the board: every sign, every word of the filter, and how keys are written."""

FILTERS = (
    ("text", "any column holds it"),
    ("!text", "no column holds it"),
    ("rep:sam", "by rep; rep:none too"),
    ("src:web", "by source"),
    ("is:late", "risk waiting owned marked parked contacted open"),
    ("age>10m", "older; age<90s newer"),
)
"""What can be typed after `/`, with words."""

SIGNS = (
    ("!!", "past its limit"),
    ("!", "most of the limit used"),
    ("*", "marked"),
    ("…", "an order is on its way"),
    ("●", "ready"),
    ("◐", "full"),
    ("○", "away"),
    ("×", "off"),
    ("»", "next in rotation"),
)
"""Every sign on the board, with words."""

_NAMES = {
    "pagedown": "pgdn",
    "pageup": "pgup",
    "escape": "esc",
    "down": "↓",
    "up": "↑",
    "left": "←",
    "right": "→",
    "f1": "F1",
    "comma": ",",
}


def key_name(key: str) -> str:
    """Return how a key is written for people."""
    return _NAMES.get(key, key.replace("ctrl+", "^").replace("shift+tab", "⇧tab"))
