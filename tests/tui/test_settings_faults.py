"""Settings: how `floor.toml` is told where it is wrong."""

from pathlib import Path

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from engine.policy import PolicyError
from tui.settings import check, example, load

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
ASKING = PEOPLE + RULES.replace("everyone else", "some")


@pytest.fixture
def floor(tmp_path: Path) -> Path:
    """Return where a floor's house rules stand."""
    return tmp_path / "floor.toml"


def faults(path: Path, text: str) -> list[str]:
    """Write a text and return what is wrong with it."""
    path.write_text(text, encoding="utf-8")
    return check(path)


def line_of(text: str, part: str) -> tuple[int, int]:
    """Return the line and the column of a part, counted from one."""
    before = text[: text.index(part)]
    return before.count("\n") + 1, len(before) - before.rfind("\n")


SOURCE = '[webhook]\nlisten = "127.0.0.1:1"\n[[webhook.sources]]\nname = "web"\nverify = "bearer"\nsecret = "env:A"\n'
PERSON = '[[people]]\nlogin = "kim"\nrole = "{0}"\n'
BOSS = '[[people]]\nlogin = "boss"\nrole = "manager"\n'
WRONG = [
    (PEOPLE + RULES + PERSON.format("boss"), '"boss"', "people[1].role: "),
    (PEOPLE + RULES + PERSON.format("viewer"), '"viewer"', "nobody here is a manager"),
    (PEOPLE + RULES + PERSON.format("manager").replace("kim", "floor"), '"floor"', 'so is called "floor-login" here'),
    (PEOPLE + RULES + BOSS + PERSON.format("rep"), None, "needs rep, the id of the rep who logs in so"),
    (PEOPLE + RULES + PERSON.format("manager") + 'rep = "dama"\n', '"dama', 'did you mean "dana"?'),
    (PEOPLE + RULES + BOSS + PERSON.format("viewer") + 'rep = "dana"\n', "rep = ", "a viewer only looks on"),
    (PEOPLE + RULES + PERSON.format("manager") * 2, None, '"kim" is there twice'),
    (
        PEOPLE + RULES + '[[inbox.sources]]\nname = "fair"\nmap = { "Best no" = "fone" }\n',
        None,
        'unknown field "fone" for "Best no"; did you mean "phone"?',
    ),
    (
        REPS + POOLS.replace("name", "stratgy = 1\nname") + RULES,
        "stratgy",
        'pools[1].stratgy: unknown key "stratgy"; did you mean "strategy"?',
    ),
    (PEOPLE + RULES + '[flor]\nname = "x"\n', "flor", 'flor: unknown key "flor"; did you mean "floor"?'),
    (
        PEOPLE + RULES + '[floor]\ntimezone = "Europe/Berlln"',
        '"Europe/B',
        'floor.timezone: unknown time zone "Europe/Berlln"',
    ),
    (PEOPLE + RULES + '[floor]\nhours = "9 to 5"', '"9 to', "floor.hours: cannot read the hours"),
    (PEOPLE + RULES + '[floor]\ncountry = "Germany"', '"Germany', 'floor.country: must be two letters, like "DE"'),
    (PEOPLE + RULES + '[floor]\ncountry = "XX"\nhours = "PH off"', '"XX', 'floor.country: unknown country "XX"'),
    (PEOPLE + RULES + '[floor]\nhours = "PH off"', '"PH', "floor.hours: the hours"),
    (PEOPLE + RULES + '[sla]\nfirst_touch = "soon"', '"soon', 'sla.first_touch: "soon" is no span of time'),
    (PEOPLE + RULES + "[sla]\nfirst_touch = 5", "5", "sla.first_touch: must be a text in quotes"),
    (PEOPLE + RULES + "[sla]\nwarn = 80", "80", "sla.warn: must be at most 1"),
    (REPS.replace("skills", "weight = 0\nskills") + POOLS + RULES, "0\ns", "reps[1].weight: must be above 0"),
    (REPS.replace("skills", "capacity = -1\nskills") + POOLS + RULES, "-1", "reps[1].capacity: must be at least 0"),
    (
        REPS.replace("skills", "capacity = 1.5\nskills") + POOLS + RULES,
        "1.5",
        "reps[1].capacity: must be a whole number",
    ),
    (REPS.replace('"Dana Reyes"', '"Da\\u001b[2Jna"') + POOLS + RULES, '"Da', "reps[1].name: must be a line of"),
    (REPS.replace('id = "dana"\n', "") + POOLS + RULES, "reps]]", 'reps[1]: the key "id" is missing'),
    (REPS + REPS + POOLS + RULES, None, 'reps[2].id: "dana" is there twice'),
    (REPS + POOLS + POOLS + RULES, None, 'pools[2].name: "inbound" is there twice'),
    (
        PEOPLE + RULES.replace("pool", 'when.city = "Bonn"\npool') + RULES,
        None,
        'rules[2].name: "everyone else" is there twice',
    ),
    (
        REPS + POOLS.replace('"dana"', '"dana", "dane"') + RULES,
        '"dane',
        'pools[1].reps[2]: no rep has the id "dane"; did you mean "dana"?',
    ),
    (REPS + POOLS.replace('"dana"', '"dana", "dana"') + RULES, None, 'pools[1].reps[2]: "dana" is there twice'),
    (REPS + POOLS.replace('"dana"', "") + RULES, "[]", "pools[1].reps: must not be empty"),
    (REPS + POOLS + 'strategy = "round_robbin"' + RULES, '"round', 'did you mean "round_robin"?'),
    (
        REPS.replace('"de"', '"de:0"') + POOLS + RULES,
        '"de:0',
        "reps[1].skills[1]: the level of a skill is from 1 to 10",
    ),
    (
        PEOPLE + RULES.replace("inbound", "inbond"),
        '"inbond',
        'rules[1].pool: no pool has the name "inbond"; did you mean "inbound"?',
    ),
    (
        ASKING + 'when.contry = "DE"' + RULES,
        "contry",
        'rules[1].when.contry: unknown field "contry"; did you mean "country"?',
    ),
    (ASKING + "when.employees.at_leats = 5" + RULES, "at_leats", 'unknown test "at_leats"; did you mean "at_least"?'),
    (ASKING + 'when.employees.at_least = "many"' + RULES, '"many', '"employees" is a number; "many" is not'),
    (ASKING + "when.employees.above = inf" + RULES, "inf", '"employees" is a number; inf is not'),
    (ASKING + f"when.employees.is = 1{'0' * 400}" + RULES, "1000", '"employees" is a number; 1000'),
    (
        ASKING + 'when.country = ["DE", "Austria"]' + RULES,
        '["DE", "A',
        'a country is two letters, like "DE"; "Austria" is not',
    ),
    (
        ASKING + 'unless.any = [{ city = "Bonn" }, { citty = "Ulm" }]' + RULES,
        "citty",
        'unknown field "citty"; did you mean "city"?',
    ),
    (ASKING + "when.any = []" + RULES, "[]", "rules[1].when.any: must be a list of tables"),
    (ASKING + "when.any = [{}]" + RULES, "{}", "rules[1].when.any[1]: is empty, so it would always hold"),
    (ASKING + "when.city = 2026-01-01" + RULES, "2026", "rules[1].when.city: must be a text, a number"),
    (ASKING + "when = 5" + RULES, "5", "rules[1].when: must be a table"),
    (PEOPLE + RULES + 'when.city = "Bonn"', "rules]]", "rules[1]: the last rule has conditions"),
    (
        PEOPLE + RULES + RULES.replace("everyone else", "rest"),
        "rules]]",
        "rules[1]: takes every lead, so the rules below",
    ),
    (PEOPLE + RULES + 'requires = ["fr"]', '["fr', 'rules[1].requires: nobody in the pool "inbound" has fr'),
    (
        PEOPLE + RULES + SOURCE.replace("env:A", "hunter2"),
        '"hunter2',
        "webhook.sources[1].secret: a secret is never written",
    ),
    (PEOPLE + RULES + SOURCE.replace("bearer", "barer"), '"barer', 'did you mean "bearer"?'),
    (
        PEOPLE + RULES + SOURCE.replace('verify = "bearer"', 'provider = "googleads"'),
        '"googleads',
        'webhook.sources[1].provider: no provider is called "googleads"; did you mean "google_ads"?',
    ),
    (
        PEOPLE + RULES + SOURCE.replace('verify = "bearer"\n', ""),
        "sources]]",
        "webhook.sources[1]: needs a provider",
    ),
    (
        PEOPLE + RULES + SOURCE + 'verify_token = "hunter2"',
        '"hunter2',
        "webhook.sources[1].verify_token: a secret is never written",
    ),
    (
        PEOPLE + RULES + SOURCE + 'public_url = "leads.example.com"',
        '"leads.ex',
        "webhook.sources[1].public_url: must be the whole address",
    ),
    (
        PEOPLE + RULES + SOURCE.replace("127.0.0.1:1", "8787"),
        '"8787',
        "webhook.listen: must be an address and a port",
    ),
    (PEOPLE + RULES + SOURCE.replace('"web"', '"a/b"'), '"a/b', "webhook.sources[1].name: must be letters"),
    (
        PEOPLE + RULES + '[inbox]\nencodings = ["cp1252", "cp99"]',
        '"cp99',
        'inbox.encodings[2]: unknown encoding "cp99"',
    ),
    (PEOPLE + RULES + '[limits]\noffer_min = "2m"', '"2m', "limits.offer_min: must not be longer than offer_max"),
    (PEOPLE + RULES + '[limits]\nfile = "9 gigs"', '"9 g', 'limits.file: must be a size, like "64 KiB" or "200 MiB"'),
    (REPS + POOLS, None, 'the key "rules" is missing'),
    ("reps = 5" + POOLS + RULES, "5", "reps: must be a list in [ ]"),
    (PEOPLE + RULES + "name = 5", None, "this is not TOML: cannot overwrite a value"),
    ("[floor]\nname = North", None, 'this is not TOML: invalid value; text stands in quotes: "…"'),
    ("[floor", None, "this is not TOML"),
]


@pytest.mark.parametrize(("text", "part", "words"), WRONG, ids=[words for _, _, words in WRONG])
def test_a_fault_is_told_with_its_place(floor: Path, text: str, part: str | None, words: str) -> None:
    """One line: the file, the line and column of the very word, its key, and what to write instead."""
    found = faults(floor, text)
    assert len(found) == 1
    assert words in found[0]
    if part is not None:
        line, column = line_of(text, part)
        assert found[0].startswith(f"floor.toml:{line}:{column}: ")
    assert "hunter2" not in found[0]


def test_all_faults_are_told_at_once_in_the_order_of_the_file(floor: Path) -> None:
    """Whoever mends a file sees everything that is wrong with it."""
    text = REPS.replace("dana", "da na") + POOLS.replace("reps", "rep") + RULES + 'when.contry = "DE"\npol = "x"\n'
    found = faults(floor, text)
    assert [line.split(": ", 2)[1] for line in found] == [
        "reps[1].id",
        "pools[1]",
        "pools[1].rep",
        "rules[1].when.contry",
        "rules[1].pol",
    ]


def test_a_column_counts_letters_not_bytes(floor: Path) -> None:
    """An umlaut before the fault does not shift its place."""
    text = ASKING + 'when = { city = "Köln", contry = "DE" }' + RULES
    assert faults(floor, text)[0].startswith("floor.toml:{}:{}: ".format(*line_of(text, "contry")))


def test_a_fault_never_reaches_the_terminal_as_an_escape(floor: Path) -> None:
    """A key that would clear the screen or break the line is shown on one line, defused."""
    found = faults(floor, '"a\\u001b[2J\\nb" = 1\n' + PEOPLE + RULES)
    assert len(found) == 1
    assert found[0].isprintable()


def test_a_file_that_cannot_be_read_is_one_sentence(floor: Path) -> None:
    """No file, no text and too much of it are said plainly."""
    assert check(floor) == ["floor.toml: cannot be read: No such file or directory"]
    floor.write_bytes(b"[floor]\nname = '\xff'")
    assert check(floor) == ["floor.toml:2:1: is not UTF-8 text; save it again as UTF-8"]
    floor.write_text("a = " + "[" * 5000 + "]" * 5000, encoding="utf-8")
    assert check(floor) == ["floor.toml:1:1: tables or lists are nested too deep"]
    assert faults(floor, f"{'a.' * 5000}a = 1") == ["floor.toml:1:1: tables or lists are nested too deep"]
    assert faults(floor, f"a = {'9' * 5000}") == ["floor.toml:1:1: a number is too long"]
    with pytest.raises(PolicyError, match="cannot be read"):
        load(floor.parent)


PIECES = st.sampled_from(
    [
        "[",
        "]",
        "[[",
        "]]",
        "=",
        '"',
        "rules",
        "reps",
        ".",
        "when",
        "any",
        "{",
        "}",
        ",",
        "\n",
        "1",
        "é",
        "country",
        "#",
        " ",
    ]
)


@given(edit=st.lists(PIECES, max_size=6), at=st.integers(0, 3000), cut=st.integers(0, 40))
@settings(max_examples=80, deadline=None)
def test_no_edit_breaks_the_reader(
    tmp_path_factory: pytest.TempPathFactory, edit: list[str], at: int, cut: int
) -> None:
    """However a file is damaged, it is a policy or lines that begin with its name and a place."""
    text = example()
    floor = tmp_path_factory.getbasetemp() / "floor.toml"
    found = faults(floor, text[:at] + "".join(edit) + text[at + cut :])
    assert all(line.startswith("floor.toml:") and len(line.split(":", 3)) == 4 for line in found)
