"""Every sign on the board and every word of the filter, with what it means."""

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
