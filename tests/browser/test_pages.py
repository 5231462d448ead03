"""Every main page in both themes and at both widths: nothing sticks out, nobody is locked out."""

from collections.abc import Callable, Iterator
from typing import Literal

import pytest
from axe_playwright_python.sync_playwright import Axe
from playwright.sync_api import Browser, Page, ViewportSize

from tests.browser.hands import DESK, PHONE, Hands, hands
from tests.browser.portals import Portal

Theme = Literal["light", "dark"]
PLAN = "Freight-risk platform for Meridian Freight"
DOOR = "the door"
BUYERS = {
    "home": "/room/",
    "question": "/room/m/M13/approve",
    "second page": "/room/m/M13/approve/approved",
    "case with chart": "/room/d/cost_benefit",
    "tasks with Gantt": "/room/d/implementation_plan",
    "outcomes": "/room/d/outcomes",
    "milestone": "/room/m/M16",
    "me": "/room/me",
    "who may come": "/room/people",
    "another address": "/room/me/address",
    "erasing oneself": "/room/me/erase",
    "one's visits": "/room/me/visits",
    "ledger": "/room/ledger",
    "paper": "/room/paper",
}
SELLERS = {
    "list": "/desk/",
    "new": "/desk/new",
    "plan": "{plan}",
    "committee": "{plan}/committee",
    "a person": "{plan}/committee/{member}/link",
    "own milestone": "{plan}/add-milestone",
    "milestone": "{plan}/m/M12",
    "outcomes": "{plan}/outcomes",
    "case": "{plan}/cost-benefit",
    "tasks": "{plan}/implementation",
    "sharing": "{plan}/sharing",
    "ledger": "{plan}/ledger",
}
PUBLIC = {DOOR: "", "front": "/", "sign in": "/desk/sign-in", "mailbox": "/mailbox/"}
STICKS_OUT = """() => document.documentElement.scrollWidth > innerWidth && [...document.body
    .querySelectorAll("*")].filter(part => part.getBoundingClientRect().right > innerWidth + 1)
    .map(part => part.outerHTML.slice(0, 80)).slice(0, 3)"""


@pytest.fixture(scope="module")
def ingrid(browser: Browser, shown: Portal) -> Iterator[Hands]:
    """Let Ingrid in by her link, on a phone."""
    member = hands(browser, shown, viewport=PHONE)
    member.open(shown.link(PLAN, "Ingrid Solheim"))
    member.press("Continue")
    yield member
    member.context.close()


@pytest.fixture(scope="module")
def owen(browser: Browser, shown: Portal) -> Iterator[Hands]:
    """Sign Owen in at his desk; no page of his may show a link."""
    seller = hands(browser, shown, may_see_links=False)
    seller.open("/desk/sign-in")
    login = shown.printed["sellers"][0]
    seller.fill("Your e-mail address", login["email"])
    seller.fill("Password", login["password"])
    seller.press("Sign in")
    seller.plan = f"/desk/plans/{shown.plan(PLAN)['id'].split('.')[1]}"
    yield seller
    seller.context.close()


def look(person: Hands, address: str) -> None:
    """Look at a page on a phone in the dark, and at a desk by daylight."""
    person.wrong.clear()
    faults = [*judged(person, address, PHONE, "dark"), *judged(person, address, DESK, "light")]
    assert faults + person.wrong == []


def judged(person: Hands, address: str, size: ViewportSize, theme: Theme) -> list[str]:
    page = person.page
    page.set_viewport_size(size)
    page.emulate_media(color_scheme=theme)
    person.open(address)  # anew: a colour on its way to the other theme has the contrast of neither
    out = page.evaluate(STICKS_OUT) or []
    found = Axe().run(page).response["violations"]
    serious = [one for one in found if one["impact"] in {"serious", "critical"}]
    return [*out, *(f"{theme}: {one['help']}: {one['nodes'][0]['html']}" for one in serious)]


@pytest.mark.parametrize("name", PUBLIC)
def test_a_public_page_fits_and_is_open_to_everybody(
    name: str, shown: Portal, visit: Callable[..., Hands]
) -> None:
    look(visit(shown), PUBLIC[name] or shown.link(PLAN, "Ruben Haas"))


@pytest.mark.parametrize("name", BUYERS)
def test_a_page_of_the_room_fits_and_is_open_to_everybody(name: str, ingrid: Hands) -> None:
    look(ingrid, BUYERS[name])


@pytest.mark.parametrize("name", SELLERS)
def test_a_page_of_the_desk_fits_and_is_open_to_everybody(name: str, owen: Hands) -> None:
    owen.open(f"{owen.plan}/committee")
    first = owen.page.get_by_role("link", name="Renew or revoke").first.get_attribute("href") or ""
    member = first.split("/")[-2]
    look(owen, SELLERS[name].format(plan=owen.plan, member=member))


def focused(page: Page) -> tuple[str, bool]:
    """Return what holds the focus, and whether one sees that it does."""
    held, width = page.evaluate(
        """() => [document.activeElement.innerText.trim(),
            parseFloat(getComputedStyle(document.activeElement).outlineWidth)]"""
    )
    return held, width >= 2


def tab_to(page: Page, words: str) -> bool:
    """Press Tab until something of these words holds the focus; tell whether one sees it."""
    for _ in range(12):
        page.keyboard.press("Tab")
        held, is_visible = focused(page)
        if held == words:
            return is_visible
    raise AssertionError(f"Tab does not reach {words!r}; it stands at {held!r}.")


def test_the_keyboard_leads_from_the_door_to_the_question(
    shown: Portal, visit: Callable[..., Hands]
) -> None:
    lena = visit(shown)
    lena.open(shown.link(PLAN, "Lena Vogt"))
    assert tab_to(lena.page, "Continue")
    lena.page.keyboard.press("Enter")
    lena.page.wait_for_url("**/room/")
    assert tab_to(lena.page, "Read and sign off")
    lena.page.keyboard.press("Enter")
    lena.page.wait_for_url("**/sign")
    assert lena.heading.startswith("Sign off the implementation plan")


def test_paper_shows_what_is_folded_away_and_nothing_to_press(ingrid: Hands) -> None:
    ingrid.open("/room/")
    ingrid.page.emulate_media(media="print")
    folded = ingrid.page.locator("details.fold .mile").first
    assert folded.is_visible()
    assert ingrid.page.get_by_role("heading", level=1).is_visible()
    assert ingrid.page.locator(".btn:visible").count() == 0
    ingrid.page.emulate_media(media="screen")
    assert not folded.is_visible()
