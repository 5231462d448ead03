"""The seller's list of plans: grouped by who must act, and cheap however long it is."""

from dataclasses import replace
from datetime import date, timedelta
from typing import Any

import pytest
from sqlalchemy import event

from portal.actions import draft
from portal.web.seller import listing
from tests.web.desks import reader, stranger
from tests.web.meridian import OPPORTUNITY, House
from tests.web.visitor import Visitor, words


def start(house: House, buyer: str, go_live: date = date(2027, 3, 22)) -> str:
    """Begin another plan."""
    return draft.start(
        house.means, house.seller, replace(OPPORTUNITY, buyer=buyer, title=buyer, go_live=go_live)
    )


def statements(house: House, browser: Visitor, path: str) -> int:
    """Return how many statements a page takes."""
    engine, counted = house.means.store.reader, 0

    def count(_connection: Any, _cursor: Any, statement: str, *_more: Any) -> None:
        nonlocal counted
        counted += statement.startswith("SELECT")

    event.listen(engine, "before_cursor_execute", count)
    browser.get(path)
    event.remove(engine, "before_cursor_execute", count)
    return counted


def test_the_heading_says_how_many_plans_need_the_seller(house: House) -> None:
    start(house, "Halden Paper")
    start(house, "Costa Verde")
    assert "Two plans need you today" in words(house.sign_in().get("/desk/"))


def test_plans_stand_in_groups_by_who_must_act(house: House) -> None:
    start(house, "Halden Paper")
    shown = words(house.sign_in().get("/desk/"))
    drafts, buyers = shown.index("Drafts, not shared yet"), shown.index("The buyer must act")
    assert drafts < shown.index("Halden Paper") < buyers < shown.rindex("Meridian Freight")


def test_a_plan_is_listed_with_value_go_live_and_what_is_due_next(house: House) -> None:
    shown = words(house.sign_in().get("/desk/"))
    assert "EUR 420,000 Mon 22 Mar 2027" in shown
    assert "with the buyer, 0 of 24 closed" in shown


def test_the_list_takes_the_same_statements_for_one_plan_and_for_many(house: House) -> None:
    browser = house.sign_in()
    one = statements(house, browser, "/desk/")
    for number in range(5):
        start(house, f"Buyer {number}")
    assert statements(house, browser, "/desk/") == one == 2


def test_a_long_list_is_read_page_by_page_and_misses_none(
    house: House, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(listing, "PAGE", 2)
    for week in range(3):
        start(house, f"Buyer {week}", date(2027, 4, 12) + timedelta(weeks=week))
    browser, path, seen = house.sign_in(), "/desk/", ""
    while path:
        page = browser.get(path)
        seen += words(page)
        path = _next(page.text)
    assert all(f"Buyer {week}" in seen for week in range(3))
    assert "Meridian Freight" in seen


def test_an_address_that_names_no_place_begins_at_the_first(house: House) -> None:
    assert "Meridian Freight" in words(house.sign_in().get("/desk/?after=nowhere"))


def test_a_house_without_plans_is_told_what_will_stand_here(house: House) -> None:
    shown = words(stranger(house).get("/desk/"))
    assert "No plan yet" in shown
    assert "Start the first plan" in shown


def test_a_stranger_sees_no_plan_of_ours(house: House) -> None:
    assert "Meridian" not in words(stranger(house).get("/desk/"))


def test_a_reader_sees_the_plans_and_no_way_to_start_one(house: House) -> None:
    shown = reader(house).get("/desk/")
    assert "Meridian Freight" in words(shown)
    assert 'href="/desk/new"' not in shown.text


def _next(html: str) -> str:
    before, found, _ = html.partition('">Later go-lives')
    return before.rpartition('href="')[2].replace("&amp;", "&") if found else ""
