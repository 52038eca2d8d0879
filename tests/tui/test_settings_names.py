"""Settings: what reps and rules are called of whom the file says no name."""

from pathlib import Path

from tests.tui.test_settings_faults import faults, floor
from tui.settings import load

__all__ = ["floor"]


def test_who_has_no_name_is_called_by_their_id(floor: Path) -> None:
    """Reps are named after their ids, rules after what they ask, the same wherever they stand."""
    reps = "".join(f'[[reps]]\nid = "{one}"\n' for one in ("dana.reyes", "r-17", "McKay"))
    asking = '[[rules]]\nwhen.country = ["DE", "AT"]\nunless.source = "fair"\npool = "inbound"\n'
    other = '[[rules]]\nwhen.message.contains = "' + "very " * 30 + '"\npool = "inbound"\n'
    pool = '[[pools]]\nname = "inbound"\nreps = ["McKay"]\n'
    rest = '[[rules]]\npool = "inbound"\n'
    assert faults(floor, reps + pool + other + asking + asking + rest) == []
    policy = load(floor).policy
    assert [rep.name for rep in policy.reps] == ["Dana Reyes", "R 17", "McKay"]
    names = [rule.name for rule in policy.rules]
    assert len(names[0]) == 80
    said = "country is DE or AT unless source is fair"
    assert names[1:] == [said, f"{said} (2)", "everyone else"]
    floor.write_text(reps + pool + rest, encoding="utf-8")
    assert load(floor).policy.rules[0].name == "every lead"
