"""The verb that forgets a person: their cards, records and files go; the journal keeps that it was so.

Law: after it no byte of the person is under the folder but in what its report names.
"""

import re
from argparse import Namespace
from collections.abc import Iterable, Iterator
from contextlib import closing
from pathlib import Path

from engine.events import LeadForgotten
from engine.turn import Refused
from engine.value import Value
from importers.cells.emails import emails
from importers.cells.phones import phones
from importers.folder.drop_folder import DONE, FAILED, WHY
from importers.keys import email_key, phone_key
from store.sqlite import SqliteLedger, SqliteWriting
from tui.clock import wall_clock
from tui.command_line.traces import Traces, digest_of
from tui.command_line.verbs import DONE as WELL
from tui.command_line.verbs import WRONG, lead_id
from tui.floor_dir import FloorDir
from tui.saying import login, say, tell
from tui.serving.desk import Desk, Sitting
from tui.serving.in_force import rules_in_force
from tui.serving.recording import record
from tui.wiring import open_ledger

_LEAD = re.compile(r"(?:L-?)?\d{1,6}|L-\d+", re.IGNORECASE)


class Who(Value):
    """Whom the operator named: an e-mail, a phone or a lead."""

    email: str = ""
    phone: str = ""
    lead: str = ""
    keys: tuple[str, ...] = ()


class Person(Value):
    """A person as the floor knows them."""

    leads: tuple[str, ...]
    emails: frozenset[str] = frozenset()
    phones: frozenset[str] = frozenset()
    names: frozenset[str] = frozenset()

    @property
    def long_names(self) -> frozenset[str]:
        """Names of more than one word: a first name alone is too many people's."""
        return frozenset(name for name in self.names if " " in name)

    @property
    def traces(self) -> Traces:
        """What their bytes are told by."""
        return Traces(self.emails, self.phones, self.names)


class Done(Value):
    """What was forgotten in the database."""

    fresh: tuple[str, ...]
    still_open: tuple[str, ...]
    rejects: int
    hooks: int


def forget(floor: FloorDir, words: Namespace) -> int:
    """Forget a person, or with `--lift` let one who was forgotten be a lead again."""
    if not floor.database.exists():
        raise Refused(f"There is no leads.db in {floor.root}: nobody is known here.")
    with closing(open_ledger(floor)) as ledger:
        with ledger.reading() as view:
            rules = rules_in_force(view)
        who = _who(words.who, rules.country if rules else "", ledger.salt)
        if words.lift:
            return _lift(ledger, who)
        with ledger.reading() as view:
            person = _person(view, who, ledger.salt)
            files = view.files_of(person.leads, person.traces.in_text)
        removed = _remove_files(floor, person.traces, files)
        done = Desk(ledger, wall_clock).turn(lambda sitting: _forget(sitting, person, ledger.salt))
        is_empty = ledger.empty_log()
        with ledger.reading() as view:
            named = view.still_named_in(person.emails | person.phones | person.long_names)
    if person.traces.in_bytes(floor.database):
        with closing(open_ledger(floor)) as ledger:
            is_empty = ledger.compact()
    _clean_logs(floor, person.traces)
    if not (person.leads or removed or done.rejects or done.hooks):
        raise Refused("Nobody here goes by that: no lead, no rejected record and no taken file holds them.")
    _tell(person, done, removed)
    for place in named:
        say(f"leads.db names the person still in {place}, as part of history: a file or a campaign is called so.")
    return WRONG if _tell_rest(floor, person, is_empty) or named else WELL


def _who(text: str, country: str, salt: bytes) -> Who:
    text = text.strip()
    if _LEAD.fullmatch(text):
        return Who(lead=lead_id(text))
    if "@" in text:
        found = emails(text)
        if len(found) != 1:
            raise Refused(f'"{text}" is no e-mail address.')
        return Who(email=found[0], keys=(email_key(salt, found[0]),))
    numbers = phones(text, country).found
    if len(numbers) != 1:
        raise Refused(f'"{text}" is no lead, e-mail or phone; write L-17, ada@example.org or +49 30 901820.')
    return Who(phone=numbers[0].number, keys=(phone_key(salt, numbers[0].number),))


def _lift(ledger: SqliteLedger, who: Who) -> int:
    if who.lead:
        raise Refused("Say by e-mail or phone who may come back; what was forgotten stays so.")
    with ledger.writing() as writing:
        lifted = writing.let_in_again(who.keys)
    if not lifted:
        raise Refused("Nobody was forgotten by that e-mail or phone.")
    say("whoever comes with that again is a new lead")
    return WELL


def _person(view: SqliteWriting, who: Who, salt: bytes) -> Person:
    """All leads of a person: those that were named, and those with the e-mails of these."""
    leads = [who.lead] if who.lead else view.leads_of(who.email, who.phone, who.keys)
    if who.lead and not view.cards_of(leads):
        raise Refused(f"There is no lead {who.lead} on this floor.")
    named = {email for _, _, email, _ in view.cards_of(leads) if email} | ({who.email} - {""})
    for email in named:
        leads += view.leads_of(email, "", (email_key(salt, email),))
    cards = view.cards_of(dict.fromkeys(leads))
    return Person(
        leads=tuple(dict.fromkeys(leads)),
        emails=frozenset(named),
        phones=frozenset({phone for *_, phone in cards} | {who.phone}) - {""},
        names=frozenset(name for _, name, _, _ in cards if name),
    )


def _forget(sitting: Sitting, person: Person, salt: bytes) -> Done:
    writing = sitting.writing
    assert isinstance(writing, SqliteWriting)
    before = writing.are_forgotten(person.leads)
    fresh = tuple(lead for lead in person.leads if lead not in before)
    record(sitting, [LeadForgotten(lead_id=lead) for lead in fresh], login(), "forget")
    if person.leads:
        keys = {email_key(salt, email): person.leads[0] for email in person.emails}
        keys |= {phone_key(salt, phone): person.leads[0] for phone in person.phones}
        writing.forget(person.leads, writing.person_keys_of(person.leads) | keys, sitting.now)
    return Done(
        fresh=fresh,
        still_open=tuple(lead for lead in person.leads if lead in sitting.draft.leads),
        rejects=writing.forget_rejects(person.traces.in_text),
        hooks=writing.forget_spooled(person.traces.in_text),
    )


def _remove_files(floor: FloorDir, traces: Traces, digests: Iterable[str]) -> list[str]:
    """Remove taken files that hold the person, whole: what else was in them is in the database."""
    removed = []
    wanted = set(digests)
    for path in _files(floor.inbox / DONE, floor.inbox / FAILED):
        if digest_of(path)[:16] in wanted or traces.in_file(path):
            path.unlink(missing_ok=True)
            path.with_name(path.name + WHY).unlink(missing_ok=True)
            removed.append(_shown(floor, path))
    return removed


def _clean_logs(floor: FloorDir, traces: Traces) -> None:
    """Take lines that hold the person out of the logs, in place: an engine goes on writing to the same file."""
    for path in _files(floor.root):
        if path.name.startswith(floor.log.name) and traces.in_file(path):
            lines = path.read_text("utf-8", errors="replace").splitlines(keepends=True)
            with path.open("r+", encoding="utf-8") as file:
                file.writelines(line for line in lines if not traces.in_text(line))
                file.truncate()


def _tell(person: Person, done: Done, removed: list[str]) -> None:
    if person.leads:
        tell([f"forgotten: {', '.join(person.leads)}"])
    for count, one in ((done.rejects, "rejected record"), (done.hooks, "delivery that waited")):
        if count:
            tell([f"emptied: {count} {one}{'s' if count > 1 else ''}"])
    tell(f"removed: {name}" for name in removed)
    for lead in done.still_open:
        say(f"{lead} is still open; `floorboard close {lead} --as unreachable` ends it.")


def _tell_rest(floor: FloorDir, person: Person, is_empty: bool) -> bool:
    """Name what still holds the person: backups, which are never rewritten, and what is not ours to remove.

    Returns whether something of it is left for the operator to do.
    """
    backups = [_shown(floor, path) for path in _files(floor.backups)]
    if backups:
        say("These copies may hold the person still; delete them, or let them age:")
        tell(f"copy: {name}" for name in backups)
    traces = person.traces
    known = (floor.backups, floor.inbox / DONE, floor.inbox / FAILED)
    others = [
        path
        for path in sorted(floor.root.rglob("*"))
        if path.is_file()
        and not path.name.startswith(floor.database.name)
        and not any(map(path.is_relative_to, known))
    ]
    rest = [_shown(floor, path) for path in others if traces.in_file(path)]
    for name in rest:
        say(f"{name} holds the person still and is not ours to remove; delete it, or forget again once it is taken.")
    if not is_empty:
        say("leads.db-wal could not be emptied while somebody reads leads.db; leave the boards and forget again.")
    return bool(rest) or not is_empty


def _files(*folders: Path) -> Iterator[Path]:
    for folder in folders:
        yield from (path for path in sorted(folder.glob("*")) if path.is_file() and not path.is_symlink())


def _shown(floor: FloorDir, path: Path) -> str:
    return str(path.relative_to(floor.root))
