"""A page left open: when its visit ends, whom it asks, and what browsers do without script."""

import re
from datetime import timedelta

import pytest

from portal.domain.sharing import DESK_IDLE, DESK_LIFETIME, ROOM_IDLE, ROOM_LIFETIME
from tests.web.meridian import INGRID, House
from tests.web.visitor import Visitor

SIDES = {
    "room": ("/room/", ROOM_IDLE, ROOM_LIFETIME),
    "desk": ("/desk/", DESK_IDLE, DESK_LIFETIME),
}


def come(house: House, side: str) -> Visitor:
    return house.enter(INGRID) if side == "room" else house.sign_in()


@pytest.mark.parametrize("side", SIDES)
def test_a_page_says_when_its_visit_ends_and_whom_to_ask(house: House, side: str) -> None:
    address, idle, longest = SIDES[side]
    page = come(house, side).get(address)
    until = (house.means.clock() + longest).isoformat()
    assert (
        f'data-visit="{side}" data-until="{until}" data-idle="{int(idle.total_seconds())}"'
        f' data-asks="/{side}/visit"'
    ) in page.text


@pytest.mark.parametrize("side", SIDES)
def test_without_script_a_browser_asks_again_when_idle_and_at_the_end(
    house: House, side: str
) -> None:
    address, idle, longest = SIDES[side]
    page = come(house, side).get(address)
    again = int(idle.total_seconds()) + 2
    assert f'<noscript><meta http-equiv="refresh" content="{again}"></noscript>' in page.text
    assert page.headers["Refresh"] == str(int(longest.total_seconds()) + 2)


@pytest.mark.parametrize("side", SIDES)
def test_a_living_visit_is_told_so_and_an_ended_one_is_not(house: House, side: str) -> None:
    browser = come(house, side)
    assert browser.get(f"/{side}/visit").status_code == 204
    if side == "room":
        browser.fill("/room/", "/room/leave")
        assert browser.get("/room/visit").status_code == 401
    else:
        browser.fill("/desk/", "/desk/sign-out")
        assert browser.get("/desk/visit").location == "/desk/sign-in"


@pytest.mark.parametrize("side", SIDES)
def test_asking_keeps_no_visit_alive(house: House, side: str) -> None:
    browser, (_, idle, _) = come(house, side), SIDES[side]
    for _ in range(2):
        house = house.at_moment(house.means.clock() + idle / 2 + timedelta(minutes=1))
        asked = browser.get(f"/{side}/visit", headers={"X-Poll": "1"})
    assert asked.status_code in (401, 302)


@pytest.mark.parametrize("address", ["/", "/desk/sign-in", "/p/northwind.plan", "/verify"])
def test_a_page_of_no_visit_carries_none(house: House, address: str) -> None:
    page = house.browser().get(address)
    assert "data-visit" not in page.text
    assert "Refresh" not in page.headers


def test_a_page_that_ends_a_visit_says_so_to_other_tabs(house: House) -> None:
    left = house.enter(INGRID).fill("/room/", "/room/leave")
    assert 'data-ended="room"' in left.text
    assert "data-visit" not in left.text
    assert 'data-ended="room"' in house.browser().get("/room/").text
    assert 'data-ended="desk"' in house.browser().get("/desk/sign-in").text


def test_the_preview_of_a_room_belongs_to_the_visit_of_the_desk(house: House) -> None:
    page = house.sign_in().get(f"/desk/plans/{house.plan}/preview/{house.people[INGRID]}")
    assert re.findall(r'data-(?:visit|asks)="([^"]*)"', page.text) == ["desk", "/desk/visit"]


def test_a_page_kept_whole_says_the_same_each_time(house: House) -> None:
    browser = house.enter(INGRID)
    first = browser.get("/room/")
    later = house.at_moment(house.means.clock() + timedelta(minutes=7))
    again = browser.get("/room/")
    assert first.data == again.data
    assert int(first.headers["Refresh"]) - int(again.headers["Refresh"]) == 7 * 60
    assert later.plan == house.plan


ENDS = {"room": "/room/leave", "desk": "/desk/sign-out"}


@pytest.mark.parametrize("side", SIDES)
def test_every_page_of_a_visit_can_end_it(house: House, side: str) -> None:
    browser = come(house, side)
    if side == "desk":
        assert house.seller.writes_plans
    names = {
        "plan": house.plan, "member": house.people[INGRID], "code": "M01", "act": "confirm",
        "answer": "confirmed", "document": "outcomes", "account": house.seller.account_id,
    }  # fmt: skip  # what fills an address
    seen = 0
    for rule in house.app.url_map.iter_rules():
        if "GET" not in (rule.methods or ()) or not rule.rule.startswith(f"/{side}/"):
            continue
        if not set(rule.arguments) <= set(names):
            continue
        page = browser.get(re.sub(r"<(?:\w+:)?(\w+)>", lambda part: names[part[1]], rule.rule))
        if page.status_code == 200 and "data-visit" in page.text:
            assert f'action="{ENDS[side]}"' in page.text, rule.rule
            seen += 1
    assert seen > 8
