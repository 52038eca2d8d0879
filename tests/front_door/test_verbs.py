"""The verbs, as scripts use them: results, words, exit codes."""

import json
import sqlite3
from contextlib import closing
from datetime import UTC, datetime, timedelta

import pytest

from tests.front_door.program import ROOT, Floor, csv_of, people, post, until

BOARD = {"floor", "seq", "as_of", "engine", "tiles", "leads", "leads_total", "reps", "intake"}
ENGINE = {"is_alive", "pid", "listening", "trouble"}
TILES = {
    *("waiting", "unanswered", "oldest_at", "answered_in_time", "answered_late", "breached"),
    *("available", "reps", "fairness", "worst_rep", "worst_lag"),
}
LEAD = {"id", "state", "name", "company", "source", "why", "queued_at", "due_at", "rep", "sla"}
REP = {
    *("id", "name", "availability", "reason", "since_at", "until_at", "capacity", "received", "entitled", "lag"),
    "open",
}
INTAKE = {"at", "name", "kind", "accepted", "rejected", "duplicates", "tests", "is_done", "why"}
WHY = {"lead", "state", "rep", "rule", "pool", "sentence", "reps", "history"}

BEGIN = "`floorboard` or `floorboard serve` begins one there, --floor names another"


@pytest.fixture
def dealt(floor: Floor) -> Floor:
    """A floor on which two leads were dealt and no engine runs."""
    floor.lay().drop("leads.csv", csv_of(people(2)))
    floor.run("serve", "--once")
    return floor


def test_an_empty_folder_becomes_a_floor_that_works(floor: Floor) -> None:
    """In an empty folder an engine writes the example floor, says so on standard error, and works at once."""
    done = floor.run("serve", "--once")
    assert done.returncode == 0
    assert done.stderr.startswith("wrote an example floor.toml")
    assert floor.run("status").stdout.startswith("North floor")
    assert floor.run("check").returncode == 0


@pytest.mark.parametrize("words", ["status", "why 1", "away dana", "rep dana", "wall", "verify", "outbox", "backup"])
def test_a_verb_in_the_wrong_folder_makes_no_floor_of_it(floor: Floor, words: str) -> None:
    """Whoever asks or orders where no floor is hears so, with the way out, and the folder stays empty."""
    done = floor.run(*words.split())
    assert (done.returncode, done.stdout) == (1, "")
    assert done.stderr == f"There is no floor in {floor.root}: {BEGIN}.\n"
    assert not [path for path in floor.root.iterdir() if path != floor.inbox]


def test_a_new_floor_takes_a_web_hook_at_once(floor: Floor) -> None:
    """The example's source has a secret of its own, made with it: nothing is off, and a plain post becomes a lead."""
    floor.run("serve", "--once")
    rules = floor.root / "floor.toml"
    rules.write_text(rules.read_text("utf-8").replace("127.0.0.1:8787", "127.0.0.1:0"), "utf-8")
    floor.serve()
    secret = (floor.root / "website.secret").read_text("utf-8")
    body = b'{"name": "Ada", "phone": "+49 30 901820"}'
    assert post(floor.address(), body, {"Content-Type": "application/json"}, f"website/{secret}") == 202
    assert floor.status()["engine"]["trouble"] == ""


def test_the_keys_of_the_json_stay(dealt: Floor) -> None:
    """`status --json` and `why --json` keep the names that scripts rely on."""
    told = dealt.status()
    assert set(told) >= BOARD
    assert set(told["engine"]) >= ENGINE
    assert set(told["tiles"]) >= TILES
    for names, rows in ((LEAD, told["leads"]), (REP, told["reps"]), (INTAKE, told["intake"])):
        assert rows
        assert all(set(row) >= names for row in rows)
    why = json.loads(dealt.run("why", "L-1", "--json").stdout)
    assert set(why) >= WHY
    assert all(set(rep) >= {"rep_id", "name", "reason", "lag"} for rep in why["reps"])
    assert all(set(row) == {"seq", "at", "kind", "actor", "words"} for row in why["history"])


def test_instants_are_utc_with_a_z(dealt: Floor) -> None:
    """Instants in JSON are ISO 8601 and end in Z."""
    assert dealt.status()["leads"][0]["queued_at"].endswith("Z")


@pytest.mark.parametrize("with_engine", [False, True])
def test_acts_are_done_and_undone(dealt: Floor, with_engine: bool) -> None:
    """`away`, `back`, `assign` and `undo` do the same with an engine and without one."""
    if with_engine:
        dealt.serve()
    assert dealt.one("SELECT rep_id FROM leads WHERE id = 'L-1'") == "dana"
    done = dealt.run("assign", "1", "mia")
    assert (done.returncode, done.stdout) == (0, "")
    assert dealt.one("SELECT rep_id FROM leads WHERE id = 'L-1'") == "mia"
    assert dealt.run("undo").stderr.startswith("undone: Ada 1 → Mia, from Dana; ")
    assert dealt.one("SELECT rep_id FROM leads WHERE id = 'L-1'") == "dana"
    told = "jon is away; 1 lead not begun goes to others in 5 minutes\n"
    assert dealt.run("away", "jon", "--reason", "lunch").stderr == told
    assert dealt.rows("SELECT availability, reason FROM reps WHERE id = 'jon'") == [("away", "lunch")]
    assert dealt.run("back", "jon").returncode == 0
    assert dealt.one("SELECT availability FROM reps WHERE id = 'jon'") == "available"
    assert dealt.verified()


def test_away_for_a_while_ends_by_itself(floor: Floor) -> None:
    """`away --for` brings the rep back when the span is over; `--until` means the floor's own clock."""
    floor.lay().serve()
    floor.run("away", "dana", "--for", "1s")
    until(lambda: floor.one("SELECT availability FROM reps WHERE id = 'dana'") == "available", 5)
    floor.run("away", "jon", "--until", "14:00")
    at = datetime.fromisoformat(str(floor.one("SELECT until_at FROM reps WHERE id = 'jon'")))
    assert timedelta(0) < at - datetime.now(UTC) <= timedelta(days=1)


@pytest.mark.parametrize(
    ("words", "sentence"),
    [
        (("away", "nina"), "nina"),
        (("back", "nina"), "nina"),
        (("assign", "L-99", "mia"), "L-99"),
        (("assign", "L-1", "nina"), "nina"),
        (("why", "L-99"), "There is no lead L-99 on this floor."),
        (("why", "\x1b[2J"), "There is no lead"),
        (("undo",), "undo"),
        (("away", "dana", "--for", "soon"), '"soon" is no span of time'),
        (("away", "dana", "--until", "25:00"), '"25:00" is no time of day'),
        (("away", "dana", "--for", "1h", "--until", "14:00"), "either --for or --until"),
    ],
)
def test_what_cannot_be_is_one_sentence(dealt: Floor, words: tuple[str, ...], sentence: str) -> None:
    """Unknown reps and leads, and what makes no sense, are one sentence on standard error and exit code 1."""
    before = dealt.one("SELECT max(seq) FROM events")
    done = dealt.run(*words)
    assert (done.returncode, done.stdout, done.stderr.count("\n")) == (1, "", 1), done.stderr
    assert sentence.lower() in done.stderr.lower()
    assert "\x1b" not in done.stderr
    assert dealt.one("SELECT max(seq) FROM events") == before


@pytest.mark.parametrize(
    "words",
    [("fly",), ("assign", "1"), ("serve", "--port", "no"), ("serve", "--port", "70000"), ("import",)],
)
def test_what_is_not_understood_is_usage(floor: Floor, words: tuple[str, ...]) -> None:
    """What the command line does not know is exit code 2, and makes no floor of a folder."""
    assert floor.run(*words).returncode == 2
    assert not (floor.root / "floor.toml").exists()


def test_a_misspelt_verb_is_answered_with_the_nearest(floor: Floor) -> None:
    """In front of it may stand the floor."""
    assert 'there is no verb "statsu"; did you mean "status"?' in floor.run("statsu").stderr


def test_the_floor_is_named_before_or_after_the_verb_or_by_the_surroundings(dealt: Floor) -> None:
    """`--floor` works on both sides of the verb, else FLOORBOARD_FLOOR, else the current folder."""
    (dealt.root / "below").mkdir()
    elsewhere = {"cwd": dealt.root / "below"}
    named = str(dealt.root)
    env = {**dealt.env, "FLOORBOARD_FLOOR": named}
    from_env = dealt.start_bare("status", "--json", **{**elsewhere, "env": env})
    ways = [
        dealt.start_bare("--floor", named, "status", "--json", **elsewhere),
        dealt.start_bare("status", "--json", "--floor", named, **elsewhere),
        from_env,
        dealt.start_bare("status", "--json"),
    ]
    seqs = [json.loads(way.communicate(timeout=30)[0])["seq"] for way in ways]
    assert seqs == [dealt.one("SELECT max(seq) FROM events")] * 4


def test_rebuild_makes_the_tables_again(dealt: Floor) -> None:
    """Tables that were tampered with are found by `verify` and made again by `rebuild`."""
    with closing(sqlite3.connect(dealt.root / "leads.db")) as db, db:
        db.execute("UPDATE leads SET rep_id = 'mia'")
    broken = dealt.run("verify")
    assert broken.returncode == 1
    assert "BROKEN" in broken.stdout
    assert dealt.run("rebuild").returncode == 0
    assert dealt.verified()


def test_a_change_of_the_journal_is_found(dealt: Floor) -> None:
    """`verify` names the entry of the journal that was changed behind our back."""
    with closing(sqlite3.connect(dealt.root / "leads.db")) as db, db:
        db.execute("DROP TRIGGER events_never_change")
        db.execute("UPDATE events SET actor = 'somebody else' WHERE seq = 2")
    done = dealt.run("verify")
    assert done.returncode == 1
    assert "Entry 2 was changed" in done.stdout


def test_hostile_names_reach_no_terminal(floor: Floor) -> None:
    """Names that hold markup, escapes or line breaks are printed as text by every verb."""
    names = ("[/]", "[@click=app.quit]x[/]", "\x1b]52;c;eA==\x07Eve", "\x9b2JMal", '"two\nlines"')
    rows = [f"{n},{name},p{n}@example.com,,DE" for n, name in enumerate(names)]
    floor.lay().drop("leads.csv", csv_of(rows))
    floor.run("serve", "--once")
    assert floor.one("SELECT count(*) FROM leads") == len(names)
    said = floor.run("status").stdout + "".join(floor.run("why", f"L-{n}").stdout for n in range(1, 6))
    told = floor.run("status", "--json").stdout + floor.run("why", "3", "--json").stdout
    assert not {*"\x1b\x07\x9b\r"} & set(said + told)
    assert "[/]" in said
    assert "[@click=app.quit]x[/]" in said


def test_a_reader_that_leaves_early_hears_nothing_more(dealt: Floor) -> None:
    """When the other end of the pipe is closed there is no traceback."""
    process = dealt.start("status", "--json")
    assert process.stdout
    process.stdout.close()
    process.stdout = None
    _, err = process.communicate(timeout=30)
    assert err == ""


def test_the_board_without_a_terminal_is_refused(floor: Floor) -> None:
    """Without a terminal the board and the demo say so and how to look all the same."""
    for verb in ((), ("demo",)):
        done = floor.lay().run(*verb)
        assert (done.returncode, done.stdout) == (1, "")
        assert "needs a terminal" in done.stderr


@pytest.mark.parametrize("words", [("away", "dana"), ("status",), ("why", "L-1"), ("undo",), ("--version",)])
def test_one_shot_verbs_load_nothing_heavy(dealt: Floor, words: tuple[str, ...]) -> None:
    """A verb that is over in a moment loads no screen, no checker of settings, no network and no phone book."""
    dealt.run("away", "mia")
    heavy = (
        "textual",
        "rich",
        "pydantic",
        "aiohttp",
        "phonenumbers",
        "babel",
        "sqlite_utils",
        "apscheduler",
        "watchdog",
    )
    code = (
        "import sys\nfrom tui.cli import main\n"
        "try:\n    main(sys.argv[1:])\nexcept SystemExit:\n    pass\n"
        f"print(*sorted({set(heavy)!r} & set(sys.modules)), 'end', file=sys.stderr)"
    )
    import subprocess
    import sys

    done = subprocess.run(
        [sys.executable, "-c", code, *words],
        env={**dealt.env, "FLOORBOARD_FLOOR": str(dealt.root)},
        cwd=ROOT,
        capture_output=True,
        text=True,
        check=False,
    )
    assert done.stderr.splitlines()[-1].strip() == "end"


def test_a_claim_is_given_by_hand_and_told(dealt: Floor) -> None:
    """The credit is in the rep's lag at once; without a rep who could yield it, it is refused in a sentence."""
    before = {rep["id"]: rep["lag"] for rep in dealt.status()["reps"]}
    done = dealt.run("credit", "dana", "-0.5", "--why", "took a lead out of turn", "--pool", "inbound")
    assert done.returncode == 0, done.stderr
    assert {rep["id"]: rep["lag"] for rep in dealt.status()["reps"]}["dana"] == pytest.approx(before["dana"] - 0.5)
    assert dealt.run("credit", "dana", "1", "--why", "x", "--pool", "outbound").stderr.startswith("Dana")
