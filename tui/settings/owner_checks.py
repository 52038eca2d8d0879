"""What must be true of owners and named accounts in a `floor.toml`."""

from collections.abc import Iterator

from engine.matching.clauses import nearest
from tui.settings.problems import Problem
from tui.settings.shape import FloorFile


def accounts_of(file: FloorFile) -> Iterator[Problem]:
    """Yield what is wrong with the named accounts."""
    reps = [rep.id for rep in file.reps]
    seen: dict[str, str] = {}
    for number, account in enumerate(file.accounts):
        path = ("accounts", number)
        if account.rep not in reps:
            yield Problem((*path, "rep"), f'no rep has the id "{account.rep}"{nearest(account.rep, reps)}')
        if not account.domain and not account.company:
            yield Problem(path, 'names nobody; give it domain = ["acme.com"] or company = ["Acme"]', is_key=True)
        for key, names in (("domain", account.domain), ("company", account.company)):
            for name in names:
                rep = seen.setdefault(f"{key} {name.casefold()}", account.rep)
                if rep != account.rep:
                    yield Problem((*path, key), f'"{name}" is the account of "{rep}" already: a lead has one owner')
