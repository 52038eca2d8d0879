"""Whatever is posted to whichever provider: it is answered without a failure, and every record is accounted for."""

import asyncio
import json
from datetime import timedelta

import pytest
from hook_builders import URL_SECRET, House, opened, source_of
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st
from importer_builders import SAMPLES, hints

from engine.commands import NewLead
from importers.hooks.payload import FORM, PARTS
from importers.intake import read_payload
from importers.providers import PROVIDERS
from importers.providers.provider import Provider
from importers.providers.taking import check_delivery
from importers.record import Reject, TestLead, Unreadable

BODIES = [path.read_bytes() for path in sorted((SAMPLES / "hooks").glob("*.body"))]
TYPES = ["application/json", "application/cloudevents+json", "application/cloudevents-batch+json", FORM,
         f"{PARTS}; boundary=XX", PARTS, "text/plain", "", "application/json; charset=\x7f"]  # fmt: skip
TABLED = {name: one for name, one in PROVIDERS.items() if not one.is_plain}


def _words(provider: Provider) -> set[str]:
    """The keys that a provider's table looks for."""
    pairs = provider.pairs
    paths = [provider.at, provider.asked or "", *provider.key, *provider.fields.values(), *provider.only]
    paths += [*provider.tests, *provider.pending_shows.values()]
    paths += [pairs.at, pairs.heading, pairs.value, pairs.kind, pairs.options] if pairs else []
    return {step for path in paths for way in path.split("|") for step in way.split(".") if step not in ("", "*")}


WORDS = sorted(set().union(*map(_words, TABLED.values())) | {"properties", "text", "answers", "definition", "1.3"})
SCALARS = st.none() | st.booleans() | st.integers() | st.floats() | st.text(max_size=20) | st.sampled_from(
    ["ann@x.example", "+4930901820", "2026-09-01T08:00:00Z", "1788253100", "[@click=app.quit]", "\ud800", "\x1b[2J"]
)  # fmt: skip
DOCUMENTS = st.recursive(
    SCALARS,
    lambda inner: st.lists(inner, max_size=4) | st.dictionaries(st.sampled_from(WORDS), inner, max_size=5),
    max_leaves=20,
)


def _mutated(body: bytes, place: int, piece: bytes) -> bytes:
    place %= len(body) + 1
    return body[:place] + piece + body[place + len(piece) :]


MUTATED = st.builds(_mutated, st.sampled_from(BODIES), st.integers(0, 4000), st.binary(max_size=6))
POSTED = st.binary(max_size=200) | MUTATED | DOCUMENTS.map(lambda document: json.dumps(document).encode())


def test_no_bytes_make_the_inbox_fail() -> None:
    """Over a real socket: a status below 500 for every provider, genuine or not."""
    sources = {name: source_of(name, URL_SECRET).but(verify="secret-url", or_verify=()) for name in PROVIDERS}
    loop = asyncio.new_event_loop()
    house_opened = opened(sources)
    house: House = loop.run_until_complete(house_opened.__aenter__())

    @settings(max_examples=150, deadline=None, suppress_health_check=list(HealthCheck))
    @given(st.sampled_from(sorted(PROVIDERS)), POSTED, st.sampled_from(TYPES[:-1]), st.booleans(), st.booleans())
    def post(provider: str, body: bytes, media: str, is_genuine: bool, is_event: bool) -> None:
        path = f"/hooks/{provider}" + (f"/{URL_SECRET}" if is_genuine else "")
        headers = {"Content-Type": media} | ({"ce-specversion": "1.0", "ce-id": "%ff"} if is_event else {})
        answer = loop.run_until_complete(house.send("POST", path, body, headers))
        assert answer.status in ((200, 202, 400, 413, 415) if is_genuine else (401, 415))

    try:
        post()
    finally:
        loop.run_until_complete(house_opened.__aexit__(None, None, None))
        loop.close()


@settings(max_examples=300, deadline=timedelta(seconds=2))
@given(st.sampled_from(sorted(TABLED)), POSTED, st.sampled_from(TYPES))
def test_what_was_kept_can_be_taken(provider: str, body: bytes, media: str) -> None:
    """A body that passed the door never fails behind it; each record is a lead, a test or a reject."""
    try:
        check_delivery(PROVIDERS[provider], media, body)
    except (Unreadable, RecursionError):
        return
    found = read_payload(media, body, hints(source="hook", provider=provider), "delivery-1")
    assert all(isinstance(one, NewLead | Reject | TestLead) for one in found)
    for one in found:
        if isinstance(one, NewLead):
            assert one.source_key
            assert bool(one.card.email or one.card.phone) != bool(one.traits.get("pending_detail"))


@pytest.mark.parametrize("provider", sorted(TABLED))
def test_nothing_but_a_persons_own_contact_is_ever_one(provider: str) -> None:
    """Whoever owns, sells or builds is not the lead, wherever a provider lets them stand."""
    body = json.dumps({"owner": {"email": "rep@x.example"}, "agent_email": "a@x.example", "debugEmail": "d@x.example",
                       "assigned_to": "boss@x.example", "id": "1"}).encode()  # fmt: skip
    found = read_payload("application/json", body, hints(source="hook", provider=provider), "delivery-1")
    persons = [one.card for one in found if isinstance(one, NewLead)]
    if provider == "salesforce_web2lead" or persons:
        assert not any(card.email in ("rep@x.example", "a@x.example", "boss@x.example") for card in persons)
