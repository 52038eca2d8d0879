"""XML lists of some tool's own."""

from pathlib import Path

import pytest
from importer_builders import leads, rejects, taken_text

from importers.limits import Limits
from importers.record import Unreadable


def test_the_list_that_reaches_people_is_read(tmp_path: Path) -> None:
    """Attributes and nested elements are fields; agents and what is around the list are nobody's lead."""
    agent = "<agent><name>Rep</name><email>rep@us.example</email></agent>"
    first = (
        '<lead id="77"><person><firstName>Al</firstName><lastName>Po</lastName></person><email>al@x.example</email>'
    )
    text = f"<feed><account><name>Us</name></account><new>{first}{agent}</lead></new><hot><lead id='78'>"
    found = taken_text(tmp_path, f"{text}<phone>+14155550150</phone></lead></hot></feed>", "feed.xml")
    assert [(one.card.name, one.card.email, one.card.phone) for one in leads(found)] == [
        ("Al Po", "al@x.example", ""),
        ("", "", "+14155550150"),
    ]
    assert rejects(found) == []


def test_no_entity_is_opened(tmp_path: Path) -> None:
    """Neither a file of this machine nor a billion laughs."""
    (tmp_path / "secret").write_text("the secret")
    head = f'<?xml version="1.0"?><!DOCTYPE x [<!ENTITY s SYSTEM "{(tmp_path / "secret").as_uri()}">]>'
    text = f"{head}<leads><lead><email>al@x.example</email><note>&s;</note></lead></leads>"
    (lead,) = leads(taken_text(tmp_path, text, "a.xml"))
    assert "secret" not in repr(lead.card).replace("secret>", "")


@pytest.mark.parametrize(
    ("text", "words"),
    [
        ("<?xml version='1.0'?><a/>", "no list"),
        ("<?xml version='1.0'?>" + "<a><b/>" * 100, "nested deeper"),
    ],
)
def test_what_holds_no_list_is_one_sentence(tmp_path: Path, text: str, words: str) -> None:
    """Nothing in it, or too deep."""
    with pytest.raises(Unreadable, match=words):
        taken_text(tmp_path, text, "a.xml", limits=Limits(xml_depth=20))


def test_a_list_of_something_else_is_one_reject(tmp_path: Path) -> None:
    """A news feed is no list of leads."""
    text = "<rss><channel><item><title>One</title></item><item><title>Two</title></item></channel></rss>"
    (reject,) = rejects(taken_text(tmp_path, f"<?xml version='1.0'?>{text}", "feed.xml"))
    assert "no list of leads" in reject.reason
