"""Where the rooms are joined: the only file that knows which store and which importers a floor uses."""

from typing import TYPE_CHECKING

from store.rows import Outdated
from tui.floor_dir import FloorDir

if TYPE_CHECKING:
    from pathlib import Path

    from importers.hooks import verification
    from importers.preview import Preview
    from importers.record import Hints
    from store.asked.archive import SqliteArchive
    from store.asked.glancing import SqliteGlances
    from store.asked.reports import SqliteReports
    from store.letters import SqliteLetters
    from store.sqlite import SqliteLedger
    from tui.settings import Settings, Webhook


def open_ledger(floor: FloorDir) -> "SqliteLedger":
    """The floor's ledger, for writing; made when it is not there."""
    from store.sqlite import SqliteLedger

    return SqliteLedger(str(floor.database))


def open_letters(floor: FloorDir) -> "SqliteLetters":
    """The floor's mailbox, for leaving orders; the database is made when it is not there."""
    from store.letters import SqliteLetters

    return SqliteLetters(str(floor.database))


def open_glances(floor: FloorDir) -> "SqliteGlances":
    """The floor for who looks once; read-only, save that an older version's tables are brought up to date."""
    from store.asked.glancing import SqliteGlances

    try:
        return SqliteGlances(str(floor.database))
    except Outdated:
        open_ledger(floor).close()
        return SqliteGlances(str(floor.database))


def open_reports(floor: FloorDir) -> "SqliteReports":
    """The floor's reports, read-only."""
    from store.asked.reports import SqliteReports

    return SqliteReports(str(floor.database))


def open_archive(floor: FloorDir) -> "SqliteArchive":
    """What was on the floor, read-only."""
    from engine.policy import Roster
    from engine.telling.next_up import next_up
    from store.asked.archive import SqliteArchive

    return SqliteArchive(str(floor.database), lambda state, policy, at: next_up(state, Roster(policy), at))


def hints_for(settings: "Settings", salt: bytes, source: str, name: str) -> "Hints":
    """What the floor knows about a source that its bytes do not say."""
    from importers.record import Hints

    own = settings.inbox.of(source)
    return Hints(
        source=source or settings.inbox.source,
        provider=_provider_of(settings, source),
        name=name,
        region=own.country or settings.policy.country,
        timezone=own.timezone or settings.policy.timezone,
        mapping=own.mapping,
        encodings=settings.inbox.encodings,
        ignores_plus_tags=settings.policy.duplicates.ignore_plus_tags,
        is_account_matched=bool(settings.policy.owners.account_match),
        limits=settings.limits,
        salt=salt,
    )


def preview_of(settings: "Settings", source: str, path: "Path") -> "Preview | str":
    """What a file would become, or the sentence that says why it cannot be read."""
    from importers.preview import preview
    from importers.record import Unreadable

    try:
        return preview(path, hints_for(settings, b"preview", source, path.name))
    except Unreadable as why:
        return str(why)


def hook_sources(webhook: "Webhook", floor: FloorDir) -> "tuple[dict[str, verification.Source], dict[str, str]]":
    """The sources whose secret could be opened, and why each of the others is off."""
    from importers.hooks.verification import SecretError, Source, check_source
    from importers.providers import PROVIDERS

    on, off = {}, {}
    for one in webhook.sources:
        secret = one.secret.open(floor.root)
        token = one.verify_token.open(floor.root) if one.verify_token else None
        ways = (one.verify,) if one.verify else PROVIDERS[one.provider].verify
        source = Source(
            name=one.name,
            verify=ways[0],
            or_verify=ways[1:],
            secrets=tuple(secret.text.split()),
            provider=one.provider,
            public_url=one.public_url,
            verify_token=token.text if token else "",
        )
        why = secret.why or (token.why if token else "")
        try:
            if not why:
                check_source(source)
                on[one.name] = source
        except SecretError as fault:
            off[one.name] = str(fault)
        else:
            if why:
                off[one.name] = why
    return on, off


def hook_hosts(webhook: "Webhook") -> frozenset[str]:
    """The host names under which the sources are known outside."""
    from urllib.parse import urlsplit

    names = (urlsplit(source.public_url).hostname for source in webhook.sources)
    return frozenset(name for name in names if name)


def _provider_of(settings: "Settings", source: str) -> str:
    sources = settings.webhook.sources if settings.webhook else ()
    return next((one.provider for one in sources if one.name == source), "")
