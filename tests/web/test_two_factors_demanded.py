"""Two steps, demanded of everybody: what one alone reaches, on every address of the desk."""

import re

import pytest
from werkzeug.routing import Rule

from portal.actions import authenticator
from portal.store import accounts
from portal.web.surroundings import SAFE
from tests.web.desks import NORTHWIND, signed_in
from tests.web.isolation.identities import Identity
from tests.web.isolation.probing import addresses, form_token, values
from tests.web.meridian import PASSWORD, House
from tests.web.test_second_step_page import SETUP, SOFIA, begun, half, set_up
from tests.web.visitor import Visitor, words

PEOPLE, DEMAND = "/desk/people", "/desk/people/two-steps"
OPEN = {
    "desk.second_factor", "desk.begin_second_factor", "desk.confirm_second_factor",
    "desk.passkeys", "desk.begin_passkey", "desk.keep_passkey", "desk.sign_out",
    "desk.still_there",
}  # fmt: skip  # what sets up a second step, that it stays on the screen, and the way out


def demand(house: House) -> None:
    """Demand two factors of everybody at Northwind."""
    organisation = house.seller.organisation_id
    with house.means.store.writing(organisation) as session:
        accounts.require_two_factors(session, organisation, demanded=True)


def desk_rules(house: House) -> list[Rule]:
    """Return every route of the desk that is for whoever is signed in."""
    return [
        rule for rule in house.app.url_map.iter_rules()
        if getattr(house.app.view_functions[rule.endpoint], "policy", "") == "desk"
    ]  # fmt: skip  # one filter


def test_with_one_factor_every_address_leads_to_where_a_second_step_is_set_up(
    house: House,
) -> None:
    demand(house)
    browser = house.sign_in()
    kept = browser.get_cookie("__Host-desk", domain="localhost")
    assert kept is not None
    token = form_token(house.app, "desk", f"__Host-desk={kept.value}")
    somebody, tried = Identity("somebody"), []
    for rule in desk_rules(house):
        if rule.endpoint in OPEN:
            continue
        where = next(addresses(rule.rule, values(house, somebody)))
        for method in (rule.methods or set()) - {"OPTIONS"}:
            answer = browser.open(where, method=method, data={"csrf_token": token})
            if method in SAFE:
                assert (answer.status_code, answer.location) == (302, SETUP), where
            else:
                assert answer.status_code == 403, where
                assert "signs in with two steps" not in answer.text
                assert "sign in with two steps" in words(answer)
            tried.append((method, where))
    assert len(tried) > 60


def test_only_what_sets_a_second_step_up_is_open_to_one_factor(house: House) -> None:
    views = house.app.view_functions
    assert {name for name, view in views.items() if getattr(view, "sets_up", False)} == OPEN


def test_whoever_has_none_sets_one_up_and_is_let_in(house: House) -> None:
    demand(house)
    browser = house.sign_in()
    assert browser.get("/desk/").location == SETUP
    shown = browser.get(SETUP)
    assert "Everybody at Northwind Analytics signs in with two steps." in words(shown)
    assert 'href="/desk/people"' not in shown.text
    secret = begun(browser)
    code = authenticator.code_at(secret, house.means.clock())
    browser.fill(SETUP, f"{SETUP}/code", code=code)
    assert "Owen Hartley" in words(browser.get("/desk/"))
    assert browser.get(PEOPLE).status_code == 200


def test_signing_out_is_open_too(house: House) -> None:
    demand(house)
    browser = house.sign_in()
    sent = browser.fill(SETUP, "/desk/sign-out")
    assert sent.location == "/desk/sign-in?said=signed-out"


def test_a_visit_with_one_factor_is_still_there_while_it_sets_up_a_second(house: House) -> None:
    demand(house)
    browser = house.sign_in()
    assert browser.get("/desk/visit", headers={"X-Poll": "1"}).status_code == 204
    browser.fill(SETUP, "/desk/sign-out")
    assert browser.get("/desk/visit", headers={"X-Poll": "1"}).status_code != 204


def test_whoever_has_one_is_asked_for_it_and_comes_in(house: House) -> None:
    _, codes = set_up(house, house.sign_in())
    demand(house)
    browser, sent = half(house)
    assert sent.location == "/desk/code"
    assert browser.fill("/desk/code", recovery=codes[0]).location == "/desk/"
    assert browser.get("/desk/").status_code == 200


def test_an_owner_demands_it_on_the_page_of_people_and_may_undo_it(house: House) -> None:
    browser, sofia = house.sign_in(), signed_in(house, SOFIA, NORTHWIND, "seller")
    given = {"demand-old": PASSWORD, "demand-code": ""}
    assert "Set up a second step for yourself first" in words(browser.fill(PEOPLE, DEMAND, **given))
    _, codes = set_up(house, browser)
    assert 'href="#f-demand-code"' in browser.fill(PEOPLE, DEMAND, **given).text
    sent = browser.fill(PEOPLE, DEMAND, **(given | {"demand-code": codes[0]}))
    assert sent.location == f"{PEOPLE}?said=two-steps"
    assert "Two steps are demanded of everybody here." in words(browser.get(PEOPLE))
    assert sofia.get("/desk/").location == "/desk/sign-in"  # begun with one step: it has ended
    sent = browser.fill(PEOPLE, DEMAND, **(given | {"demand-code": codes[1]}))
    assert sent.location == f"{PEOPLE}?said=one-step"
    assert half(house)[1].location == "/desk/code"


def test_the_last_second_step_stays_while_two_are_demanded(house: House) -> None:
    browser = house.sign_in()
    _, codes = set_up(house, browser)
    demand(house)
    given = {"remove-old": PASSWORD, "remove-code": codes[0]}
    sent = browser.fill(SETUP, f"{SETUP}/remove", **given)
    assert sent.status_code == 422
    assert "this is your only second one" in words(sent)


def account_of(browser: Visitor, name: str) -> str:
    """Return the address of somebody's page."""
    found = re.search(rf'href="(/desk/people/\w+)">{name}</a>', browser.get(PEOPLE).text)
    assert found is not None
    return found[1]


def test_an_owner_ends_the_visits_of_one_and_of_everybody_but_their_own(house: House) -> None:
    owen, sofia = house.sign_in(), signed_in(house, SOFIA, NORTHWIND, "seller")
    hers = account_of(owen, "sofia")
    assert owen.fill(hers, f"{hers}/visits").location == f"{PEOPLE}?said=ended"
    assert sofia.get("/desk/").location == "/desk/sign-in"
    sofia.fill("/desk/sign-in", email=SOFIA, password=PASSWORD)
    assert sofia.get("/desk/").status_code == 200
    assert owen.fill(PEOPLE, f"{PEOPLE}/visits").location == f"{PEOPLE}?said=all-ended"
    assert sofia.get("/desk/").location == "/desk/sign-in"
    assert owen.get("/desk/").status_code == 200


@pytest.mark.parametrize("role", ["manager", "seller", "reader"])
def test_others_are_shown_none_of_these_forms(house: House, role: str) -> None:
    browser = signed_in(house, f"{role}@northwind.example", NORTHWIND, role)
    assert not re.findall(r'action="/desk/people', browser.get(PEOPLE).text)
