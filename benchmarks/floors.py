"""Floors to measure on: folders with house rules, with leads in them, with an engine on them."""

import base64
import shutil
import sqlite3
from collections.abc import Iterator, Mapping
from contextlib import closing, contextmanager
from pathlib import Path

from benchmarks.plan import Plan
from benchmarks.processes import FLOORBOARD, run, running, until
from benchmarks.rows import write_rows

SECRET = "whsec_" + base64.b64encode(b"a secret of twenty-four b").decode()
REPS = 20

HEAD = """
[floor]
name = "Bench floor"
timezone = "UTC"
country = "US"
hours = "24/7"

[sla]
first_touch = "5m"

[inbox]
settle = "1s"

[limits]
file = "1 GiB"

[webhook]
listen = "127.0.0.1:0"
"""
SOURCE = '\n[[webhook.sources]]\nname = "site{0}"\nverify = "standard"\nsecret = "env:WEBSITE_SECRET"\n'
SOURCES = 40
"""So many senders share a load: each may send only so fast."""
REP = '\n[[reps]]\nid = "r{0}"\nname = "Rep {0}"\ncapacity = 0\n'
POOL = '\n[[pools]]\nname = "everybody"\nstrategy = "round_robin"\nreps = [{0}]\n'
RULE = '\n[[rules]]\nname = "rule {0}"\nwhen.campaign = "no-{0}"\npool = "everybody"\n'
LAST = '\n[[rules]]\nname = "every lead"\npool = "everybody"\n'


def lay(root: Path, reps: int = REPS, rules: int = 10) -> Path:
    """Make a folder a floor that is always open, with reps without limits and so many rules."""
    ids = ", ".join(f'"r{number}"' for number in range(reps))
    roster = "".join(map(REP.format, range(reps)))
    sources = "".join(map(SOURCE.format, range(SOURCES)))
    text = HEAD + sources + roster + POOL.format(ids) + "".join(map(RULE.format, range(rules - 1))) + LAST
    (root / "floor.toml").write_text(text, encoding="utf-8")
    return root


def with_open(plan: Plan, count: int) -> Path:
    """A floor on which so many leads are open and dealt; goals that ask for as many get copies of one."""
    made = plan.shared / f"open-{count}"
    if not made.exists():
        made.mkdir()
        rows = write_rows(made / "rows.csv", count)
        run(*FLOORBOARD, "--floor", str(lay(made)), "import", str(rows))
        rows.unlink()
    return shutil.copytree(made, plan.folder(f"open-{count}"), dirs_exist_ok=True)


@contextmanager
def engine(root: Path, **more: str) -> "Iterator[int]":
    """An engine on a floor, until it is no longer needed; gives its process id."""
    with running((*FLOORBOARD, "--floor", str(root), "serve"), {"WEBSITE_SECRET": SECRET, **more}) as process:
        until(lambda: pid_of(root) == process.pid)
        yield process.pid


@contextmanager
def hooks_of(plan: Plan, shim: Mapping[str, str] = {}) -> "Iterator[str]":
    """An engine on an empty floor; gives the address at which it takes web-hooks."""
    root = lay(plan.folder("hooks"))
    with engine(root, **shim):
        yield address_of(root)


def asked(root: Path, sql: str) -> object:
    """The one value that a question to a floor's database has; None while there is none."""
    try:
        with closing(sqlite3.connect(f"file:{root}/leads.db?mode=ro", uri=True, timeout=10)) as db:
            row = db.execute(sql).fetchone()
    except sqlite3.OperationalError:
        return None
    return row[0] if row else None


def pid_of(root: Path) -> object:
    """The process that is the floor's engine and listens."""
    return asked(root, "SELECT pid FROM lease WHERE listening <> ''")


def address_of(root: Path) -> str:
    """Where the floor's web-hooks are received."""
    return str(asked(root, "SELECT listening FROM lease"))
