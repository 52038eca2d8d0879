"""Settings: what `floor.toml` may say, and what is made of it."""

import json
import subprocess
import sys
from datetime import timedelta
from importlib.resources import files
from pathlib import Path

import pytest

from engine.matching.fields import FIELDS
from engine.policy import Accept, Clause, Conditions, Hours, Strategy, digest
from importers.headings import fields
from importers.limits import Limits
from importers.traits import KINDS
from tui.settings import Secret, Settings, check, load
from tui.settings.values import LEAD_FIELDS
from tui.spans import span_of

REPS = """
[[reps]]
id = "dana"
name = "Dana Reyes"
skills = ["de"]
"""
POOLS = """
[[pools]]
name = "inbound"
reps = ["dana"]
"""
RULES = """
[[rules]]
name = "everyone else"
pool = "inbound"
"""
PEOPLE = REPS + POOLS


@pytest.fixture
def floor(tmp_path: Path) -> Path:
    """Return where a floor's house rules stand."""
    return tmp_path / "floor.toml"


def read(path: Path, text: str) -> Settings:
    """Write a text and load it."""
    path.write_text(text, encoding="utf-8")
    return load(path)


def test_every_key_reaches_the_policy(floor: Path) -> None:
    """What the file says is what the policy holds."""
    settings = read(
        floor,
        """
[floor]
name = "South"
timezone = "America/New_York"
country = "us"
hours = "Mo-Fr 09:00-17:00"
clock_hours = "wall"
[sla]
first_touch = "1h30m"
warn = 0.5
[[reps]]
id = "jon"
name = "Jon"
weight = 2.5
capacity = 0
skills = ["de"]
[[pools]]
name = "p"
strategy = "least_busy"
reps = ["jon"]
accept = "confirm"
max_run = 3
[[rules]]
name = "first"
when.country = ["DE", "AT"]
when.employees.at_least = 200
when.employees.below = 1000
when.any = [{ source = "fair" }, { message.contains = "urgent", rating.above = 50 }]
unless.source = "chat"
pool = "p"
requires = ["de"]
first_touch = "90s"
[[rules]]
name = "rest"
pool = "p"
[limits]
offers_max = 5
retry_after = "2m"
file = "10 MiB"
cell = 100
requests = 7
[inbox]
settle = "3s"
poll = "5s"
encodings = ["latin-1", "cp1250"]
source = "fair"
[webhook]
listen = "[::1]:9000"
[[webhook.sources]]
name = "web"
verify = "hmac-sha256"
secret = "file:web.secret"
""",
    )
    policy = settings.policy
    assert (policy.name, policy.country, policy.clock_hours) == ("South", "US", Hours.WALL)
    assert (policy.first_touch, policy.warn) == (timedelta(minutes=90), 0.5)
    assert (policy.reps[0].weight, policy.reps[0].capacity) == (2.5, 0)
    pool = policy.pools[0]
    assert (pool.strategy, pool.accept, pool.max_run) == (Strategy.LEAST_BUSY, Accept.CONFIRM, 3)
    rule = policy.rules[0]
    assert rule.when.clauses == (
        Clause(field="country", test="is", value=("DE", "AT")),
        Clause(field="employees", test="at_least", value=200),
        Clause(field="employees", test="below", value=1000),
    )
    assert [len(group.clauses) for group in rule.when.any_of] == [1, 2]
    assert rule.unless == Conditions(clauses=(Clause(field="source", test="is", value="chat"),))
    assert (rule.requires, rule.first_touch) == (("de",), timedelta(seconds=90))
    assert (policy.limits.offers_max, policy.limits.retry_after) == (5, timedelta(minutes=2))
    assert settings.limits == Limits(file=10 * 1024 * 1024, cell=100, requests=7)
    assert settings.inbox.poll == timedelta(seconds=5)
    assert (settings.inbox.encodings, settings.inbox.source) == (("latin-1", "cp1250"), "fair")
    assert settings.webhook is not None
    assert (settings.webhook.host, settings.webhook.port) == ("::1", 9000)
    assert settings.webhook.sources[0].secret == Secret(kind="file", name="web.secret")


def test_a_folder_of_the_inbox_has_its_own_reading(floor: Path) -> None:
    """Its country, its zone, and what its headings are."""
    told = '[[inbox.sources]]\nname = "fair"\ncountry = "at"\ntimezone = "Europe/Vienna"\n'
    told += 'map = { "Best no" = "phone" }\n'
    inbox = read(floor, PEOPLE + RULES + told).inbox
    assert inbox.of("fair").country == "AT"
    assert inbox.of("fair").mapping == {"Best no": "phone"}
    assert inbox.of("other").mapping == {}


def test_a_heading_can_be_every_field_that_is_read_from_a_file() -> None:
    """The two lists are one."""
    assert {*fields(), "ignore"} == {*LEAD_FIELDS}


def test_what_is_not_said_has_a_default(floor: Path) -> None:
    """The least floor is one rep, one pool and one rule; nothing listens."""
    settings = read(floor, PEOPLE + RULES)
    assert settings.policy.hours == "24/7"
    assert settings.policy.first_touch == timedelta(minutes=5)
    assert settings.webhook is None


def test_comments_and_blanks_do_not_change_the_digest(floor: Path) -> None:
    """The policy's digest is of its meaning, the text's of its letters."""
    plain = read(floor, PEOPLE + RULES)
    commented = read(floor, "# hello\r\n" + PEOPLE + RULES)
    assert digest(plain.policy) == digest(commented.policy)
    assert plain.text_sha256 != commented.text_sha256


def test_a_secret_is_looked_up_when_it_is_needed(tmp_path: Path) -> None:
    """A secret comes from the environment or a private file; without it there is a sentence, and no exception."""
    assert Secret(kind="env", name="A").open(tmp_path, {"A": " s3cret "}).text == "s3cret"
    assert Secret(kind="env", name="A").open(tmp_path, {}).why == "the environment variable A is not set"
    file = tmp_path / "web.secret"
    secret = Secret(kind="file", name="web.secret")
    assert "cannot be read: No such file" in secret.open(tmp_path).why
    file.write_text("s3cret\n", encoding="utf-8")
    file.chmod(0o644)
    assert secret.open(tmp_path).why == "the secret file web.secret can be read by others; run: chmod 600 web.secret"
    file.chmod(0o600)
    assert secret.open(tmp_path).text == "s3cret"


def test_every_trait_that_is_read_from_a_file_can_be_asked_for() -> None:
    """Importers and rules know the same fields."""
    synonyms = json.loads(files("importers").joinpath("header_synonyms.json").read_text(encoding="utf-8"))
    scores = {name.removeprefix("score_") for name in synonyms["fields"] if name.startswith("score_")}
    assert {"country", "opt_out", *KINDS, *scores} <= FIELDS.keys()


def test_settings_cost_nothing_until_a_file_is_read() -> None:
    """Importing the settings loads neither pydantic nor the TOML parser."""
    code = "import sys, tui.settings; print(*{'pydantic', 'tree_sitter', 'textual'}.intersection(sys.modules))"
    done = subprocess.run([sys.executable, "-c", code], capture_output=True, text=True, check=True)
    assert done.stdout.strip() == ""


@pytest.mark.parametrize(
    ("text", "seconds"), [("90s", 90), ("5m", 300), ("1h30m", 5400), ("2d", 172800), (" 1h ", 3600), ("1h0m5s", 3605)]
)
def test_spans_are_read_as_people_write_them(text: str, seconds: int) -> None:
    """Days, hours, minutes and seconds, from large to small."""
    assert span_of(text) == timedelta(seconds=seconds)


@pytest.mark.parametrize("text", ["", "5", "5 m", "m", "0s", "30m1h", "-5m", "1.5h", "400d", "٥m", "999999999d"])
def test_what_is_no_span_is_refused(text: str) -> None:
    """A bare number, nothing, less than nothing and more than a year are no spans."""
    with pytest.raises(ValueError, match="is no span of time"):
        span_of(text)


QUALIFYING = """
[[reps]]
id = "dana"
name = "Dana"
[[pools]]
name = "inbound"
reps = ["dana"]
[[rules]]
name = "everyone"
pool = "inbound"
"""
SCORING = '[[scoring]]\nname = "big"\nwhen.employees.at_least = 200\npoints = 50\n'


def test_scoring_grades_and_gate_are_read(tmp_path: Path) -> None:
    """Points, thresholds with their clocks, and gates in their order."""
    text = '[sla]\nhot = "2m"\n' + QUALIFYING + SCORING
    text += '[grades]\nhot = 50\nwarm = 10\n[[gate]]\nname = "cold"\nwhen.grade = "cold"\nverdict = "nurture"\n'
    (tmp_path / "floor.toml").write_text(text + 'park_for = "2d"\n', encoding="utf-8")
    policy = load(tmp_path / "floor.toml").policy
    assert [(rule.name, rule.points) for rule in policy.scoring] == [("big", 50)]
    assert [(it.name, it.at_least) for it in policy.grades] == [("hot", 50), ("warm", 10), ("cold", None)]
    assert [it.first_touch for it in policy.grades] == [timedelta(minutes=2), None, None]
    assert policy.gates[0].park_for == timedelta(days=2)


@pytest.mark.parametrize(
    ("more", "words"),
    [
        ('[sla]\nhot = "2m"\n', "sla.hot: nothing is scored; add [[scoring]] rules"),
        (SCORING + "[grades]\nhot = 10\nwarm = 10\n", "grades.warm: must be below hot"),
        (SCORING.replace("employees", "score"), "scoring[1].when.score: the score is made here"),
        ('[[gate]]\nname = "x"\nwhen.grade = "cold"\nverdict = "nurture"\n', "gate[1].when.grade: nothing is scored"),
        ('[[gate]]\nname = "x"\nverdict = "discard"\n', "gate[1]: has no conditions, so no lead would ever be dealt"),
        ('[[gate]]\nname = "x"\nwhen.country = "XX"\nverdict = "discrd"\n', "is none of pass, nurture, discard"),
        (
            '[[gate]]\nname = "x"\nwhen.country = "XX"\nverdict = "nurture"\npool = "inbund"\n',
            'gate[1].pool: no pool has the name "inbund"; did you mean "inbound"?',
        ),
        (
            '[[gate]]\nname = "x"\nwhen.country = "XX"\nverdict = "discard"\npool = "inbound"\n',
            "gate[1].pool: only what is nurtured goes to a pool of its own",
        ),
    ],
)
def test_faults_of_scoring_and_gate_are_named_with_their_place(tmp_path: Path, more: str, words: str) -> None:
    """Each fault says where and what, and nothing half-right is taken."""
    path = tmp_path / "floor.toml"
    path.write_text(QUALIFYING + more, encoding="utf-8")
    (line,) = check(path)
    assert words in line


def test_duplicates_are_read(tmp_path: Path) -> None:
    """How long a person is known, what becomes of a second enquiry, and whose word counts."""
    path = tmp_path / "floor.toml"
    path.write_text(
        QUALIFYING + '[duplicates]\nwindow = "7d"\nwhen_open = "merge"\ntrusted = ["crm"]\nignore_plus_tags = true',
        "utf-8",
    )
    known = load(path).policy.duplicates
    assert known.ignore_plus_tags
    assert (known.window, known.when_open, known.trusted) == (timedelta(days=7), "merge", ("crm",))
