"""One's own account on the desk: visits to end, a password to change, one to set when lost."""

import re

import pytest

from portal.actions import own_account
from portal.web.limits import GUESSES
from tests.web.desks import reader
from tests.web.meridian import PASSWORD, House
from tests.web.visitor import words

OWEN = "owen@northwind.example"
VISITS = "/desk/me/visits"
ANOTHER = "another long sentence to sign in with"


def test_the_page_says_where_one_is_signed_in_and_how(house: House) -> None:
    browser = house.sign_in()
    house.sign_in()
    shown = words(browser.get("/desk/me"))
    assert "Signed in By Ends at the latest" in shown
    assert "this one password" in shown


def test_one_visit_is_ended_from_another(house: House) -> None:
    here, there = house.sign_in(), house.sign_in()
    page = here.get("/desk/me")
    others = re.findall(r'<option value="(\w+)"', page.text)
    assert others
    for visit in others:
        sent = here.send(page, VISITS, **{"end-visit": visit, "end-old": PASSWORD})
        assert sent.location == "/desk/me?said=ended"
    assert there.get("/desk/").location == "/desk/sign-in"
    assert here.get("/desk/").status_code == 200
    assert "You are signed in here alone" in words(here.get("/desk/me"))


def test_all_others_are_ended_at_once(house: House) -> None:
    here, there = house.sign_in(), house.sign_in()
    here.fill("/desk/me", VISITS, **{"end-visit": "", "end-old": PASSWORD})
    assert there.get("/desk/").location == "/desk/sign-in"
    assert here.get("/desk/").status_code == 200


def test_ending_visits_asks_the_password_and_without_it_none_ends(house: House) -> None:
    here, there = house.sign_in(), house.sign_in()
    for typed in ("", "a guess"):
        sent = here.fill("/desk/me", VISITS, **{"end-visit": "", "end-old": typed})
        assert sent.status_code == 422
        assert 'href="#f-end-old"' in sent.text
    assert there.get("/desk/").status_code == 200


def test_signing_in_again_ends_the_visit_this_browser_had(house: House) -> None:
    browser = house.sign_in()
    page = browser.get("/desk/me")
    kept = browser.get_cookie("__Host-desk", domain="localhost")
    assert kept is not None
    token = page.text.partition('name="csrf_token" value="')[2].partition('"')[0]
    sent = browser.post(
        "/desk/sign-in", data={"csrf_token": token, "email": OWEN, "password": PASSWORD}
    )
    assert sent.location == "/desk/"
    assert browser.get("/desk/").status_code == 200
    before = house.browser()
    before.set_cookie("__Host-desk", kept.value, domain="localhost", secure=True)
    assert before.get("/desk/").location == "/desk/sign-in"


def test_a_sign_in_that_is_refused_leaves_the_visit(house: House) -> None:
    browser = house.sign_in()
    token = browser.get("/desk/me").text.partition('name="csrf_token" value="')[2].partition('"')[0]
    sent = browser.post(
        "/desk/sign-in", data={"csrf_token": token, "email": OWEN, "password": "a guess"}
    )
    assert sent.status_code == 422
    assert browser.get("/desk/").status_code == 200


def test_the_password_is_changed_and_the_new_one_opens_the_desk(house: House) -> None:
    sent = house.sign_in().fill("/desk/me", "/desk/me/password", old=PASSWORD, password=ANOTHER)
    assert sent.location == "/desk/me?said=password"
    browser = house.browser()
    assert browser.fill("/desk/sign-in", email=OWEN, password=PASSWORD).status_code == 422
    assert browser.fill("/desk/sign-in", email=OWEN, password=ANOTHER).status_code == 303


def test_a_refused_password_is_told_beside_its_field_and_never_written_back(house: House) -> None:
    browser = house.sign_in()
    for given in (
        {"old": "not the one of today", "password": ANOTHER},
        {"old": PASSWORD, "password": "password1234"},
        {"old": PASSWORD, "password": ""},
        {"old": "", "password": ANOTHER},
    ):
        sent = browser.fill("/desk/me", "/desk/me/password", **given)
        assert sent.status_code == 422
        assert 'aria-invalid="true"' in sent.text
        assert not [typed for typed in given.values() if typed and typed in sent.text]


def test_guessing_the_password_of_an_open_screen_is_slowed_down(house: House) -> None:
    browser = house.sign_in()
    page = browser.get("/desk/me")
    for _ in range(int(GUESSES.partition(" ")[0])):
        sent = browser.send(page, "/desk/me/password", old="a guess", password=ANOTHER)
        assert sent.status_code == 422
    sent = browser.send(page, "/desk/me/password", old=PASSWORD, password=ANOTHER)
    assert sent.status_code == 429


def test_a_reader_has_a_page_of_their_own_too(house: House) -> None:
    assert reader(house).get("/desk/me").status_code == 200


@pytest.mark.parametrize("email", [OWEN, "nobody@northwind.example"])
def test_a_lost_password_is_answered_alike_for_every_address(house: House, email: str) -> None:
    sent = house.browser().fill("/desk/lost-password", email=email)
    assert sent.status_code == 200
    assert email not in sent.text
    assert "If this address has an account here" in words(sent)


def test_a_lost_password_is_set_anew_by_the_link_in_the_mail(house: House) -> None:
    house.browser().fill("/desk/lost-password", email=OWEN)
    own_account.mail_link(house.means, OWEN)  # as the worker does
    token = house.means.token("password", house.mailed(OWEN, "new_password"))
    link = f"/desk/password/{house.seller.organisation_id}.{token}"
    house.browser().fill(link, password=ANOTHER)
    assert house.browser().fill("/desk/sign-in", email=OWEN, password=ANOTHER).status_code == 303


def test_no_address_is_told_beside_the_field(house: House) -> None:
    sent = house.browser().fill("/desk/lost-password", email=" ")
    assert sent.status_code == 422
    assert "Write your e-mail address." in sent.text
