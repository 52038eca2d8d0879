"""Senders that nobody named: they ask whether the address is ours, and are known by the shape of what they send."""

import json

import pytest
from hook_builders import URL_SECRET, opened, source_of
from importer_builders import SAMPLES, leads, posted, rejects

from importers.hooks.payload import FORM
from importers.providers import PROVIDERS
from importers.providers.recognising import recognised

JSON = "application/json"
ASKED = [
    ('{"challenge": "3eZbrw1aBm2rZgRNFdxV"}', "3eZbrw1aBm2rZgRNFdxV"),
    ('{"token": "t", "challenge": "abc-1", "type": "url_verification"}', "abc-1"),
]
NOT_ASKED = [
    '{"challenge": "<script>"}',
    '{"challenge": "abc", "email": "ann@x.example"}',
    '{"challenge": ["abc"]}',
]
OWN = [line.split("\t") for line in (SAMPLES / "hooks" / "EXPECTED.tsv").read_text("utf-8").splitlines()[2:]]


@pytest.mark.parametrize(("body", "said"), ASKED)
async def test_a_challenge_is_said_back_to_who_knows_the_secret(body: str, said: str) -> None:
    """Nothing is kept of it, and nobody else hears it."""
    async with opened({"monday": source_of("monday", URL_SECRET)}) as house:
        answer = await house.send("POST", f"/hooks/monday/{URL_SECRET}", body.encode(), {"Content-Type": JSON})
        stranger = await house.send("POST", "/hooks/monday/guessed", body.encode(), {"Content-Type": JSON})
        assert (answer.status, json.loads(answer.text)) == (200, {"challenge": said})
        assert (stranger.status, said in stranger.text, house.spool.kept) == (401, False, [])


@pytest.mark.parametrize("body", NOT_ASKED)
async def test_a_lead_with_a_field_of_that_name_is_no_challenge(body: str) -> None:
    """It is kept like any delivery."""
    async with opened({"zapier": source_of("zapier", URL_SECRET).but(verify="secret-url", or_verify=())}) as house:
        answer = await house.send("POST", f"/hooks/zapier/{URL_SECRET}", body.encode(), {"Content-Type": JSON})
        assert (answer.status, len(house.spool.kept)) == (200, 1)


async def test_json_that_amazon_calls_a_text_is_taken() -> None:
    """Only with the header that no page can send unasked; any other text stays out."""
    body = (SAMPLES / "hooks" / "plain_sns.body").read_bytes()
    sources = {"generic": source_of("generic", URL_SECRET).but(verify="secret-url", or_verify=())}
    text = {"Content-Type": "text/plain; charset=UTF-8"}
    async with opened(sources) as house:
        path = f"/hooks/generic/{URL_SECRET}"
        assert (await house.send("POST", path, body, text)).status == 415
        assert (await house.send("POST", path, body, text | {"x-amz-sns-message-type": "Notification"})).status == 200
        (lead,) = leads(house.taken(sources))
    assert lead.card.email == "sven@note.example"


async def test_salesforce_hears_its_acknowledgement() -> None:
    """As the SOAP that it waits for, the second time too."""
    body = (SAMPLES / "hooks" / "salesforce_outbound.body").read_bytes()
    async with opened({"salesforce_outbound": source_of("salesforce_outbound", URL_SECRET)}) as house:
        for _ in range(2):
            answer = await house.send(
                "POST", f"/hooks/salesforce_outbound/{URL_SECRET}", body, {"Content-Type": "text/xml"}
            )
            assert (answer.status, "<Ack>true</Ack>" in answer.text) == (200, True)
            assert answer.headers["Content-Type"].startswith("text/xml")
        assert len(house.spool.kept) == 1


@pytest.mark.parametrize("line", OWN, ids=lambda line: line[0])
def test_a_shape_is_taken_for_nobody_elses(line: list[str]) -> None:
    """Whatever a provider sends is known as its own, or not at all."""
    name, provider, media, *_ = line
    known = recognised(media, (SAMPLES / "hooks" / f"{name}.body").read_bytes())
    assert known is None or PROVIDERS[provider].is_plain or known is PROVIDERS[provider]


def test_what_the_floor_says_of_headings_goes_before_shapes() -> None:
    """A source with a map of its own is read by it."""
    body = (SAMPLES / "hooks" / "plain_twilio_call.body").read_bytes()
    (told,) = leads(posted(FORM, body, mapping={"CallerName": "company", "From": "phone"}))
    assert told.card.company == "KIM WONG"


def test_a_queue_that_asks_is_no_lead() -> None:
    """Its reject says what to do."""
    body = (SAMPLES / "hooks" / "plain_sns_confirmation.body").read_bytes()
    (refused,) = rejects(posted(JSON, body))
    assert "open the SubscribeURL" in refused.reason
    assert "SubscribeURL" in refused.raw


@pytest.mark.parametrize("data", ["", "%%%", "bm8ganNvbg==", "WzEsMl0=", "bnVsbA=="])
def test_an_envelope_with_nothing_in_it_is_a_reject(data: str) -> None:
    """Not base64, no JSON, a list of numbers, null: told, and its raw text kept."""
    body = json.dumps({"message": {"data": data, "messageId": "1"}, "subscription": "projects/p/s"})
    found = posted(JSON, body)
    assert found == rejects(found) != []
