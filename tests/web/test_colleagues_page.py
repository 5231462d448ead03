"""People on the desk: everybody sees who has an account, an owner changes it; mails, no links."""

import re

import pytest

from tests.web.desks import NORTHWIND, reader, send_anyway, signed_in, stranger
from tests.web.meridian import PASSWORD, House
from tests.web.visitor import words

SOFIA = "sofia@northwind.example"


def invite(house: House, **changed: str) -> str:
    """Have Owen invite Sofia; return where he is sent."""
    given = {"name": "Sofia Brandt", "email": SOFIA, "title": "Engineer", "role": "seller"}
    sent = house.sign_in().fill("/desk/people", **(given | changed))
    return sent.location or sent.text


def account_of(house: House, name: str) -> str:
    """Return the address of somebody's page, as Owen's list links to it."""
    shown = house.sign_in().get("/desk/people").text
    found = re.search(rf'href="(/desk/people/\w+)">{name}</a>', shown)
    assert found is not None
    return found[1]


def test_an_owner_invites_a_colleague_and_is_shown_no_link(house: House) -> None:
    browser = house.sign_in()
    assert invite(house) == "/desk/people?said=invited"
    shown = browser.get("/desk/people?said=invited")
    assert "Sofia Brandt Engineer sofia@northwind.example Seller" in words(shown)
    assert "no password yet" in words(shown)
    assert "/desk/password/" not in shown.text + browser.get(account_of(house, "Sofia Brandt")).text


def test_an_invited_colleague_sets_a_password_by_their_link_and_comes_in(house: House) -> None:
    invite(house)
    token = house.means.token("password", house.mailed(SOFIA, "invitation"))
    link = f"/desk/password/{house.seller.organisation_id}.{token}"
    browser = house.browser()
    assert browser.fill(link, password=PASSWORD).location == "/desk/sign-in?said=password-set"
    assert browser.fill("/desk/sign-in", email=SOFIA, password=PASSWORD).location == "/desk/"


def test_what_was_typed_stays_when_an_invitation_is_refused(house: House) -> None:
    shown = invite(house, email="owen@northwind.example", role="manager")
    assert "already has an account" in shown
    for kept in ('value="Sofia Brandt"', 'value="Engineer"', 'value="manager" checked'):
        assert kept in shown


def test_an_owner_is_invited_only_after_proof_and_what_was_typed_stays(house: House) -> None:
    shown = invite(house, role="owner")
    assert "This is not your password of today" in shown
    for kept in ('value="Sofia Brandt"', f'value="{SOFIA}"', 'value="Engineer"',
                 'value="owner" checked', 'href="#f-old"'):  # fmt: skip  # a list
        assert kept in shown
    assert "Sofia Brandt" not in house.sign_in().get("/desk/people").text
    assert invite(house, role="owner", old=PASSWORD) == "/desk/people?said=invited"


def test_somebody_is_made_an_owner_only_after_proof(house: House) -> None:
    rita, path = reader(house), account_of(house, "rita")
    refused = house.sign_in().fill(path, f"{path}/role", role="owner")
    assert refused.status_code == 422
    assert 'value="owner" checked' in refused.text
    assert rita.get("/desk/new").status_code == 403
    sent = house.sign_in().fill(path, f"{path}/role", role="owner", old=PASSWORD)
    assert sent.location == "/desk/people?said=role"


@pytest.mark.parametrize("role", ["manager", "seller", "reader"])
def test_others_see_who_has_an_account_and_no_form(house: House, role: str) -> None:
    browser = signed_in(house, f"{role}@northwind.example", NORTHWIND, role)
    shown = browser.get("/desk/people")
    assert "Owen Hartley" in words(shown)
    assert 'action="/desk/people' not in shown.text
    assert browser.get(account_of(house, "Owen Hartley")).status_code == 403


def test_a_reader_who_sends_the_form_all_the_same_is_refused(house: House) -> None:
    browser = reader(house)
    one = account_of(house, "Owen Hartley")
    for path in ("/desk/people", f"{one}/role", f"{one}/leave"):
        sent = send_anyway(browser, path, role="reader")
        assert sent.status_code == 403
        assert "Only an owner" in words(sent)


def test_an_owner_of_another_house_finds_nobody(house: House) -> None:
    browser = stranger(house)
    assert browser.get(account_of(house, "Owen Hartley")).status_code == 404
    assert "Owen Hartley" not in words(browser.get("/desk/people"))


def test_an_owner_changes_a_role(house: House) -> None:
    rita, path = reader(house), account_of(house, "rita")
    assert rita.get("/desk/new").status_code == 403
    sent = house.sign_in().fill(path, f"{path}/role", role="seller")
    assert sent.location == "/desk/people?said=role"
    assert rita.get("/desk/new").status_code == 200


def test_whoever_is_taken_off_is_shown_the_sign_in_at_their_next_click(house: House) -> None:
    rita, path = reader(house), account_of(house, "rita")
    sent = house.sign_in().fill(path, f"{path}/leave", successor=house.seller.account_id)
    assert sent.location == "/desk/people?said=left"
    assert rita.get("/desk/").location == "/desk/sign-in"


def test_the_last_owner_is_told_why_they_cannot_go(house: House) -> None:
    path = account_of(house, "Owen Hartley")
    for form, given in (("role", {"role": "reader"}), ("leave", {"successor": ""})):
        sent = house.sign_in().fill(path, f"{path}/{form}", **given)
        assert sent.status_code == 422
        assert "the last owner" in words(sent)


def test_a_new_link_is_mailed_to_its_person(house: House) -> None:
    invite(house)
    path = account_of(house, "Sofia Brandt")
    first = house.mailed(SOFIA, "invitation")
    assert house.sign_in().fill(path, f"{path}/link").location == "/desk/people?said=mailed"
    assert house.mailed(SOFIA, "invitation") != first
