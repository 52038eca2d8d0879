"""Every provider has a page that says how to connect it, and its lines for floor.toml are right."""

import re
from pathlib import Path

import pytest
from importer_builders import ROOT

from importers.providers import PROVIDERS
from tui.settings import load

PAGES = ROOT / "docs" / "sources"
FLOOR = """
[[reps]]
id = "dana"
name = "Dana"
[[pools]]
name = "inbound"
reps = ["dana"]
[[rules]]
name = "everyone else"
pool = "inbound"
[webhook]
"""


@pytest.mark.parametrize("provider", sorted(PROVIDERS))
def test_a_page_can_be_followed(provider: str, tmp_path: Path) -> None:
    """Its lines make a source of that provider, and the list names it."""
    page = (PAGES / f"{provider}.md").read_text("utf-8")
    lines = re.search(r"```toml\n(.*?)```", page, re.DOTALL)
    assert lines
    (tmp_path / "floor.toml").write_text(FLOOR + lines[1])
    webhook = load(tmp_path / "floor.toml").webhook
    assert webhook is not None
    assert [one.provider for one in webhook.sources] == [provider]
    assert f"({provider}.md)" in (PAGES / "README.md").read_text("utf-8")
    assert (PROVIDERS[provider].verify[0] == "secret-url") == ("/THE-SECRET`" in page and "?token" not in page)
    assert (PROVIDERS[provider].challenge is not None) == ("by GET" in page)


def test_no_page_is_of_nobody() -> None:
    """A provider that went takes its page along."""
    assert {path.stem for path in PAGES.glob("*.md")} == {*PROVIDERS, "README"}
