"""floor.toml while people edit it."""

import os
from pathlib import Path

from tests.front_door.program import REPS, Floor, csv_of, hook, people, post, signed, until


def write(path: Path, text: str) -> None:
    """Save the way editors do: beside, then over."""
    half = path.with_suffix(".half")
    half.write_text(text, "utf-8")
    os.replace(half, path)


def test_a_fault_is_named_with_its_place(floor: Floor) -> None:
    """`check` names file, line, column and key of what it does not know, and the nearest key that there is."""
    rules = floor.lay().root / "floor.toml"
    text = rules.read_text("utf-8").replace('timezone = "Europe/Berlin"', 'timezonee = "Europe/Berlin"')
    write(rules, text)
    done = floor.run("check")
    line = 1 + text[: text.index("timezonee")].count("\n")
    assert done.returncode == 1
    assert f'floor.toml:{line}:1: floor.timezonee: unknown key "timezonee"' in done.stdout
    assert '"timezone"' in done.stdout
    served = floor.run("serve", "--once")
    assert served.returncode == 1
    assert "timezonee" in served.stderr


def test_a_bad_edit_keeps_the_rules_and_a_good_one_is_followed(floor: Floor) -> None:
    """Under a running engine a bad edit is told on the boards and nothing else happens; the next good one counts."""
    floor.lay(reps=REPS).serve()
    rules = floor.root / "floor.toml"
    good = rules.read_text("utf-8")
    digest = floor.one("SELECT json_extract(data, '$.digest') FROM events WHERE kind = 'policy_changed'")
    write(rules, good.replace("capacity", "capazity", 1))
    trouble = until(lambda: floor.status()["engine"]["trouble"])
    assert "The last edit is not in force" in trouble
    assert "capazity" in trouble
    floor.drop("leads.csv", csv_of(people(1)))
    until(lambda: floor.one("SELECT count(*) FROM leads"))
    assert floor.rows("SELECT DISTINCT policy FROM events WHERE seq > 1") == [(digest,)]
    write(rules, good.replace('["dana", "jon", "mia"]', '["mia"]').replace('"dana", "jon", "mia"', '"mia"'))
    until(lambda: not floor.status()["engine"]["trouble"])
    floor.drop("more.csv", csv_of(people(3, start=5)))
    until(lambda: floor.one("SELECT count(*) FROM leads") == 4)
    assert floor.rows("SELECT DISTINCT rep_id FROM leads WHERE number > 1") == [("mia",)]


def test_an_engine_starts_on_the_last_good_rules(floor: Floor) -> None:
    """An engine that starts on a bad edit goes on under the rules that were in force, and says so."""
    floor.lay().run("serve", "--once")
    rules = floor.root / "floor.toml"
    good = rules.read_text("utf-8")
    write(rules, good + "\n[flor]\n")
    floor.serve()
    until(lambda: "not in force" in floor.status()["engine"]["trouble"])
    write(rules, good)
    until(lambda: floor.status()["engine"]["listening"])
    until(lambda: not floor.status()["engine"]["trouble"])


def test_a_changed_hook_table_is_followed(floor: Floor) -> None:
    """When the web-hook table changes, the sources are exchanged without a restart or a pause in listening."""
    floor.lay().serve()
    before = floor.address()
    rules = floor.root / "floor.toml"
    write(rules, rules.read_text("utf-8").replace('name = "shop"', 'name = "market"'))
    body = hook(1)
    until(lambda: post(before, body, signed(body), "shop") == 404)
    assert post(before, body, signed(body), "market") == 401
    assert floor.address() == before
