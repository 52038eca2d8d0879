"""What providers post becomes their leads: over a real socket, signed as each signs, at the time it was sent."""

import json
from typing import NamedTuple

import pytest
from hook_builders import OUTSIDE, URL_SECRET, Fixture, address, fixtures, opened, secret_of, signed, source_of
from importer_builders import SAMPLES, SHARED, leads, provider_tests, rejects

from engine.commands import NewLead
from importers.providers import PROVIDERS

OWN = SAMPLES / "hooks"


class Line(NamedTuple):
    """One delivery of our own and what it must become."""

    file: str
    provider: str
    media_type: str
    counts: tuple[int, ...]
    key: str
    person: tuple[str, ...]


def own_lines() -> list[Line]:
    rows = [line.split("\t") for line in (OWN / "EXPECTED.tsv").read_text("utf-8").splitlines()[2:]]
    return [
        Line(file, provider, media, tuple(map(int, rest[:4])), *_known(rest[4:]))
        for file, provider, media, *rest in rows
    ]


def _known(rest: list[str]) -> tuple[str, tuple[str, ...]]:
    key, *person = (word if word != "-" else "" for word in rest)
    return key, tuple(person)


def is_pending(lead: NewLead) -> bool:
    return lead.traits.get("pending_detail") is True


LINES = own_lines()


@pytest.mark.parametrize("line", LINES, ids=lambda line: line.file)
async def test_a_delivery_becomes_what_its_provider_means(line: Line) -> None:
    """Leads, notices, test leads and rejects as counted by hand; a second time it is 200 and kept once."""
    body = (OWN / f"{line.file}.body").read_bytes()
    sources = {line.provider: source_of(line.provider, public_url=OUTSIDE + line.provider)}
    secret = secret_of(line.provider)
    headers = {"Content-Type": line.media_type, **signed(line.provider, secret, body, url=OUTSIDE + line.provider)}
    async with opened(sources) as house:
        for _ in range(2):
            answer = await house.send("POST", address(line.provider, secret), body, headers)
            assert answer.status == 200, answer.text
        found = house.taken(sources)
    known = [lead for lead in leads(found) if not is_pending(lead)]
    pending = [lead for lead in leads(found) if is_pending(lead)]
    assert (len(known), len(pending), len(provider_tests(found)), len(rejects(found))) == line.counts
    if not leads(found):
        return
    first = leads(found)[0]
    assert first.source_key == line.key or not line.key
    if known:
        assert (first.card.email, first.card.phone, first.card.name, first.card.company) == line.person
    shown = str([lead.card for lead in leads(found)])
    assert secret not in shown
    assert URL_SECRET not in shown


def test_every_provider_has_a_delivery_here() -> None:
    """A new provider comes with one."""
    assert {line.provider for line in LINES} == set(PROVIDERS)


async def test_a_binary_event_says_in_its_headers_what_it_is() -> None:
    """The name of the event is kept with the body, and the second try is known."""
    headers = {"Content-Type": "application/json", "Authorization": "Bearer cloudevents:s3cret"}
    headers |= {"ce-specversion": "1.0", "ce-id": "e%2D9", "ce-source": "/crm", "ce-type": "lead"}
    sources = {"cloudevents": source_of("cloudevents")}
    async with opened(sources) as house:
        for _ in range(2):
            answer = await house.send("POST", "/hooks/cloudevents", b'{"email":"clo@ud.example"}', headers)
            assert answer.status == 200
        broken = await house.send("POST", "/hooks/cloudevents", b"{", headers)
        assert broken.status == 400
        (lead,) = leads(house.taken(sources))
    assert (lead.source_key, lead.card.email) == ("/crm e-9", "clo@ud.example")


async def test_money_is_neither_kept_nor_shown() -> None:
    """A wall display is no place for somebody's credit score."""
    body = (OWN / "zillow_contact.body").read_bytes()
    sources = {"zillow": source_of("zillow")}
    headers = {"Content-Type": "application/json", "Authorization": "Bearer zillow:s3cret"}
    async with opened(sources) as house:
        await house.send("POST", "/hooks/zillow", body, headers)
        (lead,) = leads(house.taken(sources))
    assert "750" not in str(lead.card)
    assert "90000" not in str(lead.card)
    assert "agentEmailAddress" in lead.card.raw


async def test_a_visitors_browser_may_post_where_forms_do() -> None:
    """And is thanked, not sent to wherever the form says; elsewhere browsers stay out."""
    body = (OWN / "web_to_lead_latin.body").read_bytes()
    sources = {name: source_of(name, URL_SECRET) for name in ("salesforce_web2lead", "elementor")}
    headers = {"Content-Type": "application/x-www-form-urlencoded", "Origin": "https://www.example.com"}
    async with opened(sources) as house:
        answer = await house.send("POST", address("salesforce_web2lead", URL_SECRET), body, headers)
        assert (answer.status, answer.text, answer.headers.get("Location")) == (200, "Thank you.", None)
        refused = await house.send("POST", address("elementor", URL_SECRET), body, headers)
        assert refused.status == 403


RECORDED = fixtures(SHARED / "webhooks")


@pytest.mark.parametrize("fixture", RECORDED, ids=lambda fixture: f"{fixture.provider}/{fixture.case}")
async def test_a_recorded_delivery_gives_its_status_and_its_lead(fixture: Fixture) -> None:
    """Posted with its headers at its time."""
    name = fixture.path.split("/")[2].partition("?")[0]
    url = fixture.url if fixture.provider == "hubspot" else ""
    secret = fixture.secret or URL_SECRET
    sources = {
        name: source_of(fixture.provider, secret, name=name, public_url=url, verify_token="floor-verify"),
    }
    path = fixture.path if fixture.secret else f"{fixture.path}/{URL_SECRET}"
    expected = _line_of(f"webhooks/{fixture.provider}/{fixture.case}.body")
    async with opened(sources, fixture.now) as house:
        answer = await house.send(fixture.method, path, fixture.body, fixture.headers)
        assert answer.status == fixture.status
        found = house.taken(sources, expected[2])
    if fixture.response is not None:
        is_json = fixture.response.startswith("{")
        assert (json.loads if is_json else str)(answer.text) == (json.loads if is_json else str)(fixture.response)
    known = [lead for lead in leads(found) if not is_pending(lead)]
    records, accepted, rejected, tests = map(int, expected[3:7])
    assert (len(known), len(rejects(found)), len(provider_tests(found))) == (accepted, rejected, tests)
    assert len(leads(found)) - len(known) == records - accepted - rejected - tests
    assert len(known) == fixture.leads
    if known:
        card = known[0].card
        wanted = [word if word != "-" else "" for word in (expected[10], *expected[12:15])]
        assert [card.email, card.phone, card.name, card.company] == wanted
    if leads(found):
        assert KEYS[f"{fixture.provider}/{fixture.case}"] in (leads(found)[0].source_key[:20], "")


KEYS = {
    "calendly/activepieces_sample": "https://api.calendly",
    "calendly/invitee_created": "https://api.calendly",
    "cloudevents/structured": "/crm/eu A234-1234-12",
    "contact_form_7/json": "",
    "elementor/advanced": "",
    "generic/flat_json": "3e4f0a5c-0001",
    "google_ads/lead": "TeSter-123-ABCDEFGHI",
    "hubspot/batch_creation_v3": "44237313 10631405657",
    "intercom/contact_lead_created": "notif_9b1c-0001",
    "jotform/multipart": "5747236631235621087",
    "linkedin/lead_action": "urn:li:leadGenFormRe",
    "meta/leadgen_two_changes": "444444444501",
    "salesforce_web2lead/post": "",
    "standard/lead_created": "msg_2KWPBgLlAfxdpx2A",
    "tally/form_response": "jyqVba",
    "typeform/form_response": "a3a12ec67a1365927098",
    "unbounce/urlencoded": "",
    "webflow/form_submission_v1_unsigned": "6434d9d6071644bc0752",
    "webflow/form_submission_v2": "6321ca84df3949bfc675",
    "zillow/simple": "",
}
"""How each key begins; empty where it is the hash of the body."""


def _line_of(file: str) -> list[str]:
    lines = (SHARED / "EXPECTED.tsv").read_text("utf-8").splitlines()
    return next(line.split("\t") for line in lines if line.startswith(f"{file}\t"))
