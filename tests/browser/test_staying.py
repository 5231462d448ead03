"""A page left open is put away when its visit ends: by a tab beside it, the clock, the server."""

import re
import sqlite3
import time
from collections.abc import Callable, Iterator
from contextlib import closing
from pathlib import Path

import pytest
from playwright.sync_api import Page, Route, expect

from tests.browser.hands import Hands
from tests.browser.portals import Portal, demonstration

PLAN = "Freight-risk platform for Meridian Freight"
ENDED = "Your visit has ended"
IDLE_AND_MORE = 8 * 24 * 3600 * 1000  # milliseconds
BETWEEN_POLLS = 16_000


@pytest.fixture(scope="module")
def demo(filled: Path, tmp_path_factory: pytest.TempPathFactory) -> Iterator[Portal]:
    """Serve the demonstration to all of these tests: they begin and end visits, and no more."""
    made = demonstration(filled, tmp_path_factory.mktemp("staying"))
    yield made
    made.stop()


@pytest.fixture
def ingrid(demo: Portal, visit: Callable[..., Hands]) -> Hands:
    """Let Ingrid in by her link."""
    member = visit(demo)
    member.open(demo.link(PLAN, "Ingrid Solheim"))
    member.press("Continue")
    return member


@pytest.fixture
def owen(demo: Portal, visit: Callable[..., Hands]) -> Hands:
    """Let a seller in by their password."""
    seller, known = visit(demo), demo.printed["sellers"][0]
    seller.open("/desk/sign-in")
    seller.fill("Your e-mail address", known["email"])
    seller.fill("Password", known["password"])
    seller.press("Sign in")
    return seller


def left_open(hands: Hands, address: str) -> Page:
    """Return another tab of the same browser, in which a page was left open."""
    tab = hands.context.new_page()
    tab.clock.install()
    tab.goto(hands.portal.address + address)
    expect(tab.locator("h1")).not_to_have_text(ENDED)
    return tab


def is_put_away(tab: Page, data: str) -> None:
    """Require that nothing is left of a page, neither on it nor in its title or fields."""
    expect(tab.locator("h1")).to_have_text(ENDED)
    assert data not in tab.content()
    assert tab.locator("input").count() == 0


def end_every_visit(portal: Portal) -> None:
    """End what visits there are, as somebody elsewhere would."""
    (file,) = portal.folder.rglob("demo.db")
    with closing(sqlite3.connect(file, timeout=20)) as database:
        for table in ("room_sessions", "seller_sessions"):
            now = time.strftime("%Y-%m-%d %H:%M:%S.000000", time.gmtime())
            database.execute(f"UPDATE {table} SET revoked_at = ?", (now,))
        database.commit()


def test_ending_a_visit_puts_away_what_another_tab_shows(ingrid: Hands) -> None:
    tab = left_open(ingrid, "/room/me")
    ingrid.press("End this visit")
    is_put_away(tab, "Ingrid")
    assert "Open the link in our mail to you" in tab.locator("main").inner_text()


def test_signing_out_puts_away_what_another_tab_of_the_desk_shows(owen: Hands) -> None:
    tab = left_open(owen, "/desk/me")
    owen.press("Sign out")
    is_put_away(tab, "Owen")
    tab.get_by_role("link", name="Sign in").click()
    tab.wait_for_url("**/desk/sign-in")


def test_what_somebody_had_typed_goes_with_the_page(ingrid: Hands) -> None:
    tab = left_open(ingrid, "/room/me")
    tab.get_by_role("textbox", name="Your title").fill("Queen of Freight")
    ingrid.press("End this visit")
    is_put_away(tab, "Queen")


def test_the_poll_of_a_room_puts_it_away_when_the_visit_ended_elsewhere(ingrid: Hands) -> None:
    tab = left_open(ingrid, "/room/")
    end_every_visit(ingrid.portal)
    tab.clock.fast_forward(BETWEEN_POLLS)
    is_put_away(tab, "Freight")


@pytest.mark.parametrize("address", ["/room/people", "/desk/"])
def test_a_page_without_a_poll_asks_when_somebody_looks_at_it_again(
    ingrid: Hands, owen: Hands, address: str
) -> None:
    hands = owen if address.startswith("/desk") else ingrid
    tab = left_open(hands, address)
    end_every_visit(hands.portal)
    tab.evaluate("document.dispatchEvent(new Event('visibilitychange'))")
    is_put_away(tab, "Freight")


@pytest.fixture
def two_factors_demanded(demo: Portal) -> Iterator[None]:
    """Demand two factors of everybody, until the test is over."""
    (file,) = demo.folder.rglob("demo.db")

    def say(demanded: int) -> None:
        with closing(sqlite3.connect(file, timeout=20)) as database:
            database.execute("UPDATE organisations SET requires_two_factors = ?", (demanded,))
            database.commit()

    say(1)
    yield
    say(0)


@pytest.mark.usefixtures("two_factors_demanded")
def test_where_two_factors_are_demanded_the_page_that_sets_one_up_stays_until_the_visit_ends(
    owen: Hands,
) -> None:
    tab = left_open(owen, "/desk/me/second-step")
    with tab.expect_response("**/desk/visit") as asked:
        tab.evaluate("document.dispatchEvent(new Event('visibilitychange'))")
    assert asked.value.status == 204
    expect(tab.locator("h1")).not_to_have_text(ENDED)
    end_every_visit(owen.portal)
    tab.evaluate("document.dispatchEvent(new Event('visibilitychange'))")
    is_put_away(tab, "authenticator")


@pytest.mark.parametrize("address", ["/room/me", "/desk/"])
def test_where_the_server_is_out_of_reach_a_page_is_put_away_once_the_visit_was_idle(
    ingrid: Hands, owen: Hands, address: str
) -> None:
    hands = owen if address.startswith("/desk") else ingrid
    tab = left_open(hands, address)
    hands.context.set_offline(True)
    tab.evaluate("document.dispatchEvent(new Event('visibilitychange'))")
    expect(tab.locator("h1")).not_to_have_text(ENDED)
    tab.clock.fast_forward(IDLE_AND_MORE)
    is_put_away(tab, "Freight")


def test_a_clock_that_is_wrong_puts_nothing_away_while_the_server_knows_the_visit(
    ingrid: Hands,
) -> None:
    tab = left_open(ingrid, "/room/me")
    with tab.expect_response("**/room/visit") as asked:
        tab.clock.fast_forward(IDLE_AND_MORE)
    assert asked.value.status == 204
    expect(tab.get_by_text("Ingrid Solheim").first).to_be_visible()


def test_going_back_to_a_page_after_the_visit_shows_nothing_of_it(ingrid: Hands) -> None:
    ingrid.expected = (401,)
    ingrid.open("/room/me")
    ingrid.press("End this visit")
    ingrid.page.go_back()
    expect(ingrid.page.locator("h1")).to_have_text(ENDED)
    assert "Ingrid" not in ingrid.page.content()


def test_without_script_the_browser_asks_again_and_shows_nothing_of_it(
    demo: Portal, visit: Callable[..., Hands]
) -> None:
    plain = visit(demo, java_script_enabled=False)
    plain.expected = (401,)
    plain.open(demo.link(PLAN, "Ingrid Solheim"))
    plain.press("Continue")

    def sooner(route: Route) -> None:
        """Let the time that a page names pass within a second."""
        answer = route.fetch()
        again = re.sub(r'(http-equiv="refresh" content=")\d+', r"\g<1>1", answer.text())
        route.fulfill(response=answer, body=again)

    plain.page.route("**/room/me", sooner, times=1)
    plain.open("/room/me")
    assert "Ingrid Solheim" in plain.words
    end_every_visit(demo)
    expect(plain.page.locator("h1")).to_have_text(ENDED)


def test_without_script_it_asks_again_at_the_latest_when_the_visit_ends(
    demo: Portal, visit: Callable[..., Hands]
) -> None:
    plain = visit(demo, java_script_enabled=False)
    plain.expected = (401,)
    plain.open(demo.link(PLAN, "Ingrid Solheim"))
    plain.press("Continue")

    def sooner(route: Route) -> None:
        answer = route.fetch()
        route.fulfill(response=answer, headers={**answer.headers, "refresh": "1"})

    plain.page.route("**/room/me", sooner, times=1)
    plain.open("/room/me")
    assert "Ingrid Solheim" in plain.words
    end_every_visit(demo)
    expect(plain.page.locator("h1")).to_have_text(ENDED)
