"""Keys of companies: the same for the same company however it is written, and none where nobody's company is told."""

from pathlib import Path

import msgspec
import pytest
from importer_builders import leads, taken_text

from importers.company_keys import company_keys, folded, own_domain


@pytest.mark.parametrize(
    ("email", "domain"),
    [
        ("jo@acme.com", "acme.com"),
        ("Jo@Mail.ACME.co.uk", "mail.acme.co.uk"),
        ("jo@acme.onmicrosoft.com", "acme.onmicrosoft.com"),
        ("jo@gmail.com", ""),
        ("jo@yahoo.co.uk", ""),
        ("jo@hotmail.fr", ""),
        ("jo@t-online.de", ""),
        ("jo@mail.ru", ""),
        ("x9@privaterelay.appleid.com", ""),
        ("b7@marketplace.amazon.com", ""),
        ("jo@localhost", ""),
        ("", ""),
    ],
)
def test_a_domain_is_a_companys_unless_anybody_may_have_a_mailbox_there(email: str, domain: str) -> None:
    """Providers in all their countries and senders that pass mails on are no companies of their users."""
    assert own_domain(email) == domain


@pytest.mark.parametrize(
    ("company", "name"),
    [
        ("ACME GmbH & Co. KG", "acme"),
        ("Acme, Inc.", "acme"),
        ("Müller  Söhne AG", "müller söhne"),
        ("株式会社アクメ", "株式会社アクメ"),
        ("n/a", ""),
        ("privat", ""),
        ("GmbH", ""),
        ("17", ""),
        ("-", ""),
    ],
)
def test_a_companys_name_is_read_without_its_legal_form(company: str, name: str) -> None:
    """What people write who have none is none."""
    assert folded(company) == name


def test_the_keys_are_hashes_and_made_only_where_accounts_are_matched(tmp_path: Path) -> None:
    """Nothing of the company is to be read off them, and another floor's keys are others."""
    text = "name,email,company\nJo,jo@acme.com,Acme GmbH\nAl,al@gmail.com,ACME\n"
    plain, matched = (
        leads(taken_text(tmp_path, text, salt=b"s", is_account_matched=is_matched)) for is_matched in (False, True)
    )
    assert [one.company_keys for one in plain] == [(), ()]
    jo, al = (one.company_keys for one in matched)
    assert [key[:2] for key in jo] == ["d:", "c:"]
    assert al == (jo[1],)
    assert not set(company_keys(b"t", "jo@acme.com", "Acme")) & set(jo)
    assert b"acme" not in msgspec.json.encode((jo, al)).lower()
