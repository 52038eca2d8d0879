"""House rules that could strand a lead: each is refused with one clear sentence, never a crash."""

from pathlib import Path

import pytest

from tui.settings import check

FLOOR = """
[floor]
hours = "Mo-Fr 09:00-17:00"
timezone = "Europe/Berlin"

[[reps]]
id = "ann"
name = "Ann"

[[pools]]
name = "inbound"
reps = ["ann"]
ladder = [{ after = "1m", do = "group:rest" }, { after = "2m", do = "notify:ann" }]

[[pools]]
name = "rest"
reps = ["ann"]

[[rules]]
name = "everyone else"
pool = "inbound"
"""

STRANDED = [
    ("weight nought", 'name = "Ann"', 'name = "Ann"\nweight = 0', "reps[1].weight: must be above 0"),
    ("empty pool", 'reps = ["ann"]\nladder', "reps = []\nladder", "pools[1].reps: must not be empty"),
    ("a rep who is gone", 'reps = ["ann"]\nladder', 'reps = ["bo"]\nladder', 'no rep has the id "bo"'),
    ("unknown zone", "Europe/Berlin", "Europe/Bielefeld", 'floor.timezone: unknown time zone "Europe/Bielefeld"'),
    ("never open", "Mo-Fr 09:00-17:00", "off", 'floor.hours: the hours "off" never open'),
    ("over for good", "Mo-Fr 09:00-17:00", "2019 Mo-Fr 09:00-17:00", "never open"),
    ("no catch-all", 'pool = "inbound"', 'pool = "inbound"\nwhen.city = "Ulm"', "the last rule has conditions"),
    ("no last step", "notify:ann", "ack:sms", "the last step must need nobody to be there"),
    ("a circle", 'after = "2m", do = "notify:ann"', 'after = "2m", do = "group:rest"', "it would go in a circle"),
]


@pytest.mark.parametrize(("was", "now", "words"), [row[1:] for row in STRANDED], ids=[row[0] for row in STRANDED])
def test_what_could_strand_a_lead_is_refused(tmp_path: Path, was: str, now: str, words: str) -> None:
    """The fault is named with its key and the way out; what it was made from is in order."""
    path = tmp_path / "floor.toml"
    path.write_text(FLOOR, encoding="utf-8")
    assert check(path) == []
    path.write_text(FLOOR.replace(was, now, 1), encoding="utf-8")
    assert words in "\n".join(check(path))
