"""Kill -9 in the middle, and reps who come and go while leads pour in."""

from tests.front_door.program import Floor, csv_of, people, until

ROWS = 3000


def rows_with_faults() -> tuple[list[str], int]:
    """Rows of which some reach nobody and some come twice; and how many leads they are."""
    rows = people(ROWS)
    for number in range(50, ROWS, 100):
        rows[number] = f"{number + 1},Nobody,,,DE"
    for number in range(60, ROWS, 100):
        rows[number] = rows[number - 5]
    return rows, ROWS - 2 * (ROWS // 100)


def test_a_kill_loses_nothing_and_doubles_nothing(floor: Floor) -> None:
    """Killed at several moments of a file, the engine goes on where it was: every row counts exactly once."""
    rows, leads = rows_with_faults()
    floor.lay(capacity=0).drop("big.csv", csv_of(rows))
    for quarter in (0, 1, 2, 3):
        engine = floor.start("serve")
        until(lambda goal=ROWS * quarter // 5: (floor.one("SELECT rows_done FROM files") or -1) >= goal, 30)
        floor.kill(engine)
    assert floor.run("serve", "--once").returncode == 0
    assert floor.one("SELECT count(*) FROM leads") == leads
    assert floor.one("SELECT count(DISTINCT email) FROM cards") == leads
    assert floor.rows("SELECT accepted, rejected, duplicates, is_done FROM files") == [(leads, 30, 30, 1)]
    assert floor.verified()
    assert (floor.inbox / "done" / "big.csv").exists()


def test_nobody_away_is_dealt_a_lead_and_the_rest_share_alike(floor: Floor) -> None:
    """While two reps go and come, nobody away gets a lead, and equal reps stay within two leads of their share."""
    floor.lay(reps=("ann", "bob", "cy", "dee", "eve")).serve()
    rows = people(1000)
    for part, (rep, verb) in enumerate(
        (("dee", "away"), ("eve", "away"), ("dee", "back"), ("eve", "back"), ("", ""))
    ):
        floor.drop(f"part-{part}.csv", csv_of(rows[part * 200 : part * 200 + 200]))
        if verb:
            until(lambda goal=part * 200 + 50: floor.one("SELECT count(*) FROM leads") >= goal)
            assert floor.run(verb, rep).returncode == 0
    until(lambda: floor.one("SELECT count(*) FROM leads") == 1000, 20)
    assert _dealt_to_the_absent(floor) == []
    always = {rep["id"]: rep["lag"] for rep in floor.status()["reps"] if rep["id"] in ("ann", "bob", "cy")}
    assert max(map(abs, always.values())) < 2, always
    assert floor.verified()


def _dealt_to_the_absent(floor: Floor) -> list[int]:
    """Entries of the journal by which somebody who was away got a lead."""
    away: set[str] = set()
    wrong = []
    sql = (
        "SELECT seq, kind, rep_id, json_extract(data, '$.availability') FROM events"
        " WHERE kind IN ('lead_assigned', 'offer_made', 'availability_changed') ORDER BY seq"
    )
    for seq, kind, rep, availability in floor.rows(sql):
        if kind == "availability_changed":
            (away.discard if availability == "available" else away.add)(rep)
        elif rep in away:
            wrong.append(seq)
    return wrong
