"""Signing in at the desk, signing out of it, and the one-time link that sets a password."""

import pytest

from portal.web.limits import GUESSES, TRIES
from tests.web.desks import NORTHWIND, password_link
from tests.web.meridian import PASSWORD, House
from tests.web.visitor import words

OWEN = "owen@northwind.example"


def test_the_right_password_opens_the_desk(house: House) -> None:
    browser = house.browser()
    sent = browser.fill("/desk/sign-in", email=OWEN, password=PASSWORD)
    assert (sent.status_code, sent.location) == (303, "/desk/")
    assert "Owen Hartley" in words(browser.get("/desk/"))


def test_a_wrong_password_is_refused_beside_the_field_and_keeps_the_address(house: House) -> None:
    sent = house.browser().fill("/desk/sign-in", email=OWEN, password="a guess of somebody's")
    assert sent.status_code == 422
    assert "Address and password do not belong together" in sent.text
    assert f'value="{OWEN}"' in sent.text


def test_an_unknown_address_is_answered_like_a_wrong_password(house: House) -> None:
    known = house.browser().fill("/desk/sign-in", email=OWEN, password="not it at all")
    unknown = house.browser().fill("/desk/sign-in", email="x@y.example", password="not it at all")
    assert words(known) == words(unknown)


def test_a_password_is_never_written_back_into_the_page(house: House) -> None:
    sent = house.browser().fill("/desk/sign-in", email=OWEN, password="my secret words here")
    assert "my secret words here" not in sent.text


@pytest.mark.parametrize(
    "path", ["/desk/", "/desk/new", "/desk/plans/any", "/desk/plans/any/paper"]
)
def test_whoever_is_not_signed_in_is_shown_to_the_sign_in(house: House, path: str) -> None:
    answered = house.browser().get(path)
    assert (answered.status_code, answered.location) == (302, "/desk/sign-in")


def test_the_session_cookie_is_locked_to_this_host_and_hidden_from_scripts(house: House) -> None:
    sent = house.browser().fill("/desk/sign-in", email=OWEN, password=PASSWORD)
    cookie = next(c for c in sent.headers.getlist("Set-Cookie") if c.startswith("__Host-desk="))
    for word in ("Secure", "HttpOnly", "Path=/", "SameSite=Lax"):
        assert word in cookie
    assert "Domain" not in cookie


def test_signing_out_ends_the_session_itself_and_not_only_the_cookie(house: House) -> None:
    browser = house.sign_in()
    stolen = browser.get_cookie("__Host-desk", domain="localhost")
    assert stolen is not None
    left = browser.fill("/desk/", "/desk/sign-out")
    assert left.headers["Clear-Site-Data"] == '"cache"'
    browser.set_cookie("__Host-desk", stolen.value, domain="localhost", secure=True)
    assert browser.get("/desk/").location == "/desk/sign-in"


def test_a_forged_cookie_opens_nothing(house: House) -> None:
    browser = house.browser()
    browser.set_cookie("__Host-desk", "org.secret.1.0000", domain="localhost", secure=True)
    assert browser.get("/desk/").location == "/desk/sign-in"


def test_a_foreign_remember_cookie_neither_opens_nor_shuts_the_desk(house: House) -> None:
    browser = house.sign_in()
    browser.set_cookie("remember_token", "somebody|else", domain="localhost")
    assert browser.get("/desk/").status_code == 200


def test_a_room_session_is_no_session_of_the_desk(house: House) -> None:
    assert house.enter("ingrid").get("/desk/").location == "/desk/sign-in"


def test_whoever_is_signed_in_is_not_asked_again(house: House) -> None:
    assert house.sign_in().get("/desk/sign-in").location == "/desk/"


def test_a_one_time_link_sets_the_password_once(house: House) -> None:
    link = password_link(house, "new@northwind.example", NORTHWIND, "seller")
    first = house.browser().fill(link, password=PASSWORD)
    assert first.location == "/desk/sign-in?said=password-set"
    again = house.browser().fill(link, password="another long sentence")
    assert again.status_code == 422
    assert "was used or has expired" in again.text


def test_a_short_password_is_refused_beside_its_field(house: House) -> None:
    link = password_link(house, "new@northwind.example", NORTHWIND, "seller")
    sent = house.browser().fill(link, password="short")
    assert sent.status_code == 422
    assert 'aria-describedby="f-password-hint f-password-error"' in sent.text


def test_opening_a_one_time_link_does_not_use_it_up(house: House) -> None:
    link = password_link(house, "new@northwind.example", NORTHWIND, "seller")
    for _ in range(3):
        assert house.browser().get(link).status_code == 200
    assert house.browser().fill(link, password=PASSWORD).status_code == 303


def test_guessing_passwords_is_slowed_down(house: House) -> None:
    browser = house.browser()
    page = browser.get("/desk/sign-in")
    most = int(TRIES.partition(" ")[0])
    tried = [
        browser.send(page, "/desk/sign-in", email=f"{number}@y.example", password="").status_code
        for number in range(most + 1)
    ]
    assert 429 not in tried[:most]
    assert tried[-1] == 429


@pytest.mark.parametrize("email", [OWEN, "nobody@northwind.example"])
def test_wrong_passwords_for_one_address_are_slowed_down_known_or_not(
    house: House, email: str
) -> None:
    page = (browser := house.browser()).get("/desk/sign-in")
    most = int(GUESSES.partition(" ")[0])
    tried = [
        browser.send(page, "/desk/sign-in", email=written, password="a guess").status_code
        for written in (f" {email.upper()}", email) * (most // 2) + (email,)
    ]
    assert (tried[:-1], tried[-1]) == ([422] * most, 429)
    other = browser.send(page, "/desk/sign-in", email="x@y.example", password="a guess")
    assert other.status_code == 422


def test_right_passwords_are_not_counted_as_guesses(house: House) -> None:
    most = int(GUESSES.partition(" ")[0])
    for _ in range(most + 1):
        house.sign_in()
