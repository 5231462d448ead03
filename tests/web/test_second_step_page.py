"""The second step on the desk: set up from one's own page, asked on a page after the password."""

import re
from datetime import timedelta

from werkzeug.test import TestResponse

from portal.actions import authenticator
from tests.web.desks import NORTHWIND, signed_in
from tests.web.meridian import PASSWORD, House
from tests.web.visitor import Visitor, words

OWEN = "owen@northwind.example"
SETUP = "/desk/me/second-step"


def begun(browser: Visitor) -> str:
    """Begin; return the secret that the page shows."""
    assert browser.fill(SETUP, old=PASSWORD).location == SETUP
    shown = browser.get(SETUP).text
    assert '<svg viewBox="0 0 ' in shown
    found = re.search(r'<b class="mono">([A-Z2-7 ]+)</b>', shown)
    assert found is not None
    return found[1].replace(" ", "")


def set_up(house: House, browser: Visitor) -> tuple[str, list[str]]:
    """Set it up; return the secret and the recovery codes."""
    secret = begun(browser)
    code = authenticator.code_at(secret, house.means.clock())
    shown = browser.fill(SETUP, f"{SETUP}/code", code=code)
    return secret, re.findall(r'<li class="mono">([a-z2-7-]+)</li>', shown.text)


def half(house: House) -> tuple[Visitor, TestResponse]:
    """Return a browser in which Owen has typed his password."""
    browser = house.browser()
    return browser, browser.fill("/desk/sign-in", email=OWEN, password=PASSWORD)


def test_ten_recovery_codes_are_shown_once(house: House) -> None:
    browser = house.sign_in()
    _, codes = set_up(house, browser)
    assert len(codes) == 10
    assert not [code for code in codes if code in browser.get(SETUP).text]
    assert "Set up on Mon 23 Nov 2026 10 recovery codes unused" in words(browser.get("/desk/me"))


def test_after_the_password_a_page_asks_the_code_and_the_desk_is_shut(house: House) -> None:
    secret, _ = set_up(house, house.sign_in())
    browser, sent = half(house)
    assert sent.location == "/desk/code"
    assert browser.get("/desk/").location == "/desk/sign-in"
    later = house.means.clock() + timedelta(seconds=30)  # the code of this step set it up
    sent = browser.fill("/desk/code", code=authenticator.code_at(secret, later))
    assert sent.location == "/desk/"
    assert "Owen Hartley" in words(browser.get("/desk/"))


def test_a_wrong_code_is_told_beside_its_field(house: House) -> None:
    set_up(house, house.sign_in())
    browser, _ = half(house)
    sent = browser.fill("/desk/code", code="000000")
    assert sent.status_code == 422
    assert "4 tries are left" in words(sent)
    assert browser.get("/desk/").location == "/desk/sign-in"


def test_a_recovery_code_opens_the_desk(house: House) -> None:
    _, codes = set_up(house, house.sign_in())
    browser, _ = half(house)
    assert "none of your unused" in words(browser.fill("/desk/code", recovery="none of them"))
    assert browser.fill("/desk/code", recovery=codes[0]).location == "/desk/"


def test_the_page_is_for_whoever_typed_the_password_a_moment_ago(house: House) -> None:
    for browser in (house.browser(), house.sign_in()):
        assert browser.get("/desk/code").location == "/desk/sign-in"


def test_a_code_without_a_password_before_it_is_refused(house: House) -> None:
    browser = house.browser()
    page = browser.get("/desk/sign-in").text
    token = page.partition('name="csrf_token" value="')[2].partition('"')[0]
    answered = browser.post("/desk/code", data={"csrf_token": token, "code": "000000"})
    assert answered.status_code == 401
    assert "Begin again" in words(answered)


def test_it_is_begun_renewed_and_taken_away_with_the_password_alone(house: House) -> None:
    browser = house.sign_in()
    assert browser.fill(SETUP, old="a guess").status_code == 422
    set_up(house, browser)
    for form, field in (("recovery", "renew-old"), ("remove", "old")):
        sent = browser.fill(SETUP, f"{SETUP}/{form}", **{field: "a guess"})
        assert sent.status_code == 422
        assert f'href="#f-{field}"' in sent.text
        assert "a guess" not in sent.text
    new = browser.fill(SETUP, f"{SETUP}/recovery", **{"renew-old": PASSWORD})
    assert "Keep these ten codes" in words(new)
    sent = browser.fill(SETUP, f"{SETUP}/remove", old=PASSWORD)
    assert sent.location == "/desk/me?said=no-second-step"
    assert half(house)[1].location == "/desk/"


def test_an_owner_takes_it_away_for_whoever_lost_everything(house: House) -> None:
    sofia = signed_in(house, "sofia@northwind.example", NORTHWIND, "seller")
    set_up(house, sofia)
    owen = house.sign_in()
    found = re.search(r'href="(/desk/people/\w+)">sofia</a>', owen.get("/desk/people").text)
    assert found is not None
    sent = owen.fill(found[1], f"{found[1]}/second-step")
    assert sent.location == "/desk/people?said=second-step"
    browser = house.browser()
    sent = browser.fill("/desk/sign-in", email="sofia@northwind.example", password=PASSWORD)
    assert sent.location == "/desk/"
