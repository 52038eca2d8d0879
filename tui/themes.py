"""The names of the themes."""

DEFAULT = "colour-blind"
ANSI = "ansi"
PLAIN = "plain"
THEMES = (DEFAULT, "dark", "light", "high-contrast", ANSI, PLAIN)
"""Every theme by name; the first is the one that nobody chose."""
