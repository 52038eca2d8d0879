"""The floor that a folder begins with: its house rules, and the secret beside them."""

import stat
from pathlib import Path

from engine.matching.rules import classify
from engine.policy import Roster
from tui.settings import Verify, load, make_secret, write_example


def test_the_example_works_at_once(tmp_path: Path) -> None:
    """A new folder gets a floor of three reps, two pools, two rules and a web-hook."""
    settings = load(write_example(tmp_path / "new"))
    policy = settings.policy
    assert [rep.id for rep in policy.reps] == ["dana", "jon", "mia"]
    assert [pool.name for pool in policy.pools] == ["inbound", "enterprise"]
    assert classify(Roster(policy), {"country": "DE", "employees": 300}).pool == "enterprise"
    assert classify(Roster(policy), {"country": "DE"}).pool == "inbound"
    assert settings.webhook is not None
    assert settings.webhook.sources[0].verify is Verify.SECRET_URL


def test_a_floor_that_is_there_is_not_overwritten(tmp_path: Path) -> None:
    """Writing the example leaves house rules alone, and makes no secret beside them."""
    rules = tmp_path / "floor.toml"
    rules.write_text("mine", encoding="utf-8")
    write_example(tmp_path)
    assert rules.read_text(encoding="utf-8") == "mine"
    assert not (tmp_path / "website.secret").exists()


def test_the_secret_of_a_new_floor_is_its_owners_alone(tmp_path: Path) -> None:
    """No two floors begin with the same secret, nobody else may read it, and one that is there stays."""
    write_example(tmp_path / "new")
    secret = tmp_path / "new" / "website.secret"
    made = secret.read_text("utf-8")
    assert len(made) >= 32
    assert stat.S_IMODE(secret.stat().st_mode) == 0o600
    make_secret(tmp_path / "new")
    assert secret.read_text("utf-8") == made
    make_secret(tmp_path)
    assert (tmp_path / "website.secret").read_text("utf-8") != made
