"""A delivery of which any part is missing, of another kind, huge or hostile: answered, each record accounted for."""

import json
from collections.abc import Iterator
from urllib.parse import parse_qsl, urlencode

import pytest
from hook_builders import URL_SECRET, opened, source_of
from importer_builders import SAMPLES, hints

from engine.commands import NewLead
from importers.hooks.payload import FORM
from importers.intake import read_payload
from importers.providers import PROVIDERS
from importers.record import Reject, TestLead, Unreadable

GONE = object()
DEEP: list[object] = []
for _ in range(60):
    DEEP = [DEEP]
INSTEAD = (
    GONE, None, 0, -1.5e308, True, "", " ", "x" * 70_000, [], {}, [None], [[]], [{}], [{"a": [1, "b"]}], DEEP,
    {"value": {"value": "x"}}, 10**30, "\ud800\u202e\x1b[2J\x00[@click=app.quit]", "ann@x.example",
    "2026-13-45T99:00Z",
)  # fmt: skip
"""What may stand in place of anything."""
OPEN = ("[]", "{}", "null", "0", '""', '"x"', "[null]", "[[]]", "[{}]", "[1,{}]", '{"":""}', "{", "[[[", "\ufeff{}",
        "NaN", "[" * 90 + "]" * 90, '{"a":1e999}', '{"a":"\\ud800"}',
        json.dumps({f"k{n}": n for n in range(600)}))  # fmt: skip
LINES = [line.split("\t")[:3] for line in (SAMPLES / "hooks" / "EXPECTED.tsv").read_text("utf-8").splitlines()[2:]]


def damaged(document: object) -> Iterator[object]:
    """The document with one part of it replaced, part by part."""
    parts = list(document.items()) if isinstance(document, dict) else []
    parts = list(enumerate(document)) if isinstance(document, list) else parts
    for step, inside in parts:
        yield from (_with(document, step, other) for other in INSTEAD)
        yield from (_with(document, step, other) for other in damaged(inside))


def _with(document: object, step: object, other: object) -> object:
    copied = dict(document) if isinstance(document, dict) else dict(enumerate(document))  # type: ignore[call-overload]
    if other is GONE:
        copied.pop(step)
    else:
        copied[step] = other
    return copied if isinstance(document, dict) else list(copied.values())


def bodies(file: str, media: str) -> Iterator[bytes]:
    """A recorded delivery, damaged in every place by a rotating choice of ways."""
    body = (SAMPLES / "hooks" / f"{file}.body").read_bytes()
    if "json" in media:
        ways = damaged(json.loads(body))
        yield from (json.dumps(one).encode() for number, one in enumerate(ways) if number % 3 == len(file) % 3)
    elif media == FORM:
        pairs = parse_qsl(body.decode("ascii"), keep_blank_values=True, encoding="latin-1")
        for place, (name, _) in enumerate(pairs):
            for other in ("", "x" * 70_000, "{}", "[1]", '{"a":{"b":[]}}', "\x1b\ufffd%ff", "ann@x.example"):
                yield urlencode([*pairs[:place], (name, other), *pairs[place + 1 :]]).encode()
            yield urlencode([*pairs[:place], *pairs[place + 1 :], *[(f"{name}[]", "x")] * 3]).encode()
    else:
        yield from (body[:cut] + body[cut + 1 :] for cut in range(0, len(body), 40))


@pytest.mark.parametrize(("file", "provider", "media"), LINES, ids=[line[0] for line in LINES])
def test_every_damage_is_accounted_for(file: str, provider: str, media: str) -> None:
    """It is refused with a sentence at the door, or becomes at least one lead, test lead or reject with a reason."""
    tried = 0
    for body in bodies(file, media):
        tried += 1
        try:
            found = read_payload(media, body, hints(source="hook", provider=provider), "delivery-1")
        except Unreadable:
            continue
        assert found, body[:300]
        for one in found:
            assert isinstance(one, NewLead | Reject | TestLead)
            assert isinstance(one, NewLead) or one.reason.endswith("."), one
    assert tried


@pytest.mark.parametrize("provider", sorted(PROVIDERS))
async def test_no_document_makes_the_inbox_fail(provider: str) -> None:
    """Over a real socket: kept or refused with a sentence, and what was kept is accounted for."""
    sources = {provider: source_of(provider, URL_SECRET).but(verify="secret-url", or_verify=())}
    async with opened(sources) as house:
        for document in OPEN:
            before = len(house.spool.kept)
            media = {"Content-Type": "application/json"}
            body = document.encode()
            answer = await house.send("POST", f"/hooks/{provider}/{URL_SECRET}", body, media)
            assert answer.status in (200, 202, 400), document
            if answer.status == 400:
                assert len(json.loads(answer.text)["reason"]) > 10
            else:
                assert len(house.spool.kept) > before or PROVIDERS[provider].thanks or "duplicate" in answer.text
        assert len(house.taken(sources)) >= len(house.spool.kept)
