"""What no browser sends: the answer is a sentence, never a fault, and nothing is kept."""

import pytest

from portal.web.headers import same_machine
from tests.web.house import House
from tests.web.meridian import INGRID
from tests.web.visitor import BASE_URL, words


def test_a_nul_in_a_form_is_refused_in_words(house: House) -> None:
    sent = house.browser().fill(
        "/desk/sign-in", email="owen\0@northwind.example", password="x" * 12
    )
    assert sent.status_code == 422
    assert "a character that no text has" in words(sent)


@pytest.mark.parametrize("address", ["/desk/plans/a%00b", "/room/m/M01%00", "/?said=%00"])
def test_a_nul_in_an_address_is_refused_in_words(house: House, address: str) -> None:
    assert house.enter(INGRID).get(address).status_code == 422


def test_a_form_from_another_site_is_refused(house: House) -> None:
    browser = house.enter(INGRID)
    for headers in ({"Sec-Fetch-Site": "cross-site"}, {"Origin": "https://elsewhere.example"}):
        sent = browser.post("/room/leave", headers=headers, base_url=BASE_URL)
        assert sent.status_code == 403
    assert browser.get("/room/").status_code == 200


def test_a_form_without_its_token_is_refused(house: House) -> None:
    browser = house.enter(INGRID)
    assert browser.post("/room/leave", base_url=BASE_URL).status_code == 400
    assert browser.get("/room/").status_code == 200


def test_a_cookie_that_was_changed_opens_nothing(house: House) -> None:
    browser = house.enter(INGRID)
    kept = browser.get_cookie("__Host-room", domain="localhost")
    assert kept is not None
    for forged in (kept.value[:-1] + "0", kept.value.replace(".", ".x", 1), "ü.ü.1.ü", "...", ""):
        browser.set_cookie("__Host-room", forged, domain="localhost", secure=True)
        if forged != kept.value:
            assert browser.get("/room/").status_code == 401, forged


@pytest.mark.parametrize("address", ["/room", "/desk", "/room//me", "/desk//new?said=x"])
def test_nobody_is_sent_to_a_host_that_a_request_only_claims(house: House, address: str) -> None:
    sent = house.enter(INGRID).get(address, base_url="https://elsewhere.example")
    assert "elsewhere.example" not in sent.headers.get("Location", "")


def test_a_request_that_is_too_large_is_refused_in_words(house: House) -> None:
    browser = house.browser()
    sent = browser.post("/desk/sign-in", data={"email": "x" * 3_000_000}, base_url=BASE_URL)
    assert sent.status_code == 413


def test_the_policy_follows_the_two_names_of_this_machine_and_no_other() -> None:
    assert same_machine("http://127.0.0.1:8000") == ("http://localhost:8000",)
    assert same_machine("http://localhost:8000") == ("http://127.0.0.1:8000",)
    assert same_machine("https://plans.northwind.example") == ()
