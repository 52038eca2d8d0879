"""From floor.toml to the board: a source with a provider listens, and what is posted to it becomes a lead."""

import json
import sqlite3
from pathlib import Path

import pytest
from hook_builders import AT, opened, signed

from store.sqlite import SqliteLedger
from tui.floor_dir import FloorDir
from tui.serving.dealing import Dealing
from tui.serving.deliveries import read, take
from tui.settings import Settings, load
from tui.wiring import hints_for, hook_hosts, hook_sources

FLOOR = """
[[reps]]
id = "dana"
name = "Dana"
[[pools]]
name = "inbound"
reps = ["dana"]
[[rules]]
name = "details first"
when.pending_detail.exists = true
pool = "inbound"
[[rules]]
name = "everyone else"
pool = "inbound"
[webhook]
[[webhook.sources]]
name = "ads"
provider = "meta"
secret = "env:META_SECRET"
verify_token = "env:META_TOKEN"
public_url = "https://leads.example.com/hooks/ads"
[[webhook.sources]]
name = "forms"
provider = "typeform"
verify = "bearer"
secret = "env:FORMS_SECRET"
[[webhook.sources]]
name = "old"
verify = "bearer"
secret = "env:FORMS_SECRET"
"""
NOTICE = {"entry": [{"changes": [{"value": {"leadgen_id": "900000000011", "form_id": "70001"}}]}]}
DETAILS = {"id": "900000000011", "field_data": [{"name": "email", "values": ["mina@x.example"]}]}


@pytest.fixture
def floor(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> FloorDir:
    for name, secret in (("META_SECRET", "new old"), ("META_TOKEN", "tok"), ("FORMS_SECRET", "f")):
        monkeypatch.setenv(name, secret)
    (tmp_path / "floor.toml").write_text(FLOOR)
    return FloorDir(root=tmp_path)


@pytest.fixture
def settings(floor: FloorDir) -> Settings:
    return load(floor.rules)


def test_a_source_is_made_of_its_table_and_its_provider(floor: FloorDir, settings: Settings) -> None:
    """Its provider's way of proving unless the table names one; two secrets while one replaces the other."""
    assert settings.webhook is not None
    on, off = hook_sources(settings.webhook, floor)
    assert off == {}
    assert (on["ads"].ways, on["ads"].secrets, on["ads"].verify_token) == (("hmac-sha256",), ("new", "old"), "tok")
    assert (on["forms"].ways, on["old"].ways, on["old"].provider) == (("bearer",), ("bearer",), "")
    assert hook_hosts(settings.webhook) == {"leads.example.com"}
    assert hints_for(settings, b"", "ads", "").provider == "meta"
    assert hints_for(settings, b"", "old", "").provider == ""


def test_without_its_verify_token_a_source_is_off(
    floor: FloorDir, settings: Settings, monkeypatch: pytest.MonkeyPatch
) -> None:
    """And says why."""
    monkeypatch.delenv("META_TOKEN")
    assert settings.webhook is not None
    on, off = hook_sources(settings.webhook, floor)
    assert "ads" not in on
    assert "META_TOKEN" in off["ads"]


async def test_a_notice_is_dealt_and_its_details_fill_it(floor: FloorDir, settings: Settings) -> None:
    """One lead, its rule, and its card before and after."""
    assert settings.webhook is not None
    sources, _ = hook_sources(settings.webhook, floor)
    async with opened(sources) as house:
        for document in (NOTICE, DETAILS):
            body = json.dumps(document).encode()
            headers = {"Content-Type": "application/json", **signed("meta", "old", body, AT)}
            assert (await house.send("POST", "/hooks/ads", body, headers)).status == 200
        kept = house.spool.kept
    dealing = Dealing(floor, settings, settle_seconds=0)
    dealing.open()
    ledger = SqliteLedger(str(floor.database))
    shown = []
    try:
        for one in kept:
            with ledger.writing() as writing:
                writing.spool(one.source, one.media_type, one.body, one.received_at, one.delivery_id)
                (hook,) = writing.spooled(1)
            take(dealing.turns, [read(hook, dealing.hints("ads", "hook:ads"))]).result()
            shown.append(_cards(floor))
    finally:
        ledger.close()
        dealing.close()
    assert shown == [[("Meta 900000000011", "", "details first")], [("", "mina@x.example", "details first")]]


def _cards(floor: FloorDir) -> list[tuple[str, str, str]]:
    db = sqlite3.connect(floor.database)
    try:
        return db.execute(
            "SELECT cards.name, cards.email, leads.rule FROM cards JOIN leads ON leads.id = cards.lead_id"
        ).fetchall()
    finally:
        db.close()
