"""The second step on the desk: set up from one's own page, asked on a page after the password."""

import re

from werkzeug.test import TestResponse

from portal.actions import authenticator
from tests.web.desks import NORTHWIND, signed_in
from tests.web.meridian import PASSWORD, House
from tests.web.test_passkeys_page import at
from tests.web.visitor import Visitor, words

OWEN, SOFIA = "owen@northwind.example", "sofia@northwind.example"
SETUP = "/desk/me/second-step"


def begun(browser: Visitor, password: str = PASSWORD) -> str:
    """Begin; return the secret that the page shows."""
    assert browser.fill(SETUP, **{"begin-old": password}).location == SETUP
    shown = browser.get(SETUP)
    assert '<svg viewBox="0 0 ' in shown.text
    return secret_in(shown)


def secret_in(shown: TestResponse) -> str:
    """Return the secret that a page shows."""
    found = re.search(r'<b class="mono">([A-Z2-7 ]+)</b>', shown.text)
    assert found is not None
    return found[1].replace(" ", "")


def codes_in(shown: TestResponse) -> list[str]:
    """Return the recovery codes that a page shows."""
    return re.findall(r'<li class="mono">([a-z2-7-]+)</li>', shown.text)


def set_up(house: House, browser: Visitor) -> tuple[str, list[str]]:
    """Set it up; return the secret and the recovery codes."""
    secret = begun(browser)
    code = authenticator.code_at(secret, house.means.clock())
    shown = browser.fill(SETUP, f"{SETUP}/code", code=code)
    return secret, codes_in(shown)


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
    later = at(house, seconds=30).means.clock()  # the code of this step set it up
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


def test_it_is_begun_with_the_password_and_renewed_and_taken_away_with_the_code_too(
    house: House,
) -> None:
    browser = house.sign_in()
    assert browser.fill(SETUP, **{"begin-old": "a guess"}).status_code == 422
    _, codes = set_up(house, browser)
    for form, name in (("recovery", "renew"), ("remove", "remove")):
        for old, code, wrong in (("a guess", codes[0], "old"), (PASSWORD, "", "code")):
            given = {f"{name}-old": old, f"{name}-code": code}
            sent = browser.fill(SETUP, f"{SETUP}/{form}", **given)
            assert sent.status_code == 422
            assert f'href="#f-{name}-{wrong}"' in sent.text
            assert "a guess" not in sent.text
    given = {"renew-old": PASSWORD, "renew-code": codes[0]}
    shown = browser.fill(SETUP, f"{SETUP}/recovery", **given)
    assert "Keep these ten codes" in words(shown)
    given = {"remove-old": PASSWORD, "remove-code": codes_in(shown)[0]}
    sent = browser.fill(SETUP, f"{SETUP}/remove", **given)
    assert sent.location == "/desk/me?said=no-second-step"
    assert half(house)[1].location == "/desk/"


def test_another_device_is_set_up_while_the_one_in_use_still_works(house: House) -> None:
    browser = house.sign_in()
    secret, codes = set_up(house, browser)
    given = {"begin-old": PASSWORD, "begin-code": codes[0]}
    assert browser.fill(SETUP, **given).location == SETUP
    shown = browser.get(SETUP)
    assert "Until then the one you have is asked for." in words(shown)
    assert secret_in(shown) != secret


def test_an_owner_has_whoever_lost_everything_begin_anew_by_their_mailbox(house: House) -> None:
    sofia = signed_in(house, SOFIA, NORTHWIND, "seller")
    set_up(house, sofia)
    owen = house.sign_in()
    found = re.search(r'href="(/desk/people/\w+)">sofia</a>', owen.get("/desk/people").text)
    assert found is not None
    sent = owen.fill(found[1], f"{found[1]}/reset")
    assert sent.location == "/desk/people?said=reset"
    assert sofia.get("/desk/").location == "/desk/sign-in"
    browser = house.browser()
    assert browser.fill("/desk/sign-in", email=SOFIA, password=PASSWORD).status_code == 422
    token = house.means.token("password", house.mailed(SOFIA, "sign_in_reset"))
    browser.fill(f"/desk/password/{house.seller.organisation_id}.{token}", password=PASSWORD)
    sent = browser.fill("/desk/sign-in", email=SOFIA, password=PASSWORD)
    assert sent.location == "/desk/"
