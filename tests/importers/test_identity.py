"""Which enquiry a record is and which person: exact keys, and nothing of the person in the journal."""

import json
from pathlib import Path

import msgspec
import pytest
from importer_builders import leads, posted, provider_tests, taken_text

from engine.commands import NewLead
from engine.orders.own_keys import key_of, told_apart


def keys(found: list[object]) -> list[str]:
    return [one.source_key for one in found if isinstance(one, NewLead)]


def test_a_providers_id_is_the_key(tmp_path: Path) -> None:
    """As text, without its prefix."""
    text = "lead_id,email\nl:1054074580944020,a@x.example\nzcrm_7328395000000680100,b@x.example\n"
    assert keys(taken_text(tmp_path, text)) == ["1054074580944020", "7328395000000680100"]


def test_a_short_id_is_a_key_only_with_its_contact(tmp_path: Path) -> None:
    """Every system counts from one: lead 17 of another export is somebody else."""
    first = keys(taken_text(tmp_path, "lead id,email\n17,a@x.example\n99,z@x.example\n"))
    again = keys(taken_text(tmp_path, "lead id,email,phone\n17,A@x.example,030 23125101\n99,z@x.example,\n"))
    other = keys(taken_text(tmp_path, "lead id,email\n17,b@x.example\n99,y@x.example\n"))
    assert first == again
    assert not set(first) & set(other)


@pytest.mark.parametrize("ids", [("1", "2"), ("4.47E+11", "4.47E+11"), ("n/a", "n/a"), ("#####", "#####")])
def test_a_counter_and_a_destroyed_id_are_no_keys(tmp_path: Path, ids: tuple[str, str]) -> None:
    """Then the content is the key: the same content again is the same enquiry, whatever the row's number."""
    found = keys(taken_text(tmp_path, f"id,email\n{ids[0]},a@x.example\n{ids[1]},b@x.example\n"))
    turned = keys(taken_text(tmp_path, f"id,email\n{ids[0]},b@x.example\n{ids[1]},a@x.example\n"))
    assert len(set(found)) == 2
    assert found == turned[::-1]


@pytest.mark.parametrize(
    "change", [{"created_at": "2026-08-02"}, {"created_at": "at noon"}, {"product": "B"}, {"message": "Hello?"}]
)
def test_who_asks_again_for_something_else_is_a_new_enquiry(tmp_path: Path, change: dict[str, str]) -> None:
    """Without an id, person, time, product and message together are the key."""
    one = {"email": "a@x.example", "created_at": "2026-08-01", "product": "A", "message": "Hello"}
    found = keys(taken_text(tmp_path, json.dumps([one, one, one | change]), "x.json"))
    assert found[0] == found[1] != found[2]


def test_two_people_with_one_id_and_everybodys_phone_are_two_enquiries(tmp_path: Path) -> None:
    """A number that tells nobody cannot make them one; sent again in another order, each is known again."""
    text = "lead_id,name,phone\nORDER-77A,Ann Lee,555-555-5555\nORDER-77A,Bob Ray,555-555-5555\n"
    found = told_apart((one for one in taken_text(tmp_path, text) if isinstance(one, NewLead)), {}, {})
    again = [one for one in taken_text(tmp_path, text) if isinstance(one, NewLead)]
    later = told_apart(again[::-1], {key_of(found[0]): "L-1"}, {"L-1": found[0].card})
    assert [one.person_keys for one in found] == [(), ()]
    assert len(set(keys(list(found)))) == 2
    assert keys(list(later)) == keys(list(found))[::-1]


def test_a_delivery_is_the_key_where_the_body_has_none() -> None:
    """Records of one delivery are told apart by their number."""
    one = json.dumps({"email": "a@x.example"})
    assert keys(posted("application/json", one, "msg_1")) == ["msg_1"]
    assert keys(posted("application/json", f"[{one},{one}]", "msg_1")) == ["msg_1#1", "msg_1#2"]
    with_id = json.dumps({"email": "a@x.example", "lead_id": "0123456789012"})
    assert keys(posted("application/json", with_id, "msg_1")) == ["0123456789012"]


def test_the_same_person_has_the_same_keys_and_nobody_else_can_make_them(tmp_path: Path) -> None:
    """Keyed hashes of the mailbox and of the number, however they were written."""
    (one,) = leads(taken_text(tmp_path, "email,phone\nA@x.example,+49 30 23125101\n"))
    (two,) = leads(taken_text(tmp_path, "email,phone\na@X.example,030/23125101\n", region="DE"))
    (salted,) = leads(taken_text(tmp_path, "email,phone\na@x.example,030 23125101\n", region="DE", salt=b"other"))
    assert one.person_keys == two.person_keys
    assert len(one.person_keys) == 2
    assert not set(one.person_keys) & set(salted.person_keys)


def test_a_phone_is_told_alone_and_with_the_name(tmp_path: Path) -> None:
    """So that people who share one are told apart; however the name's words are written and ordered."""
    rows = 'name,phone\nAnn Lee,030 23125101\n"LEE, Ann",030/23125101\nBob Lee,030 23125101\n??,030 23125101\n'
    ann, again, bob, nameless = leads(taken_text(tmp_path, rows, region="DE"))
    assert ann.person_keys == again.person_keys
    assert set(ann.person_keys) & set(bob.person_keys) == {ann.person_keys[0]} == set(nameless.person_keys)


def test_a_placeholder_phone_is_nobodys(tmp_path: Path) -> None:
    """Everybody's number is no person, whatever name stands beside it."""
    (nobody,) = leads(taken_text(tmp_path, "name,phone\nAnn Lee,555-555-5555\n", region="US"))
    assert nobody.person_keys == ()


def test_nothing_of_the_person_goes_into_the_journal(tmp_path: Path) -> None:
    """Names, addresses, numbers and messages are on the card alone."""
    row = {
        "first name": "Zacharias", "last name": "Quellbach", "email": "zq@secret.example", "phone": "030 23125177",
        "company": "Quellwerk", "message": "Ruf mich an", "street": "Talweg 7", "source": "zq@secret.example",
        "product": "Solar", "owner": "rep@floor.example", "country": "Germany",
    }  # fmt: skip
    (lead,) = leads(taken_text(tmp_path, json.dumps([row]), "x.json", region="DE"))
    journal = msgspec.json.encode(lead.but(card=type(lead.card)())).decode()
    for word in ("Zacharias", "Quell", "secret", "23125177", "Ruf", "Talweg", "rep@"):
        assert word not in journal
    assert lead.traits == {"product": "Solar", "country": "DE"}
    assert lead.card.owner_hint == "rep@floor.example"
    assert lead.card.extras["source"] == "zq@secret.example"


def test_traits_are_typed(tmp_path: Path) -> None:
    """Numbers are numbers, codes stay text, answers are yes or no."""
    text = (
        "email,employees,annual revenue,zip,pages_viewed,form_seconds,consent,Do Not Call,Unsubscribed,budget\n"
        'a@x.example,"1,001-5,000","1.250.000,50",01067,4,12.5,Ja,yes,true,5-10k\n'
    )
    (lead,) = leads(taken_text(tmp_path, text))
    assert lead.traits == {
        "employees": 1001, "revenue": 1250000.5, "postal_code": "01067", "pages_viewed": 4, "form_seconds": 12.5,
        "consent": "yes", "opt_out": "email call", "value": 5000,
    }  # fmt: skip
    assert (lead.card.consent, lead.card.opt_out) == ("yes", "email call")
    assert lead.card.extras["employees"] == "1,001-5,000"


def test_every_cell_is_kept_somewhere(tmp_path: Path) -> None:
    """What no field took stands among the extras under its heading."""
    (lead,) = leads(taken_text(tmp_path, "Name,Email,Phone,Shoe size,created at\nAl,a@x.example,n/a,44,some day\n"))
    assert lead.card.extras == {"Phone": "n/a", "Shoe size": "44", "created at": "some day"}
    assert lead.card.warnings == ("The date 'some day' could not be read.",)


def test_a_bad_email_with_a_good_phone_is_a_lead_with_a_warning(tmp_path: Path) -> None:
    """The address stays readable, and is not used."""
    (lead,) = leads(taken_text(tmp_path, "email,phone\nnot-an-address,030 23125101\n", region="DE"))
    assert (lead.card.email, lead.card.phone) == ("", "+493023125101")
    assert lead.card.warnings == ("'not-an-address' is no e-mail address.",)


@pytest.mark.parametrize("text", ["email,is_test\na@x.example,true\n", "email\n<test lead: dummy data for email>\n"])
def test_a_providers_test_lead_is_marked(tmp_path: Path, text: str) -> None:
    """It is neither a lead nor a reject."""
    found = taken_text(tmp_path, text)
    assert len(provider_tests(found)) == len(found) == 1


def test_an_owner_is_never_the_contact(tmp_path: Path) -> None:
    """The rep of another system has an address too; a row without its own is a reject."""
    text = "Name,Email,Lead Owner,Assigned Agent Email\nAl,,rep@floor.example,rep@floor.example\n"
    assert leads(taken_text(tmp_path, text)) == []


def test_a_person_may_be_called_null(tmp_path: Path) -> None:
    """And live in Namibia; elsewhere such words say that nothing is known."""
    text = "First name,Last name,Email,Country,City,Product\nJo,Null,a@x.example,NA,n/a,None\n"
    (lead,) = leads(taken_text(tmp_path, text))
    assert (lead.card.name, lead.traits) == ("Jo Null", {"country": "NA"})


def test_a_plus_tag_tells_nobody_apart_where_the_house_says_so(tmp_path: Path) -> None:
    """The key is that of the mailbox itself; the card keeps the address as it was given."""
    text = "email\nana+fair@x.example\nana@x.example\n+1@x.example\n"
    apart, (tagged, plain, odd) = (
        leads(taken_text(tmp_path, text, ignores_plus_tags=is_ignored)) for is_ignored in (False, True)
    )
    assert apart[0].person_keys != apart[1].person_keys
    assert tagged.person_keys == plain.person_keys == apart[1].person_keys
    assert (tagged.card.email, odd.person_keys) == ("ana+fair@x.example", apart[2].person_keys)
