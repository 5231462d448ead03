"""A person with a browser of their own: what they press and type, and what must not go wrong."""

import re
from dataclasses import dataclass, field
from typing import Any

from playwright.sync_api import (
    Browser,
    BrowserContext,
    ConsoleMessage,
    Locator,
    Page,
    Request,
    ViewportSize,
)

from tests.browser.portals import Portal

SIX_DIGITS = re.compile(r"^\s*(\d{6})\s*$", re.MULTILINE)
LINK = re.compile(r"/l/")
PHONE = ViewportSize(width=390, height=844)
DESK = ViewportSize(width=1280, height=900)
WAITS = 20_000  # milliseconds, for a machine that has much else to do
# The browser ends a poll when its page is left, and a page's load when it turns into a download.
LEFT = "net::ERR_ABORTED"


@dataclass
class Hands:
    """Somebody at a browser; ``taps`` counts what they pressed, ``wrong`` what must not happen.

    ``email`` is where their mail goes, ``plan`` the address of a seller's plan. Whoever may not see
    links is a seller: a personal link on one of their pages is a fault. ``expected`` are the
    statuses of refusals that belong to the story.
    """

    portal: Portal
    context: BrowserContext
    page: Page
    email: str = ""
    may_see_links: bool = True
    plan: str = ""
    taps: int = 0
    wrong: list[str] = field(default_factory=list)
    expected: tuple[int, ...] = ()

    def open(self, address: str) -> None:
        """Open an address, as somebody who follows a link in a mail does."""
        self.page.goto(address if "://" in address else self.portal.address + address)
        self._look()

    def press(self, name: str | re.Pattern[str]) -> None:
        """Press the button of this name."""
        self._tap(self.page.get_by_role("button", name=name).first)

    def follow(self, name: str | re.Pattern[str]) -> None:
        """Follow the link of this name."""
        self._tap(self.page.get_by_role("link", name=name).first)

    def fill(self, label: str, value: str, group: str = "") -> None:
        """Type into the field of this label; a ``group`` names the fields it stands among."""
        self._field(label, group).fill(value)

    def choose(self, *labels: str) -> None:
        """Tick answers or boxes by what stands first beside them."""
        for label in labels:
            self.page.get_by_label(re.compile("^" + re.escape(label))).first.check()

    def pick(self, label: str, option: str, group: str = "") -> None:
        """Pick one of a list."""
        self._field(label, group).select_option(label=option)

    def type_code(self) -> None:
        """Ask for a code, read it in the mail and type it."""
        known = {mail.name for mail in self.portal.mails(self.email)}
        self.press("Send me a code")
        found = SIX_DIGITS.search(self.portal.new_mail(self.email, known).text)
        assert found
        self.page.get_by_label("Code from your email").fill(found[1])

    def continue_by_mail(self) -> None:
        """Open the personal link that was mailed, and press Continue."""
        self.open(self.mailed_link())
        self.taps = 0
        self.press("Continue")

    def mailed_link(self) -> str:
        """Return the personal link that was mailed to this person."""
        self.portal.new_mail(self.email, set())
        mails = self.portal.mails(self.email)
        return next(link for mail in mails for link in mail.links if LINK.search(link))

    @property
    def heading(self) -> str:
        """The news on the page."""
        return self.page.locator("h1").first.inner_text()

    @property
    def words(self) -> str:
        """What can be read on the page."""
        return " ".join(self.page.locator("main").inner_text().split())

    @property
    def told(self) -> str:
        """Where this person stands, for whoever reads why a test failed."""
        return f"{self.page.url}\n{self.words}"

    def _field(self, label: str, group: str) -> Locator:
        around = self.page.get_by_role("group", name=group) if group else self.page
        named = re.compile(rf"^{re.escape(label)}( \(optional\))?$")
        return around.get_by_label(named).first

    def _tap(self, place: Locator) -> None:
        place.click()
        self._look()

    def _look(self) -> None:
        self.taps += 1
        if not self.may_see_links and LINK.search(self.page.content()):
            self.wrong.append(f"{self.page.url} shows a personal link")


def hands(
    browser: Browser,
    portal: Portal,
    email: str = "",
    *,
    may_see_links: bool = True,
    **options: Any,
) -> Hands:
    """Give somebody a browser of their own, which watches for errors.

    ``options`` are those of Playwright's ``new_context``.
    """
    context = browser.new_context(**{"viewport": DESK, "locale": "en-GB", **options})
    context.set_default_timeout(WAITS)
    made = Hands(portal, context, context.new_page(), email, may_see_links)

    def heard(message: ConsoleMessage) -> None:
        refused = [f"status of {status} " in message.text for status in made.expected]
        if message.type in {"error", "warning"} and not any(refused):
            made.wrong.append(f"{made.page.url}: {message.text}")

    def failed(request: Request) -> None:
        if request.failure != LEFT:
            made.wrong.append(f"{request.url}: {request.failure}")

    made.page.on("console", heard)
    made.page.on("pageerror", lambda error: made.wrong.append(str(error)))
    made.page.on("requestfailed", failed)
    return made
