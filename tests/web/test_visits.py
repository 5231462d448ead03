"""One's own visits on a page: seen, ended with a code; and a cookie that changes with each step."""

from tests.web.meridian import INGRID, PRIYA, House
from tests.web.visitor import Visitor, words

PAGE = "/room/me/visits"


def cookie(browser: Visitor) -> str:
    found = browser.get_cookie("__Host-room", domain="localhost")
    assert found is not None
    return found.value


def test_ones_own_page_leads_to_ones_visits(house: House) -> None:
    ingrid = house.enter(INGRID)
    assert PAGE in ingrid.get("/room/me").text
    assert "You visit this plan here alone" in words(ingrid.get(PAGE))


def test_another_browser_is_seen_with_since_when_and_what_it_may_do(house: House) -> None:
    ingrid = house.enter(INGRID)
    house.enter(INGRID)
    read = words(ingrid.get(PAGE))
    assert "You visit this plan in 2 browsers" in read
    assert "A second browser: reads only. Ends by itself at the latest 23 Dec 2026" in read
    assert "this one" in read


def test_the_other_visit_ends_with_a_code_and_this_one_goes_on(house: House) -> None:
    ingrid = house.enter(INGRID)
    second = house.enter(INGRID)
    sent = ingrid.fill(PAGE, do="code")
    assert "Six digits are on their way to ingrid@meridian.example" in words(sent)
    done = ingrid.send(sent, PAGE, visit="all", code=house.code(INGRID))
    assert "It has ended. This visit goes on." in words(ingrid.get(done.location))
    assert second.get("/room/").status_code == 401


def test_what_was_chosen_stays_when_the_code_is_wrong(house: House) -> None:
    ingrid = house.enter(INGRID)
    house.enter(INGRID)
    sent = ingrid.fill(PAGE, do="code")
    name = sent.text.partition('name="visit" id="f-visit-')[2]
    other = name.partition('name="visit" id="f-visit-')[2].partition('"')[0]
    wrong = f"{(int(house.code(INGRID)) + 1) % 1_000_000:06d}"
    refused = ingrid.send(sent, PAGE, visit=other, code=wrong)
    assert refused.status_code == 422
    assert "4 tries are left" in words(refused)
    assert f'value="{other}" checked' in refused.text


def test_the_code_that_frees_a_browser_changes_its_cookie(house: House) -> None:
    house.enter(INGRID)
    second = house.enter(INGRID)
    before = cookie(second)
    second.fill("/room/vouch", "/room/vouch/code")
    second.fill("/room/vouch", code=house.code(INGRID))
    after = cookie(second)
    assert before.split(".")[1] != after.split(".")[1]
    assert second.get("/room/").status_code == 200
    second.set_cookie("__Host-room", before, domain="localhost", secure=True)
    assert second.get("/room/").status_code == 401


def test_continuing_somebody_elses_link_in_a_browser_ends_the_visit_it_had(house: House) -> None:
    browser = house.enter(PRIYA)
    before = cookie(browser)
    assert browser.fill(house.link(INGRID)).status_code == 303
    assert "Ingrid" in words(browser.get("/room/"))
    browser.set_cookie("__Host-room", before, domain="localhost", secure=True)
    assert browser.get("/room/").status_code == 401


def test_continuing_ones_own_link_again_changes_the_cookie_and_ends_the_old(house: House) -> None:
    browser = house.enter(INGRID)
    before = cookie(browser)
    browser.fill(house.link(INGRID))
    assert "Here you can read" not in words(browser.get("/room/"))
    browser.set_cookie("__Host-room", before, domain="localhost", secure=True)
    assert browser.get("/room/").status_code == 401
