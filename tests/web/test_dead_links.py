"""Dead links: whatever killed one, the answer is the same byte for byte."""

import re
from datetime import timedelta
from typing import Any

import pytest
from werkzeug.test import TestResponse

from portal.actions import allow, enter, leave, readdress, share
from tests.web.meridian import INGRID, PRIYA, TOMAS, House
from tests.web.visitor import Visitor

DOMAIN = "meridian.example"
SEAL = re.compile(r'(?<=name="csrf_token" value=")[^"]+')


def unknown(house: House) -> str:
    return house.link(INGRID)[:-6] + "AAAAAA"


def malformed(house: House) -> str:
    return f"/l/{house.link(INGRID).rpartition('.')[2]}"


def of_another_organisation(house: House) -> str:
    return f"/l/somebodyelse.{house.link(INGRID).rpartition('.')[2]}"


def revoked(house: House) -> str:
    share.revoke(house.means, house.seller, house.plan, house.people[INGRID])
    return house.link(INGRID)


def replaced(house: House) -> str:
    old = house.link(INGRID)
    share.renew(house.means, house.seller, house.plan, house.people[INGRID])
    return old


def of_somebody_who_left(house: House) -> str:
    leave.take_off(house.means, house.visit(PRIYA), house.people[TOMAS])
    return house.link(TOMAS)


def of_an_old_address(house: House) -> str:
    old = house.link(TOMAS)
    readdress.correct(house.means, house.seller, house.plan, house.people[TOMAS], f"t@{DOMAIN}")
    return old


def of_a_newcomer_no_longer_allowed(house: House) -> str:
    priya = house.visit(PRIYA)
    allow.allow(house.means, priya, DOMAIN)
    enter.request_link(house.means, house.seller.organisation_id, house.plan, f"lena@{DOMAIN}")
    allow.disallow(house.means, priya, DOMAIN)
    return house.link("lena")


WAYS = (
    malformed, of_another_organisation, revoked, replaced, of_somebody_who_left,
    of_an_old_address, of_a_newcomer_no_longer_allowed,
)  # fmt: skip  # a list


def told(answer: TestResponse, link: str) -> tuple[int, list[Any], str]:
    """Return all of an answer but the token that was sent, and the second in the form's seal."""
    token = link.rpartition("/")[2]
    headers = [(name, value) for name, value in answer.headers if name != "Content-Length"]
    text = SEAL.sub("(a seal)", answer.text.replace(token, "(the token)"))
    return answer.status_code, headers, text


def pressed(browser: Visitor, link: str) -> list[tuple[int, list[Any], str]]:
    """Return what the door says when it is looked at, when Continue is pressed, and on renewal."""
    looked, went_on = browser.get(link), browser.fill(link)
    renewed = browser.fill(link, f"{link}/renew")
    return [told(answer, link) for answer in (looked, went_on, renewed)]


@pytest.mark.parametrize("way", WAYS, ids=lambda way: way.__name__)
def test_every_dead_link_is_like_one_that_never_was(house: House, way: Any) -> None:
    browser = house.browser()
    browser.get("/")
    link = way(house)
    assert pressed(browser, link) == pressed(browser, unknown(house))


def test_a_link_that_ran_out_is_like_one_that_never_was(house: House) -> None:
    link = house.link(INGRID)
    later = house.at(house.means.clock().date() + timedelta(days=91))
    browser = later.browser()
    browser.get("/")
    assert pressed(browser, link) == pressed(browser, unknown(house))


def test_a_living_link_looks_like_a_dead_one_until_continue_is_pressed(house: House) -> None:
    browser = house.browser()
    browser.get("/")
    living, dead = house.link(INGRID), unknown(house)
    assert told(browser.get(living), living) == told(browser.get(dead), dead)
    assert browser.fill(living).status_code == 303
