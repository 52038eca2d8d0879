"""A floor in a folder, worked by the verbs that people use."""

import csv
import io
import sqlite3
from contextlib import closing
from pathlib import Path

from tui.cli import main

RULES = """
[floor]
name = "North"
timezone = "UTC"
{more}
[[reps]]
id = "dana"
name = "Dana Reyes"
capacity = 0
[[reps]]
id = "jon"
name = "Jon Bell"
capacity = 0
[[pools]]
name = "inbound"
reps = ["dana", "jon"]
[[rules]]
name = "everyone"
pool = "inbound"
"""

PEOPLE = (
    ("Ada Lovelace", "ada.lovelace@analytical.example", "+49 30 901820", "Please call me about engines"),
    ("Grace Hopper", "grace@navy.example", "+1 202 555 0143", "Compilers, please"),
    ("Jürgen Größe", "juergen@groesse.example", "+49 89 2180 0", "Grüße aus München"),
)
HEADINGS = ("Name", "E-mail", "Phone", "Message")


class House:
    """A floor's folder with the verbs run in it."""

    def __init__(self, root: Path, more: str = "") -> None:
        self.root = root
        self.database = root / "leads.db"
        root.mkdir(exist_ok=True)
        (root / "floor.toml").write_text(RULES.format(more=more), "utf-8")

    def run(self, *words: str) -> int:
        """Run a verb."""
        return main(["--floor", str(self.root), *words])

    def drop(self, text: str | bytes, name: str = "leads.csv", folder: str = "inbox") -> Path:
        """Lay a file into the inbox."""
        path = self.root / folder / name
        path.parent.mkdir(parents=True, exist_ok=True)
        path.write_bytes(text if isinstance(text, bytes) else text.encode())
        return path

    def take(self, text: str | bytes, name: str = "leads.csv") -> None:
        """Have the engine take a file in from the inbox."""
        self.drop(text, name)
        assert self.run("serve", "--once") == 0

    def ask(self, sql: str, *values: object) -> list[tuple]:
        """Read from the database."""
        with closing(sqlite3.connect(self.database)) as db:
            return db.execute(sql, values).fetchall()

    def do(self, sql: str) -> None:
        """Change something behind the engine's back."""
        with closing(sqlite3.connect(self.database)) as db, db:
            db.execute(sql)


def table(*people: tuple[str, str, str, str]) -> str:
    """A CSV file of people."""
    text = io.StringIO()
    csv.writer(text).writerows([HEADINGS, *people])
    return text.getvalue()
