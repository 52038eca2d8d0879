"""The front door: verbs, the desk that joins the rooms, and the screens."""

import os

PICTURES_A_SECOND = "240"
"""How often a screen may be painted at the most. A dialog that opens waits for three pictures of it, one after the
other, and with Textual's own sixty those waits were most of its time. Where nothing changes nothing is painted.
"""

os.environ.setdefault("TEXTUAL_FPS", PICTURES_A_SECOND)  # read once, when Textual is loaded: so before all else
