"""Single sign-on at the desk: to the provider and back in the same browser, and one press more."""

import re
from collections.abc import Iterator
from dataclasses import replace
from datetime import timedelta
from urllib.parse import parse_qs, urlsplit

import pytest

from portal.actions import authenticator, own_account
from portal.app import create_app
from portal.domain.sharing import DESK_LIFETIME
from portal.settings import SingleSignOn
from tests.delivery.provider import CLIENT, SECRET, IdentityProvider, query, served
from tests.web.desks import NORTHWIND, password_link
from tests.web.meridian import PASSWORD, House
from tests.web.test_passkeys_page import at
from tests.web.test_second_step_page import SETUP, SOFIA, begun, set_up
from tests.web.test_two_factors_demanded import demand
from tests.web.visitor import Visitor, words

START, BACK = "/desk/single-sign-on", "/desk/single-sign-on/answer"


@pytest.fixture
def there() -> Iterator[IdentityProvider]:
    """Serve an identity provider."""
    with served() as provider:
        yield provider


@pytest.fixture
def joined(house: House, there: IdentityProvider) -> House:
    """Open the portal set up with that provider, at the same moment."""
    there.now = int(house.means.clock().timestamp())
    named = SingleSignOn(there.address, CLIENT, SECRET)
    settings = replace(house.app.extensions["portal.settings"], single_sign_on=named)
    return replace(house, app=create_app(settings, house.means))


def sent_back(browser: Visitor, there: IdentityProvider) -> str:
    """Go to the provider; return the address at which the browser comes back."""
    return f"{BACK}?{query(there.authorise(str(browser.get(START).location)))}"


def test_the_sign_in_page_offers_it_where_it_is_set_up(house: House, joined: House) -> None:
    assert START in joined.browser().get("/desk/sign-in").text
    assert START not in house.browser().get("/desk/sign-in").text
    for path in (START, BACK):
        assert house.browser().get(path).status_code == 404


def test_whoever_the_provider_vouches_for_signs_in_by_one_press(
    joined: House, there: IdentityProvider
) -> None:
    browser = joined.browser()
    sent = browser.fill(sent_back(browser, there), BACK)
    assert sent.location == "/desk/"
    assert "Owen Hartley" in words(browser.get("/desk/"))
    visits = own_account.visits(joined.means, joined.seller)
    assert "single sign-on" in {one.came_by for one in visits}


def test_a_visit_by_single_sign_on_ends_like_any_other(
    joined: House, there: IdentityProvider
) -> None:
    browser = joined.browser()
    browser.fill(sent_back(browser, there), BACK)
    visits = own_account.visits(joined.means, joined.seller)
    lives = [one.expires_at - one.created_at for one in visits if one.came_by == "single sign-on"]
    assert lives == [DESK_LIFETIME]


def test_coming_back_alone_signs_nobody_in_and_asks_the_provider_nothing(
    joined: House, there: IdentityProvider
) -> None:
    browser = joined.browser()
    back = sent_back(browser, there)
    asked = list(there.asked)
    for _ in range(3):
        assert browser.get(back).status_code == 200
    assert browser.get("/desk/").location == "/desk/sign-in"
    assert there.asked == asked


def test_an_answer_is_good_in_the_browser_that_asked_and_in_no_other(
    joined: House, there: IdentityProvider
) -> None:
    back = sent_back(joined.browser(), there)
    for other in (joined.browser(), joined.browser()):
        sent = other.fill(back, BACK)
        assert sent.status_code == 422
        assert "was not begun in this browser" in words(sent)
        other.get(START)  # and one that asked something else


def test_a_changed_state_is_refused(joined: House, there: IdentityProvider) -> None:
    browser = joined.browser()
    page = browser.get(sent_back(browser, there))
    for state in ("", "another"):
        assert browser.send(page, BACK, state=state).status_code == 422
    assert browser.get("/desk/").location == "/desk/sign-in"


def test_an_answer_is_pressed_once(joined: House, there: IdentityProvider) -> None:
    browser = joined.browser()
    back = sent_back(browser, there)
    assert browser.fill(back, BACK).status_code == 303
    assert browser.get_cookie("__Host-sign-on", domain="localhost") is None
    assert "was not begun in this browser" in words(browser.fill(back, BACK))


def test_a_sign_on_that_took_more_than_ten_minutes_is_over(
    joined: House, there: IdentityProvider
) -> None:
    browser = joined.browser()
    back = sent_back(browser, there)
    later = joined.means.clock() + timedelta(minutes=10, seconds=1)
    joined.app.extensions["portal.means"] = replace(joined.means, clock=lambda: later)
    assert "too long ago" in words(browser.fill(back, BACK))


def test_a_provider_that_says_no_is_told(joined: House, there: IdentityProvider) -> None:
    browser = joined.browser()
    state = there.authorise(str(browser.get(START).location))["state"]
    back = f"{BACK}?{query({'error': 'access_denied', 'state': state})}"
    assert "did not let you in" in words(browser.fill(back, BACK))


def test_somebody_else_with_the_same_address_is_told_so_and_stays_outside(
    joined: House, there: IdentityProvider
) -> None:
    first, second = joined.browser(), joined.browser()
    assert first.fill(sent_back(first, there), BACK).location == "/desk/"
    there.claims = {"sub": "somebody who was given the address"}
    sent = second.fill(sent_back(second, there), BACK)
    assert "is bound to somebody else at the single sign-on" in words(sent)
    assert second.get("/desk/").location == "/desk/sign-in"


@pytest.mark.parametrize(("amr", "where"), [(["pwd"], "/desk/code"), (["pwd", "otp"], "/desk/")])
def test_where_two_are_demanded_a_code_is_asked_unless_the_provider_says_it_asked_for_two(
    joined: House, there: IdentityProvider, amr: list[str], where: str
) -> None:
    set_up(joined, joined.sign_in())
    demand(joined)
    there.claims = {"amr": amr}
    browser = joined.browser()
    assert browser.fill(sent_back(browser, there), BACK).location == where


def test_whoever_has_no_password_proves_by_a_fresh_single_sign_on_who_they_are(
    joined: House, there: IdentityProvider
) -> None:
    there.email = SOFIA
    password_link(joined, SOFIA, NORTHWIND, "seller")
    browser = joined.browser()
    browser.fill(sent_back(browser, there), BACK)
    assert "You signed on a moment ago" in words(browser.get(SETUP))
    secret = begun(browser, "")
    code = authenticator.code_at(secret, joined.means.clock())
    assert "Keep these ten codes" in words(browser.fill(SETUP, f"{SETUP}/code", code=code))


def test_a_single_sign_on_of_a_while_ago_proves_nothing(
    joined: House, there: IdentityProvider
) -> None:
    there.email = SOFIA
    password_link(joined, SOFIA, NORTHWIND, "seller")
    browser = joined.browser()
    browser.fill(sent_back(browser, there), BACK)
    at(joined, minutes=11)
    assert "You have no password here." in words(browser.get(SETUP))
    sent = browser.fill(SETUP)
    assert sent.status_code == 422
    assert "You came by single sign-on a while ago." in words(sent)


def test_nobody_gets_an_account_by_signing_on(joined: House, there: IdentityProvider) -> None:
    there.email = "stranger@northwind.example"
    browser = joined.browser()
    sent = browser.fill(sent_back(browser, there), BACK)
    assert "No account here has the address stranger@northwind.example" in words(sent)
    assert browser.get("/desk/").location == "/desk/sign-in"


def test_the_nonce_belongs_to_the_browser_too(joined: House, there: IdentityProvider) -> None:
    there.claims = {"nonce": "of another sign-on"}
    browser = joined.browser()
    assert "belongs to another sign-on" in words(browser.fill(sent_back(browser, there), BACK))


def test_the_address_out_holds_no_secret_and_the_cookie_is_shut(
    joined: House, there: IdentityProvider
) -> None:
    out = joined.browser().get(START)
    asked = {name: v[0] for name, v in parse_qs(urlsplit(str(out.location)).query).items()}
    assert asked["redirect_uri"] == f"{joined.means.base_url}{BACK}"
    assert asked["scope"] == "openid email"
    cookie = next(c for c in out.headers.getlist("Set-Cookie") if c.startswith("__Host-sign-on="))
    for word in ("Secure", "HttpOnly", "Path=/", "SameSite=Lax"):
        assert word in cookie
    seed = re.split(r"[=.]", cookie)[2]
    assert seed not in str(out.location)
    assert SECRET not in str(out.location)


def test_the_cookie_of_a_sign_on_is_no_cookie_of_the_desk(
    joined: House, there: IdentityProvider
) -> None:
    browser = joined.browser()
    browser.get(START)
    kept = browser.get_cookie("__Host-sign-on", domain="localhost")
    assert kept is not None
    browser.set_cookie("__Host-desk", kept.value, domain="localhost", secure=True)
    assert browser.get("/desk/").location == "/desk/sign-in"


def test_a_provider_that_is_down_leaves_the_password(
    joined: House, there: IdentityProvider
) -> None:
    there.answers["/.well-known/openid-configuration"] = (500, {})
    browser = joined.browser()
    sent = browser.get(START)
    assert "does not answer as it should" in words(sent)
    sent = browser.send(sent, "/desk/sign-in", email=joined.seller.email, password=PASSWORD)
    assert sent.location == "/desk/"
