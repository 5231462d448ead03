"""Passkeys at the desk: made on one's own page, used on another, bound to the browser."""

import html
import re
from dataclasses import replace
from datetime import timedelta

from werkzeug.test import TestResponse

from tests.actions.device import Device
from tests.web.meridian import PASSWORD, House
from tests.web.visitor import BASE_URL, Visitor, words

LIST, SIGN_IN = "/desk/me/passkeys", "/desk/passkey"
REMOVE = f"{LIST}/remove"


def options_of(page: TestResponse) -> str:
    """Return what a page carries for the device."""
    found = re.search(r'data-options="([^"]+)"', page.text)
    assert found is not None
    return html.unescape(found[1])


def make(browser: Visitor, device: Device) -> TestResponse:
    """Make a passkey by the pages."""
    page = browser.fill(LIST, name="laptop", old=PASSWORD)
    answer = device.create(options_of(page))
    return browser.send(page, f"{LIST}/new", credential=answer)


def use(browser: Visitor, device: Device) -> TestResponse:
    """Sign in by a passkey."""
    page = browser.get(SIGN_IN)
    return browser.send(page, SIGN_IN, credential=device.get(options_of(page)))


def at(house: House, **later: float) -> House:
    """Return the same portal some time later."""
    moment = house.means.clock() + timedelta(**later)
    means = replace(house.means, clock=lambda: moment)
    house.app.extensions["portal.means"] = means
    return replace(house, means=means)


def test_a_passkey_is_made_listed_used_and_taken_away(house: House) -> None:
    device, browser = Device(BASE_URL), house.sign_in()
    assert make(browser, device).location == f"{LIST}?said=made"
    assert "laptop Made on Mon 23 Nov 2026, not used yet." in words(browser.get(LIST))
    visitor = at(house, minutes=1).browser()
    assert use(visitor, device).location == "/desk/"
    assert "Owen Hartley" in words(visitor.get("/desk/"))
    assert "this one passkey" in words(visitor.get("/desk/me"))
    shown = visitor.get(LIST)
    which = re.search(r'<option value="(\w+)"', shown.text)
    assert which is not None
    given = {"remove-passkey": which[1], "remove-old": PASSWORD}
    assert "You have a passkey: use it here" in words(visitor.send(shown, REMOVE, **given))
    at(house, minutes=2)
    shown = visitor.get(LIST)
    signed = device.get(options_of(shown))
    given = {"remove-passkey": which[1], "remove-credential": signed}
    assert visitor.send(shown, REMOVE, **given).location == f"{LIST}?said=removed"
    assert "opens nothing here" in words(use(at(house, minutes=3).browser(), device))


def test_a_page_asked_for_in_the_second_a_passkey_was_used_in_takes_it_again(
    house: House,
) -> None:
    device, browser = Device(BASE_URL), house.sign_in()
    make(browser, device)
    for microseconds in (300_000, 600_000):
        visitor = at(house, microseconds=microseconds).browser()
        assert use(visitor, device).location == "/desk/"


def test_an_answer_is_good_in_the_browser_whose_page_asked(house: House) -> None:
    device = Device(BASE_URL)
    make(house.sign_in(), device)
    house = at(house, minutes=1)
    page = house.browser().get(SIGN_IN)
    other = house.browser()
    kept = re.search(r'name="asked" value="([^"]+)"', page.text)
    assert kept is not None
    answer = device.get(options_of(page))
    sent = other.fill(SIGN_IN, asked=kept[1], credential=answer)
    assert sent.status_code == 422
    assert "opens nothing here" in words(sent)


def test_a_page_left_open_for_more_than_five_minutes_is_over(house: House) -> None:
    device = Device(BASE_URL)
    make(house.sign_in(), device)
    browser = house.browser()
    page = browser.get(SIGN_IN)
    at(house, minutes=5, seconds=1)
    sent = browser.send(page, SIGN_IN, credential=device.get(options_of(page)))
    assert "open too long" in words(sent)


def test_without_a_script_nothing_is_sent_and_the_answer_is_a_sentence(house: House) -> None:
    assert house.browser().fill(SIGN_IN).status_code == 422
    browser = house.sign_in()
    page = browser.fill(LIST, name="laptop", old=PASSWORD)
    sent = browser.send(page, f"{LIST}/new")
    assert sent.status_code == 422
    assert "No passkey was made" in words(sent)
    assert 'value="laptop"' in sent.text


def test_a_wrong_password_makes_none_and_keeps_the_name(house: House) -> None:
    sent = house.sign_in().fill(LIST, name="laptop", old="a guess")
    assert sent.status_code == 422
    assert 'value="laptop"' in sent.text
    assert "a guess" not in sent.text


def test_the_sign_in_page_offers_passkeys_where_there_can_be_any(house: House) -> None:
    assert SIGN_IN in house.browser().get("/desk/sign-in").text
    house.app.extensions["portal.means"] = replace(house.means, base_url="http://127.0.0.1")
    assert SIGN_IN not in house.browser().get("/desk/sign-in").text
    assert house.browser().get(SIGN_IN).location == "/desk/sign-in"
    assert "reached by its network address" in words(house.sign_in().get(LIST))
