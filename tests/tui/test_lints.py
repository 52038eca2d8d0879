"""`floorboard check` warns of what is allowed and hardly meant; `floorboard explain` tells the rest."""

from pathlib import Path

import pytest

from engine.policy import Strategy
from engine.telling.plain import METHODS
from tui.cli import main
from tui.settings import check, warnings

FLOOR = """
[[reps]]
id = "dana"
name = "Dana"
skills = ["de"]
[[reps]]
id = "jon"
name = "Jon"
[[pools]]
name = "inbound"
reps = ["dana", "jon"]
"""
REST = '[[rules]]\nname = "everyone"\npool = "inbound"\n'
BIG = '[[rules]]\nname = "big"\nwhen.country = "DE"\nwhen.employees.at_least = 9\npool = "inbound"\n'
GERMAN = '[[rules]]\nname = "German"\nwhen.country = ["DE", "AT"]\npool = "inbound"\n'
THIRD = '[[reps]]\nid = "mia"\nname = "Mia"\n'
SHIFTS = FLOOR.replace('"Dana"', '"Dana"\nhours = "Mo-Fr 09:00-13:00"').replace(
    '"Jon"', '"Jon"\nhours = "Mo-Su 09:00-17:00"'
)
LADDER = """[[pools.ladder]]
after = "60s"
do = "group:spare"
[[pools.ladder]]
after = "2m"
do = "notify:jon"
"""
LINTS = [
    ('[floor]\nclose_guard = "target"\n' + FLOOR + REST, "floor.close_guard: says nothing: every pool deals after"),
    (FLOOR + GERMAN + BIG + REST, '16:3: warning: rules[2]: is never reached: "German" above takes all of its leads'),
    (
        FLOOR + BIG.replace("when.country", "when.employees.below = 3\nwhen.country") + REST,
        "12:3: warning: rules[1]: can never hold: no lead has employees is below 3 and employees is at least 9",
    ),
    (FLOOR + THIRD + REST, "12:3: warning: reps[3]: is never given a lead: Mia is in no pool"),
    (
        FLOOR + '[[pools]]\nname = "gone"\nreps = ["jon"]\n' + REST,
        "12:3: warning: pools[2]: no rule leads to this pool",
    ),
    (
        FLOOR + REST.replace("pool =", 'requires = ["de"]\npool ='),
        "6:3: warning: reps[2]: is never given a lead: every rule of inbound asks for skills they lack",
    ),
    (
        FLOOR + GERMAN + 'requires = ["de"]\n' + REST,
        "rules[1].requires: only Dana has de: these leads wait whenever they are away or full",
    ),
    (
        FLOOR.replace('"Jon"', '"Jon"\nweight = 3') + REST,
        "9:10: warning: reps[2].weight: says nothing: none of Jon's pools deals by weight",
    ),
    (
        FLOOR.replace('"Dana"', '"Dana"\nhours = "Mo-Fr 09:00-13:00"').replace(
            '"Jon"', '"Jon"\nhours = "Mo-Su 09:00-17:00"'
        )
        + REST,
        "pools[1]: is open while nobody of it is rostered, Mon 00:00 to 09:00, and at 7 other times of the week",
    ),
    (
        FLOOR + 'absence = "catch_up"\n' + REST,
        "pools[1].absence: owes without an end: who comes back is dealt all they missed",
    ),
    (
        FLOOR.replace('"Jon"', '"Jon"\nweight = 20') + 'strategy = "weighted"\n' + REST,
        "reps[2].weight: is 20 times the weight of Dana, who will see few leads of inbound",
    ),
]


@pytest.mark.parametrize(("text", "words"), LINTS)
def test_a_warning_has_its_place_and_is_no_fault(
    tmp_path: Path, capsys: pytest.CaptureFixture[str], text: str, words: str
) -> None:
    """Line and column, what is odd, and the way on; the file may be used as it is."""
    path = tmp_path / "floor.toml"
    path.write_text(text, encoding="utf-8")
    assert check(path) == []
    assert any(words in line for line in warnings(path)), warnings(path)
    assert main(["check", str(path)]) == 0
    told = capsys.readouterr()
    assert words in told.out
    assert "is in order, with" in told.err


def test_pools_that_others_lead_to_are_reached(tmp_path: Path) -> None:
    """By a ladder, by a trial, as those on call: no rule need name them, and their reps are given leads."""
    spare = '[[pools]]\nname = "spare"\nreps = ["mia"]\nafter_hours = "route"\n'
    path = tmp_path / "floor.toml"
    on_call = 'after_hours = "oncall:spare"\n'
    needs = REST.replace("pool =", 'requires = ["de"]\npool =')
    relax = '[[pools.ladder]]\nafter = "30s"\ndo = "relax:skill"\n'
    for pool, rules in ((LADDER, REST), (on_call, REST), (relax + LADDER, needs)):
        path.write_text(FLOOR.replace('"Jon"', '"Jon"\nskills = ["de"]') + pool + spare + THIRD + rules, "utf-8")
        assert warnings(path) == [], pool


def test_caps_below_what_comes_in_are_a_warning(tmp_path: Path) -> None:
    """Two reps with five a day and a week of five days take fifty; nobody is warned where somebody has no cap."""
    capped = FLOOR.replace('"Dana"', '"Dana"\nper_day = 5\nhours = "Mo-Fr 09:00-17:00"')
    both = capped.replace('"Jon"', '"Jon"\nper_week = 25') + REST
    path = tmp_path / "floor.toml"
    path.write_text(both, "utf-8")
    assert warnings(path, {"inbound": 50}) == []
    (told,) = warnings(path, {"inbound": 61.5})
    assert "pools[1]: got 61.5 leads a week of late, and its reps may take 50 by their caps" in told
    path.write_text(capped + REST, "utf-8")
    assert warnings(path, {"inbound": 10_000}) == []


def test_a_floor_that_is_meant_as_it_is_has_no_warnings(tmp_path: Path) -> None:
    """The example that a new floor begins with among them."""
    path = tmp_path / "floor.toml"
    path.write_text(FLOOR + REST, encoding="utf-8")
    assert warnings(path) == []
    assert warnings(Path(__file__).parents[2] / "tui" / "settings" / "example_floor.toml") == []


def test_a_floor_is_told_in_plain_sentences(tmp_path: Path, capsys: pytest.CaptureFixture[str]) -> None:
    """A new hire reads who gets what without knowing a key of the file."""
    path = tmp_path / "floor.toml"
    scoring = '[[scoring]]\nname = "size"\nwhen.employees.at_least = 9\npoints = 80\n'
    gate = '[[gate]]\nname = "far"\nwhen.country = "XX"\nverdict = "discard"\n'
    path.write_text('[sla]\nhot = "2m"\n' + FLOOR + scoring + gate + BIG + REST, encoding="utf-8")
    assert main(["explain", str(path)]) == 0
    told = " ".join(capsys.readouterr().out.split())
    assert 'big: if country is "DE" and employees is at least 9, the lead goes to inbound.' in told
    assert "everyone: every lead that is left goes to inbound." in told
    assert "Dana and Jon take turns" in told
    assert "+80 points for size: employees is at least 9." in told
    assert "A lead is hot from 70 points, and is to be answered within 2 minutes." in told
    assert 'far: if country is "XX", it is closed as unqualified.' in told
    assert "A customer is to be answered within 5 minutes from when they asked" in told


def test_every_method_has_its_sentence() -> None:
    """No method is left to be guessed."""
    assert set(METHODS) == set(Strategy)


def test_a_file_with_faults_is_not_explained(tmp_path: Path, capsys: pytest.CaptureFixture[str]) -> None:
    """The faults are said, with their places."""
    path = tmp_path / "floor.toml"
    path.write_text(FLOOR, encoding="utf-8")
    assert main(["explain", str(path)]) == 1
    assert 'the key "rules" is missing' in capsys.readouterr().err
