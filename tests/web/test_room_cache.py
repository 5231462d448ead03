"""Reading fast: whole pages under their ETag, one statement when warm, six when not."""

from collections.abc import Callable, Iterator
from contextlib import contextmanager
from datetime import date, timedelta
from typing import Any

import pytest
from sqlalchemy import event
from werkzeug.test import TestResponse

from portal.actions import own_milestone
from portal.domain.acts import Answer
from portal.domain.playbook.rules import Act
from portal.store.pages.plan import plan_page
from portal.web import cache
from portal.web.buyer import frame
from portal.web.cache import Pages
from tests.web.meridian import INGRID, PRIYA, House
from tests.web.visitor import Visitor, words

PAGES = ("/room/", "/room/me", "/room/ledger", "/room/m/M01", "/room/d/outcomes", "/room/paper")


@contextmanager
def counted(house: House) -> Iterator[list[str]]:
    said: list[str] = []

    def hear(_c: Any, _cursor: Any, statement: str, *_more: Any) -> None:
        if not statement.startswith("BEGIN"):
            said.append(statement)

    event.listen(house.means.store.reader, "before_cursor_execute", hear)
    yield said
    event.remove(house.means.store.reader, "before_cursor_execute", hear)


def again(browser: Visitor, page: TestResponse) -> TestResponse:
    return browser.get("/room/", headers={"If-None-Match": page.headers["ETag"]})


def answer(house: House, who: str = PRIYA) -> None:
    house.say(house.visit(who), "M01", Act.CONFIRM, Answer.CONFIRMED)


def test_judging_an_answer_reads_no_answers_and_no_other_milestone(house: House) -> None:
    ingrid = house.enter(INGRID)
    page = ingrid.get("/room/m/M01/confirm")
    with counted(house) as said:
        sent = ingrid.send(page, "/room/m/M01/confirm", answer="confirmed")
    assert (sent.status_code, len(said)) == (303, 5)
    assert not any("FROM decisions" in statement for statement in said)


def test_whoever_has_the_page_is_told_so_in_one_statement(house: House) -> None:
    browser = house.enter(INGRID)
    page = browser.get("/room/")
    with counted(house) as said:
        told = again(browser, page)
    assert (told.status_code, told.data, len(said)) == (304, b"", 1)


def test_a_warm_page_costs_one_statement_and_is_the_same(house: House) -> None:
    browser = house.enter(INGRID)
    cold = browser.get("/room/")
    with counted(house) as said:
        warm = browser.get("/room/")
    assert len(said) == 1
    assert warm.data == cold.data


def statements(house: House, browser: Visitor) -> dict[str, int]:
    found = {}
    for address in PAGES:
        with counted(house) as said:
            assert browser.get(address).status_code == 200
        found[address] = len(said)
    return found


def test_a_cold_page_costs_at_most_six_statements_however_many_milestones(house: House) -> None:
    browser = house.enter(INGRID)
    few = statements(house, browser)
    for number in range(100 - len(house.page().milestones)):
        own_milestone.add_milestone(
            house.means, house.seller, house.plan, name=f"Depot {number} visited", act=Act.CONFIRM,
            seat="user_lead", due_on=date(2027, 1, 8), why="You see it yourselves.", provides="",
        )  # fmt: skip  # one call
    assert len(house.page().milestones) == 100
    assert statements(house, browser) == few
    assert max(few.values()) <= 6


def test_the_page_is_private_and_asked_for_anew_each_time(house: House) -> None:
    page = house.enter(INGRID).get("/room/")
    assert page.headers["Cache-Control"] == "private, no-cache"


def test_a_page_of_the_room_polls_with_its_own_etag(house: House) -> None:
    page = house.enter(INGRID).get("/room/")
    etag = page.headers["ETag"].replace('"', "&#34;")
    assert f'data-poll="/room/" data-etag="{etag}"' in page.text


def test_an_answer_of_a_colleague_makes_the_page_another(house: House) -> None:
    browser = house.enter(INGRID)
    page = browser.get("/room/")
    answer(house)
    changed = again(browser, page)
    assert changed.status_code == 200
    assert changed.headers["ETag"] != page.headers["ETag"]
    assert "Priya Raman confirmed" in words(changed)


def test_nobody_is_served_the_page_of_somebody_else(house: House) -> None:
    ingrid, priya = house.enter(INGRID), house.enter(PRIYA)
    mine = ingrid.get("/room/")
    assert again(priya, mine).status_code == 200
    assert "Priya, one question is with you" in words(priya.get("/room/"))


def test_a_page_of_an_ended_visit_is_not_revived_by_the_next_one(house: House) -> None:
    browser = house.enter(INGRID)
    page = browser.get("/room/")
    browser.fill("/room/", "/room/leave")
    browser.fill(house.link(INGRID))
    assert again(browser, page).status_code == 200


def test_the_page_of_yesterday_is_another_page(house: House) -> None:
    browser = house.enter(INGRID)
    page = browser.get("/room/")
    house.at(house.means.clock().date() + timedelta(days=1))
    tomorrow = again(browser, page)
    assert "9 working days from today" in words(tomorrow)


def test_an_ended_visit_gets_no_page_however_warm(house: House) -> None:
    browser = house.enter(INGRID)
    kept = browser.get_cookie("__Host-room", domain="localhost")
    page = browser.get("/room/")
    browser.fill("/room/", "/room/leave")
    assert kept is not None
    browser.set_cookie("__Host-room", kept.value, domain="localhost", secure=True)
    assert again(browser, page).status_code == 401


def test_what_a_redirect_says_is_on_its_own_page_alone(house: House) -> None:
    browser = house.enter(INGRID)
    browser.get("/room/")
    assert "You can answer from here now" in words(browser.get("/room/?said=vouched"))
    assert "You can answer from here now" not in words(browser.get("/room/"))


def test_a_page_read_while_somebody_answers_is_kept_under_what_it_shows(
    house: House, monkeypatch: pytest.MonkeyPatch
) -> None:
    browser = house.enter(INGRID)

    def read_late(*asked: Any) -> Any:
        answer(house)
        monkeypatch.setattr(frame, "plan_page", plan_page)
        return plan_page(*asked)

    monkeypatch.setattr(frame, "plan_page", read_late)
    raced = browser.get("/room/")
    assert "Priya Raman confirmed" in words(raced)
    assert again(browser, raced).status_code == 304


def test_the_store_of_pages_is_bounded_in_bytes_and_drops_what_is_unread_longest() -> None:
    pages = Pages(most=10)
    pages.put("a", b"12345")
    pages.put("b", b"12345")
    pages.get("a")
    pages.put("c", b"12345")
    assert [pages.get(key) for key in "abc"] == [b"12345", None, b"12345"]
    assert pages.held == 10


def test_a_page_larger_than_the_store_is_not_kept_and_drops_nothing() -> None:
    pages = Pages(most=10)
    pages.put("a", b"12345")
    pages.put("huge", b"x" * 11)
    assert (pages.get("a"), pages.get("huge")) == (b"12345", None)


def test_a_page_put_twice_is_counted_once() -> None:
    pages = Pages(most=10)
    pages.put("a", b"12345")
    pages.put("a", b"123")
    assert pages.held == 3


@pytest.mark.parametrize("part", ["head", "counter"])
def test_head_and_counter_both_name_a_page(house: House, part: str) -> None:
    browser = house.enter(INGRID)
    given: dict[str, Callable[[], str]] = {
        "head": lambda: cache.etag("another", 0),
        "counter": lambda: cache.etag("head", 1),
    }
    with browser:
        browser.get("/room/")
        assert given[part]() != cache.etag("head", 0)
